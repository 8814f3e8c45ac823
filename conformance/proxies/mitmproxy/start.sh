#!/bin/bash
# Starts two instances, one without credentials and one with. The container ends when either does.
# Everything is at mitmproxy's default, the interception of TLS included, except for these:
#   --ssl-insecure  accepts the origins' certificates, whose authority nobody else knows;
#   --proxyauth     sets one user. The program splits credentials at every colon, so the password cannot contain one;
#   confdir         gives the second instance its own place for its certificate authority; otherwise both would write the same files.
# Each takes TLS at the same port, and shows a certificate of its own authority. Neither speaks HTTP/2 to a client of the proxy:
# ALPN never selects "h2" there, and the preface gets 400.

mitmdump --listen-port 8080 --ssl-insecure &
mitmdump --listen-port 8081 --ssl-insecure --proxyauth user:password --set confdir=~/.mitmproxy-auth &

trap 'kill $(jobs -p)' TERM INT
wait -n
