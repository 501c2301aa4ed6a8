//! Share still open by time since the start: Kaplan–Meier steps with their bands on a log axis.

use super::Drawing;
use super::axis::{duration, finite};
use super::elapsed::{self, LogPlot, TICKS, usable};
use super::labels;
use super::numbers::{Cells, cell, header, maybe, text};
use super::sheet::{EDGE, Face, Sheet, Stroke, TEXT, is_narrow};
use super::theme::{CATEGORIES, Token};
use crate::findings::exhibit::figure;
use crate::findings::{Exhibit, SurvivalCurve, SurvivalStep};
use plotters::prelude::IntoLogRange;
use std::ops::Range;

const PLOT_HEIGHT: f64 = 290.0;
/// Half the height of the tick where an open incident leaves.
const TICK: f64 = 4.5;
/// Length of the piece of line beside a name.
const SWATCH: f64 = 24.0;
/// A narrow chart has its names in rows below the plot.
const NARROW_ROW: f64 = 22.0;
const NAME_SHARE: f64 = 0.27;
/// Open incidents drawn per curve.
const MAX_OPEN: usize = 200;

/// Positions shared by the curves.
struct Frame {
    left: f64,
    right: f64,
    upper: f64,
    lower: f64,
    reach: Range<f64>,
}

impl Drawing for figure::Survival {
    fn draw(&self, exhibit: &Exhibit, width: f64) -> String {
        let Self { curves } = self;
        draw(exhibit, width, curves)
    }

    fn is_empty(&self) -> bool {
        let Self { curves } = self;
        curves.iter().all(|c| c.steps.is_empty())
    }

    fn numbers(&self) -> Cells {
        let Self { curves } = self;
        numbers(curves)
    }
}

fn draw(exhibit: &Exhibit, width: f64, curves: &[SurvivalCurve]) -> String {
    let curves: Vec<&SurvivalCurve> = curves.iter().filter(|c| !c.steps.is_empty()).take(CATEGORIES).collect();
    let key = if is_narrow(width) { NARROW_ROW * curves.len() as f64 } else { 0.0 };
    let sheet = Sheet::open(exhibit, width, PLOT_HEIGHT + TICKS + key);
    let frame = Frame::new(&sheet, &curves);
    let across = frame.reach.clone().log_scale();
    let plot = sheet.plot((frame.left, frame.upper), (frame.right, frame.lower), across, 0.0..1.0);
    elapsed::shares(&sheet, &plot, &frame.reach, frame.left..frame.right);
    elapsed::axis(&sheet, &plot, &frame.reach, frame.left..frame.right, frame.lower);
    for (rank, curve) in curves.iter().enumerate() {
        plot.tint(frame.band(curve), Token::Category(rank));
    }
    // The first curve is the one for all and is drawn last, on top.
    for (rank, curve) in curves.iter().enumerate().rev() {
        frame.curve(&sheet, &plot, curve, rank);
    }
    frame.names(&sheet, &plot, &curves);
    sheet.finish()
}

fn name(curve: &SurvivalCurve) -> String {
    let open = if curve.open > 0 { format!(", {} open", curve.open) } else { String::new() };
    format!("{} (n = {}{open})", curve.name, curve.n)
}

/// Steps with a place on the chart: shares that never rise.
fn levels(curve: &SurvivalCurve) -> Vec<SurvivalStep> {
    let mut level: f64 = 1.0;
    let sound = curve.steps.iter().filter(|s| s.seconds.is_finite() && s.share.is_finite());
    sound
        .map(|step| {
            level = step.share.clamp(0.0, level);
            SurvivalStep { share: level, ..*step }
        })
        .collect()
}

fn summary(curve: &SurvivalCurve) -> String {
    let words = curve.median_s.filter(|s| usable(*s)).map_or_else(
        || "more than half still open at the end".to_owned(),
        |s| format!("half over within {}", duration(s)),
    );
    format!("{}: {words}", name(curve))
}

impl Frame {
    fn new(sheet: &Sheet, curves: &[&SurvivalCurve]) -> Self {
        let left = EDGE + labels::width("100 %", TEXT, false) + 10.0;
        let names = curves.iter().map(|c| labels::width(&name(c), TEXT, true)).fold(0.0, f64::max);
        let right = if sheet.narrow {
            sheet.width - EDGE - labels::width("4 weeks", TEXT, false) / 2.0
        } else {
            sheet.width - EDGE - names.min(sheet.width * NAME_SHARE) - SWATCH - 22.0
        };
        let all = curves.iter().flat_map(|c| c.steps.iter().map(|s| s.seconds).chain(c.open_s.iter().copied()));
        Self { left, right, upper: sheet.top + 8.0, lower: sheet.top + PLOT_HEIGHT, reach: elapsed::reach(all) }
    }

    fn inside(&self, seconds: f64) -> f64 {
        finite(seconds).clamp(self.reach.start, self.reach.end)
    }

    /// Where a curve ends: at the last time anything was seen of it.
    fn end(&self, curve: &SurvivalCurve) -> f64 {
        let times = curve.steps.iter().map(|s| s.seconds).chain(curve.open_s.iter().copied());
        self.inside(times.filter(|s| usable(*s)).fold(self.reach.start, f64::max))
    }

    /// The stairs through all steps of one level.
    fn stairs(&self, steps: &[SurvivalStep], end: f64, level: impl Fn(&SurvivalStep) -> f64) -> Vec<(f64, f64)> {
        let mut points = vec![(self.reach.start, 1.0)];
        let mut now = 1.0;
        for step in steps {
            let x = self.inside(step.seconds);
            points.push((x, now));
            now = level(step);
            points.push((x, now));
        }
        points.push((end, now));
        points
    }

    /// The outline of the 95 % intervals. A step without one has a band of no height.
    fn band(&self, curve: &SurvivalCurve) -> Vec<(f64, f64)> {
        let steps = levels(curve);
        let end = self.end(curve);
        let edge = |step: &SurvivalStep, at: usize| {
            let edge = step.band.and_then(|b| b.get(at).copied()).filter(|e| e.is_finite());
            edge.unwrap_or(step.share).clamp(0.0, 1.0)
        };
        let mut outline = self.stairs(&steps, end, |s| edge(s, 0));
        outline.extend(self.stairs(&steps, end, |s| edge(s, 1)).into_iter().rev());
        outline
    }

    fn curve(&self, sheet: &Sheet, plot: &LogPlot, curve: &SurvivalCurve, rank: usize) {
        let ink = Token::Category(rank);
        let steps = levels(curve);
        let points = self.stairs(&steps, self.end(curve), |s| s.share);
        let level = |age: f64| steps.iter().take_while(|s| s.seconds <= age).last().map_or(1.0, |s| s.share);
        sheet.mark(&summary(curve), |s| {
            s.stroke(Stroke::of(rank), |_| plot.line(points, ink, if rank == 0 { 2.5 } else { 2.0 }));
            for age in curve.open_s.iter().filter(|a| usable(**a)).take(MAX_OPEN) {
                let (x, y) = plot.at(self.inside(*age), level(*age));
                s.line(&[(x, y - TICK), (x, y + TICK)], ink, 1.5);
            }
        });
    }

    /// Names at the ends of the curves: right of the plot at the height of the end, or in rows below a narrow one.
    /// Each has a piece of its line, so that colour is not the only link.
    fn names(&self, sheet: &Sheet, plot: &LogPlot, curves: &[&SurvivalCurve]) {
        let last = |c: &SurvivalCurve| levels(c).last().map_or(1.0, |s| s.share);
        // Curves that end at the same height keep the order in which they get there.
        let wanted: Vec<f64> =
            curves.iter().map(|c| plot.at(self.reach.start, last(c)).1 - libm::log(self.end(c)) * 0.01).collect();
        let placed = labels::dodge(&wanted, &vec![TEXT; wanted.len()], 6.0, self.upper, self.lower + 6.0);
        for (rank, (curve, y)) in curves.iter().zip(placed).enumerate() {
            let (x, y) = if sheet.narrow {
                (EDGE, self.lower + TICKS + NARROW_ROW * (rank as f64 + 0.6))
            } else {
                (self.right + 14.0, y)
            };
            let ink = Token::Category(rank);
            sheet.stroke(Stroke::of(rank), |s| s.line(&[(x, y), (x + SWATCH, y)], ink, 2.25));
            let words = labels::ellipsis(&name(curve), TEXT, true, sheet.width - EDGE - x - SWATCH - 6.0);
            sheet.text(x + SWATCH + 6.0, y, &words, Face::new(ink).bold());
        }
    }
}

fn numbers(curves: &[SurvivalCurve]) -> Cells {
    let mut rows = header(&["group", "n", "open", "point", "seconds", "share_open", "low", "high"]);
    for curve in curves {
        let head = |point: &str, seconds: f64| {
            let (n, open) = (curve.n.to_string(), curve.open.to_string());
            vec![text(&curve.name), n, open, point.to_owned(), cell(seconds)]
        };
        for step in &curve.steps {
            let bound = |at: usize| maybe(step.band.and_then(|b| b.get(at).copied()));
            let mut row = head("over", step.seconds);
            row.extend([cell(step.share), bound(0), bound(1)]);
            rows.push(row);
        }
        for age in &curve.open_s {
            let mut row = head("still-open", *age);
            row.extend([String::new(), String::new(), String::new()]);
            rows.push(row);
        }
    }
    rows
}
