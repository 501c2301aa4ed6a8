//! PagerDuty webhooks (version 3) that somebody kept, one message a line or file.
//!
//! To get them: they can't be exported afterwards; an archive of what a webhook subscription sent is read as it is, with
//! or without the member `event` around each message.
//!
//! What this export cannot answer: who was paged when; notifications are not sent to webhooks. Messages before the
//! subscription began are missing, so what was counted from them is a lower bound.

use super::shared::{Ref, TOOL};
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::lenient::{first, push_name};
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
        fields::sampled(head).map(message).any(|message| {
            message.text("event_type").starts_with("incident.")
                && message.exact("occurred_at").is_some()
                && message.exact("data").is_some()
        })
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::json(item, origin, out) else { return };
        let message = message(document.fields());
        let id = message.text("id");
        let is_whole = message.text("data/type") == "incident";
        let incident = if is_whole { message.text("data/id") } else { message.text("data/incident/id") };
        if !message.text("event_type").starts_with("incident.") {
            // Services and the test message of a subscription.
            TOOL.keep("webhook-message", id.into_owned(), Body::Reference, origin, out);
        } else if incident.is_empty() {
            out.reject(origin, &id, Reason::UnknownIncident, "the message names no incident");
        } else if is_whole && !is_afterwards(message) {
            TOOL.keep("webhook", incident.into_owned(), Body::Incident(Box::new(stated(message))), origin, out);
        } else {
            let event = event(message).map(|event| StatedEvent { incident: incident.to_string(), ..event });
            let body = event.map_or(Body::Reference, |event| Body::Events(vec![event]));
            TOOL.keep("webhook-message", first(&[&id, &incident]).to_owned(), body, origin, out);
        }
    }
}

fn message(object: Fields<'_>) -> Fields<'_> {
    let inside = object.at("event");
    if inside.is_object() { inside } else { object }
}

fn person(part: Fields) -> Option<StatedPerson> {
    Some(Ref(part).person()).filter(|person| !fields::is_nobody(person))
}

/// The incident as it stood after the message; the last message of a file holds its final state.
fn stated(message: Fields) -> StatedIncident {
    let (mut services, mut teams) = (Vec::new(), Vec::new());
    push_name(&mut services, &Ref::at(message, "data/service").label_or_id());
    message.list("data/teams").for_each(|team| push_name(&mut teams, &Ref(team).label_or_id()));
    let status = message.text("data/status");
    let survivor = message.text("data/resolve_reason/incident/id");
    StatedIncident {
        number: message.first(&["data/number", "data/incident_number"]).into_owned(),
        url: message.text("data/html_url").into_owned(),
        title: message.text("data/title").into_owned(),
        status: status.into_owned(),
        severity: message.first(&["data/priority/summary", "data/priority/name"]).into_owned(),
        urgency: message.text("data/urgency").into_owned(),
        services,
        teams,
        policy: Ref::at(message, "data/escalation_policy").label_or_id().into_owned(),
        detected_at: message.time(&["data/created_at"], "created_at"),
        resolved_at: message.time(&["data/resolved_at"], "resolved_at").or_else(|| resolved_now(message)),
        modified_at: message.time(&["occurred_at"], "occurred_at"),
        resolver: if survivor.is_empty() { StatedResolver::Unknown } else { StatedResolver::Merge },
        links: (!survivor.is_empty())
            .then(|| StatedLink { kind: LinkKind::MergedInto, target: survivor.into_owned() })
            .into_iter()
            .collect(),
        events: event(message).into_iter().collect(),
        one_row_per_event: true,
        ..StatedIncident::default()
    }
}

/// A message about an incident that had ended before. It doesn't say when, so it must not stand for the final state.
fn is_afterwards(message: Fields) -> bool {
    message.text("data/status") == "resolved"
        && message.text("data/resolved_at").is_empty()
        && message.text("event_type") != "incident.resolved"
}

fn resolved_now(message: Fields) -> Option<Stamp> {
    let is_end = message.text("event_type") == "incident.resolved";
    message.time(&["occurred_at"], "occurred_at").filter(|_| is_end)
}

/// What happened, without the incident, which stands around it.
fn event(message: Fields) -> Option<StatedEvent> {
    let word = message.text("event_type");
    let kind = KINDS.iter().find(|(name, _)| *name == word).map_or(EventKind::Other, |(_, kind)| *kind);
    let actor = person(message.at("agent"));
    let called = matches!(kind, EventKind::Triggered | EventKind::Escalated | EventKind::Reassigned);
    let people = if kind == EventKind::Requested {
        person(message.at("data/user")).into_iter().collect()
    } else {
        message.list("data/assignees").filter(|_| called).filter_map(person).collect()
    };
    let severity = message.first(&["data/priority/summary", "data/priority/name"]);
    Some(StatedEvent {
        incident: String::new(),
        kind,
        at: message.time(&["occurred_at"], "occurred_at")?,
        automatic: actor.as_ref().is_none_or(|actor| actor.machine),
        actor,
        people,
        detection: String::new(),
        value: if kind == EventKind::Severity { severity.into_owned() } else { String::new() },
    })
}
