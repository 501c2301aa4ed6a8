//! Splunk On-Call (VictorOps) incidents, as `GET /api-reporting/v2/incidents` and `GET /api-public/v1/incidents` return
//! them.
//!
//! To get them: page through `https://api.victorops.com/api-reporting/v2/incidents?offset=0&limit=100`, one call a
//! minute; only resolved incidents are listed unless `currentPhase` asks for others.
//!
//! What this export cannot answer: when each person was paged, only who was; how customers were affected; severity. The
//! state of an entity is that of its last alert, `RECOVERY` for all that have ended.

use serde_json::Value;

use super::shared::{TOOL, user, username};
use crate::ingest::head::Head;
use crate::ingest::lenient::push_name;
use crate::ingest::paths::{self, count, first, link, list, text, when};
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
        let Some(incident) = paths::object(item, origin, out) else { return };
        let id = first(&incident, &["incident_number", "entity_id"]);
        if id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the incident has no `incidentNumber`");
            return;
        }
        TOOL.keep("incident", id, Body::Incident(Box::new(stated(&incident))), origin, out);
    }
}

fn stated(incident: &Value) -> StatedIncident {
    let events = events(incident);
    let of = |kind: EventKind| events.iter().filter(move |event| event.kind == kind);
    let state = text(incident, "entity_state").to_lowercase();
    let title = first(incident, &["entity_display_name", "service", "entity_id"]);
    let mut services = Vec::new();
    push_name(&mut services, &text(incident, "service"));
    let mut own = Vec::new();
    for (name, key) in [("Routing key", "routing_key"), ("Host", "host"), ("Monitoring tool", "monitor_name")] {
        own.extend(paths::field(name, paths::at(incident, key)));
    }
    let ended = text(incident, "current_phase").eq_ignore_ascii_case("resolved");
    let last = of(EventKind::Resolved).next_back();
    StatedIncident {
        url: text(incident, "incident_link"),
        title,
        status: text(incident, "current_phase").to_lowercase(),
        urgency: if WELL.contains(&state.as_str()) { String::new() } else { state },
        services,
        teams: teams(incident),
        policy: list(incident, "paged_policies").first().map(|each| text(each, "policy/name")).unwrap_or_default(),
        detected_at: when(incident, &["start_time"], "startTime")
            .or_else(|| of(EventKind::Triggered).next().map(|event| event.at.clone())),
        acknowledged_at: of(EventKind::Acknowledged).next().map(|event| event.at.clone()),
        resolved_at: last.filter(|_| ended).map(|event| event.at.clone()),
        modified_at: when(incident, &["last_alert_time"], "lastAlertTime")
            .into_iter()
            .chain(events.last().map(|event| event.at.clone()))
            .max_by(|a, b| a.text.cmp(&b.text)),
        detection: first(incident, &["monitor_type", "monitoring_tool"]),
        resolver: last.filter(|_| ended).map(resolver).unwrap_or_default(),
        reopen_count: (!events.is_empty()).then(|| number(of(EventKind::Reopened))),
        alert_count: count(incident, "alert_count"),
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
fn teams(incident: &Value) -> Vec<String> {
    let policies = list(incident, "paged_policies");
    let mut names = Vec::new();
    for paged in list(incident, "paged_teams") {
        let slug = paths::said(paged);
        let known = policies.iter().find(|each| text(each, "team/slug") == slug).map(|each| text(each, "team/name"));
        push_name(&mut names, &known.filter(|name| !name.is_empty()).unwrap_or(slug));
    }
    for policy in policies {
        push_name(&mut names, &first(policy, &["team/name", "team/slug"]));
    }
    names
}

/// The life of the incident. A transition back to `triggered` is a reopening after an end, and an acknowledgement that
/// ran out otherwise.
fn events(incident: &Value) -> Vec<StatedEvent> {
    let mut stated: Vec<&Value> = list(incident, "transitions").iter().collect();
    // The stamps of one list share their form and zone, so the order of the texts is the order of the times.
    stated.sort_by_key(|transition| text(transition, "at"));
    let mut events: Vec<StatedEvent> = Vec::new();
    for transition in stated {
        let Some(at) = when(transition, &["at"], "transitions.at") else { continue };
        let name = text(transition, "name").to_lowercase();
        let before = events.iter().rev().map(|event| event.kind).find(|kind| *kind != EventKind::Other);
        let by = text(transition, "by");
        let actor = (!by.is_empty()).then(|| user(&by));
        let kind = kind(&name, before);
        // An end that nobody is named for is the recovery of the monitoring tool.
        let unnamed = kind == EventKind::Resolved && text(transition, "manually") != "true";
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
fn people(incident: &Value, events: &[StatedEvent]) -> Vec<StatedInvolvement> {
    let mut people: Vec<StatedInvolvement> = Vec::new();
    for paged in list(incident, "paged_users") {
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

fn links(incident: &Value) -> Vec<StatedLink> {
    let mut links = Vec::new();
    link(&mut links, LinkKind::MergedInto, &first(incident, &["merged_into", "parent_incident_number"]));
    links
}
