#!/usr/bin/env bash
# Makes the corpus of every target from the case folders and, where it is there, the folder of shared exports. Nothing of it
# is committed.
set -euo pipefail
cd "$(dirname "$0")"
rm -rf corpus
mkdir -p corpus/{json,table,stamp,mapping,markdown}
folders=(../tests/cases/sources ../data/demo)
for shared in ../../shared/{samples,fixtures,cases}; do [ -d "$shared" ] && folders+=("$shared"); done

# The beginning of each file, under a running number: names repeat, and long inputs are slow ones.
take() { # target, then names of files on standard input
  local number=0
  while IFS= read -r file; do
    number=$((number + 1))
    head -c 900 "$file" > "corpus/$1/$(printf '%05d' "$number")"
  done
}
files() { find "${folders[@]}" -type f "$@" ! -name expected.json | sort; }

files \( -name '*.json' -o -name '*.jsonl' -o -name '*.log' -o -name '*.ndjson' \) | take json
files \( -name '*.csv' -o -name '*.tsv' \) | take table
files -name '*.md' | take markdown

number=0
files \( -name '*.json' -o -name '*.csv' -o -name '*.md' -o -name '*.toml' \) | tr '\n' '\0' | xargs -0 cat |
  grep -aoE '[0-9A-Za-z,.+]{0,10} ?[0-9]{1,4}[-/. ][0-9A-Za-z]{1,9}[-/. ,]+[0-9]{1,4}[T ,]*[0-9:. ]{0,15}([AaPp][Mm])?[A-Z+:0-9-]{0,6}' |
  sort -u | awk 'NR % 37 == 1' | head -2000 | while IFS= read -r text; do
    number=$((number + 1))
    printf '%s' "$text" > "corpus/stamp/$(printf '%05d' "$number")"
  done
for text in 1783072800 1783072800123 1783072800.5 '3 July 2026, 14:05' 'Jul 3, 2026 2:05 PM' '14.09.2026 10:00 + 5400 s' '2026-W27-5'; do
  printf '%s' "$text" > "corpus/stamp/by-hand-$(printf '%s' "$text" | tr -c 'A-Za-z0-9' _)"
done

for folder in ../tests/cases/sources/mapped/*/; do
  for input in "$folder"input.*; do
    { cat "$folder/mapping.toml"; printf '\n====\n'; head -c 600 "$input"; } > "corpus/mapping/$(basename "$folder")"
  done
done
for target in corpus/*; do echo "$(ls "$target" | wc -l) inputs in $target"; done
