#!/usr/bin/env bash
# Runs Gongkai on this machine: a private redis-server, a gateway and two workers on a SQLite file.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/deploy/lib.sh"

usage() {
  cat <<'USAGE'
deploy/run.sh demo    submit the bundled report, show what came of it, stop everything
                      提交随附的年度报告样例，显示读取与核查结果，然后停止全部进程
deploy/run.sh serve   start and stay up until Ctrl-C
                      启动服务并保持运行，按 Ctrl-C 停止

Installs missing Debian packages (as root) and builds a release first.
Environment:
  GONGKAI_LISTEN     address of the gateway; serve: default 127.0.0.1:50051, demo: a free port
  GONGKAI_DATA_DIR   where serve keeps the database; default build/serve-data
  GONGKAI_WORKERS    number of workers; default 2
USAGE
}

mode=${1:-}
case "$mode" in
  demo | serve) ;;
  -h | --help | help) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac
[ $# -eq 1 ] || { usage >&2; exit 2; }

install_packages build run
build release -DGONGKAI_BUILD_TESTS=OFF -- gongkai-gateway gongkai-worker gongkai-reader gongkai
bin=$root/build/release/bin

work=$(mktemp -d "${TMPDIR:-/tmp}/gongkai.XXXXXX")
pids=()
stop_all() {
  local status=$? pid
  trap - EXIT INT TERM
  # In reverse: workers and gateway first, then Redis.
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
    pid=${pids[$i]}
    kill -TERM "$pid" 2>/dev/null || continue
    wait "$pid" 2>/dev/null || true
  done
  rm -rf "$work"
  exit $status
}
trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

say "starting a private redis-server"
redis-server --port 0 --unixsocket "$work/redis.sock" --dir "$work" --save '' --appendonly no \
  --daemonize no >"$work/redis.log" 2>&1 &
pids+=($!)
wait_for 20 redis-cli -s "$work/redis.sock" ping \
  || { cat "$work/redis.log" >&2; fail "redis-server did not start"; }

if [ "$mode" = demo ]; then
  data=$work
  listen=${GONGKAI_LISTEN:-127.0.0.1:0}
else
  data=${GONGKAI_DATA_DIR:-$root/build/serve-data}
  mkdir -p "$data"
  listen=${GONGKAI_LISTEN:-127.0.0.1:50051}
fi
store=sqlite:$data/gongkai.db
redis=unix:$work/redis.sock

say "starting the gateway and ${GONGKAI_WORKERS:-2} workers"
"$bin/gongkai-gateway" --listen="$listen" --store="$store" --redis="$redis" \
  --port_file="$work/port" 2>"$work/gateway.log" &
gateway_pid=$!
pids+=($gateway_pid)
for ((i = 1; i <= ${GONGKAI_WORKERS:-2}; i++)); do
  "$bin/gongkai-worker" --store="$store" --redis="$redis" --name="worker-$i" \
    2>"$work/worker-$i.log" &
  pids+=($!)
done
wait_for 30 test -s "$work/port" || { cat "$work/gateway.log" >&2; fail "the gateway did not start"; }
server=${listen%:*}:$(cat "$work/port")

if [ "$mode" = serve ]; then
  say "serving on $server (database: $data/gongkai.db); Ctrl-C stops"
  say "try: build/release/bin/gongkai --server $server submit tests/data/sample-2019.txt --wait"
  tail -q -n +1 -F "$work"/*.log >&2 &
  pids+=($!)
  wait "$gateway_pid"
  exit
fi

say "submitting tests/data/sample-2019.txt by gRPC to $server"
"$bin/gongkai" --server "$server" submit "$root/tests/data/sample-2019.txt" --wait
say "the validated report, as the gateway serves it"
name=$("$bin/gongkai" --server "$server" list --json | head -n 1 | sed -E 's/.*"name": ?"([^"]+)".*/\1/')
"$bin/gongkai" --server "$server" get "$name" --tables
say "done; stopping everything"
