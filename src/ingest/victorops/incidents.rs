//! Splunk On-Call (VictorOps) incidents, as `GET /api-reporting/v2/incidents` and `GET /api-public/v1/incidents` return
//! them.
//!
//! To get them: page through `https://api.victorops.com/api-reporting/v2/incidents?offset=0&limit=100`, one call a
//! minute; only resolved incidents are listed unless `currentPhase` asks for others.
//!
//! What this export cannot answer: when each person was paged, only who was; how customers were affected; severity. The
//! state of an entity is that of its last alert, `RECOVERY` for all that have ended.

use super::shared::{TOOL, user, username};
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::lenient::push_name;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{
    Body, EventKind, LinkKind, StatedEvent, StatedIncident, StatedInvolvement, StatedLink, StatedPerson,
    StatedResolver, Via,
};
use crate::model::reject::Reason;

/// States of an entity that say that it is well again, not how bad it was.
const WELL: [&str; 3] = ["recovery", "ok", "resolved"];

/// The source; see the head of this file.
pub struct Incidents;

impl Source for Incidents {
    const KIND: Export = Export {
        id: "victorops-incidents",
        title: "Splunk On-Call (VictorOps) incidents (REST API JSON, or a table made of it)",
        tool: TOOL,
        looks_for: "JSON objects with `currentPhase` and `incidentNumber` or `transitions`",
        arrays: &["incidents"],
    };

    fn recognises(&self, head: &Head) -> bool {
        let keys = [
            ["currentPhase", "incidentNumber"],
            ["currentPhase", "transitions"],
            ["current_phase", "incident_number"],
            ["current_phase", "transitions"],
        ];
        keys.iter().any(|pair| head.has_keys(pair))
            || head.has_headers(&["incidentnumber", "currentphase"])
            || head.has_headers(&["incident_number", "current_phase"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let incident = document.fields();
        let id = incident.first(&["incident_number", "entity_id"]).into_owned();
        if id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the incident has no `incidentNumber`");
            return;
        }
        TOOL.keep("incident", id, Body::Incident(Box::new(stated(incident))), origin, out);
    }
}

fn stated(incident: Fields) -> StatedIncident {
    let events = events(incident);
    let of = |kind: EventKind| events.iter().filter(move |event| event.kind == kind);
    let state = incident.text("entity_state").to_lowercase();
    let title = incident.first(&["entity_display_name", "service", "entity_id"]).into_owned();
    let mut services = Vec::new();
    push_name(&mut services, &incident.text("service"));
    let mut own = Vec::new();
    for (name, key) in [("Routing key", "routing_key"), ("Host", "host"), ("Monitoring tool", "monitor_name")] {
        own.extend(incident.at(key).custom(name));
    }
    let ended = incident.text("current_phase").eq_ignore_ascii_case("resolved");
    let last = of(EventKind::Resolved).next_back();
    StatedIncident {
        url: incident.string("incident_link"),
        title,
        status: incident.text("current_phase").to_lowercase(),
        urgency: if WELL.contains(&state.as_str()) { String::new() } else { state },
        services,
        teams: teams(incident),
        policy: incident.list("paged_policies").next().map(|each| each.string("policy/name")).unwrap_or_default(),
        detected_at: incident
            .time(&["start_time"], "startTime")
            .or_else(|| of(EventKind::Triggered).next().map(|event| event.at.clone())),
        acknowledged_at: of(EventKind::Acknowledged).next().map(|event| event.at.clone()),
        resolved_at: last.filter(|_| ended).map(|event| event.at.clone()),
        modified_at: incident
            .time(&["last_alert_time"], "lastAlertTime")
            .into_iter()
            .chain(events.last().map(|event| event.at.clone()))
            .max_by(|a, b| a.text.cmp(&b.text)),
        detection: incident.first(&["monitor_type", "monitoring_tool"]).into_owned(),
        resolver: last.filter(|_| ended).map(resolver).unwrap_or_default(),
        reopen_count: (!events.is_empty()).then(|| number(of(EventKind::Reopened))),
        alert_count: incident.count("alert_count"),
        links: links(incident),
        people: people(incident, &events),
        events,
        custom: own,
        ..StatedIncident::default()
    }
}

fn number<'a>(events: impl Iterator<Item = &'a StatedEvent>) -> u32 {
    u32::try_from(events.count()).unwrap_or(u32::MAX)
}

/// Nobody is named where a recovery of the monitoring tool ended the incident.
fn resolver(event: &StatedEvent) -> StatedResolver {
    match &event.actor {
        Some(actor) if !event.automatic => StatedResolver::Person(actor.clone()),
        _ => StatedResolver::Machine,
    }
}

/// Names of the paged teams. Only slugs are listed; the policies beside them know the names.
fn teams(incident: Fields) -> Vec<String> {
    let policies = incident.list("paged_policies");
    let mut names = Vec::new();
    for paged in incident.list("paged_teams") {
        let slug = paged.said().into_owned();
        let known = policies.clone().find(|each| each.text("team/slug") == slug).map(|each| each.string("team/name"));
        push_name(&mut names, &known.filter(|name| !name.is_empty()).unwrap_or(slug));
    }
    for policy in policies {
        push_name(&mut names, &policy.first(&["team/name", "team/slug"]));
    }
    names
}

/// The life of the incident. A transition back to `triggered` is a reopening after an end, and an acknowledgement that
/// ran out otherwise.
fn events(incident: Fields) -> Vec<StatedEvent> {
    let mut stated: Vec<Fields> = incident.list("transitions").collect();
    // The stamps of one list share their form and zone, so the order of the texts is the order of the times.
    stated.sort_by_key(|transition| transition.string("at"));
    let mut events: Vec<StatedEvent> = Vec::new();
    for transition in stated {
        let Some(at) = transition.time(&["at"], "transitions.at") else { continue };
        let name = transition.text("name").to_lowercase();
        let before = events.iter().rev().map(|event| event.kind).find(|kind| *kind != EventKind::Other);
        let by = transition.string("by");
        let actor = (!by.is_empty()).then(|| user(&by));
        let kind = kind(&name, before);
        // An end that nobody is named for is the recovery of the monitoring tool.
        let unnamed = kind == EventKind::Resolved && transition.text("manually") != "true";
        let machine = actor.as_ref().map_or(unnamed, |actor| actor.machine);
        events.push(StatedEvent {
            incident: String::new(),
            kind,
            at,
            automatic: machine,
            actor,
            people: Vec::new(),
            detection: String::new(),
            value: if kind == EventKind::Other { name } else { String::new() },
        });
    }
    events
}

fn kind(name: &str, before: Option<EventKind>) -> EventKind {
    match name {
        "triggered" | "unacked" => match before {
            Some(EventKind::Resolved) => EventKind::Reopened,
            Some(EventKind::Acknowledged) => EventKind::Unacknowledged,
            Some(_) => EventKind::Other,
            None => EventKind::Triggered,
        },
        "acknowledged" | "acked" => EventKind::Acknowledged,
        "resolved" | "recovered" => EventKind::Resolved,
        _ => EventKind::Other,
    }
}

/// Who was paged, without the time. Those who acknowledged joined when they first did.
fn people(incident: Fields, events: &[StatedEvent]) -> Vec<StatedInvolvement> {
    let mut people: Vec<StatedInvolvement> = Vec::new();
    for paged in incident.list("paged_users") {
        let person = user(&username(paged));
        if !person.id.is_empty() && !people.iter().any(|known| known.person == person) {
            people.push(StatedInvolvement { person, via: Via::Paged, ..StatedInvolvement::default() });
        }
    }
    let acknowledged = events.iter().filter(|event| event.kind == EventKind::Acknowledged);
    for event in acknowledged {
        let Some(person) = event.actor.clone().filter(|actor: &StatedPerson| !actor.machine) else { continue };
        let joined_at = Some(event.at.clone());
        match people.iter_mut().find(|known| known.person == person) {
            Some(known) if known.joined_at.is_none() => known.joined_at = joined_at,
            Some(_) => {}
            None => people.push(StatedInvolvement { person, joined_at, ..StatedInvolvement::default() }),
        }
    }
    people
}

fn links(incident: Fields) -> Vec<StatedLink> {
    let mut links = Vec::new();
    fields::link(&mut links, LinkKind::MergedInto, &incident.first(&["merged_into", "parent_incident_number"]));
    links
}
