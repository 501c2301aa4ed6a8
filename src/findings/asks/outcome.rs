//! Whether one ask held.

use crate::findings::draft::zone;
use crate::findings::rule::Facts;
use crate::model::ask::EarlierCheck;
use crate::model::row::IncidentIx;
use crate::model::time::DAY;
use crate::text::date;

/// A window that the data enter later than this is not covered.
const GRACE_DAYS: i64 = 7;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Held,
    Missed,
    Unknown,
}

impl Fate {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Missed => "did not hold",
            Self::Unknown => "cannot be said",
        }
    }
}

/// What became of an ask: the verdict, and the figure or the reason in words, without a capital and a full stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) fate: Fate,
    pub(super) words: String,
}

impl Outcome {
    pub(super) fn held(words: String) -> Self {
        Self { fate: Fate::Held, words }
    }

    pub(super) fn missed(words: String) -> Self {
        Self { fate: Fate::Missed, words }
    }

    pub(super) fn unknown(words: impl Into<String>) -> Self {
        Self { fate: Fate::Unknown, words: words.into() }
    }
}

/// Why the data do not tell of all of a window; `None` where they do. What was counted above the threshold before is above it
/// whatever is missing, so this is asked only where nothing was.
pub(super) fn gap(facts: &Facts, check: &EarlierCheck) -> Option<String> {
    let (periods, window) = (&facts.data.periods, check.window);
    let day = |at| date::day(at, zone(periods));
    let Some(seen) = periods.data else { return Some("the data hold no incident".to_owned()) };
    if seen.start > window.start + GRACE_DAYS * DAY {
        return Some(format!("the data begin only on {}", day(seen.start)));
    }
    if let Some(early) = too_early(facts, check) {
        return Some(early);
    }
    let view = facts.data.incident_view();
    let inside =
        |row: IncidentIx| view.included.get(row) && view.started.get(row).is_some_and(|at| window.contains(at));
    (!view.rows().any(inside)).then(|| "the data hold no incident of that time at all".to_owned())
}

/// Why it is too early to say. A day of grace, as periods have it.
pub(super) fn too_early(facts: &Facts, check: &EarlierCheck) -> Option<String> {
    let (periods, until) = (&facts.data.periods, check.window.end);
    let day = |at| date::day(at, zone(periods));
    (periods.as_of < until - DAY)
        .then(|| format!("the exports reach to {}, the check to {}", day(periods.as_of), day(until.saturating_sub(1))))
}
