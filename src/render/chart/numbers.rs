//! The numbers of a chart as CSV, in a shape that never changes with the data: one row per plotted value. Each chart says its
//! own in its own file.

use crate::findings::Exhibit;
use crate::render::chart::axis::{finite, iso};
use crate::text::rows::Rows;

/// A header, and a row of as many cells for each value.
pub(super) type Cells = Vec<Vec<String>>;

/// The plotted numbers. Times are ISO 8601 in UTC, durations are seconds, shares run from 0 to 1. Text that a
/// spreadsheet would take for a formula is led by an apostrophe.
#[must_use]
pub fn csv(exhibit: &Exhibit) -> String {
    let mut table = Vec::new();
    // Writing to memory does not fail.
    let mut out = Rows::to(&mut table);
    let cells = super::chart(&exhibit.figure).numbers();
    let written = cells.iter().try_for_each(|row| out.row(row)).and_then(|()| Ok(out.finish()?));
    debug_assert!(written.is_ok(), "{written:?}");
    String::from_utf8(table).unwrap_or_default()
}

pub(super) fn header(names: &[&str]) -> Cells {
    vec![names.iter().map(|n| (*n).to_owned()).collect()]
}

/// A text cell.
pub(super) fn text(value: &str) -> String {
    value.to_owned()
}

/// A number.
pub(super) fn cell(value: f64) -> String {
    format!("{}", finite(value))
}

/// A number that may be missing: an empty cell says so, a 0 would not.
pub(super) fn maybe(value: Option<f64>) -> String {
    value.filter(|v| v.is_finite()).map_or_else(String::new, cell)
}

/// The local day of an instant that stands for one.
pub(super) fn day(ms: i64) -> String {
    iso(ms).split('T').next().unwrap_or_default().to_owned()
}
