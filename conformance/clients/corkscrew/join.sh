#!/bin/sh
# Joins standard input and output to a tunnel with corkscrew, which has no time limit of its own.
# Arguments: PROXY-HOST PROXY-PORT HOST PORT [USER:PASSWORD]

if [ $# -gt 4 ]; then
  printf '%s\n' "$5" >credentials
  set -- "$1" "$2" "$3" "$4" credentials
fi

# Input that never comes, and does not end either: the end would be that of the tunnel.
mkfifo input && exec corkscrew "$@" 0<>input
