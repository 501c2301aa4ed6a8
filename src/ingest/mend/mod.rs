//! One bad leaf costs a leaf: what to do with a record whose text is no JSON only because of a value in it.
//!
//! A record is read strictly first, which is all that happens to a sound one. Where that fails, its text is gone through
//! tolerantly, what can't stand is mended or left out, and the record is read again. Every leaf that is not as it was
//! written is told in a remark. Nothing is mended that leaves a doubt about which value belongs to which key.

mod oddity;
mod scanner;
mod words;

use crate::ingest::container::scan::{self, Effort, ScannedText, TextSpan};
use crate::ingest::{AnySource, Context, Item, Output};
use crate::model::batch::{Leaf, Mended};
use crate::model::origin::Origin;
use crate::model::reject::Reason;
use crate::model::remark::RemarkRule;
use serde_json::Value;

pub use oddity::note;

/// How many leaves of one record are told one by one; of further ones only the number is.
const TOLD: usize = 20;
/// How much of a leaf is quoted, in characters.
const QUOTED: usize = 120;
/// How many members of one record may be of a shape that its reader can't take at all.
const MISFITS: usize = 16;

/// A text as JSON, mended where it has to be. `None` when it can't be.
#[must_use]
pub fn value(text: &str) -> Option<Value> {
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    let (mended, _) = scanner::mended(text)?;
    serde_json::from_str(&mended).ok()
}

/// Whether a text is one JSON value, or can be made one by mending a leaf.
#[must_use]
pub fn is_value(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() || value(text).is_some()
}

/// Reads one piece of JSON with a source, mended if it has to be.
pub fn read(source: &dyn AnySource, piece: &str, origin: &Origin, context: &Context, out: &mut Output) {
    oddity::begin();
    let (records, rejects) = (out.records.len(), out.rejects.len());
    let exact = if has_long_number(piece) { scanner::mended(piece) } else { None };
    let (text, mut leaves) = exact.unwrap_or_else(|| (String::new(), Vec::new()));
    let read = |text: &str, out: &mut Output| source.read(&Item::Json(text), origin, context, out);
    read(if text.is_empty() { piece } else { &text }, out);
    if is_malformed(out, records, rejects)
        && let Some((mended, found)) = if text.is_empty() { scanner::mended(piece) } else { None }
    {
        leaves = found;
        out.rejects.truncate(rejects);
        read(&mended, out);
        without_misfits(&mended, (records, rejects), &mut leaves, out, &read);
    } else {
        without_misfits(if text.is_empty() { piece } else { &text }, (records, rejects), &mut leaves, out, &read);
    }
    leaves.extend(oddity::found(piece));
    out.tell(origin, leaves);
}

/// Reads a row of a table. Cells are text, so that only what stands inside them can be odd.
pub fn row(source: &dyn AnySource, item: &Item, origin: &Origin, out: &mut Output) {
    oddity::begin();
    source.read(item, origin, &Context::default(), out);
    let leaves = oddity::found("");
    out.tell(origin, leaves);
}

impl Output {
    /// Keeps what is to be said about a record.
    fn tell(&mut self, origin: &Origin, mut leaves: Vec<Leaf>) {
        if leaves.is_empty() {
            return;
        }
        let more = leaves.len().saturating_sub(TOLD);
        leaves.truncate(TOLD);
        if let (1.., Some(last)) = (more, leaves.last_mut()) {
            last.stated = format!("{} (and {more} further values of the record)", last.stated);
        }
        self.mended.push(Mended { origin: origin.clone(), leaves });
    }
}

/// Whether the last item gave nothing but a refusal of its text.
fn is_malformed(out: &Output, records: usize, rejects: usize) -> bool {
    let refused = out.rejects.get(rejects..).unwrap_or(&[]);
    out.records.len() == records && refused.iter().any(|reject| reject.reason == Reason::Malformed)
}

/// Sound JSON, and yet the reader refuses it: a member is of a shape that its type can't take, or stands there twice under
/// two spellings. The reader says where; that member is left out, and the rest is read.
fn without_misfits(
    text: &str,
    (records, rejects): (usize, usize),
    leaves: &mut Vec<Leaf>,
    out: &mut Output,
    read: &dyn Fn(&str, &mut Output),
) {
    let mut left = None;
    for _ in 0..MISFITS {
        if !is_malformed(out, records, rejects) {
            return;
        }
        let whole = left.as_deref().unwrap_or(text);
        let place = out.rejects.last().and_then(|reject| position(whole, &reject.detail));
        let Some((rest, leaf)) = place.and_then(|at| without_member(whole, at)) else { return };
        leaves.push(leaf);
        out.rejects.truncate(rejects);
        read(&rest, out);
        left = Some(rest);
    }
}

/// The byte that a message of the JSON parser ends with (`… at line 1 column 12`).
fn position(text: &str, detail: &str) -> Option<usize> {
    let (_, place) = detail.rsplit_once(" at line ")?;
    let (line, column) = place.split_once(" column ")?;
    let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    let begins = match line.checked_sub(2) {
        None => 0,
        Some(before) => memchr::memchr_iter(b'\n', text.as_bytes()).nth(before)? + 1,
    };
    Some(begins + column.saturating_sub(1))
}

/// The text without the innermost member around a place, and what is to be said about it.
fn without_member(text: &str, at: usize) -> Option<(String, Leaf)> {
    let bytes = text.as_bytes();
    let effort = Effort::default();
    let whole = ScannedText::whole(text, &effort);
    let (mut path, mut found) = (String::new(), None);
    let mut start = scan::skip_blank(bytes, 0);
    loop {
        let mut inside = None;
        match bytes.get(start) {
            Some(b'{') => {
                scan::members(whole, start, |key, value, end| {
                    if let Some(end) = end.filter(|end| (key.start..=*end).contains(&at)) {
                        inside.get_or_insert((key.of(text).trim_matches('"').to_owned(), value, end));
                        found = Some((key.start, TextSpan { start: value, end }));
                    }
                });
            }
            Some(b'[') => {
                let mut index = 0;
                scan::elements(whole, start, |element| {
                    if let Some(span) = element.ok().filter(|span| (span.start..=span.end).contains(&at)) {
                        inside.get_or_insert((index.to_string(), span.start, span.end));
                    }
                    index += 1;
                });
            }
            _ => {}
        }
        let Some((key, value, _)) = inside.filter(|(_, value, _)| *value > start) else { break };
        path = format!("{path}/{key}");
        start = value;
        // A place in the key or right behind it means the member as a whole.
        if at <= value {
            break;
        }
    }
    let (from, span) = found?;
    let comma = scan::skip_blank(bytes, span.end);
    let (from, to) = if bytes.get(comma) == Some(&b',') {
        (from, comma + 1)
    } else {
        // The last member goes with the comma before it.
        (text.get(..from)?.trim_end().strip_suffix(',').map_or(from, str::len), span.end)
    };
    let rest = format!("{}{}", text.get(..from)?, text.get(to..)?);
    let stated = oddity::shape(&value(span.of(text)).unwrap_or(Value::Null));
    Some((rest, Leaf { path, stated, became: String::new(), rule: RemarkRule::WrongType }))
}

/// The beginning of a text, as far as it is quoted.
fn quoted(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or("")),
        None => text.to_owned(),
    }
}

/// Whether a whole number stands in the text that no machine number can hold. The parser would make a rounded one of it,
/// and two ids would become one. Only every twentieth byte is looked at, because such a number covers one of them.
fn has_long_number(text: &str) -> bool {
    const LONG: usize = 20;
    let bytes = text.as_bytes();
    let is_digit = |at: &usize| bytes.get(*at).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).step_by(LONG).filter(is_digit).any(|at| {
        let before = (at.saturating_sub(LONG)..at).rev().take_while(is_digit).count();
        let behind = (at..at + LONG).take_while(is_digit).count();
        before + behind >= LONG
    })
}
