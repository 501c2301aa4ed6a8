//! What problems took: horizontal bars, the most first, with the part of the period under review.

use super::Drawing;
use super::axis::{finite, number};
use super::key::{self, Entry};
use super::labels;
use super::numbers::{Cells, cell, header, text};
use super::sheet::{EDGE, Face, Sheet, TEXT, is_narrow};
use super::theme::Token;
use crate::findings::Exhibit;
use crate::findings::exhibit::figure;
use crate::findings::exhibit::recurrence::Cost;

const BAR: f64 = 20.0;
const ROW: f64 = 30.0;
/// A narrow chart sets the name above its bar.
const NARROW_ROW: f64 = 46.0;
const NAME_SHARE: f64 = 0.36;
/// Between the bars and the key.
const APART: f64 = 10.0;

struct Frame<'a> {
    unit: &'a str,
    left: f64,
    right: f64,
    names: f64,
    most: f64,
}

impl Drawing for figure::Costs {
    fn draw(&self, exhibit: &Exhibit, width: f64) -> String {
        let Self { unit, part, rows, more } = self;
        draw(exhibit, width, (unit, part), (rows, *more))
    }

    fn is_empty(&self) -> bool {
        let Self { rows, .. } = self;
        rows.is_empty()
    }

    fn numbers(&self) -> Cells {
        let Self { unit, rows, .. } = self;
        numbers(unit, rows)
    }
}

fn draw(exhibit: &Exhibit, width: f64, (unit, part): (&str, &str), (rows, more): (&[Cost], u64)) -> String {
    let shown = rows.get(..rows.len().min(super::MAX_ROWS)).unwrap_or_default();
    let row = if is_narrow(width) { NARROW_ROW } else { ROW };
    let entries = entries(part, shown, more + (rows.len() - shown.len()) as u64);
    let body = row * shown.len() as f64 + APART + key::height(&entries, width);
    let sheet = Sheet::open(exhibit, width, body);
    let frame = Frame::new(&sheet, unit, shown);
    for (at, cost) in shown.iter().enumerate() {
        frame.row(&sheet, cost, (sheet.top + row * at as f64, row));
    }
    let lower = sheet.top + row * shown.len() as f64;
    sheet.line(&[(frame.left, sheet.top), (frame.left, lower)], Token::Rule, 1.0);
    key::draw(&sheet, &entries, lower + APART);
    sheet.finish()
}

fn entries(part: &str, rows: &[Cost], more: u64) -> Vec<Entry<'static>> {
    let mut entries = Vec::new();
    if rows.iter().any(|r| r.period.is_some()) {
        entries.push(Entry::swatch(part, Token::Accent));
        entries.push(Entry::swatch("other time", Token::Heat(2)));
    }
    if rows.iter().any(|r| r.famous) && rows.iter().any(|r| !r.famous) {
        entries.push(Entry::words("bold: famous bug"));
    }
    if more > 0 {
        entries.push(Entry::words(&format!("{} more in the register", number(more as f64))));
    }
    entries
}

/// "61 h", with the incidents that it is known of where that is not all.
fn words(cost: &Cost) -> String {
    let of = if cost.known < cost.incidents {
        format!(" ({} of {} incidents)", cost.known, cost.incidents)
    } else {
        String::new()
    };
    format!("{} h{of}", number(cost.all))
}

impl<'a> Frame<'a> {
    fn new(sheet: &Sheet, unit: &'a str, rows: &[Cost]) -> Self {
        let longest = |words: Vec<String>, bold| words.iter().map(|w| labels::width(w, TEXT, bold)).fold(0.0, f64::max);
        let names = longest(rows.iter().map(|r| r.name.clone()).collect(), true).min(sheet.width * NAME_SHARE);
        let left = if sheet.narrow { EDGE } else { EDGE + names + 18.0 };
        let most = rows.iter().map(|r| finite(r.all)).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
        // Bars are as long as the words after each of them leave room for.
        let room = |r: &Cost| sheet.width - EDGE - 10.0 - left - labels::width(&words(r), TEXT, true);
        let length = |r: &Cost| room(r) / (finite(r.all) / most).clamp(0.01, 1.0);
        let right = left + rows.iter().map(length).fold(f64::INFINITY, f64::min).max(40.0);
        Self { unit, left, right, names, most }
    }

    fn at(&self, hours: f64) -> f64 {
        self.left + (finite(hours) / self.most).clamp(0.0, 1.0) * (self.right - self.left)
    }

    fn row(&self, sheet: &Sheet, cost: &Cost, (y, row): (f64, f64)) {
        let middle = if sheet.narrow { y + row - BAR / 2.0 - 4.0 } else { y + row / 2.0 };
        let inside = cost.period.map_or_else(String::new, |p| format!(", {} of them in the period", number(p)));
        let title = format!(
            "{}: {} {}{inside}; known of {} of {} incidents",
            cost.name,
            number(cost.all),
            self.unit,
            cost.known,
            cost.incidents
        );
        let face = if cost.famous { Face::new(Token::Ink).bold() } else { Face::new(Token::Ink) };
        sheet.mark(&title, |s| {
            if s.narrow {
                let name = labels::ellipsis(&cost.name, TEXT, cost.famous, s.width - 2.0 * EDGE);
                s.text(self.left, y + TEXT * 0.75, &name, face);
            } else {
                let name = labels::ellipsis(&cost.name, TEXT, cost.famous, self.names + 0.5);
                s.text(self.left - 12.0, middle, &name, face.right());
            }
            let end = self.at(cost.all).max(self.left + 1.0);
            let high = middle - BAR / 2.0..middle + BAR / 2.0;
            let split = cost.period.map_or(end, |p| self.at(p).min(end));
            s.rect(split..end, high.clone(), Token::Heat(2));
            s.rect(self.left..split, high, Token::Accent);
            s.text(end + 8.0, middle, &words(cost), Face::new(Token::Ink).bold());
        });
    }
}

fn numbers(unit: &str, list: &[Cost]) -> Cells {
    let mut rows = header(&["rank", "name", "famous", "value", "in_period", "known_incidents", "incidents", "unit"]);
    for (at, cost) in list.iter().enumerate() {
        let period = cost.period.map_or_else(String::new, cell);
        let (known, incidents) = (cost.known.to_string(), cost.incidents.to_string());
        let rank = (at + 1).to_string();
        let (name, famous) = (text(&cost.name), cost.famous.to_string());
        rows.push(vec![rank, name, famous, cell(cost.all), period, known, incidents, text(unit)]);
    }
    rows
}
