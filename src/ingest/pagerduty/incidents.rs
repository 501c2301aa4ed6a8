//! PagerDuty incidents, as `GET /incidents` returns them.
//!
//! To get them: page through `https://api.pagerduty.com/incidents` with `since`, `until`, `limit` and `offset`, and keep
//! each page as a file. A page covers six months at most.
//!
//! What this export cannot answer: a resolved incident has neither its acknowledgement nor its responders any more, so
//! response times and load need log entries. The impact start is unknown; `created_at` is when the pager noticed.

use crate::ingest::document;
use crate::ingest::fields::{self, Fields};

use super::log_entries::embedded;
use super::shared::{Ref, TOOL};
use crate::ingest::head::Head;
use crate::ingest::lenient::{clipped, push_name, stamp};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{
    Body, EventKind, LinkKind, StatedEvent, StatedField, StatedIncident, StatedInvolvement, StatedLink, StatedPerson,
    StatedResolver, Via,
};
use crate::model::reject::Reason;
use std::borrow::Cow;

/// How the summary of a trigger entry words what its channel type says, for exports that hold only the reference.
const TRIGGER_WORDS: [(&str, &str); 3] =
    [("through the website", "web_trigger"), ("through the api", "api"), ("email", "email")];

/// Keys of incidents of another tool, or of what PagerDuty measured, which a source of its own reads.
const FOREIGN: [&str; 5] =
    ["unique_id", "seconds_to_first_ack", "seconds_to_engage", "sleep_hour_interruptions", "incident_created_at"];

/// The source; see the head of this file.
pub struct Incidents;

impl Source for Incidents {
    const KIND: Export = Export {
        id: "pagerduty-incidents",
        title: "PagerDuty incidents (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `incident_number` and one of `escalation_policy`, `urgency`, `first_trigger_log_entry`, or a PagerDuty address",
        arrays: &["incidents", "incident"],
    };

    fn recognises(&self, head: &Head) -> bool {
        fields::sampled(head).any(|object| {
            let has = |key: &str| object.exact(key).is_some();
            let own = ["escalation_policy", "urgency", "first_trigger_log_entry"].iter().any(|key| has(key))
                || object.at("type").plain() == Some("incident")
                || object.at("html_url").plain().is_some_and(|url| url.contains("pagerduty.com/incidents/"));
            has("incident_number") && own && !FOREIGN.iter().any(|key| has(key))
        })
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::json(item, origin, out) else { return };
        let incident = document.fields();
        if incident.text("id").is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the incident has no `id`");
            return;
        }
        let body = Body::Incident(Box::new(stated(incident)));
        TOOL.keep("incident", incident.string("id"), body, origin, out);
    }
}

fn stated(incident: Fields) -> StatedIncident {
    let title = incident.first(&["title", "description", "summary"]);
    let description = incident.text("description");
    let mut services = Vec::new();
    push_name(&mut services, &Ref::at(incident, "service").label_or_id());
    let mut teams = Vec::new();
    for team in incident.list("teams") {
        push_name(&mut teams, &Ref(team).label_or_id());
    }
    StatedIncident {
        number: incident.string("incident_number"),
        url: incident.first(&["html_url", "self"]).into_owned(),
        title: title.to_string(),
        summary: clipped(&if description == title { incident.text("body/details") } else { description }),
        status: incident.string("status"),
        severity: Ref::at(incident, "priority").label().into_owned(),
        urgency: incident.string("urgency"),
        services,
        teams,
        policy: Ref::at(incident, "escalation_policy").label_or_id().into_owned(),
        detected_at: incident.time(&["created_at"], "created_at"),
        acknowledged_at: earliest_acknowledgement(incident).and_then(|at| stamp(&at, "acknowledgements.at")),
        resolved_at: resolved_at(incident),
        modified_at: incident
            .time(&["updated_at"], "updated_at")
            .or_else(|| incident.time(&["last_status_change_at"], "last_status_change_at")),
        detection: detection(incident.at("first_trigger_log_entry")),
        resolver: resolver(incident),
        alert_count: incident.count("alert_counts/all"),
        links: merged_into(incident).into_iter().chain(alert_key(incident)).collect(),
        people: people(incident),
        events: events(incident),
        custom: custom(incident),
        ..StatedIncident::default()
    }
}

/// The history, where scripts put it inside the incident. Notes are entries of the log, so they count only without it.
fn events(incident: Fields) -> Vec<StatedEvent> {
    let logged: Vec<StatedEvent> = incident.list("log_entries").filter_map(embedded).collect();
    if !logged.is_empty() {
        return logged;
    }
    let note = |note: Fields| {
        let actor = Some(Ref::at(note, "user").person()).filter(|_| !Ref::at(note, "user").is_empty());
        Some(StatedEvent {
            incident: String::new(),
            kind: EventKind::Note,
            at: note.time(&["created_at"], "created_at")?,
            actor,
            people: Vec::new(),
            automatic: false,
            detection: String::new(),
            value: String::new(),
        })
    };
    incident.list("notes").filter_map(note).collect()
}

fn custom(incident: Fields) -> Vec<StatedField> {
    let field = |field: Fields| StatedField {
        name: field.first(&["display_name", "name"]).into_owned(),
        values: values(field.at("value")),
    };
    let set = |field: &StatedField| !field.name.is_empty() && !field.values.is_empty();
    incident.list("custom_fields").map(field).filter(set).collect()
}

fn values(stated: Fields) -> Vec<String> {
    if stated.is_list() {
        return stated.items().flat_map(values).collect();
    }
    Some(stated.said().into_owned()).filter(|text| !text.is_empty()).into_iter().collect()
}

/// Older accounts and connectors leave `resolved_at` out; the last change of a resolved incident was its resolution.
fn resolved_at(incident: Fields) -> Option<crate::model::record::Stamp> {
    let fallback = if incident.text("status") == "resolved" {
        incident.time(&["last_status_change_at"], "last_status_change_at")
    } else {
        None
    };
    incident.time(&["resolved_at"], "resolved_at").or(fallback)
}

/// The stamps of one list share their form and zone, so the order of the texts is the order of the times.
fn earliest_acknowledgement(incident: Fields<'_>) -> Option<Cow<'_, str>> {
    let stated = || incident.list("acknowledgements").map(|ack| ack.text("at")).filter(|at| !at.is_empty());
    // What is no time must not stand before one.
    stated().filter(|at| at.get(4..5) == Some("-")).min().or_else(|| stated().min())
}

fn merged_into(incident: Fields) -> Option<StatedLink> {
    let target = incident.text("resolve_reason/incident/id");
    (!target.is_empty()).then(|| StatedLink { kind: LinkKind::MergedInto, target: target.into_owned() })
}

/// The key that monitoring gave; where it gave none, PagerDuty makes one up, which nothing else has.
fn alert_key(incident: Fields) -> Option<StatedLink> {
    let key = incident.text("incident_key");
    (!key.is_empty()).then(|| StatedLink { kind: LinkKind::AlertKey, target: key.into_owned() })
}

fn resolver(incident: Fields) -> StatedResolver {
    let by = Ref::at(incident, "last_status_change_by");
    if incident.text("status") != "resolved" {
        StatedResolver::Unknown
    } else if !Ref::at(incident, "resolve_reason/incident").is_empty() {
        StatedResolver::Merge
    } else if by.is_user() {
        StatedResolver::Person(by.person())
    } else if by.is_machine() {
        StatedResolver::Machine
    } else {
        StatedResolver::Unknown
    }
}

fn detection(trigger: Fields) -> String {
    if !trigger.text("channel/type").is_empty() {
        return trigger.string("channel/type");
    }
    let summary = trigger.text("summary").to_lowercase();
    TRIGGER_WORDS.iter().find(|(words, _)| summary.contains(words)).map_or("", |(_, kind)| kind).to_owned()
}

fn people(incident: Fields) -> Vec<StatedInvolvement> {
    let mut people = Vec::new();
    for assignment in incident.list("assignments") {
        let person = Ref::at(assignment, "assignee").person();
        add(
            &mut people,
            StatedInvolvement { person, role: "assignee".to_owned(), via: Via::Paged, ..Default::default() },
        );
    }
    for ack in incident.list("acknowledgements") {
        acknowledged(&mut people, ack);
    }
    for responder in incident.list("incidents_responders") {
        add(&mut people, requested(responder, ""));
    }
    for request in incident.list("responder_requests") {
        for target in request.list("responder_request_targets") {
            for asked in asked(target.at("responder_request_target"), &request.text("requested_at")) {
                add(&mut people, asked);
            }
        }
    }
    people
}

/// Acknowledging is joining: the first acknowledgement of a person is when they came.
fn acknowledged(people: &mut Vec<StatedInvolvement>, ack: Fields) {
    let person = Ref::at(ack, "acknowledger").person();
    let joined_at = ack.time(&["at"], "acknowledgements.at");
    match people.iter_mut().find(|known| same(&known.person, &person)) {
        Some(known) if known.joined_at.is_none() => known.joined_at = joined_at,
        Some(_) => {}
        None => add(people, StatedInvolvement { person, joined_at, ..Default::default() }),
    }
}

fn requested(responder: Fields, asked_at: &str) -> StatedInvolvement {
    let joined = if responder.text("state") == "joined" { responder.time(&["updated_at"], "updated_at") } else { None };
    StatedInvolvement {
        person: Ref::at(responder, "user").person(),
        role: "responder".to_owned(),
        via: Via::Requested,
        notified_at: responder.time(&["requested_at"], "requested_at").or_else(|| stamp(asked_at, "requested_at")),
        joined_at: joined,
        left_at: None,
    }
}

/// The people behind one target of a request: those it lists, or the user it names. A policy without a list names nobody.
fn asked(target: Fields, asked_at: &str) -> Vec<StatedInvolvement> {
    let listed: Vec<_> = target.list("incidents_responders").map(|each| requested(each, asked_at)).collect();
    if !listed.is_empty() || !target.text("type").starts_with("user") {
        return listed;
    }
    let person = StatedPerson { id: target.string("id"), name: target.string("summary"), ..Default::default() };
    vec![StatedInvolvement {
        person,
        role: "responder".to_owned(),
        via: Via::Requested,
        notified_at: stamp(asked_at, "requested_at"),
        ..Default::default()
    }]
}

/// The same request stands in `incidents_responders` and in `responder_requests`; one entry per person and way is kept.
fn add(people: &mut Vec<StatedInvolvement>, new: StatedInvolvement) {
    let known = people.iter().any(|old| old.via == new.via && same(&old.person, &new.person));
    let nobody = new.person.id.is_empty() && new.person.name.is_empty();
    if !known && !nobody {
        people.push(new);
    }
}

fn same(one: &StatedPerson, other: &StatedPerson) -> bool {
    if one.id.is_empty() || other.id.is_empty() { one.name == other.name } else { one.id == other.id }
}
