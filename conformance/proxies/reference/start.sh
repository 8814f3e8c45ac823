#!/bin/bash
# Two instances, one without credentials and one with. The container ends when either does.

# Elsewhere than on loopback the proxy wants credentials or a list of clients: those of private networks (RFC 1918),
# one of which every container network is. A silent target is given up after 3 s instead of 10, to keep the suite short.
reference-proxy --listen 0.0.0.0:3128 --dial-timeout 3 --allow 10.0.0.0/8 --allow 172.16.0.0/12 --allow 192.168.0.0/16 &
reference-proxy --listen 0.0.0.0:3129 --dial-timeout 3 --credentials user:pass:word &

trap 'kill $(jobs -p)' TERM INT
wait -n
