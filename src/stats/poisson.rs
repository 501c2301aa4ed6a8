//! Counts of rare events.

use crate::stats::bisection;
use crate::stats::special::{gamma_p, gamma_q};

/// Exact two-sided interval for the mean of a Poisson count (Garwood 1936): the means at which seeing at least, or at
/// most, `count` events would have probability (1 − conf) / 2.
///
/// Works at every count: none seen is compatible with up to 3.7 per period at 95 %. `None` unless 0 < conf < 1.
#[must_use]
pub fn garwood(count: u64, conf: f64) -> Option<[f64; 2]> {
    let tail = tail_of(conf)?;
    let k = count as f64;
    let guess = k + 4.0 * k.sqrt() + 4.0;
    let low = if count == 0 { 0.0 } else { bisection::first_positive(guess, |mean| gamma_p(k, mean) >= tail) };
    let high = bisection::first_positive(guess, |mean| gamma_q(k + 1.0, mean) <= tail);
    Some([low, high])
}

/// Rate per unit of exposure with its Garwood interval. `None` without exposure: a rate over nothing is not infinite,
/// it does not exist.
#[must_use]
pub fn rate(count: u64, exposure: f64, conf: f64) -> Option<Rate> {
    if !(exposure.is_finite() && exposure > 0.0) {
        return None;
    }
    let [low, high] = garwood(count, conf)?;
    let rate = count as f64 / exposure;
    Some(Rate { rate, low: low / exposure, high: high / exposure })
}

/// Events per unit of exposure, with the ends of the interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    pub rate: f64,
    pub low: f64,
    pub high: f64,
}

/// Half of what the interval leaves out.
pub(crate) fn tail_of(conf: f64) -> Option<f64> {
    (conf > 0.0 && conf < 1.0).then_some((1.0 - conf) / 2.0)
}
