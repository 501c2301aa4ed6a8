//! Files of lines: what makes a text one, how far a document on a line may reach, and lines that are records like any other.

use crate::ingest::container::envelope::{Envelope, Keys};
use crate::ingest::container::scan::{self, Effort, Ending, ScannedText, TextSpan};
use crate::par;

/// Bytes of lines that are looked at beside others.
const STRETCH: usize = 256 << 10;

/// The first documents of all lines on which they are whole records, in their order. What is anything else, or doubtful, is not
/// among them. Lines are looked at beside each other: one after the other they kept the other processor waiting for a seventh of
/// the time of reading.
#[must_use]
pub fn records(text: &str, keys: &Keys) -> Vec<TextSpan> {
    let stretches = stretches(text.as_bytes());
    par::each(&stretches, |stretch| in_stretch(text, *stretch, keys)).into_iter().flatten().collect()
}

/// Stretches that begin and end where lines do.
fn stretches(bytes: &[u8]) -> Vec<TextSpan> {
    let (mut stretches, mut start) = (Vec::new(), 0);
    while start < bytes.len() {
        let end = scan::next_line(bytes, (start + STRETCH).min(bytes.len()));
        stretches.push(TextSpan { start, end });
        start = end;
    }
    stretches
}

fn in_stretch(text: &str, stretch: TextSpan, keys: &Keys) -> Vec<TextSpan> {
    let bytes = text.as_bytes();
    let effort = Effort::default();
    let mut found = Vec::new();
    let mut at = stretch.start;
    while at < stretch.end {
        let end = scan::next_line(bytes, at);
        let start = scan::skip_blank(bytes, at);
        if start < end && bytes.get(start) == Some(&b'{') {
            let line = ScannedText::whole(text, &effort).until(end);
            let seen = Envelope::look(line, start, keys);
            if let (Ending::Closed(end), true) = (seen.ending, seen.is_bare(line)) {
                found.push(TextSpan { start, end });
            }
        }
        at = end;
    }
    found
}

/// Whether a text is one JSON object a line: the first line is one, and there are more.
#[must_use]
pub fn is_lines(bytes: &[u8]) -> bool {
    let start = scan::skip_blank(bytes, 0);
    let next = scan::next_line(bytes, start);
    let line = bytes.get(..next).unwrap_or(bytes);
    bytes.get(start) == Some(&b'{')
        && scan::value_end(line, start).is_ok_and(|end| scan::skip_blank(line, end) == next)
        && scan::skip_blank(bytes, next) < bytes.len()
}

/// One line of a file of lines, from its first document on.
#[derive(Debug, Clone, Copy, Default)]
pub struct LineScope {
    pub end: usize,
    /// How far a document on it may reach: to the end of the line, unless the lines behind it look like the inside of a
    /// document that is laid out over several lines. A broken line then costs no other one.
    pub scope: usize,
}

impl LineScope {
    #[must_use]
    pub fn at(bytes: &[u8], at: usize) -> Self {
        let end = scan::next_line(bytes, at);
        let next = scan::skip_blank(bytes, end);
        let indented = next > end && bytes.get(next - 1).is_some_and(|b| matches!(b, b' ' | b'\t'));
        let goes_on = indented || matches!(bytes.get(next), Some(b'"' | b'}' | b']'));
        Self { end, scope: if goes_on { bytes.len() } else { end } }
    }
}
