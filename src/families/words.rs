//! Texts as words: identifiers whole and in parts, lightly stemmed, without what changes from one report to the next.

use crate::text::machine;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Words that say nothing of a problem, sorted for the binary search.
const STOP: &[&str] = &[
    "a", "about", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by",
    "can", "could", "did", "do", "does", "for", "from", "get", "had", "has", "have", "he", "her", "here", "his", "how",
    "i", "if", "in", "into", "is", "it", "its", "just", "like", "me", "my", "no", "of", "on", "or", "our", "person",
    "she", "should", "so", "some", "such", "than", "that", "the", "their", "them", "then", "there", "these", "they",
    "this", "to", "too", "up", "use", "used", "using", "very", "was", "we", "were", "what", "when", "which", "while",
    "will", "with", "would", "you", "your",
];

/// Words that tell how an alert stands or how its reader feels about it, and not what the problem is.
const CALLS: [&str; 8] = ["again", "alert", "alerting", "fired", "firing", "recurring", "triggered", "urgent"];

/// Other words that a text must have before names of machines in it are left out: of "certificate for tracking-edge-3 expires"
/// too little would be left to tell it from other certificates.
const MIN_BESIDE: usize = 3;
/// Runs of a text that are looked at for that.
const MAX_RUNS: usize = 64;

/// Longest text that is looked at, in bytes: a pasted log would otherwise outweigh what people wrote.
const MAX_BYTES: usize = 6_000;
/// Longest word kept whole, in bytes.
const MAX_WORD: usize = 64;

/// Calls `emit` for every term of the text, in order. Linear in the text's length.
pub fn each(text: &str, mut emit: impl FnMut(&str)) {
    let mut lower = String::new();
    let without = is_without_machines(text);
    for run in runs(text).filter(|run| !(without && machine::is_name(run))) {
        let at = run.as_ptr().addr().saturating_sub(text.as_ptr().addr());
        if at > MAX_BYTES {
            break;
        }
        term(run, &mut lower, &mut emit);
    }
}

/// The stretches of a text that may be one word: letters and digits, and the marks that hold an identifier together.
///
/// What people ask their readers for ("please check") is left out.
pub fn runs(text: &str) -> impl Iterator<Item = &str> {
    let mut asked = false;
    // A mark and a blank have nothing between them, so that nothing is asked for across the end of a sentence.
    let kept = text.split(|c: char| !is_run(c)).filter(move |run| {
        let is_asked = std::mem::replace(&mut asked, run.eq_ignore_ascii_case("please"));
        !is_asked && !asked
    });
    kept.map(|run| run.trim_matches(['.', '_', '$', '-'])).filter(|run| !run.is_empty())
}

fn is_run(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '$' | '-')
}

/// One run of letters, digits and the marks that hold an identifier together.
fn term(run: &str, lower: &mut String, emit: &mut impl FnMut(&str)) {
    if is_hex(run) {
        return;
    }
    let mut parts = 0;
    each_part(run, |part| {
        parts += 1;
        lower.clear();
        lower.extend(part.chars().flat_map(char::to_lowercase));
        let stem = stem(lower);
        if stem.chars().count() > 1 && STOP.binary_search(&lower.as_str()).is_err() && !is_call(lower) {
            emit(stem);
        }
    });
    // An identifier is also one word of its own, which is rare and therefore tells much.
    if parts > 1 && run.len() <= MAX_WORD {
        lower.clear();
        lower.extend(run.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase));
        emit(lower);
    }
}

/// Whether a word is a call to look.
pub(crate) fn is_call(word: &str) -> bool {
    CALLS.iter().any(|call| call.eq_ignore_ascii_case(word))
}

/// Whether names of machines are no words of this text: it names one and says enough beside.
pub(crate) fn is_without_machines(text: &str) -> bool {
    if !text.contains('-') {
        return false;
    }
    let (mut names, mut others) = (false, 0);
    for run in runs(text).take(MAX_RUNS) {
        if machine::is_name(run) {
            names = true;
        } else if run.len() > 1 && !is_hex(run) && run.chars().any(char::is_alphabetic) && !is_call(run) {
            others += usize::from(STOP.binary_search(&run.to_lowercase().as_str()).is_err());
        }
    }
    names && others >= MIN_BESIDE
}

/// Splits at marks, at digits and where small letters turn into capitals. Numbers are left out.
fn each_part(run: &str, mut part: impl FnMut(&str)) {
    for piece in run.split(|c: char| !c.is_alphabetic()).filter(|p| !p.is_empty()) {
        let mut start = 0;
        let mut before = (false, false);
        let mut letters = piece.char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            let upper = letter.is_uppercase();
            let next_small = letters.peek().is_some_and(|(_, next)| next.is_lowercase());
            // `fooBar` breaks before B; `HTTPServer` breaks before S.
            let breaks = before.0 && upper && (before.1 || next_small);
            if breaks && at > start {
                part(piece.get(start..at).unwrap_or_default());
                start = at;
            }
            before = (true, letter.is_lowercase());
        }
        part(piece.get(start..).unwrap_or_default());
    }
}

/// Whether a run is an id in hexadecimal digits. No word is as long as ten of them with one that is no letter.
pub(crate) fn is_hex(run: &str) -> bool {
    let digits = run.bytes().filter(u8::is_ascii_digit).count();
    let many = run.len() >= 8 && digits * 4 >= run.len() && run.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    many || run.len() >= 10 && digits > 0 && run.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Takes common English endings off. Short words stay as they are.
fn stem(word: &str) -> &str {
    let long = |stem: &&str| stem.len() >= 3 && stem.bytes().any(|b| b"aeiouy".contains(&b));
    let stem = ["ings", "ing", "edly", "ed", "es", "s"]
        .into_iter()
        .filter(|_| !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is"))
        .find_map(|ending| word.strip_suffix(ending).filter(long))
        .unwrap_or(word);
    let stem = stem.strip_suffix('e').filter(long).unwrap_or(stem);
    // `stopped` and `stop`, but not `fell` and `fel`.
    let mut back = stem.char_indices().rev();
    match (back.next(), back.next()) {
        (Some((at, a)), Some((_, b))) if stem.len() < word.len() && a == b && !"aeiouls".contains(a) => {
            stem.get(..at).unwrap_or(stem)
        }
        _ => stem,
    }
}

/// A word as a number, the same in every run.
pub(crate) fn hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    hasher.finish()
}
