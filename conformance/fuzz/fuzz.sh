#!/usr/bin/env bash
# Fuzzes targets, one after the other, with AFL++ and SharpFuzz: see README.md.
#   fuzz.sh reference-request 60        fuzz.sh 'kit-*' 60
# It needs afl-fuzz (on Debian: apt-get install afl++). Ends with 1 if an input made a parser fail or hang.
set -euo pipefail
cd "$(dirname "$0")"

stop_with() { echo "$*" >&2; exit 2; }
[ $# = 2 ] || stop_with "Give a target, or a pattern, and how many seconds to fuzz each: fuzz.sh reference-request 60"
compgen -G "corpus/$1" >/dev/null || stop_with "No target is called '$1'; the corpora are named after them: $(ls corpus | xargs)"
command -v afl-fuzz >/dev/null || stop_with "Install AFL++ first: apt-get install afl++"
out=$PWD/../../artifacts/fuzz
program=$out/program
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

# A copy of the program, in which the two assemblies under test report each branch that they take.
build() {
  dotnet build Conformance.Fuzz.csproj --configuration Release --verbosity quiet --nologo
  rm -rf "$program"
  mkdir -p "$program"
  cp -r ../../artifacts/bin/Conformance.Fuzz/release/. "$program"
  dotnet tool restore --verbosity quiet
  local assembly
  for assembly in reference-proxy ConformanceKit.Conformance; do
    dotnet sharpfuzz "$program/$assembly.dll" || stop_with "sharpfuzz could not instrument $assembly.dll"
  done
}

# The value of one line of afl-fuzz's statistics.
statistic() { sed -n "s/^$1 *: //p" "$out/$2/default/fuzzer_stats"; }

# What the inputs of a target are made of, which takes long to guess letter by letter.
words() { case $1 in *-json | kit-baseline | kit-report) echo words/json ;; *) echo words/http ;; esac; }

# The program is .NET's, so afl-fuzz finds no instrumentation in it, and needs no memory limit. What an earlier run has found is
# where this one goes on.
fuzz() { # TARGET SECONDS
  local found
  AFL_SKIP_BIN_CHECK=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1 \
    AFL_AUTORESUME=1 TMPDIR=$tmp \
    afl-fuzz -i "corpus/$1" -o "$out/$1" -x "$(words "$1")" -V "$2" -t 5000 -m none -- \
    dotnet "$program/conformancekit-fuzz.dll" afl "$1" >"$out/$1.log" 2>&1 || {
    tail -n 20 "$out/$1.log" >&2
    stop_with "afl-fuzz could not fuzz $1; see $out/$1.log"
  }
  found=$(($(statistic saved_crashes "$1") + $(statistic saved_hangs "$1")))
  printf '%-24s %6s s %9s inputs %6s edges %5s in the corpus %3d findings\n' "$1" "$(statistic run_time "$1")" \
    "$(statistic execs_done "$1")" "$(statistic edges_found "$1")" "$(statistic corpus_count "$1")" "$found"
  [ "$found" = 0 ] || ls "$out/$1"/default/crashes/id* "$out/$1"/default/hangs/id* 2>/dev/null
  return "$((found > 0))"
}

build
# Files that only one input needs: in memory, if there is a place for them.
tmp=$(mktemp -d --tmpdir=/dev/shm conformancekit-fuzz.XXXXXX 2>/dev/null || mktemp -d)
trap 'rm -rf "$tmp"' EXIT
code=0
for corpus in $(compgen -G "corpus/$1" | sort); do
  fuzz "${corpus#corpus/}" "$2" || code=1
done
exit "$code"
