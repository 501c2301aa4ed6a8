//! Intervals for a quantile from order statistics: exact for any continuous distribution, conservative with ties, and
//! without a seed. (David and Nagaraja, *Order Statistics*, section 7.1.)

use crate::stats::binomial;
use crate::stats::poisson::tail_of;

/// Ranks, counted from 1, between which the quantile lies. A bound that does not exist at this n is `None`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QuantileRanks {
    pub lower: Option<u64>,
    pub upper: Option<u64>,
    /// Probability that the quantile lies between the bounds that exist, at least `conf` when both do.
    pub coverage: f64,
}

/// A two-sided interval with the ranks it was read from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
    pub lower_rank: u64,
    pub upper_rank: u64,
    /// Achieved coverage, at least what was asked for.
    pub coverage: f64,
}

/// The ranks of the interval for the `p` quantile of `n` values: the largest l with P(Bin(n, p) ≤ l − 1) ≤ α/2 and the
/// smallest u with P(Bin(n, p) ≥ u) ≤ α/2.
///
/// Both are found by bisection over the exact distribution, so no approximation is needed at any n. O(√n log n).
/// `None` for n = 0 and unless 0 < p < 1 and 0 < conf < 1.
#[must_use]
pub fn quantile_ranks(n: u64, p: f64, conf: f64) -> Option<QuantileRanks> {
    let tail = tail_of(conf)?;
    if n == 0 || !(p > 0.0 && p < 1.0) {
        return None;
    }
    // Probabilities that equal α/2 on paper may miss it by a rounding error.
    let tail = tail * (1.0 + 1e-12);
    let beyond_lower = first_index(n, |l| binomial::cdf(l, n, p) > tail);
    let lower = (beyond_lower > 0).then_some(beyond_lower);
    let upper = Some(first_index(n + 1, |u| binomial::at_least(u, n, p) <= tail)).filter(|&u| u <= n);
    let missed_below = lower.map_or(0.0, |l| binomial::cdf(l - 1, n, p));
    let missed_above = upper.map_or(0.0, |u| binomial::at_least(u, n, p));
    Some(QuantileRanks { lower, upper, coverage: 1.0 - missed_below - missed_above })
}

/// The interval for the `p` quantile of an ascending slice; `None` where n is too small for both bounds
/// (see [`smallest_n`]).
#[must_use]
pub fn quantile(sorted: &[f64], p: f64, conf: f64) -> Option<Interval> {
    let ranks = quantile_ranks(sorted.len() as u64, p, conf)?;
    let (lower_rank, upper_rank) = (ranks.lower?, ranks.upper?);
    let at = |rank: u64| sorted.get(usize::try_from(rank).ok()?.checked_sub(1)?).copied();
    Some(Interval { low: at(lower_rank)?, high: at(upper_rank)?, lower_rank, upper_rank, coverage: ranks.coverage })
}

/// The smallest n at which the interval for the `p` quantile has two finite ends: at 95 % it is 6 for the median, 13 for
/// p75, 36 for p90, 72 for p95. It is ceil(ln(α/2) / ln(max(p, 1 − p))). `None` as for [`quantile_ranks`].
#[must_use]
pub fn smallest_n(p: f64, conf: f64) -> Option<u64> {
    let tail = tail_of(conf)?;
    if !(p > 0.0 && p < 1.0) {
        return None;
    }
    let n = libm::log(tail) / libm::log(p.max(1.0 - p));
    Some((n - 1e-9).ceil().max(1.0) as u64)
}

/// The smallest index below `end` for which a condition holds that stays true once it is; `end` if it never does.
fn first_index(end: u64, holds: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (0, end);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}
