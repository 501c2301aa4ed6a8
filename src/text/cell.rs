//! Cells of CSV files that people open in a spreadsheet.

use crate::text::visible;
use std::borrow::Cow;

/// What begins a formula, and what a spreadsheet with an East Asian input method takes for the same.
const BEGINS: [char; 15] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫', '⁼', '⁺', '⁻'];

/// A text as it may stand in a CSV file: on one line, with nothing hidden in it, and never a formula.
#[must_use]
pub fn safe(text: &str) -> Cow<'_, str> {
    match visible::line(text) {
        Cow::Borrowed(text) => guard(text),
        Cow::Owned(text) => Cow::Owned(guard(&text).into_owned()),
    }
}

/// Keeps a spreadsheet from running a cell as a formula: text that begins with `=`, `+`, `-`, `@` or one of their
/// other widths, also behind blanks or quotation marks, or with a tab or a line break, gets a leading apostrophe. Titles
/// come from outside, so anything may stand there.
///
/// The same holds behind every semicolon: where a comma is the decimal sign, spreadsheets split lines there, whatever
/// the quotes say. Plain numbers (`-5`, `+1.5e3`) stay as they are; they are values, not formulas.
#[must_use]
pub fn guard(cell: &str) -> Cow<'_, str> {
    // Nearly all cells begin with a letter or a digit.
    if cell.starts_with(|c: char| c.is_ascii_alphanumeric()) && !cell.contains(';') {
        return Cow::Borrowed(cell);
    }
    // A list of numbers is no number: as a whole it is looked at too.
    let starts = runs(cell);
    if !starts && !cell.split(';').skip(1).any(runs) {
        return Cow::Borrowed(cell);
    }
    let mut out = String::with_capacity(cell.len() + 2);
    for (at, part) in cell.split(';').enumerate() {
        let (separator, run) = if at == 0 { ("", starts) } else { (";", runs(part)) };
        out.push_str(separator);
        out.push_str(if run { "'" } else { "" });
        out.push_str(part);
    }
    Cow::Owned(out)
}

/// Whether a spreadsheet may run what begins like this.
fn runs(text: &str) -> bool {
    let bare = text.trim_start_matches(|c: char| c.is_whitespace() || is_quote(c));
    (bare.starts_with(BEGINS) && !is_number(text.trim())) || text.starts_with(['\t', '\r', '\n'])
}

/// Marks that a reader of CSV may take for its own quotes. An apostrophe is none of them: behind it, all is text.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '″' | '＂' | '«' | '»' | '`')
}

/// Decimal digits with sign, point and exponent only: `f64` would also accept "-inf" and "+nan".
fn is_number(cell: &str) -> bool {
    cell.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E')) && cell.parse::<f64>().is_ok()
}
