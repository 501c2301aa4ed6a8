//! Opsgenie incidents, as `GET /v1/incidents` returns them; connectors embed the timeline of each.
//!
//! To get them: page through `https://api.opsgenie.com/v1/incidents?limit=100&order=desc`, and add to each, as
//! `timelines`, the entries of `/v2/incident-timelines/{id}/entries`.
//!
//! What this export cannot answer: without the timelines neither who acknowledged nor who resolved. Services, teams and
//! people are ids, so the lists of services, teams and users belong beside it. The times of the impact are edited by
//! hand.

use super::shared::{TOOL, by_name, custom, is_incident, known, name_or_id, priority, responders, user};
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::lenient::push_name;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{
    Body, EventKind, LinkKind, Stamp, StatedEvent, StatedIncident, StatedInvolvement, StatedLink, StatedResolver,
};
use crate::model::reject::Reason;

/// Types of timeline entries, and what happened. What a responder alert and an added responder are is decided by more
/// than the type.
const KINDS: [(&str, EventKind); 9] = [
    ("IncidentOpened", EventKind::Triggered),
    ("IncidentCreated", EventKind::Triggered),
    ("IncidentReopened", EventKind::Reopened),
    ("IncidentResolved", EventKind::Resolved),
    ("IncidentClosed", EventKind::Status),
    ("IncidentPriorityUpdated", EventKind::Severity),
    ("IncidentPriorityChanged", EventKind::Severity),
    ("NoteAdded", EventKind::Note),
    ("IncidentNoteAdded", EventKind::Note),
];

/// The source; see the head of this file.
pub struct Incidents;

impl Source for Incidents {
    const KIND: Export = Export {
        id: "opsgenie-incidents",
        title: "Opsgenie incidents (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `tinyId`, `message` and `impactStartDate` or `impactedServices`",
        arrays: &["data", "values"],
    };

    fn recognises(&self, head: &Head) -> bool {
        fields::sampled(head).any(is_incident)
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let incident = document.fields();
        let id = incident.string("id");
        if id.is_empty() {
            return out.reject(origin, "", Reason::NoIdentifier, "the incident has no `id`");
        }
        TOOL.keep("incident", id, Body::Incident(Box::new(stated(incident))), origin, out);
    }
}

fn stated(incident: Fields) -> StatedIncident {
    let events = events(incident);
    let (reopen_count, status) = (reopened(&events), incident.string("status"));
    let over = matches!(status.to_lowercase().as_str(), "resolved" | "closed");
    let ends = || incident.time(&["impact_end_date"], "impactEndDate");
    let resolved_at = last(&events, EventKind::Resolved).map(|event| event.at.clone());
    StatedIncident {
        number: incident.string("tiny_id"),
        url: incident.string("links/web"),
        title: incident.string("message"),
        summary: incident.string("description"),
        severity: incident.string("priority"),
        services: named(incident.list("impacted_services")),
        teams: teams(incident),
        started_at: incident.time(&["impact_start_date"], "impactStartDate"),
        declared_at: incident.time(&["created_at"], "createdAt"),
        acknowledged_at: earliest(&events, EventKind::Acknowledged),
        mitigated_at: ends(),
        resolved_at: resolved_at.or_else(|| if over { ends() } else { None }),
        closed_at: events.iter().rfind(|event| event.kind == EventKind::Status).map(|event| event.at.clone()),
        modified_at: incident.time(&["updated_at"], "updatedAt"),
        detection: detection(&events).to_owned(),
        resolver: resolver(&events),
        reopen_count,
        links: alerts(incident),
        people: people(incident),
        custom: custom(incident, "extra_properties"),
        status,
        events,
        ..StatedIncident::default()
    }
}

fn named<'a>(values: impl Iterator<Item = Fields<'a>>) -> Vec<String> {
    let mut names = Vec::new();
    for value in values {
        push_name(&mut names, &name_or_id(value));
    }
    names
}

/// The owning team first, then the teams that were called in.
fn teams(incident: Fields) -> Vec<String> {
    let owner = incident.first(&["owner_team/name", "owner_team/id", "owner_team", "owner_team_id"]).into_owned();
    let mut teams = Vec::new();
    push_name(&mut teams, &owner);
    for team in named(responders(incident, "team")) {
        push_name(&mut teams, &team);
    }
    teams
}

/// Users are made responders by hand or by a rule of the service; which of the two is not stated.
fn people(incident: Fields) -> Vec<StatedInvolvement> {
    let part = |person| StatedInvolvement { person, role: "responder".to_owned(), ..StatedInvolvement::default() };
    responders(incident, "user").filter_map(|each| known(user(each))).map(part).collect()
}

/// Alerts that belong to the incident, where the export of Jira Service Management lists them.
fn alerts(incident: Fields) -> Vec<StatedLink> {
    let mut links = Vec::new();
    for key in ["alert_ids", "linked_alerts", "responder_alerts"] {
        for alert in incident.list(key) {
            fields::link(&mut links, LinkKind::ExternalRef, &name_or_id(alert));
        }
    }
    links
}

fn events(incident: Fields) -> Vec<StatedEvent> {
    timeline(incident.list("timelines").chain(incident.list("timeline")).collect())
}

/// Entries of a timeline in the order of time; the tool returns them newest first.
pub(super) fn timeline(mut entries: Vec<Fields>) -> Vec<StatedEvent> {
    let time = |entry: Option<&Fields>| entry.map(|entry| entry.string("event_time")).unwrap_or_default();
    if time(entries.first()) >= time(entries.last()) {
        // So that entries of one instant stand in the order in which they were made.
        entries.reverse();
    }
    // All stamps are UTC, but differ in the number of digits of a second; without the zone letter they sort as text.
    entries.sort_by_key(|entry| entry.text("event_time").trim_end_matches('Z').to_owned());
    let resolved = first_time(&entries, "IncidentResolved");
    let opened = first_time(&entries, "IncidentOpened");
    entries.iter().filter_map(|entry| event(*entry, &opened, &resolved)).collect()
}

fn first_time(entries: &[Fields], kind: &str) -> String {
    let of_kind = entries.iter().filter(|entry| entry.text("type") == kind);
    of_kind.map(|entry| entry.string("event_time")).find(|time| !time.is_empty()).unwrap_or_default()
}

fn event(entry: Fields, opened: &str, resolved: &str) -> Option<StatedEvent> {
    let time = entry.time(&["event_time"], "timelines.eventTime")?;
    let type_ = entry.string("type");
    let actor = by_name(&entry.text("actor/name"));
    let automatic = actor.as_ref().is_some_and(|actor| actor.machine);
    let later = |than: &str| !than.is_empty() && time.text.trim_end_matches('Z') > than.trim_end_matches('Z');
    let kind = match type_.as_str() {
        // Resolving an incident acknowledges the alerts of its responders: that is not when somebody took it on.
        "ResponderAlertAcked" if automatic && later(resolved) => EventKind::Other,
        "ResponderAlertAcked" => EventKind::Acknowledged,
        "IncidentResponderUserAdded" | "IncidentResponderTeamAdded" if later(opened) => EventKind::Requested,
        "IncidentResponderUserAdded" | "IncidentResponderTeamAdded" => EventKind::Assigned,
        other => KINDS.iter().find(|(name, _)| *name == other).map_or(EventKind::Other, |(_, kind)| *kind),
    };
    let detection = match (kind, automatic) {
        (EventKind::Triggered, true) => "api",
        (EventKind::Triggered, false) if actor.is_some() => "web",
        _ => "",
    };
    let value = match kind {
        EventKind::Status => "closed".to_owned(),
        EventKind::Severity => {
            priority(&format!("{} {}", entry.text("title/content"), entry.text("description/content")))
        }
        EventKind::Other => type_,
        _ => String::new(),
    };
    let (detection, people) = (detection.to_owned(), Vec::new());
    Some(StatedEvent { incident: String::new(), kind, at: time, actor, people, automatic, detection, value })
}

fn last(events: &[StatedEvent], kind: EventKind) -> Option<&StatedEvent> {
    events.iter().rfind(|event| event.kind == kind)
}

fn earliest(events: &[StatedEvent], kind: EventKind) -> Option<Stamp> {
    events.iter().find(|event| event.kind == kind).map(|event| event.at.clone())
}

/// A number only where the timeline goes back to the opening, because else reopenings may be missing.
fn reopened(events: &[StatedEvent]) -> Option<u32> {
    let whole = events.iter().any(|event| event.kind == EventKind::Triggered);
    let number = events.iter().filter(|event| event.kind == EventKind::Reopened).count();
    if whole { u32::try_from(number).ok() } else { None }
}

/// Incidents are opened by somebody's hand, or by a rule or a tool through the API.
fn detection(events: &[StatedEvent]) -> &'static str {
    match events.iter().find(|event| event.kind == EventKind::Triggered).map(|event| event.detection.as_str()) {
        Some("web") => "manual",
        Some("api") => "api",
        _ => "",
    }
}

fn resolver(events: &[StatedEvent]) -> StatedResolver {
    match last(events, EventKind::Resolved).and_then(|event| event.actor.clone()) {
        Some(actor) if actor.machine => StatedResolver::Machine,
        Some(actor) => StatedResolver::Person(actor),
        None => StatedResolver::Unknown,
    }
}
