//! The timeline of Rootly incidents, as `GET /v1/incidents/{id}/events` returns it.
//!
//! To get it: page through that address for each incident, with `include=incident`, and keep each page as a file.
//!
//! What this export cannot answer: what an entry is about. All entries are texts that somebody or something wrote.

use super::shared::{TOOL, entry, has, incident_of};
use crate::ingest::document;
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::Body;
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Timeline;

impl Source for Timeline {
    const KIND: Export = Export {
        id: "rootly-timeline",
        title: "Rootly incident timeline (JSON:API)",
        tool: TOOL,
        looks_for: "JSON objects of `type` incident_events with `attributes.event`",
        arrays: &["data"],
    };

    fn recognises(&self, head: &Head) -> bool {
        has(head, &["incident_events"], "event")
    }

    fn read(&self, item: &Item, origin: &Origin, context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let object = document.fields();
        let (id, incident) = (object.string("id"), incident_of(object));
        if incident.is_empty() {
            return out.reject(origin, &id, Reason::UnknownIncident, "the entry names no incident");
        }
        let Some(event) = entry(object, incident.clone(), context) else {
            return out.reject(origin, &id, Reason::NoTime, "the entry has no `occurred_at`");
        };
        let id = if id.is_empty() { format!("{incident}/{}", event.at.text) } else { id };
        // A list of one: texts of a timeline prove nothing about how often an incident was escalated or reopened.
        TOOL.keep("event", id, Body::Events(vec![event]), origin, out);
    }
}
