//! Incidents spread over areas by chance, many times.

use crate::analyse::areas::measures::ChanceMeasures;
use crate::analyse::areas::ranks::STREAM;
use crate::par;
use crate::stats::concentration::WeightedCells;
use crate::stats::random::stream;

/// Replicates; fewer where incidents and areas are so many that more would take long.
const REPLICATES: u64 = 9_999;
const MIN: u64 = 199;
const MAX_STEPS: u64 = 50_000_000;
/// More areas than this are too many to simulate.
const MAX_AREAS: usize = 100_000;

/// Measures of each replicate.
#[derive(Debug, Clone, PartialEq)]
pub struct Null {
    pub draws: Vec<ChanceMeasures>,
}

/// Multinomial replicates: every event falls on a cell in proportion to its weight. Each replicate has a stream of its
/// own. `None` without positive weight. O(replicates · min(events, cells)), with one look or one inversion each.
#[must_use]
pub fn simulate(events: u64, weights: &[f64], seed: [u64; 2]) -> Option<Null> {
    let mut total = 0.0;
    let cumulative: Vec<f64> = weights
        .iter()
        .map(|w| {
            total += w;
            total
        })
        .collect();
    if !(total > 0.0 && total.is_finite() && weights.iter().all(|w| *w >= 0.0)) || weights.len() > MAX_AREAS {
        return None;
    }
    let cells = weights.len() as u64;
    // One event takes a look, one cell an inversion with as many steps as its count varies by.
    let inversion = 100 + 2 * (events / cells.max(1)).isqrt();
    let one_by_one = WeightedCells::is_one_by_one(events, cells);
    let cost = if one_by_one { events.max(cells) } else { cells.saturating_mul(inversion) }.max(1);
    let falls = WeightedCells::of(cumulative);
    let replicates: Vec<u64> = (0..(MAX_STEPS / cost).clamp(MIN, REPLICATES)).collect();
    let draw = |replicate: &u64| {
        let [seed, kind] = seed;
        let mut rng = stream(seed, &[STREAM + 1, kind, *replicate]);
        ChanceMeasures::of(&falls.draw(events, &mut rng))
    };
    let parts = par::chunks(&replicates, |part| part.iter().map(draw).collect::<Vec<_>>());
    Some(Null { draws: parts.into_iter().flatten().collect() })
}
