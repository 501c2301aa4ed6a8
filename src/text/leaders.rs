//! What a page for leaders does not say: the words of our trade, the numbers of things that only other pages list, sentences
//! that have to be read twice, and figures that stood there before.
//!
//! What stands between quotation marks is somebody else's and counts as one word.

use std::collections::BTreeMap;

/// Words of a sentence that is read once.
pub const MOST_WORDS: usize = 30;

/// Words that need an explanation, and what to write instead.
const JARGON: &[(&str, &str)] = &[
    ("interruption", "say \"page\" or \"call\""),
    ("interruptions", "say \"pages\" or \"calls\""),
    ("plausible", "give the range by itself"),
    ("tolerated", "say that no fix is on record"),
    ("censored", "say \"still open\""),
    ("quantile", "say \"nine in ten\""),
    ("percentile", "say \"nine in ten\""),
    ("dispersion", "say that they vary from week to week"),
];

/// A sentence of another page without the words that leaders need not know: a range stands by itself.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut parts = text.split('“');
    let mut plain = unquoted(parts.next().unwrap_or_default());
    for part in parts {
        let (quoted, rest) = part.split_once('”').map_or((part, None), |(quoted, rest)| (quoted, Some(rest)));
        plain.push('“');
        plain.push_str(quoted);
        if let Some(rest) = rest {
            plain.push('”');
            plain.push_str(&unquoted(rest));
        }
    }
    plain
}

fn unquoted(text: &str) -> String {
    text.replace("(plausible ", "(").replace(", plausible ", ", between ").replace("plausible ", "")
}

/// What numbers of families and storms begin with.
const NUMBERED: [&str; 2] = ["FB-", "S-"];

/// The jargon in one sentence, each with what to do about it.
#[must_use]
pub fn jargon(sentence: &str) -> Vec<String> {
    let mut found = Vec::new();
    for word in words(sentence) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if let Some((_, instead)) = JARGON.iter().find(|(known, _)| bare.eq_ignore_ascii_case(known)) {
            found.push(format!("“{bare}”: {instead}"));
        }
        if is_numbered(bare) || is_code(bare) {
            found.push(format!("“{bare}”: a number or code of another page; name the thing"));
        }
    }
    found
}

/// How many words it has, where these are too many.
#[must_use]
pub fn too_long(sentence: &str) -> Option<usize> {
    let n = words(sentence).iter().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    (n > MOST_WORDS).then_some(n)
}

/// "S-02", "FB-07".
fn is_numbered(word: &str) -> bool {
    let number = |prefix: &&str| word.strip_prefix(*prefix).filter(|rest| !rest.is_empty());
    NUMBERED.iter().find_map(number).is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()))
}

/// What codes of claims begin with.
const SECTIONS: [&str; 16] = [
    "areas",
    "asks",
    "communication",
    "coordination",
    "factors",
    "follow-through",
    "load",
    "mttx",
    "oncall",
    "overlap",
    "quality",
    "recurrence",
    "restatement",
    "severity",
    "storm",
    "volume",
];

/// "recurrence.came-back", "overlap.storm/S-02".
fn is_code(word: &str) -> bool {
    word.split_once('.').is_some_and(|(section, rest)| {
        SECTIONS.contains(&section) && rest.starts_with(|c: char| c.is_ascii_lowercase())
    })
}

/// Words, each quotation as one.
fn words(text: &str) -> Vec<String> {
    let (mut found, mut open, mut inside) = (Vec::new(), String::new(), false);
    for c in text.chars() {
        match c {
            '“' => inside = true,
            '”' => {
                inside = false;
                // It is a word of its own, whatever stands in it.
                open.push('x');
            }
            _ if inside => {}
            c if c.is_whitespace() && !open.is_empty() => found.push(std::mem::take(&mut open)),
            c if c.is_whitespace() => {}
            c => open.push(c),
        }
    }
    if !open.is_empty() {
        found.push(open);
    }
    found
}

/// A text as sentences: a point ends one where a blank and no small letter follows.
#[must_use]
pub fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut inside = false;
    for (at, c) in text.char_indices() {
        match c {
            '“' => inside = true,
            '”' => inside = false,
            _ => {}
        }
        let ends = matches!(c, '.' | '!' | '?') && !inside;
        let mut rest = text.get(at + c.len_utf8()..).unwrap_or_default().chars();
        if ends && rest.next().is_some_and(char::is_whitespace) && !rest.next().is_some_and(char::is_lowercase) {
            found.extend(text.get(start..=at));
            start = at + c.len_utf8();
        }
    }
    found.extend(text.get(start..));
    found.into_iter().map(str::trim).filter(|sentence| !sentence.is_empty()).collect()
}

/// Figures that several of these texts give, or one of them twice: a number with the two words behind it. What a part is a
/// part of ("7 of the 42 incidents that reached customers") has to be said each time, and so have days and hours of the clock.
/// What is said of two things by name ("“A”: for 12 weeks in a row") are two figures.
#[must_use]
pub fn said_twice(texts: &[&str]) -> Vec<String> {
    let mut seen: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for text in texts {
        let mut of = "";
        for sentence in sentences(text) {
            of = subject(sentence).unwrap_or(of);
            for figure in figures(sentence) {
                *seen.entry((of, figure)).or_default() += 1;
            }
        }
    }
    seen.into_iter().filter(|(_, times)| *times > 1).map(|((_, figure), _)| figure).collect()
}

/// The name at the front of a sentence ("“Ledger primary”: for 12 weeks in a row …", "ledger: 36 incidents …", "Collection from “pager” …");
/// what follows is about it too, until another name comes.
fn subject(sentence: &str) -> Option<&str> {
    let sentence = sentence.trim_start();
    let (before, rest) = sentence.split_once('“').unwrap_or((sentence, ""));
    if let Some((name, _)) = rest.split_once('”').filter(|_| words(before).len() <= WORDS_BEFORE_A_NAME) {
        return Some(name);
    }
    sentence.split_once(": ").map(|(name, _)| name).filter(|name| words(name).len() <= WORDS_BEFORE_A_NAME)
}

/// Words that may stand before the name that a sentence is about, and words of such a name.
const WORDS_BEFORE_A_NAME: usize = 2;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const LENGTHS: [&str; 10] = ["s", "seconds", "min", "minutes", "h", "hours", "d", "days", "weeks", "months"];

fn figures(text: &str) -> Vec<String> {
    let all = words(text);
    let bare = |at: usize| {
        let word = all.get(at).map_or("", |word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '%'));
        word.to_lowercase()
    };
    let ends = |at: usize| all.get(at).is_none_or(|word| word.ends_with(['.', ',', ';', ':', ')', '|']));
    let mut found = Vec::new();
    for at in 0..all.len() {
        let number = bare(at);
        // Small numbers come up by themselves.
        let is_figure = number.chars().next().is_some_and(|c| c.is_ascii_digit())
            && number.replace([',', '.'], "").parse::<u64>().is_ok_and(|n| n >= 10)
            && !ends(at);
        let before = [at.checked_sub(1), at.checked_sub(2)].map(|at| at.map_or_else(String::new, bare));
        let is_whole = before[0] == "of" || (before[1] == "of" && matches!(before[0].as_str(), "the" | "all"));
        let is_day = MONTHS.contains(&bare(at + 1).as_str()) || MONTHS.contains(&before[0].as_str());
        if !is_figure || is_whole || is_day {
            continue;
        }
        let is_year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
        let unit = bare(at + 1);
        if is_year || unit == "of" {
            continue;
        }
        let next = if ends(at + 1) { String::new() } else { bare(at + 2) };
        // A bare unit of time or a share says nothing of what it is, and neither does what it was in another quarter.
        let is_then = unit == "in" && next.len() == 2 && next.starts_with('q');
        // "1 h 21 min and 8.5 hours": a length among others. Two things may well have taken as long.
        let is_length = LENGTHS.contains(&unit.as_str()) && matches!(next.as_str(), "and" | "or" | "to");
        // "from 21 times up": where a range begins that has no end. Two changes from nothing may well begin it alike.
        let is_bound = (before[0].as_str(), unit.as_str(), next.as_str()) == ("from", "times", "up");
        if is_then || is_length || is_bound {
            continue;
        }
        if unit.chars().all(char::is_alphabetic) && !unit.is_empty() && !next.is_empty() {
            found.push(format!("{number} {unit} {next}"));
        }
    }
    found
}
