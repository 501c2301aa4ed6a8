//! Who took part in the incidents of a storm, and who of them was not on call for it.

use crate::analyse::duty::{DutyParts, Kinds, parts};
use crate::frame::DataSet;
use crate::model::row::{IncidentIx, PersonIx};
use std::collections::{BTreeMap, BTreeSet};

/// People of a set of incidents. Machine accounts are no people.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Crowd {
    /// Everybody who took part.
    pub people: BTreeSet<PersonIx>,
    /// Their parts by whether they were on call for it, for another rota, or not at all.
    pub kinds: Kinds,
}

/// The crowd of each of several sets of incidents, in their order. One pass over the parts. O(n log n).
#[must_use]
pub fn crowds(data: &DataSet, sets: &[&[IncidentIx]]) -> Vec<Crowd> {
    let mut of: BTreeMap<IncidentIx, Vec<usize>> = BTreeMap::new();
    for (set, rows) in sets.iter().enumerate() {
        rows.iter().for_each(|row| of.entry(*row).or_default().push(set));
    }
    let mut kinds: Vec<Kinds> = vec![Kinds::default(); sets.len()];
    for (part, duty) in parts(data) {
        for set in of.get(&part.0).into_iter().flatten() {
            kinds.iter_mut().skip(*set).take(1).for_each(|kinds| kinds.add(part, duty));
        }
    }
    kinds.into_iter().map(|kinds| Crowd { people: kinds.people(), kinds }).collect()
}

impl Crowd {
    /// How many took part; `None` where nobody is known to have.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        (!self.people.is_empty()).then_some(self.people.len() as u64)
    }

    /// Whether the duty is known for at least half of the parts and of somebody who was on call for it; else the shifts
    /// are missing, not the people.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.kinds.for_it.parts > 0 && self.kinds.known() >= self.kinds.unknown.parts
    }

    /// How many joined some incident while not on call at all; `None` where too little is known.
    #[must_use]
    pub fn pulled_in(&self) -> Option<u64> {
        self.is_known().then_some(self.kinds.off.people.len() as u64)
    }

    /// The size of a kind where neither those of the kind nor the others are a group of fewer than `least`, which could be
    /// told apart.
    #[must_use]
    pub fn shown(&self, kind: &DutyParts, least: u64) -> Option<u64> {
        let (all, some) = (self.size()?, kind.people.len() as u64);
        let is_large = |n: u64| n == 0 || n >= least;
        (self.is_known() && is_large(some) && is_large(all.saturating_sub(some))).then_some(some)
    }
}
