//! Whole reviews of changed exports, as many as wanted, in the profile of the tests.
//!
//! `cargo bench --profile dev --bench fuzz -- --runs 20000 --seed 1000000`: so many, from that seed on; each failing set is
//! reduced and left in a folder that is named. `… --bench fuzz -- --one 1234`: the review of one seed again.

// The tests use more of these files than this does.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::print_stderr)]
#![allow(clippy::float_cmp, clippy::string_slice)]

#[path = "../tests/mutations/reviews.rs"]
mod reviews;
#[path = "../tests/mutations/spoil.rs"]
mod spoil;
#[path = "../tests/support/mod.rs"]
mod support;
#[path = "../tests/mutations/twist.rs"]
mod twist;
#[path = "../tests/mutations/work.rs"]
mod work;

use std::process::ExitCode;

/// The number behind a flag.
fn asked(flag: &str) -> Option<u64> {
    let mut typed = std::env::args().skip_while(|word| word != flag);
    typed.nth(1)?.parse().ok()
}

fn main() -> ExitCode {
    // The panics of a failing set are caught and told; the backtraces of its reduction would hide that.
    std::panic::set_hook(Box::new(|_| {}));
    if let Some(seed) = asked("--one") {
        println!("{}", reviews::one_again(seed));
        return ExitCode::SUCCESS;
    }
    let (runs, seed) = (asked("--runs").unwrap_or(2_000), asked("--seed").unwrap_or(1_000_000));
    if reviews::many(runs, seed, &|line| println!("{line}")) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
