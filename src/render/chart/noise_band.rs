//! What chance alone does to a figure from one period to the next, beside the change that was seen.

use super::Drawing;
use super::axis::finite;
use super::elapsed::LogPlot;
use super::labels;
use super::numbers::{Cells, cell, header, text};
use super::sheet::{EDGE, Face, Sheet, Strips, TEXT, is_narrow};
use super::theme::Token;
use crate::findings::exhibit::figure;
use crate::findings::{Exhibit, NoiseBand};
use plotters::prelude::IntoLogRange;
use std::ops::Range;

const ROW: f64 = 38.0;
/// A narrow chart sets the words above the band.
const NARROW_ROW: f64 = 70.0;
/// Height of those words with their free room.
const NARROW_WORDS: f64 = 37.0;
const BAR: f64 = 14.0;
const DOT: f64 = 6.0;
/// Room below the axis for its labels, the words under the middle and the key.
const BELOW: f64 = 72.0;
const NAME_SHARE: f64 = 0.2;
/// Marks of the axis. Those that would touch an earlier one are left out.
const TICKS: &[(f64, &str)] = &[
    (1.0, "1"),
    (0.5, "0.5"),
    (2.0, "2"),
    (0.25, "0.25"),
    (4.0, "4"),
    (0.1, "0.1"),
    (10.0, "10"),
    (0.67, "0.67"),
    (1.5, "1.5"),
    (0.8, "0.8"),
    (1.25, "1.25"),
    (0.9, "0.9"),
    (1.1, "1.1"),
    (0.01, "0.01"),
    (100.0, "100"),
];
/// The axis reaches at least from 1 / 1.3 to 1.3, and never beyond a hundredfold.
const REACH: Range<f64> = 1.3..110.0;

/// Positions shared by the rows.
struct Frame {
    left: f64,
    right: f64,
    lower: f64,
    rows: Strips,
    reach: f64,
    names: f64,
}

impl Drawing for figure::NoiseBand {
    fn draw(&self, exhibit: &Exhibit, width: f64) -> String {
        let Self { bands } = self;
        draw(exhibit, width, bands)
    }

    fn is_empty(&self) -> bool {
        let Self { bands } = self;
        bands.is_empty()
    }

    fn numbers(&self) -> Cells {
        let Self { bands } = self;
        numbers(bands)
    }
}

fn draw(exhibit: &Exhibit, width: f64, bands: &[NoiseBand]) -> String {
    let bands = bands.get(..bands.len().min(super::MAX_ROWS)).unwrap_or_default();
    let row = if is_narrow(width) { NARROW_ROW } else { ROW };
    let sheet = Sheet::open(exhibit, width, row * bands.len() as f64 + BELOW);
    let frame = Frame::new(&sheet, bands, row);
    let across = (1.0 / frame.reach..frame.reach).log_scale();
    let plot = sheet.plot((frame.left, sheet.top), (frame.right, frame.lower), across, 0.0..1.0);
    frame.axis(&sheet, &plot);
    for (rank, band) in bands.iter().enumerate() {
        frame.row(&sheet, &plot, band, (sheet.top + row * rank as f64, row));
    }
    frame.key(&sheet);
    sheet.finish()
}

fn usable(ratio: f64) -> bool {
    ratio.is_finite() && ratio > 0.0
}

impl Frame {
    fn new(sheet: &Sheet, bands: &[NoiseBand], row: f64) -> Self {
        let longest = |words: Vec<String>, bold| words.iter().map(|w| labels::width(w, TEXT, bold)).fold(0.0, f64::max);
        let names = longest(bands.iter().map(|b| b.name.clone()).collect(), true).min(sheet.width * NAME_SHARE);
        let words = longest(bands.iter().map(words).collect(), false);
        let (left, right) = if sheet.narrow {
            (EDGE + 12.0, sheet.width - EDGE - 12.0)
        } else {
            let left = EDGE + names + 24.0;
            (left, (sheet.width - EDGE - words - 24.0).max(left + 120.0))
        };
        let ratios = bands.iter().flat_map(|b| [b.observed, b.band[0], b.band[1]]).filter(|r| usable(*r));
        let farthest = libm::exp(ratios.map(|r| libm::log(r).abs()).fold(0.0, f64::max)) * 1.06;
        let reach = farthest.clamp(REACH.start, REACH.end);
        let words = if sheet.narrow { NARROW_WORDS } else { 0.0 };
        let rows = Strips { upper: sheet.top, count: bands.len(), height: row, words };
        Self { left, right, lower: sheet.top + row * bands.len() as f64, rows, reach, names }
    }

    fn at(&self, plot: &LogPlot, ratio: f64) -> f64 {
        plot.at(finite(ratio).clamp(1.0 / self.reach, self.reach), 0.0).0
    }

    fn axis(&self, sheet: &Sheet, plot: &LogPlot) {
        let mut taken: Vec<Range<f64>> = Vec::new();
        for (ratio, label) in TICKS.iter().filter(|t| 1.0 / self.reach <= t.0 && t.0 <= self.reach) {
            let x = self.at(plot, *ratio);
            let half = labels::width(label, TEXT, false) / 2.0 + 5.0;
            if taken.iter().any(|t| t.start < x + half && x - half < t.end) {
                continue;
            }
            taken.push(x - half..x + half);
            let ink = if *label == "1" { Token::Muted } else { Token::Grid };
            sheet.line_down(x, self.rows, 5.0, (ink, 1.0));
            sheet.text(x, self.lower + 9.0, label, Face::new(Token::Muted).centred().top());
        }
        let y = self.lower + 9.0 + TEXT * 1.25;
        sheet.text(self.at(plot, 1.0), y, "no change", Face::new(Token::Muted).centred().top());
        sheet.line(&[(self.left, self.lower), (self.right, self.lower)], Token::Rule, 1.0);
    }

    fn row(&self, sheet: &Sheet, plot: &LogPlot, band: &NoiseBand, (y, row): (f64, f64)) {
        let middle = if sheet.narrow { y + row - BAR - 4.0 } else { y + row / 2.0 };
        sheet.mark(&format!("{}: {}; {}", band.name, words(band), middle_of_splits(band)), |s| {
            let room = s.width - 2.0 * EDGE;
            if s.narrow {
                let head = format!("{}: {}", band.name, change(band.observed));
                s.text(EDGE, y + 10.0, &labels::ellipsis(&head, TEXT, true, room), Face::new(Token::Ink).bold().halo());
                let chance = labels::ellipsis(&splits(band), TEXT, false, room);
                s.text(EDGE, y + 27.0, &chance, Face::new(Token::Ink).halo());
            } else {
                let name = labels::ellipsis(&band.name, TEXT, true, self.names + 0.5);
                s.text(self.left - 18.0, middle, &name, Face::new(Token::Ink).bold().right());
                let words = labels::ellipsis(&words(band), TEXT, false, s.width - EDGE - self.right - 18.0);
                s.text(self.right + 18.0, middle, &words, Face::new(Token::Ink));
            }
            let [low, high] = band.band;
            if usable(low) && usable(high) {
                let (low, high) = (self.at(plot, low.min(high)), self.at(plot, high.max(low)));
                s.rect(low..high, middle - BAR / 2.0..middle + BAR / 2.0, Token::Heat(1));
                for x in [low, high] {
                    s.line(&[(x, middle - BAR / 2.0), (x, middle + BAR / 2.0)], Token::Accent, 1.5);
                }
            }
            if usable(band.observed) {
                let x = self.at(plot, band.observed);
                s.dot(x, middle, DOT + 1.5, Token::Surface);
                s.dot(x, middle, DOT, Token::Ink);
            }
        });
    }

    fn key(&self, sheet: &Sheet) {
        let y = self.lower + 56.0;
        let mut x = if sheet.narrow { EDGE } else { self.left };
        sheet.dot(x + DOT, y, DOT, Token::Ink);
        x += 2.0 * DOT + 6.0;
        sheet.text(x, y, "as seen", Face::new(Token::Muted));
        x += labels::width("as seen", TEXT, false) + 18.0;
        sheet.rect(x..x + 26.0, y - BAR / 2.0..y + BAR / 2.0, Token::Heat(1));
        for end in [x, x + 26.0] {
            sheet.line(&[(end, y - BAR / 2.0), (end, y + BAR / 2.0)], Token::Accent, 1.5);
        }
        sheet.text(x + 32.0, y, "95 % of random splits", Face::new(Token::Muted));
    }
}

/// "−26 %; 41 % of random splits lie at least as far out".
fn words(band: &NoiseBand) -> String {
    format!("{}; {}", change(band.observed), splits(band))
}

fn splits(band: &NoiseBand) -> String {
    let percent = finite(band.share).clamp(0.0, 1.0) * 100.0;
    let share = match percent {
        _ if !band.share.is_finite() => "an unknown share".to_owned(),
        p if p < 0.95 => "fewer than 1 %".to_owned(),
        p => format!("{:.0} %", p.round()),
    };
    format!("{share} of random splits lie at least as far out")
}

fn middle_of_splits(band: &NoiseBand) -> String {
    let [low, high] = band.band.map(change);
    format!("95 % of random splits lie between {low} and {high}")
}

/// A ratio as a change in words: per cent below threefold, a factor above.
fn change(ratio: f64) -> String {
    if !usable(ratio) {
        return "not known".to_owned();
    }
    let percent = ((ratio - 1.0) * 100.0).round();
    match ratio {
        _ if percent == 0.0 => "no change".to_owned(),
        r if r < 1.0 => format!("\u{2212}{:.0} %", -percent),
        r if r < 3.0 => format!("+{percent:.0} %"),
        r => format!("{} times as much", super::measure::rate(r)),
    }
}

fn numbers(bands: &[NoiseBand]) -> Cells {
    let mut rows = header(&["figure", "ratio", "random_low", "random_high", "share_at_least_as_far"]);
    for band in bands {
        let [low, high] = band.band;
        rows.push(vec![text(&band.name), cell(band.observed), cell(low), cell(high), cell(band.share)]);
    }
    rows
}
