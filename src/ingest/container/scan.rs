//! Where JSON values begin and end, without parsing them. It never recurses, so depth can't hurt it, and what stands
//! before a break is found whole.

/// A stretch of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
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

/// Why a value has no end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoEnd {
    /// The text ends inside it.
    Cut,
    /// A bracket closes what was opened by another kind of bracket.
    Mismatch,
}

/// End of the value that begins at `start`.
///
/// # Errors
/// It has none.
pub fn value_end(bytes: &[u8], start: usize) -> Result<usize, NoEnd> {
    match bytes.get(start).ok_or(NoEnd::Cut)? {
        b'"' => string_end(bytes, start).ok_or(NoEnd::Cut),
        b'{' | b'[' => nested_end(bytes, start),
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

fn nested_end(bytes: &[u8], start: usize) -> Result<usize, NoEnd> {
    let mut open = Vec::new();
    let mut at = start;
    loop {
        match bytes.get(at).ok_or(NoEnd::Cut)? {
            b'"' => {
                at = string_end(bytes, at).ok_or(NoEnd::Cut)?;
                continue;
            }
            b'{' => open.push(b'}'),
            b'[' => open.push(b']'),
            found @ (b'}' | b']') => {
                if open.pop() != Some(*found) {
                    return Err(NoEnd::Mismatch);
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
pub fn elements(bytes: &[u8], start: usize, mut each: impl FnMut(Result<Span, usize>)) -> Ending {
    let mut at = start + 1;
    loop {
        at = skip_blank(bytes, at);
        match bytes.get(at) {
            None => return Ending::Broken { at, cut: true },
            Some(b']') => return Ending::Closed(at + 1),
            Some(b',') => at += 1,
            Some(b'}' | b':') => return Ending::Broken { at, cut: false },
            Some(_) => match value_end(bytes, at) {
                Ok(end) => {
                    each(Ok(Span { start: at, end }));
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
pub fn members(bytes: &[u8], start: usize, mut each: impl FnMut(Span, usize, Option<usize>)) -> Ending {
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
        let key = Span { start: at, end: key_end };
        let colon = skip_blank(bytes, key_end);
        if bytes.get(colon) != Some(&b':') {
            return Ending::Broken { at: colon, cut: colon >= bytes.len() };
        }
        let value = skip_blank(bytes, colon + 1);
        let end = value_end(bytes, value);
        each(key, value, end.ok());
        match end {
            Ok(end) => at = end,
            Err(why) => return Ending::Broken { at: value, cut: why == NoEnd::Cut },
        }
    }
}
