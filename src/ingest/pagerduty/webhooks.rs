//! PagerDuty webhooks (version 3) that somebody kept, one message a line or file.
//!
//! To get them: they can't be exported afterwards; an archive of what a webhook subscription sent is read as it is, with
//! or without the member `event` around each message.
//!
//! What this export cannot answer: who was paged when; notifications are not sent to webhooks. Messages before the
//! subscription began are missing, so what was counted from them is a lower bound.

use serde_json::Value;

use super::shared::TOOL;
use crate::ingest::head::Head;
use crate::ingest::lenient::{first, parse, push_name, stamp};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{
    Body, EventKind, LinkKind, Stamp, StatedEvent, StatedIncident, StatedLink, StatedPerson, StatedResolver,
};
use crate::model::reject::Reason;

/// Types of messages, and what happened.
const KINDS: [(&str, EventKind); 11] = [
    ("incident.triggered", EventKind::Triggered),
    ("incident.acknowledged", EventKind::Acknowledged),
    ("incident.unacknowledged", EventKind::Unacknowledged),
    ("incident.escalated", EventKind::Escalated),
    ("incident.reassigned", EventKind::Reassigned),
    ("incident.delegated", EventKind::Reassigned),
    ("incident.resolved", EventKind::Resolved),
    ("incident.reopened", EventKind::Reopened),
    ("incident.priority_updated", EventKind::Severity),
    ("incident.annotated", EventKind::Note),
    ("incident.responder.added", EventKind::Requested),
];

/// The source; see the head of this file.
pub struct Webhooks;

impl Source for Webhooks {
    const KIND: Export = Export {
        id: "pagerduty-webhooks",
        title: "PagerDuty webhook messages (version 3, JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `event_type` incident.… , `occurred_at` and `data`, by themselves or under `event`",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.objects.iter().map(message).any(|message| {
            text(message, "/event_type").starts_with("incident.")
                && message.get("occurred_at").is_some()
                && message.get("data").is_some()
        })
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(value) = parse::<Value>(item, origin, out) else { return };
        let message = message(&value);
        let id = text(message, "/id");
        let is_whole = text(message, "/data/type") == "incident";
        let incident = if is_whole { text(message, "/data/id") } else { text(message, "/data/incident/id") };
        if !text(message, "/event_type").starts_with("incident.") {
            // Services and the test message of a subscription.
            TOOL.keep("webhook-message", id.to_owned(), Body::Reference, origin, out);
        } else if incident.is_empty() {
            out.reject(origin, id, Reason::UnknownIncident, "the message names no incident");
        } else if is_whole && !is_afterwards(message) {
            TOOL.keep("webhook", incident.to_owned(), Body::Incident(Box::new(stated(message))), origin, out);
        } else {
            let event = event(message).map(|event| StatedEvent { incident: incident.to_owned(), ..event });
            let body = event.map_or(Body::Reference, |event| Body::Events(vec![event]));
            TOOL.keep("webhook-message", first(&[id, incident]).to_owned(), body, origin, out);
        }
    }
}

fn message(object: &Value) -> &Value {
    object.get("event").filter(|event| event.is_object()).unwrap_or(object)
}

fn text<'a>(object: &'a Value, pointer: &str) -> &'a str {
    object.pointer(pointer).and_then(Value::as_str).map_or("", str::trim)
}

fn label<'a>(part: &'a Value, pointer: &str) -> &'a str {
    let of = |key: &str| text(part, &format!("{pointer}/{key}"));
    first(&[of("name"), of("summary"), of("id")])
}

fn list<'a>(object: &'a Value, pointer: &str) -> impl Iterator<Item = &'a Value> {
    object.pointer(pointer).and_then(Value::as_array).into_iter().flatten()
}

fn person(part: &Value) -> Option<StatedPerson> {
    let kind = text(part, "/type");
    let person = StatedPerson {
        id: text(part, "/id").to_owned(),
        name: first(&[text(part, "/name"), text(part, "/summary")]).to_owned(),
        machine: !kind.is_empty() && !kind.starts_with("user"),
        ..StatedPerson::default()
    };
    (!person.id.is_empty() || !person.name.is_empty()).then_some(person)
}

/// The incident as it stood after the message; the last message of a file holds its final state.
fn stated(message: &Value) -> StatedIncident {
    let number = message.pointer("/data/number").or_else(|| message.pointer("/data/incident_number"));
    let (mut services, mut teams) = (Vec::new(), Vec::new());
    push_name(&mut services, label(message, "/data/service"));
    list(message, "/data/teams").for_each(|team| push_name(&mut teams, label(team, "")));
    let status = text(message, "/data/status");
    let survivor = text(message, "/data/resolve_reason/incident/id");
    StatedIncident {
        number: number.and_then(Value::as_u64).map(|number| number.to_string()).unwrap_or_default(),
        url: text(message, "/data/html_url").to_owned(),
        title: text(message, "/data/title").to_owned(),
        status: status.to_owned(),
        severity: first(&[text(message, "/data/priority/summary"), text(message, "/data/priority/name")]).to_owned(),
        urgency: text(message, "/data/urgency").to_owned(),
        services,
        teams,
        policy: label(message, "/data/escalation_policy").to_owned(),
        detected_at: stamp(text(message, "/data/created_at"), "created_at"),
        resolved_at: stamp(text(message, "/data/resolved_at"), "resolved_at").or_else(|| resolved_now(message)),
        modified_at: stamp(text(message, "/occurred_at"), "occurred_at"),
        resolver: if survivor.is_empty() { StatedResolver::Unknown } else { StatedResolver::Merge },
        links: (!survivor.is_empty())
            .then(|| StatedLink { kind: LinkKind::MergedInto, target: survivor.to_owned() })
            .into_iter()
            .collect(),
        events: event(message).into_iter().collect(),
        one_row_per_event: true,
        ..StatedIncident::default()
    }
}

/// A message about an incident that had ended before. It doesn't say when, so it must not stand for the final state.
fn is_afterwards(message: &Value) -> bool {
    text(message, "/data/status") == "resolved"
        && text(message, "/data/resolved_at").is_empty()
        && text(message, "/event_type") != "incident.resolved"
}

fn resolved_now(message: &Value) -> Option<Stamp> {
    let is_end = text(message, "/event_type") == "incident.resolved";
    stamp(text(message, "/occurred_at"), "occurred_at").filter(|_| is_end)
}

/// What happened, without the incident, which stands around it.
fn event(message: &Value) -> Option<StatedEvent> {
    let word = text(message, "/event_type");
    let kind = KINDS.iter().find(|(name, _)| *name == word).map_or(EventKind::Other, |(_, kind)| *kind);
    let actor = message.get("agent").and_then(person);
    let called = matches!(kind, EventKind::Triggered | EventKind::Escalated | EventKind::Reassigned);
    let people = if kind == EventKind::Requested {
        message.pointer("/data/user").and_then(person).into_iter().collect()
    } else {
        list(message, "/data/assignees").filter(|_| called).filter_map(person).collect()
    };
    let severity = first(&[text(message, "/data/priority/summary"), text(message, "/data/priority/name")]);
    Some(StatedEvent {
        incident: String::new(),
        kind,
        at: stamp(text(message, "/occurred_at"), "occurred_at")?,
        automatic: actor.as_ref().is_none_or(|actor| actor.machine),
        actor,
        people,
        detection: String::new(),
        value: if kind == EventKind::Severity { severity.to_owned() } else { String::new() },
    })
}
