//! Areas by number of incidents: horizontal bars, largest first.

use super::Drawing;
use super::axis::{finite, number};
use super::labels;
use super::numbers::{Cells, cell, header, text};
use super::sheet::{EDGE, Face, Sheet, TEXT, is_narrow};
use super::theme::Token;
use crate::findings::exhibit::figure;
use crate::findings::{Bar, Exhibit};

/// More bars than this can't be compared by eye; the rest is in the numbers beside the chart.
const MAX_BARS: usize = 40;
/// A bar for all others is broken where it is so many times as long as the longest, and so much longer than it then.
const CUT_FROM: f64 = 2.0;
const BROKEN: f64 = 1.25;
const BAR: f64 = 20.0;
const ROW: f64 = 29.0;
/// A narrow chart sets the name above its bar.
const NARROW_ROW: f64 = 44.0;
const NAME_SHARE: f64 = 0.34;
const APART: f64 = 10.0;

impl Drawing for figure::Pareto {
    fn draw(&self, exhibit: &Exhibit, width: f64) -> String {
        let Self { unit, bars, others } = self;
        draw(exhibit, width, unit, bars, others.as_ref())
    }

    fn is_empty(&self) -> bool {
        let Self { bars, others, .. } = self;
        bars.is_empty() && others.is_none()
    }

    fn numbers(&self) -> Cells {
        let Self { unit, bars, others } = self;
        numbers(unit, bars, others.as_ref())
    }
}

fn draw(exhibit: &Exhibit, width: f64, unit: &str, bars: &[Bar], others: Option<&Bar>) -> String {
    let shown = bars.get(..MAX_BARS.min(bars.len())).unwrap_or_default();
    let narrow = is_narrow(width);
    let row = if narrow { NARROW_ROW } else { ROW };
    let rows = shown.len() + usize::from(others.is_some());
    let body = rows as f64 * row + if others.is_some() { APART } else { 0.0 };
    let sheet = Sheet::open(exhibit, width, body);
    let all = || shown.iter().chain(others);
    let names = all().map(|b| labels::width(&b.name, TEXT, false)).fold(0.0, f64::max).min(width * NAME_SHARE);
    let values = all().map(|b| labels::width(&value_label(b), TEXT, true)).fold(0.0, f64::max);
    let left = if narrow { EDGE } else { EDGE + names + 12.0 };
    let right = (width - EDGE - values - 10.0).max(left + 40.0);
    // A hundred others together are no measure for one; where they are more than the first, their bar ends with it.
    let first = shown.iter().map(|b| finite(b.value)).fold(0.0, f64::max);
    let rest = others.map_or(0.0, |b| finite(b.value));
    let is_cut = rest > CUT_FROM * first && first > 0.0;
    let most = if is_cut { first * BROKEN } else { first.max(rest) }.max(f64::MIN_POSITIVE);
    let plot = sheet.plot((left, sheet.top), (right, sheet.top + body.max(1.0)), 0.0..most, 0.0..1.0);
    let mut y = sheet.top;
    for (rank, bar) in all().enumerate() {
        let is_rest = rank >= shown.len();
        if is_rest {
            y += APART;
        }
        let ink = if is_rest { Token::Grey } else { Token::Accent };
        let end = plot.at(finite(bar.value).clamp(0.0, most), 0.0).0.max(left + 1.0);
        let middle = if narrow { y + TEXT * 1.4 + BAR / 2.0 } else { y + row / 2.0 };
        let title = format!("{}: {} {unit} ({})", bar.name, number(bar.value), share(bar));
        sheet.mark(&title, |s| {
            if narrow {
                let name = labels::ellipsis(&bar.name, TEXT, false, width - 2.0 * EDGE);
                s.text(left, y + TEXT * 0.6, &name, Face::new(Token::Ink));
            } else {
                let name = labels::ellipsis(&bar.name, TEXT, false, names + 0.5);
                s.text(left - 12.0, middle, &name, Face::new(Token::Ink).right());
            }
            s.rect(left..end, middle - BAR / 2.0..middle + BAR / 2.0, ink);
            if is_rest && is_cut {
                broken(s, left + (end - left) * 0.86, middle);
            }
            s.text(end + 8.0, middle, &value_label(bar), Face::new(Token::Ink).bold());
        });
        y += row;
    }
    sheet.line(&[(left, sheet.top), (left, sheet.top + body)], Token::Rule, 1.0);
    sheet.finish()
}

/// Two strokes across a bar that is longer than there is room for.
fn broken(sheet: &Sheet, x: f64, middle: f64) {
    let half = BAR / 2.0 + 2.0;
    for at in [x, x + 5.0] {
        sheet.line(&[(at - 3.0, middle + half), (at + 3.0, middle - half)], Token::Surface, 2.5);
    }
}

fn share(bar: &Bar) -> String {
    format!("{} %", number((finite(bar.share) * 100.0).round()))
}

fn value_label(bar: &Bar) -> String {
    format!("{} · {}", number(bar.value), share(bar))
}

fn numbers(unit: &str, bars: &[Bar], others: Option<&Bar>) -> Cells {
    let mut rows = header(&["rank", "name", "value", "share", "unit"]);
    for (at, bar) in bars.iter().chain(others).enumerate() {
        let rank = if at < bars.len() { (at + 1).to_string() } else { "others".to_owned() };
        rows.push(vec![rank, text(&bar.name), cell(bar.value), cell(bar.share), text(unit)]);
    }
    rows
}
