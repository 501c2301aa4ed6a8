//! People who took part without being on call.

use crate::frame::DataSet;
use std::collections::{BTreeMap, BTreeSet};

/// Parts of people in incidents of the period, by whether they were on call. A person counts once per incident.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PulledIn {
    /// Person-incidents of people on call.
    pub on_call: u64,
    /// Person-incidents of people who were not.
    pub not_on_call: u64,
    pub unknown: u64,
    /// Distinct people who took part in an incident without being on call.
    pub people: u64,
    /// Distinct people who took part in any incident.
    pub all_people: u64,
    /// Rows of the incidents with a person who was not on call.
    pub rows: Vec<u32>,
}

impl PulledIn {
    /// Counts over included incidents of the period. Machine accounts are no people.
    #[must_use]
    pub fn of(data: &DataSet) -> Self {
        let (incidents, view) = (data.incident_view(), data.involvement_view());
        let mut parts: BTreeMap<(u32, u32), u8> = BTreeMap::new();
        for row in 0..view.len {
            let (Some(incident), Some(person)) = (view.incident.get(row), view.person.get(row)) else { continue };
            let at = incident as usize;
            let human = data.people.get(person as usize).is_none_or(|p| !p.machine);
            if !(human && incidents.included.get(at) && incidents.in_period.get(at)) {
                continue;
            }
            // Someone who held the duty at any moment of the incident was on call for it.
            let rank = match view.on_call.get(row) {
                Some("yes") => 2,
                Some("no") => 1,
                _ => 0,
            };
            let best = parts.entry((incident, person)).or_insert(rank);
            *best = (*best).max(rank);
        }
        let of = |wanted: u8| parts.iter().filter(move |(_, rank)| **rank == wanted).map(|(key, _)| *key);
        let people: BTreeSet<u32> = of(1).map(|(_, person)| person).collect();
        let rows: BTreeSet<u32> = of(1).map(|(incident, _)| incident).collect();
        Self {
            on_call: of(2).count() as u64,
            not_on_call: of(1).count() as u64,
            unknown: of(0).count() as u64,
            people: people.len() as u64,
            all_people: parts.keys().map(|(_, person)| *person).collect::<BTreeSet<u32>>().len() as u64,
            rows: rows.into_iter().collect(),
        }
    }

    /// All person-incidents.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.on_call + self.not_on_call + self.unknown
    }
}
