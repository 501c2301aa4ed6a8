//! Comparing two counts over two exposures: the exact conditional test and interval.

use crate::stats::binomial::{at_least, cdf};
use crate::stats::poisson::tail_of;
use crate::stats::special::beta_inverse;

/// Current rate divided by the previous one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateRatio {
    /// `None` when the previous count is 0 (the ratio is not bounded).
    pub ratio: Option<f64>,
    pub low: f64,
    /// `None` when the interval has no upper end.
    pub high: Option<f64>,
    /// Central two-sided p-value: below 1 − conf exactly when the interval excludes 1.
    pub p: f64,
}

/// Count and exposure of each period (weeks, say); given their total, the current count is binomial (Przyborowski and
/// Wilenski 1940), and Clopper–Pearson ends become ends of the ratio. O(1).
///
/// `None` without exposure and unless 0 < conf < 1. Two zeros give p = 1 and no bound; a verdict needs 5 events in all.
#[must_use]
pub fn rate_ratio(current: (u64, f64), previous: (u64, f64), conf: f64) -> Option<RateRatio> {
    let tail = tail_of(conf)?;
    let ((k2, t2), (k1, t1)) = (current, previous);
    if ![t1, t2].iter().all(|t| t.is_finite() && *t > 0.0) {
        return None;
    }
    let total = k1.checked_add(k2)?;
    let odds = t1 / t2;
    let share = t2 / (t1 + t2);
    let (a, b) = (k2 as f64, k1 as f64);
    let low = if k2 == 0 { 0.0 } else { beta_inverse(tail, a, b + 1.0) };
    let high = (k1 > 0).then(|| 1.0 - beta_inverse(tail, b, a + 1.0));
    let to_ratio = |p: f64| p / (1.0 - p) * odds;
    let p = if total == 0 { 1.0 } else { (2.0 * cdf(k2, total, share).min(at_least(k2, total, share))).min(1.0) };
    Some(RateRatio { ratio: (k1 > 0).then(|| a / b * odds), low: to_ratio(low), high: high.map(to_ratio), p })
}
