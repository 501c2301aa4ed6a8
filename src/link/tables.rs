//! The frames beside the incident table: who took part, who was interrupted, who was on call, what was promised.

use crate::frame::build;
use crate::frame::col;
use crate::frame::columns::IncidentColumns;
use crate::frame::dataset::Kin;
use crate::frame::events::{EventColumns, Shift};
use crate::frame::records::Records;
use crate::link::annotations::Bound;
use crate::link::attach::Attached;
use crate::link::corrections::Confirmed;
use crate::link::effort::Stretch;
use crate::link::groups::Groups;
use crate::link::interruptions::{Interruption, JointPage};
use crate::model::annotation::{Action, Annotation};
use crate::model::hours::HourClass;
use crate::model::involvement::{Involved, via_code};
use crate::model::link::{Link, LinkKind, Signal};
use crate::model::person::Directory;
use crate::model::record::EventKind;
use polars::prelude::DataFrame;
use std::collections::{BTreeMap, BTreeSet};

/// The table of involvements with the effort per (incident, person).
#[must_use]
pub fn involvements(list: &[Involved], efforts: &BTreeMap<(u32, u32), f64>) -> DataFrame {
    let len = list.len();
    build::frame(vec![
        build::codes(col::INCIDENT, list.iter().map(|i| Some(i.incident))),
        build::codes(col::PERSON, list.iter().map(|i| Some(i.person))),
        build::text(col::ROLE, len, list.iter().map(|i| Some(i.role.as_str()))),
        build::text(col::VIA, len, list.iter().map(|i| Some(via_code(i.via)))),
        build::text(col::ON_CALL, len, list.iter().map(|i| Some(i.on_call.code()))),
        build::times(col::NOTIFIED_AT, list.iter().map(|i| i.notified)),
        build::times(col::JOINED_AT, list.iter().map(|i| i.joined)),
        build::times(col::LEFT_AT, list.iter().map(|i| i.left)),
        build::floats(col::EFFORT_S, list.iter().map(|i| efforts.get(&(i.incident, i.person)).copied())),
    ])
}

/// The table of interruptions.
#[must_use]
pub fn interruptions(list: &[Interruption], directory: &Directory) -> DataFrame {
    let len = list.len();
    let zone = |i: &Interruption| directory.people.get(i.person as usize).map(|p| p.zone.as_str());
    build::frame(vec![
        build::codes(col::INCIDENT, list.iter().map(|i| Some(i.incident))),
        build::codes(col::PERSON, list.iter().map(|i| Some(i.person))),
        build::times(col::AT, list.iter().map(|i| Some(i.at))),
        build::times(col::LOCAL_AT, list.iter().map(|i| Some(i.local_at))),
        build::text(col::ZONE, len, list.iter().map(zone)),
        build::text(col::HOUR_CLASS, len, list.iter().map(|i| Some(HourClass::code(i.class)))),
    ])
}

/// Pages that came together with an interruption for another incident.
#[must_use]
pub fn joint_pages(list: &[JointPage]) -> DataFrame {
    build::frame(vec![
        build::codes(col::INCIDENT, list.iter().map(|p| Some(p.incident))),
        build::codes(col::PERSON, list.iter().map(|p| Some(p.person))),
        build::times(col::AT, list.iter().map(|p| Some(p.at))),
    ])
}

/// The table of stretches of work.
#[must_use]
pub fn engagements(list: &[Stretch]) -> DataFrame {
    build::frame(vec![
        build::codes(col::INCIDENT, list.iter().map(|s| Some(s.incident))),
        build::codes(col::PERSON, list.iter().map(|s| Some(s.person))),
        build::times(col::START_AT, list.iter().map(|s| Some(s.start))),
        build::times(col::END_AT, list.iter().map(|s| Some(s.end))),
    ])
}

/// The table of shifts. The same shift appears once per escalation policy in exports; here it counts once.
#[must_use]
pub fn shifts(shifts: &[Shift], directory: &Directory) -> DataFrame {
    type Key<'a> = (u32, Option<i64>, Option<i64>, &'a str, Option<u32>);
    let rows: BTreeSet<Key> = shifts
        .iter()
        .filter_map(|s| Some((directory.human(s.mention)?, s.start, s.end, s.schedule.as_str(), s.level)))
        .collect();
    let mut distinct: Vec<_> = rows.into_iter().collect();
    // The lowest level names the row: primary on one policy and secondary on another is one stretch of time.
    distinct.dedup_by(|b, a| (a.0, a.1, a.2, a.3) == (b.0, b.1, b.2, b.3));
    let len = distinct.len();
    build::frame(vec![
        build::codes(col::PERSON, distinct.iter().map(|s| Some(s.0))),
        build::text(col::SCHEDULE, len, distinct.iter().map(|s| Some(s.3))),
        build::codes(col::LEVEL, distinct.iter().map(|s| s.4)),
        build::times(col::START_AT, distinct.iter().map(|s| s.1)),
        build::times(col::END_AT, distinct.iter().map(|s| s.2)),
    ])
}

/// The table of follow-ups.
#[must_use]
pub fn follow_ups(columns: &IncidentColumns, groups: &Groups, directory: &Directory) -> DataFrame {
    let mut rows: Vec<(String, u32, &crate::model::incident::FollowUp)> = columns
        .follow_ups
        .iter()
        .enumerate()
        .filter_map(|(at, (row, item))| {
            let incident = *groups.of_row.get(*row as usize)?;
            let named = !item.id.is_empty();
            let id =
                if named { item.id.clone() } else { format!("{}#{}", columns.native_id.get(*row as usize), at + 1) };
            Some((id, incident, item))
        })
        .collect();
    rows.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    let len = rows.len();
    build::frame(vec![
        build::text(col::FOLLOW_UP_ID, len, rows.iter().map(|r| Some(&r.0))),
        build::codes(col::INCIDENT, rows.iter().map(|r| Some(r.1))),
        build::text(col::TITLE, len, rows.iter().map(|r| Some(&r.2.title))),
        build::codes(col::PERSON, rows.iter().map(|r| r.2.owner.and_then(|o| directory.human(o)))),
        build::times(col::CREATED_AT, rows.iter().map(|r| r.2.created)),
        build::times(col::DUE_AT, rows.iter().map(|r| r.2.due)),
        build::times(col::COMPLETED_AT, rows.iter().map(|r| r.2.completed)),
        build::text(col::STATUS, len, rows.iter().map(|r| Some(&r.2.status))),
    ])
}

/// The history of incidents: changes of status, severity and responsibility, each with its record. Pages, notes and
/// acknowledgements are not here; interruptions and involvements hold what they tell.
#[must_use]
pub fn history(events: &EventColumns, attached: &Attached, directory: &Directory) -> DataFrame {
    let rows: Vec<usize> = attached
        .order
        .iter()
        .map(|row| *row as usize)
        .filter(|row| events.kind.get(*row).is_some_and(|kind| history_code(*kind).is_some()))
        .collect();
    let person = |mentions: &[u32], row: usize| mentions.get(row).and_then(|mention| directory.human(*mention));
    let len = rows.len();
    build::frame(vec![
        build::codes(col::INCIDENT, rows.iter().map(|r| attached.incident.get(*r).copied())),
        build::times(col::AT, rows.iter().map(|r| events.at.get(*r).copied())),
        build::text(col::KIND, len, rows.iter().map(|r| events.kind.get(*r).and_then(|k| history_code(*k)))),
        build::text(col::VALUE, len, rows.iter().map(|r| events.value.get(*r).map(|v| events.values.get(*v)))),
        build::codes(col::PERSON, rows.iter().map(|r| person(&events.person, *r))),
        build::codes(col::ACTOR, rows.iter().map(|r| person(&events.actor, *r))),
        build::flags(col::AUTOMATIC, rows.iter().map(|r| events.automatic.get(*r).copied())),
        build::codes(col::RECORD, rows.iter().map(|r| events.record.get(*r).copied())),
    ])
}

fn history_code(kind: EventKind) -> Option<&'static str> {
    match kind {
        EventKind::Status => Some("status"),
        EventKind::Severity => Some("severity"),
        EventKind::Escalated => Some("escalated"),
        EventKind::Reassigned => Some("reassigned"),
        EventKind::Reopened => Some("reopened"),
        EventKind::Mitigated => Some("mitigated"),
        EventKind::Merged => Some("merged"),
        _ => None,
    }
}

/// The table of contributing factors, as the records state them and as people confirmed them.
#[must_use]
pub fn factors(columns: &IncidentColumns, groups: &Groups, records: &Records, confirmed: &[Confirmed]) -> DataFrame {
    let mut rows: BTreeSet<(u32, String, &str, String, String)> = BTreeSet::new();
    for (incident, members) in (0u32..).zip(&groups.members) {
        for row in members {
            let number = columns.record.get(*row as usize).copied().unwrap_or(0);
            // An earlier report repeats the factors of the records beside it.
            if records.is_of_report(number) && members.len() > 1 {
                continue;
            }
            let record = records.id(number);
            for factor in columns.factors.get(*row as usize).split(';').filter(|f| !f.is_empty()) {
                rows.insert((incident, factor.to_owned(), "stated", record.clone(), factor.to_owned()));
            }
        }
    }
    for (incident, factor, record, reason) in confirmed {
        rows.insert((*incident, factor.clone(), "confirmed", records.id(*record), reason.clone()));
    }
    let rows: Vec<_> = rows.into_iter().collect();
    let len = rows.len();
    build::frame(vec![
        build::codes(col::INCIDENT, rows.iter().map(|r| Some(r.0))),
        build::text(col::FACTOR, len, rows.iter().map(|r| Some(&r.1))),
        build::text(col::BASIS, len, rows.iter().map(|r| Some(r.2))),
        build::text(col::RECORD_ID, len, rows.iter().map(|r| Some(&r.3))),
        build::text(col::QUOTE, len, rows.iter().map(|r| Some(&r.4))),
    ])
}

/// What people say about two incidents being the same problem: annotations in their order, then duplicates that lie too
/// far apart to be one incident.
#[must_use]
pub fn kin(annotations: &[Annotation], bound: &Bound, again: &[(u32, u32)], groups: &Groups) -> Vec<Kin> {
    let incident = |row: &Option<u32>| groups.of_row.get((*row)? as usize).copied();
    let said = annotations.iter().zip(bound.row.iter().zip(&bound.other));
    said.filter_map(|(annotation, (row, other))| {
        let is_same = match annotation.action {
            Action::SameProblem(_) => true,
            Action::OtherProblem(_) => false,
            _ => return None,
        };
        Some(Kin { incident: incident(row)?, other: incident(other)?, is_same })
    })
    .chain(again.iter().filter_map(|&(row, other)| {
        Some(Kin { incident: incident(&Some(row))?, other: incident(&Some(other))?, is_same: true })
    }))
    .filter(|kin| kin.incident != kin.other)
    .collect()
}

/// Explicit recurrence: which incidents share a problem record, as a table and as links between consecutive ones.
#[must_use]
pub fn problems(columns: &IncidentColumns, groups: &Groups, links: &mut Vec<Link>) -> DataFrame {
    let mut rows: BTreeSet<(String, u32)> = BTreeSet::new();
    let believed = groups.believed();
    for (at, &row) in columns.link_row.iter().enumerate() {
        let Some(&incident) = groups.of_row.get(row as usize) else { continue };
        let is_believed = believed.get(row as usize) == Some(&true);
        if is_believed && columns.link_kind.get(at) == Some(&LinkKind::Problem) {
            rows.insert((columns.link_target.get(at).to_owned(), incident));
        }
    }
    let rows: Vec<_> = rows.into_iter().collect();
    let record = |incident: u32| {
        let row = groups.members.get(incident as usize).and_then(|m| m.first()).copied().unwrap_or(0);
        columns.record.get(row as usize).copied().unwrap_or(0)
    };
    for pair in rows.windows(2) {
        if let [(a_problem, a), (b_problem, b)] = pair
            && a_problem == b_problem
        {
            let (record_a, record_b) = (record(*b), record(*a));
            let reason = format!("both name the problem record {b_problem}: recurrence, not identity");
            links.push(Link { kind: "problem", record_a, record_b, signal: Signal::Problem, score: 1.0, reason });
        }
    }
    let len = rows.len();
    build::frame(vec![
        build::codes(col::INCIDENT, rows.iter().map(|r| Some(r.1))),
        build::text(col::PROBLEM, len, rows.iter().map(|r| Some(&r.0))),
    ])
}
