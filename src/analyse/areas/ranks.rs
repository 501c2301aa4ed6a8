//! Rates drawn towards the mean of all areas, and the ranks an area may have.
//!
//! Empirical Bayes with a gamma prior (Marshall 1991) for the rates; their intervals leave the uncertainty of the prior
//! out and are approximate. Ranks rest on the counts themselves, and hold for all areas at once (`METHODS.md` 17.7).

use crate::stats::rank_sets::{among_first, rank_sets};
use crate::stats::shrinkage::{Area, Shrunken, shrink};

/// Coverage of the rates.
pub const CONFIDENCE: f64 = 0.90;
/// With this probability all ranks hold together.
pub const JOINT: f64 = 0.95;
/// The first ranks, which are worth a sentence.
pub const FIRST: usize = 3;
/// More areas than this are not ranked, and of those ranked no more than so many get a range: nobody reads that far.
const MAX_AREAS: usize = 10_000;
const MAX_RANKED: usize = 200;
/// Seeds of this analysis lie below this number.
pub const STREAM: u64 = 0x6172_6561;

/// Shrunken rates of the areas of one kind in one period, in the order of the counts given.
#[derive(Debug, Clone, PartialEq)]
pub struct ShrunkenRates {
    pub areas: u64,
    /// Overall rate per week (of an area of mean exposure).
    pub mean: f64,
    /// Posterior mean of each area's rate per week, and its 90 % interval.
    pub rates: Vec<(f64, [f64; 2])>,
    /// Best and worst rank, 1 the highest rate (per exposure where that is given); all of them hold together at 95 %.
    /// `None` for areas far down the list, and for all where no ranks were asked for.
    pub ranks: Vec<Option<[u64; 2]>>,
    /// The joint error at which every area that is among the first three is there; the least of any area where none is.
    pub q: Option<f64>,
}

/// Counts with the weight of each area (exposure over mean exposure; 1 where nothing is known), and the weeks.
///
/// `None` where areas differ no more than chance makes them differ, and below five areas.
#[must_use]
pub fn rank(counts: &[(u64, f64)], weeks: f64, with_ranks: bool) -> Option<ShrunkenRates> {
    let expected: Vec<(u64, f64)> = counts.iter().map(|(count, weight)| (*count, weight * weeks)).collect();
    let Shrunken { mean, areas, .. } = shrink(&expected)?;
    let ranked = with_ranks && areas.len() <= MAX_AREAS;
    let ranks = ranked.then(|| rank_sets(counts, JOINT, MAX_RANKED)).flatten().unwrap_or_default();
    let rate = |(area, (_, weight)): (&Area, &(u64, f64))| {
        // Intervals need two searches an area; without ranks nobody looks at them.
        let [low, high] = if ranked { area.interval(CONFIDENCE) } else { [area.mean; 2] };
        (area.mean * weight, [low * weight, high * weight])
    };
    Some(ShrunkenRates {
        areas: areas.len() as u64,
        mean,
        rates: areas.iter().zip(counts).map(rate).collect(),
        q: among(counts, &ranks),
        ranks,
    })
}

fn among(counts: &[(u64, f64)], ranks: &[Option<[u64; 2]>]) -> Option<f64> {
    let places = |fits: &dyn Fn([u64; 2]) -> bool| -> Vec<f64> {
        let fit = ranks.iter().enumerate().filter(|(_, set)| set.is_some_and(fits));
        fit.filter_map(|(at, _)| among_first(counts, at, FIRST)).collect()
    };
    let named = places(&|[_, worst]| worst <= FIRST as u64);
    named
        .into_iter()
        .reduce(f64::max)
        .or_else(|| places(&|[best, _]| best <= FIRST as u64).into_iter().reduce(f64::min))
}
