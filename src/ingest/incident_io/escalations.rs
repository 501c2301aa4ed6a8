//! Escalations of incident.io: who was paged when, and who answered.
//!
//! To get them: `GET https://api.incident.io/v2/escalations?page_size=50`, all pages.
//!
//! What this export cannot answer: escalations that belong to no incident say nothing about one; they are kept as
//! references.

use serde_json::Value;

use super::shared::TOOL;
use crate::ingest::head::Head;
use crate::ingest::paths::{self, first, list, text, when};
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
        let Some(escalation) = paths::object(item, origin, out) else { return };
        let id = text(&escalation, "id");
        if id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the escalation has no `id`");
            return;
        }
        let events = events(&escalation);
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
fn events(escalation: &Value) -> Vec<StatedEvent> {
    let incidents = list(escalation, "related_incidents").iter().map(|each| first(each, &["id", "incident_id"]));
    let incidents: Vec<String> = incidents.filter(|id| !id.is_empty()).collect();
    let mut events = Vec::new();
    for incident in &incidents {
        events.extend(list(escalation, "events").iter().filter_map(|each| event(each, incident)));
    }
    events
}

fn event(stated: &Value, incident: &str) -> Option<StatedEvent> {
    let at = when(stated, &["occurred_at", "created_at"], "occurred_at")?;
    let kind = match first(stated, &["event", "type"]).as_str() {
        "notified_users" | "notified" => EventKind::Notified,
        "triggered" => EventKind::Triggered,
        "acked" | "acknowledged" => EventKind::Acknowledged,
        "nacked" | "unacked" => EventKind::Unacknowledged,
        "resolved" => EventKind::Resolved,
        "entered_level" | "escalated" | "level_entered" | "snoozed_escalation_resumed" => EventKind::Escalated,
        _ => EventKind::Other,
    };
    let people: Vec<StatedPerson> = list(stated, "users").iter().map(paths::person).collect();
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
