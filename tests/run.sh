#!/usr/bin/env bash
# Installs what tests need, builds, runs every test that needs no hours, and ends with ctest's
# summary.
#   tests/run.sh                all tests, release build
#   tests/run.sh -L slow ...    arguments go to ctest instead of the default choice
#   PRESET=asan tests/run.sh    the same under AddressSanitizer (debug, release, asan, tsan)
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/deploy/lib.sh"

preset=${PRESET:-release}

install_packages build run test
build_grpcurl
build "$preset" -DGONGKAI_BUILD_TESTS=ON -- all

say "running the tests ($preset)"
cd "$root"
[ $# -gt 0 ] || set -- -LE slow
exec ctest --preset "$preset" -j "$(nproc)" "$@"
