//! People: their mentions as the exports state them, and the persons behind the mentions.

use crate::model::column::Column;
use crate::model::record::StatedPerson;
use crate::model::row::{MentionIx, PersonIx};
use chrono_tz::Tz;
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
    index: BTreeMap<(String, String), MentionIx>,
}

impl Mentions {
    /// The number of a mention. Mentions with the same id (else e-mail, else name) in one tool are one, and later ones
    /// fill what earlier ones left blank. `None` for a mention without any of them.
    pub fn code(&mut self, source: &str, person: &StatedPerson) -> Option<MentionIx> {
        let key = [("i", &person.id), ("e", &person.email), ("n", &person.name)]
            .into_iter()
            .find(|(_, value)| !value.trim().is_empty())
            .map(|(kind, value)| format!("{kind}:{}", value.trim().to_lowercase()))?;
        let slot = (source.to_owned(), key);
        if let Some(&code) = self.index.get(&slot) {
            fill(&mut self.rows[code].stated, person);
            return Some(code);
        }
        let code = self.rows.push(Mention { source: source.to_owned(), stated: person.clone() });
        self.index.insert(slot, code);
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
