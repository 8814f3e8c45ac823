#!/bin/bash
# Starts two instances of the package's own program, with everything at its default except the port: one without credentials, one
# with a command that checks them. Some requests end the program, whatever else it is doing: that is graded in its own right, and
# for the other tests the program is restarted each time.

proxy() { while true; do node node_modules/proxy/dist/bin/proxy.js "$@"; done; }

proxy --port 8000 &
proxy --port 8001 --authenticate 'test "$PROXY_AUTH_USERNAME:$PROXY_AUTH_PASSWORD" = user:pass:word' &

# A signal ends a container's first process only if that process handles it; the rest of the container ends with it.
trap exit TERM INT
wait
