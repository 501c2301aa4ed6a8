//! From mentions to people: who is the same person is in `identity.rs`, who is nobody in `machines.rs`.

use crate::model::bug;
use crate::model::column::Column;
use crate::model::person::{Directory, Mention, Mentions, Person};
use crate::model::record::StatedPerson;
use crate::model::row::MentionIx;
use crate::normalise::identity::traits::{full_name, in_order, without_marks};
use crate::normalise::identity::unite;
use crate::normalise::keyed::{Digest, Key, hex};
use crate::normalise::machines::is_machine;
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// Digits of a keyed pseudonym: at 100,000 people two share them once in two hundred runs, and then all digits count.
const PSEUDONYM: usize = 10;

/// What the settings say about people.
#[derive(Clone, Default)]
pub struct PeopleParams {
    /// With a salt, pseudonyms are stable between runs; without one they are good for one set of inputs.
    pub salt: Option<String>,
    /// Zone of people whose own is not known.
    pub fallback_zone: Tz,
    /// Names that are machines whatever the exports say (lower case).
    pub machines: Vec<String>,
    /// Whether known people are masked in texts.
    pub mask_texts: bool,
    /// The key where there is no salt: of the inputs of the run.
    pub inputs: Key,
}

impl PeopleParams {
    /// What pseudonyms are made with.
    #[must_use]
    pub fn key(&self) -> Key {
        self.salt.as_deref().map_or_else(|| self.inputs.clone(), Key::of_salt)
    }
}

/// Without salt and key: whoever sees a message of ours must not see them.
impl std::fmt::Debug for PeopleParams {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { salt, fallback_zone, machines, mask_texts, .. } = self;
        let salted = salt.is_some();
        write!(f, "PeopleParams {{ salted: {salted}, {fallback_zone:?}, {machines:?}, mask_texts: {mask_texts} }}")
    }
}

/// Brings the mentions together. People are numbered in the order of keyed digests, so that neither the numbers nor the
/// order of any table keeps the order of addresses, of ids or of first appearance.
#[must_use]
pub fn resolve(mentions: &Mentions, params: &PeopleParams) -> Directory {
    let key = params.key();
    let roots = unite(mentions.rows.as_slice());
    let mut members: BTreeMap<usize, Vec<MentionIx>> = BTreeMap::new();
    for (row, root) in mentions.rows.rows().zip(&roots) {
        members.entry(*root).or_default().push(row);
    }
    let mut found: Vec<Found> = members
        .into_values()
        .map(|rows| Found {
            digest: key.digest("person", &identity(&rows, &mentions.rows)),
            person: person(&rows, &mentions.rows, params),
            rows,
        })
        .collect();
    found.sort_by(|a, b| {
        (a.person.machine, a.digest, a.rows.first()).cmp(&(b.person.machine, b.digest, b.rows.first()))
    });
    number(found, &mentions.rows, params.salt.is_some())
}

/// A person on the way to a pseudonym.
struct Found {
    digest: Digest,
    person: Person,
    rows: Vec<MentionIx>,
}

fn number(found: Vec<Found>, mentions: &Column<MentionIx, Mention>, salted: bool) -> Directory {
    let mut people = Column::with_capacity(found.len());
    let mut of_mention = Column::filled(mentions.len(), None);
    let width = found.len().to_string().len().max(3);
    let digests: Vec<Digest> = found.iter().map(|f| f.digest).collect();
    for (index, Found { mut person, rows, digest }) in found.into_iter().enumerate() {
        let prefix = if person.machine { "machine" } else { "person" };
        person.pseudonym = if salted {
            let beside = [index.checked_sub(1), Some(index + 1)].into_iter().flatten().filter_map(|at| digests.get(at));
            format!("{prefix}-{}", shortest(digest, beside))
        } else {
            format!("{prefix}-{:0width$}", index + 1)
        };
        let person = people.push(person);
        rows.into_iter().for_each(|row| of_mention[row] = Some(person));
    }
    let nobody = || bug::broken("every mention is of somebody", "people are made of all mentions");
    Directory { people, of_mention: of_mention.into_iter().map(|person| person.unwrap_or_else(nobody)).collect() }
}

/// Ten digits of a digest, and all of them where its neighbours in order have the same ten.
fn shortest<'a>(digest: Digest, beside: impl Iterator<Item = &'a Digest>) -> String {
    let whole = hex(&digest);
    let short: String = whole.chars().take(PSEUDONYM).collect();
    let is_taken = beside.into_iter().any(|other| hex(other).starts_with(&short));
    if is_taken { whole } else { short }
}

/// What stands for the person under the key: the smallest e-mail, else id, else name.
fn identity(rows: &[MentionIx], mentions: &Column<MentionIx, Mention>) -> String {
    let all = |pick: fn(&StatedPerson) -> &String| {
        rows.iter().map(|row| pick(&mentions[*row].stated).trim().to_lowercase()).filter(|v| !v.is_empty()).min()
    };
    all(|p| &p.email).or_else(|| all(|p| &p.id)).or_else(|| all(|p| &p.name)).unwrap_or_default()
}

fn person(rows: &[MentionIx], mentions: &Column<MentionIx, Mention>, params: &PeopleParams) -> Person {
    let stated = || rows.iter().map(|row| &mentions[*row].stated);
    let first = |pick: fn(&StatedPerson) -> &String| {
        stated().map(|p| pick(p).trim().to_owned()).find(|v| !v.is_empty()).unwrap_or_default()
    };
    let zone = stated().find_map(|p| p.time_zone.trim().parse::<Tz>().ok());
    // A full name says more than the log-in name or the nickname of another tool.
    let full = stated().find(|p| full_name(&p.name).is_some()).map(|p| p.name.clone());
    Person {
        pseudonym: String::new(),
        machine: stated().any(|p| is_machine(p, &params.machines)),
        name: in_order(&without_marks(&full.unwrap_or_else(|| first(|p| &p.name)))),
        email: first(|p| &p.email).split(';').next().unwrap_or("").trim().to_owned(),
        zone_known: zone.is_some(),
        zone: zone.unwrap_or(params.fallback_zone),
        team: first(|p| &p.team),
    }
}
