//! Titles that name no problem. "Service degraded" twice a month is a label that people use, not a bug that returns.

use crate::analyse::areas::membership::areas_of;
use crate::frame::dataset::IncidentView;
use rustc_hash::FxHashSet;

/// A title with fewer words than this that carry meaning is a label.
const LEAST_WORDS: usize = 3;
/// Of these words, at least so many must be neither generic nor part of an area's name.
const LEAST_OWN_WORDS: usize = 2;

/// Words of status pages and tickets that any incident may carry. Sorted; also in the plural.
const GENERIC: &[&str] = &[
    "access", "accessing", "affected", "affecting", "alert", "api", "availability", "available", "brief", "critical",
    "customer", "degradation", "degraded", "delay", "delayed", "disruption", "down", "downtime", "elevated", "emergency",
    "error", "event", "experiencing", "fail", "failed", "failing", "failure", "fixed", "high", "identified", "impact",
    "impacted", "impacting", "incident", "increase", "increased", "intermittent", "investigating", "investigation",
    "issue", "issued", "latency", "loading", "maintenance", "major", "minor", "monitor", "monitoring", "multiple",
    "network", "new", "offline", "ongoing", "outage", "page", "partial", "performance", "planned", "platform", "possible",
    "potential", "problem", "product", "production", "rate", "region", "report", "reported", "request", "resolved",
    "response", "scheduled", "server", "service", "several", "severe", "site", "slow", "slowness", "some", "status",
    "subset", "system", "team", "temporarily", "temporary", "ticket", "triggered", "unavailability", "unavailable",
    "unplanned", "unreachable", "unscheduled", "update", "upgrade", "user", "warning", "website",
];

/// Words that carry no meaning of their own. Sorted.
const STOP: &[&str] = &[
    "a", "all", "an", "and", "are", "at", "be", "been", "by", "can", "for", "from", "had", "has", "have", "in", "into",
    "is", "it", "its", "may", "no", "not", "of", "off", "on", "or", "our", "out", "over", "that", "the", "there", "this",
    "to", "up", "us", "was", "we", "were", "when", "while", "with",
];

/// The generic words, with the words of this data set's area names.
pub(super) struct Vocabulary {
    areas: FxHashSet<String>,
}

impl Vocabulary {
    #[must_use]
    pub(super) fn of(view: &IncidentView) -> Self {
        let mut names: FxHashSet<&str> = FxHashSet::default();
        let mut areas = FxHashSet::default();
        for (_, name) in (0..view.len).filter(|&row| view.included.get(row)).flat_map(|row| areas_of(view, row)) {
            if names.insert(name) {
                areas.extend(words(&name.to_lowercase()).map(str::to_owned));
            }
        }
        Self { areas }
    }

    /// Whether a masked title is too general to stand for one problem.
    #[must_use]
    pub(super) fn is_label(&self, masked: &str) -> bool {
        let plain = without_placeholders(masked);
        let (mut informative, mut own) = (FxHashSet::default(), FxHashSet::default());
        for word in words(&plain).filter(|w| is_word(w) && !is_generic(w)) {
            if informative.insert(word) && !self.areas.contains(word) {
                own.insert(word);
            }
        }
        informative.len() < LEAST_WORDS || own.len() < LEAST_OWN_WORDS
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty())
}

/// Placeholders such as `<host>` become blanks; other angle brackets stay.
fn without_placeholders(masked: &str) -> String {
    ["<url>", "<uuid>", "<ip>", "<host>", "<time>", "<date>", "<version>", "<hex>", "<n>"]
        .iter()
        .fold(masked.to_owned(), |text, placeholder| text.replace(placeholder, " "))
}

fn is_word(word: &str) -> bool {
    // Scripts without spaces between words say a lot in one character.
    let long_enough = word.chars().count() >= 2 || !word.is_ascii();
    long_enough && STOP.binary_search(&word).is_err() && word.chars().any(char::is_alphabetic)
}

fn is_generic(word: &str) -> bool {
    let known = |word: &str| GENERIC.binary_search(&word).is_ok();
    known(word) || word.strip_suffix('s').is_some_and(known)
}
