//! Storms by the operational rule: many incidents open at once, or many beginning within hours.

use crate::analyse::overlap::Params;
use crate::analyse::overlap::capacity::merge;
use crate::analyse::overlap::levels::{Concurrency, seconds};
use crate::analyse::overlap::spans::Spans;
use crate::frame::dataset::IncidentView;
use crate::model::time::{Millis, Window};
use crate::stats::sum;
use std::cmp::Reverse;
use std::collections::BTreeMap;

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
    pub rows: Vec<u32>,
    /// Of them, how many began in it.
    pub began: u64,
    /// Incident time inside it, in seconds.
    pub incident_s: f64,
    /// The three areas (`service:checkout`) that most of its incidents name.
    pub areas: Vec<String>,
    /// How often chance alone, at the usual rhythm of the week, brings a stretch as unusual somewhere in such a period.
    pub p: Option<f64>,
}

/// The rule as it was applied: thresholds rise with the data, so that "unusually many" never means "always".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    pub level: u32,
    pub starts: usize,
    pub within: Millis,
    /// A longer stretch is a backlog.
    pub longest: Millis,
}

impl Thresholds {
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

/// Storms of the window and the thresholds used; at most `params.most_storms`, those with the highest peaks.
#[must_use]
pub fn storms(view: &IncidentView, spans: &Spans, all: &Concurrency, params: &Params) -> (Vec<Storm>, Thresholds) {
    let begun = begun(view, all.window);
    let rule = Thresholds::of(params, all.mean, begun.len(), all.window);
    let high = all.steps.pieces().filter(|p| p.level >= rule.level && !p.is_empty());
    let mut stretches: Vec<Window> = high.map(|p| Window { start: p.start, end: p.end }).collect();
    stretches.extend(bursts(&begun, rule));
    merge(&mut stretches);
    let mut found: Vec<(Window, Millis, u32)> = stretches
        .into_iter()
        .filter(|w| w.len() <= rule.longest)
        .map(|w| peak(all, w))
        .filter(|found| f64::from(found.2) >= params.prominence * all.mean && found.2 > 0)
        .collect();
    found.sort_by_key(|(window, _, peak)| (Reverse(*peak), Reverse(window.len()), window.start));
    found.truncate(params.most_storms);
    found.sort_by_key(|(window, ..)| window.start);
    let storms = found.into_iter().enumerate().map(|(i, (window, peak_at, peak))| {
        let rows = members(spans, &begun, window);
        let began = begun_in(&begun, window).len() as u64;
        let areas = areas(view, &rows);
        let storm_id = format!("S-{:02}", i + 1);
        Storm { storm_id, window, peak_at, peak, rows, began, incident_s: incident_s(all, window), areas, p: None }
    });
    (storms.collect(), rule)
}

/// Starts of included incidents inside the window with their rows, in order of time.
fn begun(view: &IncidentView, window: Window) -> Vec<(Millis, u32)> {
    let mut starts: Vec<(Millis, u32)> = (0..view.len)
        .filter(|&row| view.included.get(row))
        .filter_map(|row| Some((view.started.get(row)?, u32::try_from(row).ok()?)))
        .filter(|(at, _)| window.contains(*at))
        .collect();
    starts.sort_unstable();
    starts
}

/// From the first to the last of every `starts` that follow each other within the time of the rule.
fn bursts(begun: &[(Millis, u32)], rule: Thresholds) -> impl Iterator<Item = Window> + '_ {
    begun.windows(rule.starts).filter_map(move |group| {
        let (first, last) = (group.first()?.0, group.last()?.0);
        (last - first <= rule.within).then_some(Window { start: first, end: last })
    })
}

/// Highest level inside the stretch and its first instant.
fn peak(all: &Concurrency, window: Window) -> (Window, Millis, u32) {
    let cuts = &all.steps.cuts;
    let from = cuts.partition_point(|cut| *cut <= window.start).saturating_sub(1);
    let pieces = cuts.iter().zip(&all.steps.levels).skip(from);
    let inside = pieces.take_while(|(cut, _)| **cut < window.end.max(window.start.saturating_add(1)));
    let highest = inside.max_by_key(|(cut, level)| (**level, Reverse(**cut)));
    let (at, level) = highest.map_or((window.start, 0), |(cut, level)| (*cut, *level));
    (window, at.max(window.start), level)
}

/// Open incidents summed over the stretch, in seconds.
fn incident_s(all: &Concurrency, window: Window) -> f64 {
    let overlap = |start: Millis, end: Millis| end.min(window.end).saturating_sub(start.max(window.start)).max(0);
    let times = all.steps.pieces().map(|p| seconds(overlap(p.start, p.end)) * f64::from(p.level));
    sum::sum(times.filter(|s| *s > 0.0))
}

/// Both ends belong to it: a burst ends as its last incident begins.
fn begun_in(begun: &[(Millis, u32)], window: Window) -> &[(Millis, u32)] {
    let from = begun.partition_point(|(at, _)| *at < window.start);
    let to = begun.partition_point(|(at, _)| *at <= window.end);
    begun.get(from..to).unwrap_or(&[])
}

/// Open during the stretch, or begun in it.
fn members(spans: &Spans, begun: &[(Millis, u32)], window: Window) -> Vec<u32> {
    let mut rows: Vec<u32> = spans.within(window.start, window.end.max(window.start.saturating_add(1))).collect();
    rows.extend(begun_in(begun, window).iter().map(|(_, row)| *row));
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// The three most named areas; services, or areas of any kind where no service is named.
fn areas(view: &IncidentView, rows: &[u32]) -> Vec<String> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for area in rows.iter().filter_map(|row| view.areas.get(*row as usize)).flat_map(|list| list.split(';')) {
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
pub fn of_rows(view: &IncidentView, storms: &[Storm]) -> BTreeMap<u32, usize> {
    let mut of: BTreeMap<u32, usize> = BTreeMap::new();
    for (number, storm) in storms.iter().enumerate() {
        for &row in &storm.rows {
            let began = view.started.get(row as usize).is_some_and(|at| at >= storm.window.start);
            if began {
                of.insert(row, number);
            } else {
                of.entry(row).or_insert(number);
            }
        }
    }
    of
}
