#!/bin/bash
# Starts two instances, one without credentials and one with. The container ends when either does.

tinyproxy -d -c /etc/tinyproxy/tinyproxy.conf &
tinyproxy -d -c /etc/tinyproxy/tinyproxy-auth.conf &

trap 'kill $(jobs -p)' TERM INT
wait -n
