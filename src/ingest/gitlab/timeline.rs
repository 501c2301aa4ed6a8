//! Timelines of GitLab incidents, which only GraphQL has.
//!
//! To get them: `project { incidentManagementTimelineEvents(incidentId: "gid://gitlab/Issue/…") { nodes { occurredAt action
//! note author { username name } incident { iid webUrl } timelineEventTags { nodes { name } } } } }`, as it is answered or
//! only the nodes.
//!
//! What this export cannot answer: anything about the incident itself. Only entries with a tag say what they are; the others
//! are notes.

use super::shared::{TOOL, id_of, members, person};
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::lenient::stamp;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, EventKind, StatedEvent, StatedIncident};
use crate::model::reject::Reason;

const LIST: &str = "incidentManagementTimelineEvents";

/// The source; see the head of this file.
pub struct Timeline;

impl Source for Timeline {
    const KIND: Export = Export {
        id: "gitlab-timeline",
        title: "Timelines of GitLab incidents (GraphQL JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `occurredAt` and `timelineEventTags`, or the answer with `incidentManagementTimelineEvents`",
        arrays: &["data", "nodes"],
    };

    fn recognises(&self, head: &Head) -> bool {
        let entry = |object: Fields| {
            let has = |key: &str| object.exact(key).is_some();
            has("occurredAt") && (has("timelineEventTags") || (has("note") && has("action")))
        };
        fields::sampled(head).any(|object| entry(object) || answer(object).is_some())
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::json(item, origin, out) else { return };
        let value = document.fields();
        let entries: Vec<Fields> = match answer(value) {
            Some(parent) => members(parent, LIST).collect(),
            None => vec![value],
        };
        // All entries of an answer are of one incident.
        let Some(native_id) = entries.iter().find_map(|entry| incident_of(*entry)) else {
            let detail = "the timeline does not say of which incident it is; ask for `incident { iid webUrl }`";
            return out.reject(origin, &value.text("id"), Reason::NoIdentifier, detail);
        };
        if answer(value).is_some() {
            let mut incident = StatedIncident::default();
            fill(entries.into_iter(), &mut incident);
            TOOL.keep("timeline", native_id, Body::Incident(Box::new(incident)), origin, out);
            return;
        }
        let Some(event) = event(value, &native_id) else {
            return out.reject(origin, &value.text("id"), Reason::Malformed, "the entry has no `occurredAt`");
        };
        let id = value.first(&["id"]).into_owned();
        let id = if id.is_empty() { format!("{native_id}/{}", event.at.text) } else { id };
        TOOL.keep("timeline-event", id, Body::Event(Box::new(event)), origin, out);
    }
}

/// What holds the list, at whatever depth the question put it.
fn answer(value: Fields<'_>) -> Option<Fields<'_>> {
    let places = ["project", "data/project", "project/issue", "data/project/issue"];
    places.iter().map(|place| value.at(place)).find(|parent| parent.exact(LIST).is_some())
}

fn incident_of(entry: Fields) -> Option<String> {
    let of_address = id_of(&entry.text("incident/webUrl"));
    of_address.or_else(|| Some(entry.first(&["incident/id", "incident/iid"]).into_owned()).filter(|id| !id.is_empty()))
}

/// The tags that GitLab gives itself.
fn tags(entry: Fields) -> Vec<String> {
    members(entry, "timelineEventTags").map(|tag| tag.text("name").to_lowercase()).collect()
}

/// Puts a timeline into its incident: its times where it has none, and its entries.
pub(super) fn fill<'a>(entries: impl Iterator<Item = Fields<'a>>, incident: &mut StatedIncident) {
    for entry in entries {
        let at = stamp(&entry.text("occurredAt"), "timeline.occurredAt");
        for tag in tags(entry) {
            let slot = match tag.as_str() {
                "start time" => &mut incident.started_at,
                "impact detected" => &mut incident.detected_at,
                "response initiated" => &mut incident.acknowledged_at,
                "impact mitigated" => &mut incident.mitigated_at,
                "end time" => &mut incident.resolved_at,
                _ => continue,
            };
            // An issue is closed when everything is written up; the timeline knows when the incident ended.
            if slot.is_none() || tag == "end time" {
                slot.clone_from(&at);
            }
        }
        incident.events.extend(event(entry, ""));
    }
}

fn event(entry: Fields, incident: &str) -> Option<StatedEvent> {
    let actor = person(entry.at("author"));
    let tags = tags(entry);
    let tagged = |tag: &str| tags.iter().any(|own| own == tag);
    let kind = if tagged("response initiated") {
        EventKind::Acknowledged
    } else if tagged("impact mitigated") {
        EventKind::Mitigated
    } else if tagged("end time") {
        EventKind::Resolved
    } else if entry.text("note").is_empty() || actor.as_ref().is_some_and(|actor| actor.machine) {
        EventKind::Other
    } else {
        EventKind::Note
    };
    Some(StatedEvent {
        incident: incident.to_owned(),
        kind,
        at: stamp(&entry.text("occurredAt"), "occurredAt")?,
        automatic: actor.as_ref().is_some_and(|actor| actor.machine),
        actor,
        people: Vec::new(),
        detection: String::new(),
        value: String::new(),
    })
}
