//! Squadcast events: the alerts of which incidents are made, as `GET /v3/incidents/{id}/events` returns them.
//!
//! To get them: call that address for each incident, and keep each answer as a file.
//!
//! What this export cannot answer: anything about the response; an event is an alert that came in.

use super::shared::TOOL;
use crate::ingest::document;
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, EventKind, StatedEvent, StatedPerson};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Events;

impl Source for Events {
    const KIND: Export = Export {
        id: "squadcast-events",
        title: "Squadcast events of incidents (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `incident_id`, `alert_source_id` and `time_of_creation`",
        arrays: &["data", "data/events"],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.has_keys(&["incident_id", "alert_source_id", "time_of_creation"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let object = document.fields();
        let incident = object.string("incident_id");
        if incident.is_empty() {
            return out.reject(origin, "", Reason::UnknownIncident, "the event names no incident");
        }
        let Some(at) = object.time(&["time_of_creation"], "time_of_creation") else {
            return out.reject(origin, &incident, Reason::NoTime, "the event has no `time_of_creation`");
        };
        let stated = object.first(&["id", "event_id"]).into_owned();
        let native_id = if stated.is_empty() { format!("{incident}/{}", at.text) } else { stated };
        let creator = object.string("payload/created_by");
        let actor = (!creator.is_empty()).then(|| StatedPerson { id: creator, ..StatedPerson::default() });
        let event = StatedEvent {
            incident,
            // An alert that came in while the incident was there is no trigger of it; the log of the incident has that.
            kind: EventKind::Other,
            at,
            automatic: actor.is_none(),
            actor,
            people: Vec::new(),
            detection: String::new(),
            value: "alert".to_owned(),
        };
        TOOL.keep("event", native_id, Body::Events(vec![event]), origin, out);
    }
}
