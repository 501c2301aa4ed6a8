//! Where a settings file is wrong, on one line: a message of several lines could not be told from one that a name in
//! the file pretends to begin.

use crate::text::clip::truncate;

/// How much of the line is repeated.
const SHOWN: usize = 60;

/// What the parser says, with the line and what stands there.
#[must_use]
pub(super) fn told(error: &toml::de::Error, text: &str) -> String {
    let said = error.message().split_whitespace().collect::<Vec<_>>().join(" ");
    let before = error.span().and_then(|span| text.get(..span.start));
    let Some(before) = before else { return said };
    let number = before.matches('\n').count() + 1;
    let line = text.lines().nth(number - 1).unwrap_or_default().trim();
    let place = if line.is_empty() { String::new() } else { format!(" ({})", truncate(line, SHOWN)) };
    format!("line {number}{place}: {said}")
}
