#!/bin/bash
# Starts two instances, one without credentials and one with. The container ends when either does.

microsocks -p 1080 &
microsocks -p 1081 -u user -P pass:word &

trap 'kill $(jobs -p)' TERM INT
wait -n
