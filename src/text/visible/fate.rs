//! What becomes of one character.
//!
//! Two kinds of character have no width and are still needed: joiners and variation selectors. They stay where writing
//! needs them (between emoji, behind a letter of a script that joins, behind a character that has variants) and go
//! everywhere else. Direction marks go too: they change the order of what stands beside them, and a text in one
//! direction reads the same without them.

use unicode_normalization::char::is_combining_mark;

/// What becomes of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CharFate {
    Keep,
    /// A line break or a tab.
    Blank,
    /// Shown by another character.
    Symbol(char),
    /// Kept on a carrier: a mark at the beginning would cling to whatever the document has in front of the text.
    Marked,
    Drop,
}

/// The dotted circle, on which a mark without a letter is shown.
pub(super) const CARRIER: char = '\u{25cc}';

const REPLACEMENT: char = '\u{fffd}';

/// The fate of `c` behind `before` (the character that was kept last; `None` at the beginning) and in front of `after`.
pub(super) fn of(before: Option<char>, c: char, after: Option<char>) -> CharFate {
    match c {
        ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' => CharFate::Keep,
        '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => CharFate::Blank,
        '\0'..='\u{9f}' => CharFate::Symbol(symbol(c)),
        '\u{fdd0}'..='\u{fdef}' => CharFate::Symbol(REPLACEMENT),
        _ if u32::from(c) & 0xfffe == 0xfffe => CharFate::Symbol(REPLACEMENT),
        '\u{200c}' | '\u{200d}' => kept(joins(before, c, after)),
        _ if is_selector(c) => kept(before.is_some_and(|base| has_variant(base, c, after))),
        _ if is_hidden(c) => CharFate::Drop,
        _ if before.is_none() && is_combining_mark(c) => CharFate::Marked,
        _ => CharFate::Keep,
    }
}

fn kept(keep: bool) -> CharFate {
    if keep { CharFate::Keep } else { CharFate::Drop }
}

/// The picture of a control character, where Unicode has one.
pub(super) fn symbol(c: char) -> char {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(REPLACEMENT),
        '\u{7f}' => '\u{2421}',
        '\u{85}' | '\u{2028}' | '\u{2029}' => '\u{2424}',
        _ => REPLACEMENT,
    }
}

/// Characters without a shape of their own that no text needs to be read: soft hyphens, fillers, direction marks,
/// embeddings, overrides and isolates, blanks without width, invisible operators, annotation and notation marks, tags.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Emoji and the symbols that can look like one.
fn is_pictograph(c: char) -> bool {
    matches!(c,
        '©' | '®' | '‼' | '⁉' | '™' | 'ℹ' | '\u{2194}'..='\u{21aa}' | '\u{2300}'..='\u{27bf}'
        | '\u{2934}' | '\u{2935}' | '\u{2b00}'..='\u{2bff}' | '〰' | '〽' | '㊗' | '㊙' | '\u{1f000}'..='\u{1faff}')
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3fffd}')
}

/// Whether a variation selector means something behind `base`. A second one never does, and a row of them can carry a
/// message that nobody sees.
fn has_variant(base: char, selector: char, after: Option<char>) -> bool {
    match selector {
        '\u{fe0e}' | '\u{fe0f}' => {
            is_pictograph(base) || (matches!(base, '0'..='9' | '#' | '*') && after == Some('\u{20e3}'))
        }
        '\u{180b}'..='\u{180f}' => matches!(base, '\u{1820}'..='\u{18aa}'),
        '\u{e0100}'..='\u{e01ef}' => is_ideograph(base),
        _ => {
            is_ideograph(base)
                || matches!(base, '\u{1000}'..='\u{109f}' | '\u{2200}'..='\u{22ff}' | '\u{2a00}'..='\u{2aff}'
                    | '\u{3001}'..='\u{30ff}' | '\u{a840}'..='\u{a877}' | '\u{aa60}'..='\u{aa7f}' | '\u{ff01}'..='\u{ff60}')
        }
    }
}

/// Whether a joiner (or its opposite) changes how its neighbours are written: behind a letter or mark of a script
/// whose letters join (Arabic, Persian, the scripts of India, Mongolian), and for the joiner between two emoji.
fn joins(before: Option<char>, c: char, after: Option<char>) -> bool {
    let Some(before) = before else { return false };
    if c == '\u{200d}' && after.is_some_and(is_pictograph) {
        return is_pictograph(before) || before == '\u{fe0f}';
    }
    let script = matches!(before,
        '\u{600}'..='\u{109f}' | '\u{1780}'..='\u{18af}' | '\u{1900}'..='\u{1cff}' | '\u{a800}'..='\u{abff}'
        | '\u{fb50}'..='\u{fefc}' | '\u{10a00}'..='\u{11fff}' | '\u{1e900}'..='\u{1e95f}');
    script && !is_selector(before) && (before.is_alphabetic() || is_combining_mark(before))
}
