#!/usr/bin/env bash
# Installs what the tests need on a Debian or Ubuntu machine with the .NET SDK, then runs them: the unit tests, and the suite
# against the embedded reference, the reference's image, Squid and Apache, browser included, and against two clients. It is safe to run repeatedly: what
# is already installed is left alone. It needs root or sudo only to install or start something.
set -euo pipefail
cd "$(dirname "$0")"
exec </dev/null

export DEBIAN_FRONTEND=noninteractive DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en
# The compiler and most programs here end before code that measures itself to be compiled better has paid: the build takes half as
# long again with it.
export DOTNET_TieredPGO=${DOTNET_TieredPGO:-0}
export CONFORMANCEKIT_SCREENSHOTS=${CONFORMANCEKIT_SCREENSHOTS:-$PWD/artifacts/test/screenshots}
export CONFORMANCEKIT_PROXIES=${CONFORMANCEKIT_PROXIES:-embedded,reference,squid,apache}
export CONFORMANCEKIT_CLIENTS=${CONFORMANCEKIT_CLIENTS:-httpclient,curl}
coverage=${CONFORMANCEKIT_COVERAGE:-cheap}
artifacts=$PWD/artifacts/test
engine_limit=60
mkdir -p "$artifacts"

step() { echo "==> $*"; }
stop_with() { echo "$*" >&2; exit 2; }
case $coverage in
  cheap | all) ;;
  *) stop_with "CONFORMANCEKIT_COVERAGE is '$coverage'; give one of: cheap all." ;;
esac
have() { command -v "$1" >/dev/null 2>&1; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
export PATH=$PATH:/usr/sbin:/sbin

# --- Packages -------------------------------------------------------------------------------------------------------

install() {
  have apt-get || stop_with "This system has no apt-get: install $* some other way, then run ./test.sh again."
  [ "$(id -u)" = 0 ] || have sudo || stop_with "Installing $* needs root: run ./test.sh as root, or install sudo."
  step "Installing $*"
  if ! as_root apt-get install -y --no-install-recommends "$@" >"$artifacts/apt.log" 2>&1; then
    # The package lists may be missing or out of date.
    as_root apt-get update >"$artifacts/apt.log" 2>&1 || true
    as_root apt-get install -y --no-install-recommends "$@" >>"$artifacts/apt.log" 2>&1 || {
      tail -n 15 "$artifacts/apt.log" >&2
      stop_with "apt-get could not install $*; see $artifacts/apt.log"
    }
  fi
}

# --- The container engine -------------------------------------------------------------------------------------------

dockerd_pid=

stop_engine() {
  [ -n "$dockerd_pid" ] || return 0
  step "Stopping the container engine that this script started"
  as_root kill "$dockerd_pid" 2>/dev/null || true
  timeout "$engine_limit" tail --pid="$dockerd_pid" -f /dev/null || true
  remove_exec_root
  dockerd_pid=
}

# dockerd may leave its network namespace (netns/default) bind-mounted there, and a mounted file cannot be removed.
remove_exec_root() {
  local point
  while read -r point; do
    as_root umount --lazy "$point" || true
  done < <(awk -v below="$exec_root/" 'index($5, below) == 1 { print $5 }' /proc/self/mountinfo | sort --reverse)
  as_root rm -rf "$exec_root" || true
}

start_engine() {
  step "Starting the container engine"
  # The engine gets its own session, so that Ctrl-C leaves it running until the containers are removed.
  as_root rm -f "$artifacts/dockerd.pid" # left by an engine that was not shut down cleanly
  # It also gets its own state directory: files that a killed engine left in the default one can keep the next from starting.
  exec_root=$(mktemp -d /tmp/dockerd.XXXXXX)
  as_root setsid dockerd --group "$(id -gn)" --exec-root "$exec_root" --pidfile "$artifacts/dockerd.pid" \
    >"$artifacts/dockerd.log" 2>&1 &
  local starter=$!
  if ! timeout "$engine_limit" bash -c \
    'until docker info >/dev/null 2>&1; do [ -d "/proc/$0" ] || exit 1; sleep 0.5; done' "$starter"; then
    dockerd_pid=$(cat "$artifacts/dockerd.pid" 2>/dev/null || true)
    tail -n 10 "$artifacts/dockerd.log" >&2
    stop_with "dockerd does not answer; see $artifacts/dockerd.log"
  fi
  dockerd_pid=$(cat "$artifacts/dockerd.pid")
}

ensure_engine() {
  docker info >/dev/null 2>&1 && return
  { have docker && have dockerd; } || install docker.io iptables
  have docker || install docker-cli # a separate package since Debian 13
  have iptables || install iptables
  docker info >/dev/null 2>&1 && return # the package may have started it

  # The engine may answer root only: while this script runs, "docker" then means "sudo docker".
  if [ "$(id -u)" != 0 ] && sudo docker info >/dev/null 2>&1; then
    mkdir -p "$artifacts/bin"
    printf '#!/bin/sh\nexec sudo --non-interactive %s "$@"\n' "$(command -v docker)" >"$artifacts/bin/docker"
    chmod 755 "$artifacts/bin/docker"
    export PATH=$artifacts/bin:$PATH
    return
  fi
  start_engine
}

ensure_base_image() {
  docker image inspect debian:bookworm-slim >/dev/null 2>&1 && return
  step "Providing the image debian:bookworm-slim"
  conformance/Containers/base-image.sh || {
    [ -x /usr/sbin/debootstrap ] && exit 1
    install debootstrap debian-archive-keyring
    conformance/Containers/base-image.sh
  }
}

# --- The browser ----------------------------------------------------------------------------------------------------

# Runs the candidate with --version, because on Ubuntu a file of that name may only point to a snap.
works() { [ -x "$1" ] && timeout 30 "$1" --version >/dev/null 2>&1; }

find_browser() {
  if [ -n "${CONFORMANCEKIT_CHROMIUM:-}" ]; then
    works "$CONFORMANCEKIT_CHROMIUM" || stop_with "CONFORMANCEKIT_CHROMIUM names $CONFORMANCEKIT_CHROMIUM, which does not run."
    return 0
  fi
  local candidate
  for candidate in /usr/bin/chromium-headless-shell /usr/bin/chromium /usr/bin/google-chrome /usr/bin/google-chrome-stable \
    /usr/bin/chromium-browser "$HOME"/.cache/ms-playwright/chromium-*/chrome-linux*/chrome; do
    if works "$candidate"; then
      export CONFORMANCEKIT_CHROMIUM=$candidate
      return 0
    fi
  done
  return 1
}

ensure_browser() {
  find_browser && return
  if have apt-get && ! grep -qs '^ID=ubuntu' /etc/os-release; then
    install chromium-headless-shell
  else
    step "Installing Playwright's Chromium"
    local tools=artifacts/bin/Scenarios/debug/.playwright
    "$tools"/node/linux-*/node "$tools/package/cli.js" install --with-deps chromium >"$artifacts/playwright.log" 2>&1 ||
      tail -n 10 "$artifacts/playwright.log" >&2
  fi
  find_browser || stop_with "No Chromium: install one and name it in CONFORMANCEKIT_CHROMIUM."
}

# --- The build ------------------------------------------------------------------------------------------------------

# One compiler for all projects, which is ended afterwards: starting it anew for each makes the build take half as long again.
build() {
  local compiler=conformancekit-$$ code=0
  dotnet build ConformanceKit.sln --nologo --verbosity quiet -p:UseSharedCompilation=true "-p:SharedCompilationId=$compiler" ||
    code=$?
  pkill -f -- "-pipename:$compiler" || true
  return "$code"
}

# --- The tests ------------------------------------------------------------------------------------------------------

# Prints how many lines of each assembly the covered tests reach. A line counts if any of them reaches it, so all files are read
# together.
print_coverage() {
  local files
  mapfile -t files < <(find "$artifacts/coverage" -name coverage.info 2>/dev/null)
  [ "${#files[@]}" -gt 0 ] || return 0
  step "Line coverage, without the kill matrix"
  awk -v root="$PWD/" '
    function assembly(file) {
      if (index(file, root "reference-proxy/") == 1) return "ReferenceProxy"
      if (index(file, root "conformance/") == 1) return "Conformance"
      return "conformancekit"
    }
    /^SF:/ { file = substr($0, 4); in_assembly = assembly(file) }
    /^DA:/ {
      split(substr($0, 4), line, ","); key = file ":" line[1]
      if (!(key in known)) { known[key] = 1; lines[in_assembly]++ }
      if (line[2] > 0 && !(key in reached)) { reached[key] = 1; hits[in_assembly]++ }
    }
    END {
      split("ReferenceProxy Conformance conformancekit", names, " ")
      for (n = 1; n <= 3; n++) if (lines[names[n]] > 0)
        printf "%-16s %5.1f %% of %5d lines\n", names[n], 100 * hits[names[n]] / lines[names[n]], lines[names[n]]
    }' "${files[@]}"
  [ "$coverage" = all ] ||
    echo "ReferenceProxy and conformancekit are measured only with CONFORMANCEKIT_COVERAGE=all, which takes much longer"
}

# The runner ends each assembly with "Passed!  - Failed: 0, Passed: 9, Skipped: 0, Total: 9, ...". This adds them up in one line.
total() {
  awk '/^(Passed|Failed|Skipped)! +- Failed: / {
         gsub(/[^0-9,]/, "", $0); split($0, n, ","); failed += n[1]; passed += n[2]; skipped += n[3] }
       END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped }' "$@"
}

run_tests() { "$@" 2>&1 | tee -a "$log" || code=$?; }

# Runs the tests of a project and records which lines of one assembly they reach.
run_covered_tests() { # PROJECT ASSEMBLY
  run_tests "${dotnet_test[@]}" "$1" --collect "XPlat Code Coverage" --settings coverage.runsettings \
    --results-directory "$artifacts/coverage" \
    -- "DataCollectionRunSettings.DataCollectors.DataCollector.Configuration.Include=[$2]*"
}

# Runs tests that are measured only with CONFORMANCEKIT_COVERAGE=all, because recording lines slows them down: it about doubles
# the suite's time, and the reference's tests, which move bulk data, take several times as long.
run_tests_covered_on_request() { # PROJECT ASSEMBLY
  if [ "$coverage" = all ]; then run_covered_tests "$@"; else run_tests "${dotnet_test[@]}" "$1"; fi
}

# The engine's firewall rules make the kernel track every connection, on loopback too, for two minutes: half a million of them
# fill the table, and it then drops packets. If this user cannot create a network, the tests run without one and take longer.
in_a_network_of_its_own() {
  local network=(unshare --net)
  [ "$(id -u)" = 0 ] || network=(unshare --user --map-root-user --net)
  if "${network[@]}" ip link set lo up 2>/dev/null; then
    "${network[@]}" sh -c 'ip link set lo up && exec "$@"' sh "$@"
  else
    "$@"
  fi
}

# The tests run in two halves at the same time. This one mostly waits: for proxies in containers, browsers and commands.
test_proxies() {
  step "Testing against $CONFORMANCEKIT_PROXIES, and $CONFORMANCEKIT_CLIENTS, with $CONFORMANCEKIT_CHROMIUM"
  run_tests_covered_on_request scenarios conformancekit
  run_tests "${dotnet_test[@]}" scenarios/tests \
    --filter 'FullyQualifiedName!~KillMatrixTests&FullyQualifiedName!~Scenarios.Tests.Site.&FullyQualifiedName!~Scenarios.Tests.Manners.'
}

test_manners() {
  step "Testing what a proxy with bad manners can do to the kit"
  log=$artifacts/manners.log
  code=0
  run_tests "${dotnet_test[@]}" scenarios/tests --filter 'FullyQualifiedName~Scenarios.Tests.Manners.'
  return "$code"
}

# The half that computes.
test_code() {
  # The third part of 'dotnet format', its analyzers, ran in the build.
  step "Checking the style of the code"
  {
    dotnet format whitespace ConformanceKit.sln --no-restore --verify-no-changes &&
      dotnet format style ConformanceKit.sln --no-restore --verify-no-changes
  } || {
    echo "The style differs from .editorconfig: run 'dotnet format' and read what it cannot correct by itself." >&2
    code=1
  }
  step "Testing the reference and the kit"
  run_tests_covered_on_request reference-proxy/tests reference-proxy
  run_covered_tests conformance/tests ConformanceKit.Conformance
  run_tests "${dotnet_test[@]}" conformance/fuzz/tests
  # These two mostly wait, the one for Chromium, the other for proxies that never answer.
  test_manners >"$artifacts/manners.out" 2>&1 &
  local manners=$!
  step "Testing the site"
  run_tests "${dotnet_test[@]}" scenarios/tests --filter 'FullyQualifiedName~Scenarios.Tests.Site.'
  wait "$manners" || code=$?
  cat "$artifacts/manners.out"
  step "Testing every scenario against the mutants"
  run_tests in_a_network_of_its_own "${dotnet_test[@]}" scenarios/tests --filter 'FullyQualifiedName~KillMatrixTests'
}

computing=

# Starts the half that computes, as a process group of its own that can be ended whole; what it prints is shown when it is over.
start_computing() {
  set -m
  (
    log=$artifacts/code.log
    code=0
    test_code
    exit "$code"
  ) >"$artifacts/code.out" 2>&1 &
  computing=$!
  set +m
}

wait_for_computing() {
  wait "$computing" || code=$?
  computing=
  cat "$artifacts/code.out"
}

stop_computing() { [ -z "$computing" ] || kill -- "-$computing" 2>/dev/null || true; }

have dotnet || stop_with "Install the .NET SDK of global.json first: https://dotnet.microsoft.com/download"
trap 'stop_computing; stop_engine' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

ensure_engine
ensure_base_image
step "Building"
build
ensure_browser
rm -rf "$artifacts/coverage"
dotnet_test=(dotnet test --no-build --nologo)
log=$artifacts/proxies.log
code=0
: >"$artifacts/code.log"
: >"$artifacts/manners.log"
: >"$log"
start_computing
test_proxies
wait_for_computing
stop_engine
print_coverage
total "$artifacts/code.log" "$artifacts/manners.log" "$log"
exit "$code"
