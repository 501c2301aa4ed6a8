//! Rates drawn towards the mean of all areas, and the ranks an area may have.
//!
//! Empirical Bayes with a gamma prior (Marshall 1991); rank intervals from seeded draws of the posterior rates. The
//! uncertainty of the prior is left out, so intervals are approximate.

use crate::stats::random::stream;
use crate::stats::shrinkage::{Area, Shrunken, rank_intervals, shrink};

/// Coverage of rates and ranks.
pub const CONFIDENCE: f64 = 0.90;
/// Draws of the posterior, fewer where areas are so many that drawing all of them takes long.
const DRAWS: u64 = 10_000;
const FEWEST_DRAWS: u64 = 200;
const MOST_NUMBERS: u64 = 2_000_000;
/// More areas than this are not ranked: nobody reads that far.
const MOST_AREAS: usize = 10_000;
/// Seeds of this analysis lie below this number.
pub const STREAM: u64 = 0x6172_6561;

/// Shrunken rates of the areas of one kind in one period, in the order of the counts given.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    pub areas: u64,
    /// Overall rate per week (of an area of mean exposure).
    pub mean: f64,
    /// Posterior mean of each area's rate per week, and its 90 % interval.
    pub rates: Vec<(f64, [f64; 2])>,
    /// Best and worst rank at 90 %, 1 the highest rate (per exposure where that is given).
    pub ranks: Vec<[f64; 2]>,
    pub draws: u64,
}

/// Counts with the weight of each area (exposure over mean exposure; 1 where nothing is known), and the weeks.
///
/// `None` where areas differ no more than chance makes them differ, and below five areas. Without `seed` no ranks are
/// drawn.
#[must_use]
pub fn rank(counts: &[(u64, f64)], weeks: f64, seed: Option<[u64; 2]>) -> Option<Ranking> {
    let expected: Vec<(u64, f64)> = counts.iter().map(|(count, weight)| (*count, weight * weeks)).collect();
    let Shrunken { mean, areas, .. } = shrink(&expected)?;
    let draws = (MOST_NUMBERS / areas.len() as u64).clamp(FEWEST_DRAWS, DRAWS);
    let drawn = seed.filter(|_| areas.len() <= MOST_AREAS);
    let ranks = drawn.map_or_else(Vec::new, |[seed, kind]| {
        rank_intervals(&areas, draws, CONFIDENCE, stream(seed, &[STREAM, kind]).next_u64())
    });
    let rate = |(area, (_, weight)): (&Area, &(u64, f64))| {
        // Intervals need two searches an area; without ranks nobody looks at them.
        let [low, high] = if drawn.is_some() { area.interval(CONFIDENCE) } else { [area.mean; 2] };
        (area.mean * weight, [low * weight, high * weight])
    };
    Some(Ranking {
        areas: areas.len() as u64,
        mean,
        rates: areas.iter().zip(counts).map(rate).collect(),
        draws: if ranks.is_empty() { 0 } else { draws },
        ranks,
    })
}
