#!/usr/bin/env bash
# Provides the engine with the image debian:bookworm-slim, on which every proxy's image is built: pulls it or, if no image
# registry is reachable, builds it from the Debian mirror with debootstrap (as root or with sudo; about 30 s).
set -euo pipefail

image=debian:bookworm-slim
mirror=${DEBIAN_MIRROR:-} # empty: debootstrap's own default
pull_limit=120

if docker image inspect "$image" >/dev/null 2>&1; then
  exit 0
fi

echo "    pulling $image"
if timeout "$pull_limit" docker pull --quiet "$image" >/dev/null 2>&1; then
  exit 0
fi

echo "    no registry provides it: building $image from ${mirror:-the Debian mirror}"
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
if [ ! -x /usr/sbin/debootstrap ]; then
  echo "Install debootstrap (Debian and Ubuntu: apt-get install debootstrap debian-archive-keyring), or load $image by hand." >&2
  exit 2
fi

root=$(mktemp -d)
log=$(mktemp)
trap '$sudo rm -rf "$root" "$log"' EXIT
if ! $sudo /usr/sbin/debootstrap --variant=minbase bookworm "$root" ${mirror:+"$mirror"} >"$log" 2>&1; then
  tail -n 15 "$log" >&2
  echo "debootstrap could not build $image from ${mirror:-its default mirror}; set DEBIAN_MIRROR to one that this machine reaches." >&2
  exit 1
fi

mirror=$(awk '$1 == "deb" { print $2; exit }' "$root/etc/apt/sources.list")

# Use the suites of the official image, so that the proxies have the same versions, and drop the packages that were only fetched.
$sudo tee "$root/etc/apt/sources.list" >/dev/null <<END
deb $mirror bookworm main
deb $mirror bookworm-updates main
deb ${mirror%/debian}/debian-security bookworm-security main
END
$sudo rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*

# Like the official image, keep neither installed packages nor indexes of them.
$sudo tee "$root/etc/apt/apt.conf.d/keep-nothing" >/dev/null <<'END'
APT::Keep-Downloaded-Packages "false";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
END
$sudo tar -C "$root" -c . | docker import --change 'CMD ["bash"]' - "$image" >/dev/null
