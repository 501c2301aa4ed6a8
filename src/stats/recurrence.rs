//! Repeated events: when the next one may come, whether silence means anything, whether they come in bursts. All O(n).

use crate::stats::binomial;
use crate::stats::special::gamma_inverse;
use crate::stats::sum::{mean, sum};

/// The Jeffreys prior of a Poisson rate.
const PRIOR: f64 = 0.5;

/// The wait for the next of events that came `k` times in `time`, at a rate taken to be constant (gamma–Poisson,
/// Jeffreys prior).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NextWait {
    shape: f64,
    time: f64,
}

/// `None` without time. A sentence needs k ≥ 2.
#[must_use]
pub fn next(k: u64, time: f64) -> Option<NextWait> {
    (time > 0.0 && time.is_finite()).then_some(NextWait { shape: k as f64 + PRIOR, time })
}

impl NextWait {
    /// P(none within `horizon`).
    #[must_use]
    pub fn none_within(self, horizon: f64) -> f64 {
        libm::pow(self.time / (self.time + horizon.max(0.0)), self.shape)
    }

    /// The wait that is not exceeded with probability `q`; infinite at 1.
    #[must_use]
    pub fn wait(self, q: f64) -> f64 {
        self.time * (libm::pow(1.0 - q.clamp(0.0, 1.0), -1.0 / self.shape) - 1.0)
    }

    /// Mean of the rate, and its interval.
    #[must_use]
    pub fn rate(self, conf: f64) -> (f64, [f64; 2]) {
        let ends = [(1.0 - conf) / 2.0, f64::midpoint(1.0, conf)];
        (self.shape / self.time, ends.map(|p| gamma_inverse(p, self.shape, self.time)))
    }
}

/// How likely so few events after a fix are, had the rate not changed: P(Bin(k + j, s/(T + s)) ≤ j) for k events in
/// `before` and j in `after`. `None` without time before, without events at all, and for negative time after.
#[must_use]
pub fn silence(k: u64, before: f64, j: u64, after: f64) -> Option<f64> {
    let valid = before > 0.0 && before.is_finite() && after >= 0.0 && after.is_finite() && k > 0;
    valid.then(|| binomial::cdf(j, k.saturating_add(j), after / (before + after)))
}

/// The silence after which [`silence`] reaches `level`, from the time of the fix. `None` as there; k = 1 needs 19 times
/// the time before.
#[must_use]
pub fn silence_needed(k: u64, before: f64, level: f64) -> Option<f64> {
    let valid = before > 0.0 && before.is_finite() && k > 0 && level > 0.0 && level < 1.0;
    valid.then(|| before * (libm::pow(level, -1.0 / k as f64) - 1.0))
}

/// Burstiness of gaps: −1 regular, 0 random, 1 all at once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Burstiness {
    /// Standard deviation (of the population) over mean.
    pub variation: f64,
    /// Goh and Barabási (2008).
    pub plain: f64,
    /// Kim and Jo's correction for few gaps (2016).
    pub corrected: f64,
}

/// `None` below 2 gaps (display from 5), for negative gaps and when all are 0.
#[must_use]
pub fn burstiness(gaps: &[f64]) -> Option<Burstiness> {
    let middle = mean(gaps).filter(|m| *m > 0.0 && m.is_finite())?;
    if gaps.len() < 2 || gaps.iter().any(|g| *g < 0.0) {
        return None;
    }
    let n = gaps.len() as f64;
    let r = (sum(gaps.iter().map(|g| (g / middle - 1.0).powi(2))) / n).sqrt();
    let (above, below) = ((n + 1.0).sqrt(), (n - 1.0).sqrt());
    let corrected = (above * r - below) / ((above - 2.0) * r + below);
    Some(Burstiness { variation: r, plain: (r - 1.0) / (r + 1.0), corrected })
}
