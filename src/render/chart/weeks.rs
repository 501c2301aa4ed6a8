//! Counts per week, stacked by severity.

use super::Drawing;
use super::axis::{self, counts, finite, iso, number};
use super::labels;
use super::numbers::{Cells, cell, header, text};
use super::sheet::{EDGE, Face, Plot, Sheet, TEXT, is_narrow};
use super::theme::Token;
use crate::findings::exhibit::figure;
use crate::findings::{Exhibit, Series};
use plotters::coord::types::RangedCoordf64;

const PLOT_HEIGHT: f64 = 280.0;
const BELOW: f64 = 44.0;
/// Share of a week's width that its bar takes.
const BAR_SHARE: f64 = 0.78;
/// Names of series that aren't a severity, and therefore grey.
const NOT_STATED: &[&str] =
    &["severity not stated", "no severity", "unknown", "not stated", "none", "unstated", "unset"];
/// Bars get no wider than this, in pixels, however few weeks there are.
const WIDEST_BAR: f64 = 72.0;
const SWATCH: f64 = 10.0;

struct Stack<'a> {
    unit: &'a str,
    starts_ms: &'a [i64],
    series: &'a [Series],
}

impl Drawing for figure::Weeks {
    fn draw(&self, exhibit: &Exhibit, width: f64) -> String {
        let Self { zone, unit, starts_ms, series } = self;
        let starts_ms: Vec<i64> = starts_ms.iter().copied().map(axis::by_clock(zone)).collect();
        draw(exhibit, width, unit, &starts_ms, series)
    }

    fn is_empty(&self) -> bool {
        let Self { starts_ms, series, .. } = self;
        starts_ms.is_empty() || series.is_empty()
    }

    fn numbers(&self) -> Cells {
        let Self { unit, starts_ms, series, .. } = self;
        numbers(unit, starts_ms, series)
    }
}

fn draw(exhibit: &Exhibit, width: f64, unit: &str, starts_ms: &[i64], series: &[Series]) -> String {
    let stack = Stack { unit, starts_ms, series };
    let sheet = Sheet::open(exhibit, width, PLOT_HEIGHT + BELOW);
    let names: Vec<String> =
        series.iter().map(|s| stack.name(s, if is_narrow(width) { 96.0 } else { 170.0 })).collect();
    let words = names.iter().map(|n| labels::width(n, TEXT, false)).fold(0.0, f64::max);
    let most = (0..starts_ms.len()).map(|i| stack.total(i)).fold(0.0, f64::max);
    let ticks = counts(most, 5.0);
    let top = ticks.last().copied().unwrap_or(1.0);
    let digits = labels::width(&number(top), TEXT, false);
    let left = EDGE + digits + 10.0;
    let right = (width - words - SWATCH - 22.0).max(left + 60.0);
    let (upper, lower) = (sheet.top + 8.0, sheet.top + PLOT_HEIGHT);
    let weeks = starts_ms.len().max(1) as f64;
    let plot = sheet.plot((left, upper), (right, lower), 0.0..weeks, 0.0..top);
    for tick in &ticks {
        sheet.gridline(left..right, plot.at(0.0, *tick).1, &number(*tick));
    }
    let week_px = (right - left) / weeks;
    let share = BAR_SHARE.min(WIDEST_BAR / week_px);
    for week in 0..starts_ms.len() {
        stack.bar(&sheet, &plot, week, share);
    }
    sheet.line(&[(left, lower), (right, lower)], Token::Rule, 1.0);
    stack.dates(&sheet, left, lower, right - left, week_px);
    stack.key(&sheet, &plot, &names, (right + 12.0, upper, lower));
    sheet.finish()
}

impl Stack<'_> {
    fn value(&self, series: &Series, week: usize) -> f64 {
        series.values.get(week).map_or(0.0, |v| finite(*v).max(0.0))
    }

    fn total(&self, week: usize) -> f64 {
        self.series.iter().map(|s| self.value(s, week)).sum()
    }

    fn ink(rank: usize, series: &Series) -> Token {
        if is_unstated(series) { Token::Grey } else { Token::severity(&series.name, rank) }
    }

    fn name(&self, series: &Series, room: f64) -> String {
        let total: f64 = series.values.iter().map(|v| finite(*v).max(0.0)).sum();
        let figure = format!(" {}", number(total));
        let room = room - labels::width(&figure, TEXT, false);
        labels::ellipsis(&series.name, TEXT, false, room) + &figure
    }

    fn bar(&self, sheet: &Sheet, plot: &Plot<RangedCoordf64>, week: usize, share: f64) {
        let parts: Vec<String> = self
            .series
            .iter()
            .map(|s| (s, self.value(s, week)))
            .filter(|(_, value)| *value > 0.0)
            .map(|(s, value)| format!("{} {}", s.name, number(value)))
            .collect();
        if parts.is_empty() {
            return;
        }
        let start = self.starts_ms.get(week).copied().unwrap_or(0);
        let total = number(self.total(week));
        let title = format!("Week of {}: {total} {} ({})", axis::long_date(start), self.unit, parts.join(", "));
        sheet.mark_begun(&axis::week(start), &title, |_| {
            let middle = week as f64 + 0.5;
            let mut base = 0.0;
            for (rank, series) in self.series.iter().enumerate() {
                let value = self.value(series, week);
                if value > 0.0 {
                    let across = middle - share / 2.0..middle + share / 2.0;
                    plot.bar(across, base..base + value, Self::ink(rank, series));
                    base += value;
                }
            }
        });
    }

    fn dates(&self, sheet: &Sheet, left: f64, lower: f64, room: f64, week_px: f64) {
        let (Some(first), Some(last)) = (self.starts_ms.first(), self.starts_ms.last()) else { return };
        let span = last.saturating_sub(*first).max(1) as f64;
        // The axis counts weeks, the calendar counts days: the first tick belongs under the first bar's middle.
        let inner = room - week_px;
        for tick in axis::times(*first, *last, inner, TEXT) {
            let share = tick.at_ms.saturating_sub(*first) as f64 / span;
            let x = left + week_px / 2.0 + inner * share;
            axis_label(sheet, x, lower, &tick);
        }
    }

    /// Names right of the last week that isn't empty, each at the height of its part of that bar.
    fn key(&self, sheet: &Sheet, plot: &Plot<RangedCoordf64>, names: &[String], (x, upper, lower): (f64, f64, f64)) {
        let week = (0..self.starts_ms.len()).rev().find(|i| self.total(*i) > 0.0).unwrap_or(0);
        let mut base = 0.0;
        let mut wanted = Vec::new();
        for (rank, series) in self.series.iter().enumerate() {
            let value = self.value(series, week);
            // The small slope keeps the order of the stack where parts are empty.
            wanted.push(plot.at(0.0, base + value / 2.0).1 - rank as f64 * 0.01);
            base += value;
        }
        let heights = vec![TEXT; wanted.len()];
        let placed = labels::dodge(&wanted, &heights, 6.0, upper, lower);
        for (rank, ((series, name), y)) in self.series.iter().zip(names).zip(placed).enumerate() {
            let ink = Self::ink(rank, series);
            sheet.rect(x..x + SWATCH, y - SWATCH / 2.0..y + SWATCH / 2.0, ink);
            sheet.text(x + SWATCH + 6.0, y, name, Face::new(Token::Ink));
        }
    }
}

fn is_unstated(series: &Series) -> bool {
    NOT_STATED.contains(&series.name.to_lowercase().as_str())
}

/// A time label below an axis, with its year on a second line.
pub(super) fn axis_label(sheet: &Sheet, x: f64, axis_y: f64, tick: &axis::TimeTick) {
    sheet.line(&[(x, axis_y), (x, axis_y + 5.0)], Token::Rule, 1.0);
    sheet.text(x, axis_y + 9.0, &tick.label, Face::new(Token::Muted).centred().top());
    if let Some(year) = &tick.year {
        sheet.text(x, axis_y + 9.0 + TEXT * 1.25, year, Face::new(Token::Muted).centred().top());
    }
}

fn numbers(unit: &str, starts_ms: &[i64], series: &[Series]) -> Cells {
    let mut rows = header(&["week_start", "series", "value", "unit"]);
    for (week, start) in starts_ms.iter().enumerate() {
        for s in series {
            let value = s.values.get(week).copied().unwrap_or(0.0);
            rows.push(vec![iso(*start), text(&s.name), cell(value), text(unit)]);
        }
    }
    rows
}
