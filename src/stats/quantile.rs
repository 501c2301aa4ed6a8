//! Quantiles. Two definitions (Hyndman and Fan 1996), because the two uses differ: *type 7* for figures that are shown,
//! *type 1* wherever the result must be an observed value (ranks, bounds, survival curves).
//!
//! All functions take an ascending slice; [`sorted`] makes one.

/// The values in ascending order. O(n log n).
#[must_use]
pub fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_unstable_by(f64::total_cmp);
    values
}

/// Type 7, linear between the two neighbouring order statistics: position (n − 1)·p from the smallest.
///
/// `p` is limited to 0 to 1. `None` without values. With fewer than 20 values the 95th percentile is little more than
/// the maximum; whether to show it is the caller's decision. O(1).
#[must_use]
pub fn linear(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let position = p.clamp(0.0, 1.0) * as_f64(last);
    let below = as_index(position.floor()).min(last);
    let (low, high) = (*sorted.get(below)?, *sorted.get((below + 1).min(last))?);
    let share = position - as_f64(below);
    // Between equal values the interpolation must not stray by a rounding error.
    Some(if share <= 0.0 || low.total_cmp(&high).is_eq() { low } else { low + (high - low) * share })
}

/// Type 1, the inverted empirical distribution: the value of rank ceil(n·p). `None` without values. O(1).
#[must_use]
pub fn inverted(sorted: &[f64], p: f64) -> Option<f64> {
    sorted.get(rank(sorted.len(), p)?.checked_sub(1)?).copied()
}

/// Rank (from 1) of the type 1 quantile among `n` values; `None` for n = 0.
///
/// The small guard keeps 0.07 · 100, which is 7.000000000000001 in floating point, from becoming rank 8.
#[must_use]
pub fn rank(n: usize, p: f64) -> Option<usize> {
    let position = (as_f64(n) * p.clamp(0.0, 1.0) - 1e-12).ceil();
    (n > 0).then(|| as_index(position).clamp(1, n))
}

/// Type 7 median.
#[must_use]
pub fn median(sorted: &[f64]) -> Option<f64> {
    linear(sorted, 0.5)
}

fn as_f64(n: usize) -> f64 {
    n as f64
}

/// A cast from `f64` saturates, and NaN becomes 0.
fn as_index(position: f64) -> usize {
    position as usize
}
