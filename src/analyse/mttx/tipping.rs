//! How long the unknown durations would have to be for a change to be gone (`METHODS.md` 17.8). The worst that they could be
//! takes back nearly every change and says little; the length at which it tips can be judged.

use super::cohorts::{Cohort, positive};
use crate::stats::quantile::{linear, sorted};
use crate::stats::ranks::mann_whitney;

/// A smaller share of unknown durations is left to a caveat.
const MIN_MISSING: f64 = 0.05;
/// Lengths that are tried, evenly among the known durations.
const STEPS: usize = 128;
/// A change that is looked at, and that has to stay.
const CLEAR: f64 = 0.05;

/// At which length of the unknown durations of one period the change is gone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tipping {
    /// 0: the period under review, 1: the earlier one.
    pub side: usize,
    pub unknown: u64,
    /// Whether they would have to be longer than that, or shorter.
    pub longer: bool,
    /// Seconds; `None` where it holds however long they were.
    pub at: Option<f64>,
    /// A quarter of the known ones of that period is shorter, and a quarter longer than that.
    pub quartiles: [f64; 2],
}

impl Tipping {
    /// Whether the unknown ones would have to be unlike three quarters of the known ones, on the side that hurts.
    #[must_use]
    pub fn is_far(&self) -> bool {
        let [low, high] = self.quartiles;
        self.at.is_none_or(|at| if self.longer { at > high } else { at < low })
    }
}

/// The tipping point of a change that is clear among the known durations, of the period with more unknown ones. `None` where
/// there is no such change or too few are unknown.
#[must_use]
pub fn tipping(cohorts: [&Cohort; 2]) -> Option<Tipping> {
    let side = usize::from(cohorts[1].missing() > cohorts[0].missing());
    let cohort = *cohorts.get(side)?;
    if cohort.missing() as f64 <= MIN_MISSING * cohort.all() as f64 {
        return None;
    }
    let known = cohorts.map(Cohort::seconds);
    let [now, before] = &known;
    let longer_now = clear([now, before])?;
    // Unknown ones hurt where they pull their period towards the other one.
    let longer = longer_now == (side == 1);
    let own = sorted(known.get(side)?.clone());
    let mut lengths = sorted(known.concat());
    lengths.dedup();
    let step = lengths.len().div_ceil(STEPS).max(1);
    let mut tried: Vec<f64> = lengths.iter().copied().step_by(step).chain(lengths.last().copied()).collect();
    if !longer {
        tried.reverse();
        tried.push(0.0);
    }
    let holds = |at: &f64| {
        let mut filled = known.clone();
        filled.iter_mut().skip(side).take(1).for_each(|list| {
            list.extend(cohort.lost.iter().map(|lost| lost.most.map_or(*at, |most| at.min(most))));
        });
        let [now, before] = &filled;
        clear([now, before]) == Some(longer_now)
    };
    let at = tried.get(tried.partition_point(holds)).copied();
    Some(Tipping { side, unknown: cohort.missing(), longer, at, quartiles: [linear(&own, 0.25)?, linear(&own, 0.75)?] })
}

/// Whether the first tend to be longer, where that is clear.
fn clear(samples: [&[f64]; 2]) -> Option<bool> {
    let [now, before] = positive(samples);
    let found = mann_whitney(&now, &before).filter(|test| test.p <= CLEAR)?;
    Some(found.superiority > 0.5)
}
