#!/bin/bash
# Two instances, one without credentials and one with. The container ends when either does.
# Everything is mitmproxy's default, the interception of TLS included, but for these:
#   --ssl-insecure  the origins' certificates are of an authority that nobody else knows;
#   --proxyauth     one user. The program splits credentials at every colon, so that the password cannot hold one.

# The first instance writes the certificate authority that both use.
mitmdump --listen-port 8080 --ssl-insecure &
until [ -s ~/.mitmproxy/mitmproxy-dhparam.pem ]; do sleep 0.1; done
mitmdump --listen-port 8081 --ssl-insecure --proxyauth user:password &

trap 'kill $(jobs -p)' TERM INT
wait -n
