//! Whether logarithms look normal, and what may be said if they do. For the choice of a display, never for a headline:
//! rounding to quarters of an hour alone makes the tests refuse.

use crate::stats::log_scale::log_moments;
use crate::stats::poisson::tail_of;
use crate::stats::quantile::sorted;
use crate::stats::special::{normal_inverse, normal_sf, t_upper};
use crate::stats::sum::{mean, sum};

/// How well a log-normal distribution fits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// Mean and standard deviation (n − 1) of the logarithms.
    pub mu: f64,
    pub sigma: f64,
    /// Geometric mean with its t interval.
    pub geometric_mean: f64,
    pub low: f64,
    pub high: f64,
    /// Anderson and Darling's A², plain and corrected for the estimated mean and deviation.
    pub a2: f64,
    pub a2_corrected: f64,
    /// Approximate p-value (D'Agostino and Stephens 1986); 0 where it is below what the approximation can say.
    pub p: f64,
    /// Correlation with the normal order-statistic medians of Filliben (1975), up to 1.
    pub correlation: f64,
}

impl Fit {
    /// Whether a log-normal curve may be drawn over the data; from 20 values on.
    #[must_use]
    pub fn plausible(&self) -> bool {
        self.correlation >= 0.98 && self.p > 0.05
    }
}

/// `None` below 3 values, for one that is not positive and finite, where all are equal, where an end of the interval
/// exceeds what a number holds, and unless 0 < conf < 1. O(n log n).
#[must_use]
pub fn fit(values: &[f64], conf: f64) -> Option<Fit> {
    let tail = tail_of(conf)?;
    let (mu, variance) = log_moments(values)?;
    let (n, sigma) = (values.len() as f64, variance.sqrt());
    // Below this the logarithms differ by rounding only.
    if values.len() < 3 || sigma <= 1e-12 * (1.0 + mu.abs()) {
        return None;
    }
    let logs = sorted(values.iter().map(|v| libm::log(*v)).collect());
    let half = t_upper(tail, n - 1.0) * sigma / n.sqrt();
    if !libm::exp(mu + half).is_finite() {
        return None;
    }
    let a2 = anderson_darling(&logs, mu, sigma);
    let a2_corrected = a2 * (1.0 + 0.75 / n + 2.25 / (n * n));
    Some(Fit {
        mu,
        sigma,
        geometric_mean: libm::exp(mu),
        low: libm::exp(mu - half),
        high: libm::exp(mu + half),
        a2,
        a2_corrected,
        p: anderson_darling_p(a2_corrected),
        correlation: order_correlation(&logs)?,
    })
}

fn anderson_darling(logs: &[f64], mu: f64, sigma: f64) -> f64 {
    let n = logs.len() as f64;
    // The logarithm of a tail so far out that it is 0 in floating point is limited instead of infinite.
    let ln_below = |v: &f64| libm::log(normal_sf((mu - v) / sigma).max(f64::MIN_POSITIVE));
    let ln_above = |v: &f64| libm::log(normal_sf((v - mu) / sigma).max(f64::MIN_POSITIVE));
    let pairs = logs.iter().zip(logs.iter().rev()).enumerate();
    -n - sum(pairs.map(|(i, (low, high))| (2.0 * i as f64 + 1.0) * (ln_below(low) + ln_above(high)))) / n
}

fn anderson_darling_p(a: f64) -> f64 {
    let p = match a {
        a if a <= 0.2 => 1.0 - libm::exp(-13.436 + 101.14 * a - 223.73 * a * a),
        a if a <= 0.34 => 1.0 - libm::exp(-8.318 + 42.796 * a - 59.938 * a * a),
        a if a <= 0.6 => libm::exp(0.9177 - 4.279 * a - 1.38 * a * a),
        a if a <= 13.0 => libm::exp(1.2937 - 5.709 * a + 0.0186 * a * a),
        _ => 0.0,
    };
    p.clamp(0.0, 1.0)
}

/// Correlation of ascending values with the medians of normal order statistics.
fn order_correlation(ascending: &[f64]) -> Option<f64> {
    let n = ascending.len() as f64;
    let edge = libm::pow(0.5, 1.0 / n);
    let median = |i: usize| match i {
        1 => 1.0 - edge,
        i if i == ascending.len() => edge,
        i => (i as f64 - 0.3175) / (n + 0.365),
    };
    let scores: Vec<f64> = (1..=ascending.len()).map(|i| normal_inverse(median(i))).collect();
    let (mx, my) = (mean(ascending)?, mean(&scores)?);
    let product = sum(ascending.iter().zip(&scores).map(|(x, y)| (x - mx) * (y - my)));
    let squares = |values: &[f64], middle: f64| sum(values.iter().map(|v| (v - middle).powi(2)));
    let scale = (squares(ascending, mx) * squares(&scores, my)).sqrt();
    (scale > 0.0).then(|| (product / scale).clamp(-1.0, 1.0))
}

/// Mean of a log-normal distribution with Cox's interval, modified by Olsson (2005); only where [`Fit::plausible`].
/// `None` below 2 values, for one that is not positive and finite, where an end is beyond what a number holds, and
/// unless 0 < conf < 1.
#[must_use]
pub fn mean_interval(values: &[f64], conf: f64) -> Option<(f64, [f64; 2])> {
    let tail = tail_of(conf)?;
    let (mu, variance) = log_moments(values)?;
    let n = values.len() as f64;
    let half = t_upper(tail, n - 1.0) * (variance / n + variance * variance / (2.0 * (n - 1.0))).sqrt();
    let middle = mu + variance / 2.0;
    let [mean, low, high] = [middle, middle - half, middle + half].map(libm::exp);
    high.is_finite().then_some((mean, [low, high]))
}
