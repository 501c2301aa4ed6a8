//! Planned work, drills and tests, recognised by what the export calls them and by their words.
//!
//! They are incidents to nobody: the time was chosen. They stay in the data set, marked with the rule that left them
//! out, and a setting brings them back.

use crate::model::incident::Status;
use crate::model::record::{Kind, Role};

/// Rules by which a record is left out of statistics; the names are printed and counted in every report.
pub const PLANNED_WORK: &str = "planned-work";
pub const DRILL: &str = "drill";
pub const TEST: &str = "test";
pub const CANCELLED: &str = "not-an-incident";

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
/// A title with one of these tells of trouble, whatever else it says ("Outage after the upgrade").
const TROUBLE: &[&str] = &[
    "outage",
    "outages",
    "incident",
    "failure",
    "failures",
    "failed",
    "failing",
    "fails",
    "broken",
    "error",
    "errors",
    "issue",
    "issues",
    "problem",
    "problems",
    "unplanned",
    "disruption",
    "disruptions",
    "disrupted",
    "slow",
    "unavailable",
    "unreachable",
    "degraded",
    "degradation",
    "alert",
    "not",
    "cannot",
    "unable",
    "down",
    "offline",
    "latency",
    "latencies",
    "timeout",
    "timeouts",
    "expired",
    "blocked",
    "stuck",
    "missing",
    "crash",
    "crashes",
    "elevated",
    "overload",
];

/// What the rules need to know of a record.
pub struct Facts<'a> {
    pub kind: Kind,
    pub role: Role,
    pub status: Status,
    pub title: &'a str,
    pub summary: &'a str,
}

/// The rule that leaves this record out, or `None`.
#[must_use]
pub fn exclusion(facts: &Facts) -> Option<&'static str> {
    match facts.kind {
        Kind::Maintenance => return Some(PLANNED_WORK),
        Kind::Drill => return Some(DRILL),
        Kind::Test => return Some(TEST),
        Kind::Incident | Kind::Alert | Kind::Backfilled => {}
    }
    if facts.status == Status::Scheduled {
        return Some(PLANNED_WORK);
    }
    if facts.status == Status::Cancelled {
        return Some(CANCELLED);
    }
    worded_as_planned(facts).then_some(PLANNED_WORK)
}

// Pages and tickets announce planned work in prose; a pager never does, so its titles are not searched.
fn worded_as_planned(facts: &Facts) -> bool {
    if facts.role == Role::Pager || facts.role == Role::Manager {
        return false;
    }
    let title = facts.title.to_lowercase();
    if PLANNED_PHRASES.iter().any(|p| title.contains(p)) {
        return true;
    }
    if facts.role != Role::StatusPage || words(&title).any(|w| TROUBLE.contains(&w)) {
        return false;
    }
    if words(&title).any(|w| PLANNED_TITLES.contains(&w)) || PLANNED_TITLE_PHRASES.iter().any(|p| title.contains(p)) {
        return true;
    }
    let summary = facts.summary.to_lowercase();
    PLANNED_PHRASES.iter().any(|p| summary.contains(p))
}

/// Words as people see them; a host name is one word, so `issues.example.org` tells of no issue.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    text.split(move |c: char| !inner(c)).map(|w| w.trim_matches(['.', '-', '_'])).filter(|w| !w.is_empty())
}
