//! Values that were not understood, or read by an assumption; people whose zone nobody knows.

use crate::analyse::quality::Check;
use crate::frame::DataSet;
use crate::model::remark::RemarkRule;
use crate::model::row::IncidentIx;
use std::collections::{BTreeMap, BTreeSet};

/// Rules by which a value was lost, or holds only if an assumption does.
pub const DOUBTFUL: [RemarkRule; 7] = [
    RemarkRule::NotATime,
    RemarkRule::ImpossibleTime,
    RemarkRule::AmbiguousDate,
    RemarkRule::PlaceholderEnd,
    RemarkRule::SeverityUnknown,
    RemarkRule::StatusUnknown,
    RemarkRule::ZoneAssumedUtc,
];

/// Adds one check per tool, field and rule.
pub fn check(data: &DataSet, checks: &mut Vec<Check>) {
    let records = &data.records;
    let mut found: BTreeMap<(&str, RemarkRule, &'static str), (u64, Vec<IncidentIx>)> = BTreeMap::new();
    let mut seen: BTreeSet<(String, &'static str, RemarkRule)> = BTreeSet::new();
    for remark in records.remarks.iter().filter(|r| DOUBTFUL.contains(&r.rule)) {
        // A record that stands in two exports, or in an earlier report of ours, is in doubt once.
        let again = !seen.insert((records.id(remark.record), remark.field, remark.rule));
        if again || records.is_of_report(remark.record) {
            continue;
        }
        let slot = found.entry((records.tool(remark.record), remark.rule, remark.field)).or_default();
        slot.0 += 1;
        slot.1.extend(records.incident[remark.record]);
    }
    for ((tool, rule, field), (suspicious, mut rows)) in found {
        rows.sort_unstable();
        rows.dedup();
        checks.push(Check { looked: None, suspicious, ..Check::of(rule.code(), tool, field, 0, rows) });
    }
    let people: Vec<_> = data.people.iter().filter(|p| !p.machine).collect();
    let unmatched = people.iter().filter(|p| !p.zone_known).count() as u64;
    if unmatched > 0 {
        let check = Check::of("people-without-zone", "people", "time_zone", people.len() as u64, Vec::new());
        checks.push(Check { suspicious: unmatched, ..check });
    }
}
