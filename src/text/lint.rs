//! What the rules of reports and of blameless reviews object to in a text that a person wrote.

use crate::text::prose::sentences;
use crate::text::wording::{Support, TREND_POINTS, Violation, violations};
use crate::text::{blame, clip, leaders};

/// Words of a sentence that is easily read.
const MOST_WORDS: usize = 30;
/// Characters of a sentence that are repeated.
const SHOWN: usize = 60;

/// Words in one sentence, each with what to write instead.
#[must_use]
pub fn words(sentence: &str) -> Vec<String> {
    // How sure somebody may be of what he writes is not known, and he may say what he is going to do.
    let support = Support { points: TREND_POINTS, evidence: true };
    let ruled = violations(sentence, support).into_iter().filter(|v| v.phrase != "will");
    let said = ruled.chain(blame::objections(sentence));
    said.map(|Violation { phrase, reason }| format!("“{phrase}”: {reason}")).collect()
}

/// Says so where a sentence is too long.
#[must_use]
pub fn length(sentence: &str) -> Option<String> {
    let words = sentence.split_whitespace().count();
    let begins = || clip::truncate(sentence, SHOWN);
    (words > MOST_WORDS).then(|| format!("a sentence of {words} words (“{}”): say it in two", begins()))
}

/// Everything in a whole text, which may stand on the page for leaders.
#[must_use]
pub fn text(text: &str, is_for_leaders: bool) -> Vec<String> {
    let of = |sentence: &str| {
        let jargon = if is_for_leaders { leaders::jargon(sentence) } else { Vec::new() };
        words(sentence).into_iter().chain(length(sentence)).chain(jargon).collect::<Vec<_>>()
    };
    sentences(text).iter().flat_map(|sentence| of(&sentence.text)).collect()
}
