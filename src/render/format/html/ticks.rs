//! Words of settings and names in our own notes, which stand between back-ticks there, as code.

use crate::text::visible;
use minijinja::HtmlEscape;
use minijinja::value::Value;
use std::fmt::Write;

/// A text of ours with what stands between back-ticks as code. What is quoted comes out of exports: there a back-tick is a
/// letter like any other.
pub(super) fn ticked(text: &str) -> Value {
    let text = visible::line(text);
    let (mut out, mut rest) = (String::with_capacity(text.len() + 32), text.as_ref());
    while let Some(at) = rest.find(['`', '“']) {
        let (before, from) = rest.split_at(at);
        let (word, behind) = if from.starts_with('“') { quoted(from) } else { between(from) };
        plain(&mut out, before);
        match word {
            Word::Code(word) => {
                out.push_str("<code>");
                plain(&mut out, word);
                out.push_str("</code>");
            }
            Word::Text(word) => plain(&mut out, word),
        }
        rest = behind;
    }
    plain(&mut out, rest);
    Value::from_safe_string(out)
}

enum Word<'a> {
    Code(&'a str),
    Text(&'a str),
}

/// All of a quotation, and what follows.
fn quoted(from: &str) -> (Word<'_>, &str) {
    let end = from.find('”').map_or(from.len(), |at| at + '”'.len_utf8());
    let (whole, behind) = from.split_at(end);
    (Word::Text(whole), behind)
}

/// What stands between this back-tick and the next, and what follows; a back-tick that has none is a letter.
fn between(from: &str) -> (Word<'_>, &str) {
    let inner = from.get(1..).unwrap_or_default();
    match inner.split_once('`').filter(|(word, _)| !word.trim().is_empty() && !word.contains('“')) {
        Some((word, behind)) => (Word::Code(word), behind),
        None => (Word::Text("`"), inner),
    }
}

fn plain(out: &mut String, text: &str) {
    // Writing into a string never fails.
    let _ = write!(out, "{}", HtmlEscape(text));
}
