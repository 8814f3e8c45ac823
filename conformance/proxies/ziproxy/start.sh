#!/bin/bash
# Starts two instances, one without credentials and one with. Each puts itself into the background and writes its process id to
# a file. The container ends when either does.

ziproxy --daemon-mode --config-file=/etc/ziproxy/ziproxy.conf --pid-file=/tmp/plain.pid
ziproxy --daemon-mode --config-file=/etc/ziproxy/ziproxy-auth.conf --pid-file=/tmp/auth.pid

trap 'kill $(cat /tmp/*.pid); exit' TERM INT
for file in /tmp/*.pid; do tail --pid="$(cat "$file")" -f /dev/null & done
wait -n
