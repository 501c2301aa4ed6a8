//! Files through the real containers to one source, and what it read as JSON.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde_json::{Map, Value, json};

use retroscope::ingest::files::{FileReport, read_all};
use retroscope::ingest::head::Head;
use retroscope::ingest::inputs::Input as File;
use retroscope::ingest::mapped::Mapped;
use retroscope::ingest::{AnySource, Context, Export, Item, Output, SOURCES};
use retroscope::model::origin::Origin;
use retroscope::model::record::{
    Body, Record, Stamp, StatedEvent, StatedFollowUp, StatedIncident, StatedInvolvement, StatedPerson, StatedResolver,
    StatedShift,
};

/// A source by itself, with the envelopes of all: what a file is split into must not depend on who reads it. Checks that
/// every item gives exactly one record or reject.
pub(crate) struct Alone<'a> {
    source: &'a dyn AnySource,
    kind: Export,
    heads: Mutex<Vec<Head>>,
}

impl<'a> Alone<'a> {
    pub(crate) fn new(source: &'a dyn AnySource) -> Self {
        static ALL: std::sync::LazyLock<Vec<&'static str>> = std::sync::LazyLock::new(|| {
            SOURCES.iter().flat_map(|source| source.kind().arrays.iter().copied()).collect()
        });
        Self { source, kind: Export { arrays: &ALL, ..*source.kind() }, heads: Mutex::new(Vec::new()) }
    }
}

impl AnySource for Alone<'_> {
    fn kind(&self) -> &Export {
        &self.kind
    }
    fn recognises(&self, head: &Head) -> bool {
        self.heads.lock().unwrap().push(head.clone());
        self.source.recognises(head)
    }
    fn read(&self, item: &Item, origin: &Origin, context: &Context, out: &mut Output) {
        let before = out.records.len() + out.rejects.len();
        self.source.read(item, origin, context, out);
        assert_eq!(out.records.len() + out.rejects.len(), before + 1, "{}, row {}", self.kind().id, origin.row);
    }
}

/// One file of a test.
pub(crate) struct Input {
    path: PathBuf,
    // Kept so that the folder lives as long as the test needs it.
    _folder: Option<tempfile::TempDir>,
}

impl Input {
    pub(crate) fn open(path: &Path) -> Self {
        Self { path: path.to_owned(), _folder: None }
    }

    pub(crate) fn bytes(name: &str, bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        Self { path, _folder: Some(folder) }
    }

    pub(crate) fn lines(text: &str) -> Self {
        Self::bytes("input.jsonl", text.as_bytes())
    }

    pub(crate) fn table(text: &str) -> Self {
        Self::bytes("input.csv", text.as_bytes())
    }

    fn through(&self, sources: &[&dyn AnySource], forced: Option<&str>) -> (Output, FileReport) {
        let shown = self.path.to_string_lossy().into_owned();
        let file = File { path: self.path.clone(), shown, forced: forced.map(str::to_owned), kept: None };
        let mut out = Output::default();
        let mut reports = read_all(&[file], sources, &|_| {}, &mut |batch| {
            out.records.extend(batch.records);
            out.rejects.extend(batch.rejects);
            out.mended.extend(batch.mended);
        });
        (out, reports.remove(0))
    }

    /// The last head that a source is shown.
    pub(crate) fn head(&self) -> Head {
        let spy = Alone::new(SOURCES[0]);
        self.through(&[&spy], None);
        spy.heads.into_inner().unwrap().pop().unwrap_or_default()
    }

    /// Reads the file with one source, whatever it is.
    pub(crate) fn read(&self, source: &dyn AnySource) -> Output {
        self.through(&[&Alone::new(source)], Some(source.kind().id)).0
    }

    /// Whether a source by itself would take any part of the file.
    pub(crate) fn is_claimed(&self, source: &dyn AnySource) -> bool {
        let (_, report) = self.through(&[&Alone::new(source)], None);
        report.units.iter().any(|unit| unit.source.is_some())
    }

    /// Reads the file as a run does: all sources, none forced.
    pub(crate) fn read_by_all(&self) -> (Output, FileReport) {
        self.through(SOURCES, None)
    }
}

pub(crate) fn mapped(path: &Path) -> Mapped {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Mapped::new(toml::from_str(&text).unwrap()).unwrap()
}

/// What was read, as JSON with only the facts that are stated.
pub(crate) fn shown(out: &Output) -> String {
    let records: Vec<Value> = out.records.iter().map(record).collect();
    let rejects: Vec<Value> = out
        .rejects
        .iter()
        .map(|reject| json!({"row": reject.origin.row, "id": reject.record_id, "reason": reject.reason.code()}))
        .collect();
    let whole = json!({"records": records, "rejects": rejects});
    format!("{}\n", serde_json::to_string_pretty(&whole).unwrap())
}

/// One record as JSON, with only what is stated.
pub(crate) fn fact(one: &Record) -> Value {
    record(one)
}

fn record(record: &Record) -> Value {
    let body = match &record.body {
        Body::Incident(one) => json!({"incident": incident(one)}),
        Body::Event(one) => json!({"event": event(one)}),
        Body::Shift(one) => json!({"shift": shift(one)}),
        Body::Shifts(all) => json!({"shifts": all.iter().map(shift).collect::<Vec<_>>()}),
        Body::Person(one) => json!({"person": person(one)}),
        Body::FollowUp { incident, item } => json!({"incident": incident, "follow_up": follow_up(item)}),
        Body::Events(all) => json!({"events": all.iter().map(event).collect::<Vec<_>>()}),
        Body::Names(all) => {
            json!({"names": all.iter().map(|n| format!("{:?} {} = {}", n.kind, n.id, n.name)).collect::<Vec<_>>()})
        }
        Body::Annotation(one) => json!({"annotation": format!("{one:?}")}),
        Body::Note(one) => json!({"note": format!("{one:?}")}),
        Body::Exposure(one) => json!({"exposure": object(vec![
            ("area", json!(one.area)),
            ("from", at(one.from.as_ref())),
            ("to", at(one.to.as_ref())),
            ("deploys", json!(one.deploys)),
            ("requests", json!(one.requests)),
            ("services", json!(one.services)),
        ])}),
        Body::Change(one) => json!({"change": object(vec![
            ("at", at(one.at.as_ref())),
            ("what", json!(one.what)),
            ("metric", json!(one.metric)),
            ("kind", json!(one.kind)),
        ])}),
        Body::Holiday(one) => json!({"holiday": object(vec![
            ("date", at(one.date.as_ref())),
            ("until", at(one.until.as_ref())),
            ("zone", json!(one.zone)),
            ("name", json!(one.name)),
        ])}),
        Body::Family(one) => json!({"family": format!("{one:?}")}),
        Body::Ticket(ticket) => json!({"ticket": format!("{ticket:?}")}),
        Body::Earlier(part) => json!({"earlier": format!("{part:?}")}),
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
        ("value", json!(one.value)),
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
    let custom: Vec<String> = one.custom.iter().map(|f| format!("{}: {}", f.name, f.values.join(" | "))).collect();
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
        ("events", json!(one.events.iter().map(event).collect::<Vec<_>>())),
        ("custom", json!(custom)),
        ("policy", json!(one.policy)),
        ("interruptions", interruptions(one)),
        ("effort_s", json!(one.effort_s)),
        ("one_row_per_event", json!(one.one_row_per_event)),
    ]);
    object(fields)
}

fn interruptions(one: &StatedIncident) -> Value {
    let counted = one.interruptions;
    object(vec![
        ("total", json!(counted.total)),
        ("business", json!(counted.business)),
        ("off", json!(counted.off)),
        ("sleep", json!(counted.sleep)),
    ])
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
