//! Whole reviews of changed exports, as many as wanted, in the profile of the tests.
//!
//! `cargo bench --bench fuzz -- --runs 20000 --seed 1000000`: so many, from that seed on; each failing set is
//! reduced and left in a folder that is named. `… --bench fuzz -- --one 1234`: the review of one seed again.

// The tests use more of these files than this does.
#![allow(
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr
)]
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

use reviews::Set;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// The number behind a flag.
fn asked(flag: &str) -> Option<u64> {
    let mut typed = std::env::args().skip_while(|word| word != flag);
    typed.nth(1)?.parse().ok()
}

fn main() -> ExitCode {
    // The panics of a failing set are caught and told; the backtraces of its reduction would hide that.
    std::panic::set_hook(Box::new(|_| {}));
    if let Some(seed) = asked("--one") {
        println!("{}", one_again(seed));
        return ExitCode::SUCCESS;
    }
    let (runs, seed) = (asked("--runs").unwrap_or(2_000), asked("--seed").unwrap_or(1_000_000));
    if many(runs, seed, &|line| println!("{line}")) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// One review again, told and kept.
fn one_again(seed: u64) -> String {
    let set = reviews::made(&reviews::POOL, seed);
    let outcome = reviews::outcome(&set, seed);
    format!("seed {seed}: {}\n{outcome:?}\nkept in {}", set.how, kept(&set, seed).display())
}

/// As many reviews as wanted, from a first seed on: what came of them, and each failure with its set, reduced.
fn many(runs: u64, first: u64, tell: &(dyn Fn(&str) + Sync)) -> bool {
    let (began, done, useful, wrong) = (Instant::now(), AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    work::on_all_threads(usize::try_from(runs).unwrap(), |at| {
        let seed = first + at as u64;
        let set = reviews::made(&reviews::POOL, seed);
        match reviews::outcome(&set, seed) {
            Ok(incidents) => drop(useful.fetch_add(usize::from(incidents > 0), Ordering::Relaxed)),
            Err(why) => {
                wrong.fetch_add(1, Ordering::Relaxed);
                let small = kept(&reduced(&set, seed), seed);
                tell(&format!("seed {seed}: {why}\n  ({})\n  reduced: {}", set.how, small.display()));
            }
        }
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        if done.is_multiple_of(500) {
            tell(&format!("{done} of {runs} in {} s", began.elapsed().as_secs()));
        }
    });
    let (useful, wrong, seconds) = (useful.into_inner(), wrong.into_inner(), began.elapsed().as_secs());
    tell(&format!("{runs} reviews from seed {first} in {seconds} s: {useful} with incidents, {wrong} failures"));
    wrong == 0
}

/// The files of a set in a folder that stays.
fn kept(set: &Set, seed: u64) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("target/tmp/review-{seed}"));
    let _ = std::fs::remove_dir_all(&folder);
    for (at, (name, bytes)) in set.files.iter().enumerate() {
        std::fs::create_dir_all(folder.join(at.to_string())).unwrap();
        std::fs::write(folder.join(at.to_string()).join(name), bytes).unwrap();
    }
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("retroscope.toml"), &set.settings).unwrap();
    folder
}

/// A smaller set that still fails: without the files, then without the lines that are not needed for it.
fn reduced(set: &Set, seed: u64) -> Set {
    let mut set = set.clone();
    let fails = |set: &Set| reviews::outcome(set, seed).is_err();
    let mut at = 0;
    while at < set.files.len() && set.files.len() > 1 {
        let mut smaller = set.clone();
        smaller.files.remove(at);
        if fails(&smaller) { set = smaller } else { at += 1 }
    }
    for at in 0..set.files.len() {
        let mut size = set.files[at].1.len() / 2;
        while size > 0 {
            let mut from = 0;
            while from < set.files[at].1.len() && set.files[at].1.len() > 1 {
                let mut smaller = set.clone();
                let to = (from + size).min(smaller.files[at].1.len());
                smaller.files[at].1.drain(from..to);
                if fails(&smaller) { set = smaller } else { from += size }
            }
            // Smaller pieces than this take long and tell little.
            size = if size > 64 { size / 2 } else { 0 };
        }
    }
    set
}
