//! How long incidents last: cumulative curves on a log axis, and below them the quartiles of every group.

use super::Drawing;
use super::axis::{duration, finite};
use super::elapsed::{self, LogPlot, TICKS, usable};
use super::labels;
use super::numbers::{Cells, cell, header, text};
use super::sheet::{EDGE, Face, Sheet, TEXT, is_narrow};
use super::theme::{CATEGORIES, Token};
use crate::findings::exhibit::figure;
use crate::findings::{Durations, Exhibit};
use plotters::prelude::IntoLogRange;
use std::ops::Range;

const PLOT_HEIGHT: f64 = 250.0;
const ROW: f64 = 30.0;
/// On a narrow page the words of a row stand above its box.
const NARROW_ROW: f64 = 46.0;
/// Width of the gutter for incidents without any length.
const GUTTER: f64 = 34.0;
/// Free room between the gutter and the axis, which don't join.
const APART: f64 = 14.0;
const BOX: f64 = 8.0;
/// Radius of the mark of an incident that is not over.
const RING: f64 = 4.0;
/// More open marks than this are one grey line; their number is written beside them.
const MAX_OPEN: usize = 200;

/// How a group is drawn.
#[derive(Clone, Copy)]
struct Pen {
    ink: Token,
    /// Ink of its words.
    words: Token,
    thickness: f64,
}

impl Pen {
    fn of(rank: usize) -> Self {
        let ink = Token::Category(rank);
        Self { ink, words: ink, thickness: if rank == 0 { 2.75 } else { 1.9 } }
    }

    /// The earlier period, which stands behind everything else.
    const GHOST: Self = Self { ink: Token::Grey, words: Token::Muted, thickness: 1.5 };
}

/// Positions shared by the curves and the rows.
struct Frame {
    left: f64,
    right: f64,
    upper: f64,
    lower: f64,
    /// The gutter for zero lengths, when any group has some.
    gutter: Option<Range<f64>>,
    reach: Range<f64>,
}

impl Drawing for figure::Durations {
    fn draw(&self, exhibit: &Exhibit, width: f64) -> String {
        let Self { groups, ghost, open_s } = self;
        draw(exhibit, width, groups, ghost.as_deref(), open_s)
    }

    fn is_empty(&self) -> bool {
        let Self { groups, ghost, open_s } = self;
        groups.iter().chain(ghost.as_deref()).all(|g| g.n == 0) && open_s.is_empty()
    }

    fn numbers(&self) -> Cells {
        let Self { groups, ghost, open_s } = self;
        numbers(groups, ghost.as_deref(), open_s)
    }
}

fn draw(exhibit: &Exhibit, width: f64, groups: &[Durations], ghost: Option<&Durations>, open_s: &[f64]) -> String {
    let groups = groups.get(..groups.len().min(CATEGORIES)).unwrap_or_default();
    let ghost = ghost.filter(|g| g.n > 0);
    let rows = rows(groups, ghost);
    let row = if is_narrow(width) { NARROW_ROW } else { ROW };
    let sheet = Sheet::open(exhibit, width, PLOT_HEIGHT + TICKS + row * rows.len() as f64 + 6.0);
    let frame = Frame::new(&sheet, &rows, open_s);
    let across = frame.reach.clone().log_scale();
    let plot = sheet.plot((frame.left, frame.upper), (frame.right, frame.lower), across, 0.0..1.0);
    axes(&sheet, &frame, &plot, frame.lower + TICKS + row * rows.len() as f64);
    if let Some(ghost) = ghost {
        curve(&sheet, &frame, &plot, ghost, Pen::GHOST);
    }
    // The first group is the one for all and is drawn last, on top.
    for (rank, group) in groups.iter().enumerate().rev() {
        curve(&sheet, &frame, &plot, group, Pen::of(rank));
    }
    still_open(&sheet, &frame, &plot, open_s);
    if let Some(ghost) = ghost {
        ghost_name(&sheet, &frame, &plot, ghost, groups.first());
    }
    for (at, (group, pen)) in rows.iter().enumerate() {
        let y = frame.lower + TICKS + row * at as f64;
        quartiles(&sheet, &frame, &plot, group, *pen, (y, row));
    }
    sheet.finish()
}

/// The rows below the curves: the earlier period stands right below the group it is the earlier period of.
fn rows<'a>(groups: &'a [Durations], ghost: Option<&'a Durations>) -> Vec<(&'a Durations, Pen)> {
    let mut rows: Vec<_> = groups.iter().enumerate().map(|(rank, group)| (group, Pen::of(rank))).collect();
    if let Some(ghost) = ghost {
        rows.insert(1.min(rows.len()), (ghost, Pen::GHOST));
    }
    rows
}

impl Frame {
    fn new(sheet: &Sheet, rows: &[(&Durations, Pen)], open_s: &[f64]) -> Self {
        let names = rows.iter().map(|(g, _)| labels::width(&name(g), TEXT, true)).fold(0.0, f64::max);
        let values = rows.iter().map(|(g, _)| labels::width(&half_within(g), TEXT, false)).fold(0.0, f64::max);
        let percent = labels::width("100 %", TEXT, false) + 10.0;
        let (names, values) = (names.min(sheet.width * 0.26), values.min(sheet.width * 0.26));
        let (left, right) = if sheet.narrow {
            (EDGE + percent, sheet.width - EDGE - labels::width("4 weeks", TEXT, false) / 2.0)
        } else {
            (EDGE + (names + 16.0).max(percent), sheet.width - EDGE - values - 14.0)
        };
        let zeros = rows.iter().any(|(g, _)| g.zeros > 0);
        let gutter = zeros.then_some(left..left + GUTTER);
        let left = if zeros { left + GUTTER + APART } else { left };
        let points = rows.iter().flat_map(|(g, _)| g.ecdf.iter().map(|p| p.0).chain([g.p90_s]));
        let reach = elapsed::reach(points.chain(open_s.iter().copied()));
        Self { left, right, upper: sheet.top + 8.0, lower: sheet.top + PLOT_HEIGHT, gutter, reach }
    }

    fn start(&self) -> f64 {
        self.gutter.as_ref().map_or(self.left, |g| g.start)
    }

    /// A duration as a place on the axis.
    fn inside(&self, seconds: f64) -> f64 {
        finite(seconds).clamp(self.reach.start, self.reach.end)
    }
}

fn axes(sheet: &Sheet, frame: &Frame, plot: &LogPlot, bottom: f64) {
    elapsed::shares(sheet, plot, &frame.reach, frame.start()..frame.right);
    if let Some(gutter) = &frame.gutter {
        let middle = f64::midpoint(gutter.start, gutter.end);
        sheet.text(middle, frame.lower + 9.0, "0", Face::new(Token::Muted).centred().top());
        sheet.rect(gutter.end..frame.left, frame.upper - 1.0..bottom, Token::Surface);
    }
    elapsed::axis(sheet, plot, &frame.reach, frame.left..frame.right, frame.lower);
}

/// Open marks along the axis at the ages that incidents have reached without being over, and how many they are.
fn still_open(sheet: &Sheet, frame: &Frame, plot: &LogPlot, open_s: &[f64]) {
    let mut ages: Vec<f64> = open_s.iter().copied().filter(|s| s.is_finite() && *s >= 0.0).collect();
    ages.sort_by(f64::total_cmp);
    let y = frame.lower - RING - 4.0;
    let x = |age: f64| plot.at(frame.inside(age), 0.0).0;
    for age in ages.iter().take(MAX_OPEN) {
        sheet.mark(&format!("Still open after {}", duration(*age)), |s| s.ring(x(*age), y, RING, Token::Ink));
    }
    let (Some(first), Some(last)) = (ages.first(), ages.last()) else { return };
    let words = format!("{} still open", ages.len());
    let room = labels::width(&words, TEXT, false) + 2.0 * RING + 4.0;
    let face = Face::new(Token::Ink).halo();
    if x(*last) + room <= frame.right {
        sheet.text(x(*last) + RING + 5.0, y, &words, face);
    } else if x(*first) - room >= frame.left {
        sheet.text(x(*first) - RING - 5.0, y, &words, face.right());
    } else {
        sheet.text(frame.right, y - 16.0, &words, face.right());
    }
}

/// Names the curve of the earlier period where it is farthest from the current one, on its outer side.
fn ghost_name(sheet: &Sheet, frame: &Frame, plot: &LogPlot, ghost: &Durations, current: Option<&Durations>) {
    let by = |group: &Durations, share: f64| {
        let point = group.ecdf.iter().find(|p| p.1 >= share && usable(p.0)).or(group.ecdf.last());
        plot.at(frame.inside(point.map_or(0.0, |p| p.0)), share)
    };
    let gap = |share: f64| {
        let (here, there) = (by(ghost, share), current.map_or((frame.left, 0.0), |c| by(c, share)));
        (here.0 - there.0, here)
    };
    let choices = [0.35, 0.45, 0.55, 0.65, 0.75].map(gap);
    let Some((gap, (x, y))) = choices.into_iter().max_by(|a, b| a.0.abs().total_cmp(&b.0.abs())) else { return };
    let words = labels::ellipsis(&ghost.name, TEXT, false, (frame.right - frame.left) / 2.0);
    let room = labels::width(&words, TEXT, false) + 10.0;
    let face = Face::new(Token::Muted).halo();
    if (gap >= 0.0 && x + room <= frame.right) || x - room < frame.left {
        // A curve climbs to the right: a little lower right of it, a little higher left of it, the words are clear of it.
        sheet.text(x + 10.0, y + 6.0, &words, face);
    } else {
        sheet.text(x - 10.0, y - 6.0, &words, face.right());
    }
}

fn curve(sheet: &Sheet, frame: &Frame, plot: &LogPlot, group: &Durations, pen: Pen) {
    let (ink, thickness) = (pen.ink, pen.thickness);
    let reach = &frame.reach;
    let zero_share = if group.n > 0 { (group.zeros as f64 / group.n as f64).min(1.0) } else { 0.0 };
    let mut points = vec![(reach.start, zero_share)];
    let mut level = zero_share;
    for (seconds, share) in group.ecdf.iter().filter(|p| usable(p.0) && p.1.is_finite()) {
        let x = frame.inside(*seconds);
        points.push((x, level));
        level = share.min(1.0).max(level);
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
            let (x, y) = plot.at(frame.inside(group.median_s), 0.5);
            s.dot(x, y, 6.0, Token::Surface);
            s.dot(x, y, 4.5, ink);
        }
    });
}

fn quartiles(sheet: &Sheet, frame: &Frame, plot: &LogPlot, group: &Durations, pen: Pen, (y, row): (f64, f64)) {
    let at = |s: f64| plot.at(frame.inside(s), 0.0).0;
    let middle = if sheet.narrow { y + row - 12.0 } else { y + row / 2.0 };
    sheet.mark(&summary(group), |s| {
        if s.narrow {
            let room = s.width - 2.0 * EDGE;
            let words = format!("{} · {}", name(group), half_within(group));
            s.text(EDGE, y + 16.0, &labels::ellipsis(&words, TEXT, true, room), Face::new(pen.words).bold());
        } else {
            let room = frame.start() - EDGE - 14.0;
            let words = labels::ellipsis(&name(group), TEXT, true, room);
            s.text(frame.start() - 14.0, middle, &words, Face::new(pen.words).bold().right());
            s.text(frame.right + 12.0, middle, &half_within(group), Face::new(Token::Ink));
        }
        if group.n == 0 || !usable(group.p75_s) {
            return;
        }
        s.line(&[(at(group.p25_s), middle), (at(group.p90_s), middle)], pen.ink, 1.5);
        s.rect(at(group.p25_s)..at(group.p75_s), middle - BOX / 2.0..middle + BOX / 2.0, pen.ink);
        s.dot(at(group.p90_s), middle, 2.75, pen.ink);
        let x = at(group.median_s);
        s.rect(x - 3.0..x + 3.0, middle - 8.0..middle + 8.0, Token::Surface);
        s.rect(x - 1.5..x + 1.5, middle - 8.0..middle + 8.0, pen.ink);
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

/// The groups, then the earlier period, then the ages of incidents that are not over: those are of no group and have
/// no share.
fn numbers(groups: &[Durations], ghost: Option<&Durations>, open_s: &[f64]) -> Cells {
    let mut rows = header(&["group", "n", "zeros", "point", "seconds", "share"]);
    for group in groups.iter().chain(ghost) {
        let mut row = |point: &str, seconds: f64, share: f64| {
            let (n, zeros) = (group.n.to_string(), group.zeros.to_string());
            rows.push(vec![text(&group.name), n, zeros, point.to_owned(), cell(seconds), cell(share)]);
        };
        row("p25", group.p25_s, 0.25);
        row("median", group.median_s, 0.5);
        row("p75", group.p75_s, 0.75);
        row("p90", group.p90_s, 0.9);
        for (seconds, share) in &group.ecdf {
            row("ecdf", *seconds, *share);
        }
    }
    for age in open_s {
        let empty = String::new;
        rows.push(vec![empty(), empty(), empty(), "still-open".to_owned(), cell(*age), empty()]);
    }
    rows
}
