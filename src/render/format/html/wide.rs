//! Which tables don't fit on a telephone as tables.

use minijinja::value::Value;

/// More letters than this in a cell of words would leave the other columns off the screen.
const LONG: usize = 50;

/// Whether a table has a long text in a column of words. A table of figures is read by its columns: it stays one.
pub(super) fn is_wordy(table: &Value) -> bool {
    let part = |of: &Value, name: &str| of.get_attr(name).unwrap_or_default();
    let items = |of: &Value| of.try_iter().into_iter().flatten().collect::<Vec<_>>();
    let numeric: Vec<bool> =
        items(&part(table, "columns")).iter().map(|column| part(column, "numeric").is_true()).collect();
    let is_long = |cell: &Value| cell.as_str().is_some_and(|text| text.chars().count() > LONG);
    items(&part(table, "rows")).iter().any(|row| {
        let cells = items(row);
        cells.iter().zip(&numeric).any(|(cell, numeric)| !numeric && is_long(cell))
    })
}
