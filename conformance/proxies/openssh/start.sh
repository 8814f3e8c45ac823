#!/bin/bash
# Starts a server on loopback, and a client that offers SOCKS5 (ssh -D) and leads to it. The container ends when either does.

/usr/sbin/sshd -D -e -f /dev/null -o ListenAddress=127.0.0.1:2222 -o HostKey="$HOME/.ssh/id_ed25519" -o PidFile=none &
ssh -N -D 0.0.0.0:1080 -p 2222 -o ConnectionAttempts=20 -o ExitOnForwardFailure=yes 127.0.0.1 &

trap 'kill $(jobs -p)' TERM INT
wait -n
