#!/usr/bin/env bash
# Runs clang-tidy over the sources of services/ and workers/, or over those that are named:
#   tests/tidy.sh [FILE...]
# Takes some 10 minutes a core, so it is no part of tests/run.sh. Exits 1 if there are findings.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/deploy/lib.sh"
cd "$root"

install_packages build test tools
# Everything is built, for the generated headers.
build release -- all
files=("$@")
if [ ${#files[@]} -eq 0 ]; then
  mapfile -t files < <(sed -n "s|^ *\"file\": \"$root/\(.*\)\",\?\$|\1|p" \
    build/release/compile_commands.json | grep -E '^(services|workers)/' | sort -u)
fi
[ ${#files[@]} -gt 0 ] || fail "build/release/compile_commands.json names no sources"
say "clang-tidy over ${#files[@]} files"
printf '%s\n' "${files[@]}" \
  | xargs -P "$(nproc)" -n 1 clang-tidy -p build/release --quiet --warnings-as-errors='*' 2>/dev/null \
  || fail "clang-tidy has findings"
