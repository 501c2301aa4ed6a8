#!/usr/bin/env bash
# Builds the fuzz targets, and runs one of them from its corpus.
#
#   fuzz/run.sh json 10000000        # ten million executions of one target
#   fuzz/run.sh all 1000000 7        # each target in turn, with a seed
#
# Targets: json, table, stamp, mapping, markdown. An input that breaks something is kept below fuzz/artifacts; give it to
# the target's program as its only argument to see it break again. Needs a C++ compiler, for libFuzzer.
set -euo pipefail
cd "$(dirname "$0")"
target=${1:?which target: json, table, stamp, mapping, markdown or all} runs=${2:-1000000} seed=${3:-1}

# The same versions as the program, and its compiled dependencies where they are there already.
cp ../Cargo.lock .
RUSTC_WRAPPER="$PWD/rustc.sh" cargo build --bins --target-dir ../target
[ -d corpus ] || ./corpus.sh

[ "$target" = all ] && targets="json table stamp mapping markdown" || targets=$target
# Longest input of each target. Short ones run fast, and what a reader can trip over fits into a few lines.
declare -A longest=([json]=512 [table]=128 [stamp]=96 [mapping]=1024 [markdown]=200)
for one in $targets; do
  # What is found grows a corpus of its own; the seeds stay as they are.
  mkdir -p "found/$one" "artifacts/$one"
  "../target/debug/fuzz_$one" "found/$one" "corpus/$one" -runs="$runs" -seed="$seed" -max_len="${longest[$one]}" \
    -reduce_inputs=0 -timeout=300 -rss_limit_mb=3000 -print_final_stats=1 -artifact_prefix="artifacts/$one/"
done
