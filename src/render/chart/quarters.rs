//! Counts per quarter, stacked, with a row of figures for each part below the bars.

use super::Drawing;
use super::axis::{counts, finite, number};
use super::columns;
use super::key::{self, Entry};
use super::labels;
use super::numbers::{Cells, cell, header, text};
use super::sheet::{EDGE, Face, Plot, Sheet, TEXT, is_narrow};
use super::theme::Token;
use crate::findings::exhibit::figure;
use crate::findings::exhibit::recurrence::Quarter;
use crate::findings::{Exhibit, Series};
use plotters::coord::types::RangedCoordf64;
use std::ops::Range;

const PLOT_HEIGHT: f64 = 230.0;
/// Room above the highest bar for its total.
const ABOVE: f64 = 24.0;
const BAR_SHARE: f64 = 0.64;
const WIDEST_BAR: f64 = 72.0;
/// Height of one row of figures; a narrow chart sets the name above them.
const ROW: f64 = 24.0;
const NARROW_ROW: f64 = 42.0;
const SWATCH: f64 = 12.0;
/// Room for names on one line.
const ONE_LINE: f64 = 32.0;
/// A series of this name is no step of the ramp.
const UNTOLD: &str = "can't be told";

struct Stack<'a> {
    unit: &'a str,
    columns: &'a [Quarter],
    series: &'a [Series],
    /// Left and right edge of each column on the page.
    places: Vec<Range<f64>>,
}

impl Drawing for figure::Quarters {
    fn draw(&self, exhibit: &Exhibit, width: f64) -> String {
        let Self { unit, columns, series } = self;
        draw(exhibit, width, unit, columns, series)
    }

    fn is_empty(&self) -> bool {
        let Self { columns, series, .. } = self;
        columns.is_empty() || series.is_empty()
    }

    fn numbers(&self) -> Cells {
        let Self { unit, columns, series } = self;
        numbers(unit, columns, series)
    }
}

fn draw(exhibit: &Exhibit, width: f64, unit: &str, columns: &[Quarter], series: &[Series]) -> String {
    let mut stack = Stack { unit, columns, series, places: Vec::new() };
    let entries = stack.notes();
    let row = if is_narrow(width) { NARROW_ROW } else { ROW };
    let table = row * series.len() as f64 + 8.0;
    let body = ABOVE + PLOT_HEIGHT + columns::BELOW + table + key::height(&entries, width);
    let sheet = Sheet::open(exhibit, width, body);
    let ticks = counts((0..columns.len()).map(|i| stack.total(i)).fold(0.0, f64::max), 5.0);
    let top = ticks.last().copied().unwrap_or(1.0);
    let (left, right) = (stack.left(&sheet, top), width - EDGE);
    let (upper, lower) = (sheet.top + ABOVE, sheet.top + ABOVE + PLOT_HEIGHT);
    let plot = sheet.plot((left, upper), (right, lower), 0.0..columns.len().max(1) as f64, 0.0..top);
    stack.places = (0..columns.len()).map(|i| plot.at(i as f64, 0.0).0..plot.at(i as f64 + 1.0, 0.0).0).collect();
    for tick in &ticks {
        sheet.gridline(left..right, plot.at(0.0, *tick).1, &number(*tick));
    }
    for (at, place) in stack.places.iter().enumerate() {
        stack.bar(&sheet, &plot, at, place);
    }
    stack.names(&sheet, lower);
    sheet.line(&[(left, lower), (right, lower)], Token::Rule, 1.0);
    for (at, (rank, series)) in series.iter().enumerate().rev().enumerate() {
        stack.figures(&sheet, (rank, series), lower + columns::BELOW + row * at as f64, row);
    }
    key::draw(&sheet, &entries, lower + columns::BELOW + table);
    sheet.finish()
}

impl Stack<'_> {
    fn value(&self, series: &Series, column: usize) -> f64 {
        series.values.get(column).map_or(0.0, |v| finite(*v).max(0.0))
    }

    fn total(&self, column: usize) -> f64 {
        self.series.iter().map(|s| self.value(s, column)).sum()
    }

    /// Where the first column begins: right of the names of the rows, or of the scale on a narrow page.
    fn left(&self, sheet: &Sheet, top: f64) -> f64 {
        let digits = labels::width(&number(top), TEXT, false);
        let names = self.series.iter().map(|s| labels::width(&s.name, TEXT, false)).fold(0.0, f64::max);
        let names = (SWATCH + 8.0 + names).min(sheet.width * 0.25);
        EDGE + if sheet.narrow { digits } else { digits.max(names) } + 12.0
    }

    /// The first series is the deepest; what can't be told is grey.
    fn ink(rank: usize, series: &Series) -> Token {
        if series.name == UNTOLD { Token::Grey } else { Token::Part(rank) }
    }

    fn title(&self, at: usize, column: &Quarter) -> String {
        let parts: Vec<String> =
            self.series.iter().map(|s| format!("{} {}", s.name, number(self.value(s, at)))).collect();
        let note = if column.note.is_empty() { String::new() } else { format!("; {}", column.note) };
        format!("{}: {} {} ({}){note}", column.name, number(self.total(at)), self.unit, parts.join(", "))
    }

    fn bar(&self, sheet: &Sheet, plot: &Plot<RangedCoordf64>, at: usize, place: &Range<f64>) {
        let Some(column) = self.columns.get(at) else { return };
        let half = ((place.end - place.start) * BAR_SHARE).min(WIDEST_BAR) / 2.0;
        let middle = f64::midpoint(place.start, place.end);
        sheet.mark(&self.title(at, column), |s| {
            let mut base = 0.0;
            for (rank, series) in self.series.iter().enumerate() {
                let value = self.value(series, at);
                let (low, high) = (plot.at(0.0, base).1, plot.at(0.0, base + value).1);
                if value > 0.0 {
                    s.rect(middle - half..middle + half, high..low, Self::ink(rank, series));
                }
                base += value;
            }
            let total = number(base);
            if labels::width(&total, TEXT, true) + 4.0 <= place.end - place.start {
                let y = plot.at(0.0, base).1 - TEXT * 0.8;
                // A line of the scale ends beside the words: a halo alone leaves pieces of it between the figures.
                let wide = labels::width(&total, TEXT, true) / 2.0 + 2.0;
                s.rect(middle - wide..middle + wide, y - TEXT / 2.0..y + TEXT / 2.0, Token::Surface);
                s.text(middle, y, &total, Face::new(Token::Ink).bold().centred().halo());
            }
        });
    }

    /// Names below the bars; those that can't be compared stand on a ground of their own.
    fn names(&self, sheet: &Sheet, lower: f64) {
        let names = self.columns.iter().map(|c| c.name.clone());
        let named: Vec<(Range<f64>, String)> = self.places.iter().cloned().zip(names).collect();
        let below = if columns::on_one_line(&named) { ONE_LINE } else { columns::BELOW };
        let mut grounds: Vec<Range<f64>> = Vec::new();
        for (place, _) in self.places.iter().zip(self.columns).filter(|(_, c)| !c.note.is_empty()) {
            match grounds.last_mut().filter(|ground| ground.end >= place.start) {
                Some(ground) => ground.end = place.end,
                None => grounds.push(place.clone()),
            }
        }
        for ground in grounds {
            sheet.rect(ground, lower..lower + below - 4.0, Token::Band);
        }
        columns::names(sheet, &named, lower + 9.0);
    }

    /// One series as a row: its colour, its name, and its count in each column that has room.
    fn figures(&self, sheet: &Sheet, (rank, series): (usize, &Series), y: f64, row: f64) {
        let (head, middle) = if sheet.narrow { (y + 10.0, y + 28.0) } else { (y + row / 2.0, y + row / 2.0) };
        let first = self.places.first().map_or(sheet.width, |p| p.start);
        let room = if sheet.narrow { sheet.width - 2.0 * EDGE } else { first - EDGE - 8.0 } - SWATCH - 7.0;
        sheet.rect(EDGE..EDGE + SWATCH, head - SWATCH / 2.0..head + SWATCH / 2.0, Self::ink(rank, series));
        let name = labels::ellipsis(&series.name, TEXT, false, room);
        sheet.text(EDGE + SWATCH + 7.0, head, &name, Face::new(Token::Ink));
        for (at, place) in self.places.iter().enumerate() {
            let value = number(self.value(series, at));
            if labels::width(&value, TEXT, false) <= place.end - place.start {
                let ink = if value == "0" { Token::Muted } else { Token::Ink };
                sheet.text(f64::midpoint(place.start, place.end), middle, &value, Face::new(ink).centred());
            }
        }
    }

    /// Why some columns stand on a ground of their own.
    fn notes(&self) -> Vec<Entry<'static>> {
        let mut told: Vec<&str> = Vec::new();
        for note in self.columns.iter().map(|c| c.note.as_str()).filter(|n| !n.is_empty()) {
            if !told.contains(&note) {
                told.push(note);
            }
        }
        told.into_iter().map(|note| Entry::swatch(note, Token::Band)).collect()
    }
}

fn numbers(unit: &str, columns: &[Quarter], series: &[Series]) -> Cells {
    let mut rows = header(&["quarter", "series", "value", "note", "unit"]);
    for (at, column) in columns.iter().enumerate() {
        for s in series {
            let value = cell(s.values.get(at).copied().unwrap_or(0.0));
            rows.push(vec![text(&column.name), text(&s.name), value, text(&column.note), text(unit)]);
        }
    }
    rows
}
