//! Under a null every test calls 5 % of the runs significant, and intervals cover what they promise. Seeded: the same
//! runs every time. The kinds of data are log-normal, rounded to quarters of an hour, and heavier-tailed than log-normal.
//!
//! *Calibrated* means 3 % to 7 % of 1,000 runs. Tests of few counts can't hit a level and stay below it: for them only
//! the upper limit holds, and each says so.

mod rates;
mod samples;
mod series;

use retroscope::stats::random::{Rng, stream};

const RUNS: u64 = 1_000;

type Kind = fn(&mut Rng) -> f64;

/// Log-normal numbers, rounded to quarters of an hour, and with a tail heavier than log-normal.
const KINDS: [Kind; 3] = [
    |g| (3.0 + 1.25 * g.normal()).exp(),
    |g| ((3.0 + g.normal()).exp() / 15.0).ceil() * 15.0,
    |g| (1.0 - g.next_f64()).powf(-1.5),
];

/// Their medians: e³, the quarter of an hour that e³ = 20.1 is rounded up to, and 2^1.5.
const MEDIANS: [f64; 3] = [20.085_536_923_187_668, 30.0, 2.828_427_124_746_19];

fn draw(rng: &mut Rng, kind: Kind, n: usize) -> Vec<f64> {
    (0..n).map(|_| kind(rng)).collect()
}

/// A Poisson number, by products of uniform ones.
fn count(rng: &mut Rng, mean: f64) -> u64 {
    let (limit, mut product, mut events) = ((-mean).exp(), rng.next_f64(), 0);
    while product > limit {
        product *= rng.next_f64();
        events += 1;
    }
    events
}

fn counts(rng: &mut Rng, mean: f64, n: usize) -> Vec<u64> {
    (0..n).map(|_| count(rng, mean)).collect()
}

fn hits(rng: &mut Rng, n: u64, chance: f64) -> u64 {
    (0..n).filter(|_| rng.chance(chance)).count() as u64
}

/// In how many runs each of the statements of a run holds.
fn tally<const N: usize>(name: &str, test: u64, run: impl Fn(&mut Rng) -> [bool; N]) -> [u64; N] {
    let mut found = [0; N];
    for replicate in 0..RUNS {
        let held = run(&mut stream(20_240_601, &[test, replicate]));
        found.iter_mut().zip(held).for_each(|(total, held)| *total += u64::from(held));
    }
    println!("{name}: {found:?} of {RUNS}");
    found
}

/// How often each p-value of a run is at most 5 %.
fn called<const N: usize>(name: &str, test: u64, run: impl Fn(&mut Rng) -> [f64; N]) -> [u64; N] {
    tally(name, test, |rng| run(rng).map(|p| p <= 0.05))
}

#[track_caller]
fn calibrated(name: &str, called: &[u64]) {
    assert!(called.iter().all(|c| (30..=70).contains(c)), "{name}: {called:?} of {RUNS}");
}

/// Never more often than promised, but possibly less often.
#[track_caller]
fn cautious(name: &str, called: &[u64]) {
    assert!(called.iter().all(|c| *c <= 70), "{name}: {called:?} of {RUNS}");
}

#[track_caller]
fn covering(name: &str, covered: &[u64]) {
    assert!(covered.iter().all(|c| *c >= 930), "{name}: {covered:?} of {RUNS}");
}

/// Whether a value lies in an interval, but for rounding.
fn inside([low, high]: [f64; 2], value: f64) -> bool {
    low <= value + 1e-9 && value <= high + 1e-9
}
