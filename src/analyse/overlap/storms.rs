//! Storms by the operational rule: many incidents open at once, or many beginning within hours.

use crate::analyse::overlap::Params;
use crate::analyse::overlap::levels::{Concurrency, seconds};
use crate::analyse::overlap::responders::{self, Crowd};
use crate::analyse::overlap::scan::{self, UNUSUAL};
use crate::analyse::spans::Spans;
use crate::frame::DataSet;
use crate::frame::dataset::IncidentView;
use crate::model::intervals::merge;
use crate::model::row::IncidentIx;
use crate::model::time::{Millis, Window};
use crate::stats::sum;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Fewer beginnings make no storm, however many were open already.
const SEVERAL: u64 = 3;

/// One row of the public `storms` table.
#[derive(Debug, Clone, PartialEq)]
pub struct Storm {
    /// `S-01`, numbered by time.
    pub storm_id: String,
    pub window: Window,
    /// First instant of the highest level inside it.
    pub peak_at: Millis,
    pub peak: u32,
    /// Rows of the incidents that were open during it or began in it, zero-length ones included.
    pub rows: Vec<IncidentIx>,
    /// Of them, how many began in it.
    pub began: u64,
    /// Incident time inside it, in seconds.
    pub incident_s: f64,
    /// The three areas (`service:checkout`) that most of its incidents name.
    pub areas: Vec<String>,
    /// How often chance alone, at the usual rhythm of the week, brings a stretch as unusual somewhere in such a period.
    pub p: Option<f64>,
    /// First moment from its end on at which no more were open than is usual; `None` where that never comes.
    pub calm_at: Option<Millis>,
    pub crowd: Crowd,
}

impl Storm {
    /// Whether chance brings it in so few periods that it is worth a headline.
    #[must_use]
    pub fn is_unusual(&self) -> bool {
        self.p.is_some_and(|p| p <= UNUSUAL)
    }

    /// Whether it is told as a storm: chance hardly brings it, or where chance cannot be asked, several incidents began in it.
    /// What the rule finds beside that is a stretch with several open at once, and no event of its own.
    #[must_use]
    pub fn is_storm(&self) -> bool {
        self.p.map_or(self.began >= SEVERAL, |p| p <= UNUSUAL)
    }

    /// Whether an incident that begins then is left aside where the usual course of things is asked for.
    #[must_use]
    pub fn sets_aside(&self, at: Millis) -> bool {
        self.is_unusual() && self.window.start <= at && at <= self.window.end
    }
}

/// The rule as it was applied: thresholds rise with the data, so that "unusually many" never means "always".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StormThresholds {
    pub level: u32,
    pub starts: usize,
    pub within: Millis,
    /// A longer stretch is a backlog.
    pub longest: Millis,
}

impl StormThresholds {
    /// The thresholds of the parameters, or `prominence` times what is usual in these data, whichever is higher.
    fn of(params: &Params, mean_level: f64, starts: usize, window: Window) -> Self {
        let usual = params.prominence * mean_level;
        let within = params.storm_within.max(1);
        let usual_starts = params.prominence * starts as f64 * within as f64 / window.len().max(1) as f64;
        Self {
            level: params.storm_level.max(usual.ceil() as u32),
            starts: params.storm_starts.max(usual_starts.ceil() as usize).max(2),
            within,
            longest: params.longest_storm,
        }
    }
}

/// Storms of the period and the thresholds used; at most `params.most_storms`, the unusual ones first, then those with
/// the highest peaks.
#[must_use]
pub fn storms(data: &DataSet, spans: &Spans, all: &Concurrency, params: &Params) -> (Vec<Storm>, StormThresholds) {
    let view = data.incident_view();
    let begun = begun(&view, all.window);
    let rule = StormThresholds::of(params, all.mean, begun.len(), all.window);
    let high = all.steps.pieces().filter(|p| p.level >= rule.level && !p.is_empty());
    let mut stretches: Vec<Window> = high.map(|p| Window { start: p.start, end: p.end }).collect();
    stretches.extend(bursts(&begun, rule));
    merge(&mut stretches);
    stretches.retain(|w| w.len() <= rule.longest && stands_out(peak(all, *w).1, all, params));
    if stretches.is_empty() {
        return (Vec::new(), rule);
    }
    let unusual = scan::stretches(&view, (&data.periods, all.window), params.prominence, params.seed);
    let mut found: Vec<(Window, Millis, u32, Option<f64>)> = sharpened(&stretches, unusual.as_deref(), &begun)
        .into_iter()
        .map(|(window, p)| {
            let (at, level) = peak(all, window);
            (window, at, level, p)
        })
        .collect();
    found.sort_by_key(|(window, _, peak, p)| {
        (p.is_none_or(|p| p > UNUSUAL), Reverse(*peak), Reverse(window.len()), window.start)
    });
    found.truncate(params.most_storms);
    found.sort_by_key(|(window, ..)| window.start);
    let usual = (all.mean.ceil() as u32).max(1);
    let mut storms: Vec<Storm> = (1..)
        .zip(found)
        .map(|(number, (window, peak_at, peak, p))| {
            let rows = members(spans, &begun, window);
            Storm {
                storm_id: format!("S-{number:02}"),
                window,
                peak_at,
                peak,
                began: begun_in(&begun, window).len() as u64,
                incident_s: incident_s(all, window),
                areas: areas(&view, &rows),
                rows,
                p,
                calm_at: calm(all, window.end, usual),
                crowd: Crowd::default(),
            }
        })
        .collect();
    let rows: Vec<&[IncidentIx]> = storms.iter().map(|s| s.rows.as_slice()).collect();
    let crowds = responders::crowds(data, &rows);
    storms.iter_mut().zip(crowds).for_each(|(storm, crowd)| storm.crowd = crowd);
    (storms, rule)
}

fn stands_out(peak: u32, all: &Concurrency, params: &Params) -> bool {
    peak > 0 && f64::from(peak) >= params.prominence * all.mean
}

/// The stretches of the rule with how often chance brings each. The rule sees when many were open, which begins before
/// and lasts after what was unusual; where the scan finds an unusual stretch in it, the storm lasts from the first to the
/// last beginning of that.
fn sharpened(
    stretches: &[Window],
    unusual: Option<&[scan::UnusualStretch]>,
    begun: &[(Millis, IncidentIx)],
) -> Vec<(Window, Option<f64>)> {
    let Some(scanned) = unusual else { return stretches.iter().map(|w| (*w, None)).collect() };
    let meets = |a: &Window, b: &Window| a.start <= b.end && b.start < a.end.max(a.start.saturating_add(1));
    let sharp: Vec<&scan::UnusualStretch> =
        scanned.iter().filter(|s| s.p <= UNUSUAL && stretches.iter().any(|w| meets(&s.window, w))).collect();
    let plain = stretches.iter().filter(|w| !sharp.iter().any(|s| meets(&s.window, w))).map(|w| {
        let p = scanned.iter().filter(|s| meets(&s.window, w)).map(|s| s.p).fold(1.0, f64::min);
        (*w, Some(p))
    });
    let inside = sharp.iter().filter_map(|s| {
        let last = s.window.end.saturating_sub(1);
        let own = begun_in(begun, Window { start: s.window.start, end: last });
        Some((Window { start: own.first()?.0, end: own.last()?.0 }, Some(s.p)))
    });
    plain.chain(inside).collect()
}

/// First moment from `from` on at which no more than the usual number are open.
fn calm(all: &Concurrency, from: Millis, usual: u32) -> Option<Millis> {
    let next = all.steps.cuts.partition_point(|cut| *cut <= from).saturating_sub(1);
    let pieces = all.steps.cuts.iter().zip(&all.steps.levels).skip(next);
    let quiet = pieces.into_iter().find(|(_, level)| **level <= usual)?;
    Some((*quiet.0).max(from))
}

/// Starts of included incidents inside the window with their rows, in order of time.
fn begun(view: &IncidentView, window: Window) -> Vec<(Millis, IncidentIx)> {
    let mut starts: Vec<(Millis, IncidentIx)> = view
        .rows()
        .filter(|&row| view.included.get(row))
        .filter_map(|row| Some((view.started.get(row)?, row)))
        .filter(|(at, _)| window.contains(*at))
        .collect();
    starts.sort_unstable();
    starts
}

/// From the first to the last of every `starts` that follow each other within the time of the rule.
fn bursts(begun: &[(Millis, IncidentIx)], rule: StormThresholds) -> impl Iterator<Item = Window> + '_ {
    begun.windows(rule.starts).filter_map(move |group| {
        let (first, last) = (group.first()?.0, group.last()?.0);
        (last - first <= rule.within).then_some(Window { start: first, end: last })
    })
}

/// First instant of the highest level inside the stretch, its last instant included, and that level.
fn peak(all: &Concurrency, window: Window) -> (Millis, u32) {
    let cuts = &all.steps.cuts;
    let from = cuts.partition_point(|cut| *cut <= window.start).saturating_sub(1);
    let pieces = cuts.iter().zip(&all.steps.levels).skip(from);
    let inside = pieces.take_while(|(cut, _)| **cut <= window.end);
    let highest = inside.max_by_key(|(cut, level)| (**level, Reverse(**cut)));
    let (at, level) = highest.map_or((window.start, 0), |(cut, level)| (*cut, *level));
    (at.max(window.start), level)
}

/// Open incidents summed over the stretch, in seconds.
fn incident_s(all: &Concurrency, window: Window) -> f64 {
    let shared = |start: Millis, end: Millis| window.shared(Window { start, end });
    let times = all.steps.pieces().map(|p| seconds(shared(p.start, p.end)) * f64::from(p.level));
    sum::sum(times.filter(|s| *s > 0.0))
}

/// Both ends belong to it: a burst ends as its last incident begins.
fn begun_in(begun: &[(Millis, IncidentIx)], window: Window) -> &[(Millis, IncidentIx)] {
    let from = begun.partition_point(|(at, _)| *at < window.start);
    let to = begun.partition_point(|(at, _)| *at <= window.end);
    begun.get(from..to).unwrap_or(&[])
}

/// Open during the stretch, or begun in it.
fn members(spans: &Spans, begun: &[(Millis, IncidentIx)], window: Window) -> Vec<IncidentIx> {
    let mut rows: Vec<IncidentIx> =
        spans.within(window.start, window.end.max(window.start.saturating_add(1))).collect();
    rows.extend(begun_in(begun, window).iter().map(|(_, row)| *row));
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// The three most named areas; services, or areas of any kind where no service is named.
fn areas(view: &IncidentView, rows: &[IncidentIx]) -> Vec<String> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for area in rows.iter().filter_map(|row| view.areas.get(*row)).flat_map(|list| list.split(';')) {
        *counts.entry(area).or_insert(0) += u64::from(!area.is_empty());
    }
    if counts.keys().any(|area| area.starts_with("service:")) {
        counts.retain(|area, _| area.starts_with("service:"));
    }
    counts.remove("");
    let mut order: Vec<(&str, u64)> = counts.into_iter().collect();
    order.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    order.into_iter().take(3).map(|(area, _)| area.to_owned()).collect()
}

/// The storm of each row: the one in which the incident began, else the first during which it was open.
#[must_use]
pub fn of_rows(view: &IncidentView, storms: &[Storm]) -> BTreeMap<IncidentIx, usize> {
    let mut of: BTreeMap<IncidentIx, usize> = BTreeMap::new();
    for (number, storm) in storms.iter().enumerate() {
        for &row in &storm.rows {
            let began = view.started.get(row).is_some_and(|at| at >= storm.window.start);
            if began {
                of.insert(row, number);
            } else {
                of.entry(row).or_insert(number);
            }
        }
    }
    of
}
