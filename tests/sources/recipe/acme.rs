//! Acme incidents, as `GET /incidents` returns them.
//!
//! To get them: page through `https://api.acme.example/incidents`.
//!
//! What this export cannot answer: who was paged, and when.

use retroscope::ingest::document;
use retroscope::ingest::fields::Fields;
use retroscope::ingest::head::Head;
use retroscope::ingest::tool::Tool;
use retroscope::ingest::{Context, Export, Item, Output, Source};
use retroscope::model::origin::Origin;
use retroscope::model::record::{Body, Role, StatedIncident};
use retroscope::model::reject::Reason;

const TOOL: Tool = Tool { id: "acme", title: "Acme", role: Role::Manager };

/// The source; see the head of this file.
pub struct Acme;

impl Source for Acme {
    const KIND: Export = Export {
        id: "acme-incidents",
        title: "Acme incidents (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `acme_id` and `opened_at`",
        arrays: &["incidents"],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.has_keys(&["acme_id", "opened_at"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let incident = document.fields();
        let id = incident.text("acme_id");
        if id.is_empty() {
            return out.reject(origin, "", Reason::NoIdentifier, "the incident has no `acme_id`");
        }
        TOOL.keep("incident", id, Body::Incident(Box::new(stated(incident))), origin, out);
    }
}

fn stated(incident: Fields) -> StatedIncident {
    StatedIncident {
        title: incident.string("title"),
        severity: incident.first(&["severity/name", "priority"]).into_owned(),
        services: incident.labels("services"),
        detected_at: incident.time(&["opened_at"], "opened_at"),
        resolved_at: incident.time(&["closed_at"], "closed_at"),
        ..StatedIncident::default()
    }
}
