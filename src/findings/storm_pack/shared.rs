//! What the incidents of a storm had in common: areas, contributing factors, known problems.

use crate::analyse::areas::membership::{KINDS, areas_of};
use crate::analyse::recurrence::Family;
use crate::findings::Claim;
use crate::findings::draft::{self, evidence, numbers, quoted};
use crate::findings::storm_pack::set::Set;
use crate::findings::storm_pack::words::spoken;
use crate::frame::col;
use crate::frame::read::{Rows, Texts};
use crate::model::row::{FamilyIx, IncidentIx};
use crate::text::plural::agree;
use crate::text::{list, number};
use std::collections::{BTreeMap, BTreeSet};

/// Areas, factors and problems named per sentence.
const NAMED: usize = 3;

/// Something that incidents share, with how many of them do; the most frequent first, then by name.
pub type SharedCount = Vec<(String, u64)>;

/// Areas of one kind.
#[must_use]
pub fn areas(set: &Set, kind: &str) -> SharedCount {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for row in set.places() {
        let named: BTreeSet<&str> =
            areas_of(&set.view, row).filter(|(k, _)| KINDS.get(*k) == Some(&kind)).map(|(_, name)| name).collect();
        named.into_iter().for_each(|name| *counts.entry(name.to_owned()).or_insert(0) += 1);
    }
    sorted(counts)
}

/// Contributing factors, and how many incidents record any.
#[must_use]
pub fn factors(set: &Set) -> (SharedCount, u64) {
    let frame = &set.facts.data.factors;
    let (rows, names) = (Rows::of(frame, col::INCIDENT), Texts::of(frame, col::FACTOR));
    let members: BTreeSet<IncidentIx> = set.rows.iter().copied().collect();
    let mut of: BTreeMap<String, (String, BTreeSet<IncidentIx>)> = BTreeMap::new();
    let mut recorded: BTreeSet<IncidentIx> = BTreeSet::new();
    for at in 0..frame.height() {
        let Some(row) = rows.get(at).filter(|row| members.contains(row)) else { continue };
        let Some(name) = names.get(at).map(str::trim).filter(|name| !name.is_empty()) else { continue };
        // Spellings that differ in capital letters only are one factor.
        of.entry(name.to_lowercase()).or_insert_with(|| (name.to_owned(), BTreeSet::new())).1.insert(row);
        recorded.insert(row);
    }
    let counts = of.into_values().map(|(name, rows)| (name, rows.len() as u64)).collect();
    (sorted(counts), recorded.len() as u64)
}

fn sorted(counts: BTreeMap<String, u64>) -> SharedCount {
    let mut tally: SharedCount = counts.into_iter().collect();
    tally.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    tally
}

/// Problems that had come before or came again, with their incidents in the set; the most frequent first.
#[must_use]
pub fn families<'a>(set: &Set<'a>) -> Vec<(&'a Family, u64)> {
    let recurrence = &set.facts.results.recurrence;
    let mut counts: BTreeMap<FamilyIx, u64> = BTreeMap::new();
    for row in set.places() {
        if let Some(family) = recurrence.family_of[row] {
            *counts.entry(family).or_insert(0) += 1;
        }
    }
    let known = counts.into_iter().map(|(family, n)| (&recurrence.families[family], n));
    let mut list: Vec<(&Family, u64)> = known.filter(|(family, _)| family.recurs()).collect();
    list.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.family_id.cmp(&b.0.family_id)));
    list
}

/// One claim about all three.
#[must_use]
pub fn claim(set: &Set) -> Claim {
    let mut claim = draft::claim(set.facts, "storm.shared", &set.storm.storm_id);
    claim.method =
        "Areas, contributing factors and recurring problems of the incidents of the storm, each counted once per incident. What incidents share need not have anything to do with each other."
            .to_owned();
    claim.n = Some(set.n());
    let services = areas(set, "service");
    let (factors, recorded) = factors(set);
    let families = families(set);
    let parts =
        [of_services(set, &services), of_teams(set), of_factors(set, &factors, recorded), of_families(set, &families)];
    claim.sentence = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    numbers(
        &mut claim,
        [
            ("incidents", Some(set.n() as f64)),
            ("services", Some(services.len() as f64)),
            ("most_in_one_service", services.first().map(|(_, n)| *n as f64)),
            ("with_factors", Some(recorded as f64)),
            ("of_recurring_problems", Some(families.iter().map(|(_, n)| *n as f64).sum())),
        ],
    );
    claim.weight = set.n() as f64;
    evidence(&mut claim, &set.view, set.places());
    claim
}

/// "“checkout” in 6, “ledger” and “search” in 3 each".
fn named(tally: &[(String, u64)]) -> String {
    let mut groups: Vec<(u64, Vec<String>)> = Vec::new();
    for (name, n) in tally.iter().take(NAMED) {
        match groups.last_mut().filter(|(last, _)| last == n) {
            Some((_, names)) => names.push(quoted(name)),
            None => groups.push((*n, vec![quoted(name)])),
        }
    }
    let words = groups.iter().map(|(n, names)| {
        let each = if names.len() > 1 { " each" } else { "" };
        format!("{} in {}{each}", list::and(names), spoken(*n))
    });
    words.collect::<Vec<_>>().join(", ")
}

/// The names alone, for what stands in one incident anyway.
fn names_of(tally: &[(String, u64)]) -> String {
    let names: Vec<String> = tally.iter().map(|(name, _)| quoted(name)).collect();
    list::and_more(&names, NAMED)
}

fn of_services(set: &Set, services: &[(String, u64)]) -> Option<String> {
    let (name, most) = services.first()?;
    let all = number::thousands(set.n());
    Some(if *most == set.n() {
        format!("All {all} incidents were in {}.", quoted(name))
    } else if services.len() <= NAMED {
        format!("No service was in all of them: {}.", named(services))
    } else {
        format!(
            "No service was in all of them: {} services are named, {}.",
            spoken(services.len() as u64),
            named(services)
        )
    })
}

fn of_teams(set: &Set) -> Option<String> {
    let teams = areas(set, "team");
    let (name, most) = teams.first()?;
    Some(if *most == set.n() {
        format!("All of them came to one team, {}.", quoted(name))
    } else {
        let more = if teams.len() > NAMED { ", most of them to these" } else { "" };
        format!("They came to {} teams{more}: {}.", spoken(teams.len() as u64), named(&teams))
    })
}

fn of_factors(set: &Set, factors: &[(String, u64)], recorded: u64) -> Option<String> {
    Some(if recorded == 0 {
        "No contributing factor is recorded for any of them.".to_owned()
    } else if recorded == set.n() {
        let each = if recorded == 1 { "it" } else { "all of them" };
        format!(
            "Contributing factors are recorded for {each}: {}.",
            if recorded == 1 { names_of(factors) } else { named(factors) }
        )
    } else {
        format!(
            "Contributing factors are recorded for {} of the {}: {}.",
            number::thousands(recorded),
            number::thousands(set.n()),
            if recorded == 1 { names_of(factors) } else { named(factors) }
        )
    })
}

fn of_families(set: &Set, families: &[(&Family, u64)]) -> Option<String> {
    if families.is_empty() {
        return Some("None of them belongs to a problem that is known to have come more than once.".to_owned());
    }
    let total: u64 = families.iter().map(|(_, n)| n).sum();
    let names: Vec<String> = families
        .iter()
        .take(NAMED)
        .map(|(family, _)| format!("{} ({})", quoted(&family.name), family.family_id))
        .collect();
    let rest = set.n().saturating_sub(total);
    let others = match rest {
        0 => String::new(),
        n => format!("; the other {} {} to no known one", spoken(n), agree(n, "belongs", "belong")),
    };
    Some(format!(
        "{} to {}: {}{others}.",
        match total {
            1 => "One belongs".to_owned(),
            n => format!("{} belong", crate::text::sentence::capital(&spoken(n))),
        },
        if families.len() == 1 { "a problem that keeps coming back" } else { "problems that keep coming back" },
        list::and_more(&names, NAMED)
    ))
}
