//! Ranking counts fairly: empirical-Bayes gamma–Poisson shrinkage (Marshall 1991).

use crate::stats::bisection;
use crate::stats::special::{beta_i, gamma_inverse, ln_gamma};
use crate::stats::sum::sum;

/// Fewer areas than this say nothing about how areas differ.
const MIN: usize = 5;

/// The prior and one posterior per area.
#[derive(Debug, Clone, PartialEq)]
pub struct Shrunken {
    /// Overall rate.
    pub mean: f64,
    /// Variance between areas beyond chance.
    pub between: f64,
    pub alpha: f64,
    pub beta: f64,
    pub areas: Vec<Area>,
}

/// Gamma posterior of one area's rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    pub shape: f64,
    pub rate: f64,
    pub mean: f64,
}

impl Area {
    /// Interval of the rate (approximate: the uncertainty of the prior is left out).
    #[must_use]
    pub fn interval(self, conf: f64) -> [f64; 2] {
        [(1.0 - conf) / 2.0, f64::midpoint(1.0, conf)].map(|p| gamma_inverse(p, self.shape, self.rate))
    }

    /// P(this area's rate is above the other's).
    #[must_use]
    pub fn above(self, other: Self) -> f64 {
        beta_i(other.shape, self.shape, other.rate / (self.rate + other.rate))
    }
}

/// Counts with their expected counts (exposure). `None` below 5 areas, for exposure that is not positive, without any
/// event, and where areas differ no more than chance makes them differ: then there is nothing to rank. O(areas).
#[must_use]
pub fn shrink(counts: &[(u64, f64)]) -> Option<Shrunken> {
    if counts.len() < MIN || !counts.iter().all(|c| c.1 > 0.0 && c.1.is_finite()) {
        return None;
    }
    let exposure = sum(counts.iter().map(|c| c.1));
    let mean = sum(counts.iter().map(|c| c.0 as f64)) / exposure;
    let spread = sum(counts.iter().map(|c| c.1 * (c.0 as f64 / c.1 - mean).powi(2))) / exposure;
    let between = spread - mean * counts.len() as f64 / exposure;
    if !(between > 0.0 && mean > 0.0) {
        return None;
    }
    Some(with_prior(counts, mean * mean / between, mean / between))
}

fn with_prior(counts: &[(u64, f64)], alpha: f64, beta: f64) -> Shrunken {
    let area = |c: &(u64, f64)| {
        let (shape, rate) = (alpha + c.0 as f64, beta + c.1);
        Area { shape, rate, mean: shape / rate }
    };
    let mean = alpha / beta;
    Shrunken { mean, between: mean / beta, alpha, beta, areas: counts.iter().map(area).collect() }
}

/// The same with the prior of greatest likelihood (negative binomial counts), for comparison, and minus the logarithm of
/// that likelihood. `None` as for [`shrink`], and where the likelihood has no largest value because the areas do not
/// differ. O(areas · 10⁴).
#[must_use]
pub fn shrink_by_likelihood(counts: &[(u64, f64)]) -> Option<(Shrunken, f64)> {
    shrink(counts)?;
    let best_beta = |alpha: f64| {
        let slope = |beta: f64| sum(counts.iter().map(|c| (alpha * c.1 - beta * c.0 as f64) / (beta + c.1)));
        bisection::first_positive(alpha, |beta| slope(beta) <= 0.0)
    };
    let cost = |ln_alpha: f64| {
        let alpha = libm::exp(ln_alpha);
        negative_log_likelihood(counts, alpha, best_beta(alpha))
    };
    // Golden section over ln alpha: from areas that have nothing in common to areas that hardly differ.
    let (mut low, mut high) = (-7.0, 12.0);
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    for _ in 0..60 {
        let (first, second) = (high - golden * (high - low), low + golden * (high - low));
        if cost(first) <= cost(second) {
            high = second;
        } else {
            low = first;
        }
    }
    let alpha = libm::exp(f64::midpoint(low, high));
    let found = with_prior(counts, alpha, best_beta(alpha));
    (high < 11.9).then(|| (found, cost(f64::midpoint(low, high))))
}

fn negative_log_likelihood(counts: &[(u64, f64)], alpha: f64, beta: f64) -> f64 {
    let one = |c: &(u64, f64)| {
        let count = c.0 as f64;
        let ways = ln_gamma(count + alpha) - ln_gamma(alpha) - ln_gamma(count + 1.0);
        let hits = if c.0 > 0 { count * libm::log(c.1 / (beta + c.1)) } else { 0.0 };
        -(ways + alpha * libm::log(beta / (beta + c.1)) + hits)
    };
    sum(counts.iter().map(one))
}
