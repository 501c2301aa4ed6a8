//! Rates of areas against their exposure, with the limits within which chance alone keeps an area.

use super::Drawing;
use super::axis::finite;
use super::labels;
use super::measure::Measure;
use super::numbers::{Cells, cell, header, text};
use super::place::Room;
use super::sheet::{EDGE, Face, Plot, Sheet, Stroke, TEXT};
use super::theme::Token;
use crate::findings::exhibit::figure;
use crate::findings::{Exhibit, FunnelLimit, FunnelPoint};
use plotters::coord::types::RangedCoordf64;
use std::ops::Range;

const PLOT_HEIGHT: f64 = 320.0;
/// Room above the plot for the unit of the rates.
const ABOVE: f64 = 24.0;
/// Room below the plot for the labels of the axis and its unit.
const BELOW: f64 = 50.0;
/// Share of the page that the names of the limits may take.
const NAME_SHARE: f64 = 0.36;
const INSIDE: f64 = 4.0;
const OUTSIDE: f64 = 5.5;
/// A name is shortened to this many pixels.
const LONGEST_NAME: f64 = 190.0;

/// What is drawn, and in which coordinates.
struct Funnel<'a> {
    unit: &'a str,
    exposure_unit: &'a str,
    centre: f64,
    limits: Vec<FunnelLimit>,
    points: Vec<&'a FunnelPoint>,
    /// Highest exposure and highest rate of the plot.
    ends: (f64, f64),
    exposures: Vec<f64>,
    rates: Vec<f64>,
    measure: Measure,
}

impl Drawing for figure::Funnel {
    fn draw(&self, exhibit: &Exhibit, width: f64) -> String {
        let Self { unit, exposure_unit, centre, limits, points } = self;
        draw(exhibit, width, (unit, exposure_unit), *centre, (limits, points))
    }

    fn is_empty(&self) -> bool {
        let Self { points, .. } = self;
        points.is_empty()
    }

    fn numbers(&self) -> Cells {
        let Self { unit, exposure_unit, centre, limits, points } = self;
        numbers((unit, exposure_unit), *centre, limits, points)
    }
}

fn draw(
    exhibit: &Exhibit,
    width: f64,
    (unit, exposure_unit): (&str, &str),
    centre: f64,
    (limits, points): (&[FunnelLimit], &[FunnelPoint]),
) -> String {
    let sheet = Sheet::open(exhibit, width, ABOVE + PLOT_HEIGHT + BELOW);
    let funnel = Funnel::new((unit, exposure_unit), finite(centre).max(0.0), (limits, points), sheet.narrow);
    let digits = funnel.rates.iter().map(|t| labels::width(&funnel.measure.words(*t), TEXT, false)).fold(0.0, f64::max);
    let names = ["99.8 %".to_owned(), funnel.mean()].map(|w| labels::width(&w, TEXT, false));
    let names = names.into_iter().fold(0.0, f64::max).min(width * NAME_SHARE);
    let across = EDGE + digits + 10.0..width - EDGE - names - 10.0;
    let down = sheet.top + ABOVE..sheet.top + ABOVE + PLOT_HEIGHT;
    let (x, y) = (0.0..funnel.ends.0, 0.0..funnel.ends.1);
    let plot = sheet.plot((across.start, down.start), (across.end, down.end), x, y);
    funnel.axes(&sheet, &plot, across.clone(), down.end);
    funnel.curves(&sheet, &plot, &across, &down);
    funnel.points(&sheet, &plot, &across, &down);
    sheet.finish()
}

/// A curve under the ceiling of the plot: it begins where it comes down from above it.
fn below(points: &[(f64, f64)], ceiling: f64) -> Vec<(f64, f64)> {
    let mut kept: Vec<(f64, f64)> = Vec::new();
    let mut before: Option<(f64, f64)> = None;
    for (x, y) in points.iter().copied() {
        if let Some((px, py)) = before.filter(|p| (p.1 > ceiling) != (y > ceiling)) {
            kept.push((px + (x - px) * (ceiling - py) / (y - py), ceiling));
        }
        if y <= ceiling {
            kept.push((x, y));
        }
        before = Some((x, y));
    }
    kept
}

impl<'a> Funnel<'a> {
    fn new(
        (unit, exposure_unit): (&'a str, &'a str),
        centre: f64,
        (limits, points): (&[FunnelLimit], &'a [FunnelPoint]),
        narrow: bool,
    ) -> Self {
        let sound = |values: &[f64]| values.iter().all(|v| v.is_finite() && *v >= 0.0);
        let points: Vec<&FunnelPoint> = points.iter().filter(|p| sound(&[p.exposure, p.rate])).collect();
        let mut limits: Vec<FunnelLimit> =
            limits.iter().filter(|l| sound(&[l.exposure, l.inner[1], l.outer[1]])).copied().collect();
        limits.sort_by(|a, b| a.exposure.total_cmp(&b.exposure));
        let rates = points.iter().map(|p| p.rate).chain(limits.last().map(|l| l.outer[1])).chain([centre * 1.5]);
        let most =
            (rates.map(finite).fold(0.0, f64::max), points.iter().map(|p| finite(p.exposure)).fold(0.0, f64::max));
        let measure = Measure::of(unit);
        let rates = measure.steps(0.0, most.0 * 1.05, 5.0);
        let exposures = Measure::Plain.steps(0.0, most.1 * 1.04, if narrow { 3.0 } else { 6.0 });
        let ends = (exposures.last().copied().unwrap_or(1.0), rates.last().copied().unwrap_or(1.0));
        Self { unit, exposure_unit, centre, limits, points, ends, exposures, rates, measure }
    }

    fn mean(&self) -> String {
        format!("all {}", self.measure.words(self.centre))
    }

    fn axes(&self, sheet: &Sheet, plot: &Plot<RangedCoordf64>, across: Range<f64>, lower: f64) {
        let muted = Face::new(Token::Muted);
        for rate in &self.rates {
            sheet.gridline(across.clone(), plot.at(0.0, *rate).1, &self.measure.words(*rate));
        }
        let mut taken = f64::NEG_INFINITY;
        for exposure in &self.exposures {
            let x = plot.at(*exposure, 0.0).0;
            let label = Measure::Plain.words(*exposure);
            let half = labels::width(&label, TEXT, false) / 2.0;
            sheet.line(&[(x, lower), (x, lower + 5.0)], Token::Rule, 1.0);
            if x - half >= taken && x + half <= sheet.width {
                sheet.text(x, lower + 9.0, &label, muted.centred().top());
                taken = x + half + 8.0;
            }
        }
        let unit = labels::ellipsis(self.unit, TEXT, false, across.end * 0.4);
        sheet.text(EDGE, lower - PLOT_HEIGHT - 16.0, &unit, muted);
        let unit = labels::ellipsis(self.exposure_unit, TEXT, false, across.end - EDGE);
        sheet.text(across.end, lower + 36.0, &unit, muted.right());
        sheet.line(&[(across.start, lower), (across.end, lower)], Token::Rule, 1.0);
    }

    /// The centre and the limits, with their names at the right end.
    fn curves(&self, sheet: &Sheet, plot: &Plot<RangedCoordf64>, across: &Range<f64>, down: &Range<f64>) {
        let curve = |pick: fn(&FunnelLimit) -> f64| {
            let inside = self.limits.iter().filter(|l| l.exposure <= self.ends.0);
            below(&inside.map(|l| (l.exposure, pick(l).max(0.0))).collect::<Vec<_>>(), self.ends.1)
        };
        let outer: [fn(&FunnelLimit) -> f64; 2] = [|l| l.outer[0], |l| l.outer[1]];
        let inner: [fn(&FunnelLimit) -> f64; 2] = [|l| l.inner[0], |l| l.inner[1]];
        for pick in outer {
            plot.line(curve(pick), Token::Muted, 1.5);
        }
        sheet.stroke(Stroke::Dashed, |_| inner.into_iter().for_each(|pick| plot.line(curve(pick), Token::Muted, 1.25)));
        let middle = plot.at(0.0, self.centre).1;
        sheet.line(&[(across.start, middle), (across.end, middle)], Token::Ink, 1.5);
        let ends = [("99.8 %", curve(|l| l.outer[1])), ("95 %", curve(|l| l.inner[1]))];
        let mut names = vec![(middle, self.mean())];
        for (name, end) in ends.into_iter().filter_map(|(name, curve)| curve.last().map(|end| (name, *end))) {
            names.push((plot.at(end.0, end.1).1, name.to_owned()));
        }
        let wanted: Vec<f64> = names.iter().map(|n| n.0).collect();
        let placed = labels::dodge(&wanted, &vec![TEXT; names.len()], 4.0, down.start, down.end);
        for ((_, name), y) in names.iter().zip(placed) {
            let name = labels::ellipsis(name, TEXT, false, sheet.width - EDGE - across.end - 8.0);
            sheet.text(across.end + 8.0, y, &name, Face::new(Token::Muted));
        }
    }

    fn points(&self, sheet: &Sheet, plot: &Plot<RangedCoordf64>, across: &Range<f64>, down: &Range<f64>) {
        let mut room = Room::new(across.clone(), down.clone());
        let at = |p: &FunnelPoint| plot.at(finite(p.exposure), finite(p.rate));
        let (inside, outside): (Vec<&FunnelPoint>, Vec<&FunnelPoint>) =
            self.points.iter().copied().partition(|p| !p.outside);
        for point in inside {
            let (x, y) = at(point);
            sheet.mark(&self.title(point), |s| {
                s.dot(x, y, INSIDE + 1.0, Token::Surface);
                s.dot(x, y, INSIDE, Token::Muted);
            });
            room.point((x, y), INSIDE - 1.0);
        }
        for point in &outside {
            let (x, y) = at(point);
            room.point((x, y), OUTSIDE);
            sheet.mark(&self.title(point), |s| {
                s.dot(x, y, OUTSIDE + 1.5, Token::Surface);
                s.dot(x, y, OUTSIDE, Token::Category(2));
            });
        }
        let unnamed = outside.iter().filter(|point| {
            let name = labels::ellipsis(&point.name, TEXT, true, LONGEST_NAME);
            !room.label(sheet, at(point), OUTSIDE + 1.0, &name)
        });
        let unnamed = unnamed.count();
        if unnamed > 0 {
            let words = format!("{unnamed} beyond the limits not named");
            sheet.text(across.end, down.start - 16.0, &words, Face::new(Token::Muted).right());
        }
    }

    fn title(&self, point: &FunnelPoint) -> String {
        let place = if point.outside { "beyond the 99.8 % limits" } else { "within the 99.8 % limits" };
        let rate = self.measure.with_unit(point.rate, self.unit);
        format!("{}: {rate} at {} {}; {place}", point.name, Measure::Plain.words(point.exposure), self.exposure_unit)
    }
}

fn numbers((unit, exposure_unit): (&str, &str), centre: f64, limits: &[FunnelLimit], points: &[FunnelPoint]) -> Cells {
    let mut rows = header(&[
        "kind",
        "name",
        "exposure",
        "rate",
        "outside",
        "low_95",
        "high_95",
        "low_998",
        "high_998",
        "centre",
        "unit",
        "exposure_unit",
    ]);
    let tail = |mut row: Vec<String>| {
        row.extend([cell(centre), text(unit), text(exposure_unit)]);
        row
    };
    for point in points {
        let mut row = vec!["area".to_owned(), text(&point.name), cell(point.exposure), cell(point.rate)];
        row.push(point.outside.to_string());
        row.extend(std::iter::repeat_n(String::new(), 4));
        rows.push(tail(row));
    }
    for limit in limits {
        let mut row = vec!["limit".to_owned(), String::new(), cell(limit.exposure), String::new(), String::new()];
        row.extend(limit.inner.into_iter().chain(limit.outer).map(cell));
        rows.push(tail(row));
    }
    rows
}
