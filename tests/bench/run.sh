#!/usr/bin/env bash
# Builds a release and measures everything of docs/benchmarks.md, in one run.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
. "$root/deploy/lib.sh"

install_packages build run test
build_grpcurl
build release -DGONGKAI_BUILD_TESTS=ON -- gongkai gongkai-gateway gongkai-worker gongkai-reader \
  pipeline_bench cluster_bench

grep -m 1 'model name' /proc/cpuinfo || true
echo "cores: $(nproc), load: $(cut -d ' ' -f 1-3 /proc/loadavg)"
"$root/build/release/bin/pipeline_bench" --benchmark_counters_tabular=true
GONGKAI_BIN=$root/build/release/bin GONGKAI_GRPCURL=$root/build/tools/grpcurl \
  PYTHONPATH=$root/tests/integration \
  python3 -B "$root/tests/bench/cluster_bench.py"
