//! Events that come regularly: the wait for the next one depends on how long ago the last one was.

use crate::stats::bisection;
use crate::stats::special::beta_i;
use crate::stats::sum::{mean, sum};

/// Below this chance of a wait as long as the present one, the events no longer come as they did.
const STOPPED: f64 = 0.01;
/// The shape beyond which gaps are taken as equal: more would only be lost digits.
const MAX_SHAPE: f64 = 1e6;

/// Gaps of a gamma distribution: its shape estimated, its scale unknown under Jeffreys' prior.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Renewal {
    /// Corrected for the bias of few gaps; 1 would be a constant rate.
    pub shape: f64,
    /// Of the gaps seen.
    number: f64,
    total: f64,
    /// Time since the last event.
    since: f64,
}

/// The wait for the next of events with these gaps, `since` after the last one. `None` below 3 gaps, for gaps or a time
/// that are not positive, where gaps vary no less than at a constant rate, and where the time since the last event is
/// longer than such gaps ever are: then they have stopped. (Gamma renewal process, Cox 1962; bias of the shape by Ye and
/// Chen 2017.) O(n).
#[must_use]
pub fn renewal(gaps: &[f64], since: f64) -> Option<Renewal> {
    let shape = shape(gaps)?;
    let found = Renewal { shape, number: gaps.len() as f64, total: sum(gaps.iter().copied()), since };
    let goes_on = since >= 0.0 && since.is_finite() && found.longer_than(since) >= STOPPED;
    (shape > 1.0 && goes_on).then_some(found)
}

/// Maximum-likelihood shape of gamma gaps, corrected for its bias.
fn shape(gaps: &[f64]) -> Option<f64> {
    if gaps.len() < 3 || !gaps.iter().all(|g| *g > 0.0 && g.is_finite()) {
        return None;
    }
    let logs: Vec<f64> = gaps.iter().map(|g| libm::log(*g)).collect();
    let distance = libm::log(mean(gaps)?) - mean(&logs)?;
    let k = likeliest(distance);
    let n = gaps.len() as f64;
    let bias = (3.0 * k - 2.0 / 3.0 * k / (1.0 + k) - 0.8 * k / (1.0 + k).powi(2)) / n;
    Some(k - bias)
}

/// The shape at which ln k − ψ(k) is the distance between the logarithm of the mean and the mean of the logarithms.
fn likeliest(distance: f64) -> f64 {
    let reached = |k: f64| libm::log(k) - digamma(k) <= distance;
    if reached(MAX_SHAPE) { bisection::first(1e-6, MAX_SHAPE, reached) } else { MAX_SHAPE }
}

/// The derivative of ln Γ, for x > 0: by recurrence to 10, then by its asymptotic series.
#[must_use]
pub fn digamma(mut x: f64) -> f64 {
    let mut below = 0.0;
    while x < 10.0 {
        below += 1.0 / x;
        x += 1.0;
    }
    let square = 1.0 / (x * x);
    let series = square
        * (1.0 / 12.0 - square * (1.0 / 120.0 - square * (1.0 / 252.0 - square * (1.0 / 240.0 - square / 132.0))));
    libm::log(x) - 0.5 / x - series - below
}

impl Renewal {
    /// P(a gap is longer), over what is not known of the scale.
    fn longer_than(self, gap: f64) -> f64 {
        if gap <= 0.0 {
            return 1.0;
        }
        beta_i(self.number * self.shape, self.shape, self.total / (self.total + gap))
    }

    /// P(none within `horizon` from now).
    #[must_use]
    pub fn none_within(self, horizon: f64) -> f64 {
        (self.longer_than(self.since + horizon.max(0.0)) / self.longer_than(self.since)).min(1.0)
    }

    /// The wait from now that is not exceeded with probability `q`; infinite at 1.
    #[must_use]
    pub fn wait(self, q: f64) -> f64 {
        if q >= 1.0 {
            return f64::INFINITY;
        }
        let left = 1.0 - q.max(0.0);
        bisection::first_positive(self.total / self.number, |wait| self.none_within(wait) <= left)
    }
}
