#!/bin/bash
# Starts a squid and a haproxy in front of it. The container ends when either does.

trap 'kill $(jobs -p)' TERM INT

# haproxy starts once squid is listening: it answers with 503 until then.
squid -N &
squid=$!
until (: < /dev/tcp/127.0.0.1/3128) 2> /dev/null; do
  kill -0 $squid || exit
  sleep 0.05
done

haproxy -f /etc/haproxy/haproxy.cfg &
wait -n
