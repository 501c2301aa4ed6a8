//! Who was on call for what, and when: an index of shifts by person.
//!
//! A shift counts for an incident when it covers the moment and serves it:
//! - the shift's policy (or the team that stands for it) is the incident's policy or one of its teams, or the schedule is
//!   named like one of them; names are compared without capitals, accents and punctuation, and within one tool, because
//!   policies of different tools have nothing to do with each other;
//! - it counts as well when that cannot be told: the shift names no policy, no record of its tool is part of the
//!   incident, or that record names no policy and no team that any shift serves.
//!
//! "No" needs a known rota: the moment lies between the first and the last bound of the shifts that could count, whoever
//! has them. Without one the way of coming is the hint: paged or called by an escalation is on call, asked to help is
//! not, and who came unasked or nobody knows how stays unknown.

use crate::frame::columns::IncidentColumns;
use crate::frame::events::Shift;
use crate::link::people::{Involved, OnCall};
use crate::model::person::{Directory, Mentions};
use crate::model::record::Via;
use crate::model::time::Millis;
use crate::text::fold;
use std::collections::{BTreeMap, BTreeSet};

/// Stretches that neither overlap nor touch, ascending.
type Stretches = Vec<(Millis, Millis)>;

/// What a shift serves.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Service {
    tool: String,
    policy: String,
    schedule: String,
}

/// The names under which one tool says where an incident belongs.
#[derive(Debug, Default)]
struct Place {
    policies: BTreeSet<String>,
    teams: BTreeSet<String>,
}

/// Where an incident belongs, by tool.
#[derive(Debug, Default)]
pub struct Places(BTreeMap<String, Place>);

impl Places {
    /// Collects what the records of one incident say.
    #[must_use]
    pub fn of(columns: &IncidentColumns, rows: &[u32]) -> Self {
        let mut places = Self::default();
        for &row in rows {
            let row = row as usize;
            let tool = columns.sources.get(columns.source.get(row).copied().unwrap_or(0));
            let place = places.0.entry(tool.to_owned()).or_default();
            let (policy, teams) = (columns.policy.get(row), columns.teams.get(row).split(';'));
            place.policies.extend(Some(fold::key(policy)).filter(|name| !name.is_empty()));
            place.teams.extend(teams.map(fold::key).filter(|name| !name.is_empty()));
        }
        places
    }
}

/// Shifts of each person, for "was this person on call then, for this?".
#[derive(Debug, Default)]
pub struct Roster {
    services: Vec<Service>,
    /// Stretches by person and service. One person serves few, and each is searched by halves.
    stretches: BTreeMap<u32, BTreeMap<usize, Stretches>>,
    /// From the first to the last stated bound of each service.
    bounds: BTreeMap<usize, (Millis, Millis)>,
    /// (tool, name) of every policy and schedule that has shifts.
    served: BTreeSet<(String, String)>,
}

impl Roster {
    #[must_use]
    pub fn of(shifts: &[Shift], mentions: &Mentions, directory: &Directory) -> Self {
        let mut roster = Self::default();
        let mut known: BTreeMap<Service, usize> = BTreeMap::new();
        for shift in shifts {
            let tool = mentions.rows.get(shift.mention as usize).map_or("", |m| m.source.as_str());
            let (policy, schedule) = (fold::key(&shift.policy), fold::key(&shift.schedule));
            let service = Service { tool: tool.to_owned(), policy, schedule };
            let next = known.len();
            let code = *known.entry(service.clone()).or_insert(next);
            if code == next {
                roster.served.extend([&service.policy, &service.schedule].map(|name| (tool.to_owned(), name.clone())));
                roster.services.push(service);
            }
            // A shift without an end is no shift that ends before it starts.
            let (start, end) = (shift.start.unwrap_or(Millis::MIN), shift.end.unwrap_or(Millis::MAX));
            for bound in [shift.start, shift.end].into_iter().flatten() {
                let (from, to) = roster.bounds.entry(code).or_insert((bound, bound));
                (*from, *to) = ((*from).min(bound), (*to).max(bound));
            }
            if let (Some(person), true) = (directory.human(shift.mention), start < end) {
                roster.stretches.entry(person).or_default().entry(code).or_default().push((start, end));
            }
        }
        roster.stretches.values_mut().flat_map(BTreeMap::values_mut).for_each(merge);
        roster
    }

    /// Whether the person was on call for the incident at the first call, else at the first act; see the head of this file.
    #[must_use]
    pub fn on_call(&self, part: &Involved, places: &Places) -> OnCall {
        let Some(at) = part.notified.or(part.joined) else { return hint(part.via) };
        let counts = |code: &usize| self.services.get(*code).is_some_and(|service| self.counts(service, places));
        let own = self.stretches.get(&part.person);
        if own.into_iter().flatten().any(|(code, list)| covers(list, at) && counts(code)) {
            return OnCall::Yes;
        }
        let counted = self.bounds.iter().filter(|(code, _)| counts(code)).map(|(_, bounds)| *bounds);
        match counted.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))) {
            Some((from, to)) if from <= at && at < to => OnCall::No,
            _ => hint(part.via),
        }
    }

    fn counts(&self, shift: &Service, places: &Places) -> bool {
        let Some(place) = places.0.get(&shift.tool) else { return true };
        let is_named =
            |name: &String| !name.is_empty() && (place.policies.contains(name) || place.teams.contains(name));
        if is_named(&shift.policy) || is_named(&shift.schedule) || shift.policy.is_empty() {
            return true;
        }
        // A team is comparable only where shifts are listed by team; a pager's policies are not its teams.
        let is_served = |name: &String| self.served.contains(&(shift.tool.clone(), name.clone()));
        place.policies.is_empty() && !place.teams.iter().any(is_served)
    }
}

/// What the way of coming says where no rota is known.
fn hint(via: Via) -> OnCall {
    match via {
        Via::Paged | Via::Escalated => OnCall::Yes,
        Via::Requested => OnCall::No,
        Via::SelfJoined | Via::Unknown => OnCall::Unknown,
    }
}

fn merge(list: &mut Stretches) {
    list.sort_unstable();
    list.dedup_by(|next, last| {
        let touches = next.0 <= last.1;
        if touches {
            last.1 = last.1.max(next.1);
        }
        touches
    });
}

fn covers(list: &Stretches, at: Millis) -> bool {
    let before = list.partition_point(|(start, _)| *start <= at);
    before.checked_sub(1).and_then(|last| list.get(last)).is_some_and(|(_, end)| at < *end)
}
