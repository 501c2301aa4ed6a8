#!/bin/sh
# Stands between cargo and rustc: coverage for the code under test alone. It needs no nightly compiler, because the flags go
# to LLVM; and no address sanitizer, because there is no unsafe code to watch.
case " $* " in
  *" --crate-name retroscope_fuzz "* | *" --crate-name fuzz_"*)
    exec "$@" -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
      -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
      -Cllvm-args=-sanitizer-coverage-trace-compares
    ;;
  *) exec "$@" ;;
esac
