//! Who took part in which incident, how they came, and whether they were on call.

use crate::frame::columns::IncidentColumns;
use crate::frame::events::EventColumns;
use crate::link::attach::Attached;
use crate::link::groups::Groups;
use crate::link::roster::{Places, ShiftTable};
use crate::model::involvement::Involved;
use crate::model::person::Directory;
use crate::model::record::{EventKind, Via};
use crate::model::row::MentionIx;
use crate::model::time::Millis;
use crate::par;

/// Collects all involvements, sorted by incident, then person. Machines are nobody.
#[must_use]
pub fn involved(
    columns: &IncidentColumns,
    events: &EventColumns,
    attached: &Attached,
    groups: &Groups,
    directory: &Directory,
    roster: &ShiftTable,
) -> Vec<Involved> {
    let mut found: Vec<Involved> = Vec::new();
    stated_parts(columns, groups, directory, &mut found);
    entry_parts(events, attached, directory, &mut found);
    let key = |part: &Involved| (part.incident, part.person, first_seen(part), part.via);
    par::sort_stable(&mut found, |a, b| key(a).cmp(&key(b)));
    let mut merged: Vec<Involved> = Vec::with_capacity(found.len());
    for part in found {
        match merged.last_mut().filter(|m| m.incident == part.incident && m.person == part.person) {
            Some(known) => absorb(known, part),
            None => merged.push(part),
        }
    }
    for of_incident in merged.chunk_by_mut(|a, b| a.incident == b.incident) {
        let Some(incident) = of_incident.first().map(|part| part.incident) else { continue };
        // Without any shift the way of coming is all there is, wherever the incident belongs.
        let places = if roster.is_empty() { Places::default() } else { Places::of(columns, &groups.members[incident]) };
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
        let Some(person) = directory.human(part.mention) else { continue };
        let (notified, joined, left) = (part.notified, part.joined, part.left);
        let role = columns.roles.get(part.role).to_owned();
        let incident = groups.of_row[part.row];
        found.push(Involved { role, notified, joined, left, ..Involved::by(incident, person, part.via) });
    }
}

fn entry_parts(events: &EventColumns, attached: &Attached, directory: &Directory, found: &mut Vec<Involved>) {
    for (incident, row) in attached.entries() {
        let (kind, at) = (events.kind[row], Some(events.at[row]));
        let via = match kind {
            EventKind::Assigned | EventKind::Notified | EventKind::Emailed => Some(Via::Paged),
            EventKind::Escalated => Some(Via::Escalated),
            EventKind::Requested | EventKind::Reassigned => Some(Via::Requested),
            _ => None,
        };
        let human = |mention: Option<MentionIx>| directory.human(mention?);
        if let (Some(via), Some(person)) = (via, human(events.person[row])) {
            found.push(Involved { notified: at, ..Involved::by(incident, person, via) });
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
        if let (true, Some(person)) = (acted, human(events.actor[row])) {
            // Whoever acts without having been called came by themselves; `absorb` keeps an earlier call.
            found.push(Involved { joined: at, ..Involved::by(incident, person, Via::SelfJoined) });
        }
    }
}
