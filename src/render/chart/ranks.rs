//! Rates of areas drawn towards the mean, with their intervals and the ranks they may have.

use super::Drawing;
use super::axis::finite;
use super::labels;
use super::measure::Measure;
use super::numbers::{Cells, cell, header, text};
use super::sheet::{EDGE, Face, Plot, Sheet, Strips, TEXT, is_narrow};
use super::theme::Token;
use crate::findings::exhibit::figure;
use crate::findings::{Exhibit, RankRow};
use plotters::coord::types::RangedCoordf64;

const ROW: f64 = 27.0;
/// A narrow chart sets the words above the interval.
const NARROW_ROW: f64 = 44.0;
/// Height of those words with their free room.
const NARROW_WORDS: f64 = 23.0;
/// Room above the rows for the name of the mean.
const ABOVE: f64 = 24.0;
/// Room below the rows for the labels of the axis and the key.
const BELOW: f64 = 58.0;
const NAME_SHARE: f64 = 0.32;
const DOT: f64 = 5.0;
const RING: f64 = 4.0;

/// Positions shared by the rows.
struct Frame<'a> {
    unit: &'a str,
    measure: Measure,
    left: f64,
    right: f64,
    upper: f64,
    lower: f64,
    rows: Strips,
    names: f64,
    low: f64,
    high: f64,
}

impl Drawing for figure::Ranks {
    fn draw(&self, exhibit: &Exhibit, width: f64) -> String {
        let Self { unit, mean, rows } = self;
        draw(exhibit, width, unit, *mean, rows)
    }

    fn is_empty(&self) -> bool {
        let Self { rows, .. } = self;
        rows.is_empty()
    }

    fn numbers(&self) -> Cells {
        let Self { unit, mean, rows } = self;
        numbers(unit, *mean, rows)
    }
}

fn draw(exhibit: &Exhibit, width: f64, unit: &str, mean: f64, rows: &[RankRow]) -> String {
    let shown = rows.get(..rows.len().min(super::MAX_ROWS)).unwrap_or_default();
    let hidden = rows.len() - shown.len();
    let row = if is_narrow(width) { NARROW_ROW } else { ROW };
    let more = if hidden > 0 { TEXT * 1.5 } else { 0.0 };
    let sheet = Sheet::open(exhibit, width, ABOVE + row * shown.len() as f64 + BELOW + more);
    let measure = Measure::of(unit);
    let (frame, ticks) = Frame::new(&sheet, (unit, measure), mean, (shown, row));
    let plot = sheet.plot((frame.left, frame.upper), (frame.right, frame.lower), frame.low..frame.high, 0.0..1.0);
    frame.axis(&sheet, &plot, mean, &ticks);
    for (at, rank) in shown.iter().enumerate() {
        frame.row(&sheet, &plot, rank, (frame.upper + row * at as f64, row));
    }
    frame.key(&sheet);
    if hidden > 0 {
        let words = format!("{hidden} more in the numbers beside this chart");
        sheet.text(EDGE, frame.lower + BELOW + more - 14.0, &words, Face::new(Token::Muted));
    }
    sheet.finish()
}

/// "1–3", or "2" when only one rank is possible.
fn ranks(row: &RankRow) -> String {
    let [best, worst] = row.ranks.map(|r| finite(r).round().clamp(0.0, 1e6));
    if (best - worst).abs() < 0.5 {
        format!("{best:.0}")
    } else {
        format!("{:.0}\u{2013}{:.0}", best.min(worst), best.max(worst))
    }
}

fn ranks_words(row: &RankRow) -> String {
    let words = ranks(row);
    if words.contains('\u{2013}') { format!("ranks {words}") } else { format!("rank {words}") }
}

impl<'a> Frame<'a> {
    fn new(
        sheet: &Sheet,
        (unit, measure): (&'a str, Measure),
        mean: f64,
        (rows, row): (&[RankRow], f64),
    ) -> (Self, Vec<f64>) {
        let longest = |words: Vec<String>, bold| words.iter().map(|w| labels::width(w, TEXT, bold)).fold(0.0, f64::max);
        let names = longest(rows.iter().map(|r| r.name.clone()).collect(), false).min(sheet.width * NAME_SHARE);
        let last = longest(rows.iter().map(ranks_words).collect(), false);
        let (left, right) = if sheet.narrow {
            (EDGE + 10.0, sheet.width - EDGE - 14.0)
        } else {
            (EDGE + names + 22.0, sheet.width - EDGE - last - 24.0)
        };
        let values =
            || rows.iter().flat_map(|r| [r.raw, r.shrunk, r.interval[0], r.interval[1]]).chain([mean]).map(finite);
        let (least, most) = (values().fold(0.0, f64::min), values().fold(0.0, f64::max));
        let ticks = measure.steps(least, most, if sheet.narrow { 3.0 } else { 6.0 });
        let (low, high) = (ticks.first().copied().unwrap_or(0.0), ticks.last().copied().unwrap_or(1.0));
        let upper = sheet.top + ABOVE;
        let lower = upper + row * rows.len() as f64;
        let words = if sheet.narrow { NARROW_WORDS } else { 0.0 };
        let rows = Strips { upper, count: rows.len(), height: row, words };
        (Self { unit, measure, left, right, upper, lower, rows, names, low, high }, ticks)
    }

    fn at(&self, plot: &Plot<RangedCoordf64>, value: f64) -> f64 {
        plot.at(finite(value).clamp(self.low, self.high), 0.0).0
    }

    fn axis(&self, sheet: &Sheet, plot: &Plot<RangedCoordf64>, mean: f64, ticks: &[f64]) {
        let mut taken = f64::NEG_INFINITY;
        for tick in ticks {
            let x = self.at(plot, *tick);
            sheet.line_down(x, self.rows, 5.0, (Token::Grid, 1.0));
            let label = self.measure.words(*tick);
            let half = labels::width(&label, TEXT, false) / 2.0;
            if x - half >= taken.max(0.0) && x + half <= sheet.width {
                sheet.text(x, self.lower + 9.0, &label, Face::new(Token::Muted).centred().top());
                taken = x + half + 8.0;
            }
        }
        sheet.line(&[(self.left, self.lower), (self.right, self.lower)], Token::Rule, 1.0);
        if !mean.is_finite() {
            return;
        }
        let x = self.at(plot, mean);
        sheet.line(&[(x, self.upper - 4.0), (x, self.upper)], Token::Muted, 1.5);
        sheet.line_down(x, self.rows, 0.0, (Token::Muted, 1.5));
        let words = format!("mean of all {}", self.measure.words(mean));
        let half = labels::width(&words, TEXT, false) / 2.0;
        let middle = x.clamp(EDGE + half, (sheet.width - EDGE - half).max(EDGE + half));
        sheet.text(middle, self.upper - 13.0, &words, Face::new(Token::Muted).centred());
    }

    fn row(&self, sheet: &Sheet, plot: &Plot<RangedCoordf64>, row: &RankRow, (y, height): (f64, f64)) {
        let middle = if sheet.narrow { y + height - 11.0 } else { y + height / 2.0 };
        let last = ranks_words(row);
        let [low, high] = row.interval.map(|v| self.at(plot, v));
        let words = |value: f64| self.measure.with_unit(value, self.unit);
        let title = format!(
            "{}: {} as counted, {} drawn towards the mean ({} to {}); {last}",
            row.name,
            words(row.raw),
            words(row.shrunk),
            self.measure.words(row.interval[0]),
            words(row.interval[1])
        );
        sheet.mark(&title, |s| {
            if s.narrow {
                let room = s.width - 2.0 * EDGE - labels::width(&last, TEXT, false) - 12.0;
                let name = labels::ellipsis(&row.name, TEXT, false, room);
                s.text(EDGE, y + 13.0, &name, Face::new(Token::Ink).halo());
                s.text(s.width - EDGE, y + 13.0, &last, Face::new(Token::Ink).right().halo());
            } else {
                let name = labels::ellipsis(&row.name, TEXT, false, self.names + 0.5);
                s.text(self.left - 16.0, middle, &name, Face::new(Token::Ink).right());
                s.text(s.width - EDGE, middle, &last, Face::new(Token::Ink).right());
            }
            s.line(&[(low, middle), (high, middle)], Token::Accent, 2.0);
            s.ring(self.at(plot, row.raw), middle, RING, Token::Muted);
            s.dot(self.at(plot, row.shrunk), middle, DOT, Token::Accent);
        });
    }

    /// What the marks are. A narrow chart breaks it into two rows.
    fn key(&self, sheet: &Sheet) {
        let mut x = if sheet.narrow { EDGE } else { self.left };
        let y = self.lower + 44.0;
        let muted = Face::new(Token::Muted);
        sheet.ring(x + RING, y, RING, Token::Muted);
        sheet.text(x + 14.0, y, "as counted", muted);
        x += 14.0 + labels::width("as counted", TEXT, false) + 14.0;
        sheet.line(&[(x, y), (x + 26.0, y)], Token::Accent, 2.0);
        sheet.dot(x + 13.0, y, DOT, Token::Accent);
        let words = if sheet.narrow { "drawn towards the mean" } else { "drawn towards the mean, with its interval" };
        sheet.text(x + 32.0, y, words, muted);
    }
}

fn numbers(unit: &str, mean: f64, list: &[RankRow]) -> Cells {
    let mut rows = header(&["name", "counted", "shrunken", "low", "high", "best_rank", "worst_rank", "mean", "unit"]);
    for row in list {
        let ([low, high], [best, worst]) = (row.interval, row.ranks);
        let numbers = [row.raw, row.shrunk, low, high, best, worst, mean].map(cell);
        let mut cells = vec![text(&row.name)];
        cells.extend(numbers);
        cells.push(text(unit));
        rows.push(cells);
    }
    rows
}
