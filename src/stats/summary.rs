//! The descriptive block of a set of durations or other positive measures.

use crate::stats::quantile::{linear, median};
use crate::stats::sum::{mean, sum};

/// Figures in the unit of the input. Quantiles are of type 7.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    pub n: usize,
    pub min: f64,
    pub p25: f64,
    pub median: f64,
    pub p75: f64,
    pub p90: f64,
    pub p95: f64,
    pub max: f64,
    pub mean: f64,
    /// Over the positive values only; `None` when there are none.
    pub geometric_mean: Option<f64>,
    /// How many values were positive, the base of the geometric mean.
    pub positive: usize,
    /// Sum of all values.
    pub total: f64,
}

/// Summary of an ascending slice; `None` without values. It says what is in the data and has no minimum n: whether five
/// values deserve a 95th percentile is for the caller to decide. O(n).
#[must_use]
pub fn summarise(sorted: &[f64]) -> Option<Summary> {
    let logs: Vec<f64> = sorted.iter().filter(|v| **v > 0.0).map(|v| libm::log(*v)).collect();
    Some(Summary {
        n: sorted.len(),
        min: *sorted.first()?,
        p25: linear(sorted, 0.25)?,
        median: median(sorted)?,
        p75: linear(sorted, 0.75)?,
        p90: linear(sorted, 0.9)?,
        p95: linear(sorted, 0.95)?,
        max: *sorted.last()?,
        mean: mean(sorted)?,
        geometric_mean: mean(&logs).map(libm::exp),
        positive: logs.len(),
        total: sum(sorted.iter().copied()),
    })
}

/// What the largest value does to the figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WithoutLargest {
    pub mean: f64,
    pub median: f64,
    /// The largest value as a share of the total, 0 to 1; 0 when the total is 0.
    pub share_of_total: f64,
    /// Relative change of the mean when the largest value is left out (−0.49: it falls by 49 %); 0 when the mean is 0.
    pub mean_change: f64,
    /// How many values lie above the full mean.
    pub above_mean: usize,
}

/// The figures without the largest value of an ascending slice of values that are not negative. `None` below two
/// values. O(n).
#[must_use]
pub fn without_largest(sorted: &[f64]) -> Option<WithoutLargest> {
    let (largest, rest) = sorted.split_last()?;
    let (full, without) = (mean(sorted)?, mean(rest)?);
    let ratio = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    Some(WithoutLargest {
        mean: without,
        median: median(rest)?,
        share_of_total: ratio(*largest, sum(sorted.iter().copied())),
        mean_change: ratio(without - full, full),
        above_mean: sorted.iter().filter(|v| **v > full).count(),
    })
}
