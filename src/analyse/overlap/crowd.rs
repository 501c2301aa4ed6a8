//! Who took part in the incidents of a storm, and who of them was not on call.

use crate::frame::DataSet;
use std::collections::{BTreeMap, BTreeSet};

/// People of a set of incidents. Machine accounts are no people.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Crowd {
    /// Everybody who took part.
    pub people: BTreeSet<u32>,
    /// Those who took part in at least one of the incidents without being on call for it.
    pub pulled: BTreeSet<u32>,
    /// Parts: a person counts once per incident. Of people on call, of others, and of people of whom it is not known.
    pub on_call: u64,
    pub not_on_call: u64,
    pub unknown: u64,
}

/// The crowd of each of several sets of incidents, in their order. One pass over the parts. O(n log n).
#[must_use]
pub fn crowds(data: &DataSet, sets: &[&[u32]]) -> Vec<Crowd> {
    let mut of: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (set, rows) in sets.iter().enumerate() {
        rows.iter().for_each(|row| of.entry(*row).or_default().push(set));
    }
    let view = data.involvement_view();
    let mut parts: Vec<BTreeMap<(u32, u32), u8>> = vec![BTreeMap::new(); sets.len()];
    for row in 0..view.len {
        let (Some(incident), Some(person)) = (view.incident.get(row), view.person.get(row)) else { continue };
        if data.people.get(person as usize).is_some_and(|p| p.machine) {
            continue;
        }
        // Someone who held the duty at any moment of the incident was on call for it.
        let rank = match view.on_call.get(row) {
            Some("yes") => 2,
            Some("no") => 1,
            _ => 0,
        };
        for set in of.get(&incident).into_iter().flatten() {
            let Some(list) = parts.get_mut(*set) else { continue };
            let best = list.entry((incident, person)).or_insert(rank);
            *best = (*best).max(rank);
        }
    }
    parts.iter().map(Crowd::of).collect()
}

impl Crowd {
    /// How many took part; `None` where nobody is known to have.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        (!self.people.is_empty()).then_some(self.people.len() as u64)
    }

    /// How many of them joined without being on call; `None` where the duty is known for fewer than half of the parts, or
    /// nobody is known to have been on call: then the shifts are missing, not the people.
    #[must_use]
    pub fn pulled_in(&self) -> Option<u64> {
        let known = self.on_call + self.not_on_call;
        (self.on_call > 0 && known >= self.unknown).then_some(self.pulled.len() as u64)
    }

    /// The same where neither they nor the others are a group of fewer than `least`, which could be told apart.
    #[must_use]
    pub fn pulled_in_shown(&self, least: u64) -> Option<u64> {
        let (all, pulled) = (self.size()?, self.pulled_in()?);
        let is_large = |n: u64| n == 0 || n >= least;
        (is_large(pulled) && is_large(all.saturating_sub(pulled))).then_some(pulled)
    }

    fn of(parts: &BTreeMap<(u32, u32), u8>) -> Self {
        let with = |wanted: u8| parts.iter().filter(move |(_, rank)| **rank == wanted).map(|((_, person), _)| *person);
        Self {
            people: parts.keys().map(|(_, person)| *person).collect(),
            pulled: with(1).collect(),
            on_call: with(2).count() as u64,
            not_on_call: with(1).count() as u64,
            unknown: with(0).count() as u64,
        }
    }
}
