//! Incident updates of incident.io: the history of states and severities, and the only place that says into which
//! incident one was merged.
//!
//! To get them: `GET https://api.incident.io/v2/incident_updates?page_size=250`, all pages.
//!
//! What this export cannot answer: anything about incidents by itself; it needs the incidents beside it.

use super::shared::{TOOL, actor};
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, EventKind, Stamp, StatedEvent};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Updates;

impl Source for Updates {
    const KIND: Export = Export {
        id: "incident-io-updates",
        title: "incident.io incident updates (JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `incident_id` and `new_incident_status` or `updater`",
        arrays: &["incident_updates", "incident_update"],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.has_keys(&["incident_id", "new_incident_status"])
            || head.has_keys(&["incident_id", "updater", "created_at"])
            || head.has_keys(&["incident_id", "merged_into_incident_id"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let update = document.fields();
        let (id, incident) = (update.string("id"), update.string("incident_id"));
        if id.is_empty() || incident.is_empty() {
            out.reject(origin, &id, Reason::NoIdentifier, "the update has no `id` or no `incident_id`");
            return;
        }
        let Some(at) = update.time(&["created_at", "updated_at"], "created_at") else {
            out.reject(origin, &id, Reason::NoTime, "the update has no `created_at`");
            return;
        };
        TOOL.keep("update", id, Body::Events(events(update, &incident, &at)), origin, out);
    }
}

/// All changes that one update states; a note when it is only a message.
pub(super) fn events(update: Fields, incident: &str, when: &Stamp) -> Vec<StatedEvent> {
    let changes = [
        (EventKind::Merged, update.string("merged_into_incident_id")),
        (
            EventKind::Status,
            update.first(&["new_incident_status/name", "new_status", "new_incident_status/category"]).into_owned(),
        ),
        (EventKind::Severity, update.at("new_severity").label().into_owned()),
    ];
    let person = actor(update.at("updater"));
    let event = |kind: EventKind, value: String| StatedEvent {
        incident: incident.to_owned(),
        kind,
        at: when.clone(),
        automatic: person.machine,
        actor: (!fields::is_nobody(&person)).then(|| person.clone()),
        people: Vec::new(),
        detection: String::new(),
        value,
    };
    let mut events: Vec<StatedEvent> =
        changes.into_iter().filter(|(_, value)| !value.is_empty()).map(|(kind, value)| event(kind, value)).collect();
    if events.is_empty() {
        events.push(event(EventKind::Note, String::new()));
    }
    events
}
