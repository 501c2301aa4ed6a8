//! How long incidents last: cumulative curves on a log axis, and below them the quartiles of every group.

use super::axis::{DURATION_TICKS, MINUTE_S, duration, finite};
use super::labels;
use super::sheet::{EDGE, Face, Plot, Sheet, TEXT, is_narrow};
use super::theme::{CATEGORIES, Token};
use crate::findings::{Durations, Exhibit};
use plotters::coord::combinators::LogCoord;
use plotters::prelude::IntoLogRange;
use std::ops::Range;

type LogPlot = Plot<LogCoord<f64>>;

const PLOT_HEIGHT: f64 = 250.0;
const TICKS: f64 = 34.0;
const ROW: f64 = 30.0;
/// On a narrow page the words of a row stand above its box.
const NARROW_ROW: f64 = 46.0;
/// Width of the gutter for incidents without any length.
const GUTTER: f64 = 34.0;
/// Free room between the gutter and the axis, which don't join.
const APART: f64 = 14.0;
const BOX: f64 = 8.0;

/// Positions shared by the curves and the rows.
struct Frame {
    left: f64,
    right: f64,
    upper: f64,
    lower: f64,
    /// The gutter for zero lengths, when any group has some.
    gutter: Option<Range<f64>>,
}

pub(super) fn draw(exhibit: &Exhibit, width: f64, groups: &[Durations]) -> String {
    let groups = groups.get(..groups.len().min(CATEGORIES)).unwrap_or_default();
    let narrow = is_narrow(width);
    let row = if narrow { NARROW_ROW } else { ROW };
    let sheet = Sheet::open(exhibit, width, PLOT_HEIGHT + TICKS + row * groups.len() as f64 + 6.0);
    let frame = Frame::new(&sheet, groups);
    let (low, high) = reach(groups);
    let plot = sheet.plot((frame.left, frame.upper), (frame.right, frame.lower), (low..high).log_scale(), 0.0..1.0);
    let bottom = frame.lower + TICKS + row * groups.len() as f64;
    axes(&sheet, &frame, &plot, low..high, bottom);
    // The first group is the one for all and is drawn last, on top.
    for (rank, group) in groups.iter().enumerate().rev() {
        curve(&sheet, &frame, &plot, group, rank, low..high);
    }
    for (rank, group) in groups.iter().enumerate() {
        let y = frame.lower + TICKS + row * rank as f64;
        quartiles(&sheet, &frame, &plot, group, rank, (y, row), low..high);
    }
    sheet.finish()
}

impl Frame {
    fn new(sheet: &Sheet, groups: &[Durations]) -> Self {
        let names = groups.iter().map(|g| labels::width(&name(g), TEXT, true)).fold(0.0, f64::max);
        let values = groups.iter().map(|g| labels::width(&half_within(g), TEXT, false)).fold(0.0, f64::max);
        let percent = labels::width("100 %", TEXT, false) + 10.0;
        let (names, values) = (names.min(sheet.width * 0.26), values.min(sheet.width * 0.26));
        let (left, right) = if sheet.narrow {
            (EDGE + percent, sheet.width - EDGE - labels::width("4 weeks", TEXT, false) / 2.0)
        } else {
            (EDGE + (names + 16.0).max(percent), sheet.width - EDGE - values - 14.0)
        };
        let zeros = groups.iter().any(|g| g.zeros > 0);
        let gutter = zeros.then_some(left..left + GUTTER);
        let left = if zeros { left + GUTTER + APART } else { left };
        Self { left, right, upper: sheet.top + 8.0, lower: sheet.top + PLOT_HEIGHT, gutter }
    }

    fn start(&self) -> f64 {
        self.gutter.as_ref().map_or(self.left, |g| g.start)
    }
}

/// The stretch of the axis: whole ticks around all points, at least from 1 minute to 1 hour.
fn reach(groups: &[Durations]) -> (f64, f64) {
    let all = || groups.iter().flat_map(|g| g.ecdf.iter().map(|p| p.0).chain([g.p90_s])).filter(|s| usable(*s));
    let least = all().fold(MINUTE_S, f64::min);
    let most = all().fold(MINUTE_S * 60.0, f64::max);
    let ticks = || DURATION_TICKS.iter().map(|t| t.0);
    let low = ticks().filter(|t| *t <= least).fold(1.0, f64::max);
    let high = ticks().filter(|t| *t >= most).fold(f64::INFINITY, f64::min);
    (low, if high.is_finite() { high } else { most })
}

fn usable(seconds: f64) -> bool {
    seconds.is_finite() && seconds > 0.0 && seconds < 1e12
}

fn axes(sheet: &Sheet, frame: &Frame, plot: &LogPlot, reach: Range<f64>, bottom: f64) {
    for (share, label) in [(0.0, "0 %"), (0.25, "25 %"), (0.5, "50 %"), (0.75, "75 %"), (1.0, "100 %")] {
        sheet.gridline(frame.start()..frame.right, plot.at(reach.start, share).1, label);
    }
    if let Some(gutter) = &frame.gutter {
        let middle = f64::midpoint(gutter.start, gutter.end);
        sheet.text(middle, frame.lower + 9.0, "0", Face::new(Token::Muted).centred().top());
        sheet.rect(gutter.end..frame.left, frame.upper - 1.0..bottom, Token::Surface);
    }
    let mut taken = f64::NEG_INFINITY;
    for (seconds, label) in DURATION_TICKS.iter().filter(|t| reach.start <= t.0 && t.0 <= reach.end) {
        let x = plot.at(*seconds, 0.0).0;
        let half = labels::width(label, TEXT, false) / 2.0;
        sheet.line(&[(x, frame.lower), (x, frame.lower + 5.0)], Token::Rule, 1.0);
        if x - half >= taken + 8.0 {
            sheet.text(x, frame.lower + 9.0, label, Face::new(Token::Muted).centred().top());
            taken = x + half;
        }
    }
    sheet.line(&[(frame.left, frame.lower), (frame.right, frame.lower)], Token::Rule, 1.0);
}

fn curve(sheet: &Sheet, frame: &Frame, plot: &LogPlot, group: &Durations, rank: usize, reach: Range<f64>) {
    let ink = Token::Category(rank);
    let thickness = if rank == 0 { 2.75 } else { 1.9 };
    let zero_share = if group.n > 0 { (group.zeros as f64 / group.n as f64).min(1.0) } else { 0.0 };
    let mut points = vec![(reach.start, zero_share)];
    let mut level = zero_share;
    for (seconds, share) in group.ecdf.iter().filter(|p| usable(p.0) && p.1.is_finite()) {
        let x = seconds.clamp(reach.start, reach.end);
        points.push((x, level));
        level = share.clamp(level, 1.0);
        points.push((x, level));
    }
    if points.len() > 1 {
        points.push((reach.end, level));
    }
    sheet.mark(&summary(group), |s| {
        if let Some(gutter) = frame.gutter.as_ref().filter(|_| group.zeros > 0) {
            let y = plot.at(reach.start, zero_share).1;
            s.line(&[(gutter.start, y), (gutter.end, y)], ink, thickness);
            s.dot(f64::midpoint(gutter.start, gutter.end), y, 3.5, ink);
        }
        plot.line(points, ink, thickness);
        if usable(group.median_s) {
            let (x, y) = plot.at(group.median_s.clamp(reach.start, reach.end), 0.5);
            s.dot(x, y, 6.0, Token::Surface);
            s.dot(x, y, 4.5, ink);
        }
    });
}

fn quartiles(
    sheet: &Sheet,
    frame: &Frame,
    plot: &LogPlot,
    group: &Durations,
    rank: usize,
    (y, row): (f64, f64),
    reach: Range<f64>,
) {
    let ink = Token::Category(rank);
    let at = |s: f64| plot.at(finite(s).clamp(reach.start, reach.end), 0.0).0;
    let middle = if sheet.narrow { y + row - 12.0 } else { y + row / 2.0 };
    sheet.mark(&summary(group), |s| {
        if s.narrow {
            let room = s.width - 2.0 * EDGE;
            let words = format!("{} · {}", name(group), half_within(group));
            s.text(EDGE, y + 16.0, &labels::ellipsis(&words, TEXT, true, room), Face::new(ink).bold());
        } else {
            let room = frame.start() - EDGE - 14.0;
            let words = labels::ellipsis(&name(group), TEXT, true, room);
            s.text(frame.start() - 14.0, middle, &words, Face::new(ink).bold().right());
            s.text(frame.right + 12.0, middle, &half_within(group), Face::new(Token::Ink));
        }
        if group.n == 0 || !usable(group.p75_s) {
            return;
        }
        s.line(&[(at(group.p25_s), middle), (at(group.p90_s), middle)], ink, 1.5);
        s.rect(at(group.p25_s)..at(group.p75_s), middle - BOX / 2.0..middle + BOX / 2.0, ink);
        s.dot(at(group.p90_s), middle, 2.75, ink);
        let x = at(group.median_s);
        s.rect(x - 3.0..x + 3.0, middle - 8.0..middle + 8.0, Token::Surface);
        s.rect(x - 1.5..x + 1.5, middle - 8.0..middle + 8.0, ink);
    });
}

fn name(group: &Durations) -> String {
    format!("{} (n = {})", group.name, group.n)
}

fn half_within(group: &Durations) -> String {
    if group.n == 0 { "no data".to_owned() } else { format!("half within {}", duration(group.median_s)) }
}

fn summary(group: &Durations) -> String {
    let [p25, p75, p90] = [group.p25_s, group.p75_s, group.p90_s].map(duration);
    let zeros = if group.zeros > 0 { format!(", {} without any length", group.zeros) } else { String::new() };
    format!(
        "{}: {}; a quarter within {p25}, three quarters within {p75}, nine in ten within {p90}{zeros}",
        name(group),
        half_within(group)
    )
}
