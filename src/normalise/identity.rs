//! Which mentions are the same person.
//!
//! In this order, each step on what the steps before it left apart:
//! 1. one address (without capitals and what follows a `+`) or one id of one tool: the same person. An address that one
//!    tool gives to several ids of different names is a shared box and joins nobody;
//! 2. a row of a list kept by hand joins the ids that it holds;
//! 3. addresses that differ only in their domain, when the full name agrees;
//! 4. the same full name, when nobody else in the data set has it;
//! 5. a log-in name that spells or shortens a full name, when it fits one person only.
//!
//! Steps 3 to 5 never join two ids of one tool: those are two people even under one name. A first name joins nothing, and
//! a name never joins two people over a third one. Every step looks each key up once, so the time grows with the number
//! of mentions times its logarithm.

pub mod traits;

use crate::model::person::Mention;
use std::collections::{BTreeMap, BTreeSet};
use traits::{BY_HAND, MentionTraits, is_short_for, spelt};

/// Names and addresses of one person that are held against each other. Who has more is no person but a list.
const MAX_NAMES: usize = 50;

/// The first mention of the person of each mention.
#[must_use]
pub fn unite(rows: &[Mention]) -> Vec<usize> {
    let facts: Vec<MentionTraits> = rows.iter().map(MentionTraits::of).collect();
    let mut persons = Persons { rows, facts: &facts, parent: (0..rows.len()).collect(), shared: shared(rows, &facts) };
    persons.by_sure_keys();
    persons.by_hand();
    persons.by_domains();
    persons.by_names();
    persons.by_handles();
    (0..rows.len()).map(|row| root(&mut persons.parent, row)).collect()
}

/// Addresses under which one tool has several ids with different names.
fn shared(rows: &[Mention], facts: &[MentionTraits]) -> BTreeSet<String> {
    type Holders<'a> = (BTreeSet<&'a str>, BTreeSet<&'a str>);
    let mut holders: BTreeMap<(&str, &str), Holders> = BTreeMap::new();
    for (mention, fact) in rows.iter().zip(facts).filter(|(m, _)| m.source != BY_HAND) {
        for email in &fact.emails {
            let (ids, names) = holders.entry((email, &mention.source)).or_default();
            ids.extend(fact.ids.iter().map(String::as_str));
            names.extend(fact.name.as_deref());
        }
    }
    let several = holders.into_iter().filter(|(_, (ids, names))| ids.len() > 1 && names.len() > 1);
    several.map(|((email, _), _)| email.to_owned()).collect()
}

/// Mentions on their way to becoming persons.
struct Persons<'a> {
    rows: &'a [Mention],
    facts: &'a [MentionTraits],
    parent: Vec<usize>,
    shared: BTreeSet<String>,
}

/// What is known of all mentions that are one person so far.
#[derive(Default)]
struct Known<'a> {
    /// (tool, id).
    ids: BTreeSet<(&'a str, &'a str)>,
    emails: BTreeSet<&'a str>,
    names: BTreeSet<&'a str>,
    handles: BTreeSet<&'a str>,
    machine: bool,
}

impl Known<'_> {
    fn is_identified(&self) -> bool {
        !self.ids.is_empty() || !self.emails.is_empty()
    }
}

type Groups = BTreeMap<String, BTreeSet<usize>>;

impl<'a> Persons<'a> {
    fn known(&mut self) -> BTreeMap<usize, Known<'a>> {
        let mut all: BTreeMap<usize, Known<'a>> = BTreeMap::new();
        let (rows, facts) = (self.rows, self.facts);
        for (row, (mention, fact)) in rows.iter().zip(facts).enumerate() {
            let known = all.entry(root(&mut self.parent, row)).or_default();
            known.ids.extend(fact.ids.iter().map(|id| (mention.source.as_str(), id.as_str())));
            known.emails.extend(fact.emails.iter().map(String::as_str).filter(|e| !self.shared.contains(*e)));
            known.names.extend(fact.name.as_deref());
            known.handles.extend(fact.handles.iter().map(String::as_str));
            known.machine |= fact.machine;
        }
        all
    }

    fn by_sure_keys(&mut self) {
        let mut by_key: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let (rows, facts) = (self.rows, self.facts);
        for (row, (mention, fact)) in rows.iter().zip(facts).enumerate() {
            let emails = fact.emails.iter().filter(|e| !self.shared.contains(*e)).map(|e| ("@", e.as_str()));
            let ids =
                fact.ids.iter().filter(|_| mention.source != BY_HAND).map(|id| (mention.source.as_str(), id.as_str()));
            for key in emails.chain(ids) {
                let other = *by_key.entry(key).or_insert(row);
                join(&mut self.parent, row, other);
            }
        }
    }

    // An id in a list kept by hand is the id of the tool that stands before it (`pagerduty:P1`), else of whichever tool
    // has it. Numbers are ids in many tools: where several tools have it, the names must not contradict.
    fn by_hand(&mut self) {
        let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut of_tools: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
        let mut listed: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (row, (mention, fact)) in self.rows.iter().zip(self.facts).enumerate() {
            let by_hand = mention.source == BY_HAND;
            let keys = fact.ids.iter().chain(fact.handles.iter().filter(|h| !fact.ids.contains(*h)));
            for key in keys {
                let map = if by_hand { &mut listed } else { &mut holders };
                map.entry(key).or_default().push(row);
                if !by_hand {
                    of_tools.entry((&mention.source, key)).or_default().push(row);
                }
            }
        }
        for (key, rows) in listed {
            let owners: BTreeSet<usize> = rows.iter().map(|row| root(&mut self.parent, *row)).collect();
            let (Some(&owner), 1) = (rows.first(), owners.len()) else { continue };
            let (tool, id) = key.split_once(':').unwrap_or(("", key));
            let of_tool = of_tools.get(&(tool, id)).into_iter().flatten();
            let anywhere = holders.get(key).into_iter().flatten();
            let found: BTreeSet<usize> = of_tool.chain(anywhere).copied().collect();
            let tools: BTreeSet<&str> =
                found.iter().filter_map(|r| self.rows.get(*r)).map(|m| m.source.as_str()).collect();
            for row in found {
                if tools.len() == 1 || self.agree(owner, row) {
                    join(&mut self.parent, owner, row);
                }
            }
        }
    }

    fn agree(&self, a: usize, b: usize) -> bool {
        let name = |row: usize| self.facts.get(row).and_then(|f| f.name.as_deref());
        name(a).is_none() || name(b).is_none() || name(a) == name(b)
    }

    fn by_domains(&mut self) {
        let known = self.known();
        let mut groups = Groups::new();
        for (row, person) in &known {
            let locals = person.emails.iter().filter_map(|e| e.split_once('@')).map(|(local, _)| local);
            for local in locals.take(MAX_NAMES) {
                for name in person.names.iter().take(MAX_NAMES) {
                    groups.entry(format!("{local}\u{1}{name}")).or_default().insert(*row);
                }
            }
        }
        for group in groups.values().filter(|group| group.len() > 1 && ids_fit(group, &known)) {
            join_all(&mut self.parent, group);
        }
    }

    // All who have a name join, or nobody who has it. Chains over several names are looked at as a whole before any of
    // them counts; what contradicts itself falls back to mentions that are nothing but the name of one person.
    fn by_names(&mut self) {
        let known = self.known();
        let groups: Vec<BTreeSet<usize>> =
            names(&known).into_values().filter(|group| group.len() > 1 && fits(group, &known)).collect();
        let mut tried: BTreeMap<usize, usize> = groups.iter().flatten().map(|row| (*row, *row)).collect();
        let places: Vec<usize> = tried.keys().copied().collect();
        let mut parent: Vec<usize> = (0..places.len()).collect();
        for (place, slot) in tried.values_mut().enumerate() {
            *slot = place;
        }
        let place = |row: &usize| tried.get(row).copied().unwrap_or(0);
        for group in &groups {
            join_all(&mut parent, &group.iter().map(place).collect());
        }
        let mut chains: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (place, row) in places.iter().enumerate() {
            chains.entry(root(&mut parent, place)).or_default().insert(*row);
        }
        // Each chain is looked at once, however many names it goes over.
        let fitting: BTreeSet<usize> =
            chains.iter().filter(|(_, chain)| fits(chain, &known)).map(|(place, _)| *place).collect();
        for group in &groups {
            let Some(first) = group.first() else { continue };
            // A group that is its whole chain fits, because it was looked at already.
            if fitting.contains(&root(&mut parent, place(first))) {
                join_all(&mut self.parent, group);
            } else {
                self.join_bare(group, &known);
            }
        }
    }

    fn join_bare(&mut self, group: &BTreeSet<usize>, known: &BTreeMap<usize, Known>) {
        let is_identified = |row: &&usize| known.get(*row).is_some_and(Known::is_identified);
        if group.iter().filter(is_identified).count() <= 1 {
            join_all(&mut self.parent, group);
        }
    }

    fn by_handles(&mut self) {
        let known = self.known();
        let holders = Holders::of(&known);
        let mut groups: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        let mut nobody = Groups::new();
        for (row, person) in known.iter().filter(|(_, p)| p.emails.is_empty() && p.names.is_empty() && !p.machine) {
            let fitting: BTreeSet<usize> =
                person.handles.iter().flat_map(|h| holders.fitting(h, &known)).flatten().collect();
            match (fitting.len(), fitting.first()) {
                (1, Some(one)) => _ = groups.entry(*one).or_default().insert(*row),
                (0, _) => person.handles.iter().filter_map(|h| spelt(h)).for_each(|name| {
                    nobody.entry(name).or_default().insert(*row);
                }),
                _ => {}
            }
        }
        for (one, mut group) in groups {
            group.insert(one);
            if ids_fit(&group, &known) {
                join_all(&mut self.parent, &group);
            }
        }
        for group in nobody.values().filter(|group| ids_fit(group, &known)) {
            join_all(&mut self.parent, group);
        }
    }
}

/// Who has which full name. A person without one has the name that the address spells. Machines have names of their own.
fn names(known: &BTreeMap<usize, Known>) -> Groups {
    let mut groups = Groups::new();
    for (row, person) in known {
        let kind = if person.machine { "machine" } else { "" };
        let mut add = |name: &str| {
            groups.entry(format!("{kind}\u{1}{name}")).or_default().insert(*row);
        };
        person.names.iter().for_each(|name| add(name));
        if person.names.is_empty() {
            local_parts(person).filter_map(spelt).for_each(|name| add(&name));
        }
    }
    groups
}

fn local_parts<'a>(person: &Known<'a>) -> impl Iterator<Item = &'a str> {
    person
        .emails
        .iter()
        .filter_map(|email| email.split_once('@'))
        .map(|(local, _)| local)
        .collect::<Vec<_>>()
        .into_iter()
}

/// Where log-in names can lead: persons by the first part of an address and by full name.
struct Holders<'a> {
    local: BTreeMap<&'a str, BTreeSet<usize>>,
    name: BTreeMap<String, BTreeSet<usize>>,
}

impl<'a> Holders<'a> {
    fn of(known: &BTreeMap<usize, Known<'a>>) -> Self {
        let mut holders = Self { local: BTreeMap::new(), name: BTreeMap::new() };
        for (row, person) in known.iter().filter(|(_, p)| !p.machine) {
            for local in local_parts(person) {
                holders.local.entry(local).or_default().insert(*row);
                if let Some(name) = spelt(local) {
                    holders.name.entry(name).or_default().insert(*row);
                }
            }
            for name in &person.names {
                holders.name.entry((*name).to_owned()).or_default().insert(*row);
            }
        }
        holders
    }

    // The first two who fit: nobody needs to know more than whether it is one. One word may be somebody's first name, so
    // it counts only as the address of a person whose name it shortens.
    fn fitting(&self, handle: &str, known: &BTreeMap<usize, Known>) -> [Option<usize>; 2] {
        let spelt = spelt(handle);
        let holders = match &spelt {
            Some(name) => self.name.get(name),
            None => self.local.get(handle),
        };
        let mut first = holders.into_iter().flatten().copied();
        let found = [first.next(), first.next()];
        let is_short =
            |row: usize| known.get(&row).is_some_and(|p| p.names.iter().any(|name| is_short_for(handle, name)));
        match found {
            [Some(one), None] if spelt.is_none() && !is_short(one) => [None; 2],
            found => found,
        }
    }
}

/// Whether no tool has two ids among these.
fn ids_fit(group: &BTreeSet<usize>, known: &BTreeMap<usize, Known>) -> bool {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    group
        .iter()
        .filter_map(|row| Some((*row, known.get(row)?)))
        .all(|(row, person)| person.ids.iter().all(|(tool, _)| *seen.entry(tool).or_insert(row) == row))
}

/// Whether these can be one person by their name: no tool has two ids among them, and only one has addresses. Addresses
/// that agree have joined before.
fn fits(group: &BTreeSet<usize>, known: &BTreeMap<usize, Known>) -> bool {
    let with_address = group.iter().filter_map(|row| known.get(row)).filter(|p| !p.emails.is_empty()).count();
    with_address <= 1 && ids_fit(group, known)
}

fn root(parent: &mut [usize], row: usize) -> usize {
    let mut at = row;
    while let Some(&up) = parent.get(at) {
        if up == at {
            break;
        }
        let above = parent.get(up).copied().unwrap_or(up);
        if let Some(slot) = parent.get_mut(at) {
            *slot = above;
        }
        at = up;
    }
    at
}

fn join(parent: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(parent, a), root(parent, b));
    let (low, high) = (a.min(b), a.max(b));
    if let Some(slot) = parent.get_mut(high) {
        *slot = low;
    }
}

fn join_all(parent: &mut [usize], group: &BTreeSet<usize>) {
    if let Some(first) = group.first() {
        group.iter().for_each(|other| join(parent, *first, *other));
    }
}
