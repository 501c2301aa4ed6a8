//! The timeline of FireHydrant incidents, as `GET /v1/incidents/{id}/events` returns it.
//!
//! To get it: page through that address for each incident, and keep each page as a file.
//!
//! What this export cannot answer: who was paged. Chat messages and notes show who took part and when.

use super::shared::{TOOL, author};
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, EventKind, StatedEvent};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Events;

impl Source for Events {
    const KIND: Export = Export {
        id: "firehydrant-events",
        title: "FireHydrant incident timeline (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `incident_id`, `occurred_at`, `author` and `visibility`",
        arrays: &["data"],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.has_keys(&["incident_id", "occurred_at", "author", "visibility"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let entry = document.fields();
        let (id, incident) = (entry.string("id"), entry.string("incident_id"));
        let Some(at) = entry.time(&["occurred_at", "created_at"], "occurred_at") else {
            return out.reject(origin, &id, Reason::NoTime, "the entry has no `occurred_at`");
        };
        if incident.is_empty() {
            return out.reject(origin, &id, Reason::UnknownIncident, "the entry names no incident");
        }
        let native_id = if id.is_empty() { format!("{incident}/{}", at.text) } else { id };
        let actor = author(entry.at("author"));
        let (kind, value) = kind(entry);
        let event = StatedEvent {
            incident,
            kind,
            at,
            automatic: actor.machine,
            actor: (!fields::is_nobody(&actor)).then_some(actor),
            people: Vec::new(),
            detection: String::new(),
            value,
        };
        // A list of one: entries of a timeline prove nothing about how often an incident was escalated or reopened.
        TOOL.keep("event", native_id, Body::Events(vec![event]), origin, out);
    }
}

/// What happened, and what it changed to.
fn kind(entry: Fields) -> (EventKind, String) {
    let kind = entry.text("type").to_lowercase();
    let data = entry.at("data");
    let milestone = data.first(&["milestone", "current_milestone", "milestone/type"]).to_lowercase();
    if kind.contains("milestone") || !milestone.is_empty() {
        return match milestone.as_str() {
            "acknowledged" => (EventKind::Acknowledged, String::new()),
            "mitigated" => (EventKind::Mitigated, String::new()),
            _ => (EventKind::Status, milestone),
        };
    }
    if kind.contains("severity") {
        return (EventKind::Severity, data.first(&["severity", "new_severity", "to"]).into_owned());
    }
    let spoken = ["note", "chat", "message", "comment", "general_update"].iter().any(|word| kind.contains(word));
    (if spoken { EventKind::Note } else { EventKind::Other }, String::new())
}
