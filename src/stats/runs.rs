//! Runs on one side of a cut, and how long the longest of them is by chance.

use crate::stats::quantile::median;
use crate::stats::random::stream;
use std::cmp::Ordering;

/// Values put into random order in all replicates together, and the fewest and most replicates.
const BUDGET: u64 = 1_000_000;
const MIN: u64 = 999;
const MAX: u64 = 4_999;

fn sides(values: &[f64], cut: f64) -> Vec<Ordering> {
    values.iter().map(|v| v.partial_cmp(&cut).unwrap_or(Ordering::Equal)).collect()
}

/// A cut at or beside the median of ascending values that lies on none of them and has as many below as above, as nearly
/// as their ties allow. `None` without values, and when all are equal.
#[must_use]
pub fn cut(ascending: &[f64]) -> Option<f64> {
    let middle = median(ascending)?;
    let below = ascending.partition_point(|v| *v < middle);
    let up_to = ascending.partition_point(|v| *v <= middle);
    if below == up_to {
        return Some(middle);
    }
    let between = |at: usize| {
        let (lower, upper) = (ascending.get(at.checked_sub(1)?)?, ascending.get(at)?);
        Some(f64::midpoint(*lower, *upper))
    };
    // How far the two parts are from equal.
    let uneven = |at: usize| (2 * at).abs_diff(ascending.len());
    let (first, second) = if uneven(below) <= uneven(up_to) { (below, up_to) } else { (up_to, below) };
    between(first).or_else(|| between(second))
}

/// The first and the last place of every run of values strictly on one side of a cut, in order. A value on the cut ends a
/// run. O(n).
#[must_use]
pub fn runs(values: &[f64], cut: f64) -> Vec<[usize; 2]> {
    let mut at = 0;
    let mut found = Vec::new();
    for run in sides(values, cut).chunk_by(|a, b| a == b) {
        if run.first().is_some_and(|side| side.is_ne()) {
            found.push([at, at + run.len() - 1]);
        }
        at += run.len();
    }
    found
}

/// How long the longest run is.
fn longest_of(sides: &[Ordering]) -> usize {
    let runs = sides.chunk_by(|a, b| a == b).filter(|run| run.first().is_some_and(|side| side.is_ne()));
    runs.map(<[Ordering]>::len).max().unwrap_or(0)
}

/// The length from which on the longest run is unusual: in random orders of the same values, as many of them above, on
/// and below the cut, the longest is at least so long in a share of at most `tail`. Random orders come from the stream
/// `seed`, `path`. One more than the number of values if no run of them is ever that unusual. O(n · replicates).
#[must_use]
pub fn unusual_length(values: &[f64], cut: f64, tail: f64, (seed, path): (u64, &[u64])) -> usize {
    let n = values.len();
    let mut sides = sides(values, cut);
    let replicates = (BUDGET / n.max(1) as u64).clamp(MIN, MAX);
    // How many random orders have a longest run of this length.
    let mut longest = vec![0_u64; n + 1];
    let mut rng = stream(seed, path);
    for _ in 0..replicates {
        rng.shuffle(&mut sides);
        longest.get_mut(longest_of(&sides)).into_iter().for_each(|count| *count += 1);
    }
    // The order observed counts as one more (Phipson and Smyth 2010).
    let mut reached = 1_u64;
    for (length, count) in longest.iter().enumerate().rev() {
        reached += count;
        if reached as f64 / (replicates + 1) as f64 > tail {
            return length + 1;
        }
    }
    1
}
