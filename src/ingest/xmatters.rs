//! xMatters incidents and events (its name for alerts), people, and who was on call.
//!
//! To get them: `GET /api/xm/1/incidents`, `/api/xm/1/events?embed=recipients`, `/api/xm/1/people`,
//! `/api/xm/1/on-call?from=…&to=…`, page by page.
//!
//! What this export cannot answer: acknowledgements; responses to a notification are in the audit of an event. An event
//! ends when nobody is to be notified any more, which is not when the trouble ended.

use crate::ingest::tool::Tool;
use serde_json::Value;

use crate::ingest::head::Head;
use crate::ingest::paths::{self, at, count, field, first, is_nobody, label, labels, list, text, when};
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

fn shape(object: &Value) -> Option<Shape> {
    let has = |keys: &[&str]| keys.iter().all(|key| object.get(key).is_some());
    if has(&["incidentIdentifier"]) {
        Some(Shape::Incident)
    } else if has(&["eventId", "status"]) && ["eventType", "created", "terminated", "plan"].iter().any(|k| has(&[k])) {
        Some(Shape::Event)
    } else if has(&["targetName", "recipientType"]) && text(object, "recipientType") == "PERSON" {
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
        head.objects.iter().any(|object| shape(object).is_some())
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(object) = paths::object(item, origin, out) else { return };
        let mut keep = |entity, id: String, body| {
            if id.is_empty() {
                out.reject(origin, "", Reason::NoIdentifier, "the object has no `id`");
            } else {
                TOOL.keep(entity, id, body, origin, out);
            }
        };
        let id = text(&object, "id");
        match shape(&object) {
            Some(Shape::Person) => keep("user", id, Body::Person(Box::new(person(&object)))),
            Some(Shape::OnCall) => keep("on-call", on_call_id(&object), Body::Shifts(shifts(&object))),
            Some(Shape::Event) => {
                let id = first(&object, &["eventId", "id"]);
                keep("event", id, Body::Incident(Box::new(event(&object))));
            }
            Some(Shape::Incident) | None => {
                let id = first(&object, &["id", "incidentIdentifier"]);
                keep("incident", id, Body::Incident(Box::new(incident(&object))));
            }
        }
    }
}

/// A status, severity or priority: a word, or an object with its name.
fn word(object: &Value, key: &str) -> String {
    label(at(object, key))
}

fn incident(incident: &Value) -> StatedIncident {
    let mut people = Vec::new();
    for (key, role) in [("commander", "commander"), ("initiatedBy", "initiator"), ("resolvers", "resolver")] {
        add_people(&mut people, incident, key, role, Via::Unknown);
    }
    StatedIncident {
        number: text(incident, "incidentIdentifier"),
        url: first(incident, &["permalink", "url"]),
        title: first(incident, &["summary", "name", "title"]),
        summary: text(incident, "description"),
        status: word(incident, "status"),
        severity: word(incident, "severity"),
        services: named(incident, "impactedServices"),
        started_at: when(incident, &["impactStart", "startedAt", "startTime"], "impactStart"),
        declared_at: when(incident, &["createdAt", "created", "initiatedAt"], "createdAt"),
        acknowledged_at: when(incident, &["acknowledgedAt"], "acknowledgedAt"),
        mitigated_at: when(incident, &["mitigatedAt"], "mitigatedAt"),
        resolved_at: when(incident, &["resolvedAt", "resolved"], "resolvedAt"),
        closed_at: when(incident, &["closedAt", "closed"], "closedAt"),
        modified_at: when(incident, &["updatedAt", "updated"], "updatedAt"),
        people,
        custom: fields(incident),
        ..StatedIncident::default()
    }
}

fn event(event: &Value) -> StatedIncident {
    let mut people = Vec::new();
    add_people(&mut people, event, "recipients", "recipient", Via::Paged);
    StatedIncident {
        number: text(event, "eventId"),
        title: first(event, &["name", "subject", "properties/subject", "properties/Subject", "form/name", "plan/name"]),
        summary: first(event, &["description", "properties/description", "properties/Description"]),
        kind: Kind::Alert,
        status: word(event, "status"),
        urgency: word(event, "priority"),
        detected_at: when(event, &["created"], "created"),
        closed_at: when(event, &["terminated"], "terminated"),
        resolved_at: when(event, &["terminated"], "terminated"),
        detection: detection(event),
        alert_count: count(event, "suppressedCount"),
        links: links(event),
        people,
        custom: fields(event),
        ..StatedIncident::default()
    }
}

/// Events of integrations are of type `SYSTEM`, those of a person `USER`.
fn detection(event: &Value) -> String {
    match text(event, "eventType").as_str() {
        "USER" => "manual".to_owned(),
        "SYSTEM" => "integration".to_owned(),
        other => other.to_owned(),
    }
}

fn links(event: &Value) -> Vec<StatedLink> {
    let mut links = Vec::new();
    let incident = first(event, &["incident/incidentIdentifier", "incident/id", "incident", "incidentId"]);
    paths::link(&mut links, LinkKind::ExternalRef, &incident);
    links
}

fn named(object: &Value, key: &str) -> Vec<String> {
    let mut names = labels(object, key);
    for each in list(object, key) {
        crate::ingest::lenient::push_name(&mut names, &text(each, "targetName"));
    }
    names
}

fn fields(object: &Value) -> Vec<StatedField> {
    let mut fields = paths::fields(object, "properties");
    let workflow = first(object, &["plan/name", "workflow/name"]);
    fields.extend(field("workflow", &Value::String(workflow)));
    fields
}

fn person(value: &Value) -> StatedPerson {
    let whole = format!("{} {}", text(value, "firstName"), text(value, "lastName"));
    let login = first(value, &["targetName", "webLogin"]);
    let whole = whole.trim().to_owned();
    StatedPerson {
        id: first(value, &["id", "targetName"]),
        name: if whole.is_empty() { login.clone() } else { whole },
        email: ["email", "webLogin", "targetName"]
            .iter()
            .map(|key| text(value, key))
            .find(|stated| stated.contains('@'))
            .unwrap_or_default(),
        time_zone: first(value, &["timezone", "timeZone"]),
        ..StatedPerson::default()
    }
}

/// People under a key; groups, services and devices among them are left out.
fn add_people(parts: &mut Vec<StatedInvolvement>, object: &Value, key: &str, role: &str, via: Via) {
    for each in list(object, key) {
        let stated = [at(each, "person"), at(each, "member"), each].into_iter().find(|value| value.is_object());
        let Some(value) = stated else { continue };
        if matches!(text(value, "recipientType").as_str(), "" | "PERSON") {
            let person = person(value);
            if !is_nobody(&person) {
                parts.push(StatedInvolvement { person, role: role.to_owned(), via, ..StatedInvolvement::default() });
            }
        }
    }
}

fn on_call_id(object: &Value) -> String {
    let group = first(object, &["group/targetName", "group/id"]);
    format!("{group}/{}/{}", first(object, &["shift/name", "shift/id"]), text(object, "start"))
}

/// The members of a shift; the position in the list is the order in which they are notified.
fn shifts(object: &Value) -> Vec<StatedShift> {
    let shift = |member: &Value| StatedShift {
        person: person(at(member, "member")),
        schedule: first(object, &["shift/name", "shift/id"]),
        policy: first(object, &["group/targetName", "group/id"]),
        level: count(member, "position"),
        start: when(object, &["start"], "start"),
        end: when(object, &["end"], "end"),
    };
    list(object, "members").iter().map(shift).filter(|shift| !is_nobody(&shift.person)).collect()
}
