//! Intervals by resampling, for smooth measures that have no formula (Gini, HHI, weighted shares). Not for medians:
//! their exact interval is in [`crate::stats::interval`].

use crate::stats::binomial::at_least;
use crate::stats::poisson::tail_of;
use crate::stats::quantile::{linear, sorted};
use crate::stats::random::stream;
use crate::stats::special::{normal_inverse, normal_sf};
use crate::stats::sum::{mean, sum};

/// Probabilities with which the median of a resample of `n` values is the smallest, the second, … of them: what any
/// bootstrap machinery must come near. `None` for even n, where the median lies between two values. O(n).
#[must_use]
pub fn median_distribution(n: u64) -> Option<Vec<f64>> {
    let up_to = |k: u64| at_least(n / 2 + 1, n, k as f64 / n as f64);
    (n % 2 == 1).then(|| (1..=n).map(|k| (up_to(k) - up_to(k - 1)).max(0.0)).collect())
}

/// The measure of `replicates` resamples with replacement, in ascending order. Resamples for which it is not finite are
/// left out. Replicate `r` draws from `stream(seed, path + r)`. Empty without values.
#[must_use]
pub fn resample(values: &[f64], replicates: u64, seed: u64, path: &[u64], measure: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let one = |replicate: u64| {
        let path: Vec<u64> = path.iter().copied().chain([replicate]).collect();
        let mut rng = stream(seed, &path);
        let drawn: Vec<f64> = (0..values.len()).filter_map(|_| values.get(rng.place(values.len())).copied()).collect();
        measure(&drawn)
    };
    let replicates = if values.is_empty() { 0 } else { replicates };
    sorted((0..replicates).map(one).filter(|m| m.is_finite()).collect())
}

/// A bias-corrected and accelerated interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Accelerated {
    pub low: f64,
    pub high: f64,
    /// Bias correction, acceleration, and the levels at which the ends are read off. `None` where the corrections are
    /// not defined (nothing varies, or the measure lies outside all resamples): then the ends are plain percentiles.
    pub correction: Option<Correction>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Correction {
    pub bias: f64,
    pub acceleration: f64,
    pub levels: [f64; 2],
}

/// Efron's BCa interval (1987) from the measure of all values, of the resamples (ascending) and of the values without
/// each one of them. `None` without resamples, for measures that are not finite and unless 0 < conf < 1. Needs 30
/// values and about 4,999 resamples.
#[must_use]
pub fn accelerated(measure: f64, resamples: &[f64], without_each: &[f64], conf: f64) -> Option<Accelerated> {
    let tail = tail_of(conf)?;
    if !measure.is_finite() || !resamples.iter().chain(without_each).all(|v| v.is_finite()) {
        return None;
    }
    let correction = correct(measure, resamples, without_each, tail);
    let levels = correction.map_or([tail, 1.0 - tail], |c| c.levels);
    let [low, high] = levels.map(|level| linear(resamples, level));
    Some(Accelerated { low: low?, high: high?, correction })
}

fn correct(measure: f64, resamples: &[f64], without_each: &[f64], tail: f64) -> Option<Correction> {
    let (below, up_to) = (resamples.partition_point(|v| *v < measure), resamples.partition_point(|v| *v <= measure));
    let share = (below + up_to) as f64 / (2 * resamples.len()) as f64;
    if !(share > 0.0 && share < 1.0) || resamples.first()? >= resamples.last()? {
        return None;
    }
    let middle = mean(without_each)?;
    let squares = sum(without_each.iter().map(|v| (middle - v).powi(2)));
    let cubes = sum(without_each.iter().map(|v| (middle - v).powi(3)));
    let acceleration = if squares > 0.0 { cubes / (6.0 * libm::pow(squares, 1.5)) } else { 0.0 };
    let bias = normal_inverse(share);
    let level = |p: f64| {
        let shifted = bias + normal_inverse(p);
        normal_sf(-(bias + shifted / (1.0 - acceleration * shifted)))
    };
    let levels = [level(tail), level(1.0 - tail)];
    let usable = bias.is_finite() && acceleration.is_finite() && levels.iter().all(|l| l.is_finite());
    usable.then_some(Correction { bias, acceleration, levels })
}
