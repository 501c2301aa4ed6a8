//! Numbers of rows that start again in each file or sheet.

use crate::analyse::quality::Check;
use crate::frame::DataSet;
use crate::model::remark::RemarkRule;
use crate::model::row::IncidentIx;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of one tool.
#[derive(Default)]
struct Tool<'a> {
    /// The new ids of each stated one.
    ids: BTreeMap<Cow<'a, str>, BTreeSet<Cow<'a, str>>>,
    records: u64,
    incidents: BTreeSet<IncidentIx>,
}

/// Adds one check per tool: how many numbers stand for several incidents, of how many.
pub fn check(data: &DataSet, checks: &mut Vec<Check>) {
    let records = &data.records;
    let mut tools: BTreeMap<&str, Tool> = BTreeMap::new();
    for remark in records.remarks.iter().filter(|remark| remark.rule == RemarkRule::NumberedAgain) {
        let tool = tools.entry(records.tool(remark.record)).or_default();
        tool.ids.entry(remark.stated()).or_default().insert(remark.normalised());
        tool.records += 1;
        tool.incidents.extend(records.incident[remark.record]);
    }
    for (name, tool) in tools {
        let several: Vec<&BTreeSet<Cow<str>>> = tool.ids.values().filter(|ids| ids.len() > 1).collect();
        let example =
            several.first().map(|ids| ids.iter().take(2).map(AsRef::as_ref).collect::<Vec<_>>().join(" and "));
        let rows = tool.incidents.iter().copied().collect();
        checks.push(Check {
            suspicious: several.len() as u64,
            other: example.unwrap_or_default(),
            ..Check::of("numbers-start-again", name, "id", tool.records, rows)
        });
    }
}
