//! Groups of records to the incident table: one row per incident, each field from the record that is believed for it.

use crate::frame::build;
use crate::frame::col;
use crate::frame::columns::{Counts, IncidentColumns};
use crate::frame::records::{Fate, Records};
use crate::frame::table::{self, FactColumn, IncidentFacts};
use crate::link::attach::{Attached, LogSummary};
use crate::link::groups::Groups;
use crate::link::precedence::{self, pick};
use crate::model::incident::{Detection, Resolution, ResolvedBy, Status};
use crate::model::period::{Period, Periods};
use crate::model::person::Directory;
use crate::model::record::{Kind, Role};
use crate::model::row::{IncidentIx, IncidentRow};
use crate::model::time::{Millis, StartBasis};
use crate::par;
use std::collections::BTreeSet;

/// Everything that the incident table is made from.
pub struct IncidentParts<'a> {
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

fn start(columns: &IncidentColumns, rows: &[IncidentRow]) -> Option<(Millis, StartBasis)> {
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
pub fn exclusion<'a>(columns: &'a IncidentColumns, rows: &[IncidentRow]) -> &'a str {
    let live = |row: &&IncidentRow| matches!(columns.role[**row], Role::Pager | Role::Manager);
    let believed: Vec<&IncidentRow> =
        if rows.iter().any(|r| live(&r)) { rows.iter().filter(live).collect() } else { rows.iter().collect() };
    believed.iter().find_map(|row| columns.exclusion.some(**row)).unwrap_or("")
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

fn settle(parts: &IncidentParts, incident: IncidentIx, rows: &[IncidentRow]) -> Settled {
    let c = &parts.columns;
    let told = parts.attached.told[incident];
    let start = start(c, rows);
    let ending = precedence::ending_rows(c, rows);
    let resolved = pick(c, &ending, precedence::END, |r| c.resolved.get(r));
    let resolved_by = resolved_by(c, rows, &told);
    let resolution = pick(c, &ending, precedence::END, |r| Some(c.resolution[r]).filter(|v| *v != Resolution::Unknown));
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

fn resolved_by(c: &IncidentColumns, rows: &[IncidentRow], told: &LogSummary) -> ResolvedBy {
    let stated = pick(c, rows, precedence::END, |r| Some(c.resolved_by[r]).filter(|v| *v != ResolvedBy::Unknown));
    stated.unwrap_or(told.resolved_by)
}

/// The most advanced status that any record has; a known end makes it resolved at least.
fn status(c: &IncidentColumns, rows: &[IncidentRow], has_end: bool) -> Status {
    let live = rows.iter().filter(|row| rows.len() == 1 || !precedence::is_merged_away(c, **row));
    let known = live.map(|row| c.status[*row]).filter(|s| *s != Status::Unknown).max();
    match known {
        Some(status) if status.is_over() => status,
        _ if has_end => Status::Resolved,
        other => other.unwrap_or(Status::Unknown),
    }
}

/// Columns that are still to be made.
type Made<'a> = Vec<Box<dyn Fn() -> FactColumn + Send + Sync + 'a>>;

/// Builds the incident table (without the columns that analyses add) and settles the fate of every incident record.
#[must_use]
pub fn incidents(mut parts: IncidentParts, records: &mut Records) -> IncidentFacts {
    let incidents: Vec<(IncidentIx, &Vec<IncidentRow>)> = parts.groups.members.enumerate().collect();
    let settle = |part: &[(IncidentIx, &Vec<IncidentRow>)]| -> Vec<Settled> {
        part.iter().map(|(incident, rows)| settle(&parts, *incident, rows)).collect()
    };
    let settled: Vec<Settled> = par::chunks(&incidents, settle).into_iter().flatten().collect();
    settle_fates(&parts, records);
    let mut columns = build::beside(&identity_columns(&parts, records));
    parts.columns.forget_texts();
    let rest = [
        period_columns(&parts, &settled),
        fact_columns(&parts, &settled),
        place_columns(&parts),
        time_columns(&settled),
        outcome_columns(&parts, &settled),
        duration_columns(&settled),
    ];
    columns.extend(build::beside(&rest.into_iter().flatten().collect::<Vec<_>>()));
    IncidentFacts::of(columns)
}

fn settle_fates(parts: &IncidentParts, records: &mut Records) {
    let believed = parts.groups.believed();
    for (row, incident) in parts.groups.of_row.enumerate() {
        let rows = &parts.groups.members[*incident];
        let is_primary = parts.groups.primary(*incident) == row;
        let is_event = parts.columns.one_row_per_event[row];
        let fate = if is_primary {
            if exclusion(&parts.columns, rows).is_empty() { Fate::Kept } else { Fate::Excluded }
        } else if is_event && !believed[row] {
            Fate::Attached
        } else {
            Fate::Merged
        };
        records.settle(parts.columns.record[row], fate, Some(*incident));
    }
}

fn identity_columns<'a>(parts: &'a IncidentParts<'a>, records: &'a Records) -> Made<'a> {
    let (c, groups) = (&parts.columns, parts.groups);
    let ids = move |rows: &Vec<IncidentRow>| -> String {
        rows.iter().map(|r| records.id(c.record[*r])).collect::<Vec<_>>().join(";")
    };
    let sources = move |rows: &Vec<IncidentRow>| -> String {
        let mut names: Vec<&str> = rows.iter().map(|r| c.tool(*r)).collect();
        names.sort_unstable();
        names.dedup();
        names.join(";")
    };
    let members = move || groups.members.iter();
    vec![
        Box::new(move || table::texts(col::INCIDENT_ID, groups.ids.iter().map(Some))),
        Box::new(move || table::texts(col::RECORD_IDS, members().map(|rows| Some(ids(rows))))),
        Box::new(move || table::texts(col::SOURCES, members().map(|rows| Some(sources(rows))))),
        Box::new(move || {
            table::texts(col::TITLE, members().map(|rows| pick(c, rows, precedence::FACTS, |r| c.title.some(r))))
        }),
        Box::new(move || {
            table::texts(col::SUMMARY, members().map(|rows| pick(c, rows, precedence::START, |r| c.summary.some(r))))
        }),
        Box::new(move || table::texts(col::KIND, members().map(|rows| rows.first().map(|r| kind_code(c, *r))))),
        Box::new(move || table::flags(col::INCLUDED, members().map(|rows| Some(exclusion(c, rows).is_empty())))),
        Box::new(move || table::texts(col::EXCLUSION, members().map(|rows| Some(exclusion(c, rows))))),
    ]
}

fn kind_code(c: &IncidentColumns, row: IncidentRow) -> &'static str {
    match c.kind[row] {
        Kind::Incident => "incident",
        Kind::Alert => "alert",
        Kind::Maintenance => "maintenance",
        Kind::Drill => "drill",
        Kind::Test => "test",
        Kind::Backfilled => "backfilled",
        Kind::Request => "request",
    }
}

fn period_columns<'a>(parts: &'a IncidentParts<'a>, settled: &'a [Settled]) -> Made<'a> {
    let label = move |at: Millis| {
        let after = parts.quarters.partition_point(|q| q.window.start <= at);
        parts.quarters.get(after.checked_sub(1)?).map(|q| q.label.as_str())
    };
    let current = parts.periods.current.window;
    vec![
        Box::new(move || table::texts(col::PERIOD, settled.iter().map(|s| s.start.and_then(label)))),
        Box::new(move || {
            table::flags(col::IN_PERIOD, settled.iter().map(|s| Some(s.start.is_some_and(|at| current.contains(at)))))
        }),
    ]
}

fn fact_columns<'a>(parts: &'a IncidentParts<'a>, settled: &'a [Settled]) -> Made<'a> {
    let c = &parts.columns;
    let members = move || parts.groups.members.iter();
    let severity = move |r: IncidentRow| Some(c.severity[r]).filter(|s| *s > 0).map(u32::from);
    // The stated word must come from the record whose level is used, so that the pair can be checked.
    let stated = move |rows: &Vec<IncidentRow>| {
        pick(c, rows, precedence::FACTS, |r| severity(r).and(c.stated_severity.some(r)))
            .or_else(|| pick(c, rows, precedence::FACTS, |r| c.stated_severity.some(r)))
    };
    vec![
        Box::new(move || table::texts(col::STATUS, settled.iter().map(|s| Some(s.status.code())))),
        Box::new(move || table::codes(col::SEVERITY, members().map(|rows| pick(c, rows, precedence::FACTS, severity)))),
        Box::new(move || table::texts(col::STATED_SEVERITY, members().map(stated))),
        Box::new(move || table::texts(col::CUSTOMER_FACING, members().map(|rows| Some(customer_facing(c, rows))))),
    ]
}

fn customer_facing(c: &IncidentColumns, rows: &[IncidentRow]) -> &'static str {
    let says = |yes: bool| rows.iter().any(|r| c.customer_facing[*r] == Some(yes));
    let reported = rows.iter().any(|r| c.detection[*r] == Detection::Customer);
    if says(true) || reported {
        "yes"
    } else if says(false) {
        "no"
    } else {
        "unknown"
    }
}

fn place_columns<'a>(parts: &'a IncidentParts<'a>) -> Made<'a> {
    let c = &parts.columns;
    let members = move || parts.groups.members.iter();
    let first = |list: &'_ str| list.split(';').next().map(str::to_owned);
    vec![
        Box::new(move || {
            table::texts(
                col::SERVICE,
                members().map(|rows| pick(c, rows, precedence::FACTS, |r| c.services.some(r)).and_then(first)),
            )
        }),
        Box::new(move || {
            table::texts(
                col::TEAM,
                members().map(|rows| pick(c, rows, precedence::FACTS, |r| c.teams.some(r)).and_then(first)),
            )
        }),
        Box::new(move || table::texts(col::AREAS, members().map(|rows| Some(areas(c, rows))))),
        Box::new(move || {
            table::texts(
                col::ENVIRONMENT,
                members().map(|rows| pick(c, rows, precedence::FACTS, |r| c.environment.some(r))),
            )
        }),
    ]
}

/// All areas that any record names, `kind:name`, in the order of kinds, each once.
fn areas(c: &IncidentColumns, rows: &[IncidentRow]) -> String {
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
            for name in lists.get(*row).split(';').filter(|n| !n.is_empty()) {
                if seen.insert((kind, name)) {
                    areas.push_str(if areas.is_empty() { "" } else { ";" });
                    areas.extend([kind, ":", name]);
                }
            }
        }
    }
    areas
}

fn time_columns<'a>(settled: &'a [Settled]) -> Made<'a> {
    let times =
        move |name: &'static str, value: fn(&Settled) -> Option<Millis>| table::times(name, settled.iter().map(value));
    vec![
        Box::new(move || table::texts(col::START_BASIS, settled.iter().map(|s| s.basis.map(StartBasis::code)))),
        Box::new(move || times(col::STARTED_AT, |s| s.start)),
        Box::new(move || times(col::DETECTED_AT, |s| s.detected)),
        Box::new(move || times(col::DECLARED_AT, |s| s.declared)),
        Box::new(move || times(col::ACKNOWLEDGED_AT, |s| s.acknowledged)),
        Box::new(move || times(col::MITIGATED_AT, |s| s.mitigated)),
        Box::new(move || times(col::RESOLVED_AT, |s| s.resolved)),
        Box::new(move || times(col::CLOSED_AT, |s| s.closed)),
    ]
}

fn outcome_columns<'a>(parts: &'a IncidentParts<'a>, settled: &'a [Settled]) -> Made<'a> {
    let c = &parts.columns;
    let members = move || parts.groups.members.iter().zip(parts.attached.told.iter().copied());
    let detection = move |(rows, told): (&Vec<IncidentRow>, LogSummary)| {
        let known = |r: IncidentRow| Some(c.detection[r]).filter(|d| *d != Detection::Unknown);
        Some(pick(c, rows, precedence::RESPONSE, known).unwrap_or(told.detection).code())
    };
    let stated = move |rows: &Vec<IncidentRow>, counts: &Counts| pick(c, rows, precedence::FACTS, |r| counts.get(r));
    vec![
        Box::new(move || table::texts(col::DETECTION, members().map(detection))),
        Box::new(move || table::texts(col::RESOLUTION, settled.iter().map(|s| Some(s.resolution.code())))),
        Box::new(move || table::texts(col::RESOLVED_BY, settled.iter().map(|s| resolver(parts, s)))),
        // A ticket counts its own re-openings, the pager's entries theirs; the larger one is what people lived through.
        Box::new(move || {
            table::codes(
                col::REOPEN_COUNT,
                members().map(|(rows, told)| stated(rows, &c.reopen_count).max(told.reopened)),
            )
        }),
        Box::new(move || {
            table::codes(
                col::REASSIGNMENT_COUNT,
                members().map(|(rows, told)| stated(rows, &c.reassignment_count).or(told.reassignments)),
            )
        }),
        Box::new(move || {
            table::codes(
                col::ESCALATION_COUNT,
                members().map(|(rows, told)| told.escalations.or_else(|| stated(rows, &c.escalation_count))),
            )
        }),
        Box::new(move || table::codes(col::ALERT_COUNT, members().map(|(rows, _)| stated(rows, &c.alert_count)))),
        Box::new(move || {
            table::codes(col::STATED_INTERRUPTIONS, members().map(|(rows, _)| stated(rows, &c.interruptions)))
        }),
        Box::new(move || {
            table::codes(
                col::STATED_SLEEP_INTERRUPTIONS,
                members().map(|(rows, _)| stated(rows, &c.sleep_interruptions)),
            )
        }),
        Box::new(move || {
            table::floats(
                col::STATED_EFFORT_S,
                members().map(|(rows, _)| pick(c, rows, precedence::RESPONSE, |r| c.effort[r])),
            )
        }),
    ]
}

fn resolver(parts: &IncidentParts, settled: &Settled) -> Option<String> {
    match settled.resolved_by {
        ResolvedBy::Unknown => None,
        ResolvedBy::Machine => Some("auto".to_owned()),
        ResolvedBy::Merge => Some("merge".to_owned()),
        ResolvedBy::Person(mention) => Some(parts.directory.people[parts.directory.person(mention)].pseudonym.clone()),
    }
}

/// Durations in seconds; empty where they would be negative. Detection is measured only against a stated start: a start
/// that is itself the detection would make every one of them zero.
fn duration_columns(settled: &[Settled]) -> Made<'_> {
    let seconds = |from: Option<Millis>, to: Option<Millis>| {
        from.zip(to).filter(|(f, t)| f <= t).map(|(f, t)| (t - f) as f64 / 1_000.0)
    };
    let stated = |s: &Settled| s.start.filter(|_| s.basis == Some(StartBasis::Stated));
    let column = move |name: &'static str, value: &dyn Fn(&Settled) -> Option<f64>| {
        table::floats(name, settled.iter().map(value))
    };
    vec![
        Box::new(move || column(col::TTD_S, &|s| seconds(stated(s), s.detected))),
        Box::new(move || column(col::TTA_S, &|s| seconds(s.detected.or(s.start), s.acknowledged))),
        Box::new(move || column(col::TTM_S, &|s| seconds(s.start, s.mitigated))),
        Box::new(move || column(col::TTR_S, &|s| seconds(s.start, s.resolved))),
    ]
}
