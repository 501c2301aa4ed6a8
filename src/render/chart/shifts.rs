//! Shifts with incidents by the number of them, as shares of all shifts, with the line that the reference draws. Those without
//! any are told in words: they are nearly always so many that no other bar could be seen beside theirs.

use super::Drawing;
use super::axis::{finite, number};
use super::key::{self, Entry};
use super::labels;
use super::numbers::{Cells, header, text};
use super::panels::Panels;
use super::sheet::{Face, Sheet, Stroke, TEXT};
use super::theme::Token;
use crate::findings::Exhibit;
use crate::findings::exhibit::figure;
use crate::findings::exhibit::load::ShiftLoad;
use crate::text::number::thousands;
use crate::text::plural::count;
use std::ops::Range;

const MIN: f64 = 270.0;
const MAX: f64 = 440.0;
/// Above the bars: two lines of words and the highest number. Below them: the scale.
const HEAD: f64 = 66.0;
const BARS: f64 = 130.0;
const BELOW: f64 = 44.0;
const NAMES: [&str; 4] = ["1", "2", "3", "4+"];
const BAR_SHARE: f64 = 0.7;

impl Drawing for figure::Shifts {
    fn draw(&self, exhibit: &Exhibit, width: f64) -> String {
        let Self { reference, panels } = self;
        draw(exhibit, width, *reference, panels)
    }

    fn is_empty(&self) -> bool {
        let Self { panels, .. } = self;
        panels.iter().all(|p| p.shifts.iter().all(|n| *n == 0))
    }

    fn numbers(&self) -> Cells {
        let Self { reference, panels } = self;
        numbers(*reference, panels)
    }
}

fn draw(exhibit: &Exhibit, width: f64, reference: u64, panels: &[ShiftLoad]) -> String {
    // A rotation whose shifts had nothing has no bars; the numbers beside the chart hold it.
    let filled: Vec<&ShiftLoad> = panels.iter().filter(|panel| busy(panel).any(|n| n > 0)).collect();
    let shown = filled.get(..filled.len().min(super::MAX_PANELS)).unwrap_or_default();
    let places = Panels::new(shown.len(), width, (MIN, MAX), HEAD + BARS + BELOW);
    let entries = key(reference, filled.len() - shown.len(), panels.len() - filled.len());
    let sheet = Sheet::open(exhibit, width, places.height(shown.len()) + key::height(&entries, width));
    // One scale for all, so that the panels compare.
    let most = shown.iter().flat_map(|p| busy(p).map(|n| share(n, p))).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    for (at, panel) in shown.iter().enumerate() {
        let place = places.place(at, sheet.top);
        head(&sheet, panel, reference, &place);
        self::panel(&sheet, panel, (reference, most), &place);
    }
    key::draw(&sheet, &entries, sheet.top + places.height(shown.len()));
    sheet.finish()
}

/// The line stands between two bars where they are told apart.
fn line_at(reference: u64) -> Option<usize> {
    usize::try_from(reference).ok().filter(|r| *r < NAMES.len())
}

fn key(reference: u64, more: usize, quiet: usize) -> Vec<Entry<'static>> {
    let mut entries = vec![Entry::words("bars: share of the shifts, by incidents in a shift")];
    if line_at(reference).is_some() {
        entries.push(Entry::new(&format!("reference: at most {reference} incidents in a shift"), 8.0, |s, x, y| {
            s.stroke(Stroke::Dashed, |s| s.line(&[(x + 4.0, y - 9.0), (x + 4.0, y + 9.0)], Token::Ink, 1.5));
        }));
    }
    if more > 0 {
        entries.push(Entry::words(&format!("{} more in the numbers beside this chart", number(more as f64))));
    }
    if quiet > 0 {
        entries.push(Entry::words(&format!("not drawn: {} without any incident", count(quiet as u64, "rotation"))));
    }
    entries
}

/// Shifts with 1, 2, 3, and 4 or more incidents.
fn busy(panel: &ShiftLoad) -> impl Iterator<Item = u64> + '_ {
    panel.shifts.iter().skip(1).copied()
}

fn total(panel: &ShiftLoad) -> u64 {
    panel.shifts.iter().fold(0_u64, |sum, n| sum.saturating_add(*n))
}

fn share(n: u64, panel: &ShiftLoad) -> f64 {
    n as f64 / total(panel).max(1) as f64
}

/// A share of the shifts in words: of fewer than ten of them as "1 of 7", of more in per cent.
fn words(n: u64, panel: &ShiftLoad) -> String {
    const FEW: u64 = 10;
    let (percent, all) = (share(n, panel) * 100.0, total(panel));
    match percent {
        _ if n == 0 => "0".to_owned(),
        _ if all < FEW => format!("{n} of {all}"),
        p if p < 0.095 => "< 0.1 %".to_owned(),
        p if p < 9.95 => format!("{p:.1} %"),
        p => format!("{p:.0} %"),
    }
}

fn head(sheet: &Sheet, panel: &ShiftLoad, reference: u64, (across, top): &(Range<f64>, f64)) {
    let room = across.end - across.start;
    let name = labels::ellipsis(&panel.name, TEXT, true, room);
    sheet.text(across.start, top + 10.0, &name, Face::new(Token::Ink).bold());
    let over = line_at(reference).map(|line| busy(panel).skip(line).fold(0_u64, u64::saturating_add));
    let [all, none] = [total(panel), panel.shifts[0]].map(thousands);
    let words = match over {
        Some(over) => format!("{} of {all} over the line, {none} without any", thousands(over)),
        None => format!("{all} shifts, {none} without any"),
    };
    let words = labels::ellipsis(&words, TEXT, false, room);
    sheet.text(across.start, top + 28.0, &words, Face::new(Token::Muted));
}

fn panel(sheet: &Sheet, panel: &ShiftLoad, (reference, most): (u64, f64), (across, top): &(Range<f64>, f64)) {
    let (upper, lower) = (top + HEAD, top + HEAD + BARS);
    let wide = (across.end - across.start) / NAMES.len() as f64;
    for (at, (n, name)) in busy(panel).zip(NAMES).enumerate() {
        let middle = across.start + wide * (at as f64 + 0.5);
        let height = finite(share(n, panel) / most).clamp(0.0, 1.0) * (lower - upper);
        let over = line_at(reference).is_some_and(|line| at >= line);
        let words = words(n, panel);
        let incidents = if name == "1" { "incident" } else { "incidents" };
        let title = format!("{}: {} with {name} {incidents}, {words} of all", panel.name, count(n, "shift"));
        sheet.mark(&title, |s| {
            let half = wide * BAR_SHARE / 2.0;
            let top = if n > 0 { (lower - height).min(lower - 1.0) } else { lower };
            s.rect(middle - half..middle + half, top..lower, if over { Token::Severity(1) } else { Token::Heat(3) });
            let ink = if n > 0 { Token::Ink } else { Token::Muted };
            let face = Face::new(ink).centred().halo();
            if labels::width(&words, TEXT, true) <= wide {
                s.text(middle, top - TEXT * 0.8, &words, if over { face.bold() } else { face });
            }
        });
        sheet.text(middle, lower + 8.0, name, Face::new(Token::Muted).centred().top());
    }
    sheet.line(&[(across.start, lower), (across.end, lower)], Token::Rule, 1.0);
    if let Some(line) = line_at(reference) {
        let x = across.start + wide * line as f64;
        sheet.stroke(Stroke::Dashed, |s| s.line(&[(x, upper - 16.0), (x, lower + 6.0)], Token::Ink, 1.5));
    }
}

fn numbers(reference: u64, panels: &[ShiftLoad]) -> Cells {
    let mut rows = header(&["rotation", "incidents_in_shift", "shifts", "reference"]);
    for panel in panels {
        for (name, n) in ["0", "1", "2", "3", "4 or more"].iter().zip(&panel.shifts) {
            rows.push(vec![text(&panel.name), (*name).to_owned(), n.to_string(), reference.to_string()]);
        }
    }
    rows
}
