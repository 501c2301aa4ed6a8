//! Which weeks are unusual beside the others: the chart for individual values (`METHODS` 4.7).
//!
//! Complete weeks have the same exposure (a change of the clock moves it by 0.6 %), so limits that widen and narrow with
//! the exposure would show nothing more.

use crate::analyse::volume::weeks::Weeks;
use crate::frame::DataSet;
use crate::stats::control;
use crate::stats::quantile::{median, sorted};
use std::ops::Range;

/// Below this number of points limits are provisional; below eight there are none.
pub const FIRM: usize = 12;
/// A median of fewer incidents is the figure of one or two of them.
pub const FEWEST_IN_WEEK: usize = 3;
/// Seconds below which a duration counts as this much: zero has no logarithm (half a minute, `METHODS` 1).
const LEAST: f64 = 30.0;

/// One value per week, and the limits within which weeks like these stay.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chart {
    /// One per week of [`Weeks`]; nothing where the week is no point.
    pub values: Vec<Option<f64>>,
    /// Number of points.
    pub points: usize,
    /// Missing below eight points, and when the values don't move.
    pub limits: Option<Limits>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    pub centre: f64,
    pub low: f64,
    pub high: f64,
    /// Fewer than [`FIRM`] points.
    pub provisional: bool,
    /// Weeks beyond the limits.
    pub beyond: Vec<usize>,
    /// First and last week of runs of eight or more on one side of the centre.
    pub runs: Vec<[usize; 2]>,
}

impl Limits {
    /// Every week that is unusual, by either rule.
    #[must_use]
    pub fn signals(&self) -> Vec<usize> {
        let mut all: Vec<usize> = self.beyond.iter().copied().chain(self.runs.iter().map(|run| run[1])).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Chart of the weeks in `points`; `floor` is the least possible value.
#[must_use]
pub fn chart(values: Vec<Option<f64>>, floor: Option<f64>) -> Chart {
    let (places, known): (Vec<usize>, Vec<f64>) =
        values.iter().enumerate().filter_map(|(i, v)| Some((i, (*v)?))).unzip();
    let limits = control::individuals(&known, floor).map(|found| {
        let week = |point: &usize| places.get(*point).copied();
        Limits {
            centre: found.centre,
            low: found.lower,
            high: found.upper,
            provisional: known.len() < FIRM,
            beyond: found.beyond.iter().filter_map(week).collect(),
            runs: found
                .runs
                .iter()
                .filter_map(|&last| Some([week(&first_of(&known, last, found.centre))?, week(&last)?]))
                .collect(),
        }
    });
    Chart { points: known.len(), values, limits }
}

/// First point of the run on one side of the centre that ends at `last`.
fn first_of(values: &[f64], last: usize, centre: f64) -> usize {
    let above = values.get(last).is_some_and(|v| *v > centre);
    let same = |v: &&f64| **v != centre && (**v > centre) == above;
    let length = values.iter().take(last + 1).rev().take_while(same).count();
    (last + 1).saturating_sub(length)
}

/// Counts of the weeks that are points.
#[must_use]
pub fn counts(weeks: &Weeks, points: &Range<usize>) -> Chart {
    let values = weeks.totals().into_iter().enumerate();
    chart(values.map(|(week, n)| points.contains(&week).then_some(n as f64)).collect(), Some(0.0))
}

/// Logarithm of the median time to resolve (seconds) per week. Raw durations are too skewed for these limits. Nothing
/// unless most of the weeks have at least [`FEWEST_IN_WEEK`] durations.
#[must_use]
pub fn durations(data: &DataSet, weeks: &Weeks, points: &Range<usize>) -> Option<Chart> {
    let view = data.incident_view();
    let mut logs: Vec<Vec<f64>> = vec![Vec::new(); weeks.starts_ms.len()];
    for row in (0..view.len).filter(|&row| view.included.get(row)) {
        let seconds = view.ttr.get(row).filter(|s| s.is_finite() && *s >= 0.0);
        let (Some(at), Some(seconds)) = (view.started.get(row), seconds) else { continue };
        let week = weeks.holding(at).filter(|week| points.contains(week));
        week.and_then(|week| logs.get_mut(week)).into_iter().for_each(|w| w.push(libm::log(seconds.max(LEAST))));
    }
    let enough = logs.iter().filter(|w| w.len() >= FEWEST_IN_WEEK).count();
    if enough * 2 <= points.len() {
        return None;
    }
    let middle = |week: Vec<f64>| (week.len() >= FEWEST_IN_WEEK).then(|| median(&sorted(week))).flatten();
    Some(chart(logs.into_iter().map(middle).collect(), None))
}
