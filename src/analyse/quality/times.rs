//! Times of one tool that cannot be, or that look entered by hand or by a timer.

use crate::analyse::quality::Check;
use crate::frame::stated::{ORDERS, Stated};
use crate::model::row::IncidentIx;
use crate::model::time::{MINUTE, Millis};
use crate::stats::binomial;
use std::collections::BTreeMap;

/// Ends in the same instant from which they count as one act.
pub const BULK: usize = 5;
/// Fewer durations show no heap.
pub const MIN: usize = 20;
/// Heaps are told from chance at this probability.
const CHANCE: f64 = 0.001;

/// Adds what the times of one tool show.
pub fn check(tool: &str, rows: &[Stated], checks: &mut Vec<Check>) {
    orders(tool, rows, checks);
    let durations: Vec<(IncidentIx, Millis)> =
        rows.iter().filter_map(|r| Some((r.incident, r.resolved()? - r.started()?))).collect();
    let zero: Vec<IncidentIx> = durations.iter().filter(|d| d.1 == 0).map(|d| d.0).collect();
    add(checks, Check::of("zero-length", tool, "resolved_at", durations.len() as u64, zero));
    checks.extend(heaping(tool, &durations));
    bulk(tool, rows, checks);
    simultaneous(tool, rows, checks);
}

fn add(checks: &mut Vec<Check>, check: Check) {
    if !check.rows.is_empty() {
        checks.push(check);
    }
}

fn orders(tool: &str, rows: &[Stated], checks: &mut Vec<Check>) {
    for (field, bit) in ORDERS {
        let odd = rows.iter().filter(|r| r.bit(bit)).map(|r| r.incident).collect();
        add(checks, Check::of("impossible-order", tool, field, rows.len() as u64, odd));
    }
}

/// The coarsest heap that holds at least half of the durations; else the finest that chance does not explain.
fn heaping(tool: &str, durations: &[(IncidentIx, Millis)]) -> Option<Check> {
    let known: Vec<(IncidentIx, Millis)> = durations.iter().copied().filter(|d| d.1 > 0).collect();
    if known.len() < MIN {
        return None;
    }
    let n = known.len() as u64;
    let on =
        |minutes: i64| known.iter().filter(|d| d.1 % (minutes * MINUTE) == 0).map(|d| d.0).collect::<Vec<IncidentIx>>();
    let heaps: Vec<(i64, Vec<IncidentIx>)> =
        [60_i64, 15, 5].map(|minutes| (minutes, on(minutes))).into_iter().collect();
    let heaps = heaps.into_iter().filter(|(minutes, rows)| {
        let (expected, k) = (1.0 / *minutes as f64, rows.len() as u64);
        k as f64 / n as f64 > 2.0 * expected && binomial::at_least(k, n, expected) < CHANCE
    });
    let heaps: Vec<(i64, Vec<IncidentIx>)> = heaps.collect();
    let half = heaps.iter().find(|(_, rows)| rows.len() as u64 * 2 >= n);
    let (minutes, rows) = half.or(heaps.last())?.clone();
    Some(Check { size: Some(minutes), ..Check::of("heaping", tool, "resolved_at", n, rows) })
}

/// Ends in one instant. Where all ends stand on whole minutes or days, an instant is that long; then chance alone puts
/// several into one, so they must also make up a tenth of a percent of all. Starts must differ: one outage in many rows
/// is no act of tidying.
fn bulk(tool: &str, rows: &[Stated], checks: &mut Vec<Check>) {
    let mut ends: BTreeMap<Millis, Vec<&Stated>> = BTreeMap::new();
    let mut looked = 0_u64;
    for row in rows {
        if let Some(end) = row.resolved() {
            looked += 1;
            ends.entry(end.div_euclid(1_000)).or_default().push(row);
        }
    }
    let coarse = ends.keys().all(|second| second.rem_euclid(60) == 0);
    let odd = ends.values().filter(|rows| {
        let mut starts: Vec<Option<Millis>> = rows.iter().map(|r| r.started()).collect();
        starts.sort_unstable();
        starts.dedup();
        rows.len() >= BULK && starts.len() >= BULK && (!coarse || rows.len() as u64 * 1_000 >= looked)
    });
    let mut odd: Vec<IncidentIx> = odd.flatten().map(|r| r.incident).collect();
    odd.sort_unstable();
    add(checks, Check::of("bulk-closure", tool, "resolved_at", looked, odd));
}

fn simultaneous(tool: &str, rows: &[Stated], checks: &mut Vec<Check>) {
    // Both are stated: started is field 5, detected field 6.
    let both = rows.iter().filter(|r| r.has(5) && r.has(6)).count();
    let same: Vec<IncidentIx> = rows.iter().filter(|r| r.detected_at_start()).map(|r| r.incident).collect();
    if same.len() * 2 > both && both >= BULK {
        checks.push(Check::of("simultaneous", tool, "detected_at", both as u64, same));
    }
}
