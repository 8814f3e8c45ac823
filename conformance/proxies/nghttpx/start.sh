#!/bin/bash
# A squid, and in front of it two instances of nghttpx, one for each of its listeners. The container ends when one of them does.

trap 'kill $(jobs -p)' TERM INT

# nghttpx, which takes a backend that is not there yet for broken and lets it rest, starts when squid listens.
squid -N &
squid=$!
until (: < /dev/tcp/127.0.0.1/3128) 2> /dev/null; do
  kill -0 $squid || exit
  sleep 0.05
done

nghttpx --conf=/etc/nghttpx/nghttpx.conf &
nghttpx --conf=/etc/nghttpx/nghttpx-auth.conf &
wait -n
