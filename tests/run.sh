#!/usr/bin/env bash
# Installs what tests need, builds, runs every test that needs no hours, and ends with ctest's
# summary.
#   tests/run.sh                all tests, release build
#   tests/run.sh -L bench ...   arguments go to ctest instead of the default choice
#   PRESET=asan tests/run.sh    the same under AddressSanitizer (debug, release, asan, tsan)
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/deploy/lib.sh"

# grpcurl is in no Debian package; this version builds with Debian 12's Go.
grpcurl_version=v1.8.9
preset=${PRESET:-release}

install_packages build run test
grpcurl_dir=$root/build/tools
if [ ! -x "$grpcurl_dir/grpcurl" ]; then
  say "building grpcurl $grpcurl_version"
  mkdir -p "$grpcurl_dir"
  # Debian's Go is old enough to lack GOTOOLCHAIN; a newer Go is told to stay as it is.
  GOBIN=$grpcurl_dir GOTOOLCHAIN=local GOFLAGS=-mod=mod \
    go install "github.com/fullstorydev/grpcurl/cmd/grpcurl@$grpcurl_version" \
    || fail "grpcurl could not be built"
fi
build "$preset" -DGONGKAI_BUILD_TESTS=ON -- all

say "running the tests ($preset)"
cd "$root"
[ $# -gt 0 ] || set -- -LE 'slow|bench'
exec ctest --preset "$preset" -j "$(nproc)" "$@"
