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

/// End of the value that begins at `start`; `None` when the text ends inside it.
#[must_use]
pub fn value_end(bytes: &[u8], start: usize) -> Option<usize> {
    match bytes.get(start)? {
        b'"' => string_end(bytes, start),
        b'{' | b'[' => nested_end(bytes, start),
        _ => {
            let rest = bytes.get(start..)?;
            let len = rest
                .iter()
                .position(|b| matches!(b, b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r'))
                .unwrap_or(rest.len());
            Some(start + len.max(1))
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

fn nested_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = start;
    loop {
        match bytes.get(at)? {
            b'"' => {
                at = string_end(bytes, at)?;
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
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
    /// The text ended, or something stood where nothing may; the position of it.
    Broken(usize),
}

/// Walks the elements of the array that begins at `start`.
pub fn elements(bytes: &[u8], start: usize, mut each: impl FnMut(Span)) -> Ending {
    let mut at = start + 1;
    loop {
        at = skip_blank(bytes, at);
        match bytes.get(at) {
            None => return Ending::Broken(at),
            Some(b']') => return Ending::Closed(at + 1),
            Some(b',') => at += 1,
            Some(b'}' | b':') => return Ending::Broken(at),
            Some(_) => match value_end(bytes, at) {
                Some(end) => {
                    each(Span { start: at, end });
                    at = end;
                }
                None => return Ending::Broken(at),
            },
        }
    }
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
            _ => return Ending::Broken(at),
        }
        let Some(key_end) = string_end(bytes, at) else { return Ending::Broken(at) };
        let key = Span { start: at, end: key_end };
        let colon = skip_blank(bytes, key_end);
        if bytes.get(colon) != Some(&b':') {
            return Ending::Broken(colon);
        }
        let value = skip_blank(bytes, colon + 1);
        let end = value_end(bytes, value);
        each(key, value, end);
        match end {
            Some(end) => at = end,
            None => return Ending::Broken(value),
        }
    }
}
