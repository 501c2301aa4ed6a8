//! Which weeks are unusual beside the others (`METHODS` 17.5).
//!
//! All questions of this page together say something in at most one of twenty reports in which nothing happened: the
//! error is shared out between the weekly counts, their runs, the weekly medians of the time to resolve, and theirs.
//! Complete weeks have the same exposure (a change of the clock moves it by 0.6 %), so limits that widen and narrow with
//! the exposure would show nothing more.

use crate::analyse::volume::weeks::WeekCounts;
use crate::frame::DataSet;
use crate::stats::count_limits::{self, TRIMMED};
use crate::stats::quantile::{median, sorted};
use crate::stats::runs;
use crate::stats::special::beta_inverse;
use crate::stats::sum::mean;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Below this number of points limits are provisional; below [`MIN`] there are none.
pub const FIRM: usize = 12;
pub const MIN: usize = 8;
/// Below one incident a week, one more or less decides.
pub const MIN_MEAN: f64 = 1.0;
/// A median of fewer incidents is the figure of one or two of them.
pub const MIN_IN_WEEK: usize = 3;
/// The error of all that is said of weeks.
pub const FAMILY: f64 = 0.05;
/// Seconds below which a duration counts as this much: zero has no logarithm (half a minute, `METHODS` 1).
const MIN_SECONDS: f64 = 30.0;
/// Names the streams of random orders: of counts, of medians.
const STREAMS: [u64; 2] = [0x7765_656b, 0x7765_656c];

/// One value per week, and the limits within which weeks like these stay.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chart {
    /// One per week of [`WeekCounts`]; nothing where the week is no point.
    pub values: Vec<Option<f64>>,
    /// Number of points.
    pub points: usize,
    /// Missing below eight points, and when the values don't move.
    pub limits: Option<Limits>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// Median of the points, and their mean.
    pub centre: f64,
    pub mean: f64,
    /// At the median, or beside it where points lie on it: it has as many points below as above, and runs are about it.
    pub cut: f64,
    /// The least and the largest value that is not unusual; of medians, for a week with the middle number of incidents.
    pub low: f64,
    pub high: f64,
    /// Limits of each week where they depend on its number of incidents; else empty.
    pub each: Vec<Option<[f64; 2]>>,
    /// The numbers of incidents that those limits are for, in the same order; 0 where the week is no point.
    pub each_n: Vec<usize>,
    /// That middle number; 0 for counts.
    pub typical_n: usize,
    /// Variance over mean of the counts without the highest, as the limits take it; `None` for medians.
    pub dispersion: Option<f64>,
    /// Whether the limits are those of Poisson counts.
    pub poisson: bool,
    /// Fewer than [`FIRM`] points.
    pub provisional: bool,
    /// Weeks beyond the limits.
    pub beyond: Vec<usize>,
    /// First and last week of runs on one side of the cut that are longer than chance makes them.
    pub runs: Vec<[usize; 2]>,
    /// The length from which on a run is that long, which random orders reach in no larger a share than this.
    pub unusual_run: usize,
    pub error: f64,
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

/// The points of a chart, in order: week and value.
fn points_of(values: &[Option<f64>]) -> (Vec<usize>, Vec<f64>) {
    values.iter().enumerate().filter_map(|(week, value)| Some((week, (*value)?))).unzip()
}

/// Šidák's share of the error for each of so many questions.
fn share(error: f64, questions: usize) -> f64 {
    -libm::expm1(libm::log1p(-error) / questions.max(1) as f64)
}

/// What both charts have in common; `limits` gives the least and the largest usual value of each point at a tail
/// probability, `error` is that of one of the two questions of a chart.
fn bounded(
    values: &[Option<f64>],
    error: f64,
    stream: (u64, u64),
    limits: impl Fn(f64) -> Option<Vec<[f64; 2]>>,
) -> Option<(Limits, Vec<[f64; 2]>)> {
    let (places, known) = points_of(values);
    let ascending = sorted(known.clone());
    if known.len() < MIN || ascending.first() == ascending.last() {
        return None;
    }
    let found = limits(share(error, known.len()) / 2.0)?;
    let outside = |at: &usize| {
        let (value, limit) = (known.get(*at), found.get(*at));
        value.zip(limit).is_some_and(|(value, [low, high])| value < low || value > high)
    };
    let week = |point: usize| places.get(point).copied();
    let centre = median(&ascending)?;
    let cut = runs::cut(&ascending)?;
    let unusual_run = runs::unusual_length(&known, cut, error, (stream.0, &[stream.1]));
    let long = runs::runs(&known, cut).into_iter().filter(|[first, last]| last - first + 1 >= unusual_run);
    let limits = Limits {
        centre,
        mean: mean(&known)?,
        cut,
        low: f64::NAN,
        high: f64::NAN,
        each: Vec::new(),
        each_n: Vec::new(),
        typical_n: 0,
        dispersion: None,
        poisson: false,
        provisional: known.len() < FIRM,
        beyond: (0..known.len()).filter(outside).filter_map(week).collect(),
        runs: long.filter_map(|[first, last]| Some([week(first)?, week(last)?])).collect(),
        unusual_run,
        error,
    };
    Some((limits, found))
}

/// Both charts, the second only where most weeks have at least [`MIN_IN_WEEK`] durations. The error is shared between
/// those that are looked at.
#[must_use]
pub fn charts(data: &DataSet, weeks: &WeekCounts, points: &Range<usize>, seed: u64) -> (Chart, Option<Chart>) {
    let totals = weeks.totals().into_iter().enumerate();
    let values: Vec<Option<f64>> = totals.map(|(week, n)| points.contains(&week).then_some(n as f64)).collect();
    let logs = logs(data, weeks, points);
    let charts = if logs.is_some() { 2 } else { 1 };
    // Each chart asks two questions: single weeks, and runs.
    let error = share(FAMILY, 2 * charts);
    let limits = of_counts(&values, error, seed);
    let counts = Chart { points: points_of(&values).0.len(), values, limits };
    (counts, logs.map(|logs| durations(logs, error, seed)))
}

fn of_counts(values: &[Option<f64>], error: f64, seed: u64) -> Option<Limits> {
    let (_, known) = points_of(values);
    let counts: Vec<u64> = known.iter().map(|v| *v as u64).collect();
    let fitted = count_limits::fit(&counts, TRIMMED)?;
    let (mut limits, found) = bounded(values, error, (seed, STREAMS[0]), |tail| {
        Some(vec![fitted.limits(tail).map(|count| count as f64); known.len()])
    })?;
    [limits.low, limits.high] = *found.first()?;
    limits.dispersion = Some(fitted.dispersion);
    limits.poisson = fitted.poisson;
    Some(limits).filter(|limits| limits.mean >= MIN_MEAN)
}

/// Logarithms of the times to resolve (seconds) of the incidents of each week, ascending. Nothing unless most of the
/// weeks have at least [`MIN_IN_WEEK`].
fn logs(data: &DataSet, weeks: &WeekCounts, points: &Range<usize>) -> Option<Vec<Vec<f64>>> {
    let view = data.incident_view();
    let mut logs: Vec<Vec<f64>> = vec![Vec::new(); weeks.starts_ms.len()];
    for row in view.rows().filter(|&row| view.included.get(row)) {
        let seconds = view.ttr.get(row).filter(|s| s.is_finite() && *s >= 0.0);
        let (Some(at), Some(seconds)) = (view.started.get(row), seconds) else { continue };
        let week = weeks.holding(at).filter(|week| points.contains(week));
        let log = libm::log(seconds.max(MIN_SECONDS));
        week.and_then(|week| logs.get_mut(week)).into_iter().for_each(|w| w.push(log));
    }
    let enough = logs.iter().filter(|w| w.len() >= MIN_IN_WEEK).count();
    (enough * 2 > points.len()).then(|| logs.into_iter().map(sorted).collect())
}

/// Logarithm of the median time to resolve per week. Its limits are the interval of a median of as many durations,
/// drawn from those of all weeks.
fn durations(logs: Vec<Vec<f64>>, error: f64, seed: u64) -> Chart {
    let enough = |week: &&Vec<f64>| week.len() >= MIN_IN_WEEK;
    let values: Vec<Option<f64>> =
        logs.iter().map(|week| Some(week).filter(enough).and_then(|week| median(week))).collect();
    let sizes: Vec<usize> = logs.iter().filter(enough).map(Vec::len).collect();
    let all = sorted(logs.into_iter().flatten().collect());
    let mut middle = sizes.clone();
    middle.sort_unstable();
    let typical_n = middle.get(middle.len() / 2).copied().unwrap_or(0);
    let (places, _) = points_of(&values);
    let limits = bounded(&values, error, (seed, STREAMS[1]), |tail| {
        // Weeks of one size share their limits.
        let different: BTreeSet<usize> = sizes.iter().copied().collect();
        let known: BTreeMap<usize, Option<[f64; 2]>> =
            different.into_iter().map(|n| (n, of_median(&all, n, tail))).collect();
        sizes.iter().map(|n| known.get(n).copied().flatten()).collect()
    });
    let limits = limits.map(|(mut limits, found)| {
        let typical = sizes.iter().position(|n| *n == typical_n).and_then(|at| found.get(at));
        [limits.low, limits.high] = typical.copied().unwrap_or([limits.centre; 2]);
        limits.each = vec![None; values.len()];
        limits.each_n = vec![0; values.len()];
        for ((week, limit), n) in places.iter().zip(found).zip(&sizes) {
            limits.each.get_mut(*week).into_iter().for_each(|slot| *slot = Some(limit));
            limits.each_n.get_mut(*week).into_iter().for_each(|slot| *slot = *n);
        }
        limits.typical_n = typical_n;
        limits
    });
    Chart { points: places.len(), values, limits }
}

/// Between which of all values the median of `n` of them, drawn at random, lies but for `tail` on each side. The lower of
/// the two middle ones of an even number decides below and the upper one above, and drawing without replacement varies
/// less than the distribution taken here: both make the limits a little wide.
fn of_median(all: &[f64], n: usize, tail: f64) -> Option<[f64; 2]> {
    let (lower, upper) = (n.div_ceil(2) as f64, (n / 2 + 1) as f64);
    let share_below = beta_inverse(tail, lower, n as f64 - lower + 1.0);
    let share_above = 1.0 - beta_inverse(tail, n as f64 - upper + 1.0, upper);
    let last = all.len().checked_sub(1)?;
    let low = (share_below * all.len() as f64).floor() as usize;
    let high = ((share_above * all.len() as f64).ceil() as usize).saturating_sub(1);
    Some([*all.get(low.min(last))?, *all.get(high.min(last))?])
}
