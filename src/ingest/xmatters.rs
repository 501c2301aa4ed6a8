//! xMatters incidents and events (its name for alerts), people, and who was on call.
//!
//! To get them: `GET /api/xm/1/incidents`, `/api/xm/1/events?embed=recipients`, `/api/xm/1/people`,
//! `/api/xm/1/on-call?from=…&to=…`, page by page.
//!
//! What this export cannot answer: acknowledgements; responses to a notification are in the audit of an event. An event
//! ends when nobody is to be notified any more, which is not when the trouble ended.

use crate::ingest::tool::Tool;

use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{
    Body, Kind, LinkKind, Role, StatedField, StatedIncident, StatedInvolvement, StatedLink, StatedPerson, StatedShift,
    Via,
};
use crate::model::reject::Reason;

/// The tool.
pub const TOOL: Tool = Tool { id: "xmatters", title: "xMatters", role: Role::Pager };

/// The source; see the head of this file.
pub struct Xmatters;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Incident,
    Event,
    Person,
    OnCall,
}

fn shape(object: Fields) -> Option<Shape> {
    let has = |keys: &[&str]| keys.iter().all(|key| object.exact(key).is_some());
    if has(&["incidentIdentifier"]) {
        Some(Shape::Incident)
    } else if has(&["eventId", "status"]) && ["eventType", "created", "terminated", "plan"].iter().any(|k| has(&[k])) {
        Some(Shape::Event)
    } else if has(&["targetName", "recipientType"]) && object.text("recipientType") == "PERSON" {
        Some(Shape::Person)
    } else if has(&["group", "shift", "members"]) {
        Some(Shape::OnCall)
    } else {
        None
    }
}

impl Source for Xmatters {
    const KIND: Export = Export {
        id: "xmatters",
        title: "xMatters incidents, events, people and on-call (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `incidentIdentifier`, or `eventId` and `eventType`, or `targetName` and `recipientType`",
        arrays: &["data"],
    };

    fn recognises(&self, head: &Head) -> bool {
        fields::sampled(head).any(|object| shape(object).is_some())
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let object = document.fields();
        let mut keep = |entity, id: String, body| {
            if id.is_empty() {
                out.reject(origin, "", Reason::NoIdentifier, "the object has no `id`");
            } else {
                TOOL.keep(entity, id, body, origin, out);
            }
        };
        let id = object.string("id");
        match shape(object) {
            Some(Shape::Person) => keep("user", id, Body::Person(Box::new(person(object)))),
            Some(Shape::OnCall) => keep("on-call", on_call_id(object), Body::Shifts(shifts(object))),
            Some(Shape::Event) => {
                let id = object.first(&["eventId", "id"]).into_owned();
                keep("event", id, Body::Incident(Box::new(event(object))));
            }
            Some(Shape::Incident) | None => {
                let id = object.first(&["id", "incidentIdentifier"]).into_owned();
                keep("incident", id, Body::Incident(Box::new(incident(object))));
            }
        }
    }
}

/// A status, severity or priority: a word, or an object with its name.
fn word(object: Fields, key: &str) -> String {
    object.at(key).label().into_owned()
}

fn incident(incident: Fields) -> StatedIncident {
    let mut people = Vec::new();
    for (key, role) in [("commander", "commander"), ("initiatedBy", "initiator"), ("resolvers", "resolver")] {
        add_people(&mut people, incident, key, role, Via::Unknown);
    }
    StatedIncident {
        number: incident.string("incidentIdentifier"),
        url: incident.first(&["permalink", "url"]).into_owned(),
        title: incident.first(&["summary", "name", "title"]).into_owned(),
        summary: incident.string("description"),
        status: word(incident, "status"),
        severity: word(incident, "severity"),
        services: named(incident, "impactedServices"),
        started_at: incident.time(&["impactStart", "startedAt", "startTime"], "impactStart"),
        declared_at: incident.time(&["createdAt", "created", "initiatedAt"], "createdAt"),
        acknowledged_at: incident.time(&["acknowledgedAt"], "acknowledgedAt"),
        mitigated_at: incident.time(&["mitigatedAt"], "mitigatedAt"),
        resolved_at: incident.time(&["resolvedAt", "resolved"], "resolvedAt"),
        closed_at: incident.time(&["closedAt", "closed"], "closedAt"),
        modified_at: incident.time(&["updatedAt", "updated"], "updatedAt"),
        people,
        custom: fields(incident),
        ..StatedIncident::default()
    }
}

fn event(event: Fields) -> StatedIncident {
    let mut people = Vec::new();
    add_people(&mut people, event, "recipients", "recipient", Via::Paged);
    StatedIncident {
        number: event.string("eventId"),
        title: event
            .first(&["name", "subject", "properties/subject", "properties/Subject", "form/name", "plan/name"])
            .into_owned(),
        summary: event.first(&["description", "properties/description", "properties/Description"]).into_owned(),
        kind: Kind::Alert,
        status: word(event, "status"),
        urgency: word(event, "priority"),
        detected_at: event.time(&["created"], "created"),
        closed_at: event.time(&["terminated"], "terminated"),
        resolved_at: event.time(&["terminated"], "terminated"),
        detection: detection(event),
        alert_count: event.count("suppressedCount"),
        links: links(event),
        people,
        custom: fields(event),
        ..StatedIncident::default()
    }
}

/// Events of integrations are of type `SYSTEM`, those of a person `USER`.
fn detection(event: Fields) -> String {
    match &*event.text("eventType") {
        "USER" => "manual".to_owned(),
        "SYSTEM" => "integration".to_owned(),
        other => other.to_owned(),
    }
}

fn links(event: Fields) -> Vec<StatedLink> {
    let mut links = Vec::new();
    let incident = event.first(&["incident/incidentIdentifier", "incident/id", "incident", "incidentId"]).into_owned();
    fields::link(&mut links, LinkKind::ExternalRef, &incident);
    links
}

fn named(object: Fields, key: &str) -> Vec<String> {
    let mut names = object.labels(key);
    for each in object.list(key) {
        crate::ingest::lenient::push_name(&mut names, &each.text("targetName"));
    }
    names
}

fn fields(object: Fields) -> Vec<StatedField> {
    let mut fields = object.customs("properties");
    let workflow = object.first(&["plan/name", "workflow/name"]).into_owned();
    if !workflow.is_empty() {
        fields.push(StatedField { name: "workflow".to_owned(), values: vec![workflow] });
    }
    fields
}

fn person(value: Fields) -> StatedPerson {
    let whole = format!("{} {}", value.text("firstName"), value.text("lastName"));
    let login = value.first(&["targetName", "webLogin"]).into_owned();
    let whole = whole.trim().to_owned();
    StatedPerson {
        id: value.first(&["id", "targetName"]).into_owned(),
        name: if whole.is_empty() { login.clone() } else { whole },
        email: ["email", "webLogin", "targetName"]
            .iter()
            .map(|key| value.string(key))
            .find(|stated| stated.contains('@'))
            .unwrap_or_default(),
        time_zone: value.first(&["timezone", "timeZone"]).into_owned(),
        ..StatedPerson::default()
    }
}

/// People under a key; groups, services and devices among them are left out.
fn add_people(parts: &mut Vec<StatedInvolvement>, object: Fields, key: &str, role: &str, via: Via) {
    for each in object.list(key) {
        let stated = [each.at("person"), each.at("member"), each].into_iter().find(|value| value.is_object());
        let Some(value) = stated else { continue };
        if matches!(&*value.text("recipientType"), "" | "PERSON") {
            let person = person(value);
            if !fields::is_nobody(&person) {
                parts.push(StatedInvolvement { person, role: role.to_owned(), via, ..StatedInvolvement::default() });
            }
        }
    }
}

fn on_call_id(object: Fields) -> String {
    let group = object.first(&["group/targetName", "group/id"]).into_owned();
    format!("{group}/{}/{}", object.first(&["shift/name", "shift/id"]).into_owned(), object.text("start"))
}

/// The members of a shift; the position in the list is the order in which they are notified.
fn shifts(object: Fields) -> Vec<StatedShift> {
    let shift = |member: Fields| StatedShift {
        person: person(member.at("member")),
        schedule: object.first(&["shift/name", "shift/id"]).into_owned(),
        policy: object.first(&["group/targetName", "group/id"]).into_owned(),
        level: member.count("position"),
        start: object.time(&["start"], "start"),
        end: object.time(&["end"], "end"),
    };
    object.list("members").map(shift).filter(|shift| !fields::is_nobody(&shift.person)).collect()
}
