#!/bin/bash
# Two instances, one without credentials and one with. Some requests end the program, whatever else it has under way: that is one
# of its verdicts, and for the others it is started again each time.

while true; do node server.js 8000; done &
while true; do node server.js 8001 user:pass:word; done &

# The first process of a container ends by a signal only if it says so, and the rest of the container with it.
trap exit TERM INT
wait
