//! Planned work, drills and tests, recognised by what the export calls them and by their words.
//!
//! They are incidents to nobody: the time was chosen. They stay in the data set, marked with the rule that left them
//! out, and a setting brings them back.

use crate::model::incident::Status;
use crate::model::record::{Kind, Role};
use crate::normalise::exclusion::{CANCELLED, DRILL, PLANNED_WORK, REQUEST, TEST};
use crate::normalise::rehearsed;
use crate::normalise::trouble::{tells_of_trouble, words};

const PLANNED_TITLES: &[&str] = &[
    "maintenance",
    "maintenances",
    "scheduled",
    "planned",
    "migration",
    "migrations",
    "upgrade",
    "upgrades",
    "brownout",
    "decommission",
    "decommissioning",
    "downgrading",
];
const PLANNED_PHRASES: &[&str] = &[
    "scheduled maintenance",
    "planned maintenance",
    "maintenance window",
    "will be down for up to",
    "planned outage",
    "will be unavailable during",
    "planned upgrade",
    "planned downtime",
];
/// Ways in which titles alone announce work without naming it.
const PLANNED_TITLE_PHRASES: &[&str] = &[
    "version update",
    "kubernetes version to",
    "clusters to 1.",
    "cluster to kubernetes",
    "migrate to another",
    "migrated to a new",
];
/// Work that a body announces: said before it began, so the time was chosen, whatever the title calls it. Trouble during
/// or after planned work is told in other words.
const ANNOUNCED: &[&str] = &[
    "will be down for up to",
    "will be unavailable for up to",
    "will be offline for up to",
    "will be unavailable during the maintenance",
    "so that it can be upgraded",
    "so that it can be restored",
    "so that it can be migrated",
    "so that it can be moved",
    "so that it can be updated",
];
/// The same where the title tells of no trouble; words that trouble may share.
const ANNOUNCED_CALMLY: &[&str] = &[
    "maintenance is planned",
    "restart is planned",
    "upgrade is planned",
    "migration is planned",
    "will be upgraded",
    "will be migrated",
    "will be put offline and",
    "as part of the upgrade",
    "restore from backup is planned",
];
/// What the rules need to know of a record.
pub struct ExclusionFacts<'a> {
    pub kind: Kind,
    pub role: Role,
    pub status: Status,
    pub title: &'a str,
    pub summary: &'a str,
}

/// The rule that leaves this record out, or `None`.
#[must_use]
pub fn exclusion(facts: &ExclusionFacts) -> Option<&'static str> {
    match facts.kind {
        Kind::Maintenance => return Some(PLANNED_WORK),
        Kind::Drill => return Some(DRILL),
        Kind::Test => return Some(TEST),
        Kind::Request => return Some(REQUEST),
        Kind::Incident | Kind::Alert | Kind::Backfilled => {}
    }
    if facts.status == Status::Scheduled {
        return Some(PLANNED_WORK);
    }
    if facts.status == Status::Cancelled {
        return Some(CANCELLED);
    }
    // A page of the public announces in its own words; elsewhere a title has to say it outright.
    let by_title = if facts.role == Role::StatusPage { None } else { rehearsed::by_title(facts.title) };
    by_title.or_else(|| worded_as_planned(facts).then_some(PLANNED_WORK))
}

// Pages and tickets announce planned work in prose; a pager never does, so its words are not searched.
fn worded_as_planned(facts: &ExclusionFacts) -> bool {
    if facts.role == Role::Pager || facts.role == Role::Manager {
        return false;
    }
    let has = |text: &str, phrases: &[&str]| phrases.iter().any(|phrase| text.contains(phrase));
    let (title, summary) = (facts.title.to_lowercase(), one_line(facts.summary));
    let phrased = has(&title, PLANNED_PHRASES) && (facts.role == Role::StatusPage || !is_aftermath(&title));
    if phrased || has(&summary, ANNOUNCED) {
        return true;
    }
    if facts.role != Role::StatusPage || tells_of_trouble(&title) {
        return false;
    }
    let named = words(&title).any(|w| PLANNED_TITLES.contains(&w)) && !comes_after(&title);
    let named = named || has(&title, PLANNED_TITLE_PHRASES);
    named || has(&summary, PLANNED_PHRASES) || has(&summary, ANNOUNCED_CALMLY)
}

/// Whether a title tells of something during or after what was planned, or of work that took longer than it was to.
fn is_aftermath(title: &str) -> bool {
    let overran = words(title).any(|word| ["overrun", "overruns", "overran"].contains(&word));
    let phrases = PLANNED_PHRASES.iter().filter_map(|phrase| title.find(phrase));
    overran || phrases.min().is_some_and(|at| rehearsed::is_led(title, at))
}

/// Whether a page tells of what came after the work ("Slow search after the upgrade"); what is "during" it is announced with it.
fn comes_after(title: &str) -> bool {
    let words: Vec<&str> = words(title).collect();
    let work = words.iter().position(|word| PLANNED_TITLES.contains(word));
    let led =
        |at: usize| words.iter().take(at).rev().take(3).any(|word| ["after", "following", "since"].contains(word));
    work.is_some_and(led)
}

/// Lower case with single blanks: a phrase may be broken over two lines. Empty where no phrase can be in it, which spares
/// most texts the copy.
fn one_line(text: &str) -> String {
    let has = |word: &[u8]| text.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word));
    if !["will", "so that", "maintenance", "planned", "as part"].iter().any(|word| has(word.as_bytes())) {
        return String::new();
    }
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}
