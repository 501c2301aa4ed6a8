//! Many tests at once.

use crate::stats::sum::sum;

/// Adjusted p-values (q) of one family by Benjamini and Hochberg (1995), in input order. Tests that are undefined
/// (`None`, or not a probability) stay `None` and are not counted. O(m log m).
#[must_use]
pub fn adjust(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let ordered = ascending(p);
    let tests = ordered.len() as f64;
    let mut adjusted = vec![None; p.len()];
    let mut smallest = 1.0_f64;
    for (rank, (p, place)) in ordered.iter().enumerate().rev() {
        smallest = smallest.min(tests * p / (rank + 1) as f64);
        if let Some(slot) = adjusted.get_mut(*place) {
            *slot = Some(smallest);
        }
    }
    adjusted
}

/// The defined p-values in ascending order with their places.
fn ascending(p: &[Option<f64>]) -> Vec<(f64, usize)> {
    let defined = |p: &Option<f64>| p.filter(|p| (0.0..=1.0).contains(p));
    let mut ordered: Vec<(f64, usize)> = p.iter().enumerate().filter_map(|(i, p)| Some((defined(p)?, i))).collect();
    ordered.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    ordered
}

/// The same for tests that depend on each other in any way (Benjamini and Yekutieli 2001): much stricter.
#[must_use]
pub fn adjust_dependent(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let tests = ascending(p).len();
    let harmonic = sum((1..=tests).map(|i| 1.0 / i as f64));
    adjust(p).into_iter().map(|q| q.map(|q| (q * harmonic).min(1.0))).collect()
}

/// Adjusted p-values that keep the chance of any false alarm, rather than their share, below the level (Holm 1979).
#[must_use]
pub fn holm(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let ordered = ascending(p);
    let mut adjusted = vec![None; p.len()];
    let mut largest = 0.0_f64;
    for (rank, (p, place)) in ordered.iter().enumerate() {
        largest = largest.max((ordered.len() - rank) as f64 * p).min(1.0);
        if let Some(slot) = adjusted.get_mut(*place) {
            *slot = Some(largest);
        }
    }
    adjusted
}
