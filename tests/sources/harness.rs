//! A small stand-in for the container: opens a file as items, and shows what a source read as JSON.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use retroscope::ingest::head::{Cells, Head, Header, header_key};
use retroscope::ingest::mapped::Mapped;
use retroscope::ingest::{Context, Item, Output, Source};
use retroscope::model::origin::Origin;
use retroscope::model::record::{
    Body, Record, Stamp, StatedEvent, StatedFollowUp, StatedIncident, StatedInvolvement, StatedPerson, StatedResolver,
    StatedShift,
};

enum Owned {
    Json(String),
    Row(Cells),
    Text(String, String),
}

pub(super) struct Input {
    items: Vec<Owned>,
    head: Head,
    context: Context,
}

impl Input {
    pub(super) fn open(path: &Path) -> Self {
        let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let text = String::from_utf8(bytes).unwrap();
        let mut input = match path.extension().and_then(|end| end.to_str()) {
            Some("json") => Self::json(&serde_json::from_str(&text).unwrap()),
            Some("jsonl" | "ndjson") => Self::lines(&text),
            Some("csv") => Self::table(&text),
            _ => Self::text(&text, path),
        };
        input.head.name = path.file_name().unwrap().to_string_lossy().into_owned();
        input.head.path = path.to_string_lossy().into_owned();
        input
    }

    fn objects(objects: Vec<Value>, context: Context) -> Self {
        let items = objects.iter().map(|object| Owned::Json(object.to_string())).collect();
        let head = Head { objects: objects.into_iter().take(Head::SAMPLE).collect(), ..Head::default() };
        Self { items, head, context }
    }

    /// All arrays of objects in an envelope, one after the other; a bare array; or a single object.
    pub(super) fn json(value: &Value) -> Self {
        let context = Context {
            zone: value["page"]["time_zone"].as_str().unwrap_or_default().to_owned(),
            account: value["page"]["url"].as_str().unwrap_or_default().to_owned(),
            ..Context::default()
        };
        let objects = match value {
            Value::Array(list) => list.clone(),
            Value::Object(envelope) => {
                let single = ["incident", "schedule", "user"].iter().find_map(|key| envelope.get(*key)).cloned();
                let names =
                    ["incidents", "scheduled_maintenances", "log_entries", "oncalls", "schedules", "users", "result"];
                let lists = names.iter().filter_map(|name| envelope.get(*name)?.as_array());
                let all: Vec<Value> = lists.flatten().cloned().collect();
                if all.is_empty() { vec![single.unwrap_or_else(|| value.clone())] } else { all }
            }
            _ => panic!("neither array nor object"),
        };
        Self::objects(objects, context)
    }

    pub(super) fn lines(text: &str) -> Self {
        Self::objects(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), Context::default())
    }

    pub(super) fn table(text: &str) -> Self {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let stated: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let keys: Vec<String> = stated.iter().map(|header| header_key(header)).collect();
        let header = Arc::new(Header { stated, keys: keys.clone() });
        let rows: Vec<Vec<String>> =
            reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        let head = Head { headers: keys, rows: rows.iter().take(Head::SAMPLE).cloned().collect(), ..Head::default() };
        let items = rows.into_iter().map(|values| Owned::Row(Cells { header: Arc::clone(&header), values })).collect();
        Self { items, head, context: Context::default() }
    }

    fn text(text: &str, path: &Path) -> Self {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let head = Head { text: text.to_owned(), ..Head::default() };
        Self { items: vec![Owned::Text(text.to_owned(), stem)], head, context: Context::default() }
    }

    pub(super) fn head(&self) -> Head {
        self.head.clone()
    }

    pub(super) fn items(&self) -> usize {
        self.items.len()
    }

    /// Reads every item and checks that each gave exactly one record or one reject.
    pub(super) fn read(&self, source: &dyn Source) -> Output {
        let mut out = Output::default();
        for (at, item) in self.items.iter().enumerate() {
            let origin = Origin { row: u32::try_from(at + 1).unwrap(), ..Origin::default() };
            let item = match item {
                Owned::Json(text) => Item::Json(text),
                Owned::Row(cells) => Item::Row(cells),
                Owned::Text(text, stem) => Item::Text { text, stem },
            };
            source.read(&item, &origin, &self.context, &mut out);
            assert_eq!(out.records.len() + out.rejects.len(), at + 1, "{}, item {}", source.id(), at + 1);
        }
        out
    }
}

pub(super) fn mapped(path: &Path) -> Mapped {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Mapped::new(toml::from_str(&text).unwrap()).unwrap()
}

/// What was read, as JSON with only the facts that are stated.
pub(super) fn shown(out: &Output) -> String {
    let records: Vec<Value> = out.records.iter().map(record).collect();
    let rejects: Vec<Value> = out
        .rejects
        .iter()
        .map(|reject| json!({"row": reject.origin.row, "id": reject.record_id, "reason": reject.reason.code()}))
        .collect();
    let whole = json!({"records": records, "rejects": rejects});
    format!("{}\n", serde_json::to_string_pretty(&whole).unwrap())
}

fn record(record: &Record) -> Value {
    let body = match &record.body {
        Body::Incident(one) => json!({"incident": incident(one)}),
        Body::Event(one) => json!({"event": event(one)}),
        Body::Shift(one) => json!({"shift": shift(one)}),
        Body::Shifts(all) => json!({"shifts": all.iter().map(shift).collect::<Vec<_>>()}),
        Body::Person(one) => json!({"person": person(one)}),
        Body::FollowUp { incident, item } => json!({"incident": incident, "follow_up": follow_up(item)}),
        Body::Reference => json!("reference"),
    };
    json!({"row": record.origin.row, "id": record.id(), "role": format!("{:?}", record.role), "body": body})
}

/// Leaves out what is not stated.
fn object(fields: Vec<(&str, Value)>) -> Value {
    let stated = |value: &Value| match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(map) => !map.is_empty(),
        _ => true,
    };
    let fields = fields.into_iter().filter(|(_, value)| stated(value));
    Value::Object(fields.map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
}

fn at(stamp: Option<&Stamp>) -> Value {
    stamp.map_or(Value::Null, |stamp| json!(format!("{} ({})", stamp.text, stamp.field)))
}

fn person(one: &StatedPerson) -> Value {
    object(vec![
        ("id", json!(one.id)),
        ("name", json!(one.name)),
        ("email", json!(one.email)),
        ("time_zone", json!(one.time_zone)),
        ("team", json!(one.team)),
        ("machine", json!(one.machine)),
    ])
}

fn involvement(one: &StatedInvolvement) -> Value {
    object(vec![
        ("person", person(&one.person)),
        ("role", json!(one.role)),
        ("via", json!(format!("{:?}", one.via))),
        ("notified_at", at(one.notified_at.as_ref())),
        ("joined_at", at(one.joined_at.as_ref())),
        ("left_at", at(one.left_at.as_ref())),
    ])
}

fn event(one: &StatedEvent) -> Value {
    object(vec![
        ("incident", json!(one.incident)),
        ("kind", json!(format!("{:?}", one.kind))),
        ("at", at(Some(&one.at))),
        ("actor", one.actor.as_ref().map_or(Value::Null, person)),
        ("people", json!(one.people.iter().map(person).collect::<Vec<_>>())),
        ("automatic", json!(one.automatic)),
        ("detection", json!(one.detection)),
    ])
}

fn shift(one: &StatedShift) -> Value {
    object(vec![
        ("person", person(&one.person)),
        ("schedule", json!(one.schedule)),
        ("policy", json!(one.policy)),
        ("level", json!(one.level)),
        ("start", at(one.start.as_ref())),
        ("end", at(one.end.as_ref())),
    ])
}

fn follow_up(one: &StatedFollowUp) -> Value {
    object(vec![
        ("id", json!(one.id)),
        ("title", json!(one.title)),
        ("owner", person(&one.owner)),
        ("created_at", at(one.created_at.as_ref())),
        ("due_at", at(one.due_at.as_ref())),
        ("completed_at", at(one.completed_at.as_ref())),
        ("status", json!(one.status)),
    ])
}

fn resolver(one: &StatedResolver) -> Value {
    match one {
        StatedResolver::Unknown => Value::Null,
        StatedResolver::Person(someone) => person(someone),
        StatedResolver::Machine => json!("machine"),
        StatedResolver::Merge => json!("merge"),
    }
}

fn incident(one: &StatedIncident) -> Value {
    let mut fields = texts(one);
    fields.extend(times(one));
    let links: Vec<String> = one.links.iter().map(|link| format!("{:?} {}", link.kind, link.target)).collect();
    fields.extend([
        ("kind", json!(format!("{:?}", one.kind))),
        ("customer_facing", one.customer_facing.map_or(Value::Null, |yes| json!(if yes { "yes" } else { "no" }))),
        ("services", json!(one.services)),
        ("components", json!(one.components)),
        ("teams", json!(one.teams)),
        ("environments", json!(one.environments)),
        ("regions", json!(one.regions)),
        ("factors", json!(one.factors)),
        ("resolver", resolver(&one.resolver)),
        ("reopen_count", json!(one.reopen_count)),
        ("reassignment_count", json!(one.reassignment_count)),
        ("escalation_count", json!(one.escalation_count)),
        ("alert_count", json!(one.alert_count)),
        ("links", json!(links)),
        ("people", json!(one.people.iter().map(involvement).collect::<Vec<_>>())),
        ("follow_ups", json!(one.follow_ups.iter().map(follow_up).collect::<Vec<_>>())),
        ("one_row_per_event", json!(one.one_row_per_event)),
    ]);
    object(fields)
}

fn texts(one: &StatedIncident) -> Vec<(&'static str, Value)> {
    vec![
        ("number", json!(one.number)),
        ("url", json!(one.url)),
        ("title", json!(one.title)),
        ("summary", json!(one.summary)),
        ("status", json!(one.status)),
        ("severity", json!(one.severity)),
        ("urgency", json!(one.urgency)),
        ("detection", json!(one.detection)),
        ("resolution", json!(one.resolution)),
        ("outage_key", json!(one.outage_key)),
    ]
}

fn times(one: &StatedIncident) -> Vec<(&'static str, Value)> {
    vec![
        ("started_at", at(one.started_at.as_ref())),
        ("detected_at", at(one.detected_at.as_ref())),
        ("declared_at", at(one.declared_at.as_ref())),
        ("acknowledged_at", at(one.acknowledged_at.as_ref())),
        ("mitigated_at", at(one.mitigated_at.as_ref())),
        ("resolved_at", at(one.resolved_at.as_ref())),
        ("closed_at", at(one.closed_at.as_ref())),
        ("modified_at", at(one.modified_at.as_ref())),
    ]
}
