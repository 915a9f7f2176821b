#!/usr/bin/env bash
# Fuzzes with libFuzzer under ASan and UBSan (clang), one target after another.
#   tests/fuzz/run.sh SECONDS [TARGET...]     e.g. tests/fuzz/run.sh 600 html_fuzz
# What is learned stays in build/fuzz/corpus; an input that fails is left in build/fuzz/findings.
# Put it into tests/fuzz/corpus/TARGET once it is mended: the tests then replay it.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
seconds=${1:?seconds for each target}
shift
[ $# -gt 0 ] || set -- text_fuzz html_fuzz document_fuzz docx_fuzz xlsx_fuzz pdf_fuzz \
  recognition_fuzz cell_fuzz narrative_fuzz frame_fuzz

. "$root/deploy/lib.sh"
cd "$root"
install_packages build test tools
cmake --preset fuzz >/dev/null
nice cmake --build build/fuzz --target "$@" -j "${JOBS:-$(nproc)}"
mkdir -p build/fuzz/findings
for target in "$@"; do
  mkdir -p "build/fuzz/corpus/$target"
  dictionary=tests/fuzz/dictionaries/$target.dict
  options=(-max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=65536
           -artifact_prefix="build/fuzz/findings/$target-" -print_final_stats=1 -verbosity=1)
  [ ! -f "$dictionary" ] || options+=(-dict="$dictionary")
  echo "== $target, $seconds s"
  nice -n 19 "build/fuzz/bin/$target" "${options[@]}" \
    "build/fuzz/corpus/$target" "tests/fuzz/corpus/$target" 2>&1 |
    tee "build/fuzz/$target.log" |
    grep -aE "^==.*ERROR|^SUMMARY|does not hold|runtime error|^stat::|DONE" || true
done
if [ -n "$(ls -A build/fuzz/findings)" ]; then
  echo "findings:"
  ls build/fuzz/findings
  exit 1
fi
