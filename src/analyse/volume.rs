//! **Question.** When do incidents happen, which weeks are unusual, and can the counts be compared at all?
//! **Method.** Counts of included incidents per week (Monday, reporting zone) over the context quarters. Limits
//! of weekly counts from a trimmed negative binomial fit, of weekly medians from order statistics, runs against random
//! orders, all at one family-wise level; index of dispersion (Fisher 1950); quasi-Poisson slope beside the rank test of
//! Mann and Kendall; ratio of rates for the two periods, and for working hours against other hours,
//! exact, or quasi-Poisson where weeks vary more than independent incidents would. Tools that fell
//! silent by the exact chance of such a silence.
//! **Needs.** Starts; what each tool states, for silences.
//! **Silent when.** Limits and slopes below eight complete weeks, a slope below twenty incidents, ratios below five.
//! **Known bias.** Declared incidents are counted: more of them may be better reporting. A quiet time and a lost export
//! look alike. Weeks after the end of a collection are no points, nor are those before one began.

pub mod began;
pub mod control;
pub mod hours;
pub mod ratio;
pub mod slope;
pub mod stopped;
pub mod weeks;

use crate::analyse::Analysis;
use crate::frame::DataSet;
use crate::stats::control_chart::{Dispersion, dispersion};
use crate::stats::rate_ratio::Clusters;
use began::Began;
use control::Chart;
use hours::Hours;
use slope::Slope;
use std::ops::Range;
use stopped::Stopped;
use weeks::WeekCounts;

pub struct Volume;

/// Fewest weeks and incidents per week for the index of dispersion (`METHODS` 4.6).
const DISPERSION_WEEKS: usize = 8;
const DISPERSION_MEAN: f64 = 1.0;
/// Below this p the weeks vary more than Poisson counts do.
const OVERDISPERSED: f64 = 0.05;

/// What is not fixed by the method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Params {
    /// Number from which the random orders derive.
    pub seed: u64,
}

pub struct Output {
    pub weeks: WeekCounts,
    /// Weeks that count as points: complete ones before the first collection that stopped.
    pub points: Range<usize>,
    pub counts: Chart,
    /// Logarithm of the median time to resolve in seconds; nothing where most weeks have too few.
    pub durations: Option<Chart>,
    pub dispersion: Option<Dispersion>,
    pub slope: Option<Slope>,
    pub hours: Option<Hours>,
    /// Tools whose collection seems to have stopped, in order of their names.
    pub stopped: Vec<Stopped>,
    /// Tools whose collection begins later than the data, in order of their names.
    pub began: Vec<Began>,
}

impl Output {
    /// Whether weeks vary more than chance alone makes them; p-values that take counts as Poisson are then too small.
    #[must_use]
    pub fn overdispersed(&self) -> bool {
        self.dispersion.is_some_and(|d| d.p_upper < OVERDISPERSED)
    }

    /// Whether fewer than one incident a week began on the mean: then no week can be called unusual.
    #[must_use]
    pub fn counts_are_small(&self) -> bool {
        let known = self.counts.values.iter().flatten();
        known.sum::<f64>() < self.counts.points as f64 * control::MIN_MEAN
    }

    /// Stops that make the period under review and the one before incomparable.
    pub fn breaks(&self) -> impl Iterator<Item = &Stopped> {
        self.stopped.iter().filter(|s| s.affects_current)
    }

    /// Tools that joined so late that the period under review and the one before can't be compared.
    pub fn joined(&self) -> impl Iterator<Item = &Began> {
        self.began.iter().filter(|b| b.affects_current)
    }

    /// Whether the two periods count with different tools.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.breaks().next().is_some() || self.joined().next().is_some()
    }
}

impl Analysis for Volume {
    type Params = Params;
    type Output = Output;

    fn run(data: &DataSet, params: &Params) -> Output {
        let (weeks, stopped) = (weeks::count(data), stopped::find(data));
        let began = began::find(data, &stopped);
        let points = points(&weeks, &stopped, &began);
        let counts: Vec<u64> = weeks.totals().get(points.clone()).unwrap_or_default().to_vec();
        let enough = counts.len() >= DISPERSION_WEEKS;
        let dispersion = dispersion(&counts).filter(|d| enough && d.mean >= DISPERSION_MEAN);
        let degrees = counts.len() as f64 - 1.0;
        let clusters = dispersion
            .filter(|d| d.p_upper < OVERDISPERSED)
            .map_or(Clusters::NONE, |d| Clusters { factor: d.index, degrees });
        let (counts_chart, durations) = control::charts(data, &weeks, &points, params.seed);
        Output {
            counts: counts_chart,
            durations,
            slope: slope::slope(&counts),
            hours: hours::compare(data, clusters),
            dispersion,
            points,
            weeks,
            stopped,
            began,
        }
    }
}

/// Complete weeks from the one after the last collection that matters began to the one in which the first stopped.
fn points(weeks: &WeekCounts, stopped: &[Stopped], began: &[Began]) -> Range<usize> {
    let Range { start, end } = weeks.whole;
    let joined = began.iter().filter(|b| b.share >= stopped::MATTERS).map(|b| b.first_at).max();
    let start = joined.and_then(|at| weeks.holding(at)).map_or(start, |week| (week + 1).clamp(start, end));
    let first = stopped.iter().filter(|s| s.share >= stopped::MATTERS).map(|s| s.last_at).min();
    // A collection that stopped before the first week is in none of them.
    let cut = first.and_then(|at| weeks.holding(at)).filter(|week| (start..end).contains(week));
    start..cut.unwrap_or(end)
}
