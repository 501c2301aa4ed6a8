//! Rank tests for samples that a plain comparison does not fit: unequal spread, and strata.

use crate::stats::quantile::sorted;
use crate::stats::ranks::{MannWhitney, mann_whitney};
use crate::stats::special::{normal_sf, t_sf};
use crate::stats::sum::{mean, sum};

/// Result of the Brunner–Munzel test of `x` (current) against `y` (previous).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BrunnerMunzel {
    /// P(a random x is larger than a random y), ties counting half.
    pub superiority: f64,
    /// Positive where y is larger, as in the paper; `None` where the ranks do not vary within the samples.
    pub w: Option<f64>,
    pub degrees: Option<f64>,
    /// Two-sided. Where the samples are completely separated it is that of Mann and Whitney.
    pub p: f64,
}

/// Test that neither sample tends to be larger, valid also where their spreads differ (Brunner and Munzel 2000). `None`
/// below 2 values in a sample and for values that are not finite; a verdict needs 10 in each. O(N log N).
#[must_use]
pub fn brunner_munzel(x: &[f64], y: &[f64]) -> Option<BrunnerMunzel> {
    if x.len() < 2 || y.len() < 2 {
        return None;
    }
    let plain = mann_whitney(x, y)?;
    let (m, n) = (x.len() as f64, y.len() as f64);
    // A value's rank in both samples less its rank in its own is its number of wins over the other sample.
    let (wins_x, wins_y) = (wins(x, y), wins(y, x));
    let (vx, vy) = (n_variance(&wins_x)?, n_variance(&wins_y)?);
    let spread = m * vx + n * vy;
    let none = BrunnerMunzel { superiority: plain.superiority, w: None, degrees: None, p: plain.p };
    if spread <= 0.0 {
        return Some(none);
    }
    // The difference of the mean ranks: N · (1/2 − superiority).
    let difference = (m + n) * (0.5 - plain.superiority);
    let w = m * n * difference / ((m + n) * spread.sqrt());
    let degrees = spread.powi(2) / ((m * vx).powi(2) / (m - 1.0) + (n * vy).powi(2) / (n - 1.0));
    Some(BrunnerMunzel { w: Some(w), degrees: Some(degrees), p: (2.0 * t_sf(w.abs(), degrees)).min(1.0), ..none })
}

/// For each value of `own`, in ascending order, how many of `other` are below it, ties counting half.
fn wins(own: &[f64], other: &[f64]) -> Vec<f64> {
    let ascending = |values: &[f64]| sorted(values.iter().map(|v| v + 0.0).collect());
    let (own, other) = (ascending(own), ascending(other));
    let place =
        |v: &f64| f64::midpoint(other.partition_point(|o| o < v) as f64, other.partition_point(|o| o <= v) as f64);
    own.iter().map(place).collect()
}

fn n_variance(values: &[f64]) -> Option<f64> {
    let middle = mean(values)?;
    Some(sum(values.iter().map(|v| (v - middle).powi(2))) / (values.len() as f64 - 1.0))
}

/// Result of a stratified rank test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stratified {
    /// Negative where the first sample is shorter.
    pub z: f64,
    /// Two-sided, normal approximation; 1 where nothing varies.
    pub p: f64,
    /// Strata in which both samples have values.
    pub strata: usize,
}

/// Van Elteren's test (1960): Mann–Whitney within strata, put together with weights 1 / (N + 1), corrected for ties.
/// Strata in which a sample is empty say nothing and are left out; `None` if that leaves none, and for values that are
/// not finite. O(N log N).
#[must_use]
pub fn van_elteren(strata: &[(&[f64], &[f64])]) -> Option<Stratified> {
    if !strata.iter().all(|(x, y)| x.iter().chain(*y).all(|v| v.is_finite())) {
        return None;
    }
    let tests: Vec<(MannWhitney, f64, f64)> =
        strata.iter().filter_map(|(x, y)| Some((mann_whitney(x, y)?, x.len() as f64, y.len() as f64))).collect();
    if tests.is_empty() {
        return None;
    }
    let top = sum(tests.iter().map(|(t, m, n)| (t.u - m * n / 2.0) / (m + n + 1.0)));
    let variance = sum(tests.iter().map(|(t, m, n)| (t.sigma / (m + n + 1.0)).powi(2)));
    let z = if variance > 0.0 { top / variance.sqrt() } else { 0.0 };
    Some(Stratified { z, p: (2.0 * normal_sf(z.abs())).min(1.0), strata: tests.len() })
}
