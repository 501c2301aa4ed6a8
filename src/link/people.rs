//! Who took part in which incident, how they came, and whether they were on call.

use crate::frame::columns::IncidentColumns;
use crate::frame::events::{EventColumns, NOBODY};
use crate::link::attach::Attached;
use crate::link::groups::Groups;
use crate::link::roster::{Places, Roster};
use crate::model::involvement::{Involved, OnCall};
use crate::model::person::Directory;
use crate::model::record::{EventKind, Via};
use crate::model::time::Millis;

/// Collects all involvements, sorted by incident, then person. Machines are nobody.
#[must_use]
pub fn involved(
    columns: &IncidentColumns,
    events: &EventColumns,
    attached: &Attached,
    groups: &Groups,
    directory: &Directory,
    roster: &Roster,
) -> Vec<Involved> {
    let mut found: Vec<Involved> = Vec::new();
    stated_parts(columns, groups, directory, &mut found);
    entry_parts(events, attached, directory, &mut found);
    found.sort_by_key(|i| (i.incident, i.person, first_seen(i), i.via));
    let mut merged: Vec<Involved> = Vec::with_capacity(found.len());
    for part in found {
        match merged.last_mut().filter(|m| m.incident == part.incident && m.person == part.person) {
            Some(known) => absorb(known, part),
            None => merged.push(part),
        }
    }
    for of_incident in merged.chunk_by_mut(|a, b| a.incident == b.incident) {
        let rows = of_incident.first().and_then(|part| groups.members.get(part.incident as usize));
        let places = Places::of(columns, rows.map_or(&[][..], Vec::as_slice));
        of_incident.iter_mut().for_each(|part| part.on_call = roster.on_call(part, &places));
    }
    merged
}

fn first_seen(part: &Involved) -> Millis {
    part.notified.or(part.joined).unwrap_or(Millis::MAX)
}

// Parts come in time order: how a person came is what happened first, as long as it is known.
fn absorb(known: &mut Involved, part: Involved) {
    if known.via == Via::Unknown {
        known.via = part.via;
    }
    if known.role.is_empty() {
        known.role = part.role;
    }
    known.notified = earliest(known.notified, part.notified);
    known.joined = earliest(known.joined, part.joined);
    known.left = known.left.max(part.left);
}

fn earliest(a: Option<Millis>, b: Option<Millis>) -> Option<Millis> {
    [a, b].into_iter().flatten().min()
}

fn stated_parts(columns: &IncidentColumns, groups: &Groups, directory: &Directory, found: &mut Vec<Involved>) {
    for part in &columns.parts {
        let Some(&incident) = groups.of_row.get(part.row as usize) else { continue };
        let Some(person) = directory.human(part.mention) else { continue };
        let (notified, joined, left) = (part.notified, part.joined, part.left);
        let role = columns.roles.get(part.role).to_owned();
        found.push(Involved {
            incident,
            person,
            role,
            via: part.via,
            on_call: OnCall::Unknown,
            notified,
            joined,
            left,
        });
    }
}

fn entry_parts(events: &EventColumns, attached: &Attached, directory: &Directory, found: &mut Vec<Involved>) {
    for &row in &attached.order {
        let row = row as usize;
        let at = events.at.get(row).copied();
        let (Some(&kind), Some(&incident)) = (events.kind.get(row), attached.incident.get(row)) else { continue };
        let via = match kind {
            EventKind::Assigned | EventKind::Notified | EventKind::Emailed => Some(Via::Paged),
            EventKind::Escalated => Some(Via::Escalated),
            EventKind::Requested | EventKind::Reassigned => Some(Via::Requested),
            _ => None,
        };
        let concerned = events.person.get(row).copied().unwrap_or(NOBODY);
        if let (Some(via), Some(person)) = (via, directory.human(concerned)) {
            found.push(Involved { incident, person, via, notified: at, ..Involved::default() });
        }
        let acted = matches!(
            kind,
            EventKind::Acknowledged
                | EventKind::Resolved
                | EventKind::Note
                | EventKind::Reassigned
                | EventKind::Joined
                | EventKind::Mitigated
                | EventKind::Status
                | EventKind::Severity
        );
        let actor = events.actor.get(row).copied().unwrap_or(NOBODY);
        if let (true, Some(person)) = (acted, directory.human(actor)) {
            // Whoever acts without having been called came by themselves; `absorb` keeps an earlier call.
            found.push(Involved { incident, person, via: Via::SelfJoined, joined: at, ..Involved::default() });
        }
    }
}
