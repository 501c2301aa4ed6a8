//! Times of day, which have no beginning and no end.

use crate::stats::sum::sum;
use std::f64::consts::TAU;

/// Concentration on one part of a circle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rayleigh {
    /// Length of the mean vector, 0 (even) to 1 (all at one time).
    pub length: f64,
    /// Mean time, 0 to below `period`; `None` where there is no direction.
    pub mean: Option<f64>,
    pub z: f64,
    pub p: f64,
}

/// Rayleigh's test of times on a circle of this length (24 for hours), p by Zar's approximation (1999). It sees one peak
/// only: two opposite ones cancel. `None` without times, for times that are not finite, and for a period that is not
/// positive; needs 10. O(n).
#[must_use]
pub fn rayleigh(times: &[f64], period: f64) -> Option<Rayleigh> {
    if times.is_empty() || !times.iter().all(|t| t.is_finite()) || !(period > 0.0 && period.is_finite()) {
        return None;
    }
    let n = times.len() as f64;
    let angles: Vec<f64> = times.iter().map(|t| (t / period).fract() * TAU).collect();
    let (x, y) = (sum(angles.iter().map(|a| libm::cos(*a))), sum(angles.iter().map(|a| libm::sin(*a))));
    let r = libm::hypot(x, y).min(n);
    let mean = (libm::atan2(y, x) / TAU).rem_euclid(1.0) * period;
    let p = libm::exp((1.0 + 4.0 * n + 4.0 * (n * n - r * r)).sqrt() - (1.0 + 2.0 * n)).min(1.0);
    let mean = if mean < period { mean } else { 0.0 };
    Some(Rayleigh { length: r / n, mean: (r > 1e-9 * n).then_some(mean), z: r * r / n, p })
}
