//! **Question.** How long do incidents last, and what can the figures carry?
//! **Method.** Four stretches per incident (start to detected, detected to acknowledged, start to mitigated, start to
//! resolved). Quantiles of type 7; the median with its order-statistic interval; the mean beside the median, without
//! the largest incident and without auto-resolved ones.
//! **Needs.** The two times that bound the stretch. Points from 5 values on, p95 from 20, the interval from 6.
//! **Silent when.** No incident has the metric: then it is not available, which is not zero.
//! **Known bias.** Incidents still open are counted, not timed, so recent figures flatter. Times may be entered late.

pub mod values;

use crate::analyse::Analysis;
use crate::analyse::areas::slots::Slots;
use crate::frame::DataSet;
use crate::frame::dataset::IncidentView;
use crate::stats::interval;
use crate::stats::quantile::sorted;
use crate::stats::summary::{Summary, summarise, without_largest};
use values::{Cells, Group, Groups, Metric, Reading};

/// From so many values on, quantiles and means are given; below, only the smallest, the largest and the number.
pub const LEAST_FOR_POINTS: usize = 5;
/// From so many values on, p95 is more than the largest value.
pub const LEAST_FOR_P95: usize = 20;
/// Coverage of the interval of the median.
pub const CONFIDENCE: f64 = 0.95;

pub struct Mttx;

#[derive(Default)]
pub struct Params;

/// One row of the public `mttx` table. Seconds throughout.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub metric: Metric,
    pub group: Group,
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

impl Row {
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
    pub incident: usize,
    pub seconds: f64,
    /// Share of the sum of all durations.
    pub share: f64,
    pub mean_without: f64,
    pub median_without: f64,
}

/// The time to resolve of incidents that a timer or an integration ended, and of the others.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Split {
    pub auto: u64,
    pub others: u64,
    pub mean_auto: Option<f64>,
    pub median_auto: Option<f64>,
    pub mean_others: Option<f64>,
    pub median_others: Option<f64>,
}

/// The durations behind the chart: period under review, ascending.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    pub group: Group,
    pub seconds: Vec<f64>,
}

/// One metric over all included incidents of the period under review.
#[derive(Debug, Clone, PartialEq)]
pub struct Whole {
    pub row: Row,
    pub largest: Option<Largest>,
    /// Included incidents of all history that have the metric; 0 says that no source has it.
    pub anywhere: u64,
}

pub struct Output {
    /// Sorted by metric, kind of group, group (severities by rank), period. Groups without incidents are left out.
    pub rows: Vec<Row>,
    /// The period under review, in the order of [`Metric::ALL`].
    pub whole: Vec<Whole>,
    /// Time to resolve, all and by severity, worst first.
    pub curves: Vec<Curve>,
    pub split: Split,
}

impl Output {
    /// One metric over all incidents of the period under review.
    #[must_use]
    pub fn whole(&self, metric: Metric) -> Option<&Whole> {
        self.whole.iter().find(|w| w.row.metric == metric)
    }
}

impl Analysis for Mttx {
    type Params = Params;
    type Output = Output;

    fn run(data: &DataSet, _params: &Params) -> Output {
        let view = data.incident_view();
        let slots = Slots::of(data);
        let groups = Groups::of(&view);
        let mut order: Vec<usize> = (0..groups.groups.len()).collect();
        order.sort_by_key(|&g| groups.groups.get(g).map(sort_key));
        let mut output = Output { rows: Vec::new(), whole: Vec::new(), curves: Vec::new(), split: split(&view) };
        for metric in Metric::ALL {
            let cells = Cells::of(metric, &view, &slots, &groups);
            for (group, slot) in order.iter().flat_map(|&g| (0..slots.shown()).map(move |s| (g, s))) {
                let Some(name) = groups.groups.get(group) else { continue };
                let row = describe(metric, name, slots.label(slot), &cells, cells.cell(group, slot));
                let current = slot == slots.current();
                if current && metric == Metric::Ttr && matches!(name.kind, "all" | "severity") && row.n > 0 {
                    let seconds = cells.values(cells.cell(group, slot)).to_vec();
                    output.curves.push(Curve { group: name.clone(), seconds });
                }
                if current && group == 0 {
                    let values = cells.values(cells.cell(group, slot));
                    output.whole.push(whole(metric, row.clone(), values, &view));
                }
                if row.all() > 0 {
                    output.rows.push(row);
                }
            }
        }
        output
    }
}

/// `all` first; severities by rank, not by the letters of the rank.
fn sort_key(group: &Group) -> (&'static str, u64, &str) {
    (group.kind, if group.kind == "severity" { group.name.parse().unwrap_or(u64::MAX) } else { 0 }, &group.name)
}

fn describe(metric: Metric, group: &Group, period: &str, cells: &Cells, cell: usize) -> Row {
    let values = cells.values(cell);
    let count = |counts: &[u64]| counts.get(cell).copied().unwrap_or(0);
    let summary = summarise(values);
    let points = summary.filter(|s| s.n >= LEAST_FOR_POINTS);
    let point = |pick: fn(&Summary) -> f64| points.as_ref().map(pick);
    Row {
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
        p95: points.filter(|s| s.n >= LEAST_FOR_P95).map(|s| s.p95),
        max: summary.map(|s| s.max),
        mean: point(|s| s.mean),
        geometric_mean: points.and_then(|s| s.geometric_mean),
        zeros: values.partition_point(|v| *v <= 0.0) as u64,
    }
}

fn whole(metric: Metric, row: Row, values: &[f64], view: &IncidentView) -> Whole {
    let included = || (0..view.len).filter(|&r| view.included.get(r));
    let known = |r: usize| matches!(values::read(metric, view, r), Reading::Known(_));
    let largest = without_largest(values).zip(values.last()).and_then(|(without, &seconds)| {
        let same = |r: &usize| view.in_period.get(*r) && metric.value(view, *r).is_some_and(|v| v >= seconds);
        Some(Largest {
            incident: included().find(same)?,
            seconds,
            share: without.share_of_total,
            mean_without: without.mean,
            median_without: without.median,
        })
    });
    Whole { row, largest, anywhere: included().filter(|&r| known(r)).count() as u64 }
}

fn split(view: &IncidentView) -> Split {
    let (mut auto, mut others) = (Vec::new(), Vec::new());
    for row in (0..view.len).filter(|&r| view.included.get(r) && view.in_period.get(r)) {
        let Some(seconds) = Metric::Ttr.value(view, row) else { continue };
        let automatic = view.resolution.get(row) == Some("auto-resolved");
        if automatic { auto.push(seconds) } else { others.push(seconds) }
    }
    let (auto, others) = (sorted(auto), sorted(others));
    let points = |values: &[f64]| summarise(values).filter(|s| s.n >= LEAST_FOR_POINTS);
    let (a, o) = (points(&auto), points(&others));
    Split {
        auto: auto.len() as u64,
        others: others.len() as u64,
        mean_auto: a.map(|s| s.mean),
        median_auto: a.map(|s| s.median),
        mean_others: o.map(|s| s.mean),
        median_others: o.map(|s| s.median),
    }
}
