//! Cells of CSV files that people open in a spreadsheet.

use std::borrow::Cow;

/// Keeps a spreadsheet from running a cell as a formula: text that starts with `=`, `+`, `-`, `@`, a tab or a carriage
/// return gets a leading apostrophe. Titles come from outside, so anything may stand there.
///
/// Plain numbers (`-5`, `+1.5e3`) stay as they are; they are values, not formulas.
#[must_use]
pub fn guard(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Decimal digits with sign, point and exponent only: `f64` would also accept "-inf" and "+nan".
fn is_number(cell: &str) -> bool {
    cell.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E')) && cell.parse::<f64>().is_ok()
}
