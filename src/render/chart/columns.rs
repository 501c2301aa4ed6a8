//! Names of quarters and other columns below an axis, as many of them as have room.

use super::labels;
use super::sheet::{Face, Sheet, TEXT};
use super::theme::Token;
use std::ops::Range;

/// Room below the axis for two lines of names.
pub(super) const BELOW: f64 = 44.0;
/// Least distance between two names.
const GAP: f64 = 8.0;

/// Whether all names have room on one line.
pub(super) fn on_one_line(columns: &[(Range<f64>, String)]) -> bool {
    let fits = |(x, name): &(Range<f64>, String)| labels::width(name, TEXT, false) + GAP <= x.end - x.start;
    columns.len() == 1 || columns.iter().all(fits)
}

/// Writes each name below the middle of its column: on one line where all fit, else "Q3" with the year below it where the
/// year changes, and only those that have room where there still is too little.
pub(super) fn names(sheet: &Sheet, columns: &[(Range<f64>, String)], y: f64) {
    let wide = |words: &str| labels::width(words, TEXT, false) + GAP;
    let face = Face::new(Token::Muted).centred().top();
    let middle = |column: &Range<f64>| f64::midpoint(column.start, column.end);
    if on_one_line(columns) {
        for (x, name) in columns {
            let half = wide(name) / 2.0;
            let at = middle(x).min(sheet.width - half).max(half);
            sheet.text(at, y, name, face);
        }
        return;
    }
    let (mut taken, mut year) = (f64::NEG_INFINITY, "");
    for (x, head, tail) in columns.iter().map(|(x, name)| (middle(x), split(name).0, split(name).1)) {
        let half = wide(head).max(wide(tail)) / 2.0;
        if x - half < taken.max(0.0) || x + half > sheet.width {
            continue;
        }
        taken = x + half;
        sheet.text(x, y, head, face);
        if tail != year {
            sheet.text(x, y + TEXT * 1.25, tail, face);
            year = tail;
        }
    }
}

/// "Q3" and "2026"; what is of another form stays whole.
fn split(name: &str) -> (&str, &str) {
    name.rsplit_once(' ').unwrap_or((name, ""))
}
