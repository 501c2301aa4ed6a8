//! Grafana Incident (IRM) incidents and their activity.
//!
//! To get them: `POST …/api/v1/IncidentsService.QueryIncidentPreviews`, page by page with the `cursor`, or
//! `IncidentsService.GetIncident` for one; the activity with `ActivityService.QueryActivity`.
//!
//! What this export cannot answer: when the incident was acknowledged or mitigated, and whom a page called in. Start and
//! end are edited by hand. Fields of the organisation may stand under their ids.

use crate::ingest::tool::Tool;
use serde_json::Value;

use crate::ingest::head::Head;
use crate::ingest::paths::{self, at, field, first, is_nobody, label, list, text, when};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{
    Body, EventKind, Kind, LinkKind, Role, StatedEvent, StatedField, StatedFollowUp, StatedIncident, StatedInvolvement,
    StatedLink, StatedPerson,
};
use crate::model::reject::Reason;

/// The tool.
pub const TOOL: Tool = Tool { id: "grafana-incident", title: "Grafana Incident", role: Role::Manager };

/// Kinds of activity, and what happened. A change of status is decided by the new one.
const ACTIVITY: [(&str, EventKind); 7] = [
    ("incidentCreated", EventKind::Triggered),
    ("incidentSeverityChanged", EventKind::Severity),
    ("severityChanged", EventKind::Severity),
    ("incidentStatusChanged", EventKind::Status),
    ("statusChanged", EventKind::Status),
    ("roleAssigned", EventKind::Joined),
    ("userNote", EventKind::Note),
];

/// The source; see the head of this file.
pub struct GrafanaIncident;

impl Source for GrafanaIncident {
    const KIND: Export = Export {
        id: "grafana-incident",
        title: "Grafana Incident incidents and activity (API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `incidentID` and `isDrill`, or with `activityItemID`",
        arrays: &["incidentPreviews", "incidents", "incident", "activityItems"],
    };

    fn recognises(&self, head: &Head) -> bool {
        let own = ["isDrill", "createdTime", "incidentStart", "severityLabel", "activityItemID"];
        head.objects.iter().any(|object| {
            object.get("incidentID").is_some_and(Value::is_string) && own.iter().any(|key| object.get(key).is_some())
        })
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(object) = paths::object(item, origin, out) else { return };
        let id = text(&object, "incidentID");
        let entry = text(&object, "activityItemID");
        match (id.as_str(), entry.as_str()) {
            ("", "") => out.reject(origin, "", Reason::NoIdentifier, "the incident has no `incidentID`"),
            ("", _) => out.reject(origin, &entry, Reason::UnknownIncident, "the entry names no incident"),
            (_, "") => TOOL.keep("incident", id, Body::Incident(Box::new(stated(&object))), origin, out),
            _ => match activity(&object, &id) {
                Some(event) => TOOL.keep("activity", entry, Body::Event(Box::new(event)), origin, out),
                None => {
                    out.reject(origin, &entry, Reason::NoTime, "the entry has neither `eventTime` nor `createdTime`")
                }
            },
        }
    }
}

fn stated(incident: &Value) -> StatedIncident {
    let ended = || when(incident, &["incidentEnd"], "incidentEnd");
    StatedIncident {
        url: first(incident, &["overviewURL", "url"]),
        title: text(incident, "title"),
        summary: first(incident, &["summary", "description"]),
        kind: if text(incident, "isDrill") == "true" { Kind::Drill } else { Kind::Incident },
        status: text(incident, "status"),
        severity: first(incident, &["severityLabel", "severity", "severity/label"]),
        started_at: when(incident, &["incidentStart"], "incidentStart"),
        declared_at: when(incident, &["createdTime"], "createdTime"),
        resolved_at: ended().or_else(|| when(incident, &["closedTime"], "closedTime")),
        closed_at: when(incident, &["closedTime"], "closedTime"),
        modified_at: when(incident, &["modifiedTime"], "modifiedTime"),
        links: links(incident),
        people: people(incident),
        follow_ups: list(incident, "taskList/tasks").iter().map(task).collect(),
        custom: fields(incident),
        ..StatedIncident::default()
    }
}

/// References lead to alert groups, tickets and chats; an address of a chat joins nothing.
fn links(incident: &Value) -> Vec<StatedLink> {
    let mut links = Vec::new();
    for each in list(incident, "refs") {
        paths::link(&mut links, LinkKind::ExternalRef, &first(each, &["url", "ref"]));
    }
    links
}

fn person(value: &Value) -> Option<StatedPerson> {
    let person = StatedPerson {
        id: first(value, &["userID", "user_id", "id"]),
        name: text(value, "name"),
        email: text(value, "email"),
        ..StatedPerson::default()
    };
    Some(person).filter(|person| !is_nobody(person))
}

/// Previews hold the important assignments only.
fn people(incident: &Value) -> Vec<StatedInvolvement> {
    let lists = ["incidentMembership/assignments", "incidentMembershipPreview/importantAssignments"];
    let mut parts: Vec<StatedInvolvement> = Vec::new();
    for each in lists.iter().flat_map(|path| list(incident, path)) {
        let Some(person) = person(at(each, "user")) else { continue };
        let role = first(each, &["role/name", "roleName", "role"]);
        if !parts.iter().any(|known| known.person == person && known.role == role) {
            parts.push(StatedInvolvement { person, role, ..StatedInvolvement::default() });
        }
    }
    if let Some(person) = person(at(incident, "createdByUser")).filter(|one| !parts.iter().any(|p| p.person == *one)) {
        parts.push(StatedInvolvement { person, role: "reporter".to_owned(), ..StatedInvolvement::default() });
    }
    parts
}

fn task(task: &Value) -> StatedFollowUp {
    let status = text(task, "status");
    let completed_at = if status == "done" { when(task, &["modifiedTime"], "tasks.modifiedTime") } else { None };
    StatedFollowUp {
        id: first(task, &["taskID", "id"]),
        title: first(task, &["text", "title"]),
        owner: person(at(task, "assignedUser")).unwrap_or_default(),
        created_at: when(task, &["createdTime"], "tasks.createdTime"),
        due_at: None,
        completed_at,
        status,
    }
}

/// Labels with a key, labels without one (they are tags), the type, and the fields of the organisation.
fn fields(incident: &Value) -> Vec<StatedField> {
    let mut fields: Vec<StatedField> = Vec::new();
    let mut add = |found: Option<StatedField>| {
        let Some(found) = found else { return };
        match fields.iter_mut().find(|known| known.name == found.name) {
            Some(known) => known.values.extend(found.values),
            None => fields.push(found),
        }
    };
    for each in list(incident, "labels") {
        let key = text(each, "key");
        add(field(if key.is_empty() { "tags" } else { &key }, &Value::String(label(each))));
    }
    add(field("incident type", at(incident, "incidentType")));
    for each in list(incident, "fieldValues") {
        let name = first(each, &["field/name", "fieldName", "name", "field/slug", "fieldUUID"]);
        add(field(&name, at(each, "value")));
    }
    fields
}

fn activity(entry: &Value, incident: &str) -> Option<StatedEvent> {
    let at_ = when(entry, &["eventTime", "createdTime"], "eventTime")?;
    let stated = text(entry, "activityKind");
    let kind = ACTIVITY.iter().find(|(name, _)| *name == stated).map_or(EventKind::Other, |(_, kind)| *kind);
    let changed = ["value", "status", "newStatus", "severity", "newSeverity"];
    let value = changed.iter().map(|key| text(entry, &format!("fieldValues/{key}"))).find(|v| !v.is_empty());
    let value = value.unwrap_or_else(|| if kind == EventKind::Status { text(entry, "body") } else { String::new() });
    let kind = match (kind, value.to_lowercase()) {
        (EventKind::Status, status) if status.contains("resolved") => EventKind::Resolved,
        (EventKind::Status, status) if status.contains("active") => EventKind::Reopened,
        (kind, _) => kind,
    };
    let (actor, subject) = (person(at(entry, "user")), person(at(entry, "subjectUser")));
    // Whoever is given a role joins; an entry that names nobody else was made by that person.
    let actor = if kind == EventKind::Joined { subject.clone().or(actor) } else { actor };
    Some(StatedEvent {
        incident: incident.to_owned(),
        kind,
        at: at_,
        actor,
        people: subject.into_iter().collect(),
        automatic: false,
        detection: String::new(),
        value: match kind {
            EventKind::Other => stated,
            EventKind::Severity | EventKind::Status => value,
            _ => String::new(),
        },
    })
}
