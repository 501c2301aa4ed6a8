//! What a sentence that compares two periods has to name, so that a reader can weigh it without looking anything up.

use super::wording::{has, has_range, number, words};

/// How far a comparison goes; decides what its sentence must name besides the two periods and the number behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Too few or too incomplete to compare; there is no interval to name.
    NotAssessable,
    /// No change was seen; the sentence must also say which change could not have been seen.
    Nothing,
    /// Two counts beside each other, "about the same", or a change of any strength.
    Stated,
}

/// What a sentence is about, in plain values.
#[derive(Debug, Clone, Copy)]
pub struct Comparison<'a> {
    /// Labels as sentences have them ("Q2 2026").
    pub period: &'a str,
    pub compared_with: &'a str,
    pub reach: Reach,
}

/// Something that a comparing sentence does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    Number,
    Period,
    ComparisonPeriod,
    Interval,
    DetectionLimit,
}

/// What is counted. A number within [`REACH`] words before one of these is the number behind a statement.
const COUNTED: &[&str] = &[
    "incident",
    "incidents",
    "page",
    "pages",
    "interruption",
    "interruptions",
    "night",
    "nights",
    "hour",
    "hours",
    "action",
    "actions",
    "follow-up",
    "follow-ups",
    "service",
    "services",
    "week",
    "weeks",
    "quarters",
];
const REACH: usize = 4;

/// Other names of the period before one that is named.
const BEFORE: &[&str] = &["quarter before", "month before", "year before", "period before", "days before"];

/// How a sentence owns up to what it could not have seen.
const LIMITS: &[&str] = &[
    "would not show",
    "would not be visible",
    "would not be seen",
    "can not be seen",
    "cannot be seen",
    "could not be seen",
    "cannot be told",
];

/// How a sentence gives away that it compares two periods.
const COMPARING: &[&str] = &[
    "than before",
    "quarter before",
    "month before",
    "compared with",
    "rose from",
    "fell from",
    "improved",
    "worsened",
];

/// What a comparing text of one or several sentences leaves out. Empty is good. Linear in the length of the text.
#[must_use]
pub fn comparison_gaps(text: &str, of: Comparison<'_>) -> Vec<Gap> {
    let words = words(text);
    let any = |phrases: &[&str]| phrases.iter().any(|phrase| has(&words, phrase));
    // Where there is nothing, the number is a word and no interval is left to name.
    let is_empty = has(&words, "no incident") || has(&words, "no incidents");
    let is_vague = is_empty || of.reach == Reach::NotAssessable;
    let named = [
        (Gap::Number, is_vague || has_count(&words)),
        (Gap::Period, names(&words, of.period)),
        (Gap::ComparisonPeriod, names(&words, of.compared_with) || any(BEFORE)),
        (Gap::Interval, is_vague || any(&["plausible", "plausibly"]) || has_range(&words)),
        (Gap::DetectionLimit, of.reach != Reach::Nothing || any(LIMITS)),
    ];
    named.into_iter().filter(|(_, is_named)| !is_named).map(|(gap, _)| gap).collect()
}

/// What a text leaves out that weighs evidence within one period or along many, so that there are no two to name.
#[must_use]
pub fn evidence_gaps(text: &str, reach: Reach) -> Vec<Gap> {
    let gaps = comparison_gaps(text, Comparison { period: "", compared_with: "", reach });
    gaps.into_iter().filter(|gap| !matches!(gap, Gap::Period | Gap::ComparisonPeriod)).collect()
}

/// Whether a text compares two periods by the words it uses, so that it must name both.
#[must_use]
pub fn compares_periods(text: &str) -> bool {
    let words = words(text);
    COMPARING.iter().any(|phrase| has(&words, phrase))
}

/// A label in full, or its parts apart from each other ("in Q1 and Q2 2026").
fn names(words: &[String], label: &str) -> bool {
    let label = super::wording::words(label);
    !label.is_empty() && label.iter().all(|part| words.contains(part))
}

fn has_count(words: &[String]) -> bool {
    let is_counted = |word: &String| COUNTED.contains(&word.as_str());
    words.iter().enumerate().filter(|(_, word)| is_counted(word)).any(|(at, _)| {
        let before = words.get(at.saturating_sub(REACH)..at).unwrap_or_default();
        before.iter().any(|word| number(word).is_some())
    })
}
