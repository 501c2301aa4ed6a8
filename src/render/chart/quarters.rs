//! Counts per quarter, stacked, with every count in its part of the bar.

use super::axis::{counts, finite, number};
use super::columns;
use super::key::{self, Entry};
use super::labels;
use super::sheet::{EDGE, Face, Plot, Sheet, TEXT};
use super::theme::{HEATS, Token};
use crate::findings::exhibit::recurrence::Quarter;
use crate::findings::{Exhibit, Series};
use plotters::coord::types::RangedCoordf64;
use std::ops::Range;

const PLOT_HEIGHT: f64 = 270.0;
/// Room above the highest bar for its total.
const ABOVE: f64 = 24.0;
const BAR_SHARE: f64 = 0.68;
const WIDEST_BAR: f64 = 84.0;
/// A part of a bar that is lower than this has no room for its count.
const LOWEST_PART: f64 = TEXT * 1.25;
/// A series of this name is no step of the ramp.
const UNTOLD: &str = "can't be told";

struct Stack<'a> {
    unit: &'a str,
    columns: &'a [Quarter],
    series: &'a [Series],
}

pub(super) fn draw(exhibit: &Exhibit, width: f64, unit: &str, columns: &[Quarter], series: &[Series]) -> String {
    let stack = Stack { unit, columns, series };
    let entries = stack.key();
    let sheet = Sheet::open(exhibit, width, ABOVE + PLOT_HEIGHT + columns::BELOW + key::height(&entries, width));
    let most = (0..columns.len()).map(|i| stack.total(i)).fold(0.0, f64::max);
    let ticks = counts(most, 5.0);
    let top = ticks.last().copied().unwrap_or(1.0);
    let left = EDGE + labels::width(&number(top), TEXT, false) + 10.0;
    let right = width - EDGE;
    let (upper, lower) = (sheet.top + ABOVE, sheet.top + ABOVE + PLOT_HEIGHT);
    let all = columns.len().max(1) as f64;
    let plot = sheet.plot((left, upper), (right, lower), 0.0..all, 0.0..top);
    let places: Vec<Range<f64>> = (0..columns.len())
        .map(|i| plot.at(i as f64, 0.0).0..plot.at(i as f64 + 1.0, 0.0).0)
        .collect();
    for (place, _) in places.iter().zip(columns).filter(|(_, c)| !c.note.is_empty()) {
        sheet.rect(place.clone(), upper..lower, Token::Band);
    }
    for tick in &ticks {
        sheet.gridline(left..right, plot.at(0.0, *tick).1, &number(*tick));
    }
    for (at, place) in places.iter().enumerate() {
        stack.bar(&sheet, &plot, at, place);
    }
    sheet.line(&[(left, lower), (right, lower)], Token::Rule, 1.0);
    let named: Vec<(Range<f64>, String)> = places.into_iter().zip(columns.iter().map(|c| c.name.clone())).collect();
    columns::names(&sheet, &named, lower + 9.0);
    key::draw(&sheet, &entries, lower + columns::BELOW);
    sheet.finish()
}

impl Stack<'_> {
    fn value(&self, series: &Series, column: usize) -> f64 {
        series.values.get(column).map_or(0.0, |v| finite(*v).max(0.0))
    }

    fn total(&self, column: usize) -> f64 {
        self.series.iter().map(|s| self.value(s, column)).sum()
    }

    /// The first series is the deepest; what can't be told is grey. Text on it is of the second colour.
    fn ink(&self, rank: usize, series: &Series) -> (Token, Token) {
        if series.name == UNTOLD {
            return (Token::Grey, Token::OnPale);
        }
        let heat = (HEATS - 1).saturating_sub(2 * rank).max(1);
        (Token::Heat(heat), if heat >= 4 { Token::OnDeep } else { Token::OnPale })
    }

    fn title(&self, at: usize, column: &Quarter) -> String {
        let parts: Vec<String> =
            self.series.iter().map(|s| format!("{} {}", s.name, number(self.value(s, at)))).collect();
        let note = if column.note.is_empty() { String::new() } else { format!("; {}", column.note) };
        format!("{}: {} {} ({}){note}", column.name, number(self.total(at)), self.unit, parts.join(", "))
    }

    fn bar(&self, sheet: &Sheet, plot: &Plot<RangedCoordf64>, at: usize, place: &Range<f64>) {
        let Some(column) = self.columns.get(at).filter(|_| self.total(at) > 0.0) else { return };
        let half = ((place.end - place.start) * BAR_SHARE).min(WIDEST_BAR) / 2.0;
        let middle = f64::midpoint(place.start, place.end);
        let mut base = 0.0;
        sheet.mark(&self.title(at, column), |s| {
            for (rank, series) in self.series.iter().enumerate() {
                let value = self.value(series, at);
                let (low, high) = (plot.at(0.0, base).1, plot.at(0.0, base + value).1);
                let (fill, ink) = self.ink(rank, series);
                if value > 0.0 {
                    s.rect(middle - half..middle + half, high..low, fill);
                }
                let words = number(value);
                let fits = low - high >= LOWEST_PART && labels::width(&words, TEXT, false) <= 2.0 * half - 2.0;
                if fits && value > 0.0 {
                    s.text(middle, f64::midpoint(low, high), &words, Face::new(ink).centred());
                }
                base += value;
            }
            let total = number(base);
            if labels::width(&total, TEXT, true) + 4.0 <= place.end - place.start {
                let y = plot.at(0.0, base).1 - TEXT * 0.8;
                s.text(middle, y, &total, Face::new(Token::Ink).bold().centred().halo());
            }
        });
    }

    /// From the top of the stack down, with the sums, and why some columns stand on a ground of their own.
    fn key(&self) -> Vec<Entry<'static>> {
        let ranked: Vec<(usize, &Series)> = self.series.iter().enumerate().collect();
        let mut entries: Vec<Entry<'static>> = ranked
            .into_iter()
            .rev()
            .map(|(rank, series)| Entry::swatch(&series.name, self.ink(rank, series).0))
            .collect();
        let mut notes: Vec<&str> = self.columns.iter().map(|c| c.note.as_str()).filter(|n| !n.is_empty()).collect();
        notes.dedup();
        let mut told: Vec<&str> = Vec::new();
        for note in notes {
            if !told.contains(&note) {
                told.push(note);
            }
        }
        entries.extend((!told.is_empty()).then(|| Entry::swatch(&told.join(", or "), Token::Band)));
        entries
    }
}
