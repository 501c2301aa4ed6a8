//! The axis of durations: a log scale from seconds to years, shared by all figures that have one.

use super::axis::{DURATION_TICKS, MINUTE_S};
use super::labels;
use super::sheet::{Face, Plot, Sheet, TEXT};
use super::theme::Token;
use plotters::coord::combinators::LogCoord;
use std::ops::Range;

pub(super) type LogPlot = Plot<LogCoord<f64>>;

/// Room below the axis for its labels.
pub(super) const TICKS: f64 = 34.0;
/// Least distance between two labels of the axis, in pixels.
const GAP: f64 = 8.0;

/// Whether a duration has a place on a log axis.
pub(super) fn usable(seconds: f64) -> bool {
    seconds.is_finite() && seconds > 0.0 && seconds < 1e12
}

/// The stretch of the axis: whole ticks around all durations, at least from 1 minute to 1 hour.
pub(super) fn reach(seconds: impl Iterator<Item = f64>) -> Range<f64> {
    let span = MINUTE_S..MINUTE_S * 60.0;
    let (least, most) =
        seconds.filter(|s| usable(*s)).fold((span.start, span.end), |(low, high), s| (low.min(s), high.max(s)));
    let ticks = || DURATION_TICKS.iter().map(|t| t.0);
    let low = ticks().filter(|t| *t <= least).fold(1.0, f64::max);
    let high = ticks().filter(|t| *t >= most).fold(f64::INFINITY, f64::min);
    low..if high.is_finite() { high } else { most }
}

/// Draws the line of the axis at `lower` and names its marks as far as the names have room.
pub(super) fn axis(sheet: &Sheet, plot: &LogPlot, reach: &Range<f64>, across: Range<f64>, lower: f64) {
    let mut taken = f64::NEG_INFINITY;
    for (seconds, label) in DURATION_TICKS.iter().filter(|t| reach.start <= t.0 && t.0 <= reach.end) {
        let x = plot.at(*seconds, 0.0).0;
        let half = labels::width(label, TEXT, false) / 2.0;
        sheet.line(&[(x, lower), (x, lower + 5.0)], Token::Rule, 1.0);
        if x - half >= taken + GAP {
            sheet.text(x, lower + 9.0, label, Face::new(Token::Muted).centred().top());
            taken = x + half;
        }
    }
    sheet.line(&[(across.start, lower), (across.end, lower)], Token::Rule, 1.0);
}

/// The light lines of an axis of shares from 0 to 100 %, with their values left of them.
pub(super) fn shares(sheet: &Sheet, plot: &LogPlot, reach: &Range<f64>, across: Range<f64>) {
    for (share, label) in [(0.0, "0 %"), (0.25, "25 %"), (0.5, "50 %"), (0.75, "75 %"), (1.0, "100 %")] {
        sheet.gridline(across.clone(), plot.at(reach.start, share).1, label);
    }
}
