//! Whether a table speaks of incidents at all. A time alone does not: lists of releases, customers and costs have times too.

use crate::propose::Matching;
use crate::propose::columns::{Column, folded};

/// Parts of file names that say it, in the languages that exports come in.
const FILES: &[&str] = &[
    "incident",
    "incidenc",
    "outage",
    "stoerung",
    "storung",
    "ausfall",
    "panne",
    "downtime",
    "disruption",
    "fault",
    "ticket",
    "case",
    "problem",
    "alert",
    "postmortem",
    "vorfall",
    "vorfalle",
    "interruption",
    "failure",
    "p1",
];
/// Columns that lists of other things have.
const OTHER: &[&str] = &[
    "version",
    "commit",
    "sha",
    "deployed",
    "deployment",
    "release",
    "released",
    "build",
    "artifact",
    "pipeline",
    "branch",
    "cost",
    "price",
    "amount",
    "invoice",
    "currency",
    "plan",
    "company",
    "salary",
    "birthday",
    "warranty",
    "purchased",
    "serial",
    "planned",
    "signed",
    "score",
    "rating",
];

impl Matching<'_> {
    /// Two kinds of evidence are enough, unless columns speak of something else.
    pub(super) fn is_of_incidents(&self, file: &str) -> bool {
        let named = |targets: &[&str]| {
            targets.iter().any(|target| {
                self.target.iter().any(|t| t.is_some_and(|(name, by_values)| name == *target && !by_values))
            })
        };
        let file = folded(&file.to_lowercase());
        let evidence = [
            named(&["title"]),
            named(&["severity", "urgency"]),
            named(&["resolved_at", "mitigated_at", "closed_at", "duration_min", "duration_h", "duration_s"]),
            named(&["started_at", "detected_at", "acknowledged_at"]),
            named(&["status", "factor", "detection"]),
            FILES.iter().any(|word| file.contains(word)),
        ];
        let found = evidence.iter().filter(|yes| **yes).count();
        // A mark of planned work tells apart what is listed, and does not say that all of it is planned.
        let marks = self.column_of("kind");
        let mut columns = self.columns.iter().enumerate().filter(|(at, _)| marks != Some(*at));
        let other = columns.any(|(_, column)| has_word(column, OTHER));
        // A beginning and an end alone are those of an employment or a contract as well.
        let [title, severity, .., by_file] = evidence;
        found >= 2 && (title || severity || by_file) && (!other || named(&["title"]) && found >= 4)
    }
}

/// Whether the name of a column holds one of the words.
pub(super) fn has_word(column: &Column, words: &[&str]) -> bool {
    column.words.iter().any(|own| words.contains(&own.as_str()))
}
