//! One value per week with the limits of a control chart. Unusual weeks are ringed and dated.

use super::Drawing;
use super::axis::{self, finite, iso};
use super::labels;
use super::measure::Measure;
use super::numbers::{Cells, header, maybe, text};
use super::place::Room;
use super::sheet::{EDGE, Face, Plot, Sheet, Stroke, TEXT};
use super::theme::Token;
use super::weeks::axis_label;
use crate::findings::exhibit::figure;
use crate::findings::{ControlLimits, Exhibit};
use plotters::coord::types::RangedCoordf64;
use std::ops::Range;

const PLOT_HEIGHT: f64 = 270.0;
/// Room above the plot for the unit.
const ABOVE: f64 = 24.0;
const BELOW: f64 = 44.0;
/// Share of the page that the names of the limits may take.
const NAME_SHARE: f64 = 0.36;
const DOT: f64 = 3.5;
const RING: f64 = 7.0;
/// Weeks narrower than this have no dot of their own, in pixels.
const MIN_WEEK: f64 = 6.0;

/// What is drawn, and in which coordinates.
struct Chart<'a> {
    unit: &'a str,
    measure: Measure,
    /// Start of the week and its value.
    weeks: Vec<(i64, Option<f64>)>,
    limits: Option<&'a ControlLimits>,
    ticks: Vec<f64>,
}

impl Drawing for figure::Control {
    fn draw(&self, exhibit: &Exhibit, width: f64) -> String {
        let Self { zone, unit, starts_ms, values, limits } = self;
        let starts_ms: Vec<i64> = starts_ms.iter().copied().map(axis::by_clock(zone)).collect();
        draw(exhibit, width, unit, (&starts_ms, values), limits.as_ref())
    }

    fn is_empty(&self) -> bool {
        let Self { starts_ms, values, .. } = self;
        starts_ms.is_empty() || !values.iter().flatten().any(|v| v.is_finite())
    }

    fn numbers(&self) -> Cells {
        let Self { unit, starts_ms, values, limits, .. } = self;
        numbers(unit, starts_ms, values, limits.as_ref())
    }
}

fn draw(
    exhibit: &Exhibit,
    width: f64,
    unit: &str,
    (starts_ms, values): (&[i64], &[Option<f64>]),
    limits: Option<&ControlLimits>,
) -> String {
    let sheet = Sheet::open(exhibit, width, ABOVE + PLOT_HEIGHT + BELOW);
    let limits = limits.filter(|l| [l.centre, l.low, l.high].iter().all(|v| v.is_finite()));
    let chart = Chart::new(unit, (starts_ms, values), limits);
    let longest = |words: Vec<String>| words.iter().map(|w| labels::width(w, TEXT, false)).fold(0.0, f64::max);
    let digits = longest(chart.ticks.iter().map(|t| chart.measure.words(*t)).collect());
    let names = longest(chart.names().into_iter().map(|n| n.1).collect()).min(width * NAME_SHARE);
    let across = EDGE + digits + 10.0..width - EDGE - if names > 0.0 { names + 10.0 } else { 12.0 };
    let down = sheet.top + ABOVE..sheet.top + ABOVE + PLOT_HEIGHT;
    let (low, high) = chart.ends();
    let weeks = chart.weeks.len().max(1) as f64;
    let plot = sheet.plot((across.start, down.start), (across.end, down.end), 0.0..weeks, low..high);
    chart.axes(&sheet, &plot, &across, &down);
    chart.limits(&sheet, &plot, &across, &down);
    chart.line(&sheet, &plot, (across.end - across.start) / weeks);
    chart.signals(&sheet, &plot, across, down);
    sheet.finish()
}

impl<'a> Chart<'a> {
    fn new(unit: &'a str, (starts_ms, values): (&[i64], &[Option<f64>]), limits: Option<&'a ControlLimits>) -> Self {
        let value = |at: usize| values.get(at).copied().flatten().filter(|v| v.is_finite()).map(finite);
        let weeks: Vec<(i64, Option<f64>)> =
            starts_ms.iter().enumerate().map(|(at, start)| (*start, value(at))).collect();
        let each = limits.into_iter().flat_map(|l| l.each.iter().copied().flatten().flatten());
        let bounds = limits.into_iter().flat_map(|l| [l.low, l.high, l.centre]).chain(each).map(finite);
        let all: Vec<f64> = weeks.iter().filter_map(|w| w.1).chain(bounds).collect();
        let (least, most) = all.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(*v), h.max(*v)));
        let (least, most) = if least <= most { (least, most) } else { (0.0, 1.0) };
        // The axis begins at 0 unless that would flatten everything against its upper end.
        let least = if least >= 0.0 && most - least > most * 0.25 { 0.0 } else { least };
        let measure = Measure::of(unit);
        let ticks = measure.steps(least, most + (most - least) * 0.05, 5.0);
        Self { unit, measure, weeks, limits, ticks }
    }

    fn ends(&self) -> (f64, f64) {
        (self.ticks.first().copied().unwrap_or(0.0), self.ticks.last().copied().unwrap_or(1.0))
    }

    /// The limits and the centre with their names.
    fn names(&self) -> Vec<(f64, String)> {
        let Some(limits) = self.limits else { return Vec::new() };
        let named = |value: f64, name: &str| (finite(value), format!("{name} {}", self.measure.words(value)));
        // Limits that differ from week to week are named where they end.
        let last = limits.each.iter().rev().find_map(|ends| *ends);
        let [low, high] = last.map_or([limits.low, limits.high], |ends| ends.map(finite));
        vec![named(high, "upper limit"), named(limits.centre, "centre"), named(low, "lower limit")]
    }

    fn axes(&self, sheet: &Sheet, plot: &Plot<RangedCoordf64>, across: &Range<f64>, down: &Range<f64>) {
        for tick in &self.ticks {
            sheet.gridline(across.clone(), plot.at(0.0, *tick).1, &self.measure.words(*tick));
        }
        let unit = if self.measure == Measure::Seconds { "" } else { self.unit };
        let unit = labels::ellipsis(unit, TEXT, false, across.end * 0.5);
        sheet.text(EDGE, down.start - 16.0, &unit, Face::new(Token::Muted));
        if self.limits.is_some_and(|l| l.provisional) {
            sheet.text(across.end, down.start - 16.0, "limits provisional", Face::new(Token::Muted).right());
        }
        sheet.line(&[(across.start, down.end), (across.end, down.end)], Token::Rule, 1.0);
        let (Some(first), Some(last)) = (self.weeks.first(), self.weeks.last()) else { return };
        let week = (across.end - across.start) / self.weeks.len() as f64;
        let span = last.0.saturating_sub(first.0).max(1) as f64;
        // The axis counts weeks, the calendar counts days: the first tick belongs under the first dot.
        let inner = across.end - across.start - week;
        for tick in axis::times(first.0, last.0, inner, TEXT) {
            let share = tick.at_ms.saturating_sub(first.0) as f64 / span;
            axis_label(sheet, across.start + week / 2.0 + inner * share, down.end, &tick);
        }
    }

    fn limits(&self, sheet: &Sheet, plot: &Plot<RangedCoordf64>, across: &Range<f64>, down: &Range<f64>) {
        let Some(limits) = self.limits else { return };
        let level = |value: f64| plot.at(0.0, finite(value)).1;
        let flat = |s: &Sheet, value: f64, ink: Token| {
            s.line(&[(across.start, level(value)), (across.end, level(value))], ink, 1.5);
        };
        let stroke = if limits.provisional { Stroke::Dashed } else { Stroke::Solid };
        sheet.stroke(stroke, |s| {
            if limits.each.is_empty() {
                [limits.low, limits.high].into_iter().for_each(|l| flat(s, l, Token::Muted));
            } else {
                [0, 1].into_iter().for_each(|end: usize| self.steps(s, plot, limits, end));
            }
        });
        flat(sheet, limits.centre, Token::Accent);
        let names = self.names();
        let wanted: Vec<f64> = names.iter().enumerate().map(|(at, n)| level(n.0) + at as f64 * 0.01).collect();
        let placed = labels::dodge(&wanted, &vec![TEXT; names.len()], 4.0, down.start - 6.0, down.end + 6.0);
        for ((_, name), y) in names.iter().zip(placed) {
            let name = labels::ellipsis(name, TEXT, false, sheet.width - EDGE - across.end - 8.0);
            sheet.text(across.end + 8.0, y, &name, Face::new(Token::Muted));
        }
    }

    /// One limit as stairs; weeks without a value have none.
    fn steps(&self, sheet: &Sheet, plot: &Plot<RangedCoordf64>, limits: &ControlLimits, end: usize) {
        let mut stairs: Vec<(f64, f64)> = Vec::new();
        for at in 0..=self.weeks.len() {
            let limit = limits.each.get(at).copied().flatten().and_then(|ends| ends.get(end).copied());
            match limit.filter(|l| l.is_finite() && at < self.weeks.len()) {
                Some(limit) => stairs.extend([0.0, 1.0].map(|side| plot.at(at as f64 + side, limit))),
                None => {
                    if stairs.len() > 1 {
                        sheet.line(&stairs, Token::Muted, 1.5);
                    }
                    stairs.clear();
                }
            }
        }
    }

    fn point(&self, plot: &Plot<RangedCoordf64>, at: usize) -> Option<(f64, f64)> {
        let value = self.weeks.get(at)?.1?;
        Some(plot.at(at as f64 + 0.5, value))
    }

    /// The line through neighbouring weeks; a week without a value breaks it.
    fn line(&self, sheet: &Sheet, plot: &Plot<RangedCoordf64>, week: f64) {
        let mut run: Vec<(f64, f64)> = Vec::new();
        for at in 0..=self.weeks.len() {
            match self.point(plot, at) {
                Some(point) => run.push(point),
                None => {
                    if run.len() > 1 {
                        sheet.line(&run, Token::Ink, 1.5);
                    }
                    run.clear();
                }
            }
        }
        for (at, (start, value)) in self.weeks.iter().enumerate() {
            let (Some((x, y)), Some(value)) = (self.point(plot, at), value) else { continue };
            let alone =
                self.point(plot, at + 1).is_none() && at.checked_sub(1).and_then(|b| self.point(plot, b)).is_none();
            if week >= MIN_WEEK || alone {
                sheet.mark_begun(&axis::week(*start), &self.title(*start, *value), |s| s.dot(x, y, DOT, Token::Ink));
            }
        }
    }

    fn title(&self, start: i64, value: f64) -> String {
        format!("Week of {}: {}", axis::long_date(start), self.measure.with_unit(value, self.unit))
    }

    fn signals(&self, sheet: &Sheet, plot: &Plot<RangedCoordf64>, across: Range<f64>, down: Range<f64>) {
        let Some(limits) = self.limits else { return };
        let mut room = Room::new(across, down.start - 8.0..down.end);
        for point in (0..self.weeks.len()).filter_map(|at| self.point(plot, at)) {
            room.point(point, DOT);
        }
        let unusual: Vec<(usize, (f64, f64))> =
            limits.signals.iter().filter_map(|at| self.point(plot, *at).map(|p| (*at, p))).collect();
        for (at, (x, y)) in &unusual {
            let Some((start, Some(value))) = self.weeks.get(*at) else { continue };
            let title = format!("{} (unusual week)", self.title(*start, *value));
            sheet.mark_begun(&axis::week(*start), &title, |s| {
                s.ring(*x, *y, RING, Token::Category(2));
                s.dot(*x, *y, DOT, Token::Category(2));
            });
            room.point((*x, *y), RING);
        }
        for (at, point) in unusual {
            let start = self.weeks.get(at).map_or(0, |w| w.0);
            room.label(sheet, point, RING + 1.0, &axis::short_date(start));
        }
    }
}

fn numbers(unit: &str, starts_ms: &[i64], values: &[Option<f64>], limits: Option<&ControlLimits>) -> Cells {
    let mut rows = header(&["week_start", "value", "unusual", "centre", "low", "high", "provisional", "unit"]);
    for (at, start) in starts_ms.iter().enumerate() {
        let unusual = limits.map_or_else(String::new, |l| l.signals.contains(&at).to_string());
        let provisional = limits.map_or_else(String::new, |l| l.provisional.to_string());
        let ends = limits.map(|l| l.each.get(at).copied().flatten().unwrap_or([l.low, l.high]));
        let [centre, low, high] =
            [limits.map(|l| l.centre), ends.map(|[low, _]| low), ends.map(|[_, high]| high)].map(maybe);
        let value = maybe(values.get(at).copied().flatten());
        rows.push(vec![iso(*start), value, unusual, centre, low, high, provisional, text(unit)]);
    }
    rows
}
