//! Where JSON values begin and end, without parsing them. It never recurses, so depth can't hurt it, and what stands
//! before a break is found whole.
//!
//! A value without an end is looked through to the end of the text. Where that happens again and again, the ends of all
//! values are found in one pass (`ends.rs`) and looked up from then on, so that the work stays linear.

use crate::ingest::container::ends::{Ends, NoEnd};
use std::cell::{Cell, OnceCell};
use std::ops::Deref;

/// A stretch of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextSpan {
    pub start: usize,
    pub end: usize,
}

impl TextSpan {
    /// The stretch as text; empty if it is not on character bounds, which valid JSON never is.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

/// First byte at or after `at` that is no white space.
#[must_use]
pub fn skip_blank(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r')) {
        at += 1;
    }
    at
}

/// What looking for ends in one text has cost so far.
#[derive(Debug, Default)]
pub struct Effort {
    /// Bytes looked through for ends that were not there.
    spent: Cell<usize>,
    ends: OnceCell<Ends>,
}

/// How many times the length of a text may be looked through in vain before the ends are found once for all.
const PATIENCE: usize = 4;

impl Effort {
    /// Bytes that were looked through in vain, one by one.
    #[must_use]
    pub fn spent(&self) -> usize {
        self.spent.get()
    }

    fn nested_end(&self, bytes: &[u8], start: usize) -> Result<usize, NoEnd> {
        if self.spent.get() / PATIENCE > bytes.len() {
            return self.ends.get_or_init(|| Ends::of(bytes)).nested_end(start);
        }
        nested_end(bytes, start).map_err(|(why, at)| {
            self.spent.set(self.spent.get() + at.min(bytes.len()).saturating_sub(start));
            why
        })
    }
}

/// A text, or a part of it from its beginning on, that is looked through.
#[derive(Debug, Clone, Copy)]
pub struct ScannedText<'a> {
    text: &'a str,
    /// Only of whole texts: a part may end inside a value that goes on behind it.
    effort: Option<&'a Effort>,
}

impl<'a> ScannedText<'a> {
    #[must_use]
    pub fn whole(text: &'a str, effort: &'a Effort) -> Self {
        Self { text, effort: Some(effort) }
    }

    /// What stands before `end`.
    #[must_use]
    pub fn until(self, end: usize) -> Self {
        if end >= self.text.len() {
            return self;
        }
        Self { text: self.text.get(..end).unwrap_or(self.text), effort: None }
    }

    /// End of the value that begins at `start`.
    fn value_end(self, start: usize) -> Result<usize, NoEnd> {
        match (self.effort, self.text.as_bytes().get(start)) {
            (Some(effort), Some(b'{' | b'[')) => effort.nested_end(self.text.as_bytes(), start),
            _ => value_end(self.text.as_bytes(), start),
        }
    }
}

impl Deref for ScannedText<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.text
    }
}

/// End of the value that begins at `start`.
///
/// # Errors
/// It has none.
pub fn value_end(bytes: &[u8], start: usize) -> Result<usize, NoEnd> {
    match bytes.get(start).ok_or(NoEnd::Cut)? {
        b'"' => string_end(bytes, start).ok_or(NoEnd::Cut),
        b'{' | b'[' => nested_end(bytes, start).map_err(|(why, _)| why),
        _ => {
            let rest = bytes.get(start..).unwrap_or(&[]);
            let len = rest
                .iter()
                .position(|b| matches!(b, b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r'))
                .unwrap_or(rest.len());
            Ok(start + len.max(1))
        }
    }
}

fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        let rest = bytes.get(at..)?;
        at += memchr::memchr2(b'"', b'\\', rest)?;
        if bytes.get(at) == Some(&b'"') {
            return Some(at + 1);
        }
        at += 2;
    }
}

/// The end, or why there is none and how far that took.
fn nested_end(bytes: &[u8], start: usize) -> Result<usize, (NoEnd, usize)> {
    let mut open = Vec::new();
    let mut at = start;
    loop {
        match bytes.get(at).ok_or((NoEnd::Cut, at))? {
            b'"' => {
                at = string_end(bytes, at).ok_or((NoEnd::Cut, bytes.len()))?;
                continue;
            }
            b'{' => open.push(b'}'),
            b'[' => open.push(b']'),
            found @ (b'}' | b']') => {
                if open.pop() != Some(*found) {
                    return Err((NoEnd::Mismatch, at));
                }
                if open.is_empty() {
                    return Ok(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
}

/// How a walk over an array or object ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Closed; the position behind it.
    Closed(usize),
    /// Something stood at `at` where nothing may; or, when `cut`, the text ended inside what begins there.
    Broken { at: usize, cut: bool },
}

/// Walks the elements of the array that begins at `start`. The callback gets each element, or the position of one that
/// makes no sense but has a next one behind it.
pub fn elements(text: ScannedText, start: usize, mut each: impl FnMut(Result<TextSpan, usize>)) -> Ending {
    let bytes = text.as_bytes();
    let mut at = start + 1;
    loop {
        at = skip_blank(bytes, at);
        match bytes.get(at) {
            None => return Ending::Broken { at, cut: true },
            Some(b']') => return Ending::Closed(at + 1),
            Some(b',') => at += 1,
            Some(b'}' | b':') => return Ending::Broken { at, cut: false },
            Some(_) => match text.value_end(at) {
                Ok(end) => {
                    each(Ok(TextSpan { start: at, end }));
                    at = end;
                }
                Err(why) => {
                    let Some(next) = next_alike(bytes, at) else {
                        return Ending::Broken { at, cut: why == NoEnd::Cut };
                    };
                    each(Err(at));
                    at = next;
                }
            },
        }
    }
}

/// The next object or array that begins a line with the same indentation as the one at `at`: in a file that is laid out
/// for reading, that is the next element. `None` when the one at `at` does not begin its line.
fn next_alike(bytes: &[u8], at: usize) -> Option<usize> {
    let before = bytes.get(..at)?;
    let line = memchr::memrchr(b'\n', before)?;
    let indent = before.get(line..)?;
    if !indent.iter().all(u8::is_ascii_whitespace) {
        return None;
    }
    let rest = bytes.get(at..)?;
    let opens = |found: &usize| matches!(rest.get(found + indent.len()), Some(b'{' | b'['));
    memchr::memmem::find_iter(rest, indent).find(opens).map(|found| at + found + indent.len())
}

/// The next object or array that begins a line without indentation, behind `at`.
#[must_use]
pub fn next_document(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let opens = |found: &usize| matches!(rest.get(found + 1), Some(b'{' | b'['));
    memchr::memchr_iter(b'\n', rest).find(opens).map(|found| at + found + 1)
}

/// Begin of the line behind `at`; the end of the text in its last line.
#[must_use]
pub fn next_line(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or(&[]);
    memchr::memchr(b'\n', rest).map_or(bytes.len(), |n| at + n + 1)
}

/// Walks the members of the object that begins at `start`. The callback gets the key with its quotes, and where the value
/// begins; the value's end is `None` when the text breaks off inside it.
pub fn members(text: ScannedText, start: usize, mut each: impl FnMut(TextSpan, usize, Option<usize>)) -> Ending {
    let bytes = text.as_bytes();
    let mut at = start + 1;
    loop {
        at = skip_blank(bytes, at);
        match bytes.get(at) {
            Some(b'}') => return Ending::Closed(at + 1),
            Some(b',') => {
                at += 1;
                continue;
            }
            Some(b'"') => {}
            found => return Ending::Broken { at, cut: found.is_none() },
        }
        let Some(key_end) = string_end(bytes, at) else { return Ending::Broken { at, cut: true } };
        let key = TextSpan { start: at, end: key_end };
        let colon = skip_blank(bytes, key_end);
        if bytes.get(colon) != Some(&b':') {
            return Ending::Broken { at: colon, cut: colon >= bytes.len() };
        }
        let value = skip_blank(bytes, colon + 1);
        let end = text.value_end(value);
        each(key, value, end.ok());
        match end {
            Ok(end) => at = end,
            Err(why) => return Ending::Broken { at: value, cut: why == NoEnd::Cut },
        }
    }
}
