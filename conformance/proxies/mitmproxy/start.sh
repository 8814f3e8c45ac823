#!/bin/bash
# Two instances, one without credentials and one with. The container ends when either does.
# Everything is mitmproxy's default, the interception of TLS included, but for these:
#   --ssl-insecure  the origins' certificates are of an authority that nobody else knows;
#   --proxyauth     one user. The program splits credentials at every colon, so that the password cannot hold one;
#   confdir         a place of its own for the second's certificate authority, or both write the same files at once.

mitmdump --listen-port 8080 --ssl-insecure &
mitmdump --listen-port 8081 --ssl-insecure --proxyauth user:password --set confdir=~/.mitmproxy-auth &

trap 'kill $(jobs -p)' TERM INT
wait -n
