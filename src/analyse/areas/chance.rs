//! Incidents spread over areas by chance, many times.

use crate::analyse::areas::measures::ChanceMeasures;
use crate::analyse::areas::ranks::STREAM;
use crate::par;
use crate::stats::binomial::ln_pmf;
use crate::stats::concentration::WeightedCells;
use crate::stats::random::{Rng, stream};

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
    // One event takes a look into the guide. One cell takes an inversion, with as many steps as its count varies by; where it has but a
    // few events, looks are cheaper.
    let one_by_one = events <= cells.saturating_mul(40);
    let inversion = 100 + 2 * (events / cells.max(1)).isqrt();
    let cost = if one_by_one { events.max(cells) } else { cells.saturating_mul(inversion) }.max(1);
    let falls = WeightedCells::of(cumulative);
    let replicates: Vec<u64> = (0..(MAX_STEPS / cost).clamp(MIN, REPLICATES)).collect();
    let draw = |replicate: &u64| {
        let [seed, kind] = seed;
        let mut rng = stream(seed, &[STREAM + 1, kind, *replicate]);
        let counts = if one_by_one { falls.draw(events, &mut rng) } else { by_cell(events, weights, &mut rng) };
        ChanceMeasures::of(&counts)
    };
    let parts = par::chunks(&replicates, |part| part.iter().map(draw).collect::<Vec<_>>());
    Some(Null { draws: parts.into_iter().flatten().collect() })
}

/// Cell by cell: given the events that are left, a cell's count is binomial.
fn by_cell(events: u64, weights: &[f64], rng: &mut Rng) -> Vec<f64> {
    let (mut left, mut weight): (u64, f64) = (events, weights.iter().sum());
    let count = |own: &f64| {
        let p = if weight > 0.0 { (own / weight).min(1.0) } else { 0.0 };
        let drawn = binomial(left, p, rng);
        left -= drawn.min(left);
        weight -= own;
        drawn as f64
    };
    let mut counts: Vec<f64> = weights.iter().map(count).collect();
    // Rounding may leave the last weight a little off; what is left belongs to the last cell that has any weight.
    let last = weights.iter().rposition(|w| *w > 0.0).and_then(|at| counts.get_mut(at));
    if let Some(last) = last {
        *last += left as f64;
    }
    counts
}

/// A binomial number by inversion, outwards from the most likely count. O(√(n p (1 − p))).
#[must_use]
pub fn binomial(n: u64, p: f64, rng: &mut Rng) -> u64 {
    if n == 0 || p <= 0.0 {
        return 0;
    }
    if p >= 1.0 {
        return n;
    }
    let mode = (((n + 1) as f64 * p) as u64).min(n);
    let odds = p / (1.0 - p);
    let top = libm::exp(ln_pmf(mode, n, p));
    let mut left = rng.next_f64() - top;
    if left < 0.0 {
        return mode;
    }
    let (mut below, mut above, mut low, mut high) = (top, top, mode, mode);
    while (low > 0 && below > 0.0) || (high < n && above > 0.0) {
        if high < n && above > 0.0 {
            above *= (n - high) as f64 / (high + 1) as f64 * odds;
            high += 1;
            left -= above;
            if left < 0.0 {
                return high;
            }
        }
        if low > 0 && below > 0.0 {
            below *= low as f64 / ((n - low + 1) as f64 * odds);
            low -= 1;
            left -= below;
            if left < 0.0 {
                return low;
            }
        }
    }
    // What rounding leaves over, about 1e-12, goes to the most likely count.
    mode
}
