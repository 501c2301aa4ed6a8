//! Many tests at once.

/// Adjusted p-values (q) of one family by Benjamini and Hochberg (1995), in input order. Tests that are undefined
/// (`None`, or not a probability) stay `None` and are not counted. O(m log m).
#[must_use]
pub fn adjust(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let defined = |p: &Option<f64>| p.filter(|p| (0.0..=1.0).contains(p));
    let mut ordered: Vec<(f64, usize)> = p.iter().enumerate().filter_map(|(i, p)| Some((defined(p)?, i))).collect();
    ordered.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
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
