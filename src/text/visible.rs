//! Text that shows everything it holds: the one filter for characters that act on whoever shows them.
//!
//! Titles, names and paths come from outside. A control character steers a terminal, a bidirectional override turns a
//! line round, a character without width hides a difference or keeps a spreadsheet from seeing that a cell is guarded.
//! Everything that is written passes through one of the three functions below: [`line`] (documents and tables),
//! [`typed`] (the terminal) or [`page`] (whole documents whose lines are ours). What each character becomes is decided
//! in `fate.rs`; what is said in any language stays readable.
//!
//! All three leave their own result as it is, so passing through twice does no harm.

mod fate;

pub use fate::CharFate;

use std::borrow::Cow;
use std::collections::BTreeSet;

/// How many kinds of character a remark names.
const NAMED: usize = 8;

/// What line breaks and tabs become.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Breaks {
    /// A blank: reading text goes on.
    Blank,
    /// A symbol: nothing that was typed or named can begin a line of ours.
    Symbol,
    /// Line feeds stay, because the lines are ours; every other break becomes a blank.
    Lines,
}

/// A text on one line, for documents and tables. Breaks and tabs become a blank.
#[must_use]
pub fn line(text: &str) -> Cow<'_, str> {
    through(text, Breaks::Blank)
}

/// A line for the terminal. Breaks and tabs become symbols (`␊`), so that a file name cannot begin a line of its own.
#[must_use]
pub fn typed(text: &str) -> Cow<'_, str> {
    through(text, Breaks::Symbol)
}

/// A whole document: its line feeds are ours and stay. The last guard for what no slot has filtered.
#[must_use]
pub fn page(text: &str) -> Cow<'_, str> {
    through(text, Breaks::Lines)
}

/// Whether the text holds characters that do not show what they do. Line breaks and tabs are no such characters.
#[must_use]
pub fn hides(text: &str) -> bool {
    let mut found = false;
    each(text, |_, fate| found |= !matches!(fate, CharFate::Keep | CharFate::Blank));
    found
}

/// The hidden characters by their numbers (`U+001B U+202E`), each once: what a remark can say without repeating a
/// text that was filtered for a reason.
#[must_use]
pub fn hidden(text: &str) -> String {
    let mut kinds = BTreeSet::new();
    each(text, |c, fate| {
        if !matches!(fate, CharFate::Keep | CharFate::Blank) {
            kinds.insert(c);
        }
    });
    let more = if kinds.len() > NAMED { " …" } else { "" };
    let names: Vec<String> = kinds.into_iter().take(NAMED).map(|c| format!("U+{:04X}", u32::from(c))).collect();
    names.join(" ") + more
}

/// Every character with what becomes of it, for formats that have an escape of their own and lose nothing.
pub fn each(text: &str, mut take: impl FnMut(char, CharFate)) {
    let mut before = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let fate = fate::of(before, c, chars.peek().copied());
        match fate {
            CharFate::Keep | CharFate::Marked => before = Some(c),
            CharFate::Blank => before = Some(' '),
            CharFate::Symbol(symbol) => before = Some(symbol),
            CharFate::Drop => {}
        }
        take(c, fate);
    }
}

fn through(text: &str, breaks: Breaks) -> Cow<'_, str> {
    if is_plain(text.as_bytes(), breaks) {
        return Cow::Borrowed(text);
    }
    let stays = |c: char, fate: CharFate| fate == CharFate::Keep || (c == '\n' && breaks == Breaks::Lines);
    let mut changed = false;
    each(text, |c, fate| changed |= !stays(c, fate));
    if !changed {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    each(text, |c, fate| match fate {
        _ if stays(c, fate) => out.push(c),
        CharFate::Symbol(symbol) => out.push(symbol),
        CharFate::Blank if breaks == Breaks::Symbol => out.push(fate::symbol(c)),
        // One blank for a break of two characters.
        CharFate::Blank if out.ends_with(' ') => {}
        CharFate::Blank => out.push(' '),
        CharFate::Marked => out.extend([fate::CARRIER, c]),
        CharFate::Keep | CharFate::Drop => {}
    });
    Cow::Owned(out)
}

/// Almost every text is printable ASCII, and is known to be after one look at its bytes.
fn is_plain(bytes: &[u8], breaks: Breaks) -> bool {
    bytes.iter().all(|b| matches!(b, b' '..=b'~') || (*b == b'\n' && breaks == Breaks::Lines))
}
