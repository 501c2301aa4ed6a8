//! Files that hold the fields of one record, or of a few, as YAML or as the block at the top of a Markdown page. They are
//! read as the objects that they are, so that sources and mappings find the fields under their keys.

use crate::ingest::AnySource;
use crate::ingest::container::feed;
use crate::ingest::files::Reader;
use crate::ingest::front_matter::{self, prose};
use crate::ingest::head::Head;
use crate::ingest::lenient::clipped;
use serde_json::{Map, Value};

/// Keys that name what a record is about, and keys that say when; a file of settings has hardly both.
const NAMES: [&str; 6] = ["title", "name", "headline", "summary", "subject", "incident"];
const TIMES: [&str; 16] = [
    "date",
    "start",
    "started",
    "started_at",
    "start_time",
    "start_date",
    "begin",
    "began",
    "created",
    "created_at",
    "opened",
    "opened_at",
    "time",
    "timestamp",
    "detected",
    "when",
];
/// Lists that status pages keep; the time line of a written review is its own.
const UPDATES: [&str; 6] = ["updates", "history", "posts", "messages", "status_updates", "incident_updates"];
/// Keys of the time of an update.
const MOMENTS: [&str; 9] =
    ["date", "at", "time", "timestamp", "created", "created_at", "createdat", "when", "posted_at"];

impl Reader<'_> {
    /// Reads a YAML file of records; false when it is none of ours.
    pub(super) fn read_yaml(&mut self, text: &str, name: &str) -> bool {
        let Some(mut value) = front_matter::yaml(text).filter(is_of_records) else { return false };
        if let Value::Object(object) = &mut value {
            object.entry("file").or_insert_with(|| stem(name).into());
        }
        self.read_json(&value.to_string(), name);
        true
    }

    /// Reads the fields of a Markdown page as one record, where a mapping asks for that or its list of updates tells the
    /// story; false for every other page.
    pub(super) fn read_front_matter(&mut self, text: &str, name: &str, source: Option<&dyn AnySource>) -> bool {
        let mapped = self.names_this();
        let written = matches!(source.map(|source| source.kind().id), Some("review" | "review-template"));
        // Parsing the fields costs as much as the page's own reader; the pages of a source that reads them itself are spared.
        let may_be_page = source.is_none() || (written && UPDATES.iter().any(|key| text.contains(&format!("{key}:"))));
        if !mapped && !may_be_page {
            return false;
        }
        let document = front_matter::parse(text);
        let mut object: Map<String, Value> =
            document.fields.iter().map(|(key, node)| (key.clone(), front_matter::to_json(node))).collect();
        if object.is_empty() {
            return false;
        }
        let of_page = UPDATES.iter().any(|key| object.get(*key).is_some_and(Value::is_array));
        let unread = source.is_none() || (written && of_page && tells_story(&object));
        let is_taken = mapped || (unread && is_of_records(&Value::Object(object.clone())));
        if !is_taken {
            return false;
        }
        object.insert("file".to_owned(), stem(name).into());
        let body = clipped(&prose(document.body));
        if !body.is_empty() {
            object.entry("body").or_insert_with(|| body.into());
        }
        self.read_json(&Value::Object(object).to_string(), name);
        true
    }

    /// Reads the entries of a feed. One that is no status page's says what would be.
    pub(super) fn read_feed(&mut self, text: &str, name: &str) {
        let (entries, broken) = feed::entries(text);
        if broken {
            self.report.notes.push("the feed ends in the middle of an element: the file may be cut off".to_owned());
        }
        if entries.is_empty() {
            return self.problem("is a feed without entries", "fetch it again, or the page's JSON beside it");
        }
        self.read_json(&Value::Array(entries).to_string(), name);
        if self.report.units.iter().all(|unit| unit.source.is_none()) && self.report.problem.is_some() {
            let hint =
                "the incidents of a status page stand in /api/v2/incidents.json or /history.json beside its feed";
            self.problem("is a feed (Atom or RSS), but its entries are no incidents of a status page", hint);
        }
    }

    /// Whether a mapping of the settings names this file.
    pub(super) fn names_this(&self) -> bool {
        let path = self.input.shown.clone();
        let head = Head { name: crate::ingest::inputs::file_name(&path), path, ..Head::default() };
        self.sources.iter().any(|source| source.kind().id == "mapped" && source.recognises(&head))
    }
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Whether the first record names what happened and says when.
fn is_of_records(value: &Value) -> bool {
    match value {
        Value::Array(list) => list.first().is_some_and(has_both),
        Value::Object(object) => {
            let inner = object.values().filter_map(|inner| inner.as_array()?.first());
            has_both(value) || inner.into_iter().any(has_both)
        }
        _ => false,
    }
}

fn has_both(value: &Value) -> bool {
    let has = |keys: &[&str]| keys.iter().any(|key| value.get(*key).is_some_and(|found| !found.is_null()));
    has(&NAMES) && (has(&TIMES) || value.as_object().is_some_and(tells_story))
}

/// Whether one of its lists holds objects with a time each.
fn tells_story(object: &Map<String, Value>) -> bool {
    // A clock without a day is a line of a written review.
    let dated = |value: &Value| value.as_str().is_some_and(|text| text.len() >= "2026-01-05".len());
    let has_moment = |first: &Value| first.is_object() && MOMENTS.iter().any(|key| first.get(*key).is_some_and(dated));
    object.values().any(|list| list.get(0).is_some_and(has_moment))
}
