//! Accounts: every record that was read is somewhere, and each tool has its share of the incidents.

use crate::frame::dataset::SourceCount;
use crate::frame::reconciliation::{FileCount, file_counts};
use crate::frame::records::{Fate, Records};
use crate::link::groups::Groups;
use crate::model::bug;
use crate::normalise::loaded::Loaded;
use std::collections::BTreeMap;

/// The reconciliation must add up, or the run must not go on: read = kept + attached + merged + excluded + rejected.
pub(super) fn check_totals(records: &Records) {
    let counted: u64 = file_counts(records).iter().map(FileCount::read).sum();
    let rejected = records.fate.iter().filter(|f| **f == Fate::Rejected).count();
    if counted != records.len() as u64 || rejected != records.rejects.len() {
        let detail = format!(
            "{counted} of {} records counted, {rejected} rejected, {} reasons",
            records.len(),
            records.rejects.len()
        );
        bug::broken("every record read is accounted for", &detail);
    }
}

/// Records and incidents of each tool; `title` is what a person calls it.
pub(super) fn source_counts(loaded: &Loaded, groups: &Groups, title: fn(&str) -> String) -> Vec<SourceCount> {
    let columns = &loaded.incidents;
    let mut counts: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for row in columns.rows() {
        counts.entry(columns.tool(row)).or_default().0 += 1;
    }
    for rows in &groups.members {
        let mut tools: Vec<&str> = rows.iter().map(|row| columns.tool(*row)).collect();
        tools.sort_unstable();
        tools.dedup();
        for name in tools {
            counts.entry(name).or_default().1 += 1;
        }
    }
    counts
        .into_iter()
        .map(|(name, (incident_records, incidents))| SourceCount {
            tool: name.to_owned(),
            title: title(name),
            incident_records,
            incidents,
        })
        .collect()
}
