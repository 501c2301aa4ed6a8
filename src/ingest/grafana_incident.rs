//! Grafana Incident (IRM) incidents and their activity.
//!
//! To get them: `POST …/api/v1/IncidentsService.QueryIncidentPreviews`, page by page with the `cursor`, or
//! `IncidentsService.GetIncident` for one; the activity with `ActivityService.QueryActivity`.
//!
//! What this export cannot answer: when the incident was acknowledged or mitigated, and whom a page called in. Start and
//! end are edited by hand. Fields of the organisation may stand under their ids.

use crate::ingest::tool::Tool;

use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
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
        fields::sampled(head).any(|object| {
            object.at("incidentID").plain().is_some() && own.iter().any(|key| object.exact(key).is_some())
        })
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let object = document.fields();
        let id = object.string("incidentID");
        let entry = object.string("activityItemID");
        match (id.as_str(), entry.as_str()) {
            ("", "") => out.reject(origin, "", Reason::NoIdentifier, "the incident has no `incidentID`"),
            ("", _) => out.reject(origin, &entry, Reason::UnknownIncident, "the entry names no incident"),
            (_, "") => TOOL.keep("incident", id, Body::Incident(Box::new(stated(object))), origin, out),
            _ => match activity(object, &id) {
                Some(event) => TOOL.keep("activity", entry, Body::Event(Box::new(event)), origin, out),
                None => {
                    out.reject(origin, &entry, Reason::NoTime, "the entry has neither `eventTime` nor `createdTime`")
                }
            },
        }
    }
}

fn stated(incident: Fields) -> StatedIncident {
    let ended = || incident.time(&["incidentEnd"], "incidentEnd");
    StatedIncident {
        url: incident.first(&["overviewURL", "url"]).into_owned(),
        title: incident.string("title"),
        summary: incident.first(&["summary", "description"]).into_owned(),
        kind: if incident.text("isDrill") == "true" { Kind::Drill } else { Kind::Incident },
        status: incident.string("status"),
        severity: incident.first(&["severityLabel", "severity", "severity/label"]).into_owned(),
        started_at: incident.time(&["incidentStart"], "incidentStart"),
        declared_at: incident.time(&["createdTime"], "createdTime"),
        resolved_at: ended().or_else(|| incident.time(&["closedTime"], "closedTime")),
        closed_at: incident.time(&["closedTime"], "closedTime"),
        modified_at: incident.time(&["modifiedTime"], "modifiedTime"),
        links: links(incident),
        people: people(incident),
        follow_ups: incident.list("taskList/tasks").map(task).collect(),
        custom: fields(incident),
        ..StatedIncident::default()
    }
}

/// References lead to alert groups, tickets and chats; an address of a chat joins nothing.
fn links(incident: Fields) -> Vec<StatedLink> {
    let mut links = Vec::new();
    for each in incident.list("refs") {
        fields::link(&mut links, LinkKind::ExternalRef, &each.first(&["url", "ref"]));
    }
    links
}

fn person(value: Fields) -> Option<StatedPerson> {
    let person = StatedPerson {
        id: value.first(&["userID", "user_id", "id"]).into_owned(),
        name: value.string("name"),
        email: value.string("email"),
        ..StatedPerson::default()
    };
    Some(person).filter(|person| !fields::is_nobody(person))
}

/// Previews hold the important assignments only.
fn people(incident: Fields) -> Vec<StatedInvolvement> {
    let lists = ["incidentMembership/assignments", "incidentMembershipPreview/importantAssignments"];
    let mut parts: Vec<StatedInvolvement> = Vec::new();
    for each in lists.iter().flat_map(|path| incident.list(path)) {
        let Some(person) = person(each.at("user")) else { continue };
        let role = each.first(&["role/name", "roleName", "role"]).into_owned();
        if !parts.iter().any(|known| known.person == person && known.role == role) {
            parts.push(StatedInvolvement { person, role, ..StatedInvolvement::default() });
        }
    }
    if let Some(person) = person(incident.at("createdByUser")).filter(|one| !parts.iter().any(|p| p.person == *one)) {
        parts.push(StatedInvolvement { person, role: "reporter".to_owned(), ..StatedInvolvement::default() });
    }
    parts
}

fn task(task: Fields) -> StatedFollowUp {
    let status = task.string("status");
    let completed_at = if status == "done" { task.time(&["modifiedTime"], "tasks.modifiedTime") } else { None };
    StatedFollowUp {
        id: task.first(&["taskID", "id"]).into_owned(),
        title: task.first(&["text", "title"]).into_owned(),
        owner: person(task.at("assignedUser")).unwrap_or_default(),
        created_at: task.time(&["createdTime"], "tasks.createdTime"),
        due_at: None,
        completed_at,
        status,
    }
}

/// Labels with a key, labels without one (they are tags), the type, and the fields of the organisation.
fn fields(incident: Fields) -> Vec<StatedField> {
    let mut fields: Vec<StatedField> = Vec::new();
    let mut add = |found: Option<StatedField>| {
        let Some(found) = found else { return };
        match fields.iter_mut().find(|known| known.name == found.name) {
            Some(known) => known.values.extend(found.values),
            None => fields.push(found),
        }
    };
    for each in incident.list("labels") {
        let key = each.string("key");
        let name = if key.is_empty() { "tags" } else { key.trim() };
        let values = vec![each.label().into_owned()];
        add((!values.concat().is_empty()).then(|| StatedField { name: name.to_owned(), values }));
    }
    add(incident.at("incidentType").custom("incident type"));
    for each in incident.list("fieldValues") {
        let name = each.first(&["field/name", "fieldName", "name", "field/slug", "fieldUUID"]).into_owned();
        add(each.at("value").custom(&name));
    }
    fields
}

fn activity(entry: Fields, incident: &str) -> Option<StatedEvent> {
    let at_ = entry.time(&["eventTime", "createdTime"], "eventTime")?;
    let stated = entry.string("activityKind");
    let kind = ACTIVITY.iter().find(|(name, _)| *name == stated).map_or(EventKind::Other, |(_, kind)| *kind);
    let changed = ["value", "status", "newStatus", "severity", "newSeverity"];
    let value = changed.iter().map(|key| entry.string(&format!("fieldValues/{key}"))).find(|v| !v.is_empty());
    let value = value.unwrap_or_else(|| if kind == EventKind::Status { entry.string("body") } else { String::new() });
    let kind = match (kind, value.to_lowercase()) {
        (EventKind::Status, status) if status.contains("resolved") => EventKind::Resolved,
        (EventKind::Status, status) if status.contains("active") => EventKind::Reopened,
        (kind, _) => kind,
    };
    let (actor, subject) = (person(entry.at("user")), person(entry.at("subjectUser")));
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
