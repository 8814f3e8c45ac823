#!/usr/bin/env bash
# Builds the runner image: the program for Linux, self-contained, on debian:bookworm-slim; with Chromium, or smaller without.
set -euo pipefail

usage() {
  echo "usage: build.sh [full|slim] [TAG]    TAG: conformancekit, or conformancekit:slim, unless given" >&2
  exit 2
}

target=${1:-full}
case $target in
  full) tag=${2:-conformancekit} ;;
  slim) tag=${2:-conformancekit:slim} ;;
  *) usage ;;
esac
[ $# -le 2 ] || usage

here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
place=$root/artifacts/containers/conformancekit # built apart from the usual build of the same project
context=$place/context
case $(uname -m) in
  aarch64 | arm64) runtime=linux-arm64 ;;
  *) runtime=linux-x64 ;;
esac

# The reference is here as a library, but its own program comes along, from two builds that are alike. The usual build runs the
# analyzers.
echo "==> Publishing conformancekit for $runtime"
rm -rf "$context"
dotnet publish "$root/scenarios/Scenarios.csproj" --configuration Release --runtime "$runtime" --self-contained \
  --output "$context/program" -p:ArtifactsPath="$place/build" -p:ErrorOnDuplicatePublishOutputFiles=false \
  -p:RunAnalyzers=false -p:DebugType=none -nodeReuse:false --nologo --verbosity quiet

# The browser's driver is larger than all the rest, and nothing without a browser.
mv "$context/program/.playwright" "$context/driver"
rm -f "$context/program/playwright.ps1" "$context/program"/reference-proxy{,.runtimeconfig.json}
cp "$here/Dockerfile" "$context/"
chmod -R a+rX "$context" # files from packages can be executed by their owner only

echo "==> Building the image $tag"
docker build --quiet --target "$target" --tag "$tag" "$context"
