//! How unequally counts are spread, and how unequal chance alone would make them.

use crate::stats::binomial;
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
/// has a stream of its own. `None` without positive total exposure. At most O(replicates · (events + cells)).
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
    let cells = WeightedCells::of(running(exposure.iter().copied()));
    Some((0..replicates).map(|r| measure(&cells.draw(events, &mut stream(seed, &[r])))).collect())
}

/// Cells that events fall into, each as often as it is wide. With the guide of Chen and Asau (1974) an event finds its cell in
/// about two steps, however many there are, and in the same one as by halves.
#[derive(Debug, Clone)]
pub struct WeightedCells {
    /// Where each cell ends, ascending.
    ends: Vec<f64>,
    /// For each of as many equal parts of the whole, the cell in which it begins.
    guide: Vec<u32>,
}

impl WeightedCells {
    /// Cells by where each ends, ascending.
    #[must_use]
    pub fn of(ends: Vec<f64>) -> Self {
        let total = ends.last().copied().unwrap_or(0.0);
        let (number, mut cell) = (ends.len(), 0);
        let guide = (0..number).map(|part| {
            let begins = part as f64 / number as f64 * total;
            while ends.get(cell).is_some_and(|end| *end <= begins) {
                cell += 1;
            }
            u32::try_from(cell).unwrap_or(u32::MAX)
        });
        Self { guide: guide.collect(), ends }
    }

    /// The first cell that ends behind this share of the whole, 0..1.
    fn at(&self, share: f64) -> usize {
        let at = share * self.ends.last().copied().unwrap_or(0.0);
        let part = (share * self.guide.len() as f64) as usize;
        let mut cell = self.guide.get(part).or(self.guide.last()).map_or(0, |cell| *cell as usize);
        while self.ends.get(cell).is_some_and(|end| *end <= at) {
            cell += 1;
        }
        // Where rounding put the share into the part behind its own.
        while cell > 0 && self.ends.get(cell - 1).is_some_and(|end| *end > at) {
            cell -= 1;
        }
        cell
    }

    /// Whether so many events are drawn one by one. One event takes a look into the guide, one cell an inversion; where a cell has
    /// but a few events, looks are cheaper.
    #[must_use]
    pub fn is_one_by_one(events: u64, cells: u64) -> bool {
        events <= cells.saturating_mul(40)
    }

    /// One multinomial draw of so many events: how many fell into each cell. O(events), or O(cells · √events in each).
    #[must_use]
    pub fn draw(&self, events: u64, rng: &mut Rng) -> Vec<f64> {
        if Self::is_one_by_one(events, self.ends.len() as u64) {
            self.fall(events, rng)
        } else {
            self.fill(events, rng)
        }
    }

    /// Cell by cell: given the events that are left, a cell's count is binomial. A million events over the hours of two years take
    /// a quarter of the time.
    fn fill(&self, events: u64, rng: &mut Rng) -> Vec<f64> {
        let total = self.ends.last().copied().unwrap_or(0.0);
        let (mut left, mut before) = (events, 0.0);
        let count = |end: &f64| {
            let (own, rest) = (end - before, total - before);
            before = *end;
            let p = if rest > 0.0 { (own / rest).clamp(0.0, 1.0) } else { 0.0 };
            let drawn = binomial::draw(left, p, rng);
            left -= drawn.min(left);
            drawn as f64
        };
        self.ends.iter().map(count).collect()
    }

    fn fall(&self, events: u64, rng: &mut Rng) -> Vec<f64> {
        let mut counts = vec![0.0; self.ends.len()];
        for _ in 0..events {
            if let Some(slot) = counts.get_mut(self.at(rng.next_f64())) {
                *slot += 1.0;
            }
        }
        counts
    }
}

/// Monte-Carlo p-value: (1 + how many replicates are at least as large) / (1 + replicates); never 0 (Phipson and Smyth
/// 2010).
#[must_use]
pub fn monte_carlo_p(observed: f64, null: &[f64]) -> f64 {
    let as_large = null.iter().filter(|v| **v >= observed - 1e-12).count();
    (1 + as_large) as f64 / (1 + null.len()) as f64
}
