//! Whether, and from when on, a series runs at another level. One change per series: more would be read into noise.

use crate::stats::concentration::{WeightedCells, monte_carlo_p};
use crate::stats::quantile::sorted;
use crate::stats::random::stream;
use crate::stats::sum::{running, sum};

/// Fewest bins on each side of a change that is reported.
const SIDE: usize = 3;
/// Splits with a log-likelihood ratio this near to the largest are as plausible: half the 95 % point of chi-square.
const NEAR: f64 = 1.92;

/// A single change of a Poisson rate.
#[derive(Debug, Clone, PartialEq)]
pub struct RateChange {
    /// Bins before the change.
    pub split: usize,
    /// First and last split that are as plausible.
    pub range: [usize; 2],
    pub llr: f64,
    /// Rates per unit of exposure.
    pub before: f64,
    pub after: f64,
    /// Of the largest ratio over all splits, given the number of events, by simulation.
    pub p: f64,
}

/// Log-likelihood ratio of a change after each of the bins but the last, for `(count, exposure)`. Empty without
/// exposure everywhere. O(bins).
#[must_use]
pub fn rate_ratios(bins: &[(u64, f64)]) -> Vec<f64> {
    let usable = bins.iter().all(|b| b.1 > 0.0 && b.1.is_finite());
    let counts: Vec<f64> = bins.iter().map(|b| b.0 as f64).collect();
    if usable { ratios(&counts, &bins.iter().map(|b| b.1).collect::<Vec<f64>>()) } else { Vec::new() }
}

fn ratios(counts: &[f64], exposure: &[f64]) -> Vec<f64> {
    let (events, time) = (sum(counts.iter().copied()), sum(exposure.iter().copied()));
    let term = |count: f64, time: f64| if count > 0.0 { count * libm::log(count / time) } else { 0.0 };
    let (mut a, mut t) = (0.0, 0.0);
    let one = |(count, exposure): (&f64, &f64)| {
        a += count;
        t += exposure;
        (term(a, t) + term(events - a, time - t) - term(events, time)).max(0.0)
    };
    counts.iter().zip(exposure).take(counts.len().saturating_sub(1)).map(one).collect()
}

/// The most likely change of the rate of `(count, exposure)` in order of time (Worsley 1986), with p from `replicates`
/// draws of as many events in proportion to exposure; replicate `r` draws from `stream(seed, path + r)`. `None` below 6
/// bins (a sentence needs 12, and 20 events), without exposure, and without events. At most O(replicates · (events + bins)).
#[must_use]
pub fn rate_change(bins: &[(u64, f64)], replicates: u64, seed: u64, path: &[u64]) -> Option<RateChange> {
    let ratios_seen = rate_ratios(bins);
    let (split, llr) = largest(&ratios_seen)?;
    let events = bins.iter().try_fold(0_u64, |all, b| all.checked_add(b.0)).filter(|e| *e > 0)?;
    let exposure: Vec<f64> = bins.iter().map(|b| b.1).collect();
    let cells = WeightedCells::of(running(exposure.iter().copied()));
    let one = |replicate: u64| {
        let path: Vec<u64> = path.iter().copied().chain([replicate]).collect();
        let counts = cells.draw(events, &mut stream(seed, &path));
        largest(&ratios(&counts, &exposure)).map_or(0.0, |found| found.1)
    };
    let null: Vec<f64> = (0..replicates).map(one).collect();
    let near = |k: &usize| ratios_seen.get(k - 1).is_some_and(|r| *r >= llr - NEAR);
    let allowed = || SIDE..=bins.len() - SIDE;
    let rate = |part: &[(u64, f64)]| sum(part.iter().map(|b| b.0 as f64)) / sum(part.iter().map(|b| b.1));
    let (first, second) = bins.split_at_checked(split)?;
    Some(RateChange {
        split,
        range: [allowed().find(near)?, allowed().rev().find(near)?],
        llr,
        before: rate(first),
        after: rate(second),
        p: monte_carlo_p(llr, &null),
    })
}

/// The first largest ratio among splits that leave enough bins on each side, with its number of bins before.
fn largest(ratios: &[f64]) -> Option<(usize, f64)> {
    let last = (ratios.len() + 1).checked_sub(SIDE)?;
    let allowed = ratios.iter().enumerate().map(|(i, r)| (i + 1, *r)).filter(|(k, _)| (SIDE..=last).contains(k));
    allowed.reduce(|best, next| if next.1 > best.1 + 1e-12 { next } else { best })
}

/// A change of level found by ranks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RankChange {
    /// Bins before the change.
    pub split: usize,
    /// Largest absolute rank sum.
    pub k: f64,
    /// Approximate; at most 1.
    pub p: f64,
}

/// Pettitt's test (1979): a change of level without a distribution. `None` below 2 values and for values that are not
/// finite; a sentence needs 12. O(n log n).
#[must_use]
pub fn rank_change(values: &[f64]) -> Option<RankChange> {
    if values.len() < 2 || !values.iter().all(|v| v.is_finite()) {
        return None;
    }
    let n = values.len() as f64;
    let ascending = sorted(values.iter().map(|v| v + 0.0).collect());
    let twice_rank = |v: &f64| ascending.partition_point(|o| o < v) + ascending.partition_point(|o| o <= v) + 1;
    let (mut ranks, mut best) = (0.0, (0, 0.0_f64));
    for (before, value) in (1..values.len()).zip(values) {
        ranks += twice_rank(value) as f64;
        let distance = (ranks - before as f64 * (n + 1.0)).abs();
        if distance > best.1 || before == 1 {
            best = (before, distance);
        }
    }
    let (split, k) = best;
    Some(RankChange { split, k, p: (2.0 * libm::exp(-6.0 * k * k / (n * n * n + n * n))).min(1.0) })
}
