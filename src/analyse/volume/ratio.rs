//! The ratio of two rates, allowing for incidents that come in clusters.

use crate::stats::rate_ratio::{Clusters, RateRatio, clustered};
use crate::stats::special::normal_inverse;
use crate::stats::sum::sum;

/// Fewest incidents in all for a verdict (`METHODS` 4.2).
pub const MIN: u64 = 5;

/// The first rate over the second.
#[derive(Debug, Clone, PartialEq)]
pub struct VolumeRatio {
    /// Missing when the second count is 0.
    pub ratio: Option<f64>,
    /// 95 % and 90 % intervals; an upper end that is not bounded is infinite.
    pub interval: [f64; 2],
    pub inner: [f64; 2],
    pub p: f64,
    /// Interval and p allow for weeks that vary more than independent incidents would (quasi-Poisson). Otherwise they are
    /// exact, given the total.
    pub widened: bool,
    /// The ratio that would show four times in five.
    pub detectable: f64,
}

/// Counts and exposures of two groups; `clusters` says how many times as much as chance the weeks vary. `None` below
/// [`MIN`] and without exposure.
#[must_use]
pub fn ratio(counts: [u64; 2], exposure: [f64; 2], clusters: Clusters) -> Option<VolumeRatio> {
    let total = counts[0].checked_add(counts[1]).filter(|n| *n >= MIN)? as f64;
    let at = |conf: f64| clustered((counts[0], exposure[0]), (counts[1], exposure[1]), conf, clusters);
    let (wide, narrow) = (at(0.95)?, at(0.90)?);
    let ends = |r: RateRatio| [r.low, r.high.unwrap_or(f64::INFINITY)];
    let share = |e: f64| e / (exposure[0] + exposure[1]);
    let even = sum(exposure.iter().map(|e| 1.0 / (total * share(*e))));
    Some(VolumeRatio {
        ratio: wide.ratio,
        interval: ends(wide),
        inner: ends(narrow),
        p: wide.p,
        widened: clusters.widen(),
        detectable: libm::exp((normal_inverse(0.975) + normal_inverse(0.8)) * (clusters.factor.max(1.0) * even).sqrt()),
    })
}
