//! Incidents of a Cachet status page.
//!
//! To get them: `GET https://status.example.com/api/v1/incidents?per_page=100`, all pages.
//!
//! What this export cannot answer: when impact began and who responded; times have no offset (the page's zone belongs in
//! the settings). An incident is over when its latest status is "Fixed"; the time is that of the update that says so, and
//! without updates that of the last change.

use crate::ingest::tool::Tool;
use serde_json::Value;

use crate::ingest::head::Head;
use crate::ingest::paths::{self, at, first, list, text, when};
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
        let Some(incident) = paths::object(item, origin, out) else { return };
        let id = text(&incident, "id");
        if id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the incident has no `id`");
            return;
        }
        TOOL.keep("incident", id, Body::Incident(Box::new(stated(&incident))), origin, out);
    }
}

fn stated(incident: &Value) -> StatedIncident {
    let status = first(incident, &["latest_human_status", "human_status"]);
    let scheduled = when(incident, &["scheduled_at"], "scheduled_at");
    StatedIncident {
        url: text(incident, "permalink"),
        title: text(incident, "name"),
        summary: crate::ingest::lenient::clipped(&text(incident, "message")),
        kind: if scheduled.is_some() { Kind::Maintenance } else { Kind::Incident },
        components: paths::labels(incident, "component"),
        started_at: scheduled.or_else(|| when(incident, &["occurred_at"], "occurred_at")),
        declared_at: when(incident, &["created_at"], "created_at"),
        resolved_at: end(incident, &status),
        modified_at: when(incident, &["updated_at"], "updated_at"),
        events: list(incident, "updates").iter().filter_map(update).collect(),
        status: if is_fixed(&status) { "resolved".to_owned() } else { status },
        ..StatedIncident::default()
    }
}

fn is_fixed(status: &str) -> bool {
    status.eq_ignore_ascii_case("fixed") || status.eq_ignore_ascii_case("complete")
}

/// The first update that calls it fixed; without updates, the last change of an incident that is.
fn end(incident: &Value, status: &str) -> Option<Stamp> {
    if !is_fixed(status) {
        return None;
    }
    let fixed = |update: &&Value| is_fixed(&text(update, "human_status"));
    let updates = list(incident, "updates").iter().filter(fixed);
    let told = updates.filter_map(|update| when(update, &["created_at"], "updates.created_at"));
    told.min_by(|a, b| a.text.cmp(&b.text)).or_else(|| when(incident, &["updated_at"], "updated_at"))
}

fn update(stated: &Value) -> Option<StatedEvent> {
    Some(StatedEvent {
        incident: String::new(),
        kind: EventKind::Status,
        at: when(stated, &["created_at"], "updates.created_at")?,
        actor: Some(paths::person(at(stated, "user"))).filter(|person| !paths::is_nobody(person)),
        people: Vec::new(),
        automatic: false,
        detection: String::new(),
        value: text(stated, "human_status"),
    })
}
