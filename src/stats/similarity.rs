//! How alike two lists of terms are. Terms are numbers; what a term is (a word, three letters) is the caller's decision.

use std::collections::BTreeMap;

/// Terms with their weights, by number; the length is 1, or 0 without terms.
pub type Weighted = Vec<(u32, f64)>;

/// Weights each document's terms by how often they occur in it and how few documents have them:
/// count · (ln((1 + N) / (1 + documents)) + 1), scaled to length 1. O(terms · log terms).
#[must_use]
pub fn weigh(documents: &[Vec<u32>]) -> Vec<Weighted> {
    let counted: Vec<BTreeMap<u32, f64>> = documents
        .iter()
        .map(|terms| {
            let mut counts = BTreeMap::new();
            terms.iter().for_each(|t| *counts.entry(*t).or_insert(0.0) += 1.0);
            counts
        })
        .collect();
    let mut with: BTreeMap<u32, f64> = BTreeMap::new();
    counted.iter().flat_map(BTreeMap::keys).for_each(|t| *with.entry(*t).or_insert(0.0) += 1.0);
    let n = documents.len() as f64;
    let rarity = |term: &u32| libm::log((1.0 + n) / (1.0 + with.get(term).copied().unwrap_or(0.0))) + 1.0;
    let scale = |counts: &BTreeMap<u32, f64>| {
        let raw: Weighted = counts.iter().map(|(t, c)| (*t, c * rarity(t))).collect();
        let length = raw.iter().map(|w| w.1 * w.1).sum::<f64>().sqrt();
        raw.into_iter().map(|(t, w)| (t, w / length)).collect()
    };
    counted.iter().map(scale).collect()
}

/// Cosine of two weighted lists, 0 to 1. O(terms).
#[must_use]
pub fn cosine(a: &[(u32, f64)], b: &[(u32, f64)]) -> f64 {
    let (mut left, mut right) = (a.iter().peekable(), b.iter().peekable());
    let mut product = 0.0;
    while let (Some((t, x)), Some((u, y))) = (left.peek(), right.peek()) {
        match t.cmp(u) {
            std::cmp::Ordering::Less => drop(left.next()),
            std::cmp::Ordering::Greater => drop(right.next()),
            std::cmp::Ordering::Equal => {
                product += x * y;
                left.next();
                right.next();
            }
        }
    }
    product.clamp(0.0, 1.0)
}

/// Shared terms over all terms; order and repetition do not matter. 0 where both are empty. O(terms · log terms).
#[must_use]
pub fn jaccard(a: &[u32], b: &[u32]) -> f64 {
    let set = |terms: &[u32]| {
        let mut terms = terms.to_vec();
        terms.sort_unstable();
        terms.dedup();
        terms
    };
    let (a, b) = (set(a), set(b));
    let shared = a.iter().filter(|t| b.binary_search(t).is_ok()).count();
    let all = a.len() + b.len() - shared;
    if all == 0 { 0.0 } else { shared as f64 / all as f64 }
}

/// Probability that locality-sensitive hashing with `bands` of `rows` hashes finds a pair of this Jaccard likeness.
#[must_use]
pub fn chance_of_candidate(similarity: f64, rows: u32, bands: u32) -> f64 {
    let band = libm::pow(similarity.clamp(0.0, 1.0), f64::from(rows));
    1.0 - libm::pow(1.0 - band, f64::from(bands))
}

/// The likeness around which that probability rises: (1 / bands)^(1 / rows). `None` without bands or rows.
#[must_use]
pub fn candidate_threshold(rows: u32, bands: u32) -> Option<f64> {
    (rows > 0 && bands > 0).then(|| libm::pow(1.0 / f64::from(bands), 1.0 / f64::from(rows)))
}
