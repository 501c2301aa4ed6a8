//! From mentions to people: e-mail first, then the tool's id, then a name that only one person has.

use crate::model::person::{Directory, Mention, Mentions, Person};
use crate::model::record::StatedPerson;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// What the settings say about people.
#[derive(Debug, Clone, Default)]
pub struct PeopleParams {
    /// With a salt, pseudonyms are keyed and stable between runs; without one they are running numbers.
    pub salt: Option<String>,
    /// Zone of people whose own is not known.
    pub fallback_zone: String,
    /// Names that are machines whatever the exports say (lower case).
    pub machines: Vec<String>,
}

/// The tool name under which lists kept by hand (`people.csv`) appear: their ids are those of the other tools.
const BY_HAND: &str = "people";

/// Brings the mentions together.
#[must_use]
pub fn resolve(mentions: &Mentions, params: &PeopleParams) -> Directory {
    let roots = unite(&mentions.rows);
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (row, root) in roots.iter().enumerate() {
        members.entry(*root).or_default().push(row);
    }
    let mut found: Vec<(String, Person, Vec<usize>)> = members
        .into_values()
        .map(|rows| {
            let person = person(&rows, &mentions.rows, params);
            (identity(&rows, &mentions.rows), person, rows)
        })
        .collect();
    found.sort_by(|a, b| (a.1.machine, &a.0).cmp(&(b.1.machine, &b.0)));
    number(found, mentions.rows.len(), params)
}

fn number(found: Vec<(String, Person, Vec<usize>)>, mentions: usize, params: &PeopleParams) -> Directory {
    let mut directory = Directory { people: Vec::with_capacity(found.len()), of_mention: vec![0; mentions] };
    for (index, (identity, mut person, rows)) in found.into_iter().enumerate() {
        person.pseudonym = pseudonym(index, &identity, person.machine, params);
        let code = u32::try_from(index).unwrap_or(u32::MAX);
        for row in rows {
            if let Some(slot) = directory.of_mention.get_mut(row) {
                *slot = code;
            }
        }
        directory.people.push(person);
    }
    directory
}

fn pseudonym(index: usize, identity: &str, machine: bool, params: &PeopleParams) -> String {
    let prefix = if machine { "machine" } else { "person" };
    match &params.salt {
        None => format!("{prefix}-{:03}", index + 1),
        Some(salt) => {
            let digest = Sha256::digest(format!("{salt}\u{1}{identity}").as_bytes());
            let hex: String = digest.iter().take(5).map(|b| format!("{b:02x}")).collect();
            format!("{prefix}-{hex}")
        }
    }
}

/// Union of mentions that must be the same person, as the root row of each mention.
fn unite(rows: &[Mention]) -> Vec<usize> {
    let mut parent: Vec<usize> = (0..rows.len()).collect();
    let mut by_key: BTreeMap<String, usize> = BTreeMap::new();
    for (row, mention) in rows.iter().enumerate() {
        for key in sure_keys(mention) {
            let other = *by_key.entry(key).or_insert(row);
            join(&mut parent, row, other);
        }
    }
    unite_by_hand(rows, &mut parent);
    unite_names(rows, &mut parent);
    (0..rows.len()).map(|row| root(&mut parent, row)).collect()
}

fn sure_keys(mention: &Mention) -> Vec<String> {
    let stated = &mention.stated;
    let mut keys = Vec::new();
    if !stated.email.trim().is_empty() {
        keys.push(format!("e:{}", stated.email.trim().to_lowercase()));
    }
    if !stated.id.trim().is_empty() {
        keys.push(format!("i:{}:{}", mention.source, stated.id.trim().to_lowercase()));
    }
    keys
}

// An id in a list kept by hand is the id of whichever tool has it.
fn unite_by_hand(rows: &[Mention], parent: &mut [usize]) {
    let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
    let id_of = |m: &Mention| m.stated.id.trim().to_lowercase();
    for (row, mention) in rows.iter().enumerate().filter(|(_, m)| m.source == BY_HAND && !m.stated.id.trim().is_empty())
    {
        by_id.insert(id_of(mention), row);
    }
    for (row, mention) in rows.iter().enumerate().filter(|(_, m)| m.source != BY_HAND) {
        if let Some(&other) = by_id.get(&id_of(mention)) {
            join(parent, row, other);
        }
    }
}

// A bare name joins the one identity that has exactly this full name. A first name alone, or a name that two identities
// share, joins nothing: the same first name is not the same person.
fn unite_names(rows: &[Mention], parent: &mut [usize]) {
    let mut by_name: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (row, mention) in rows.iter().enumerate() {
        if let Some(name) = full_name(&mention.stated) {
            by_name.entry(name).or_default().insert(row);
        }
    }
    for holders in by_name.into_values() {
        let identified: BTreeSet<usize> =
            holders.iter().filter(|r| rows.get(**r).is_some_and(is_identified)).map(|r| root(parent, *r)).collect();
        let bare: Vec<usize> = holders.iter().copied().filter(|r| !rows.get(*r).is_some_and(is_identified)).collect();
        let sources_differ = differ_in_source(&holders, rows);
        if identified.len() <= 1 || sources_differ {
            let mut all = identified.into_iter().chain(bare);
            if let Some(first) = all.next() {
                all.for_each(|other| join(parent, first, other));
            }
        }
    }
}

// Two ids in one tool are two people even under one name; ids in different tools with one full name are one person.
fn differ_in_source(holders: &BTreeSet<usize>, rows: &[Mention]) -> bool {
    let mut seen = BTreeSet::new();
    holders.iter().filter_map(|r| rows.get(*r)).filter(|m| is_identified(m)).all(|m| seen.insert(m.source.as_str()))
}

fn is_identified(mention: &Mention) -> bool {
    !mention.stated.id.trim().is_empty() || !mention.stated.email.trim().is_empty()
}

fn full_name(stated: &StatedPerson) -> Option<String> {
    let name = stated.name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    name.contains(' ').then_some(name)
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

/// What stands for the person when sorting and hashing: the smallest e-mail, else id, else name.
fn identity(rows: &[usize], mentions: &[Mention]) -> String {
    let all = |pick: fn(&StatedPerson) -> &String| {
        rows.iter()
            .filter_map(|r| mentions.get(*r))
            .map(|m| pick(&m.stated).trim().to_lowercase())
            .filter(|v| !v.is_empty())
            .min()
    };
    all(|p| &p.email).or_else(|| all(|p| &p.id)).or_else(|| all(|p| &p.name)).unwrap_or_default()
}

fn person(rows: &[usize], mentions: &[Mention], params: &PeopleParams) -> Person {
    let first = |pick: fn(&StatedPerson) -> &String| {
        rows.iter()
            .filter_map(|r| mentions.get(*r))
            .map(|m| pick(&m.stated).trim().to_owned())
            .find(|v| !v.is_empty())
            .unwrap_or_default()
    };
    let zone = rows
        .iter()
        .filter_map(|r| mentions.get(*r))
        .map(|m| m.stated.time_zone.trim())
        .find(|z| z.parse::<chrono_tz::Tz>().is_ok())
        .map(str::to_owned);
    let name = first(|p| &p.name);
    let stated_machine = rows.iter().filter_map(|r| mentions.get(*r)).any(|m| m.stated.machine);
    Person {
        pseudonym: String::new(),
        machine: stated_machine || is_machine(&name, params),
        name,
        email: first(|p| &p.email),
        zone_known: zone.is_some(),
        zone: zone.unwrap_or_else(|| params.fallback_zone.clone()),
        team: first(|p| &p.team),
    }
}

/// Accounts that are nobody: named in the settings, or named like one.
fn is_machine(name: &str, params: &PeopleParams) -> bool {
    let name = name.trim().to_lowercase();
    if name.is_empty() {
        return false;
    }
    const EXACT: [&str; 8] = ["system", "siebel", "event management", "admin", "guest", "root", "api", "automation"];
    params.machines.contains(&name)
        || EXACT.contains(&name.as_str())
        || name
            .split(|c: char| !c.is_alphanumeric())
            .any(|w| matches!(w, "bot" | "integration" | "webhook" | "automation"))
        || name.starts_with("svc-")
        || name.starts_with("svc_")
}
