//! PagerDuty notifications: every page, as `GET /notifications` returns them and as the CSV of the notification report.
//!
//! To get them: Analytics, then Reports, Notifications, Download CSV; or page through
//! `https://api.pagerduty.com/notifications` with `since` and `until`.
//!
//! What this export cannot answer: for which incident somebody was paged. A review counts pages by incident, so it needs
//! the log entries for them; rows of exports that do name the incident are used.

use serde_json::{Map, Value};

use super::measured::Facts;
use super::shared::TOOL;
use crate::ingest::head::Head;
use crate::ingest::lenient::{first, parse, row, stamp};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, EventKind, StatedEvent, StatedPerson};
use crate::model::reject::Reason;

const SUFFIX: &str = "_notification";

/// The source; see the head of this file.
pub struct Notifications;

impl Source for Notifications {
    const KIND: Export = Export {
        id: "pagerduty-notifications",
        title: "PagerDuty notifications (CSV or REST API JSON; used where they name their incident)",
        tool: TOOL,
        looks_for: "a table with the columns `date`, `type`, `address` and `user`, or JSON objects whose `type` ends in `_notification`",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        let table = ["date", "time", "started_at", "created_at"].iter().any(|at| {
            head.has_headers(&[at, "type", "address", "user"])
                || head.has_headers(&[at, "type", "address", "user_name"])
        });
        table || head.objects.iter().any(|object| is_notification(object) || pages(object).any(is_notification))
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        if let Item::Row(_) = item {
            let Some(cells) = row(item, origin, out) else { return };
            let user = StatedPerson {
                name: first(&[cells.get("user"), cells.get("user_name")]).to_owned(),
                ..Default::default()
            };
            one(cells, user, cells.get("incident_id"), origin, out);
            return;
        }
        let Some(object) = parse::<Map<String, Value>>(item, origin, out) else { return };
        if let Some(Value::Array(_)) = object.get("notifications") {
            page(&object, origin, out);
            return;
        }
        let incident = incident(&object);
        one(&object, user(&object), &incident, origin, out);
    }
}

fn is_notification(object: &Value) -> bool {
    let kind = object.get("type").and_then(Value::as_str).unwrap_or("");
    kind.ends_with(SUFFIX) && object.get("user").is_some() && object.get("started_at").is_some()
}

/// Notifications of a page that came as one object.
fn pages(object: &Value) -> impl Iterator<Item = &Value> {
    object.get("notifications").and_then(Value::as_array).into_iter().flatten()
}

fn incident(object: &Map<String, Value>) -> String {
    let inside = object.get("incident").and_then(|part| part.get("id")).and_then(Value::as_str);
    inside.map_or_else(|| object.text("incident_id"), str::to_owned)
}

fn user(object: &Map<String, Value>) -> StatedPerson {
    let part = |name: &str| object.get("user").and_then(|user| user.get(name)).and_then(Value::as_str).unwrap_or("");
    StatedPerson {
        id: part("id").to_owned(),
        name: first(&[part("name"), part("summary"), &object.text("user")]).to_owned(),
        email: part("email").to_owned(),
        ..StatedPerson::default()
    }
}

fn at(facts: &impl Facts) -> String {
    let all = ["started_at", "date", "time", "created_at"].map(|name| facts.text(name));
    all.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
}

fn one(facts: &impl Facts, user: StatedPerson, incident: &str, origin: &Origin, out: &mut Output) {
    let (id, time) = (facts.text("id"), at(facts));
    if time.is_empty() {
        out.reject(origin, &id, Reason::NoTime, "the notification has no time");
        return;
    }
    let known = first(&[&user.id, &user.name]).to_owned();
    let native_id = if id.is_empty() { format!("{known}/{time}/{}", facts.text("type")) } else { id };
    let event = event(facts, user, incident).filter(|event| !event.incident.is_empty());
    TOOL.keep("notification", native_id, event.map_or(Body::Reference, |event| Body::Events(vec![event])), origin, out);
}

fn page(object: &Map<String, Value>, origin: &Origin, out: &mut Output) {
    let listed = object.get("notifications").and_then(Value::as_array).into_iter().flatten();
    let listed: Vec<&Map<String, Value>> = listed.filter_map(Value::as_object).collect();
    let events: Vec<StatedEvent> = listed
        .iter()
        .filter_map(|one| event(*one, user(one), &incident(one)))
        .filter(|event| !event.incident.is_empty())
        .collect();
    let native_id = listed.first().map_or_else(|| "empty".to_owned(), |one| one.text("id"));
    let body = if events.is_empty() { Body::Reference } else { Body::Events(events) };
    TOOL.keep("notifications", native_id, body, origin, out);
}

/// E-mail interrupts nobody, so it has a kind of its own.
fn event(facts: &impl Facts, user: StatedPerson, incident: &str) -> Option<StatedEvent> {
    let medium = facts.text("type").to_lowercase();
    let kind = if medium.contains("mail") { EventKind::Emailed } else { EventKind::Notified };
    Some(StatedEvent {
        incident: incident.to_owned(),
        kind,
        at: stamp(&at(facts), "started_at")?,
        actor: None,
        people: vec![user],
        automatic: true,
        detection: String::new(),
        value: String::new(),
    })
}
