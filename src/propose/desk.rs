//! Exports of support desks, by what only they hold: who asked, through which channel, and the problem that a ticket is one of.

use crate::propose::evidence::has_word;
use crate::propose::{Matching, role};

/// Words of the names of such tools.
const TOOLS: [&str; 7] =
    ["zendesk", "freshdesk", "intercom", "helpscout", "gorgias", "freshservice-support", "customer-support"];
/// What the export of a desk has: who asked, how, and how content they were.
const ASKED: &[&[&str]] = &[
    &["requester", "customer", "contact"],
    &["channel", "via"],
    &["satisfaction", "csat", "rating"],
    &["brand", "organization", "organisation"],
    &["reply", "replies"],
];
/// So many of these tell a desk from a tracker.
const ENOUGH: usize = 2;

impl Matching<'_> {
    /// What kind of system the file may come from; a person will correct it. Tickets of a desk are counted for incidents only
    /// where they name one, so the file has to have a column for that.
    pub(super) fn role(&self, file: &str) -> &'static str {
        let names_one = ["problem", "reference", "parent"].iter().any(|target| self.column_of(target).is_some());
        let lower = file.to_lowercase();
        let by_name = TOOLS.iter().any(|tool| lower.contains(tool));
        let signs = ASKED.iter().filter(|words| self.columns.iter().any(|column| has_word(column, words))).count();
        let by_columns = has_requester(self) && signs >= ENOUGH;
        if names_one && (by_name || by_columns) { "support" } else { role(file) }
    }
}

/// Whoever asks is called a requester by desks; trackers have reporters and callers.
fn has_requester(table: &Matching) -> bool {
    table.columns.iter().any(|column| has_word(column, &["requester"]))
}
