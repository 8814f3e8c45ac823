#!/usr/bin/env bash
# Grades one proxy and writes its reports. The action in this folder runs it, and so can any other CI system. The inputs are the
# environment variables below, which action.yml describes. None of them ever becomes shell code: each is a single argument.
#
# If GITHUB_OUTPUT and GITHUB_STEP_SUMMARY name files, the outputs and the summary go there; otherwise the outputs go to standard
# output. The exit codes are the program's, after the fail level: 0, 1 not conformant, 2 wrong input, 3 harness error,
# 4 nothing selected.
set -euo pipefail

proxy=${CONFORMANCE_PROXY:-}
image=${CONFORMANCE_IMAGE:-}
baseline=${CONFORMANCE_BASELINE:-check}
fail_level=${CONFORMANCE_FAIL_LEVEL:-must}
nightly=${CONFORMANCE_NIGHTLY:-false}
browser=${CONFORMANCE_BROWSER:-true}
preflight=${CONFORMANCE_PREFLIGHT:-true}
reports=${CONFORMANCE_REPORTS:-conformance-report}

kit=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
binaries=$kit/artifacts/bin/Scenarios/debug
json=$reports/report.json
junit=$reports/report.xml
markdown=$reports/summary.md
html=$reports/html
counts=$reports/counts.txt

# Variables whose value goes to an option of the program as it is. What the program says about the option is said about the
# variable, which is what the user knows.
passed_on=(
  CONFORMANCE_PROXIES=--proxies
  CONFORMANCE_IMAGE=--image
  CONFORMANCE_PORT=--port
  CONFORMANCE_CREDENTIALS=--auth-proxy
  CONFORMANCE_TLS_PROXY=--tls-proxy
  CONFORMANCE_H2_PROXY=--h2-proxy
  CONFORMANCE_H2C_PROXY=--h2c-proxy
  CONFORMANCE_SOCKS_PROXY=--socks-proxy
  CONFORMANCE_DESCRIBE=--describe
  CONFORMANCE_NAME=--name
  CONFORMANCE_PROXY_VERSION=--proxy-version
  CONFORMANCE_ORIGIN_ADDRESS=--origin-address
  CONFORMANCE_ORIGIN_PORTS=--origin-ports
  CONFORMANCE_FILTER=--filter
  CONFORMANCE_SHARD=--shard
  CONFORMANCE_REQUIRE_GROUP=--require-group
  CONFORMANCE_MIN_GRADED=--min-graded
)

wrong_input() { echo "$*" >&2; exit 2; }
fault() { echo "$*" >&2; exit 3; }

# --- The inputs -----------------------------------------------------------------------------------------------------

one_of() { # NAME VALUE CHOICE...
  local name=$1 value=$2 choice
  shift 2
  for choice in "$@"; do [ "$value" != "$choice" ] || return 0; done
  wrong_input "$name is '$value'; give one of: $*."
}

check_inputs() {
  local name
  for name in "${!CONFORMANCE_@}"; do
    [[ ${!name} != *[[:cntrl:]]* ]] || wrong_input "$name has a line break or another control character; give it on one line."
  done
  if [ -z "$proxy$image${CONFORMANCE_SOCKS_PROXY:-}" ]; then
    wrong_input "Say which proxy to grade: CONFORMANCE_PROXY (an address or a name), or CONFORMANCE_IMAGE and CONFORMANCE_PORT."
  fi
  [ -z "$proxy" ] || [ -z "$image" ] || wrong_input "CONFORMANCE_PROXY and CONFORMANCE_IMAGE are both given; one run grades one proxy."
  one_of CONFORMANCE_FAIL_LEVEL "$fail_level" must should never
  one_of CONFORMANCE_NIGHTLY "$nightly" true false
  one_of CONFORMANCE_BROWSER "$browser" true false
  one_of CONFORMANCE_PREFLIGHT "$preflight" true false
  [ "$browser" = false ] || [ -z "${CONFORMANCEKIT_CHROMIUM:-}" ] || works "$CONFORMANCEKIT_CHROMIUM" ||
    wrong_input "CONFORMANCEKIT_CHROMIUM names $CONFORMANCEKIT_CHROMIUM, which does not run; name another, or set" \
      "CONFORMANCE_BROWSER to false."
}

# Builds the program's arguments. No value can be read as an option, because it follows an option's "=" or is a name.
choose_arguments() {
  arguments=(run)
  case $proxy in
    "") ;;
    *://* | mutant:*) arguments+=("--proxy=$proxy") ;;
    [A-Za-z0-9]*) arguments+=("$proxy") ;;
    *) wrong_input "CONFORMANCE_PROXY is '$proxy', which is neither an address such as http://127.0.0.1:3128 nor a proxy's name." ;;
  esac
  case $baseline in
    check | ignore) arguments+=("--baseline=$baseline") ;;
    *) arguments+=("--baselines=$baseline") ;;
  esac
  local entry variable
  for entry in "${passed_on[@]}"; do
    variable=${entry%%=*}
    [ -z "${!variable:-}" ] || arguments+=("${entry#*=}=${!variable}")
  done
  [ "$nightly" = false ] || arguments+=(--nightly)
  [ "$browser" = true ] || arguments+=(--no-browser)
  [ "$preflight" = true ] || arguments+=(--no-preflight)
  arguments+=("--json=$json" "--junit=$junit" "--markdown=$markdown" "--html=$html" "--counts=$counts")
}

# --- The program ----------------------------------------------------------------------------------------------------

# Builds in the kit's own directory, so that its global.json chooses the SDK, not the caller's.
build() {
  command -v dotnet >/dev/null || fault "No .NET SDK was found: install the one that global.json names."
  ! is_current || return 0
  (cd "$kit" && dotnet build scenarios/Scenarios.csproj --nologo --verbosity quiet) >&2 || fault "The program could not be built."
}

# Whether the program is there and no source is newer: a kept workspace may have got other sources since.
is_current() {
  [ -f "$binaries/conformancekit.dll" ] || return 1
  local newest newer
  newest=$(ls -t "$binaries"/*.dll | head -n 1)
  newer=$(find "$kit" \
    \( -name artifacts -o -name '.?*' -o -name tests -o -name proxies -o -name clients -o -name baselines \) -prune \
    -o -newer "$newest" -regex '.*\.\(cs\|csproj\|props\|targets\|json\|css\|js\)' -print |
    head -n 1)
  [ -z "$newer" ]
}

# The program with its messages about an option turned into messages about its variable: those of wrong input, and why a proxy
# was not graded.
run_program() { # FURTHER-ARGUMENT...
  local entry names=() errors=() output=()
  for entry in CONFORMANCE_PROXY=--proxy CONFORMANCE_BASELINE=--baselines CONFORMANCE_BASELINE=--baseline \
    CONFORMANCE_PREFLIGHT=false=--no-preflight "${passed_on[@]}"; do
    names+=("s/(^|[^a-z-])${entry##*=}($|[^a-z-])/\\1${entry%=*}\\2/g")
  done
  for entry in "${names[@]}"; do
    errors+=(-e "/^conformancekit: /$entry")
    output+=(-e "/: not graded: /,/^Written:/$entry")
  done
  { { dotnet "$binaries/conformancekit.dll" "${arguments[@]}" "$@" 2>&1 >&3 3>&- |
    sed -u -E "${errors[@]}" >&2; } 3>&1 >&4 4>&- |
    sed -u -E "${output[@]}"; } 4>&1
}

grade() {
  if [ "$browser" = true ] && ! find_browser; then
    run_program --dry-run >/dev/null || return # wrong input is said before anything is installed
    install_browser
  fi
  run_program
}

# --- The browser ----------------------------------------------------------------------------------------------------

# Runs the candidate with --version, because on Ubuntu a file of that name may only point to a snap.
works() { [ -x "$1" ] && timeout 30 "$1" --version >/dev/null 2>&1; }

find_browser() {
  [ -z "${CONFORMANCEKIT_CHROMIUM:-}" ] || return 0
  local candidate
  for candidate in /usr/bin/chromium-headless-shell /usr/bin/chromium /usr/bin/google-chrome /usr/bin/google-chrome-stable \
    /usr/bin/chromium-browser "${HOME:-}"/.cache/ms-playwright/chromium-*/chrome-linux*/chrome; do
    if works "$candidate"; then
      export CONFORMANCEKIT_CHROMIUM=$candidate
      return 0
    fi
  done
  return 1
}

install_browser() {
  local node=("$binaries"/.playwright/node/*/node)
  "${node[0]}" "$binaries/.playwright/package/cli.js" install --with-deps chromium >&2 ||
    fault "Chromium could not be installed: name one in CONFORMANCEKIT_CHROMIUM, or set CONFORMANCE_BROWSER to false."
}

# --- The result -----------------------------------------------------------------------------------------------------

put() { printf '%s=%s\n' "$1" "$2" >>"${GITHUB_OUTPUT:-/dev/stdout}"; }

count_of() { sed -n "s/^$1=//p" "$counts"; }

write_outputs() { # EXIT-CODE
  put exit-code "$1"
  put report-directory "$reports"
  [ -f "$counts" ] || return 0
  put json "$json"
  put junit "$junit"
  put markdown "$markdown"
  put html "$html"
  local name count
  while IFS='=' read -r name count; do put "$name" "$count"; done <"$counts"
}

write_summary() { # EXIT-CODE
  [ -n "${GITHUB_STEP_SUMMARY:-}" ] || return 0
  if [ -f "$markdown" ]; then
    cat "$markdown" >>"$GITHUB_STEP_SUMMARY"
  else
    echo "Nothing was graded: the program ended with exit code $1; the log says why." >>"$GITHUB_STEP_SUMMARY"
  fi
}

exit_at_fail_level() { # EXIT-CODE
  if [ "$1" = 1 ] && [ "$fail_level" = never ]; then
    echo "Not conformant, but the exit code is 0: the fail level is never." >&2
    exit 0
  fi
  if [ "$1" = 0 ] && [ "$fail_level" = should ] && [ "$(count_of unexpected-warning)" != 0 ]; then
    echo "Warnings that no baseline expects: $(count_of unexpected-warning). The fail level is should." >&2
    exit 1
  fi
  exit "$1"
}

check_inputs
choose_arguments
mkdir -p -- "$reports" 2>/dev/null || wrong_input "CONFORMANCE_REPORTS is '$reports', which cannot be created."
if [ -f "$html/index.html" ] && ! grep -q 'content="ConformanceKit ' "$html/index.html"; then
  wrong_input "CONFORMANCE_REPORTS is '$reports', where html/index.html is somebody else's page; give another directory."
fi
rm -f -- "$json" "$junit" "$markdown" "$counts" # left by an earlier run; the program removes the pages that it made
build
code=0
grade || code=$?
write_outputs "$code"
write_summary "$code"
exit_at_fail_level "$code"
