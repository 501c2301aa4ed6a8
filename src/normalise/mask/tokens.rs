//! Texts as words with their places.
//!
//! A word is a run of letters and digits; what cannot be seen (zero-width characters, marks of direction) does not end
//! one. Characters of scripts that are written without spaces are a word each.

use crate::text::fold;
use unicode_normalization::char::is_combining_mark;

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterCase {
    Lower,
    /// A capital, then anything that is not all capitals.
    Capital,
    Upper,
}

/// A word of a text, by byte places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    pub start: usize,
    pub end: usize,
    pub case: LetterCase,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Word,
    Alone,
    Between,
}

fn class(c: char) -> Class {
    if c.is_ascii() {
        if c.is_ascii_alphanumeric() { Class::Word } else { Class::Between }
    } else if is_unspaced(c) {
        Class::Alone
    } else if c.is_alphanumeric() || is_combining_mark(c) || is_unseen(c) {
        Class::Word
    } else {
        Class::Between
    }
}

/// Han, kana and Hangul, which are written without spaces between the words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// What no reader sees inside a word.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The words of a text in their order. O(n).
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::with_capacity(text.len() / 6 + 1);
    let mut begun: Option<usize> = None;
    for (at, c) in text.char_indices() {
        match class(c) {
            Class::Word => _ = begun.get_or_insert(at),
            other => {
                push(text, begun.take(), at, &mut found);
                if other == Class::Alone {
                    push(text, Some(at), at + c.len_utf8(), &mut found);
                }
            }
        }
    }
    push(text, begun, text.len(), &mut found);
    found
}

fn push(text: &str, start: Option<usize>, end: usize, found: &mut Vec<Token>) {
    if let Some(start) = start {
        let word = text.get(start..end).unwrap_or("");
        found.push(Token { start, end, case: case(word) });
    }
}

fn case(word: &str) -> LetterCase {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    match letters.next() {
        Some(first) if first.is_uppercase() => {
            let mut rest = letters.peekable();
            if rest.peek().is_some() && rest.all(char::is_uppercase) { LetterCase::Upper } else { LetterCase::Capital }
        }
        _ => LetterCase::Lower,
    }
}

/// A word in the form in which words are compared: small letters without accents and without what cannot be seen.
pub fn folded<'a>(word: &str, room: &'a mut String) -> &'a str {
    room.clear();
    if word.is_ascii() {
        room.extend(word.chars().map(|c| c.to_ascii_lowercase()));
    } else {
        let seen: String = word.chars().filter(|c| !is_unseen(*c)).collect();
        room.push_str(&fold::letters(&seen));
    }
    room
}

/// The folded words of a text.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut room = String::new();
    let list = tokens(text).into_iter();
    list.map(|t| folded(text.get(t.start..t.end).unwrap_or(""), &mut room).to_owned())
        .filter(|w| !w.is_empty())
        .collect()
}

/// A text with `%C3%A9` and the like read; `None` where there is nothing of the kind, or no text comes of it.
#[must_use]
pub fn unescaped(text: &str) -> Option<String> {
    let hex = |byte: Option<&u8>| byte.and_then(|b| char::from(*b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match (*byte, hex(bytes.get(at + 1)), hex(bytes.get(at + 2))) {
            (b'%', Some(high), Some(low)) => {
                plain.push(high * 16 + low);
                at += 3;
            }
            (other, ..) => {
                plain.push(other);
                at += 1;
            }
        }
    }
    String::from_utf8(plain).ok().filter(|plain| plain != text)
}
