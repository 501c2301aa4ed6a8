//! Markdown that stays plain whatever the incidents are called.

use super::{environment, render};
use crate::render::edition::Edition;
use crate::render::storm_pack::PackView;
use crate::render::view::ReportView;
use crate::text::visible;
use minijinja::value::{Serde, Value};
use minijinja::{Error, context};

/// The edition as GitHub-flavoured Markdown; charts are referred to as files below `charts/`.
///
/// # Errors
/// Only when a template names something that the view doesn't have, which is a mistake in the template.
pub fn document(view: &ReportView, edition: &Edition) -> Result<String, Error> {
    page(edition.markdown, Value::from(Serde(view)))
}

/// The pack of a storm as Markdown, to lie in a folder of its own beside `charts/`.
///
/// # Errors
/// As for [`document`].
pub fn pack(view: &PackView) -> Result<String, Error> {
    page(include_str!("../../templates/pack.md"), Value::from(Serde(view)))
}

fn page(template: &'static str, view: Value) -> Result<String, Error> {
    let mut env = environment()?;
    env.add_template("shared.md", include_str!("../../templates/shared.md"))?;
    env.add_template("page.md", template)?;
    Ok(without_holes(&render(&env, "page.md", context! { view })?))
}

/// Text made safe for the middle of a Markdown paragraph or table cell: no mark-up, no HTML, no link, one line.
#[must_use]
pub fn escape(text: &str) -> String {
    let flat = flat(text);
    let mut out = String::with_capacity(flat.len() + 8);
    for (at, c) in flat.char_indices() {
        let before = flat.get(..at).unwrap_or_default();
        let after = flat.get(at + c.len_utf8()..).unwrap_or_default();
        if needs_escape(c, before, after) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn flat(text: &str) -> String {
    visible::line(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn needs_escape(c: char, before: &str, after: &str) -> bool {
    match c {
        '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => true,
        // "<" before anything else is a plain less-than sign, as in "q < 0.001".
        '<' => after.starts_with(|n: char| n.is_ascii_alphabetic() || matches!(n, '/' | '!' | '?')),
        // An ampersand alone is text; with a name behind it, it is a character reference.
        '&' => after.starts_with(|n: char| n.is_ascii_alphanumeric() || n == '#'),
        // Bare addresses become links by themselves.
        ':' => after.starts_with("//") || ends_with(before, "mailto"),
        '.' => ends_with(before, "www") || is_marker(before, after),
        ')' => is_marker(before, after),
        '#' | '+' | '-' | '=' | '>' => before.is_empty(),
        _ => false,
    }
}

/// Without regard to capitals. Looks at no more of the text than the end has letters.
fn ends_with(text: &str, end: &str) -> bool {
    let at = text.len().checked_sub(end.len());
    at.and_then(|at| text.get(at..)).is_some_and(|last| last.eq_ignore_ascii_case(end))
}

/// A number at the beginning, with a blank behind its mark, begins a list; "3.4 %" does not.
fn is_marker(before: &str, after: &str) -> bool {
    before.len() <= 9 && is_digits(before) && (after.is_empty() || after.starts_with(' '))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

/// Text as a code span. A span can't hold its own fence, and a table can't hold a bar.
#[must_use]
pub fn code(text: &str) -> String {
    let inner = flat(text).replace('`', "'").replace('|', "¦");
    if inner.is_empty() { String::new() } else { format!("`{inner}`") }
}

/// At most one empty line in a row, none at the start, one line end at the end.
fn without_holes(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && lines.last().is_none_or(|before| before.is_empty())) {
            lines.push(line);
        }
    }
    lines.join("\n").trim_end().to_owned() + "\n"
}
