//! Comparisons on the log scale: geometric means, and what a comparison could have shown.

use crate::stats::poisson::tail_of;
use crate::stats::special::{normal_inverse, t_sf, t_upper};
use crate::stats::sum::{mean, sum};

/// Ratio of geometric means, current / previous.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanRatio {
    pub ratio: f64,
    pub low: f64,
    pub high: f64,
    pub t: f64,
    pub degrees: f64,
    pub p: f64,
}

/// Welch's t on logarithms (Welch 1947). `None` below 2 values per group (a verdict needs 10), for values that are not
/// positive, when neither group varies, and where an end of the interval exceeds what a number holds. O(n).
#[must_use]
pub fn mean_ratio(x: &[f64], y: &[f64], conf: f64) -> Option<MeanRatio> {
    let tail = tail_of(conf)?;
    let ((mx, vx), (my, vy)) = (log_moments(x)?, log_moments(y)?);
    let (ex, ey) = (vx / x.len() as f64, vy / y.len() as f64);
    let error = (ex + ey).sqrt();
    let degrees = (ex + ey).powi(2) / (ex * ex / (x.len() - 1) as f64 + ey * ey / (y.len() - 1) as f64);
    if !(error > 0.0 && degrees.is_finite()) {
        return None;
    }
    let (change, half) = (mx - my, t_upper(tail, degrees) * error);
    let t = change / error;
    let [ratio, low, high] = [change, change - half, change + half].map(libm::exp);
    // An interval beyond what a number holds says nothing.
    high.is_finite().then(|| MeanRatio { ratio, low, high, t, degrees, p: 2.0 * t_sf(t.abs(), degrees) })
}

/// Mean and variance (n − 1) of the logarithms; `None` below 2 values or for one that is not positive and finite.
#[must_use]
pub fn log_moments(values: &[f64]) -> Option<(f64, f64)> {
    if values.len() < 2 || !values.iter().all(|v| *v > 0.0 && v.is_finite()) {
        return None;
    }
    let logs: Vec<f64> = values.iter().map(|v| libm::log(*v)).collect();
    let middle = mean(&logs)?;
    Some((middle, sum(logs.iter().map(|l| (l - middle).powi(2))) / (logs.len() - 1) as f64))
}

/// Which test a detection limit is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitTest {
    Welch,
    /// π/3 as many values are needed, by its asymptotic relative efficiency.
    MannWhitney,
}

/// The ratio nearest to 1, below it, that the comparison of `n1` and `n2` values would show with probability `power` at
/// confidence `conf`, for logs with standard deviation `sigma` (of the pooled data, never of the effect seen). Its
/// inverse is the smallest visible rise. `None` for empty groups and arguments out of range. O(1).
#[must_use]
pub fn detectable_ratio(sigma: f64, [n1, n2]: [u64; 2], conf: f64, power: f64, test: LimitTest) -> Option<f64> {
    let tail = tail_of(conf)?;
    if n1 == 0 || n2 == 0 || !(sigma >= 0.0 && sigma.is_finite() && power > 0.0 && power < 1.0) {
        return None;
    }
    let efficiency = if test == LimitTest::Welch { 1.0 } else { (std::f64::consts::PI / 3.0).sqrt() };
    let width = (normal_inverse(power) - normal_inverse(tail)).max(0.0);
    Some(libm::exp(-width * sigma * (1.0 / n1 as f64 + 1.0 / n2 as f64).sqrt() * efficiency))
}
