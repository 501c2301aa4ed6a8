//! Incidents of a Cachet status page.
//!
//! To get them: `GET https://status.example.com/api/v1/incidents?per_page=100`, all pages.
//!
//! What this export cannot answer: when impact began and who responded; times have no offset (the page's zone belongs in
//! the settings). An incident is over when its latest status is "Fixed"; the time is that of the update that says so, and
//! without updates that of the last change.

use crate::ingest::tool::Tool;

use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, EventKind, Kind, Role, Stamp, StatedEvent, StatedIncident};
use crate::model::reject::Reason;

/// The tool.
pub const TOOL: Tool = Tool { id: "cachet", title: "Cachet", role: Role::StatusPage };

/// The source; see the head of this file.
pub struct Cachet;

impl Source for Cachet {
    const KIND: Export = Export {
        id: "cachet",
        title: "Cachet incidents (API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `human_status` and `component_id`",
        arrays: &["data"],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.has_keys(&["human_status", "component_id", "message"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let incident = document.fields();
        let id = incident.string("id");
        if id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the incident has no `id`");
            return;
        }
        TOOL.keep("incident", id, Body::Incident(Box::new(stated(incident))), origin, out);
    }
}

fn stated(incident: Fields) -> StatedIncident {
    let status = incident.first(&["latest_human_status", "human_status"]).into_owned();
    let scheduled = incident.time(&["scheduled_at"], "scheduled_at");
    StatedIncident {
        url: incident.string("permalink"),
        title: incident.string("name"),
        summary: crate::ingest::lenient::clipped(&incident.text("message")),
        kind: if scheduled.is_some() { Kind::Maintenance } else { Kind::Incident },
        components: incident.labels("component"),
        started_at: scheduled.or_else(|| incident.time(&["occurred_at"], "occurred_at")),
        declared_at: incident.time(&["created_at"], "created_at"),
        resolved_at: end(incident, &status),
        modified_at: incident.time(&["updated_at"], "updated_at"),
        events: incident.list("updates").filter_map(update).collect(),
        status: if is_fixed(&status) { "resolved".to_owned() } else { status },
        ..StatedIncident::default()
    }
}

fn is_fixed(status: &str) -> bool {
    status.eq_ignore_ascii_case("fixed") || status.eq_ignore_ascii_case("complete")
}

/// The first update that calls it fixed; without updates, the last change of an incident that is.
fn end(incident: Fields, status: &str) -> Option<Stamp> {
    if !is_fixed(status) {
        return None;
    }
    let fixed = |update: &Fields| is_fixed(&update.text("human_status"));
    let updates = incident.list("updates").filter(fixed);
    let told = updates.filter_map(|update| update.time(&["created_at"], "updates.created_at"));
    told.min_by(|a, b| a.text.cmp(&b.text)).or_else(|| incident.time(&["updated_at"], "updated_at"))
}

fn update(stated: Fields) -> Option<StatedEvent> {
    Some(StatedEvent {
        incident: String::new(),
        kind: EventKind::Status,
        at: stated.time(&["created_at"], "updates.created_at")?,
        actor: Some(stated.at("user").person()).filter(|person| !fields::is_nobody(person)),
        people: Vec::new(),
        automatic: false,
        detection: String::new(),
        value: stated.string("human_status"),
    })
}
