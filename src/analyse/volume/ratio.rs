//! The ratio of two rates, allowing for incidents that come in clusters.

use crate::stats::rate_ratio::rate_ratio;
use crate::stats::special::{normal_inverse, normal_sf};
use crate::stats::sum::sum;

/// Fewest incidents in all for a verdict (`METHODS` 4.2).
pub const FEWEST: u64 = 5;

/// The first rate over the second.
#[derive(Debug, Clone, PartialEq)]
pub struct Ratio {
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

/// Counts and exposures of two groups; `clusters` is how many times as much as chance the weeks vary, 1 or less for not at
/// all. `None` below [`FEWEST`] and without exposure.
#[must_use]
pub fn ratio(counts: [u64; 2], exposure: [f64; 2], clusters: f64) -> Option<Ratio> {
    let total = counts[0].checked_add(counts[1]).filter(|n| *n >= FEWEST)? as f64;
    let at = |conf: f64| rate_ratio((counts[0], exposure[0]), (counts[1], exposure[1]), conf);
    let (wide, narrow) = (at(0.95)?, at(0.90)?);
    let factor = clusters.max(1.0);
    let share = |e: f64| e / (exposure[0] + exposure[1]);
    let even = sum(exposure.iter().map(|e| 1.0 / (total * share(*e))));
    let exact = Ratio {
        ratio: wide.ratio,
        interval: [wide.low, wide.high.unwrap_or(f64::INFINITY)],
        inner: [narrow.low, narrow.high.unwrap_or(f64::INFINITY)],
        p: wide.p,
        widened: false,
        detectable: libm::exp((normal_inverse(0.975) + normal_inverse(0.8)) * (factor * even).sqrt()),
    };
    // Where one count is 0 its logarithm has no error, and the exact interval is all there is.
    let Some(found) = wide.ratio.filter(|r| factor > 1.0 && *r > 0.0) else { return Some(exact) };
    let error = (factor * sum(counts.iter().map(|n| 1.0 / *n as f64))).sqrt();
    let around = |level: f64| {
        let half = normal_inverse(level) * error;
        [found * libm::exp(-half), found * libm::exp(half)]
    };
    Some(Ratio {
        interval: around(0.975),
        inner: around(0.95),
        p: 2.0 * normal_sf(libm::log(found).abs() / error),
        widened: true,
        ..exact
    })
}
