//! Titles that name no problem. "Service degraded" twice a month is a label that people use, not a bug that returns.

use crate::analyse::areas::membership::areas_of;
use crate::frame::dataset::IncidentView;
use crate::text::tokens;
use rustc_hash::FxHashSet;
use std::borrow::Cow;

/// A title with fewer words than this that carry meaning is a label.
const MIN_WORDS: usize = 3;
/// Of these words, at least so many must be neither generic nor part of an area's name.
const MIN_OWN_WORDS: usize = 2;

/// A title with more than this many words to each own one is a form letter.
const MAX_PADDING: usize = 4;

/// Words of status pages and tickets that any incident may carry. Sorted; also in the plural.
const GENERIC: &[&str] = &[
    "access",
    "accessing",
    "affected",
    "affecting",
    "alert",
    "any",
    "api",
    "availability",
    "available",
    "aware",
    "beginning",
    "being",
    "believe",
    "believed",
    "brief",
    "case",
    "cause",
    "caused",
    "causing",
    "cloud",
    "component",
    "contact",
    "continue",
    "critical",
    "currently",
    "customer",
    "data",
    "day",
    "degradation",
    "degraded",
    "delay",
    "delayed",
    "description",
    "detail",
    "disruption",
    "down",
    "downtime",
    "due",
    "duration",
    "each",
    "elevated",
    "emergency",
    "end",
    "ended",
    "engineer",
    "engineering",
    "error",
    "event",
    "existing",
    "experiencing",
    "fail",
    "failed",
    "failing",
    "failure",
    "feature",
    "fix",
    "fixed",
    "following",
    "functionality",
    "future",
    "global",
    "high",
    "identified",
    "impact",
    "impacted",
    "impacting",
    "incident",
    "increase",
    "increased",
    "information",
    "instance",
    "intermittent",
    "internal",
    "investigate",
    "investigating",
    "investigation",
    "issue",
    "issued",
    "large",
    "latency",
    "less",
    "limited",
    "loading",
    "location",
    "maintenance",
    "major",
    "many",
    "merged",
    "merging",
    "minor",
    "mitigate",
    "mitigated",
    "mitigation",
    "monitor",
    "monitoring",
    "more",
    "most",
    "multiple",
    "network",
    "new",
    "normal",
    "normally",
    "number",
    "observed",
    "observing",
    "offline",
    "ongoing",
    "only",
    "open",
    "operation",
    "operational",
    "other",
    "outage",
    "page",
    "partial",
    "performance",
    "planned",
    "platform",
    "possible",
    "posted",
    "potential",
    "problem",
    "product",
    "production",
    "project",
    "provide",
    "provided",
    "provider",
    "question",
    "rate",
    "recovered",
    "recovering",
    "recovery",
    "region",
    "related",
    "report",
    "reported",
    "request",
    "resolve",
    "resolved",
    "response",
    "restored",
    "retroactive",
    "retrospective",
    "scheduled",
    "seeing",
    "server",
    "service",
    "set",
    "several",
    "severe",
    "site",
    "slow",
    "slower",
    "slowness",
    "small",
    "some",
    "start",
    "started",
    "starting",
    "status",
    "subset",
    "support",
    "system",
    "team",
    "temporarily",
    "temporary",
    "three",
    "ticket",
    "time",
    "today",
    "triggered",
    "two",
    "unavailability",
    "unavailable",
    "unknown",
    "unplanned",
    "unreachable",
    "unscheduled",
    "update",
    "upgrade",
    "user",
    "using",
    "various",
    "very",
    "warning",
    "website",
    "week",
    "work",
    "workaround",
    "working",
];

/// Words that carry no meaning of their own. Sorted.
const STOP: &[&str] = &[
    "a", "all", "also", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "do", "does", "for", "from",
    "had", "has", "have", "if", "in", "into", "is", "it", "its", "may", "no", "not", "of", "off", "on", "or", "our",
    "out", "over", "please", "than", "that", "the", "their", "them", "then", "there", "they", "this", "to", "until",
    "up", "us", "was", "we", "were", "what", "when", "which", "while", "who", "will", "with", "you", "your",
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
        for (_, name) in view.rows().filter(|&row| view.included.get(row)).flat_map(|row| areas_of(view, row)) {
            if names.insert(name) {
                areas.extend(words_of_name(name));
            }
        }
        Self { areas }
    }

    /// Calls `each` with every word of a text that carries meaning, without numbers, hosts, times and the like.
    pub(super) fn each_word(&self, text: &str, each: impl FnMut(&str)) {
        self.each_word_of_masked(&tokens::mask(text), each);
    }

    /// The same of a text that is masked already.
    pub(super) fn each_word_of_masked(&self, masked: &str, each: impl FnMut(&str)) {
        words(&without_placeholders(masked)).filter(|word| is_word(word) && !is_generic(word)).for_each(each);
    }

    /// Whether words that carry meaning are too few, or name little but areas.
    #[must_use]
    pub(super) fn says_little(&self, words: &FxHashSet<&str>) -> bool {
        says_little(words, &self.areas)
    }

    /// Whether a masked title may be too general to stand for one problem: it is where these areas are those of its incidents.
    #[must_use]
    pub(super) fn may_be_label(&self, masked: &str) -> bool {
        is_label(masked, &self.areas)
    }
}

fn says_little(words: &FxHashSet<&str>, areas: &FxHashSet<String>) -> bool {
    let own = words.iter().filter(|word| !areas.contains(**word)).count();
    words.len() < MIN_WORDS || own < MIN_OWN_WORDS
}

/// Whether a masked title is too general to stand for one problem of areas with these words in their names.
#[must_use]
pub(super) fn is_label(masked: &str, areas: &FxHashSet<String>) -> bool {
    let plain = without_placeholders(masked);
    let all: FxHashSet<&str> = words(&plain).collect();
    let informative: FxHashSet<&str> = all.iter().copied().filter(|w| is_word(w) && !is_generic(w)).collect();
    let own = informative.iter().filter(|w| !areas.contains(**w)).count();
    says_little(&informative, areas) || own * MAX_PADDING < all.len()
}

/// The words of a name of an area.
pub(super) fn words_of_name(name: &str) -> Vec<String> {
    words(&name.to_lowercase()).map(str::to_owned).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty())
}

/// Placeholders such as `<host>` become blanks; other angle brackets stay.
fn without_placeholders(masked: &str) -> Cow<'_, str> {
    ["<url>", "<uuid>", "<ip>", "<host>", "<time>", "<date>", "<version>", "<hex>", "<n>"].iter().fold(
        Cow::Borrowed(masked),
        |text, placeholder| {
            if text.contains(placeholder) { Cow::Owned(text.replace(placeholder, " ")) } else { text }
        },
    )
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
