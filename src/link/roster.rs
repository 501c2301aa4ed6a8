//! Who was on call for what, and when: an index of shifts by person.
//!
//! A shift counts for an incident when it covers the moment and serves it:
//! - the shift's policy (or the team that stands for it) is the incident's policy or one of its teams, or the schedule is
//!   named like one of them; names are compared without capitals, accents and punctuation, and within one tool, because
//!   policies of different tools have nothing to do with each other;
//! - it counts as well when that cannot be told: the shift names no policy, no record of its tool is part of the
//!   incident, or that record names no policy and no team that any shift serves.
//!
//! "Not for this incident" needs a known rota: the moment lies between the first and the last bound of the shifts that
//! could count, whoever has them. Without one the way of coming is the hint: paged or called by an escalation is on call,
//! asked to help is not, and who came unasked or nobody knows how stays unknown. Whoever is not on call for the incident
//! and holds any other shift at that moment is on call for another rota, and only who holds none is not on call at all.

use crate::frame::columns::IncidentColumns;
use crate::frame::events::Shift;
use crate::model::intervals::{covers, merge};
use crate::model::involvement::{Involved, OnCall};
use crate::model::person::{Directory, Mentions};
use crate::model::record::Via;
use crate::model::row::{IncidentRow, Ix, PersonIx};
use crate::model::time::{Millis, Window};
use crate::text::fold;
use std::collections::{BTreeMap, BTreeSet};

/// Stretches that neither overlap nor touch, ascending.
type Stretches = Vec<Window>;

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
    pub fn of(columns: &IncidentColumns, rows: &[IncidentRow]) -> Self {
        let mut places = Self::default();
        for &row in rows {
            let place = places.0.entry(columns.tool(row).to_owned()).or_default();
            let (policy, teams) = (columns.policy.get(row), columns.teams.get(row).split(';'));
            place.policies.extend(Some(fold::key(policy)).filter(|name| !name.is_empty()));
            place.teams.extend(teams.map(fold::key).filter(|name| !name.is_empty()));
        }
        places
    }
}

/// What shifts are looked up by: a tool, and with it a policy or schedule (as a number), the shifts that name no policy,
/// or all of its shifts.
type Of = (u32, Name);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    All,
    Unnamed,
    One(u32),
}

/// Shifts of each person, for "was this person on call then, for this?".
#[derive(Debug, Default)]
pub struct ShiftTable {
    tools: BTreeMap<String, u32>,
    /// Policies and schedules that have shifts.
    names: BTreeMap<String, u32>,
    /// Stretches by person and what they serve, each searched by halves. A shift stands in several lists, so that nobody
    /// has to go through all that a person or a tool serves.
    stretches: BTreeMap<(PersonIx, Of), Stretches>,
    /// From the first to the last stated bound of each.
    bounds: BTreeMap<Of, (Millis, Millis)>,
    /// Whatever has shifts, also without bounds.
    served: BTreeSet<Of>,
}

impl ShiftTable {
    #[must_use]
    pub fn of(shifts: &[Shift], mentions: &Mentions, directory: &Directory) -> Self {
        let mut roster = Self::default();
        for shift in shifts {
            let tool = mentions.rows[shift.mention].source.as_str();
            let services = roster.services(tool, &fold::key(&shift.policy), &fold::key(&shift.schedule));
            // A shift without an end is no shift that ends before it starts.
            let (start, end) = (shift.start.unwrap_or(Millis::MIN), shift.end.unwrap_or(Millis::MAX));
            let person = directory.human(shift.mention).filter(|_| start < end);
            for of in services {
                roster.served.insert(of);
                for bound in [shift.start, shift.end].into_iter().flatten() {
                    let (from, to) = roster.bounds.entry(of).or_insert((bound, bound));
                    (*from, *to) = ((*from).min(bound), (*to).max(bound));
                }
                if let Some(person) = person {
                    roster.stretches.entry((person, of)).or_default().push(Window { start, end });
                }
            }
        }
        roster.stretches.values_mut().for_each(merge);
        roster
    }

    /// Whether no shift was stated at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tools.is_empty()
    }

    /// Everything that a shift is looked up by.
    fn services(&mut self, tool: &str, policy: &str, schedule: &str) -> Vec<Of> {
        let tool = number(&mut self.tools, tool);
        let mut services = vec![(tool, Name::All)];
        services.extend(policy.is_empty().then_some((tool, Name::Unnamed)));
        for name in [policy, schedule].into_iter().filter(|name| !name.is_empty()) {
            services.push((tool, Name::One(number(&mut self.names, name))));
        }
        services.dedup();
        services
    }

    /// Whether the person was on call for the incident at the first call, else at the first act; see the head of this file.
    #[must_use]
    pub fn on_call(&self, part: &Involved, places: &Places) -> OnCall {
        let Some(at) = part.notified.or(part.joined) else { return hint(part.via) };
        let counted: Vec<Of> = self.tools.iter().flat_map(|(tool, code)| self.counted(tool, *code, places)).collect();
        let own = counted.iter().filter_map(|of| self.stretches.get(&(part.person, *of)));
        if own.into_iter().any(|list| covers(list, at)) {
            return OnCall::Yes;
        }
        let bounds = counted.iter().filter_map(|of| self.bounds.get(of)).copied();
        let found = match bounds.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))) {
            Some((from, to)) if from <= at && at < to => OnCall::No,
            _ => hint(part.via),
        };
        if found == OnCall::No && self.holds_any(part.person, at) { OnCall::OtherRota } else { found }
    }

    /// Whether the person has any shift at that moment, of whatever rota and tool.
    fn holds_any(&self, person: PersonIx, at: Millis) -> bool {
        let mut all = self.tools.values().filter_map(|tool| self.stretches.get(&(person, (*tool, Name::All))));
        all.any(|list| covers(list, at))
    }

    /// What shifts of a tool count for an incident.
    fn counted(&self, tool: &str, code: u32, places: &Places) -> Vec<Of> {
        let Some(place) = places.0.get(tool) else { return vec![(code, Name::All)] };
        let named = |name: &String| self.names.get(name).map(|name| (code, Name::One(*name)));
        // A team is comparable only where shifts are listed by team; a pager's policies are not its teams.
        let is_served = |name: &String| named(name).is_some_and(|of| self.served.contains(&of));
        if place.policies.is_empty() && !place.teams.iter().any(is_served) {
            return vec![(code, Name::All)];
        }
        let names = place.policies.iter().chain(&place.teams).filter_map(named);
        names.chain([(code, Name::Unnamed)]).collect()
    }
}

/// The number of a name, given out in order.
fn number(numbers: &mut BTreeMap<String, u32>, name: &str) -> u32 {
    let next = u32::at(numbers.len());
    *numbers.entry(name.to_owned()).or_insert(next)
}

/// What the way of coming says where no rota is known.
fn hint(via: Via) -> OnCall {
    match via {
        Via::Paged | Via::Escalated => OnCall::Yes,
        Via::Requested => OnCall::No,
        Via::SelfJoined | Via::Unknown => OnCall::Unknown,
    }
}
