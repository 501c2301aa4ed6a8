//! What changed because the mix of strata changed, and what changed within them; bounds for missing values.

use crate::stats::quantile::rank;
use crate::stats::sum::sum;

/// One stratum: how many and their mean (of logs for ratios, of minutes for hours), previous and current.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stratum {
    pub previous: (u64, f64),
    pub current: (u64, f64),
}

/// A change of a mean split in two; `mix` + `within` = `total`. With means of logs, `exp` makes ratios of geometric means.
#[derive(Debug, Clone, PartialEq)]
pub struct Decomposition {
    pub previous: f64,
    pub current: f64,
    pub total: f64,
    pub mix: f64,
    pub within: f64,
    /// Per stratum, in input order. The mix has no meaning per stratum and is therefore not given.
    pub each_within: Vec<f64>,
}

/// Kitagawa's decomposition (1955). `None` unless every stratum has values on both sides (merge or set aside those with
/// fewer than 3) and there is at least one. O(strata).
#[must_use]
pub fn kitagawa(strata: &[Stratum]) -> Option<Decomposition> {
    let usable =
        |s: &Stratum| s.previous.0 > 0 && s.current.0 > 0 && s.previous.1.is_finite() && s.current.1.is_finite();
    if strata.is_empty() || !strata.iter().all(usable) {
        return None;
    }
    let n1 = sum(strata.iter().map(|s| s.previous.0 as f64));
    let n2 = sum(strata.iter().map(|s| s.current.0 as f64));
    let shares = |s: &Stratum| (s.previous.0 as f64 / n1, s.current.0 as f64 / n2);
    let previous = sum(strata.iter().map(|s| shares(s).0 * s.previous.1));
    let current = sum(strata.iter().map(|s| shares(s).1 * s.current.1));
    let mix = sum(strata.iter().map(|s| (shares(s).1 - shares(s).0) * f64::midpoint(s.previous.1, s.current.1)));
    let within = |s: &Stratum| (s.current.1 - s.previous.1) * f64::midpoint(shares(s).0, shares(s).1);
    let each_within: Vec<f64> = strata.iter().map(within).collect();
    let within = sum(each_within.iter().copied());
    Some(Decomposition { previous, current, total: current - previous, mix, within, each_within })
}

/// Type 1 quantile of `(value, weight)`: the smallest value at which the weights up to it reach the share `p` of all.
/// With weights previous share / current share it says where the quantile had been with the previous mix.
///
/// `None` without positive total weight, and for weights that are negative or not finite. O(n log n).
#[must_use]
pub fn weighted_quantile(weighted: &[(f64, f64)], p: f64) -> Option<f64> {
    let mut ordered = weighted.to_vec();
    ordered.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let total = sum(ordered.iter().map(|w| w.1));
    if !(total > 0.0 && total.is_finite() && ordered.iter().all(|w| w.1 >= 0.0)) {
        return None;
    }
    let wanted = total * (p.clamp(0.0, 1.0) - 1e-12);
    let mut reached = 0.0;
    for (value, weight) in ordered.iter().filter(|w| w.1 > 0.0) {
        reached += weight;
        if reached >= wanted {
            return Some(*value);
        }
    }
    ordered.iter().rev().find(|w| w.1 > 0.0).map(|w| w.0)
}

/// Between which values the type 1 `p` quantile of all durations lies, whatever the `missing` ones are (Manski 1989):
/// the lower end is 0, the upper `None`, where the missing ones could reach so far. `None` without any value at all.
/// The slice is ascending. O(1).
#[must_use]
pub fn missing_bounds(sorted: &[f64], missing: usize, p: f64) -> Option<(f64, Option<f64>)> {
    let rank = rank(sorted.len().checked_add(missing)?, p)?;
    let at = |rank: usize| rank.checked_sub(1).and_then(|i| sorted.get(i)).copied();
    Some((at(rank.saturating_sub(missing)).unwrap_or(0.0), at(rank)))
}
