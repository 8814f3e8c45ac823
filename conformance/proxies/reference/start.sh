#!/bin/bash
# Starts three instances: one without credentials, one with, and one that gives up after 2 s. Each speaks TLS at another port,
# and HTTP/2 at both. The container ends when any does.

# On any address but loopback the proxy requires credentials or a list of clients: here those of private networks (RFC 1918),
# which include every container network. It gives up on a silent target after 3 s instead of 10, to keep the suite short.
private=(--allow 10.0.0.0/8 --allow 172.16.0.0/12 --allow 192.168.0.0/16)
common=(--dial-timeout 3 --allow-ports 1-24,26-65535 --deny 127.0.0.2) # what proxy.json declares under "denies"
tls=(--certificate /etc/proxy.pem --key /etc/proxy.key) # from the run, as proxy.json asks
reference-proxy --listen 0.0.0.0:3128 --tls-listen 0.0.0.0:3132 "${tls[@]}" "${common[@]}" "${private[@]}" &
reference-proxy --listen 0.0.0.0:3129 --tls-listen 0.0.0.0:3133 "${tls[@]}" "${common[@]}" \
  --credentials user:pass:word --credentials test:123£ &
reference-proxy --listen 0.0.0.0:3131 --tls-listen 0.0.0.0:3134 "${tls[@]}" "${common[@]}" "${private[@]}" \
  --header-timeout 2 --idle-timeout 2 &

trap 'kill $(jobs -p)' TERM INT
wait -n
