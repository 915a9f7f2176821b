# Shared by deploy/run.sh and tests/run.sh: installing, building, starting and stopping.
# Source it; it expects `root` to be the top of the checkout.

say() { printf '\033[1m== %s\033[0m\n' "$*" >&2; }
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# install_packages KIND...: installs what deploy/packages.txt lists for the kinds and is missing.
install_packages() {
  local wanted=() missing=() kind name
  for kind in "$@"; do
    while read -r name; do wanted+=("$name"); done \
      < <(awk -v kind="$kind" '!/^#/ && $2 == kind { print $1 }' "$root/deploy/packages.txt")
  done
  for name in "${wanted[@]}"; do
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing+=("$name")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  say "installing packages: ${missing[*]}"
  [ "$(id -u)" -eq 0 ] || fail "these packages are missing and installing needs root: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  # Retried: a mirror that is busy for a moment should not end the run.
  local try
  for try in 1 2 3; do
    if apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; then
      return 0
    fi
    sleep $((try * 5))
  done
  fail "apt-get could not install: ${missing[*]}"
}

# build PRESET ARGS...: configures (with extra cmake arguments before --) and builds targets.
# Usage: build release -DX=Y -- target...
build() {
  local preset=$1 args=() log
  shift
  while [ $# -gt 0 ] && [ "$1" != "--" ]; do
    args+=("$1")
    shift
  done
  [ "${1:-}" = "--" ] && shift
  log="$root/build/$preset.log"
  mkdir -p "$root/build"
  export CCACHE_BASEDIR="$root" CCACHE_NOHASHDIR=1
  say "building ($preset); log: build/$preset.log"
  (cd "$root" && cmake --preset "$preset" "${args[@]}" >"$log" 2>&1) \
    || { tail -n 40 "$log" >&2; fail "configuring failed"; }
  (cd "$root" && cmake --build --preset "$preset" -- "$@" 2>&1 | tee -a "$log" \
    | show_progress) || { grep -A 20 -E 'FAILED|error:' "$log" | head -n 60 >&2; fail "the build failed"; }
}

# One line in 25 of ninja's output, so that a long build shows that it moves.
show_progress() {
  awk '/^\[[0-9]+\/[0-9]+\]/ { if (NR % 25 == 0) { print "   " $0; fflush() } }' >&2
}

# Leaves grpcurl in build/tools. It is in no Debian package; this version builds with Debian 12's Go.
build_grpcurl() {
  local version=v1.8.9 dir=$root/build/tools
  [ -x "$dir/grpcurl" ] && return 0
  say "building grpcurl $version"
  mkdir -p "$dir"
  GOBIN=$dir GOTOOLCHAIN=local GOFLAGS=-mod=mod \
    go install "github.com/fullstorydev/grpcurl/cmd/grpcurl@$version" \
    || fail "grpcurl could not be built"
}

# wait_for SECONDS COMMAND...: until the command succeeds.
wait_for() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.05
  done
}
