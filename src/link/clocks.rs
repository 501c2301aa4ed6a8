//! Clocks that differ by a steady amount: measured where two tools tell of one incident, and there brought onto one clock.
//! Otherwise the start would come from one clock and the end from another.

use crate::frame::columns::{IncidentColumns, Instants};
use crate::frame::events::{EventColumns, incident_key};
use crate::frame::records::Records;
use crate::link::groups::Groups;
use crate::link::precedence;
use crate::link::scored::difference::Steady;
use crate::model::clock::ClockShift;
use crate::model::remark::{Remark, RemarkRule};
use crate::model::row::{IncidentIx, IncidentRow, KeyIx, ToolIx};
use crate::model::time::{MINUTE, Millis};
use crate::text::date::iso;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Smaller differences are named and left as they are: they change no duration by much, and may be how the tools work.
const MIN: Millis = 15 * MINUTE;
/// People and machines are late by this more or less.
const SLACK: Millis = MINUTE;

/// A column of times, and what the public tables call it.
type TimeColumn = (&'static str, fn(&mut IncidentColumns) -> &mut Instants);

/// Every time of a record that its tool's clock gave.
const TIMES: [TimeColumn; 7] = [
    ("started_at", |c| &mut c.started),
    ("detected_at", |c| &mut c.detected),
    ("declared_at", |c| &mut c.declared),
    ("acknowledged_at", |c| &mut c.acknowledged),
    ("mitigated_at", |c| &mut c.mitigated),
    ("resolved_at", |c| &mut c.resolved),
    ("closed_at", |c| &mut c.closed),
];

/// Measures the differences over all incidents, and takes them off where records of both tools are one incident. To be
/// called before log entries are attached and before people's corrections, which are on no tool's clock.
pub fn settle(
    columns: &mut IncidentColumns,
    records: &mut Records,
    events: &mut EventColumns,
    groups: &Groups,
    steady: &[Steady],
) -> Vec<ClockShift> {
    if steady.is_empty() {
        return Vec::new();
    }
    let mut shifts: Vec<ClockShift> = steady.iter().map(|one| measured(columns, groups, one)).collect();
    let order = order(columns, records, groups, steady);
    let mut off: BTreeMap<IncidentRow, Millis> = BTreeMap::new();
    for rows in groups.members.iter().filter(|rows| rows.len() > 1) {
        let tools: BTreeSet<ToolIx> = rows.iter().map(|row| columns.source[*row]).collect();
        let Some(believed) = tools.iter().min_by_key(|tool| order.get(tool)).copied() else { continue };
        for one in steady.iter().filter(|one| one.by.abs() >= MIN) {
            let (shifted, by) = match believed {
                it if it == one.other => (one.tool, one.by),
                it if it == one.tool => (one.other, -one.by),
                _ => continue,
            };
            off.extend(rows.iter().filter(|row| columns.source[**row] == shifted).map(|row| (*row, by)));
        }
    }
    for (shift, one) in shifts.iter_mut().zip(steady).filter(|(_, one)| one.by.abs() >= MIN) {
        let is_other = order.get(&one.other) <= order.get(&one.tool);
        let (believed, moved) = if is_other { (&shift.other, &shift.tool) } else { (&shift.tool, &shift.other) };
        let is_assumed =
            order.get(if is_other { &one.tool } else { &one.other }).is_some_and(|(_, assumed, ..)| *assumed);
        (shift.settled, shift.assumed) = (Some(believed.clone()), is_assumed.then(|| moved.clone()));
    }
    take_off(columns, records, events, &off);
    shifts
}

fn measured(columns: &IncidentColumns, groups: &Groups, one: &Steady) -> ClockShift {
    let pair = |(incident, rows): (IncidentIx, &Vec<IncidentRow>)| {
        Some((incident, later(columns, rows, one.tool, one.other)?))
    };
    let name = |code: ToolIx| columns.sources.get(code).to_owned();
    ClockShift {
        tool: name(one.tool),
        other: name(one.other),
        by: one.by,
        pairs: groups.members.enumerate().filter_map(pair).collect(),
        low: one.low - SLACK,
        high: one.high + SLACK,
        settled: None,
        assumed: None,
    }
}

/// By how much the first record of one tool begins after the first of another, like beginnings with each other where both
/// have any.
fn later(columns: &IncidentColumns, rows: &[IncidentRow], of: ToolIx, other: ToolIx) -> Option<Millis> {
    let kinds = [&columns.started, &columns.detected, &columns.declared];
    let first = |tool: ToolIx, column: &Instants| {
        let rows = rows.iter().filter(|row| columns.source[**row] == tool);
        rows.filter_map(|row| column.get(*row)).min()
    };
    let alike = kinds.iter().find_map(|column| Some(first(of, column)? - first(other, column)?));
    let any = |tool: ToolIx| kinds.iter().filter_map(|column| first(tool, column)).min();
    alike.or_else(|| Some(any(of)? - any(other)?))
}

/// Whose clock is believed, the first best: the one that most other tools agree with, then one that states its zone, then
/// the order in which systems are believed for when something was noticed.
fn order(
    columns: &IncidentColumns,
    records: &Records,
    groups: &Groups,
    steady: &[Steady],
) -> BTreeMap<ToolIx, (usize, bool, usize, Reverse<usize>, String)> {
    let remarks = records.remarks.iter().filter(|remark| remark.rule == RemarkRule::ZoneAssumedUtc);
    let assumed: BTreeSet<&str> = remarks.map(|remark| records.tool(remark.record)).collect();
    let mut roles: BTreeMap<ToolIx, (usize, usize)> = BTreeMap::new();
    for row in groups.members.iter().flatten() {
        let position = precedence::position(precedence::RESPONSE, columns.role[*row]);
        let (known, number) = roles.entry(columns.source[*row]).or_insert((position, 0));
        *known = position.min(*known);
        *number += 1;
    }
    let ranked = roles.into_iter().map(|(code, (role, number))| {
        let name = columns.sources.get(code).to_owned();
        let disagree = steady.iter().filter(|one| one.tool == code || one.other == code).count();
        (code, (disagree, assumed.contains(name.as_str()), role, Reverse(number), name))
    });
    ranked.collect()
}

/// Takes the difference off all times of these rows and off the log entries about them.
fn take_off(
    columns: &mut IncidentColumns,
    records: &mut Records,
    events: &mut EventColumns,
    off: &BTreeMap<IncidentRow, Millis>,
) {
    let mut keys: BTreeMap<KeyIx, Millis> = BTreeMap::new();
    for (&row, &by) in off {
        let record = columns.record[row];
        let key = incident_key(columns.tool(row), columns.native_id.get(row));
        keys.extend(events.keys.find(&key).map(|code| (code, by)));
        for (field, column) in TIMES {
            let column = column(columns);
            let Some(stated) = column.get(row) else { continue };
            column.set(row, stated - by);
            let (stated, normalised) = (iso(stated), iso(stated - by));
            records.remarks.push(&Remark { record, field, stated, normalised, rule: RemarkRule::ClockShift });
        }
    }
    for part in &mut columns.parts {
        let Some(by) = off.get(&part.row) else { continue };
        for at in [&mut part.notified, &mut part.joined, &mut part.left] {
            *at = at.map(|at| at - by);
        }
    }
    if keys.is_empty() {
        return;
    }
    for (key, at) in events.key.iter().zip(&mut events.at) {
        keys.get(key).into_iter().for_each(|by| *at -= by);
    }
}
