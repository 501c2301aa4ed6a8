//! The timeline and the impacts of Datadog incidents, as `GET /api/v2/incidents/{id}/timeline` and
//! `GET /api/v2/incidents/{id}/impacts` return them.
//!
//! To get them: call these addresses for each incident, and keep each answer as a file.
//!
//! What these exports cannot answer: who was paged. Cells of the timeline show who took part and when.

use super::shared::{TOOL, any_of, incident_of, is_one, person, user};
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, EventKind, Stamp, StatedEvent, StatedPerson};
use crate::model::reject::Reason;

const IMPACTS: [&str; 1] = ["incident_impacts"];
const CELLS: [&str; 2] = ["incident_timeline_cells", "timeline_cells"];

/// The source; see the head of this file.
pub struct Timeline;

impl Source for Timeline {
    const KIND: Export = Export {
        id: "datadog-timeline",
        title: "Datadog incident timeline and impacts (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects of `type` incident_timeline_cells or incident_impacts",
        arrays: &["data"],
    };

    fn recognises(&self, head: &Head) -> bool {
        any_of(head, &CELLS) || any_of(head, &IMPACTS)
    }

    fn read(&self, item: &Item, origin: &Origin, context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let object = document.fields();
        let (id, incident) = (object.string("id"), incident_of(object));
        if incident.is_empty() {
            return out.reject(origin, &id, Reason::UnknownIncident, "it names no incident");
        }
        let of_impact = is_one(object, &IMPACTS);
        let events = if of_impact { impact(object, &incident) } else { cell(object, &incident, context) };
        let Some(first) = events.first() else {
            return out.reject(origin, &id, Reason::NoTime, "it has no time");
        };
        let id = if id.is_empty() { format!("{incident}/{}", first.at.text) } else { id };
        TOOL.keep(if of_impact { "impact" } else { "timeline-cell" }, id, Body::Events(events), origin, out);
    }
}

fn event(incident: &str, kind: EventKind, at: Stamp, actor: StatedPerson, value: String) -> StatedEvent {
    StatedEvent {
        incident: incident.to_owned(),
        kind,
        at,
        automatic: actor.machine,
        actor: (!fields::is_nobody(&actor)).then_some(actor),
        people: Vec::new(),
        detection: String::new(),
        value,
    }
}

/// The end of an impact is when customers no longer felt it.
fn impact(object: Fields, incident: &str) -> Vec<StatedEvent> {
    let start = object.time(&["attributes/start_at"], "start_at");
    let end = object.time(&["attributes/end_at"], "end_at");
    let entry = |kind: EventKind, value: &str| {
        let value = value.to_owned();
        move |at| event(incident, kind, at, StatedPerson::default(), value)
    };
    let began = start.map(entry(EventKind::Other, "impact started"));
    began.into_iter().chain(end.map(entry(EventKind::Mitigated, ""))).collect()
}

fn cell(object: Fields, incident: &str, context: &Context) -> Vec<StatedEvent> {
    let of = object.at("attributes");
    let author = ["created_by_user", "author_user", "user"].map(|name| user(object, name, context));
    let inline = person(of.at("author"));
    let actor = author.into_iter().find(|user| !fields::is_nobody(user)).unwrap_or(inline);
    let kind = of.text("cell_type").to_lowercase();
    let to =
        of.first(&["content/state/after", "content/after/state", "content/state", "content/status"]).to_lowercase();
    let (kind, value) = match (kind.as_str(), to.as_str()) {
        ("markdown" | "text" | "note" | "", _) => (EventKind::Note, String::new()),
        (_, "stable") => (EventKind::Mitigated, String::new()),
        (_, "") => (EventKind::Other, String::new()),
        _ => (EventKind::Status, to),
    };
    let at = of.time(&["display_time", "created", "created_at"], "display_time");
    at.map(|at| event(incident, kind, at, actor, value)).into_iter().collect()
}
