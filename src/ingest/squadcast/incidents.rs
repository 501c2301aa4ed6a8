//! Squadcast incidents, as the export of incidents writes them, in JSON or as a table; and single incidents, as
//! `GET /v3/incidents/{id}` returns them, with ids in place of names.
//!
//! To get them: `GET https://api.squadcast.com/v3/incidents/export?type=json&start_time=…&end_time=…&owner_id=…`, or the
//! same with `type=csv`.
//!
//! What this export cannot answer: whom an escalation policy paged; people are named only where the incident was assigned
//! to them or they acted. Severity is a tag, if the organisation uses one.

use super::shared::TOOL;
use crate::ingest::document;
use crate::ingest::fields::Fields;
use crate::ingest::head::Head;
use crate::ingest::lenient::push_name;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{
    Body, EventKind, Stamp, StatedEvent, StatedField, StatedIncident, StatedInvolvement, StatedPerson, StatedResolver,
    Via,
};
use crate::model::reject::Reason;

/// Actions of the log, and what happened. Those with a person to whom the incident went are decided by the person.
const ACTIONS: [(&str, EventKind); 10] = [
    ("triggered", EventKind::Triggered),
    ("assigned", EventKind::Assigned),
    ("reassigned", EventKind::Reassigned),
    ("escalated", EventKind::Escalated),
    ("acknowledged", EventKind::Acknowledged),
    ("unacknowledged", EventKind::Unacknowledged),
    ("resolved", EventKind::Resolved),
    ("reopened", EventKind::Reopened),
    ("merged", EventKind::Merged),
    ("note_created", EventKind::Note),
];

/// The source; see the head of this file.
pub struct Incidents;

impl Source for Incidents {
    const KIND: Export = Export {
        id: "squadcast-incidents",
        title: "Squadcast incidents (JSON or CSV export, REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `tta (ms)` or `alert_source` and `event_count`, or a table with these columns",
        arrays: &["incidents", "data"],
    };

    fn recognises(&self, head: &Head) -> bool {
        let by_keys = || head.has_keys(&["alert_source", "event_count", "assignee"]);
        head.has_keys(&["tta (ms)"])
            || by_keys()
            || head.has_keys(&["incidentNumber", "timeOfCreation", "logs"])
            || head.has_keys(&["incident_number", "time_of_creation", "logs"])
            || head.has_headers(&["id", "tta_ms", "ttr_ms"])
            || head.has_headers(&["id", "alert_source", "event_count"])
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
    let log = Log::of(incident);
    let events = log.events();
    let of = |kind: EventKind| events.iter().filter(|event| event.kind == kind).count();
    let reassigned = of(EventKind::Reassigned);
    let reopened = of(EventKind::Reopened);
    let counted = |number: usize| if events.is_empty() { None } else { u32::try_from(number).ok() };
    let mut services = Vec::new();
    push_name(&mut services, &incident.first(&["service", "service_id"]));
    let mut teams = Vec::new();
    push_name(&mut teams, if log.assigned == Assigned::Squad { &log.assignee } else { "" });
    StatedIncident {
        number: incident.string("incident_number"),
        url: incident.string("url"),
        title: incident.first(&["title", "message"]).into_owned(),
        summary: incident.string("description"),
        status: incident.string("status"),
        services,
        teams,
        policy: if log.assigned == Assigned::Policy { log.assignee.clone() } else { String::new() },
        detected_at: incident.time(&["created_at", "time_of_creation"], "created_at"),
        acknowledged_at: incident.time(&["acknowledged_at"], "acknowledged_at").or_else(|| {
            events.iter().find(|event| event.kind == EventKind::Acknowledged).map(|event| event.at.clone())
        }),
        resolved_at: incident.time(&["resolved_at"], "resolved_at").or_else(|| ended(incident, &events)),
        modified_at: incident.time(&["updated_at"], "updated_at"),
        detection: incident.string("alert_source"),
        resolver: log.resolver(),
        reopen_count: counted(reopened),
        reassignment_count: counted(reassigned),
        alert_count: incident.count("event_count"),
        people: log.people(incident),
        custom: tags(incident),
        events,
        ..StatedIncident::default()
    }
}

/// Single incidents state their end in the log alone.
fn ended(incident: Fields, events: &[StatedEvent]) -> Option<Stamp> {
    let last = events.iter().rfind(|event| event.kind == EventKind::Resolved)?;
    (incident.text("status") == "resolved").then(|| last.at.clone())
}

/// Tags are `{"severity": {"value": "critical", "color": "#…"}}`.
fn tags(incident: Fields) -> Vec<StatedField> {
    let tags = incident.at("tags").members().into_iter();
    tags.filter_map(|(name, tag)| if tag.is_object() { tag.at("value") } else { tag }.custom(name)).collect()
}

/// What the name in `assignee` is the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Assigned {
    User,
    Policy,
    Squad,
    Unknown,
}

/// The log of an incident, and the assignee, whose kind and id only the log knows.
struct Log<'a> {
    entries: Vec<Fields<'a>>,
    assignee: String,
    assigned: Assigned,
    /// Id of the assignee when it is a user and the log says so.
    assignee_id: String,
    /// Whether the assignee is the one who acknowledged.
    acknowledged: bool,
}

impl<'a> Log<'a> {
    fn of(incident: Fields<'a>) -> Self {
        let entries: Vec<Fields> = incident.list("logs").collect();
        let gives = |entry: &&Fields| {
            let action = entry.string("action");
            ["triggered", "assigned", "reassigned", "escalated", "acknowledged"].contains(&action.as_str())
        };
        let last = entries.iter().rfind(gives);
        let action = last.map(|entry| entry.string("action")).unwrap_or_default();
        // Whoever acknowledges an incident takes it over, also where the export holds no entry of it.
        let taken = action != "reassigned" && incident.time(&["acknowledged_at"], "").is_some();
        let kind = last.map(|entry| entry.text("assigned_to").to_lowercase()).unwrap_or_default();
        let assigned = match kind.as_str() {
            "user" => Assigned::User,
            "squad" => Assigned::Squad,
            _ if taken => Assigned::User,
            "escalationpolicy" => Assigned::Policy,
            _ => Assigned::Unknown,
        };
        let id = last.filter(|_| kind == "user").map(|entry| entry.string("id")).unwrap_or_default();
        Self { entries, assignee: assignee(incident), assigned, assignee_id: id, acknowledged: taken }
    }

    fn user(&self, id: String) -> StatedPerson {
        let name = if !id.is_empty() && id == self.assignee_id { self.assignee.clone() } else { String::new() };
        StatedPerson { id, name, ..StatedPerson::default() }
    }

    fn events(&self) -> Vec<StatedEvent> {
        self.entries.iter().filter_map(|entry| self.event(*entry)).collect()
    }

    fn event(&self, entry: Fields) -> Option<StatedEvent> {
        let at = entry.time(&["time"], "logs.time")?;
        let action = entry.text("action").to_lowercase();
        let kind = ACTIONS.iter().find(|(name, _)| *name == action).map_or(EventKind::Other, |(_, kind)| *kind);
        let of_user = entry.text("assigned_to").eq_ignore_ascii_case("user");
        let user = of_user.then(|| self.user(entry.string("id"))).filter(|user| !user.id.is_empty());
        // These entries name the person to whom the incident went; the others name the one who acted.
        let goes =
            matches!(kind, EventKind::Triggered | EventKind::Assigned | EventKind::Reassigned | EventKind::Escalated);
        // The first assignment is part of the trigger; the person who got it was paged.
        let kind = if kind == EventKind::Triggered && user.is_some() { EventKind::Assigned } else { kind };
        let ends = kind == EventKind::Resolved;
        Some(StatedEvent {
            incident: String::new(),
            kind,
            at,
            automatic: ends && user.is_none(),
            people: user.clone().filter(|_| goes).into_iter().collect(),
            actor: user.filter(|_| !goes),
            detection: String::new(),
            value: if kind == EventKind::Other { action } else { String::new() },
        })
    }

    fn resolver(&self) -> StatedResolver {
        let last = self.entries.iter().rfind(|entry| entry.text("action") == "resolved");
        let Some(entry) = last else { return StatedResolver::Unknown };
        if entry.text("assigned_to").eq_ignore_ascii_case("user") && !entry.text("id").is_empty() {
            StatedResolver::Person(self.user(entry.string("id")))
        } else {
            StatedResolver::Machine
        }
    }

    fn people(&self, incident: Fields) -> Vec<StatedInvolvement> {
        if self.assigned != Assigned::User || self.assignee.is_empty() && self.assignee_id.is_empty() {
            return Vec::new();
        }
        let joined_at = incident.time(&["acknowledged_at"], "acknowledged_at").filter(|_| self.acknowledged);
        let person =
            StatedPerson { id: self.assignee_id.clone(), name: self.assignee.clone(), ..StatedPerson::default() };
        let via = if self.entries.iter().any(|entry| entry.text("action") == "reassigned") {
            Via::Unknown
        } else {
            Via::Paged
        };
        vec![StatedInvolvement { person, role: "assignee".to_owned(), via, joined_at, ..StatedInvolvement::default() }]
    }
}

fn assignee(incident: Fields) -> String {
    incident.at("assignee").label().into_owned()
}
