//! Which words, names and people the exports hold: what a settings file may have to say something about.

use crate::frame::strings::Strings;
use crate::model::person::Directory;
use crate::model::row::IncidentRow;
use crate::normalise::loaded::Loaded;
use crate::normalise::people;
use crate::settings::Settings;
use std::collections::BTreeMap;

/// A value and the number of incident records that state it, with the tools that do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Word {
    pub stated: String,
    pub records: u64,
    pub tools: Vec<String>,
}

/// What was seen, the most frequent first.
#[derive(Debug, Default)]
pub struct Seen {
    /// Severity words, with the level each stands for (`None`: not known).
    pub severities: Vec<(Word, Option<u8>)>,
    pub services: Vec<Word>,
    pub teams: Vec<Word>,
    /// Names that differ only in capitals and marks: (less frequent, more frequent).
    pub same_services: Vec<(String, String)>,
    pub same_teams: Vec<(String, String)>,
    /// Names of accounts taken for machines.
    pub machines: Vec<String>,
    /// Names of the people seen, in alphabetical order.
    pub people: Vec<String>,
    /// How many people have a time zone of their own.
    pub with_zone: usize,
}

impl Seen {
    /// Looks through what was loaded. It must not be linked yet.
    #[must_use]
    pub fn of(loaded: &Loaded, settings: &Settings) -> Self {
        let services = words(loaded, &loaded.incidents.services);
        let teams = words(loaded, &loaded.incidents.teams);
        let directory = people::resolve(&loaded.mentions, &settings.people);
        let severities = words(loaded, &loaded.incidents.stated_severity);
        let level = |word: &Word| settings.normalise.crosswalk.level(&word.stated);
        Self {
            severities: severities.into_iter().map(|word| (level(&word), word)).map(|(l, w)| (w, l)).collect(),
            same_services: same(&services),
            same_teams: same(&teams),
            services,
            teams,
            machines: named(&directory, true),
            people: named(&directory, false),
            with_zone: directory.people.iter().filter(|p| !p.machine && p.zone_known).count(),
        }
    }
}

fn named(directory: &Directory, machines: bool) -> Vec<String> {
    let people = directory.people.iter().filter(|p| p.machine == machines);
    let name = |p: &crate::model::person::Person| if p.name.is_empty() { p.email.clone() } else { p.name.clone() };
    let mut names: Vec<String> = people.map(name).filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The values of a column of lists joined by `;`.
fn words(loaded: &Loaded, column: &Strings<IncidentRow>) -> Vec<Word> {
    let mut found: BTreeMap<String, Word> = BTreeMap::new();
    for row in column.rows() {
        let tool = loaded.incidents.tool(row);
        for stated in column.get(row).split(';').map(str::trim).filter(|stated| !stated.is_empty()) {
            let word = found.entry(stated.to_owned()).or_default();
            stated.clone_into(&mut word.stated);
            word.records += 1;
            if !word.tools.iter().any(|known| known == tool) {
                word.tools.push(tool.to_owned());
            }
        }
    }
    let mut words: Vec<Word> = found.into_values().collect();
    words.sort_by(|a, b| b.records.cmp(&a.records).then_with(|| a.stated.cmp(&b.stated)));
    words
}

/// Names that are one name but for capitals, spaces and marks.
fn same(words: &[Word]) -> Vec<(String, String)> {
    let mut first: BTreeMap<String, &str> = BTreeMap::new();
    let mut pairs = Vec::new();
    for word in words {
        let key: String = word.stated.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        if key.is_empty() {
            continue;
        }
        match first.get(&key) {
            Some(usual) => pairs.push((word.stated.clone(), (*usual).to_owned())),
            None => {
                first.insert(key, &word.stated);
            }
        }
    }
    pairs
}
