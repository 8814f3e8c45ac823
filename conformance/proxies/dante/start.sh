#!/bin/bash
# Starts two instances, one without credentials and one with. The container ends when either does.

danted -f /etc/danted.conf -p /run/danted.pid &
danted -f /etc/danted-auth.conf -p /run/danted-auth.pid &

trap 'kill $(jobs -p)' TERM INT
wait -n
