//! How unequally incidents are spread over areas, and how unequal chance alone would make them.
//!
//! The figures that are shown give an incident in m areas to each of them by 1/m. Fractions are no counts, so what is held
//! against chance is the first area that each incident names. Chance spreads the same number over the same areas, in
//! proportion to exposure where that is given.

use crate::analyse::areas::chance::{Null, simulate};
use crate::analyse::areas::measures::ChanceMeasures;
use crate::stats::concentration::{Concentration, concentration};
use crate::stats::quantile::{inverted, sorted};

/// Needed before concentration is held against chance.
pub const MIN_EVENTS: u64 = 20;
pub const MIN_AREAS: usize = 5;

/// Concentration of one kind of area in the period under review.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaConcentration {
    pub areas: u64,
    /// By fractions of 1/m.
    pub shown: Concentration,
    /// Incidents by the first area they name, and how they are spread.
    pub events: u64,
    pub first: ChanceMeasures,
    /// Held against chance; empty below the least number of events and areas.
    pub chance: Option<Chance>,
}

/// What chance does to the measures.
#[derive(Debug, Clone, PartialEq)]
pub struct Chance {
    pub replicates: u64,
    /// Mean and 95th percentile by chance, and the probability of at least what was seen.
    pub gini: HeldShare,
    pub top: HeldShare,
    pub fifth: HeldShare,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeldShare {
    pub mean: f64,
    pub p95: f64,
    pub p: f64,
}

impl HeldShare {
    /// Whether what was seen lies beyond the 95th percentile.
    #[must_use]
    pub fn beyond(&self, seen: f64) -> bool {
        seen > self.p95 + 1e-12
    }
}

/// Concentration of shares of 1/m, with the first areas held against chance. `weights`: exposure of each area, or all 1.
#[must_use]
pub fn spread(shares: &[f64], first: &[u64], weights: &[f64], seed: [u64; 2]) -> Option<AreaConcentration> {
    let shown = concentration(shares)?;
    let events = first.iter().sum();
    let counts: Vec<f64> = first.iter().map(|n| *n as f64).collect();
    let measures = ChanceMeasures::of(&counts);
    let enough = events >= MIN_EVENTS && first.len() >= MIN_AREAS;
    let null = if enough { simulate(events, weights, seed) } else { None };
    Some(AreaConcentration {
        areas: shares.len() as u64,
        shown,
        events,
        first: measures,
        chance: null.map(|null| held(&null, measures)),
    })
}

fn held(null: &Null, seen: ChanceMeasures) -> Chance {
    let hold = |value: fn(&ChanceMeasures) -> f64| {
        let drawn = sorted(null.draws.iter().map(value).collect());
        let as_large = drawn.iter().filter(|v| **v >= value(&seen) - 1e-12).count();
        let n = drawn.len().max(1) as f64;
        HeldShare {
            mean: drawn.iter().sum::<f64>() / n,
            p95: inverted(&drawn, 0.95).unwrap_or(1.0),
            // Never 0 (Phipson and Smyth 2010).
            p: (1 + as_large) as f64 / (1 + drawn.len()) as f64,
        }
    };
    Chance {
        replicates: null.draws.len() as u64,
        gini: hold(|m| m.gini),
        top: hold(|m| m.top),
        fifth: hold(|m| m.fifth),
    }
}
