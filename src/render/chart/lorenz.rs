//! How unevenly interruptions fall on time on call: the Lorenz curve over the band that chance alone makes.

use super::Drawing;
use super::axis::{finite, number};
use super::key::{self, Entry};
use super::labels;
use super::numbers::{Cells, cell, header, text};
use super::panels::Panels;
use super::sheet::{Face, Plot, Sheet, Stroke, TEXT};
use super::theme::Token;
use crate::findings::Exhibit;
use crate::findings::exhibit::figure;
use crate::findings::exhibit::load::Lorenz;
use plotters::coord::types::RangedCoordf64;
use std::ops::Range;

/// Width of the place of one panel, and side of the square in it.
const MIN: f64 = 300.0;
const MAX: f64 = 440.0;
/// Above the square: two lines of words. Below it: the scale and its name.
const HEAD: f64 = 48.0;
const BELOW: f64 = 56.0;
const SCALE: [(f64, &str); 5] = [(0.0, "0 %"), (0.25, "25 %"), (0.5, "50 %"), (0.75, "75 %"), (1.0, "100 %")];
const ACROSS: &str = "time on call, the quietest first";

impl Drawing for figure::Lorenz {
    fn draw(&self, exhibit: &Exhibit, width: f64) -> String {
        let Self { unit, panels } = self;
        draw(exhibit, width, unit, panels)
    }

    fn is_empty(&self) -> bool {
        let Self { panels, .. } = self;
        panels.iter().all(|p| p.curve.is_empty())
    }

    fn numbers(&self) -> Cells {
        let Self { unit, panels } = self;
        numbers(unit, panels)
    }
}

fn draw(exhibit: &Exhibit, width: f64, unit: &str, panels: &[Lorenz]) -> String {
    let places = Panels::new(panels.len(), width, (MIN, MAX), 0.0);
    let gutter = labels::width("100 %", TEXT, false) + 12.0;
    // Half of the last name of the scale stands beyond the square.
    let side = (places.wide() - gutter - gutter / 2.0).max(80.0);
    let places = Panels::new(panels.len(), width, (MIN, MAX), HEAD + side + BELOW);
    let entries = key(unit);
    let sheet = Sheet::open(exhibit, width, places.height(panels.len()) + key::height(&entries, width));
    for (at, panel) in panels.iter().enumerate() {
        let (across, top) = places.place(at, sheet.top);
        let left = across.start + gutter;
        self::panel(&sheet, panel, unit, (left..left + side, top + HEAD));
        head(&sheet, panel, &across, top);
    }
    key::draw(&sheet, &entries, sheet.top + places.height(panels.len()));
    sheet.finish()
}

fn key(unit: &str) -> Vec<Entry<'static>> {
    let line = |words: &str, ink: Token, stroke: Stroke, thick: f64| {
        Entry::new(words, 26.0, move |s, x, y| s.stroke(stroke, |s| s.line(&[(x, y), (x + 26.0, y)], ink, thick)))
    };
    vec![
        line(&format!("{unit} as they fell"), Token::Accent, Stroke::Solid, 2.5),
        Entry::swatch("95 % of random spreads", Token::Heat(1)),
        line("as many in every hour", Token::Muted, Stroke::Dashed, 1.25),
    ]
}

fn percent(share: f64) -> String {
    format!("{} %", number((finite(share).clamp(0.0, 1.0) * 100.0).round()))
}

fn head(sheet: &Sheet, panel: &Lorenz, across: &Range<f64>, top: f64) {
    let room = across.end - across.start;
    let name = labels::ellipsis(&panel.name, TEXT, true, room);
    sheet.text(across.start, top + 10.0, &name, Face::new(Token::Ink).bold());
    let words =
        format!("busiest fifth of the time: {}, usual by chance {}", percent(panel.fifth), percent(panel.usual));
    let words = labels::ellipsis(&words, TEXT, false, room);
    sheet.text(across.start, top + 28.0, &words, Face::new(Token::Muted));
}

fn panel(sheet: &Sheet, panel: &Lorenz, unit: &str, (across, upper): (Range<f64>, f64)) {
    let side = across.end - across.start;
    let lower = upper + side;
    let plot = sheet.plot((across.start, upper), (across.end, lower), 0.0..1.0, 0.0..1.0);
    for (at, (share, label)) in SCALE.into_iter().enumerate() {
        sheet.gridline(across.clone(), plot.at(0.0, share).1, label);
        let x = plot.at(share, 0.0).0;
        sheet.line(&[(x, upper), (x, lower + 5.0)], Token::Grid, 1.0);
        if at.is_multiple_of(2) {
            sheet.text(x, lower + 9.0, label, Face::new(Token::Muted).centred().top());
        }
    }
    let words = labels::ellipsis(ACROSS, TEXT, false, side);
    sheet.text(f64::midpoint(across.start, across.end), lower + 27.0, &words, Face::new(Token::Muted).centred().top());
    let title = format!("{}: {} {unit}; 95 % of random spreads lie in the band", panel.name, number(panel.n as f64));
    sheet.mark(&title, |s| {
        band(&plot, panel);
        s.stroke(Stroke::Dashed, |_| plot.line(vec![(0.0, 0.0), (1.0, 1.0)], Token::Muted, 1.25));
        plot.line(points(&panel.curve), Token::Accent, 2.5);
    });
    for (tenth, height) in panel.curve.iter().enumerate().skip(1).take(9) {
        let (x, y) = plot.at(tenth as f64 / 10.0, finite(*height).clamp(0.0, 1.0));
        let range = panel
            .chance
            .get(tenth)
            .map_or_else(String::new, |[low, high]| format!("; by chance {} to {}", percent(*low), percent(*high)));
        let share = tenth * 10;
        let title = format!("The quietest {share} % of the time had {} of {unit}{range}", percent(*height));
        sheet.mark(&title, |s| s.dot(x, y, 3.5, Token::Accent));
    }
    sheet.line(&[(across.start, lower), (across.end, lower)], Token::Rule, 1.0);
}

/// A curve at 0, 10, …, 100 %.
fn points(heights: &[f64]) -> Vec<(f64, f64)> {
    heights.iter().take(11).enumerate().map(|(at, y)| (at as f64 / 10.0, finite(*y).clamp(0.0, 1.0))).collect()
}

fn band(plot: &Plot<RangedCoordf64>, panel: &Lorenz) {
    let bound =
        |at: usize| -> Vec<f64> { panel.chance.iter().map(|range| range.get(at).copied().unwrap_or(0.0)).collect() };
    let mut outline = points(&bound(1));
    outline.extend(points(&bound(0)).into_iter().rev());
    if outline.len() > 2 {
        plot.shape(outline, Token::Heat(1));
    }
}

fn numbers(unit: &str, panels: &[Lorenz]) -> Cells {
    let mut rows = header(&["which", "share_of_time", "share", "random_low", "random_high", "n", "unit"]);
    for panel in panels {
        for (at, height) in panel.curve.iter().enumerate() {
            let [low, high] = panel.chance.get(at).map_or([String::new(), String::new()], |range| range.map(cell));
            let (share, n) = (cell(at as f64 / 10.0), panel.n.to_string());
            rows.push(vec![text(&panel.name), share, cell(*height), low, high, n, text(unit)]);
        }
    }
    rows
}
