//! Records that carry their own history: a status page keeps its incidents with a list of updates, each with a time and a
//! word for the state.

use crate::ingest::happening::happening;
use crate::model::record::Stamp;
use crate::normalise::stamp::DayOrder;
use crate::normalise::status::status;
use crate::normalise::time::{TimeContext, parse};
use serde_json::{Map, Value};

/// What the list of updates is called, and where its parts stand in an update.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Updates {
    pub list: String,
    pub at: String,
    pub status: Option<String>,
    pub person: Option<String>,
    /// States that were seen, for the reader.
    pub states: Vec<String>,
}

/// Names of the time of an update, the surest first.
const AT: &[&str] = &[
    "date",
    "at",
    "time",
    "timestamp",
    "created_at",
    "createdAt",
    "created",
    "datetime",
    "when",
    "display_at",
    "posted_at",
    "updated_at",
];
const STATUS: &[&str] = &["status", "state", "phase", "type", "stage", "title", "label", "name"];
const PERSON: &[&str] = &["author", "by", "who", "user", "person"];
/// Names of such lists. Under another name, its states must be those of incidents.
const LISTS: &[&str] = &[
    "updates",
    "history",
    "timeline",
    "incident_updates",
    "messages",
    "posts",
    "log",
    "status_updates",
    "entries",
    "events",
    "progress",
    "changes",
];
/// Keys that a record has and an update has not: what has them is a list of incidents.
const OF_RECORDS: &[&str] =
    &["severity", "impact", "priority", "components", "affected", "updates", "resolved_at", "service"];

impl Updates {
    /// Whether the states are those of public status pages.
    #[must_use]
    pub(super) fn is_of_page(&self) -> bool {
        let own = ["investigating", "identified", "monitoring", "watching", "update", "scheduled", "operational"];
        self.states.iter().any(|state| own.contains(&state.to_lowercase().as_str()))
    }
}

/// The list of updates that most of these records have.
#[must_use]
pub(super) fn of(objects: &[&Value]) -> Option<Updates> {
    let mut names: Vec<&String> = Vec::new();
    for key in objects.iter().filter_map(|object| object.as_object()).flat_map(Map::keys) {
        if !names.contains(&key) {
            names.push(key);
        }
    }
    let found = names.into_iter().filter_map(|name| list(objects, name));
    found.max_by_key(|updates| (LISTS.contains(&updates.list.as_str()), updates.states.len()))
}

fn list(objects: &[&Value], name: &str) -> Option<Updates> {
    let lists: Vec<&Vec<Value>> = objects.iter().filter_map(|object| object.get(name)?.as_array()).collect();
    let updates: Vec<&Value> =
        lists.iter().flat_map(|list| list.iter()).filter(|one| one.is_object()).take(100).collect();
    let headed = |object: &&&Value| {
        ["title", "name", "headline", "summary", "subject", "incident"].iter().any(|key| object.get(key).is_some())
    };
    let records = objects.iter().filter(headed).count();
    if updates.is_empty() || lists.len() * 2 < objects.len() || records * 2 < objects.len() {
        return None;
    }
    if updates.iter().any(|one| OF_RECORDS.iter().any(|key| one.get(*key).is_some_and(|value| !value.is_null()))) {
        return None;
    }
    let most = |fits: &dyn Fn(&Value) -> bool| updates.iter().filter(|one| fits(one)).count() * 5 >= updates.len() * 4;
    let at = AT.iter().find(|key| most(&|one| one.get(**key).and_then(Value::as_str).is_some_and(is_time)))?;
    let told =
        |key: &&&str| updates.iter().filter(|one| one.get(**key).and_then(Value::as_str).is_some_and(is_state)).count();
    let state = STATUS.iter().find(|key| told(key) * 2 > updates.len());
    let person = PERSON.iter().find(|key| most(&|one| one.get(**key).is_some_and(Value::is_string)));
    if state.is_none() && !LISTS.contains(&name) {
        return None;
    }
    let mut states: Vec<String> = Vec::new();
    for said in state.iter().flat_map(|key| updates.iter().filter_map(|one| one.get(**key)?.as_str())) {
        if !states.iter().any(|known| known == said) {
            states.push(said.to_owned());
        }
    }
    Some(Updates {
        list: name.to_owned(),
        at: (*at).to_owned(),
        status: state.map(|key| (*key).to_owned()),
        person: person.map(|key| (*key).to_owned()),
        states,
    })
}

fn is_time(text: &str) -> bool {
    let stamp = Stamp { text: text.to_owned(), field: "proposed" };
    let context = TimeContext { zone: None, order: DayOrder::DayFirst };
    matches!(parse(&stamp, context), Ok(Some(_)))
}

fn is_state(text: &str) -> bool {
    happening(text).is_some() || status(text).is_some()
}
