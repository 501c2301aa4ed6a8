//! Texts without capitals, accents and punctuation, for comparing names that people typed.

use crate::text::visible;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case without accents: `Łukasz Müller` is `lukasz muller`. Other scripts stay as they are, and what nobody sees
/// makes no difference.
#[must_use]
pub fn letters(text: &str) -> String {
    if text.bytes().all(|b| matches!(b, b' '..=b'~')) {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for c in visible::line(text).nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'ł' => folded.push('l'),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            // Capitals such as İ leave a mark behind when they become small.
            _ if is_combining_mark(c) => {}
            _ => folded.push(c),
        }
    }
    folded
}

/// The words of a text, folded: runs of letters and digits. Apostrophes belong to their word (`O'Neill`).
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let folded: String = letters(text).chars().filter(|c| !matches!(c, '\'' | '’' | '`')).collect();
    folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// The key under which names of areas are compared: folded, with single spaces for whatever separates words. `+` and
/// `#` stay, because they tell languages apart; a name of nothing but punctuation is its own key.
#[must_use]
pub fn key(name: &str) -> String {
    let folded = letters(name);
    let parts: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric() && !matches!(c, '+' | '#')).filter(|p| !p.is_empty()).collect();
    if parts.is_empty() { folded.trim().to_owned() } else { parts.join(" ") }
}
