//! From mentions to people: who is the same person is in `identity.rs`, who is nobody in `machines.rs`.

use crate::model::person::{Directory, Mention, Mentions, Person};
use crate::model::record::StatedPerson;
use crate::normalise::identity::traits::{full_name, in_order, without_marks};
use crate::normalise::identity::unite;
use crate::normalise::machines::is_machine;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

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
    let stated = || rows.iter().filter_map(|r| mentions.get(*r)).map(|m| &m.stated);
    let first = |pick: fn(&StatedPerson) -> &String| {
        stated().map(|p| pick(p).trim().to_owned()).find(|v| !v.is_empty()).unwrap_or_default()
    };
    let zone = stated().map(|p| p.time_zone.trim()).find(|z| z.parse::<chrono_tz::Tz>().is_ok()).map(str::to_owned);
    // A full name says more than the log-in name or the nickname of another tool.
    let full = stated().find(|p| full_name(&p.name).is_some()).map(|p| p.name.clone());
    Person {
        pseudonym: String::new(),
        machine: stated().any(|p| is_machine(p, &params.machines)),
        name: in_order(&without_marks(&full.unwrap_or_else(|| first(|p| &p.name)))),
        email: first(|p| &p.email).split(';').next().unwrap_or("").trim().to_owned(),
        zone_known: zone.is_some(),
        zone: zone.unwrap_or_else(|| params.fallback_zone.clone()),
        team: first(|p| &p.team),
    }
}
