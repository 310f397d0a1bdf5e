#!/usr/bin/env bash
# Runs every fuzz target for FUZZ_SECONDS (10 unless told), beginning from the inputs in fuzz/seeds.
#
# The crates under test have no unsafe code, so the sanitizers are left out; the toolchain is the
# stable one, told to accept the fuzzer's coverage flags.
set -euo pipefail
cd "$(dirname "$0")/.."
export RUSTC_BOOTSTRAP=1
seconds=${FUZZ_SECONDS:-10}
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target}/fuzz
cargo fuzz build --sanitizer none
for target in $(cargo fuzz list); do
  mkdir -p "fuzz/corpus/$target"
  echo "fuzz: $target for $seconds s"
  cargo fuzz run --sanitizer none "$target" "fuzz/corpus/$target" "fuzz/seeds/$target" -- \
    -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -verbosity=0 -print_final_stats=1 \
    2> >(grep -E 'stat::number_of_executed_units|ERROR|SUMMARY|panicked' >&2)
done
