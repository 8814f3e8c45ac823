#!/usr/bin/env bash
# Starts the container engine of this development container if it is not running yet, and waits until it answers.
set -euo pipefail

log=/tmp/dockerd.log
docker info >/dev/null 2>&1 && exit 0
[ "$(id -u)" = 0 ] || exec sudo bash "$0"

# Containers with limits need the controllers of cgroup v2, which the kernel delegates only from a group without processes, so all
# processes move to a group of their own. A process that starts meanwhile makes this fail, so it is retried.
hand_controllers_down() {
  xargs -rn1 </sys/fs/cgroup/cgroup.procs >/sys/fs/cgroup/init/cgroup.procs 2>/dev/null || true
  sed -e 's/ / +/g' -e 's/^/+/' </sys/fs/cgroup/cgroup.controllers >/sys/fs/cgroup/cgroup.subtree_control
}
if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
  mkdir -p /sys/fs/cgroup/init
  for _ in 1 2 3 4 5; do hand_controllers_down 2>/dev/null && break || sleep 0.2; done
fi

rm -f /var/run/docker.pid /run/docker/containerd/containerd.pid # a killed engine's files would keep this one from starting
setsid dockerd >"$log" 2>&1 </dev/null &
timeout 60 bash -c 'until docker info >/dev/null 2>&1; do sleep 0.5; done' || {
  tail -n 10 "$log" >&2
  echo "The container engine does not answer; see $log" >&2
  exit 1
}
