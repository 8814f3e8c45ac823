#!/bin/sh
# Joins standard input and output to a tunnel with socat.
# Arguments: PROXY-HOST PROXY-PORT SECONDS HOST PORT [USER PASSWORD]

address="PROXY:$1:$4:$5,proxyport=$2"
[ $# -lt 6 ] || address="$address,proxyauth=$6:$7"

# Input that never comes, and does not end either: the end would be that of the tunnel.
mkfifo input && exec socat -T "$3" - "$address" 0<>input
