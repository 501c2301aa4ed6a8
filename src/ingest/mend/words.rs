//! Strings and bare words of almost-JSON, made into JSON.

use serde_json::Value;
use std::fmt::Write;

/// What stands where half a character was.
const REPLACEMENT: char = '\u{fffd}';

/// How many spots of one string are told.
const SPOTS: usize = 4;

/// What was wrong in a string, and what was written instead, spot by spot. The rest of the string is not repeated: it may
/// name people.
#[derive(Default)]
pub(super) struct Spots {
    pub(super) stated: Vec<String>,
    pub(super) became: Vec<String>,
}

/// Writes the inside of a string as JSON wants it; says what had to be changed.
pub(super) fn string(inner: &str, out: &mut String) -> Option<Spots> {
    let mut rest = inner;
    let mut spots = None;
    while let Some((plain, from)) = rest.find(|c: char| c == '\\' || c < ' ').and_then(|at| rest.split_at_checked(at)) {
        out.push_str(plain);
        let begins = out.len();
        let (length, right) = special(from, out);
        if !right {
            let told = spots.get_or_insert_with(Spots::default);
            if told.stated.len() < SPOTS {
                told.stated.push(shown(from.get(..length).unwrap_or("")));
                told.became.push(shown(out.get(begins..).unwrap_or("")));
            }
        }
        rest = from.get(length..).unwrap_or("");
    }
    out.push_str(rest);
    spots
}

/// A spot as people can read it: what can't be seen by its number.
fn shown(spot: &str) -> String {
    let plain = |c: char| !c.is_control() && c != REPLACEMENT;
    spot.chars().map(|c| if plain(c) { c.to_string() } else { format!("U+{:04X}", u32::from(c)) }).collect()
}

/// Writes the escape or control character at the beginning of a text: how long it is, and whether it was right.
fn special(from: &str, out: &mut String) -> (usize, bool) {
    let mut chars = from.chars();
    match (chars.next(), chars.next()) {
        (Some('\\'), Some(c @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't'))) => {
            out.extend(['\\', c]);
            (2, true)
        }
        (Some('\\'), Some('u')) => unit(from, out),
        // The backslash of a path (`C:\Users`) is one; the backslash before a mark (`\'`) means the mark.
        (Some('\\'), Some(c)) if !c.is_alphanumeric() && c >= ' ' => {
            out.push(c);
            (1 + c.len_utf8(), false)
        }
        (Some('\\'), _) => {
            out.push_str("\\\\");
            (1, false)
        }
        (Some(c), _) => {
            // Writing to a string can't fail.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
            (c.len_utf8(), false)
        }
        (None, _) => (0, true),
    }
}

/// Writes an escape with four digits. Half of a pair of them is half a character.
fn unit(from: &str, out: &mut String) -> (usize, bool) {
    let digits = |at: usize| {
        let digits = from.get(at..at + 4)?;
        digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
    };
    let whole = match digits(2) {
        None => {
            out.push_str("\\\\u");
            return (2, false);
        }
        Some(0xD800..=0xDBFF) if from.get(6..8) == Some("\\u") && matches!(digits(8), Some(0xDC00..=0xDFFF)) => 12,
        Some(0xD800..=0xDFFF) => {
            out.push(REPLACEMENT);
            return (6, false);
        }
        Some(_) => 6,
    };
    out.push_str(from.get(..whole).unwrap_or(""));
    (whole, true)
}

/// What stands for a bare word: `None` when it is right as it is, else JSON. Numbers that JSON can't write or machines
/// can't hold become text, which keeps every digit of them; words for nothing become null.
pub(super) fn bare(word: &str) -> Option<String> {
    let replaced = match word {
        "" | "NaN" | "nan" | "-NaN" | "Infinity" | "-Infinity" | "inf" | "-inf" | "undefined" | "None" | "nil" => {
            "null".to_owned()
        }
        "True" | "TRUE" => "true".to_owned(),
        "False" | "FALSE" => "false".to_owned(),
        _ => Value::from(word).to_string(),
    };
    match serde_json::from_str::<Value>(word) {
        Ok(Value::Number(number)) => {
            let is_rounded = number.is_f64() && word.bytes().all(|b| b.is_ascii_digit() || b == b'-') && word.len() > 3;
            is_rounded.then_some(replaced)
        }
        Ok(_) => None,
        Err(_) => Some(replaced),
    }
}

/// Whether a bare word can be the whole of a value. One with brackets, quotes or colons in it is a sign of a lost comma or
/// quote, and then no key can be sure of its value.
pub(super) fn is_word(word: &str) -> bool {
    !word.contains(['"', '\'', ':', '{', '[', '\\'])
}
