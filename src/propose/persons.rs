//! Columns of people: by what they are called, and by what stands in them.
//!
//! Who reports an incident, who is affected by it and who pays for the service is a person, and never an area. What such a
//! column is called says it nearly always; where the header is vague, the values do: addresses, or names with first names
//! that people have. Names of systems are often two words with capitals as well, so these alone are not enough where the
//! header speaks of a system or a team.

use std::sync::LazyLock;

use crate::normalise::mask::words::{is_ordinary, is_role};
use crate::propose::Matching;
use crate::propose::columns::{Column, folded};
use crate::propose::evidence::has_word;
use crate::propose::shape::Shape;
use rustc_hash::FxHashSet;

/// First names, in small letters.
static FIRST_NAMES: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| include_str!("first_names.txt").split_whitespace().collect());

/// Facts that no person can be.
const AREAS: [&str; 9] =
    ["service", "component", "team", "environment", "region", "factor", "title", "detection", "resolution"];
/// Facts that people can be, other than by reporting.
const PARTS: [&str; 4] = ["assignee", "responder", "commander", "resolver"];

/// Words for people outside the response.
const WHO: &[&str] = &[
    "caller",
    "requester",
    "requestor",
    "reporter",
    "submitter",
    "complainant",
    "customer",
    "customers",
    "employee",
    "contact",
    "user",
    "username",
    "userid",
    "person",
    "originator",
    "initiator",
    "author",
    "creator",
    "anrufer",
    "melder",
    "anwender",
    "benutzer",
    "kunde",
    "antragsteller",
    "demandeur",
    "utilisateur",
    "appelant",
    "declarant",
    "usuario",
    "solicitante",
    "cliente",
    "informador",
    "richiedente",
    "utente",
];
/// Those of them that may be firms.
const BUYERS: &[&str] = &["customer", "customers", "kunde", "cliente"];
/// Words before `by` and `for` that make a person of it, when nobody responded by doing so.
const DONE: &[&str] = &[
    "reported",
    "opened",
    "created",
    "raised",
    "submitted",
    "logged",
    "requested",
    "sent",
    "entered",
    "registered",
    "updated",
    "modified",
    "changed",
    "caused",
    "approved",
    "gemeldet",
    "erstellt",
    "angelegt",
];
/// Words that make something else of it: the place, the number or the kind of a person.
const OF_THEM: &[&str] = &[
    "location",
    "site",
    "region",
    "country",
    "city",
    "building",
    "floor",
    "impact",
    "count",
    "number",
    "no",
    "facing",
    "type",
    "group",
    "team",
    "satisfaction",
    "rating",
    "score",
    "time",
    "date",
    "at",
    "on",
    "status",
    "priority",
    "severity",
    "comment",
    "comments",
    "language",
    "vip",
    "standort",
    "agent",
    "system",
    "service",
    "app",
    "application",
    "interface",
    "story",
    "method",
    "channel",
    "experience",
    "facing",
    "portal",
    "support",
    "base",
    "symptom",
    "symptoms",
    "impacted",
    "cost",
    "minutes",
    "hours",
];
/// Words for the organisation that a person belongs to.
const UNITS: &[&str] = &[
    "department",
    "dept",
    "company",
    "division",
    "unit",
    "abteilung",
    "bereich",
    "departement",
    "departamento",
    "organization",
    "organisation",
    "org",
];
/// Words that make the team of it that answers.
const OWNING: &[&str] = &[
    "assigned",
    "assignment",
    "owner",
    "owning",
    "responsible",
    "resolver",
    "resolving",
    "support",
    "support",
    "handling",
    "solving",
];
/// Words for things that are called as people are, two words with capitals.
const THINGS: &[&str] = &[
    "service",
    "services",
    "system",
    "systems",
    "application",
    "app",
    "product",
    "component",
    "team",
    "group",
    "squad",
    "ci",
    "host",
    "category",
    "subcategory",
    "subcat",
    "cat",
    "module",
    "queue",
    "environment",
    "region",
    "location",
    "site",
    "category",
    "area",
    "platform",
    "dienst",
    "anwendung",
    "gruppe",
    "type",
    "topic",
];

/// Whether the header says that people stand in the column who took no part in the response.
pub(super) fn is_named(column: &Column) -> bool {
    let has = |words: &[&str]| has_word(column, words);
    let done = has(DONE) && has(&["by", "for", "von", "par", "por"]);
    (has(WHO) || done) && !has(OF_THEM) && !has(UNITS)
}

/// Whether people stand in the column, by its header or by its values.
pub(super) fn is_of_people(column: &Column) -> bool {
    is_named(column) || holds_people(column)
}

/// Whether the values are people.
pub(super) fn holds_people(column: &Column) -> bool {
    let values = column.distinct();
    let share = |n: usize, percent: usize| !values.is_empty() && n * 100 >= values.len() * percent;
    let addresses = values.iter().filter(|value| is_address(value)).count();
    let like = values.iter().filter(|value| is_like_a_name(value)).count();
    let first = values.iter().filter(|value| is_like_a_name(value) && has_first_name(value)).count();
    let things = has_word(column, THINGS);
    share(addresses, 60) || (share(like, 70) && share(first, if things { 50 } else { 25 }))
}

fn is_address(value: &str) -> bool {
    let one = value.split([';', ',', '|', ' ']).next().unwrap_or(value);
    one.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

/// Two to four words with capitals, or `Last, First`; not all of them ordinary ones, and none that a group is called by.
fn is_like_a_name(value: &str) -> bool {
    let value = value.split('(').next().unwrap_or(value).trim();
    let words = name_words(value);
    let capital = |word: &String| word.chars().next().is_some_and(char::is_uppercase);
    let lettered = value.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | ',' | '-' | '\'' | '’'));
    let small: Vec<String> = words.iter().map(|word| folded(&word.to_lowercase())).collect();
    (2..=4).contains(&words.len())
        && lettered
        && words.iter().filter(|word| word.chars().count() > 3).all(capital)
        && !small.iter().any(|word| is_role(word))
        && !small.iter().all(|word| is_ordinary(word))
}

fn has_first_name(value: &str) -> bool {
    name_words(value).iter().any(|word| {
        let small = word.to_lowercase();
        FIRST_NAMES.contains(small.as_str()) || FIRST_NAMES.contains(folded(&small).as_str())
    })
}

fn name_words(value: &str) -> Vec<String> {
    let words = value.split([' ', ',', '.', '-']).map(str::trim).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

impl Matching<'_> {
    /// Whether a column may not be taken for a fact because people stand in it, or because it is about the people who ask.
    pub(super) fn is_about_askers(&self, column: &Column, target: &str) -> bool {
        if target == "reporter" {
            return !is_named(column);
        }
        if PARTS.contains(&target) {
            return is_named(column);
        }
        if target == "team" && has_word(column, UNITS) && !has_word(column, OWNING) {
            return has_word(column, WHO) || self.columns.iter().any(is_named);
        }
        AREAS.contains(&target) && is_of_people(column)
    }

    /// Everybody who is named outside the response: known, so that the name is masked, and counted nowhere.
    pub(super) fn take_reporters(&mut self) {
        for column in 0..self.columns.len() {
            let named = self.columns.get(column).is_some_and(is_named);
            let shape = self.shape(column);
            let people = !matches!(
                shape,
                Shape::Time | Shape::Clock | Shape::Flag | Shape::Empty | Shape::Number | Shape::Address
            );
            // A customer is often a firm, and the names of firms are words of titles.
            let firm = self.columns.get(column).is_some_and(|c| has_word(c, BUYERS) && !holds_people(c));
            if named && people && !firm && self.free(column) {
                self.take(column, "reporter", false);
            }
        }
    }

    /// The columns of a fact: of people outside the response all that name them, otherwise the one.
    pub(super) fn columns_of(&self, target: &str, one: usize) -> Vec<usize> {
        let is_it =
            |column: &usize| self.target.get(*column).copied().flatten().is_some_and(|(name, _)| name == target);
        if target == "reporter" { (0..self.columns.len()).filter(is_it).collect() } else { vec![one] }
    }
}
