//! Who took part in which incident, how they came, and whether they were on call.

use crate::frame::columns::IncidentColumns;
use crate::frame::events::{EventColumns, NOBODY, Shift};
use crate::link::attach::Attached;
use crate::link::groups::Groups;
use crate::model::person::Directory;
use crate::model::record::{EventKind, Via};
use crate::model::time::Millis;
use std::collections::BTreeMap;

/// One person's part in one incident, brought together from all records and entries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Involved {
    pub incident: u32,
    pub person: u32,
    pub role: String,
    pub via: Via,
    pub on_call: OnCall,
    pub notified: Option<Millis>,
    pub joined: Option<Millis>,
    pub left: Option<Millis>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum OnCall {
    Yes,
    No,
    #[default]
    Unknown,
}

impl OnCall {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }
}

/// Code of a way of coming, for the public table.
#[must_use]
pub fn via_code(via: Via) -> &'static str {
    match via {
        Via::Paged => "paged",
        Via::Escalated => "escalated",
        Via::Requested => "requested",
        Via::SelfJoined => "self",
        Via::Unknown => "unknown",
    }
}

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
    for part in &mut merged {
        part.on_call = roster.on_call(part);
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

/// Shifts of each person, for "was this person on call then?".
#[derive(Debug, Default)]
pub struct Roster {
    by_person: BTreeMap<u32, Vec<(Millis, Millis)>>,
    /// From the first to the last known bound of any shift; outside it nothing is known.
    covered: Option<(Millis, Millis)>,
}

impl Roster {
    #[must_use]
    pub fn of(shifts: &[Shift], directory: &Directory) -> Self {
        let mut roster = Self::default();
        for shift in shifts {
            let Some(person) = directory.human(shift.mention) else { continue };
            let span = (shift.start.unwrap_or(Millis::MIN), shift.end.unwrap_or(Millis::MAX));
            roster.by_person.entry(person).or_default().push(span);
            for bound in [shift.start, shift.end].into_iter().flatten() {
                let (from, to) = roster.covered.unwrap_or((bound, bound));
                roster.covered = Some((from.min(bound), to.max(bound)));
            }
        }
        for spans in roster.by_person.values_mut() {
            spans.sort_unstable();
        }
        roster
    }

    /// Yes when a shift of the person covers the first call (else the first act); no when the roster of that time is
    /// known and holds no such shift, or when the person was asked to help and nothing else is known.
    fn on_call(&self, part: &Involved) -> OnCall {
        let Some(at) = part.notified.or(part.joined) else { return OnCall::Unknown };
        let spans = self.by_person.get(&part.person).map_or(&[][..], Vec::as_slice);
        let before = spans.partition_point(|(start, _)| *start <= at);
        // Shifts of one person seldom overlap; looking at a few before the moment is enough, and permanent ones come first.
        let near = spans.get(before.saturating_sub(8)..before).unwrap_or(&[]);
        let covers = |(start, end): &(Millis, Millis)| *start <= at && at < *end;
        if near.iter().any(covers) || spans.iter().take_while(|(start, _)| *start == Millis::MIN).any(covers) {
            OnCall::Yes
        } else if self.covered.is_some_and(|(from, to)| from <= at && at < to) || part.via == Via::Requested {
            OnCall::No
        } else {
            OnCall::Unknown
        }
    }
}
