#!/usr/bin/env bash
# Starts the container engine of this development container, if it doesn't run yet, and waits until it answers.
set -euo pipefail

log=/tmp/dockerd.log
docker info >/dev/null 2>&1 && exit 0

# What an engine that was killed left would keep this one from starting.
sudo rm -f /var/run/docker.pid /run/docker/containerd/containerd.pid
sudo sh -c "setsid dockerd >$log 2>&1 </dev/null &"
timeout 60 bash -c 'until docker info >/dev/null 2>&1; do sleep 0.5; done' || {
  tail -n 10 "$log" >&2
  echo "The container engine does not answer; see $log" >&2
  exit 1
}
