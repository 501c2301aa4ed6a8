//! Escalations of incident.io: who was paged when, and who answered.
//!
//! To get them: `GET https://api.incident.io/v2/escalations?page_size=50`, all pages.
//!
//! What this export cannot answer: escalations that belong to no incident say nothing about one; they are kept as
//! references.

use super::shared::TOOL;
use crate::ingest::document;
use crate::ingest::fields::Fields;
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, EventKind, StatedEvent, StatedPerson};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Escalations;

impl Source for Escalations {
    const KIND: Export = Export {
        id: "incident-io-escalations",
        title: "incident.io escalations (JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `escalation_path_id` or `related_incidents`, and `events`",
        arrays: &["escalations", "escalation"],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.has_keys(&["related_incidents", "events"])
            || head.has_keys(&["escalation_path_id", "status"])
            || head.has_keys(&["related_incidents", "related_alerts"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let escalation = document.fields();
        let id = escalation.string("id");
        if id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the escalation has no `id`");
            return;
        }
        let events = events(escalation);
        TOOL.keep(
            "escalation",
            id,
            if events.is_empty() { Body::Reference } else { Body::Events(events) },
            origin,
            out,
        );
    }
}

/// Every event for every incident that the escalation belongs to.
fn events(escalation: Fields) -> Vec<StatedEvent> {
    let incidents = escalation.list("related_incidents").map(|each| each.first(&["id", "incident_id"]).into_owned());
    let incidents: Vec<String> = incidents.filter(|id| !id.is_empty()).collect();
    let mut events = Vec::new();
    for incident in &incidents {
        events.extend(escalation.list("events").filter_map(|each| event(each, incident)));
    }
    events
}

fn event(stated: Fields, incident: &str) -> Option<StatedEvent> {
    let at = stated.time(&["occurred_at", "created_at"], "occurred_at")?;
    let kind = match &*stated.first(&["event", "type"]) {
        "notified_users" | "notified" => EventKind::Notified,
        "triggered" => EventKind::Triggered,
        "acked" | "acknowledged" => EventKind::Acknowledged,
        "nacked" | "unacked" => EventKind::Unacknowledged,
        "resolved" => EventKind::Resolved,
        "entered_level" | "escalated" | "level_entered" | "snoozed_escalation_resumed" => EventKind::Escalated,
        _ => EventKind::Other,
    };
    let people: Vec<StatedPerson> = stated.list("users").map(Fields::person).collect();
    let actor = if kind == EventKind::Acknowledged { people.first().cloned() } else { None };
    Some(StatedEvent {
        incident: incident.to_owned(),
        kind,
        at,
        actor,
        people: if kind == EventKind::Acknowledged { Vec::new() } else { people },
        automatic: matches!(kind, EventKind::Notified | EventKind::Escalated | EventKind::Triggered),
        detection: String::new(),
        value: String::new(),
    })
}
