//! Texts that are the same but for numbers, stamps, machines and words that say nothing: each is compared once, however often it
//! came.

use crate::families::{Text, words};
use crate::par;
use crate::text::{machine, tokens};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// The distinct texts, in order of their first record.
#[derive(Debug, Default)]
pub struct Distinct {
    /// First record with each text.
    pub first: Vec<u32>,
    /// Text of each record.
    pub of: Vec<u32>,
}

impl Distinct {
    #[must_use]
    pub fn of(texts: &[Text]) -> Self {
        let prints: Vec<Option<u128>> =
            par::chunks(texts, |part| part.iter().map(fingerprint).collect::<Vec<_>>()).into_iter().flatten().collect();
        let mut out = Self::default();
        let mut seen: FxHashMap<u128, u32> = FxHashMap::default();
        for (record, print) in (0_u32..).zip(prints) {
            let next = u32::try_from(out.first.len()).unwrap_or(u32::MAX);
            let number = print.map_or(next, |print| *seen.entry(print).or_insert(next));
            if number == next {
                out.first.push(record);
            }
            out.of.push(number);
        }
        out
    }
}

/// Component, title and the words of the description. `None` for a text without a word: two of those tell nothing of one another.
fn fingerprint(text: &Text) -> Option<u128> {
    let mut halves = [FxHasher::default(), FxHasher::default()];
    halves[1].write_u8(1);
    let mut words = 0_usize;
    let mut add = |part: &str| halves.iter_mut().for_each(|h| mix(h, part));
    add(text.component);
    let title = title(text.title);
    add(&title);
    words::each(text.description, |word| {
        words += 1;
        add(word);
    });
    // "Alert 4711" has no word that tells of a problem, and is the same text each time; a title without letters has none at all.
    words += usize::from(text.title.chars().any(char::is_alphabetic));
    let [a, b] = halves.map(|h| u128::from(h.finish()));
    (words > 0).then_some(a << 64 | b)
}

/// What of a title does not change from one occurrence to the next: without numbers, ids, machines and calls to look. Words that
/// say nothing of a problem stay: "No data" is not "Data".
#[must_use]
pub fn title(title: &str) -> String {
    what_stays(title, words::is_without_machines(title))
}

/// The same with names of machines: they may tell what a title is about that says little else.
#[must_use]
pub fn title_with_machines(title: &str) -> String {
    what_stays(title, false)
}

fn what_stays(title: &str, without: bool) -> String {
    let is_left_out = |run: &str| words::is_hex(run) || words::is_call(run) || without && machine::is_name(run);
    let mut out = String::new();
    for run in words::runs(title).filter(|run| !is_left_out(run) && run.chars().any(char::is_alphabetic)) {
        // Most runs have nothing to be masked.
        if run.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_digit()) {
            out.extend(run.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        } else {
            out.push_str(&tokens::mask(run));
        }
        out.push(' ');
    }
    if out.is_empty() { tokens::mask(title) } else { out }
}

fn mix(hasher: &mut FxHasher, part: &str) {
    hasher.write(part.as_bytes());
    hasher.write_usize(part.len());
}
