//! Groups of records to the incident table: one row per incident, each field from the record that is believed for it.

use crate::frame::build;
use crate::frame::col;
use crate::frame::columns::{Counts, IncidentColumns};
use crate::frame::records::{Fate, Records};
use crate::link::attach::{Attached, Told};
use crate::link::groups::Groups;
use crate::link::precedence::{self, pick};
use crate::model::incident::{Detection, Resolution, ResolvedBy, Status};
use crate::model::period::{Period, Periods};
use crate::model::person::Directory;
use crate::model::record::{Kind, Role};
use crate::model::time::{Millis, StartBasis};
use polars::prelude::{Column, DataFrame};
use std::collections::BTreeSet;

/// Everything that the incident table is made from.
pub struct Parts<'a> {
    pub columns: IncidentColumns,
    pub groups: &'a Groups,
    pub attached: &'a Attached,
    pub directory: &'a Directory,
    pub periods: &'a Periods,
    /// All quarters that the data touch, ascending.
    pub quarters: &'a [Period],
}

/// Start of each incident and its basis; `None` when no record states any usable time.
#[must_use]
pub fn starts(columns: &IncidentColumns, groups: &Groups) -> Vec<Option<(Millis, StartBasis)>> {
    groups.members.iter().map(|rows| start(columns, rows)).collect()
}

fn start(columns: &IncidentColumns, rows: &[u32]) -> Option<(Millis, StartBasis)> {
    if let Some(at) = pick(columns, rows, precedence::START, |r| columns.started.get(r)) {
        return Some((at, StartBasis::Stated));
    }
    let detected = pick(columns, rows, precedence::RESPONSE, |r| columns.detected.get(r));
    let declared = pick(columns, rows, precedence::FACTS, |r| columns.declared.get(r));
    match (detected, declared) {
        (Some(d), Some(other)) if other < d => Some((other, StartBasis::Declared)),
        (Some(d), _) => Some((d, StartBasis::Detected)),
        (None, other) => other.map(|at| (at, StartBasis::Declared)),
    }
}

/// The rule that leaves an incident out of statistics, empty when none does. Planned work stays planned when a ticket
/// or a page says so, unless a pager or an incident manager was involved: then something really happened.
#[must_use]
pub fn exclusion<'a>(columns: &'a IncidentColumns, rows: &[u32]) -> &'a str {
    let live = |row: &&u32| matches!(columns.role.get(**row as usize), Some(Role::Pager | Role::Manager));
    let believed: Vec<&u32> =
        if rows.iter().any(|r| live(&r)) { rows.iter().filter(live).collect() } else { rows.iter().collect() };
    believed.iter().find_map(|row| columns.exclusion.some(**row as usize)).unwrap_or("")
}

/// The settled facts of one incident that several columns need.
#[derive(Debug, Clone, Copy)]
struct Settled {
    start: Option<Millis>,
    basis: Option<StartBasis>,
    detected: Option<Millis>,
    declared: Option<Millis>,
    acknowledged: Option<Millis>,
    mitigated: Option<Millis>,
    resolved: Option<Millis>,
    closed: Option<Millis>,
    status: Status,
    resolution: Resolution,
    resolved_by: ResolvedBy,
}

fn settle(parts: &Parts, incident: usize, rows: &[u32]) -> Settled {
    let c = &parts.columns;
    let told = parts.attached.told.get(incident).copied().unwrap_or_default();
    let start = start(c, rows);
    let ending = precedence::ending_rows(c, rows);
    let resolved = pick(c, &ending, precedence::END, |r| c.resolved.get(r));
    let resolved_by = resolved_by(c, rows, &told);
    let resolution =
        pick(c, &ending, precedence::END, |r| c.resolution.get(r).copied().filter(|v| *v != Resolution::Unknown));
    let automatic = resolved_by == ResolvedBy::Machine;
    Settled {
        start: start.map(|(at, _)| at),
        basis: start.map(|(_, basis)| basis),
        detected: pick(c, rows, precedence::RESPONSE, |r| c.detected.get(r)),
        declared: pick(c, rows, precedence::FACTS, |r| c.declared.get(r)),
        acknowledged: told.acknowledged.or_else(|| pick(c, rows, precedence::RESPONSE, |r| c.acknowledged.get(r))),
        mitigated: pick(c, &ending, precedence::MITIGATION, |r| c.mitigated.get(r)).or(told.mitigated),
        resolved,
        closed: pick(c, &ending, precedence::END, |r| c.closed.get(r)),
        status: status(c, rows, resolved.is_some()),
        resolution: resolution.unwrap_or(if automatic { Resolution::AutoResolved } else { Resolution::Unknown }),
        resolved_by,
    }
}

fn resolved_by(c: &IncidentColumns, rows: &[u32], told: &Told) -> ResolvedBy {
    let stated =
        pick(c, rows, precedence::END, |r| c.resolved_by.get(r).copied().filter(|v| *v != ResolvedBy::Unknown));
    stated.unwrap_or(told.resolved_by)
}

/// The most advanced status that any record has; a known end makes it resolved at least.
fn status(c: &IncidentColumns, rows: &[u32], has_end: bool) -> Status {
    let live = rows.iter().filter(|row| rows.len() == 1 || !precedence::is_merged_away(c, **row));
    let known = live.filter_map(|row| c.status.get(*row as usize).copied()).filter(|s| *s != Status::Unknown).max();
    match known {
        Some(status) if status.is_over() => status,
        _ if has_end => Status::Resolved,
        other => other.unwrap_or(Status::Unknown),
    }
}

/// Builds the incident table (without the columns that analyses add) and settles the fate of every incident record.
#[must_use]
pub fn incidents(mut parts: Parts, records: &mut Records) -> DataFrame {
    let settled: Vec<Settled> =
        parts.groups.members.iter().enumerate().map(|(i, rows)| settle(&parts, i, rows)).collect();
    settle_fates(&parts, records);
    let mut columns = identity_columns(&parts, records);
    parts.columns.forget_texts();
    columns.extend(period_columns(&parts, &settled));
    columns.extend(fact_columns(&parts, &settled));
    columns.extend(place_columns(&parts));
    parts.columns.forget_places();
    columns.extend(time_columns(&settled));
    columns.extend(outcome_columns(&parts, &settled));
    columns.extend(duration_columns(&settled));
    build::frame(columns)
}

fn settle_fates(parts: &Parts, records: &mut Records) {
    let believed = parts.groups.believed();
    for (row, incident) in parts.groups.of_row.iter().enumerate() {
        let rows = parts.groups.members.get(*incident as usize).map_or(&[][..], Vec::as_slice);
        let record = parts.columns.record.get(row).copied().unwrap_or(0);
        let is_primary = rows.first().is_some_and(|r| *r as usize == row);
        let is_event = parts.columns.one_row_per_event.get(row).copied().unwrap_or(false);
        let is_believed = believed.get(row) == Some(&true);
        let fate = if is_primary {
            if exclusion(&parts.columns, rows).is_empty() { Fate::Kept } else { Fate::Excluded }
        } else if is_event && !is_believed {
            Fate::Attached
        } else {
            Fate::Merged
        };
        records.settle(record, fate, *incident);
    }
}

fn identity_columns(parts: &Parts, records: &Records) -> Vec<Column> {
    let (c, groups) = (&parts.columns, parts.groups);
    let ids = |rows: &Vec<u32>| -> String {
        rows.iter().map(|r| records.id(c.record.get(*r as usize).copied().unwrap_or(0))).collect::<Vec<_>>().join(";")
    };
    let sources = |rows: &Vec<u32>| -> String {
        let mut names: Vec<&str> =
            rows.iter().map(|r| c.sources.get(c.source.get(*r as usize).copied().unwrap_or(0))).collect();
        names.sort_unstable();
        names.dedup();
        names.join(";")
    };
    let members = || groups.members.iter();
    let len = groups.len();
    vec![
        build::text(col::INCIDENT_ID, len, groups.ids.iter().map(Some)),
        build::text(col::RECORD_IDS, len, members().map(|rows| Some(ids(rows)))),
        build::text(col::SOURCES, len, members().map(|rows| Some(sources(rows)))),
        build::text(col::TITLE, len, members().map(|rows| pick(c, rows, precedence::FACTS, |r| c.title.some(r)))),
        build::text(col::SUMMARY, len, members().map(|rows| pick(c, rows, precedence::START, |r| c.summary.some(r)))),
        build::text(col::KIND, len, members().map(|rows| rows.first().map(|r| kind_code(c, *r)))),
        build::flags(col::INCLUDED, members().map(|rows| Some(exclusion(c, rows).is_empty()))),
        build::text(col::EXCLUSION, len, members().map(|rows| Some(exclusion(c, rows)))),
    ]
}

fn kind_code(c: &IncidentColumns, row: u32) -> &'static str {
    match c.kind.get(row as usize).copied().unwrap_or_default() {
        Kind::Incident => "incident",
        Kind::Alert => "alert",
        Kind::Maintenance => "maintenance",
        Kind::Drill => "drill",
        Kind::Test => "test",
        Kind::Backfilled => "backfilled",
        Kind::Request => "request",
    }
}

fn period_columns(parts: &Parts, settled: &[Settled]) -> Vec<Column> {
    let label = |at: Millis| {
        let after = parts.quarters.partition_point(|q| q.window.start <= at);
        parts.quarters.get(after.checked_sub(1)?).map(|q| q.label.as_str())
    };
    let current = parts.periods.current.window;
    vec![
        build::text(col::PERIOD, settled.len(), settled.iter().map(|s| s.start.and_then(label))),
        build::flags(col::IN_PERIOD, settled.iter().map(|s| Some(s.start.is_some_and(|at| current.contains(at))))),
    ]
}

fn fact_columns(parts: &Parts, settled: &[Settled]) -> Vec<Column> {
    let c = &parts.columns;
    let members = || parts.groups.members.iter();
    let len = settled.len();
    let severity = |r: usize| c.severity.get(r).copied().filter(|s| *s > 0).map(u32::from);
    // The stated word must come from the record whose level is used, so that the pair can be checked.
    let stated = |rows: &Vec<u32>| {
        pick(c, rows, precedence::FACTS, |r| severity(r).and(c.stated_severity.some(r)))
            .or_else(|| pick(c, rows, precedence::FACTS, |r| c.stated_severity.some(r)))
    };
    vec![
        build::text(col::STATUS, len, settled.iter().map(|s| Some(s.status.code()))),
        build::codes(col::SEVERITY, members().map(|rows| pick(c, rows, precedence::FACTS, severity))),
        build::text(col::STATED_SEVERITY, len, members().map(stated)),
        build::text(col::CUSTOMER_FACING, len, members().map(|rows| Some(customer_facing(c, rows)))),
    ]
}

fn customer_facing(c: &IncidentColumns, rows: &[u32]) -> &'static str {
    let says = |yes: bool| rows.iter().any(|r| c.customer_facing.get(*r as usize) == Some(&Some(yes)));
    let reported = rows.iter().any(|r| c.detection.get(*r as usize) == Some(&Detection::Customer));
    if says(true) || reported {
        "yes"
    } else if says(false) {
        "no"
    } else {
        "unknown"
    }
}

fn place_columns(parts: &Parts) -> Vec<Column> {
    let c = &parts.columns;
    let members = || parts.groups.members.iter();
    let len = parts.groups.len();
    let first = |list: &'_ str| list.split(';').next().map(str::to_owned);
    vec![
        build::text(
            col::SERVICE,
            len,
            members().map(|rows| pick(c, rows, precedence::FACTS, |r| c.services.some(r)).and_then(first)),
        ),
        build::text(
            col::TEAM,
            len,
            members().map(|rows| pick(c, rows, precedence::FACTS, |r| c.teams.some(r)).and_then(first)),
        ),
        build::text(col::AREAS, len, members().map(|rows| Some(areas(c, rows)))),
        build::text(
            col::ENVIRONMENT,
            len,
            members().map(|rows| pick(c, rows, precedence::FACTS, |r| c.environment.some(r))),
        ),
    ]
}

/// All areas that any record names, `kind:name`, in the order of kinds, each once.
fn areas(c: &IncidentColumns, rows: &[u32]) -> String {
    let (mut areas, mut seen) = (String::new(), BTreeSet::new());
    let kinds = [
        ("service", &c.services),
        ("team", &c.teams),
        ("component", &c.components),
        ("environment", &c.environment),
        ("region", &c.regions),
        ("factor", &c.factors),
    ];
    for (kind, lists) in kinds {
        for row in rows {
            for name in lists.get(*row as usize).split(';').filter(|n| !n.is_empty()) {
                if seen.insert((kind, name)) {
                    areas.push_str(if areas.is_empty() { "" } else { ";" });
                    areas.extend([kind, ":", name]);
                }
            }
        }
    }
    areas
}

fn time_columns(settled: &[Settled]) -> Vec<Column> {
    let times = |name: &str, value: fn(&Settled) -> Option<Millis>| build::times(name, settled.iter().map(value));
    vec![
        build::text(col::START_BASIS, settled.len(), settled.iter().map(|s| s.basis.map(StartBasis::code))),
        times(col::STARTED_AT, |s| s.start),
        times(col::DETECTED_AT, |s| s.detected),
        times(col::DECLARED_AT, |s| s.declared),
        times(col::ACKNOWLEDGED_AT, |s| s.acknowledged),
        times(col::MITIGATED_AT, |s| s.mitigated),
        times(col::RESOLVED_AT, |s| s.resolved),
        times(col::CLOSED_AT, |s| s.closed),
    ]
}

fn outcome_columns(parts: &Parts, settled: &[Settled]) -> Vec<Column> {
    let c = &parts.columns;
    let told = |incident: usize| parts.attached.told.get(incident).copied().unwrap_or_default();
    let members = || parts.groups.members.iter().enumerate().map(|(incident, rows)| (rows, told(incident)));
    let len = settled.len();
    let detection = |(rows, told): (&Vec<u32>, Told)| {
        let known = |r: usize| c.detection.get(r).copied().filter(|d| *d != Detection::Unknown);
        Some(pick(c, rows, precedence::RESPONSE, known).unwrap_or(told.detection).code())
    };
    let stated = |rows: &Vec<u32>, counts: &Counts| pick(c, rows, precedence::FACTS, |r| counts.get(r));
    vec![
        build::text(col::DETECTION, len, members().map(detection)),
        build::text(col::RESOLUTION, len, settled.iter().map(|s| Some(s.resolution.code()))),
        build::text(col::RESOLVED_BY, len, settled.iter().map(|s| resolver(parts, s))),
        // A ticket counts its own re-openings, the pager's entries theirs; the larger one is what people lived through.
        build::codes(col::REOPEN_COUNT, members().map(|(rows, told)| stated(rows, &c.reopen_count).max(told.reopened))),
        build::codes(
            col::REASSIGNMENT_COUNT,
            members().map(|(rows, told)| stated(rows, &c.reassignment_count).or(told.reassignments)),
        ),
        build::codes(
            col::ESCALATION_COUNT,
            members().map(|(rows, told)| told.escalations.or_else(|| stated(rows, &c.escalation_count))),
        ),
        build::codes(col::ALERT_COUNT, members().map(|(rows, _)| stated(rows, &c.alert_count))),
        build::codes(col::STATED_INTERRUPTIONS, members().map(|(rows, _)| stated(rows, &c.interruptions))),
        build::codes(col::STATED_SLEEP_INTERRUPTIONS, members().map(|(rows, _)| stated(rows, &c.sleep_interruptions))),
        build::floats(
            col::STATED_EFFORT_S,
            members().map(|(rows, _)| pick(c, rows, precedence::RESPONSE, |r| c.effort.get(r).copied().flatten())),
        ),
    ]
}

fn resolver(parts: &Parts, settled: &Settled) -> Option<String> {
    match settled.resolved_by {
        ResolvedBy::Unknown => None,
        ResolvedBy::Machine => Some("auto".to_owned()),
        ResolvedBy::Merge => Some("merge".to_owned()),
        ResolvedBy::Person(mention) => {
            let person = parts.directory.person(mention).and_then(|p| parts.directory.people.get(p as usize));
            person.map(|p| p.pseudonym.clone())
        }
    }
}

/// Durations in seconds; empty where they would be negative. Detection is measured only against a stated start: a start
/// that is itself the detection would make every one of them zero.
fn duration_columns(settled: &[Settled]) -> Vec<Column> {
    let seconds = |from: Option<Millis>, to: Option<Millis>| {
        from.zip(to).filter(|(f, t)| f <= t).map(|(f, t)| (t - f) as f64 / 1_000.0)
    };
    let stated = |s: &Settled| s.start.filter(|_| s.basis == Some(StartBasis::Stated));
    let column = |name: &str, value: &dyn Fn(&Settled) -> Option<f64>| build::floats(name, settled.iter().map(value));
    vec![
        column(col::TTD_S, &|s| seconds(stated(s), s.detected)),
        column(col::TTA_S, &|s| seconds(s.detected.or(s.start), s.acknowledged)),
        column(col::TTM_S, &|s| seconds(s.start, s.mitigated)),
        column(col::TTR_S, &|s| seconds(s.start, s.resolved)),
    ]
}
