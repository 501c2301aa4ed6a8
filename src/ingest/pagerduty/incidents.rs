//! PagerDuty incidents, as `GET /incidents` returns them.
//!
//! To get them: page through `https://api.pagerduty.com/incidents` with `since`, `until`, `limit` and `offset`, and keep
//! each page as a file. A page covers six months at most.
//!
//! What this export cannot answer: a resolved incident has neither its acknowledgement nor its responders any more, so
//! response times and load need log entries. The impact start is unknown; `created_at` is when the pager noticed.

use serde::Deserialize;
use serde_json::Value;

use super::log_entries::{Entry, embedded};
use super::shared::{Ref, TOOL};
use crate::ingest::head::Head;
use crate::ingest::lenient::{List, Loose, Part, Text, clipped, count, first, parse, push_name, stamp};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{
    Body, EventKind, LinkKind, StatedEvent, StatedField, StatedIncident, StatedInvolvement, StatedLink, StatedPerson,
    StatedResolver, Via,
};
use crate::model::reject::Reason;

/// How the summary of a trigger entry words what its channel type says, for exports that hold only the reference.
const TRIGGER_WORDS: [(&str, &str); 3] =
    [("through the website", "web_trigger"), ("through the api", "api"), ("email", "email")];

/// Keys of incidents of another tool, or of what PagerDuty measured, which a source of its own reads.
const FOREIGN: [&str; 5] =
    ["unique_id", "seconds_to_first_ack", "seconds_to_engage", "sleep_hour_interruptions", "incident_created_at"];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Incident<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    incident_number: Text<'a>,
    #[serde(borrow)]
    html_url: Text<'a>,
    #[serde(rename = "self", borrow)]
    api_url: Text<'a>,
    #[serde(borrow)]
    title: Text<'a>,
    #[serde(borrow)]
    summary: Text<'a>,
    #[serde(borrow)]
    description: Text<'a>,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    urgency: Text<'a>,
    #[serde(borrow)]
    priority: Part<Ref<'a>>,
    #[serde(borrow)]
    created_at: Text<'a>,
    #[serde(borrow)]
    updated_at: Text<'a>,
    #[serde(borrow)]
    last_status_change_at: Text<'a>,
    #[serde(borrow)]
    resolved_at: Text<'a>,
    #[serde(borrow)]
    last_status_change_by: Part<Ref<'a>>,
    #[serde(borrow)]
    resolve_reason: Part<ResolveReason<'a>>,
    #[serde(borrow)]
    incident_key: Text<'a>,
    #[serde(borrow)]
    service: Part<Ref<'a>>,
    #[serde(borrow)]
    teams: List<Ref<'a>>,
    #[serde(borrow)]
    assignments: List<Assignment<'a>>,
    #[serde(borrow)]
    acknowledgements: List<Acknowledgement<'a>>,
    #[serde(borrow)]
    incidents_responders: List<Responder<'a>>,
    #[serde(borrow)]
    responder_requests: List<Request<'a>>,
    #[serde(borrow)]
    alert_counts: Part<AlertCounts<'a>>,
    #[serde(borrow)]
    first_trigger_log_entry: Part<Trigger<'a>>,
    #[serde(borrow)]
    escalation_policy: Part<Ref<'a>>,
    #[serde(borrow)]
    body: Part<Details<'a>>,
    #[serde(borrow)]
    custom_fields: List<Field<'a>>,
    #[serde(borrow)]
    log_entries: List<Entry<'a>>,
    #[serde(borrow)]
    notes: List<Note<'a>>,
}

macro_rules! loose {
    ($($part:ident),*) => { $(impl<'de: 'a, 'a> Loose<'de> for $part<'a> {})* };
}
loose!(
    ResolveReason,
    Assignment,
    Acknowledgement,
    Responder,
    Request,
    RequestTarget,
    Target,
    AlertCounts,
    Trigger,
    Channel,
    Details,
    Field,
    Note
);

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ResolveReason<'a> {
    #[serde(borrow)]
    incident: Part<Ref<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Assignment<'a> {
    #[serde(borrow)]
    assignee: Part<Ref<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Acknowledgement<'a> {
    #[serde(borrow)]
    at: Text<'a>,
    #[serde(borrow)]
    acknowledger: Part<Ref<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Responder<'a> {
    #[serde(borrow)]
    state: Text<'a>,
    #[serde(borrow)]
    user: Part<Ref<'a>>,
    #[serde(borrow)]
    requested_at: Text<'a>,
    #[serde(borrow)]
    updated_at: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Request<'a> {
    #[serde(borrow)]
    requested_at: Text<'a>,
    #[serde(borrow)]
    responder_request_targets: List<RequestTarget<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct RequestTarget<'a> {
    #[serde(borrow)]
    responder_request_target: Part<Target<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Target<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(rename = "type", borrow)]
    kind: Text<'a>,
    #[serde(borrow)]
    summary: Text<'a>,
    #[serde(borrow)]
    incidents_responders: List<Responder<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct AlertCounts<'a> {
    #[serde(borrow)]
    all: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Trigger<'a> {
    #[serde(borrow)]
    summary: Text<'a>,
    #[serde(borrow)]
    channel: Part<Channel<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Channel<'a> {
    #[serde(rename = "type", borrow)]
    kind: Text<'a>,
}

/// What came with the incident: text, or an object that only its monitor understands.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Details<'a> {
    #[serde(borrow)]
    details: Text<'a>,
}

/// A note; when it was written and by whom is all that a review needs.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Note<'a> {
    #[serde(borrow)]
    created_at: Text<'a>,
    #[serde(borrow)]
    user: Part<Ref<'a>>,
}

/// A field that the organisation defined.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Field<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    display_name: Text<'a>,
    value: Value,
}

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
        head.objects.iter().any(|object| {
            let has = |key: &str| object.get(key).is_some();
            let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or("");
            let own = ["escalation_policy", "urgency", "first_trigger_log_entry"].iter().any(|key| has(key))
                || text("type") == "incident"
                || text("html_url").contains("pagerduty.com/incidents/");
            has("incident_number") && own && !FOREIGN.iter().any(|key| has(key))
        })
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(incident) = parse::<Incident>(item, origin, out) else { return };
        if incident.id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the incident has no `id`");
            return;
        }
        let body = Body::Incident(Box::new(stated(&incident)));
        TOOL.keep("incident", incident.id.owned(), body, origin, out);
    }
}

fn stated(incident: &Incident) -> StatedIncident {
    let title = first(&[incident.title.get(), incident.description.get(), incident.summary.get()]);
    let description = incident.description.get();
    let mut services = Vec::new();
    push_name(&mut services, incident.service.0.label_or_id());
    let mut teams = Vec::new();
    for team in &incident.teams.0 {
        push_name(&mut teams, team.label_or_id());
    }
    StatedIncident {
        number: incident.incident_number.owned(),
        url: first(&[incident.html_url.get(), incident.api_url.get()]).to_owned(),
        title: title.to_owned(),
        summary: clipped(if description == title { incident.body.0.details.get() } else { description }),
        status: incident.status.owned(),
        severity: incident.priority.0.label().to_owned(),
        urgency: incident.urgency.owned(),
        services,
        teams,
        policy: incident.escalation_policy.0.label_or_id().to_owned(),
        detected_at: stamp(incident.created_at.get(), "created_at"),
        acknowledged_at: earliest_acknowledgement(incident).and_then(|at| stamp(at, "acknowledgements.at")),
        resolved_at: resolved_at(incident),
        modified_at: stamp(incident.updated_at.get(), "updated_at")
            .or_else(|| stamp(incident.last_status_change_at.get(), "last_status_change_at")),
        detection: detection(&incident.first_trigger_log_entry.0),
        resolver: resolver(incident),
        alert_count: count(incident.alert_counts.0.all.get()),
        links: merged_into(incident).into_iter().chain(alert_key(incident)).collect(),
        people: people(incident),
        events: events(incident),
        custom: custom(incident),
        ..StatedIncident::default()
    }
}

/// The history, where scripts put it inside the incident. Notes are entries of the log, so they count only without it.
fn events(incident: &Incident) -> Vec<StatedEvent> {
    let logged: Vec<StatedEvent> = incident.log_entries.0.iter().filter_map(embedded).collect();
    if !logged.is_empty() {
        return logged;
    }
    let note = |note: &Note| {
        let actor = Some(note.user.0.person()).filter(|_| !note.user.0.is_empty());
        Some(StatedEvent {
            incident: String::new(),
            kind: EventKind::Note,
            at: stamp(note.created_at.get(), "created_at")?,
            actor,
            people: Vec::new(),
            automatic: false,
            detection: String::new(),
            value: String::new(),
        })
    };
    incident.notes.0.iter().filter_map(note).collect()
}

fn custom(incident: &Incident) -> Vec<StatedField> {
    let field = |field: &Field| StatedField {
        name: first(&[field.display_name.get(), field.name.get()]).to_owned(),
        values: values(&field.value),
    };
    let set = |field: &StatedField| !field.name.is_empty() && !field.values.is_empty();
    incident.custom_fields.0.iter().map(field).filter(set).collect()
}

fn values(stated: &Value) -> Vec<String> {
    match stated {
        Value::Array(list) => list.iter().flat_map(values).collect(),
        Value::String(text) if !text.trim().is_empty() => vec![text.trim().to_owned()],
        Value::Number(_) | Value::Bool(_) => vec![stated.to_string()],
        _ => Vec::new(),
    }
}

/// Older accounts and connectors leave `resolved_at` out; the last change of a resolved incident was its resolution.
fn resolved_at(incident: &Incident) -> Option<crate::model::record::Stamp> {
    let fallback = if incident.status.get() == "resolved" { incident.last_status_change_at.get() } else { "" };
    stamp(incident.resolved_at.get(), "resolved_at").or_else(|| stamp(fallback, "last_status_change_at"))
}

/// The stamps of one list share their form and zone, so the order of the texts is the order of the times.
fn earliest_acknowledgement<'a>(incident: &'a Incident) -> Option<&'a str> {
    let stated = || incident.acknowledgements.0.iter().map(|ack| ack.at.get()).filter(|at| !at.is_empty());
    // What is no time must not stand before one.
    stated().filter(|at| at.get(4..5) == Some("-")).min().or_else(|| stated().min())
}

fn merged_into(incident: &Incident) -> Option<StatedLink> {
    let target = incident.resolve_reason.0.incident.0.id.get();
    (!target.is_empty()).then(|| StatedLink { kind: LinkKind::MergedInto, target: target.to_owned() })
}

/// The key that monitoring gave; where it gave none, PagerDuty makes one up, which nothing else has.
fn alert_key(incident: &Incident) -> Option<StatedLink> {
    let key = incident.incident_key.get();
    (!key.is_empty()).then(|| StatedLink { kind: LinkKind::AlertKey, target: key.to_owned() })
}

fn resolver(incident: &Incident) -> StatedResolver {
    let by = &incident.last_status_change_by.0;
    if incident.status.get() != "resolved" {
        StatedResolver::Unknown
    } else if !incident.resolve_reason.0.incident.0.is_empty() {
        StatedResolver::Merge
    } else if by.is_user() {
        StatedResolver::Person(by.person())
    } else if by.is_machine() {
        StatedResolver::Machine
    } else {
        StatedResolver::Unknown
    }
}

fn detection(trigger: &Trigger) -> String {
    if !trigger.channel.0.kind.is_empty() {
        return trigger.channel.0.kind.owned();
    }
    let summary = trigger.summary.get().to_lowercase();
    TRIGGER_WORDS.iter().find(|(words, _)| summary.contains(words)).map_or("", |(_, kind)| kind).to_owned()
}

fn people(incident: &Incident) -> Vec<StatedInvolvement> {
    let mut people = Vec::new();
    for assignment in &incident.assignments.0 {
        let person = assignment.assignee.0.person();
        add(
            &mut people,
            StatedInvolvement { person, role: "assignee".to_owned(), via: Via::Paged, ..Default::default() },
        );
    }
    for ack in &incident.acknowledgements.0 {
        acknowledged(&mut people, ack);
    }
    for responder in &incident.incidents_responders.0 {
        add(&mut people, requested(responder, ""));
    }
    for request in &incident.responder_requests.0 {
        for target in &request.responder_request_targets.0 {
            for asked in asked(&target.responder_request_target.0, request.requested_at.get()) {
                add(&mut people, asked);
            }
        }
    }
    people
}

/// Acknowledging is joining: the first acknowledgement of a person is when they came.
fn acknowledged(people: &mut Vec<StatedInvolvement>, ack: &Acknowledgement) {
    let person = ack.acknowledger.0.person();
    let joined_at = stamp(ack.at.get(), "acknowledgements.at");
    match people.iter_mut().find(|known| same(&known.person, &person)) {
        Some(known) if known.joined_at.is_none() => known.joined_at = joined_at,
        Some(_) => {}
        None => add(people, StatedInvolvement { person, joined_at, ..Default::default() }),
    }
}

fn requested(responder: &Responder, asked_at: &str) -> StatedInvolvement {
    let joined = if responder.state.get() == "joined" { responder.updated_at.get() } else { "" };
    StatedInvolvement {
        person: responder.user.0.person(),
        role: "responder".to_owned(),
        via: Via::Requested,
        notified_at: stamp(first(&[responder.requested_at.get(), asked_at]), "requested_at"),
        joined_at: stamp(joined, "updated_at"),
        left_at: None,
    }
}

/// The people behind one target of a request: those it lists, or the user it names. A policy without a list names nobody.
fn asked(target: &Target, asked_at: &str) -> Vec<StatedInvolvement> {
    let listed: Vec<_> = target.incidents_responders.0.iter().map(|each| requested(each, asked_at)).collect();
    if !listed.is_empty() || !target.kind.get().starts_with("user") {
        return listed;
    }
    let person = StatedPerson { id: target.id.owned(), name: target.summary.owned(), ..Default::default() };
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
