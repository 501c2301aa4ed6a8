//! How unequally counts are spread, and how unequal chance alone would make them.

use crate::stats::quantile::sorted;
use crate::stats::random::{Rng, stream};
use crate::stats::sum::{running, sum};

/// Measures of inequality over areas or people; include those with zero, or the figures mean nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Concentration {
    /// 0 (equal) to 1 − 1/n.
    pub gini: f64,
    /// Herfindahl–Hirschman index, 1/n to 1; its inverse is the effective number.
    pub hhi: f64,
    pub top_share: f64,
    /// Smallest number that covers half, and four fifths, of the total.
    pub cover_half: usize,
    pub cover_four_fifths: usize,
}

/// `None` for no values, negative or infinite ones, and a total of 0. O(n log n).
#[must_use]
pub fn concentration(values: &[f64]) -> Option<Concentration> {
    let total = sum(values.iter().copied());
    if !(total > 0.0 && total.is_finite() && values.iter().all(|v| *v >= 0.0)) {
        return None;
    }
    let ascending = sorted(values.to_vec());
    let shares: Vec<f64> = ascending.iter().rev().map(|v| v / total).collect();
    let cover = |wanted: f64| {
        let reached = shares.iter().scan(0.0, |so_far, share| {
            *so_far += share;
            Some(*so_far)
        });
        reached.take_while(|r| *r < wanted - 1e-12).count() + 1
    };
    Some(Concentration {
        gini: gini(&ascending, total),
        hhi: sum(shares.iter().map(|s| s * s)),
        top_share: shares.first().copied()?,
        cover_half: cover(0.5),
        cover_four_fifths: cover(0.8),
    })
}

/// What the largest values hold of the total, taking this share of all values, rounded up (0.2 for "80/20"). `None` as for
/// [`concentration`] and unless 0 < share ≤ 1.
#[must_use]
pub fn top_share(values: &[f64], share: f64) -> Option<f64> {
    let total = sum(values.iter().copied());
    let usable = total > 0.0 && total.is_finite() && values.iter().all(|v| *v >= 0.0) && share > 0.0 && share <= 1.0;
    let taken = (share * values.len() as f64 - 1e-12).ceil() as usize;
    usable.then(|| (sum(sorted(values.to_vec()).iter().rev().take(taken).copied()) / total).min(1.0))
}

fn gini(ascending: &[f64], total: f64) -> f64 {
    let n = ascending.len() as f64;
    let weighted = ascending.iter().enumerate().map(|(i, v)| (2.0 * i as f64 + 1.0 - n) * (v / total));
    (sum(weighted) / n).max(0.0)
}

/// Draws of `events` over cells in proportion to their exposure, for a null distribution of any measure: each replicate
/// has a stream of its own. `None` without positive total exposure. O(replicates · events · log cells).
#[must_use]
pub fn multinomial_null(
    events: u64,
    exposure: &[f64],
    replicates: u64,
    seed: u64,
    measure: impl Fn(&[f64]) -> f64,
) -> Option<Vec<f64>> {
    let total = sum(exposure.iter().copied());
    if !(total > 0.0 && total.is_finite() && exposure.iter().all(|e| *e >= 0.0)) {
        return None;
    }
    let cumulative = running(exposure.iter().copied());
    Some((0..replicates).map(|r| measure(&draw(events, &cumulative, &mut stream(seed, &[r])))).collect())
}

/// One multinomial draw.
pub(crate) fn draw(events: u64, cumulative: &[f64], rng: &mut Rng) -> Vec<f64> {
    let mut counts = vec![0.0; cumulative.len()];
    let total = cumulative.last().copied().unwrap_or(0.0);
    for _ in 0..events {
        let at = rng.next_f64() * total;
        if let Some(slot) = counts.get_mut(cumulative.partition_point(|c| *c <= at)) {
            *slot += 1.0;
        }
    }
    counts
}

/// Monte-Carlo p-value: (1 + how many replicates are at least as large) / (1 + replicates); never 0 (Phipson and Smyth
/// 2010).
#[must_use]
pub fn monte_carlo_p(observed: f64, null: &[f64]) -> f64 {
    let as_large = null.iter().filter(|v| **v >= observed - 1e-12).count();
    (1 + as_large) as f64 / (1 + null.len()) as f64
}
