//! One value per week with the limits of a control chart. Weeks beyond them are ringed and dated, the ends of long runs are
//! marked differently.

mod scale;
mod signals;

use super::Drawing;
use super::axis::{self, finite, iso};
use super::key;
use super::labels;
use super::numbers::{Cells, header, maybe, text};
use super::place::Room;
use super::sheet::{EDGE, Face, Plot, Sheet, Stroke, TEXT};
use super::theme::Token;
use super::weeks::axis_label;
use crate::findings::exhibit::figure;
use crate::findings::{ControlLimits, Exhibit};
use plotters::coord::types::RangedCoordf64;
use scale::ValueAxis;
use std::ops::Range;

const PLOT_HEIGHT: f64 = 270.0;
/// Room above the plot for the unit.
const ABOVE: f64 = 24.0;
const BELOW: f64 = 44.0;
/// Share of the page that the names of the limits may take.
const NAME_SHARE: f64 = 0.36;
const DOT: f64 = 3.5;
/// Weeks narrower than this have no dot of their own, in pixels.
const MIN_WEEK: f64 = 6.0;

/// What is drawn, and in which coordinates.
struct Chart<'a> {
    unit: &'a str,
    scale: ValueAxis,
    /// Start of the week and its value.
    weeks: Vec<(i64, Option<f64>)>,
    limits: Option<&'a ControlLimits>,
}

/// The plot on its page.
struct Frame {
    plot: Plot<RangedCoordf64>,
    across: Range<f64>,
    down: Range<f64>,
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
    let limits = limits.filter(|l| [l.centre, l.low, l.high].iter().all(|v| v.is_finite()));
    let chart = Chart::new(unit, (starts_ms, values), limits);
    let entries = chart.key();
    let plot_and_axis = ABOVE + PLOT_HEIGHT + BELOW;
    let sheet = Sheet::open(exhibit, width, plot_and_axis + key::height(&entries, width));
    let longest = |words: Vec<String>| words.iter().map(|w| labels::width(w, TEXT, false)).fold(0.0, f64::max);
    let digits = longest(chart.scale.ticks.iter().map(|t| t.1.clone()).collect());
    let names = longest(chart.names().into_iter().map(|n| n.1).collect()).min(width * NAME_SHARE);
    let across = EDGE + digits + 10.0..width - EDGE - if names > 0.0 { names + 10.0 } else { 12.0 };
    let down = sheet.top + ABOVE..sheet.top + ABOVE + PLOT_HEIGHT;
    let weeks = chart.weeks.len().max(1) as f64;
    let corners = ((across.start, down.start), (across.end, down.end));
    let plot = sheet.plot(corners.0, corners.1, 0.0..weeks, chart.scale.ends());
    let frame = Frame { plot, across, down };
    // Labels of weeks may stand beside the plot, where the names of the limits leave room.
    let mut room = Room::new(frame.across.start..width - EDGE, frame.down.start - 8.0..frame.down.end);
    chart.band(&sheet, &frame);
    chart.axes(&sheet, &frame);
    chart.limits(&sheet, &frame, &mut room);
    chart.line(&sheet, &frame);
    chart.signals(&sheet, &frame, room);
    key::draw(&sheet, &entries, sheet.top + plot_and_axis);
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
        Self { unit, scale: ValueAxis::new(unit, &all), weeks, limits }
    }

    /// The limits of one week; those of a usual week where it has none of its own.
    fn ends(limits: &ControlLimits, at: usize) -> [f64; 2] {
        let own = limits.each.get(at).copied().flatten().filter(|ends| ends.iter().all(|v| v.is_finite()));
        own.unwrap_or([limits.low, limits.high])
    }

    /// The limits and the centre with their names. The range of durations has a name of its own and no figures, because it is
    /// another one in every week.
    fn names(&self) -> Vec<(f64, String)> {
        let Some(limits) = self.limits else { return Vec::new() };
        if self.scale.is_of_durations() {
            let [low, high] = Self::ends(limits, self.weeks.len().saturating_sub(1)).map(|v| self.scale.place(v));
            return vec![(f64::midpoint(low, high), "usual range".to_owned())];
        }
        let named = |value: f64, name: &str| (finite(value), format!("{name} {}", self.scale.words(value)));
        // Limits that differ from week to week are named where they end.
        let last = limits.each.iter().rev().find_map(|ends| *ends);
        let [low, high] = last.map_or([limits.low, limits.high], |ends| ends.map(finite));
        vec![named(high, "upper limit"), named(limits.centre, "centre"), named(low, "lower limit")]
    }

    fn axes(&self, sheet: &Sheet, frame: &Frame) {
        let Frame { plot, across, down } = frame;
        for (at, name) in &self.scale.ticks {
            sheet.gridline(across.clone(), plot.at(0.0, *at).1, name);
        }
        let unit = if self.scale.is_of_durations() { "" } else { self.unit };
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

    /// The usual range of durations as a pale band. A week without a value has the range of a usual week, so that the band is
    /// one and not in pieces.
    fn band(&self, sheet: &Sheet, frame: &Frame) {
        let Some(limits) = self.limits.filter(|_| self.scale.is_of_durations()) else { return };
        let edge = |end: usize| -> Vec<(f64, f64)> {
            let step = |at: usize| {
                let level = self.scale.place(Self::ends(limits, at).get(end).copied().unwrap_or(0.0));
                [0.0, 1.0].map(|side| frame.plot.at(at as f64 + side, level))
            };
            (0..self.weeks.len()).flat_map(step).collect()
        };
        let (low, high) = (edge(0), edge(1));
        let outline: Vec<(f64, f64)> = high.iter().copied().chain(low.iter().rev().copied()).collect();
        sheet.shape(&outline, Token::Heat(1));
        if limits.provisional {
            sheet.stroke(Stroke::Dashed, |s| [&low, &high].into_iter().for_each(|e| s.line(e, Token::Muted, 1.0)));
        }
    }

    /// The centre and the limits of numbers as lines, with their names; labels of weeks keep off them.
    fn limits(&self, sheet: &Sheet, frame: &Frame, room: &mut Room) {
        let Some(limits) = self.limits else { return };
        let Frame { plot, across, down } = frame;
        if !self.scale.is_of_durations() {
            let stroke = if limits.provisional { Stroke::Dashed } else { Stroke::Solid };
            sheet.stroke(stroke, |s| {
                if limits.each.is_empty() {
                    [limits.low, limits.high].into_iter().for_each(|l| self.flat(s, frame, room, (l, Token::Muted)));
                } else {
                    [0, 1].into_iter().for_each(|end: usize| self.steps(s, plot, limits, end));
                }
            });
        }
        self.flat(sheet, frame, room, (limits.centre, Token::Accent));
        let names = self.names();
        let wanted: Vec<f64> = names.iter().enumerate().map(|(at, n)| plot.at(0.0, n.0).1 + at as f64 * 0.01).collect();
        let placed = labels::dodge(&wanted, &vec![TEXT; names.len()], 4.0, down.start - 6.0, down.end + 6.0);
        for ((_, name), y) in names.iter().zip(placed) {
            let name = labels::ellipsis(name, TEXT, false, sheet.width - EDGE - across.end - 8.0);
            sheet.text(across.end + 8.0, y, &name, Face::new(Token::Muted));
            room.block(across.end + 8.0..sheet.width, y - TEXT / 2.0..y + TEXT / 2.0);
        }
    }

    /// One value as a line across, which labels keep off.
    fn flat(&self, sheet: &Sheet, frame: &Frame, room: &mut Room, (value, ink): (f64, Token)) {
        let y = frame.plot.at(0.0, self.scale.place(value)).1;
        sheet.line(&[(frame.across.start, y), (frame.across.end, y)], ink, 1.5);
        room.block(frame.across.clone(), y - 1.0..y + 1.0);
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

    fn point(&self, frame: &Frame, at: usize) -> Option<(f64, f64)> {
        let value = self.weeks.get(at)?.1?;
        Some(frame.plot.at(at as f64 + 0.5, self.scale.place(value)))
    }

    /// Width of one week on the page.
    fn week(&self, frame: &Frame) -> f64 {
        (frame.across.end - frame.across.start) / self.weeks.len().max(1) as f64
    }

    /// The line through neighbouring weeks; a week without a value breaks it.
    fn line(&self, sheet: &Sheet, frame: &Frame) {
        let mut run: Vec<(f64, f64)> = Vec::new();
        for at in 0..=self.weeks.len() {
            match self.point(frame, at) {
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
            let (Some((x, y)), Some(value)) = (self.point(frame, at), value) else { continue };
            let alone =
                self.point(frame, at + 1).is_none() && at.checked_sub(1).and_then(|b| self.point(frame, b)).is_none();
            if self.week(frame) >= MIN_WEEK || alone {
                sheet.mark_begun(&axis::week(*start), &self.title(*start, *value), |s| s.dot(x, y, DOT, Token::Ink));
            }
        }
    }

    fn title(&self, start: i64, value: f64) -> String {
        format!("Week of {}: {}", axis::long_date(start), self.scale.with_unit(value, self.unit))
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
