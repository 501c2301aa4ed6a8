//! How few people answer how much: covering sets. People are of any type whose order breaks ties.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// Most people for which the smallest cover is searched among all sets of them.
const MAX_EXACT: usize = 20;

/// Who was there, in how many incidents, and in how many alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member<P> {
    pub person: P,
    pub incidents: u64,
    /// Incidents that nobody else answered: what is left uncovered when this person is away.
    pub alone: u64,
}

/// Incidents by the set of people who answered them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover<P> {
    /// Everybody, in their order.
    pub members: Vec<Member<P>>,
    /// Incidents with at least one known person.
    pub incidents: u64,
    /// Incidents of which nobody is known; they count nowhere else.
    pub unknown: u64,
    /// Distinct sets of places in `members`, with how often they occur.
    sets: Vec<(Vec<usize>, u64)>,
}

/// Reads the people of each incident; a person named twice counts once. Needs 20 incidents. O(n log n).
#[must_use]
pub fn cover<P: Copy + Ord>(incidents: &[Vec<P>]) -> Cover<P> {
    let mut sets: BTreeMap<Vec<P>, u64> = BTreeMap::new();
    let mut people: BTreeMap<P, (u64, u64)> = BTreeMap::new();
    for incident in incidents {
        let mut set = incident.clone();
        set.sort_unstable();
        set.dedup();
        for person in &set {
            let entry = people.entry(*person).or_default();
            entry.0 += 1;
            entry.1 += u64::from(set.len() == 1);
        }
        *sets.entry(set).or_default() += 1;
    }
    let unknown = sets.remove(&Vec::new()).unwrap_or(0);
    let member = |(person, (incidents, alone)): (&P, &(u64, u64))| Member {
        person: *person,
        incidents: *incidents,
        alone: *alone,
    };
    let members: Vec<Member<P>> = people.iter().map(member).collect();
    let place = |person: &P| members.partition_point(|m| m.person < *person);
    let sets = sets.iter().map(|(set, times)| (set.iter().map(place).collect(), *times)).collect();
    Cover { incidents: incidents.len() as u64 - unknown, unknown, sets, members }
}

impl<P: Copy> Cover<P> {
    /// People who together cover at least this share of the incidents, each next one being who adds most (ties by their
    /// order). At most 1.6 times as many incidents could be covered by as many people (Nemhauser, Wolsey and Fisher
    /// 1978). Empty where nothing is to be covered. O(n log n) in the people of all sets together.
    #[must_use]
    pub fn greedy(&self, share: f64) -> Vec<P> {
        let wanted = self.wanted(share);
        let mut gains: Vec<u64> = self.members.iter().map(|member| member.incidents).collect();
        let mut sets_of: Vec<Vec<usize>> = vec![Vec::new(); gains.len()];
        for (number, (set, _)) in self.sets.iter().enumerate() {
            set.iter().for_each(|place| sets_of.get_mut(*place).into_iter().for_each(|list| list.push(number)));
        }
        let mut left = vec![true; self.sets.len()];
        // Gains only fall. A person whose gain fell since they were put here goes back with what is left of it.
        let mut heap: BinaryHeap<(u64, Reverse<usize>)> = gains.iter().copied().zip((0..).map(Reverse)).collect();
        let (mut chosen, mut covered) = (Vec::new(), 0);
        while let Some((gain, Reverse(place))) = heap.pop().filter(|(gain, _)| covered < wanted && *gain > 0) {
            let now = gains.get(place).copied().unwrap_or(0);
            if now < gain {
                heap.push((now, Reverse(place)));
                continue;
            }
            covered += gain;
            chosen.extend(self.members.get(place).map(|m| m.person));
            for number in sets_of.get(place).into_iter().flatten() {
                if !left.get_mut(*number).is_some_and(std::mem::take) {
                    continue;
                }
                let Some((set, times)) = self.sets.get(*number) else { continue };
                set.iter().for_each(|other| gains.get_mut(*other).into_iter().for_each(|gain| *gain -= times));
            }
        }
        chosen
    }

    /// Size of the smallest set of people that covers this share; `None` above 20 people. O(people · 2^people).
    #[must_use]
    pub fn smallest(&self, share: f64) -> Option<usize> {
        let people = self.members.len();
        if people > MAX_EXACT {
            return None;
        }
        // For each set of people, how many incidents were answered by nobody outside it.
        let mut inside = vec![0_u64; 1 << people];
        for (set, times) in &self.sets {
            let mask: usize = set.iter().map(|place| 1 << place).sum();
            if let Some(slot) = inside.get_mut(mask) {
                *slot += times;
            }
        }
        for person in 0..people {
            for mask in (0..inside.len()).filter(|m| m >> person & 1 == 1) {
                let without = inside.get(mask ^ (1 << person)).copied().unwrap_or(0);
                if let Some(slot) = inside.get_mut(mask) {
                    *slot += without;
                }
            }
        }
        // Those away leave uncovered what they alone answered.
        let wanted = self.wanted(share);
        let enough = inside.iter().enumerate().filter(|(_, left)| self.incidents - **left >= wanted);
        enough.map(|(away, _)| people - away.count_ones() as usize).min()
    }

    fn wanted(&self, share: f64) -> u64 {
        (share.clamp(0.0, 1.0) * self.incidents as f64 - 1e-9).ceil().max(0.0) as u64
    }
}
