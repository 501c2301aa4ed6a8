//! How well one grouping agrees with another, taken as the truth. Items are given by the number of their group.

use crate::stats::special::ln_gamma;
use crate::stats::sum::sum;
use std::collections::BTreeMap;

/// Precision, recall and their harmonic mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
}

impl Agreement {
    fn new(precision: f64, recall: f64) -> Self {
        let both = precision + recall;
        Self { precision, recall, f1: if both > 0.0 { 2.0 * precision * recall / both } else { 0.0 } }
    }

    /// Weighs precision against recall: ½ holds a false merge, which invents a family, for worse than a missed one.
    #[must_use]
    pub fn f(&self, beta: f64) -> f64 {
        let square = beta * beta;
        let both = square * self.precision + self.recall;
        if both > 0.0 { (1.0 + square) * self.precision * self.recall / both } else { 0.0 }
    }
}

/// Pairs of items put together in both, only in the prediction, only in the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pairs {
    pub both: u64,
    pub only_predicted: u64,
    pub only_true: u64,
}

impl Pairs {
    /// `None` where neither grouping puts any two items together. Where one of them does not, its share counts as 0.
    #[must_use]
    pub fn agreement(&self) -> Option<Agreement> {
        let share = |of: u64| if of == 0 { 0.0 } else { self.both as f64 / of as f64 };
        let (predicted, truth) = (self.both + self.only_predicted, self.both + self.only_true);
        (predicted + truth > 0).then(|| Agreement::new(share(predicted), share(truth)))
    }
}

/// All measures of one comparison.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClusteringScores {
    pub pairs: Pairs,
    /// B-cubed (Bagga and Baldwin 1998): per item, so that large groups do not decide alone.
    pub b_cubed: Agreement,
    /// Adjusted Rand index (Hubert and Arabie 1985): 0 by chance, 1 for the same grouping.
    pub adjusted_rand: f64,
    /// Rosenberg and Hirschberg (2007).
    pub homogeneity: f64,
    pub completeness: f64,
    /// Their harmonic mean, which is also the mutual information over the mean entropy.
    pub v_measure: f64,
    /// Mutual information less what chance gives (Vinh, Epps and Bailey 2010).
    pub adjusted_information: f64,
}

/// `None` without items and for lists of different lengths. O(n log n + true groups · predicted groups · largest group).
#[must_use]
pub fn compare(truth: &[u32], predicted: &[u32]) -> Option<ClusteringScores> {
    if truth.is_empty() || truth.len() != predicted.len() {
        return None;
    }
    let mut cells: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    let (mut rows, mut columns) = (BTreeMap::new(), BTreeMap::new());
    for (t, p) in truth.iter().zip(predicted) {
        *cells.entry((*t, *p)).or_insert(0) += 1;
        *rows.entry(*t).or_insert(0_u64) += 1;
        *columns.entry(*p).or_insert(0_u64) += 1;
    }
    let n = truth.len() as f64;
    let size = |sizes: &BTreeMap<u32, u64>, name: u32| sizes.get(&name).copied().unwrap_or(1) as f64;
    let per_item = |sizes: &BTreeMap<u32, u64>, side: fn(&(u32, u32)) -> u32| {
        sum(cells.iter().map(|(key, c)| *c as f64 * *c as f64 / size(sizes, side(key)))) / n
    };
    let (a, b): (Vec<u64>, Vec<u64>) = (rows.values().copied().collect(), columns.values().copied().collect());
    let pairs = |counts: &mut dyn Iterator<Item = u64>| counts.map(|c| c * (c - 1) / 2).sum::<u64>();
    let both = pairs(&mut cells.values().copied());
    let (truly, put) = (pairs(&mut a.iter().copied()), pairs(&mut b.iter().copied()));
    let term = |(key, c): (&(u32, u32), &u64)| {
        let c = *c as f64;
        c / n * libm::log(n * c / (size(&rows, key.0) * size(&columns, key.1)))
    };
    let shared = sum(cells.iter().map(term)).max(0.0);
    let (true_entropy, put_entropy) = (entropy(&a, n), entropy(&b, n));
    let share = |entropy: f64| if entropy > 0.0 { (shared / entropy).min(1.0) } else { 1.0 };
    let v = Agreement::new(share(true_entropy), share(put_entropy));
    Some(ClusteringScores {
        pairs: Pairs { both, only_predicted: put - both, only_true: truly - both },
        b_cubed: Agreement::new(per_item(&columns, |k| k.1), per_item(&rows, |k| k.0)),
        adjusted_rand: adjusted_rand(both as f64, truly as f64, put as f64, n),
        homogeneity: v.precision,
        completeness: v.recall,
        v_measure: v.f1,
        adjusted_information: adjusted_information(shared, f64::midpoint(true_entropy, put_entropy), &a, &b),
    })
}

fn entropy(sizes: &[u64], n: f64) -> f64 {
    -sum(sizes.iter().map(|s| *s as f64 / n * libm::log(*s as f64 / n)))
}

/// 1 where both groupings keep all items apart, or all together.
fn adjusted_rand(both: f64, truly: f64, put: f64, n: f64) -> f64 {
    let all = n * (n - 1.0) / 2.0;
    let expected = if all > 0.0 { truly * put / all } else { 0.0 };
    let most = f64::midpoint(truly, put);
    if most - expected > 0.0 { (both - expected) / (most - expected) } else { 1.0 }
}

fn adjusted_information(shared: f64, entropy: f64, a: &[u64], b: &[u64]) -> f64 {
    let expected = expected_information(a, b);
    let range = entropy - expected;
    // Both groupings the same, and trivial: nothing is left to adjust.
    if range.abs() < 1e-12 { 1.0 } else { (shared - expected) / range }
}

/// Mean mutual information of groupings with these sizes: hypergeometric counts in every cell. Equal sizes share their
/// sum.
fn expected_information(a: &[u64], b: &[u64]) -> f64 {
    let n = a.iter().sum::<u64>();
    let ln = |k: u64| ln_gamma(k as f64 + 1.0);
    let grouped = |sizes: &[u64]| {
        let mut times = BTreeMap::new();
        sizes.iter().for_each(|s| *times.entry(*s).or_insert(0_u64) += 1);
        times
    };
    let cell = |x: u64, y: u64| {
        let fixed = ln(x) + ln(y) + ln(n - x) + ln(n - y) - ln(n);
        let counts = (x + y).saturating_sub(n).max(1)..=x.min(y);
        sum(counts.map(|c| {
            let mass = libm::exp(fixed - ln(c) - ln(x - c) - ln(y - c) - ln(n + c - x - y));
            let c = c as f64;
            c / n as f64 * libm::log(n as f64 * c / (x as f64 * y as f64)) * mass
        }))
    };
    let (a, b) = (grouped(a), grouped(b));
    sum(a.iter().flat_map(|(x, m)| b.iter().map(move |(y, k)| (*m * *k) as f64 * cell(*x, *y))))
}
