//! People: their mentions as the exports state them, and the persons behind the mentions.

use crate::model::column::Column;
use crate::model::record::StatedPerson;
use crate::model::row::{MentionIx, PersonIx};
use chrono_tz::Tz;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// One person (or machine account) of the data set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// What tables and reports call the person: a running number, or a keyed pseudonym when the settings hold a salt.
    pub pseudonym: String,
    pub name: String,
    pub email: String,
    /// Where the person lives, and whether the exports say so (or the settings' zone stands in for it).
    pub zone: Tz,
    pub zone_known: bool,
    pub team: String,
    /// Service accounts and integrations are never counted as people.
    pub machine: bool,
}

/// A person as one tool names them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mention {
    /// The tool.
    pub source: String,
    pub stated: StatedPerson,
}

/// All distinct mentions, numbered in order of first appearance.
#[derive(Debug, Clone, Default)]
pub struct Mentions {
    pub rows: Column<MentionIx, Mention>,
    /// By tool, and by what it names the person.
    index: BTreeMap<String, FxHashMap<String, MentionIx>>,
    /// Room for the name that is looked for.
    key: String,
}

impl Mentions {
    /// The number of a mention. Mentions with the same id (else e-mail, else name) in one tool are one, and later ones
    /// fill what earlier ones left blank. `None` for a mention without any of them.
    pub fn code(&mut self, source: &str, person: &StatedPerson) -> Option<MentionIx> {
        let named_by = [("i:", person.id.trim()), ("e:", person.email.trim()), ("n:", person.name.trim())];
        let (kind, value) = named_by.into_iter().find(|(_, value)| !value.is_empty())?;
        // Every log entry mentions somebody, mostly somebody known: looking asks for no memory.
        self.key.clear();
        self.key.push_str(kind);
        if value.is_ascii() {
            self.key.extend(value.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        } else {
            self.key.push_str(&value.to_lowercase());
        }
        if let Some(&code) = self.index.get(source).and_then(|of_source| of_source.get(&self.key)) {
            fill(&mut self.rows[code].stated, person);
            return Some(code);
        }
        let code = self.rows.push(Mention { source: source.to_owned(), stated: person.clone() });
        self.index.entry(source.to_owned()).or_default().insert(self.key.clone(), code);
        Some(code)
    }
}

fn fill(known: &mut StatedPerson, more: &StatedPerson) {
    let pairs = [
        (&mut known.id, &more.id),
        (&mut known.name, &more.name),
        (&mut known.email, &more.email),
        (&mut known.time_zone, &more.time_zone),
        (&mut known.team, &more.team),
    ];
    for (slot, value) in pairs {
        if slot.is_empty() && !value.is_empty() {
            slot.clone_from(value);
        }
    }
    known.machine |= more.machine;
}

/// The people of a run and which mention is whom.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    pub people: Column<PersonIx, Person>,
    /// Person of each mention.
    pub of_mention: Column<MentionIx, PersonIx>,
}

impl Directory {
    #[must_use]
    pub fn person(&self, mention: MentionIx) -> PersonIx {
        self.of_mention[mention]
    }

    /// The person behind a mention when it is a human being.
    #[must_use]
    pub fn human(&self, mention: MentionIx) -> Option<PersonIx> {
        Some(self.person(mention)).filter(|person| !self.people[*person].machine)
    }
}
