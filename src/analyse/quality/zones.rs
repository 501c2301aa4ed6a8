//! Clocks of two tools that differ by whole hours.

use crate::analyse::quality::Check;
use crate::frame::DataSet;
use crate::frame::stated::Stated;
use crate::model::remark::Rule;
use crate::model::time::{HOUR, MINUTE, Millis};
use std::collections::{BTreeMap, BTreeSet};

/// Two clocks that tell the same event need not agree to the second.
const NEAR: Millis = 3 * MINUTE;
/// Zones lie at most this far apart.
const MOST_HOURS: i64 = 14;

/// Adds one check per tool without offsets, other tool and difference.
pub fn check(data: &DataSet, checks: &mut Vec<Check>) {
    let bare = without_offsets(data);
    let name = |row: &Stated| data.stated.tools.get(row.tool as usize).map_or("", String::as_str);
    let mut pairs: BTreeMap<(&str, &str, i64), (Vec<u32>, bool)> = BTreeMap::new();
    let mut linked: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for rows in data.stated.rows.chunk_by(|a, b| a.incident == b.incident).filter(|rows| rows.len() > 1) {
        for (own, other) in rows.iter().flat_map(|a| rows.iter().map(move |b| (a, b))) {
            if own.tool == other.tool || !bare.contains(name(own)) {
                continue;
            }
            *linked.entry((name(own), name(other))).or_default() += 1;
            let start = whole(own.started(), other.started());
            let end = whole(own.resolved(), other.resolved());
            if let Some(hours) = start.or(end) {
                let found = pairs.entry((name(own), name(other), hours)).or_default();
                found.0.push(own.incident);
                found.1 |= start == end;
            }
        }
    }
    for ((own, other, hours), (rows, both)) in pairs {
        if rows.len() >= 2 || both {
            let looked = linked.get(&(own, other)).copied().unwrap_or(0);
            let check = Check::of("zone-suspicion", own, "started_at", looked, rows);
            checks.push(Check { size: Some(hours), other: other.to_owned(), ..check });
        }
    }
}

/// Whole hours that the first is ahead of the second, if not none.
fn whole(own: Option<Millis>, other: Option<Millis>) -> Option<i64> {
    let apart = own? - other?;
    let hours = (apart + HOUR / 2).div_euclid(HOUR);
    let near = (apart - hours * HOUR).abs() <= NEAR;
    (near && hours != 0 && hours.abs() <= MOST_HOURS).then_some(hours)
}

fn without_offsets(data: &DataSet) -> BTreeSet<&str> {
    let records = &data.records;
    let assumed = records.remarks.iter().filter(|r| r.rule == Rule::ZoneAssumedUtc);
    assumed.filter_map(|r| Some(records.sources.get(*records.source.get(r.record as usize)?))).collect()
}
