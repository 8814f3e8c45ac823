#!/bin/bash
# Two instances of the package's own program, everything at its default but the port: one without credentials, one with a command
# that is asked whether they are right. Some requests end the program, whatever else it has under way: that is one of its
# verdicts, and for the other tests it is started again each time.

proxy() { while true; do node node_modules/proxy/dist/bin/proxy.js "$@"; done; }

proxy --port 8000 &
proxy --port 8001 --authenticate 'test "$PROXY_AUTH_USERNAME:$PROXY_AUTH_PASSWORD" = user:pass:word' &

# The first process of a container ends by a signal only if it says so, and the rest of the container with it.
trap exit TERM INT
wait
