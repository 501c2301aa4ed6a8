//! Clocks that differ by whole hours: a tool's times without an offset were read as UTC, and another record of the same
//! incidents says that this was wrong.

use crate::analyse::quality::Check;
use crate::frame::DataSet;
use crate::frame::stated::RecordTimes;
use crate::model::row::{IncidentIx, StatingIx};
use crate::model::time::{HOUR, MINUTE, Millis};
use std::collections::BTreeMap;

/// Two clocks that tell the same event need not agree to the second.
const NEAR: Millis = 3 * MINUTE;
/// Zones lie at most this far apart.
const MAX_HOURS: i64 = 14;

/// Clocks of one tool that are looked at in one incident. Two that agree are enough, and an incident of a hundred thousand
/// merged records would be compared with itself.
const MAX_CLOCKS: usize = 32;

/// Adds one check per tool without offsets, other tool and difference. Two incidents must agree, or both ends of one.
pub fn check(data: &DataSet, checks: &mut Vec<Check>) {
    let name = |clock: &RecordTimes| data.stated.tools[clock.tool].as_str();
    let mut pairs: BTreeMap<(&str, &str, i64), (Vec<IncidentIx>, bool)> = BTreeMap::new();
    let mut linked: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for clocks in data.stated.clocks.chunk_by(|a, b| a.incident == b.incident) {
        let mut seen: BTreeMap<(&str, &str), Vec<(i64, bool)>> = BTreeMap::new();
        let (assumed, stated) = (first_clocks(clocks, true), first_clocks(clocks, false));
        for own in assumed {
            for other in &stated {
                seen.entry((name(own), name(other))).or_default().extend(apart(own, other));
            }
        }
        for ((own, other), found) in seen {
            *linked.entry((own, other)).or_default() += 1;
            let mut hours: Vec<i64> = found.iter().map(|(hours, _)| *hours).collect();
            hours.sort_unstable();
            hours.dedup();
            let Some(incident) = clocks.first().map(|clock| clock.incident) else { continue };
            for hours in hours {
                let slot = pairs.entry((own, other, hours)).or_default();
                slot.0.push(incident);
                slot.1 |= found.contains(&(hours, true)) && found.contains(&(hours, false));
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

/// The first clocks of each tool, with times that were read as UTC for lack of an offset or with others.
fn first_clocks(clocks: &[RecordTimes], assumed: bool) -> Vec<&RecordTimes> {
    let mut taken: BTreeMap<StatingIx, usize> = BTreeMap::new();
    let is_early = |clock: &&RecordTimes| {
        let number = taken.entry(clock.tool).or_default();
        *number += 1;
        *number <= MAX_CLOCKS
    };
    clocks.iter().filter(|clock| clock.assumed == assumed).filter(is_early).collect()
}

/// Whole hours by which the same times of two records differ; the flag tells beginnings from ends.
fn apart(own: &RecordTimes, other: &RecordTimes) -> Vec<(i64, bool)> {
    let begins = own.begins.iter().zip(&other.begins).filter_map(|(a, b)| whole(*a, *b)).map(|hours| (hours, true));
    let ends = own.ends.iter().zip(&other.ends).filter_map(|(a, b)| whole(*a, *b)).map(|hours| (hours, false));
    begins.chain(ends).collect()
}

/// Whole hours that the first is ahead of the second, if not none.
fn whole(own: Option<Millis>, other: Option<Millis>) -> Option<i64> {
    let apart = own? - other?;
    let hours = (apart + HOUR / 2).div_euclid(HOUR);
    let near = (apart - hours * HOUR).abs() <= NEAR;
    (near && hours != 0 && hours.abs() <= MAX_HOURS).then_some(hours)
}
