//! **Question.** How long do incidents last, and what can the figures carry?
//! **Method.** Four stretches per incident (start to detected, detected to acknowledged, start to mitigated, start to
//! resolved). Quantiles of type 7; the median with its order-statistic interval; the mean beside the median, without
//! the largest incident and without auto-resolved ones.
//! **Needs.** The two times that bound the stretch. Points from 5 values on, p95 from 20, the interval from 6.
//! **Silent when.** No incident has the metric: then it is not available, which is not zero.
//! **Known bias.** Incidents still open are counted, not timed, so recent figures flatter. Times may be entered late.

pub mod censored;
pub mod change;
pub mod clocks;
pub mod cohorts;
pub mod mix;
pub mod order;
pub mod robustness;
pub mod tipping;
pub mod traits;
pub mod values;

use crate::analyse::Analysis;
use crate::analyse::areas::slots::Slots;
use crate::frame::DataSet;
use crate::frame::dataset::IncidentView;
use crate::model::row::{IncidentIx, Ix};
use crate::stats::interval;
use crate::stats::quantile::{linear, sorted};
use crate::stats::summary::{Summary, summarise, without_largest};
use crate::stats::survival;
use change::MetricChange;
use cohorts::{Against, Cohort};
use robustness::Robustness;
use traits::IncidentTraits;
use values::{GroupIx, Metric, MetricCells, Reading, Subgroup, Subgroups};

/// From so many values on, quantiles and means are given; below, only the smallest, the largest and the number.
pub const MIN_FOR_POINTS: usize = 5;
/// From so many values on, p95 is more than the largest value.
pub const MIN_FOR_P95: usize = 20;
/// Coverage of the interval of the median.
pub const CONFIDENCE: f64 = 0.95;

pub struct Mttx;

/// What is not fixed by the method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Params {
    /// Number from which the random splits derive.
    pub seed: u64,
}

/// One row of the public `mttx` table. Seconds throughout.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricRow {
    pub metric: Metric,
    pub group: Subgroup,
    pub period: String,
    pub n: u64,
    pub missing: u64,
    pub censored: u64,
    pub min: Option<f64>,
    pub p25: Option<f64>,
    pub median: Option<f64>,
    pub median_interval: Option<[f64; 2]>,
    pub p75: Option<f64>,
    pub p90: Option<f64>,
    pub p95: Option<f64>,
    pub max: Option<f64>,
    pub mean: Option<f64>,
    pub geometric_mean: Option<f64>,
    /// How many of the `n` are exactly 0.
    pub zeros: u64,
}

impl MetricRow {
    /// All incidents of the group and period.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.n + self.missing + self.censored
    }

    /// Share of the incidents that have the metric; empty without incidents.
    #[must_use]
    pub fn coverage(&self) -> Option<f64> {
        (self.all() > 0).then(|| self.n as f64 / self.all() as f64)
    }
}

/// What one incident does to the figures of all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Largest {
    /// Row of the incident table; of equals the first by id.
    pub incident: IncidentIx,
    pub seconds: f64,
    /// Share of the sum of all durations.
    pub share: f64,
    pub mean_without: f64,
    pub median_without: f64,
}

/// The time to resolve of incidents that a timer or an integration ended, and of the others.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AutoResolved {
    pub auto: u64,
    pub others: u64,
    pub mean_auto: Option<f64>,
    pub median_auto: Option<f64>,
    pub mean_others: Option<f64>,
    pub median_others: Option<f64>,
}

/// The time to resolve without incidents that were reopened, whose time runs to the last resolution. Seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WithoutReopened {
    /// Reopened ones, and all whose time to resolve is known.
    pub reopened: u64,
    pub known: u64,
    pub mean: Option<f64>,
    pub median: Option<f64>,
}

/// The durations behind the chart: period under review, ascending.
#[derive(Debug, Clone, PartialEq)]
pub struct DurationCurve {
    pub group: Subgroup,
    pub seconds: Vec<f64>,
}

/// One metric over all included incidents of the period under review.
#[derive(Debug, Clone, PartialEq)]
pub struct Whole {
    pub row: MetricRow,
    pub largest: Option<Largest>,
    /// Included incidents of all history that have the metric; 0 says that no source has it.
    pub anywhere: u64,
    /// Between which values the median lies, whatever the missing durations are; the upper end may be open.
    pub bounds: Option<(f64, Option<f64>)>,
}

pub struct Output {
    /// Sorted by metric, kind of group, group (severities by rank), period. Groups without incidents are left out.
    pub rows: Vec<MetricRow>,
    /// The period under review, in the order of [`Metric::ALL`].
    pub whole: Vec<Whole>,
    /// Time to resolve, all and by severity, worst first.
    pub curves: Vec<DurationCurve>,
    /// Time to resolve of all incidents of the previous period, ascending.
    pub ghost: Option<Vec<f64>>,
    pub split: AutoResolved,
    /// The time to resolve of the period under review without incidents that were reopened; `None` where none was.
    pub reopened: Option<WithoutReopened>,
    /// Comparisons of every group with enough durations, all incidents first; by metric, then by earlier period.
    pub changes: Vec<MetricChange>,
    /// The same from all sides, in the same order.
    pub robustnesses: Vec<Robustness>,
    /// Incidents of the period under review that are still open, per metric in the order of [`Metric::ALL`].
    pub open: Vec<Open>,
    pub clocks: Vec<clocks::ClockReading>,
    /// Whether the time to resolve goes with severity in the period under review.
    pub order: Option<order::Order>,
}

/// Survival of the period under review alone, where incidents are still open.
#[derive(Debug, Clone, PartialEq)]
pub struct Open {
    pub metric: Metric,
    /// Ages in seconds, ascending.
    pub ages: Vec<f64>,
    /// Older than nineteen in twenty of those that ended.
    pub stale: u64,
    pub curve: Option<survival::Curve>,
}

impl Output {
    /// One metric over all incidents of the period under review.
    #[must_use]
    pub fn whole(&self, metric: Metric) -> Option<&Whole> {
        self.whole.iter().find(|w| w.row.metric == metric)
    }

    /// One metric over all incidents against one earlier period, from all sides.
    #[must_use]
    pub fn robustness(&self, metric: Metric, against: Against) -> Option<&Robustness> {
        let all = |s: &&Robustness| s.change.group.kind == "all";
        self.robustnesses.iter().filter(all).find(|s| s.change.metric == metric && s.change.against == against)
    }

    /// The comparison from all sides.
    #[must_use]
    pub fn robustness_of(&self, change: &MetricChange) -> Option<&Robustness> {
        let same =
            |c: &MetricChange| c.metric == change.metric && c.against == change.against && c.group == change.group;
        self.robustnesses.iter().find(|s| same(&s.change))
    }

    /// Comparisons of groups of one metric with one earlier period, the row for all incidents left out.
    pub fn group_changes(&self, metric: Metric, against: Against) -> impl Iterator<Item = &MetricChange> {
        let wanted = move |c: &&MetricChange| c.metric == metric && c.against == against && c.group.kind != "all";
        self.changes.iter().filter(wanted)
    }

    /// What is still open of one metric.
    #[must_use]
    pub fn open(&self, metric: Metric) -> Option<&Open> {
        self.open.iter().find(|o| o.metric == metric)
    }
}

impl Analysis for Mttx {
    type Params = Params;
    type Output = Output;

    fn run(data: &DataSet, params: &Params) -> Output {
        let view = data.incident_view();
        let slots = Slots::of(data);
        let groups = Subgroups::of(&view);
        let traits = IncidentTraits::of(data);
        let mut order: Vec<GroupIx> = groups.groups.rows().collect();
        order.sort_by_key(|&g| sort_key(&groups.groups[g]));
        let mut output = Output {
            rows: Vec::new(),
            whole: Vec::new(),
            curves: Vec::new(),
            ghost: None,
            split: split(&view),
            reopened: reopened(&view, &traits),
            changes: Vec::new(),
            robustnesses: Vec::new(),
            open: Vec::new(),
            clocks: clocks::readings(data),
            order: None,
        };
        for metric in Metric::ALL {
            let current = Cohort::current(metric, &view, &data.periods);
            output.look_back(&current, metric, data, (&groups, &traits), params.seed);
            if metric == Metric::Ttr {
                output.order = order::order(&current, params.seed);
            }
            let cells = MetricCells::of(metric, &view, &slots, &groups);
            for (group, slot) in order.iter().flat_map(|&g| (0..slots.shown()).map(move |s| (g, s))) {
                let name = &groups.groups[group];
                let row = describe(metric, name, slots.label(slot), &cells, cells.cell(group, slot));
                let reviewed = slot == slots.current();
                if reviewed && metric == Metric::Ttr && matches!(name.kind, "all" | "severity") && row.n > 0 {
                    let seconds = cells.values(cells.cell(group, slot)).to_vec();
                    output.curves.push(DurationCurve { group: name.clone(), seconds });
                }
                if reviewed && group.place() == 0 {
                    let values = cells.values(cells.cell(group, slot));
                    let bounds = current.bounds();
                    output.whole.push(whole(metric, row.clone(), values, bounds, &view));
                }
                if row.all() > 0 {
                    output.rows.push(row);
                }
            }
        }
        output
    }
}

impl Output {
    /// Holds the period under review against the earlier ones.
    fn look_back(
        &mut self,
        current: &Cohort,
        metric: Metric,
        data: &DataSet,
        (groups, traits): (&Subgroups, &IncidentTraits),
        seed: u64,
    ) {
        let view = data.incident_view();
        let periods = &data.periods;
        self.open.extend(open(metric, current));
        for against in Against::ALL {
            let Some(period) = against.period(periods) else { continue };
            let earlier = Cohort::earlier(metric, &view, periods, period);
            if metric == Metric::Ttr && against == Against::Previous {
                self.ghost = Some(sorted(earlier.seconds()));
            }
            let rows = change::table(metric, groups, against, [current, &earlier]);
            let stream = (metric as u64) * 2 + against as u64;
            for (group, (change, [now, before])) in (0_u64..).zip(&rows) {
                let robustness = robustness::robustness(change, [now, before], traits, seed, [stream, group]);
                self.robustnesses.push(robustness);
            }
            self.changes.extend(rows.into_iter().map(|(change, _)| change));
        }
    }
}

fn open(metric: Metric, cohort: &Cohort) -> Option<Open> {
    if cohort.open.is_empty() {
        return None;
    }
    let ages = sorted(cohort.open.iter().map(|t| t.seconds).collect());
    let ended = sorted(cohort.seconds());
    let late = linear(&ended, 0.95).filter(|_| ended.len() >= MIN_FOR_P95);
    let stale = late.map_or(0, |late| ages.len() - ages.partition_point(|age| *age <= late));
    let ended = ended.iter().map(|seconds| (*seconds, true));
    let seen: Vec<survival::CensoredDuration> = ended.chain(ages.iter().map(|age| (*age, false))).collect();
    let curve = (cohort.known.len() >= MIN_FOR_POINTS).then(|| survival::kaplan_meier(&seen, CONFIDENCE)).flatten();
    Some(Open { metric, stale: stale as u64, curve, ages })
}

/// `all` first; severities by rank, not by the letters of the rank.
fn sort_key(group: &Subgroup) -> (&'static str, u64, &str) {
    (group.kind, if group.kind == "severity" { group.name.parse().unwrap_or(u64::MAX) } else { 0 }, &group.name)
}

fn describe(metric: Metric, group: &Subgroup, period: &str, cells: &MetricCells, cell: usize) -> MetricRow {
    let values = cells.values(cell);
    let count = |counts: &[u64]| counts.get(cell).copied().unwrap_or(0);
    let summary = summarise(values);
    let points = summary.filter(|s| s.n >= MIN_FOR_POINTS);
    let point = |pick: fn(&Summary) -> f64| points.as_ref().map(pick);
    MetricRow {
        metric,
        group: group.clone(),
        period: period.to_owned(),
        n: values.len() as u64,
        missing: count(&cells.missing),
        censored: count(&cells.censored),
        min: summary.map(|s| s.min),
        p25: point(|s| s.p25),
        median: point(|s| s.median),
        median_interval: interval::quantile(values, 0.5, CONFIDENCE).map(|i| [i.low, i.high]),
        p75: point(|s| s.p75),
        p90: point(|s| s.p90),
        p95: points.filter(|s| s.n >= MIN_FOR_P95).map(|s| s.p95),
        max: summary.map(|s| s.max),
        mean: point(|s| s.mean),
        geometric_mean: points.and_then(|s| s.geometric_mean),
        zeros: values.partition_point(|v| *v <= 0.0) as u64,
    }
}

fn whole(
    metric: Metric,
    row: MetricRow,
    values: &[f64],
    bounds: Option<(f64, Option<f64>)>,
    view: &IncidentView,
) -> Whole {
    let included = || view.rows().filter(|&r| view.included.get(r));
    let known = |r: IncidentIx| matches!(values::read(metric, view, r), Reading::Known(_));
    let largest = without_largest(values).zip(values.last()).and_then(|(without, &seconds)| {
        let same = |r: &IncidentIx| view.in_period.get(*r) && metric.value(view, *r).is_some_and(|v| v >= seconds);
        Some(Largest {
            incident: included().find(same)?,
            seconds,
            share: without.share_of_total,
            mean_without: without.mean,
            median_without: without.median,
        })
    });
    let anywhere = included().filter(|&r| known(r)).count() as u64;
    Whole { row, largest, anywhere, bounds }
}

fn split(view: &IncidentView) -> AutoResolved {
    let (mut auto, mut others) = (Vec::new(), Vec::new());
    for row in view.rows().filter(|&r| view.included.get(r) && view.in_period.get(r)) {
        let Some(seconds) = Metric::Ttr.value(view, row) else { continue };
        let automatic = view.resolution.get(row) == Some("auto-resolved");
        if automatic { auto.push(seconds) } else { others.push(seconds) }
    }
    let (auto, others) = (sorted(auto), sorted(others));
    let points = |values: &[f64]| summarise(values).filter(|s| s.n >= MIN_FOR_POINTS);
    let (a, o) = (points(&auto), points(&others));
    AutoResolved {
        auto: auto.len() as u64,
        others: others.len() as u64,
        mean_auto: a.map(|s| s.mean),
        median_auto: a.map(|s| s.median),
        mean_others: o.map(|s| s.mean),
        median_others: o.map(|s| s.median),
    }
}

fn reopened(view: &IncidentView, traits: &IncidentTraits) -> Option<WithoutReopened> {
    let included = view.rows().filter(|&r| view.included.get(r) && view.in_period.get(r));
    let known: Vec<(bool, f64)> =
        included.filter_map(|row| Some((traits.is_reopened(row), Metric::Ttr.value(view, row)?))).collect();
    let rest = sorted(known.iter().filter(|(again, _)| !again).map(|(_, seconds)| *seconds).collect());
    let summary = summarise(&rest).filter(|s| s.n >= MIN_FOR_POINTS);
    let reopened = (known.len() - rest.len()) as u64;
    (reopened > 0).then(|| WithoutReopened {
        reopened,
        known: known.len() as u64,
        mean: summary.map(|s| s.mean),
        median: summary.map(|s| s.median),
    })
}
