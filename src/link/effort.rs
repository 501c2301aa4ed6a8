//! Effort from acts: what people did, turned into the time they were at it.
//!
//! An act grants 10 minutes; acts of one person within 20 minutes join into one stretch. A person has 60 minutes an hour:
//! time that stretches of several incidents share is divided evenly between them.

use crate::frame::events::EventColumns;
use crate::link::attach::Attached;
use crate::model::person::Directory;
use crate::model::record::EventKind;
use crate::model::row::{IncidentIx, PersonIx};
use crate::model::time::{MINUTE, Millis};
use std::collections::BTreeMap;

const GRANT: Millis = 10 * MINUTE;
const JOIN: Millis = 20 * MINUTE;

/// A stretch of one person's work on one incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    pub person: PersonIx,
    pub start: Millis,
    pub end: Millis,
    pub incident: IncidentIx,
}

/// Seconds per (incident, person).
#[must_use]
pub fn efforts(list: &[Stretch]) -> BTreeMap<(IncidentIx, PersonIx), f64> {
    let mut efforts = BTreeMap::new();
    for of_person in list.chunk_by(|a, b| a.person == b.person) {
        let Some(person) = of_person.first().map(|a| a.person) else { continue };
        for (incident, seconds) in shares(of_person) {
            *efforts.entry((incident, person)).or_insert(0.0) += seconds;
        }
    }
    efforts
}

/// Who did something, for which incident, when.
type Act = (PersonIx, IncidentIx, Millis);

/// What people did, as stretches, by person; those of different incidents may overlap.
#[must_use]
pub fn worked(events: &EventColumns, attached: &Attached, directory: &Directory) -> Vec<Stretch> {
    let mut acts: Vec<Act> = Vec::new();
    for (incident, row) in attached.entries() {
        let actor = events.actor[row].filter(|_| is_act(events.kind[row]));
        acts.extend(actor.and_then(|actor| directory.human(actor)).map(|person| (person, incident, events.at[row])));
    }
    acts.sort_unstable();
    acts.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).flat_map(stretches).collect()
}

fn is_act(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Acknowledged
            | EventKind::Resolved
            | EventKind::Joined
            | EventKind::Mitigated
            | EventKind::Status
            | EventKind::Severity
            | EventKind::Note
            | EventKind::Reassigned
            | EventKind::Requested
    )
}

fn stretches(acts: &[Act]) -> Vec<Stretch> {
    let mut list: Vec<Stretch> = Vec::new();
    for &(person, incident, at) in acts {
        match list.last_mut().filter(|s| s.incident == incident && at - (s.end - GRANT) <= JOIN) {
            Some(open) => open.end = at + GRANT,
            None => list.push(Stretch { person, start: at, end: at + GRANT, incident }),
        }
    }
    list
}

/// More open stretches than this get their shares out of a running sum, which does not go through all of them at every
/// bound. Below it they are added up one by one, so that small shares keep their last digit.
const CROWD: usize = 256;

/// A beginning (`true`) or an end.
type Bound = (Millis, bool, IncidentIx);

/// Seconds per incident after dividing shared time evenly.
fn shares(stretches: &[Stretch]) -> BTreeMap<IncidentIx, f64> {
    let mut bounds: Vec<Bound> =
        stretches.iter().flat_map(|s| [(s.start, true, s.incident), (s.end, false, s.incident)]).collect();
    bounds.sort_unstable();
    let mut shares = BTreeMap::new();
    let mut rest = bounds.as_slice();
    while !rest.is_empty() {
        let (busy, most) = busy(rest);
        let (now, later) = rest.split_at(busy);
        if most > CROWD {
            share_in_crowd(now, &mut shares)
        } else {
            share_by_one(now, &mut shares)
        }
        rest = later;
    }
    shares
}

/// How many bounds pass until nothing is open any more, and how many stretches are open at most until then.
fn busy(bounds: &[Bound]) -> (usize, usize) {
    let (mut open, mut most) = (0_usize, 0);
    for (at, (_, begins, _)) in bounds.iter().enumerate() {
        open = if *begins { open + 1 } else { open.saturating_sub(1) };
        most = most.max(open);
        if open == 0 {
            return (at + 1, most);
        }
    }
    (bounds.len(), most)
}

fn share_by_one(bounds: &[Bound], shares: &mut BTreeMap<IncidentIx, f64>) {
    let mut open: Vec<IncidentIx> = Vec::new();
    let mut since = 0;
    for &(at, begins, incident) in bounds {
        let each = (at - since) as f64 / 1_000.0 / open.len().max(1) as f64;
        for busy in &open {
            *shares.entry(*busy).or_insert(0.0) += each;
        }
        since = at;
        if begins {
            open.push(incident);
        } else if let Some(place) = open.iter().position(|i| *i == incident) {
            open.remove(place);
        }
    }
}

fn share_in_crowd(bounds: &[Bound], shares: &mut BTreeMap<IncidentIx, f64>) {
    // What each open stretch has got since the first one began, and where that stood when each began.
    let (mut each, mut since) = (0.0, 0);
    let mut began: BTreeMap<IncidentIx, f64> = BTreeMap::new();
    for &(at, begins, incident) in bounds {
        if !began.is_empty() {
            each += (at - since) as f64 / 1_000.0 / began.len() as f64;
        }
        since = at;
        if begins {
            began.insert(incident, each);
        } else if let Some(before) = began.remove(&incident) {
            *shares.entry(incident).or_insert(0.0) += each - before;
        }
    }
}
