//! Comparing two counts over two exposures: the exact conditional test and interval.

use crate::stats::binomial::{at_least, cdf, ln_pmf};
use crate::stats::poisson::{self, Rate, tail_of};
use crate::stats::special::{beta_inverse, ln_gamma, normal_inverse, normal_sf, t_sf, t_upper};
use crate::stats::sum::sum;

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

/// How many times as much as independent events the counts vary, and how well that is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clusters {
    /// Variance over that of Poisson counts; widens nothing at 1 or less.
    pub factor: f64,
    /// Degrees of freedom of the factor: of weekly counts of two periods the weeks of both, less two.
    pub degrees: f64,
}

impl Default for Clusters {
    fn default() -> Self {
        Self::NONE
    }
}

impl Clusters {
    /// Events that do not come in clusters.
    pub const NONE: Self = Self { factor: 1.0, degrees: f64::INFINITY };

    /// Whether intervals are wider than those of Poisson counts.
    #[must_use]
    pub fn widen(&self) -> bool {
        self.factor > 1.0 && self.degrees > 0.0
    }

    /// How many errors away from the estimate an end lies that is passed with this probability.
    fn reach(&self, tail: f64) -> f64 {
        if self.degrees.is_finite() { t_upper(tail, self.degrees) } else { -normal_inverse(tail) }
    }

    fn p(&self, errors: f64) -> f64 {
        let tail = if self.degrees.is_finite() { t_sf(errors, self.degrees) } else { normal_sf(errors) };
        (2.0 * tail).min(1.0)
    }

    /// So many events count as one that stands alone.
    fn alone(&self, events: u64) -> u64 {
        (events as f64 / self.factor).floor() as u64
    }
}

/// The same where events come in clusters: quasi-Poisson on the log scale, with `clusters.factor` times the variance of
/// Poisson counts and quantiles of Student's t. A count of 0 has no logarithm: then the exact figures of fewer events,
/// one for each cluster, stand. `None` as for [`rate_ratio`]. O(1).
#[must_use]
pub fn clustered(current: (u64, f64), previous: (u64, f64), conf: f64, clusters: Clusters) -> Option<RateRatio> {
    let exact = rate_ratio(current, previous, conf)?;
    if !clusters.widen() {
        return Some(exact);
    }
    let Some(ratio) = exact.ratio.filter(|r| *r > 0.0) else {
        let fewer = |(events, exposure): (u64, f64)| (clusters.alone(events), exposure);
        let wider = rate_ratio(fewer(current), fewer(previous), conf)?;
        return Some(RateRatio { ratio: exact.ratio, ..wider });
    };
    let error = (clusters.factor * (1.0 / current.0 as f64 + 1.0 / previous.0 as f64)).sqrt();
    let half = clusters.reach(tail_of(conf)?) * error;
    let [low, high] = [-half, half].map(|h| ratio * libm::exp(h));
    // Of few events the exact figures are the wider ones.
    let (low, high) = (low.min(exact.low), exact.high.map(|exact| high.max(exact)));
    Some(RateRatio { low, high, p: clusters.p(libm::log(ratio).abs() / error).max(exact.p), ..exact })
}

/// Events per unit of exposure where they come in clusters: quasi-Poisson on the log scale, and never narrower than the exact
/// interval. Of no event the exact figures of clusters stand. `None` as for [`poisson::rate`].
#[must_use]
pub fn clustered_rate(count: u64, exposure: f64, conf: f64, clusters: Clusters) -> Option<Rate> {
    let exact = poisson::rate(count, exposure, conf)?;
    if !clusters.widen() {
        return Some(exact);
    }
    if count == 0 {
        return Some(Rate { high: exact.high * clusters.factor, ..exact });
    }
    let half = clusters.reach(tail_of(conf)?) * (clusters.factor / count as f64).sqrt();
    let [low, high] = [-half, half].map(|h| exact.rate * libm::exp(h));
    Some(Rate { low: low.min(exact.low), high: high.max(exact.high), ..exact })
}

/// The mid-p value of the same test, less conservative. It does not agree with the interval; a report uses one of the
/// two. `None` as for [`rate_ratio`].
#[must_use]
pub fn mid_p(current: (u64, f64), previous: (u64, f64)) -> Option<f64> {
    let (k2, total, share) = conditional(current, previous)?;
    let half = libm::exp(ln_pmf(k2, total, share)) / 2.0;
    Some((2.0 * (cdf(k2, total, share) - half).min(at_least(k2, total, share) - half)).clamp(0.0, 1.0))
}

fn conditional((k2, t2): (u64, f64), (k1, t1): (u64, f64)) -> Option<(u64, u64, f64)> {
    let usable = [t1, t2].iter().all(|t| t.is_finite() && *t > 0.0);
    usable.then_some((k2, k1.checked_add(k2)?, t2 / (t1 + t2)))
}

/// Most events of which [`e_test`] adds up all outcomes.
const MAX: u64 = 20_000;

/// E-test of equal rates with the score statistic (Krishnamoorthy and Thomson 2004): unconditional, more powerful, not
/// quite exact. `None` as for [`rate_ratio`] and above 20,000 events. O(events).
#[must_use]
pub fn e_test(current: (u64, f64), previous: (u64, f64)) -> Option<f64> {
    let (k2, total, _) = conditional(current, previous)?;
    let (t2, (k1, t1)) = (current.1, previous);
    if total > MAX {
        return None;
    }
    let common = total as f64 / (t1 + t2);
    let score = |x2: f64, x1: f64| {
        let error = ((x1 + x2) / (t1 + t2) * (1.0 / t1 + 1.0 / t2)).sqrt();
        if error > 0.0 { (x2 / t2 - x1 / t1).abs() / error } else { 0.0 }
    };
    let limit = score(k2 as f64, k1 as f64) - 1e-9;
    let (masses2, masses1) = (masses(common * t2), masses(common * t1));
    let row =
        |(x2, p2): &(f64, f64)| p2 * sum(masses1.iter().filter(|(x1, _)| score(*x2, *x1) >= limit).map(|(_, p1)| *p1));
    Some(sum(masses2.iter().map(row)).min(1.0))
}

/// Poisson probabilities of all counts that matter.
fn masses(mean: f64) -> Vec<(f64, f64)> {
    let reach = 10.0 * mean.sqrt() + 20.0;
    let counts = (mean - reach).max(0.0) as u64..=(mean + reach) as u64;
    let ln_mass = |x: f64| if mean > 0.0 { x * libm::log(mean) - mean - ln_gamma(x + 1.0) } else { 0.0 };
    counts.filter(|x| mean > 0.0 || *x == 0).map(|x| (x as f64, libm::exp(ln_mass(x as f64)))).collect()
}
