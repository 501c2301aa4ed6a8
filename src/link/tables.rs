//! The frames beside the incident table: who took part, who was interrupted, who was on call, what was promised.

use crate::frame::build;
use crate::frame::col;
use crate::frame::columns::IncidentColumns;
use crate::frame::dataset::Kin;
use crate::frame::events::Shift;
use crate::frame::records::Records;
use crate::link::annotations::Bound;
use crate::link::attach::Attached;
use crate::link::corrections::Confirmed;
use crate::link::effort::Stretch;
use crate::link::groups::Groups;
use crate::link::interruptions::{Interruption, JointPage};
use crate::model::annotation::{Action, Annotation};
use crate::model::hours::HourClass;
use crate::model::incident::FollowUp;
use crate::model::involvement::{Involved, via_code};
use crate::model::link::{Link, LinkKind, Signal};
use crate::model::person::Directory;
use crate::model::record::{EventKind, Role};
use crate::model::row::{EntryRow, IncidentIx, IncidentRow, MentionIx, PersonIx, RecordRow};
use crate::normalise::loaded::Loaded;
use crate::text::tokens;
use polars::prelude::DataFrame;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};

/// Share of the words of the longer of two titles that both say, from which on they tell of one problem.
const NEARLY_THE_SAME: f64 = 0.8;

/// The table of involvements with the effort per (incident, person).
#[must_use]
pub fn involvements(list: &[Involved], efforts: &BTreeMap<(IncidentIx, PersonIx), f64>) -> DataFrame {
    let len = list.len();
    build::frame(vec![
        build::rows(col::INCIDENT, list.iter().map(|i| Some(i.incident))),
        build::rows(col::PERSON, list.iter().map(|i| Some(i.person))),
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
    let zone = |i: &Interruption| Some(directory.people[i.person].zone.name());
    build::frame(vec![
        build::rows(col::INCIDENT, list.iter().map(|i| Some(i.incident))),
        build::rows(col::PERSON, list.iter().map(|i| Some(i.person))),
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
        build::rows(col::INCIDENT, list.iter().map(|p| Some(p.incident))),
        build::rows(col::PERSON, list.iter().map(|p| Some(p.person))),
        build::times(col::AT, list.iter().map(|p| Some(p.at))),
    ])
}

/// The table of stretches of work.
#[must_use]
pub fn engagements(list: &[Stretch]) -> DataFrame {
    build::frame(vec![
        build::rows(col::INCIDENT, list.iter().map(|s| Some(s.incident))),
        build::rows(col::PERSON, list.iter().map(|s| Some(s.person))),
        build::times(col::START_AT, list.iter().map(|s| Some(s.start))),
        build::times(col::END_AT, list.iter().map(|s| Some(s.end))),
    ])
}

/// The table of shifts. The same shift appears once per escalation policy in exports; here it counts once.
#[must_use]
pub fn shifts(shifts: &[Shift], directory: &Directory) -> DataFrame {
    type Key<'a> = (PersonIx, Option<i64>, Option<i64>, &'a str, Option<u32>);
    let rows: BTreeSet<Key> = shifts
        .iter()
        .filter_map(|s| Some((directory.human(s.mention)?, s.start, s.end, s.schedule.as_str(), s.level)))
        .collect();
    let mut distinct: Vec<_> = rows.into_iter().collect();
    // The lowest level names the row: primary on one policy and secondary on another is one stretch of time.
    distinct.dedup_by(|b, a| (a.0, a.1, a.2, a.3) == (b.0, b.1, b.2, b.3));
    let len = distinct.len();
    build::frame(vec![
        build::rows(col::PERSON, distinct.iter().map(|s| Some(s.0))),
        build::text(col::SCHEDULE, len, distinct.iter().map(|s| Some(s.3))),
        build::codes(col::LEVEL, distinct.iter().map(|s| s.4)),
        build::times(col::START_AT, distinct.iter().map(|s| s.1)),
        build::times(col::END_AT, distinct.iter().map(|s| s.2)),
    ])
}

/// The table of follow-ups.
#[must_use]
pub fn follow_ups(columns: &IncidentColumns, groups: &Groups, directory: &Directory) -> DataFrame {
    let mut rows: Vec<(String, IncidentIx, &FollowUp, RecordRow)> = columns
        .follow_ups
        .iter()
        .enumerate()
        .map(|(at, (row, item))| {
            let named = !item.id.is_empty();
            let id = if named { item.id.clone() } else { format!("{}#{}", columns.native_id.get(*row), at + 1) };
            (id, groups.of_row[*row], item, item.record.unwrap_or(columns.record[*row]))
        })
        .collect();
    rows.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    let len = rows.len();
    build::frame(vec![
        build::text(col::FOLLOW_UP_ID, len, rows.iter().map(|r| Some(&r.0))),
        build::rows(col::INCIDENT, rows.iter().map(|r| Some(r.1))),
        build::text(col::TITLE, len, rows.iter().map(|r| Some(&r.2.title))),
        build::rows(col::PERSON, rows.iter().map(|r| r.2.owner.and_then(|o| directory.human(o)))),
        build::times(col::CREATED_AT, rows.iter().map(|r| r.2.created)),
        build::times(col::DUE_AT, rows.iter().map(|r| r.2.due)),
        build::times(col::COMPLETED_AT, rows.iter().map(|r| r.2.completed)),
        build::text(col::STATUS, len, rows.iter().map(|r| Some(&r.2.status))),
        build::rows(col::RECORD, rows.iter().map(|r| Some(r.3))),
    ])
}

/// The history of incidents: changes of status, severity and responsibility, each with its record, and every word of a
/// status page. Pages, notes and acknowledgements are not here; interruptions and involvements hold what they tell.
#[must_use]
pub fn history(loaded: &Loaded, attached: &Attached, directory: &Directory, records: &Records) -> DataFrame {
    let (events, pages) = (&loaded.events, loaded.incidents.tools_of(Role::StatusPage));
    let is_public = |row: EntryRow| pages.contains(records.tool(events.record[row]));
    let code = |row: EntryRow| history_code(events.kind[row]).or_else(|| is_public(row).then_some("published"));
    let entries = attached.entries().filter(|(_, row)| code(*row).is_some());
    let rows: Vec<(IncidentIx, EntryRow)> = entries.collect();
    let human = |mention: Option<MentionIx>| directory.human(mention?);
    let len = rows.len();
    build::frame(vec![
        build::rows(col::INCIDENT, rows.iter().map(|(incident, _)| Some(*incident))),
        build::times(col::AT, rows.iter().map(|(_, row)| Some(events.at[*row]))),
        build::text(col::KIND, len, rows.iter().map(|(_, row)| code(*row))),
        build::text(col::VALUE, len, rows.iter().map(|(_, row)| Some(events.values.get(events.value[*row])))),
        build::rows(col::PERSON, rows.iter().map(|(_, row)| human(events.person[*row]))),
        build::rows(col::ACTOR, rows.iter().map(|(_, row)| human(events.actor[*row]))),
        build::flags(col::AUTOMATIC, rows.iter().map(|(_, row)| Some(events.automatic[*row]))),
        build::rows(col::RECORD, rows.iter().map(|(_, row)| Some(events.record[*row]))),
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
    let mut rows: BTreeSet<(IncidentIx, String, &str, String, String)> = BTreeSet::new();
    for (incident, members) in groups.members.enumerate() {
        for row in members {
            let number = columns.record[*row];
            // An earlier report repeats the factors of the records beside it.
            if records.is_of_report(number) && members.len() > 1 {
                continue;
            }
            for factor in columns.factors.get(*row).split(';').filter(|f| !f.is_empty()) {
                rows.insert((incident, factor.to_owned(), "stated", records.id(number), factor.to_owned()));
            }
        }
    }
    for (incident, factor, record, reason) in confirmed {
        rows.insert((*incident, factor.clone(), "confirmed", records.id(*record), reason.clone()));
    }
    let rows: Vec<_> = rows.into_iter().collect();
    let len = rows.len();
    build::frame(vec![
        build::rows(col::INCIDENT, rows.iter().map(|r| Some(r.0))),
        build::text(col::FACTOR, len, rows.iter().map(|r| Some(&r.1))),
        build::text(col::BASIS, len, rows.iter().map(|r| Some(r.2))),
        build::text(col::RECORD_ID, len, rows.iter().map(|r| Some(&r.3))),
        build::text(col::QUOTE, len, rows.iter().map(|r| Some(&r.4))),
    ])
}

/// What people say about two incidents being the same problem: annotations in their order, then duplicates that lie too
/// far apart to be one incident.
#[must_use]
pub fn kin(
    annotations: &[Annotation],
    bound: &Bound,
    again: &[(IncidentRow, IncidentRow)],
    groups: &Groups,
) -> Vec<Kin> {
    let incident = |row: IncidentRow| groups.of_row[row];
    let said = annotations.iter().zip(bound.row.iter().zip(&bound.other));
    said.filter_map(|(annotation, (row, other))| {
        let is_same = match annotation.action {
            Action::SameProblem(_) => true,
            Action::OtherProblem(_) => false,
            _ => return None,
        };
        Some(Kin { incident: incident((*row)?), other: incident((*other)?), is_same })
    })
    .chain(again.iter().map(|(row, other)| Kin { incident: incident(*row), other: incident(*other), is_same: true }))
    .filter(|kin| kin.incident != kin.other)
    .collect()
}

/// Whether most words of each of two titles are in the other one, too.
fn say_nearly_the_same(one: &str, other: &str) -> bool {
    let (one, other) = (tokens::mask(one), tokens::mask(other));
    let words = |masked: &str| -> FxHashSet<String> {
        masked.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1).map(str::to_owned).collect()
    };
    let (one, other) = (words(&one), words(&other));
    let most = one.len().max(other.len());
    most > 0 && one.intersection(&other).count() as f64 >= NEARLY_THE_SAME * most as f64
}

/// Explicit recurrence: which incidents share a problem record, as a table and as links between consecutive ones.
///
/// A record that is only likely to be of its incident, and is told in other words, says nothing of the incident's other records:
/// one ticket that was joined to the wrong page would make two famous problems one.
#[must_use]
pub fn problems(columns: &IncidentColumns, groups: &Groups, links: &mut Vec<Link>) -> DataFrame {
    let mut rows: BTreeSet<(String, IncidentIx)> = BTreeSet::new();
    let believed = groups.believed();
    let is_certain = |row: IncidentRow| {
        let primary = groups.primary(groups.of_row[row]);
        groups.stated[row] == groups.stated[primary]
            || say_nearly_the_same(columns.title.get(row), columns.title.get(primary))
    };
    for (at, &row) in columns.link_row.enumerate().filter(|(_, row)| believed[**row]) {
        if columns.link_kind[at] == LinkKind::Problem && is_certain(row) {
            rows.insert((columns.link_target.get(at).to_owned(), groups.of_row[row]));
        }
    }
    let rows: Vec<_> = rows.into_iter().collect();
    let record = |incident: IncidentIx| columns.record[groups.primary(incident)];
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
        build::rows(col::INCIDENT, rows.iter().map(|r| Some(r.1))),
        build::text(col::PROBLEM, len, rows.iter().map(|r| Some(&r.0))),
    ])
}
