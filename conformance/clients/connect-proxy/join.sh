#!/bin/sh
# Joins standard input and output to a tunnel with connect-proxy.
# Arguments: PROXY SECONDS HOST PORT [USER PASSWORD]

if [ $# -gt 4 ]; then
  export HTTP_PROXY_PASSWORD="$6"
  set -- "$5@$1" "$2" "$3" "$4"
fi

# Input that never comes, and does not end either: the end would be that of the tunnel.
mkfifo input && exec connect-proxy -H "$1" -w "$2" "$3" "$4" 0<>input
