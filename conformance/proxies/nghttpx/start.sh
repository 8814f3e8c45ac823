#!/bin/bash
# Starts a squid and, in front of it, two instances of nghttpx, one for each of its listeners. The container ends when any of them
# does.

trap 'kill $(jobs -p)' TERM INT

# nghttpx starts once squid is listening, because it would treat a missing backend as broken and leave it unused for a while.
squid -N &
squid=$!
until (: < /dev/tcp/127.0.0.1/3128) 2> /dev/null; do
  kill -0 $squid || exit
  sleep 0.05
done

nghttpx --conf=/etc/nghttpx/nghttpx.conf &
nghttpx --conf=/etc/nghttpx/nghttpx-auth.conf &
wait -n
