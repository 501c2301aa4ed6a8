//! Rootly incidents, as `GET /v1/incidents` returns them.
//!
//! To get them: page through
//! `https://api.rootly.com/v1/incidents?page[size]=100&include=roles,action_items,events,causes,services`.
//!
//! What this export cannot answer: who was paged. Who was on call is in the shifts, and names of people beyond those who
//! changed the status are in the answer only when `include=roles` was asked for.

use super::shared::{TOOL, attributes, entry, follow_up, is_one, person};
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::lenient::{joined, push_name};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{
    Body, EventKind, Kind, LinkKind, StatedEvent, StatedField, StatedFollowUp, StatedIncident, StatedInvolvement,
    StatedLink, StatedResolver,
};
use crate::model::reject::Reason;

/// Attributes that hold what the same incident is called in another tool.
const FOREIGN: [&str; 22] = [
    "pagerduty_incident_id",
    "pagerduty_incident_number",
    "pagerduty_incident_url",
    "opsgenie_incident_id",
    "opsgenie_incident_url",
    "opsgenie_alert_id",
    "opsgenie_alert_url",
    "victor_ops_incident_id",
    "victor_ops_incident_url",
    "service_now_incident_id",
    "service_now_incident_key",
    "service_now_incident_url",
    "jira_issue_key",
    "jira_issue_url",
    "github_issue_id",
    "github_issue_url",
    "gitlab_issue_id",
    "gitlab_issue_url",
    "linear_issue_url",
    "zendesk_ticket_url",
    "freshservice_ticket_url",
    "datadog_notebook_url",
];

/// When a change of status was made, who made it, and what it is.
const CHANGES: [(&str, &str, EventKind); 6] = [
    ("acknowledged_at", "acknowledged_by", EventKind::Acknowledged),
    ("mitigated_at", "mitigated_by", EventKind::Mitigated),
    ("resolved_at", "resolved_by", EventKind::Resolved),
    ("closed_at", "closed_by", EventKind::Status),
    ("cancelled_at", "cancelled_by", EventKind::Status),
    ("in_triage_at", "in_triage_by", EventKind::Status),
];

/// Relationships under which values of fields that an organisation defined are included.
const OWN_FIELDS: [&str; 3] = ["form_field_selections", "incident_form_field_selections", "custom_field_selections"];

/// The source; see the head of this file.
pub struct Incidents;

impl Source for Incidents {
    const KIND: Export = Export {
        id: "rootly-incidents",
        title: "Rootly incidents (JSON:API, or a table made of it)",
        tool: TOOL,
        looks_for: "JSON objects of `type` incidents with `attributes.sequential_id`",
        arrays: &["data"],
    };

    fn recognises(&self, head: &Head) -> bool {
        let flat = |object: Fields| {
            let has = |key: &str| object.exact(key).is_some();
            has("sequential_id") && has("slug") && has("started_at")
        };
        let table = head.has_headers(&["id", "sequential_id", "started_at"])
            || head.has_headers(&["id", "attributes_sequential_id", "attributes_started_at"]);
        table
            || fields::sampled(head).any(|object| {
                let has = |key: &str| object.has(&format!("attributes/{key}"));
                flat(object) || is_one(object, &["incidents"]) && (has("sequential_id") || has("slug") && has("title"))
            })
    }

    fn read(&self, item: &Item, origin: &Origin, context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let incident = document.fields();
        let id = incident.string("id");
        if id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the incident has no `id`");
            return;
        }
        TOOL.keep("incident", id, Body::Incident(Box::new(stated(incident, context))), origin, out);
    }
}

fn stated(incident: Fields, context: &Context) -> StatedIncident {
    let of = attributes(incident);
    let texts = ["summary", "mitigation_message", "resolution_message"].map(|key| of.string(key));
    let resolver = person(incident, "resolved_by", context);
    StatedIncident {
        number: of.string("sequential_id"),
        url: of.first(&["url", "short_url"]).into_owned(),
        title: of.string("title"),
        summary: joined(texts.iter().map(String::as_str)),
        kind: kind(&of.text("kind")),
        status: of.string("status"),
        severity: severity(of),
        services: names(incident, "services", context),
        components: names(incident, "functionalities", context),
        teams: names(incident, "groups", context),
        environments: names(incident, "environments", context),
        factors: names(incident, "causes", context),
        started_at: of.time(&["started_at", "scheduled_for"], "started_at"),
        detected_at: of.time(&["detected_at"], "detected_at"),
        declared_at: of.time(&["created_at"], "created_at"),
        acknowledged_at: of.time(&["acknowledged_at"], "acknowledged_at"),
        mitigated_at: of.time(&["mitigated_at"], "mitigated_at"),
        resolved_at: of.time(&["resolved_at"], "resolved_at"),
        closed_at: of.time(&["closed_at", "cancelled_at"], "closed_at"),
        modified_at: of.time(&["updated_at"], "updated_at"),
        detection: of.string("source"),
        resolver: if fields::is_nobody(&resolver) { StatedResolver::Unknown } else { StatedResolver::Person(resolver) },
        links: links(of),
        people: people(incident, context),
        follow_ups: follow_ups(incident, context),
        events: events(incident, context),
        custom: own_fields(incident, context),
        ..StatedIncident::default()
    }
}

/// Sub-incidents (`normal_sub`) are incidents with a parent; an example is what a new account is filled with.
fn kind(stated: &str) -> Kind {
    match stated {
        "test" | "test_sub" | "example" | "example_sub" => Kind::Test,
        "backfilled" => Kind::Backfilled,
        "scheduled" | "scheduled_sub" => Kind::Maintenance,
        _ => Kind::Incident,
    }
}

/// The name that the organisation gave it; the tool's own scale only where there is no name.
fn severity(of: Fields) -> String {
    let name = of.at("severity").label().into_owned();
    if name.is_empty() {
        of.first(&["severity/data/attributes/severity", "severity/severity"]).into_owned()
    } else {
        name
    }
}

/// Names of a list that stands in the attributes, else of a relationship. Where only ids are stated they stay, until a
/// list of names says what they are.
fn names(incident: Fields, key: &str, context: &Context) -> Vec<String> {
    let mut names = attributes(incident).labels(key);
    if names.is_empty() {
        for object in incident.related(key, context) {
            let name = object.label().into_owned();
            let id = object.string("id");
            push_name(&mut names, if name.is_empty() { &id } else { &name });
        }
    }
    names
}

fn links(of: Fields) -> Vec<StatedLink> {
    let mut links = Vec::new();
    fields::link(&mut links, LinkKind::DuplicateOf, &of.text("duplicate_incident_id"));
    fields::link(&mut links, LinkKind::Parent, &of.text("parent_incident_id"));
    for key in FOREIGN {
        fields::link(&mut links, LinkKind::ExternalRef, &of.text(key));
    }
    links
}

fn people(incident: Fields, context: &Context) -> Vec<StatedInvolvement> {
    let mut people: Vec<StatedInvolvement> = Vec::new();
    let inside = attributes(incident).list("roles");
    for assignment in inside.chain(incident.related("roles", context)) {
        let of = attributes(assignment);
        let roles = ["incident_role/data/attributes/name", "incident_role/attributes/name", "incident_role/name"];
        people.push(StatedInvolvement {
            person: person(assignment, "user", context),
            role: of.first(&roles).into_owned(),
            joined_at: of.time(&["created_at"], "roles.created_at"),
            ..StatedInvolvement::default()
        });
    }
    let reporters = ["user", "started_by"].map(|name| person(incident, name, context));
    if let Some(person) = reporters.into_iter().find(|reporter| !fields::is_nobody(reporter)) {
        people.push(StatedInvolvement { person, role: "reporter".to_owned(), ..StatedInvolvement::default() });
    }
    people.retain(|part| !fields::is_nobody(&part.person));
    people
}

fn follow_ups(incident: Fields, context: &Context) -> Vec<StatedFollowUp> {
    let related = incident.related("action_items", context);
    let stated = |object: &Fields| !attributes(*object).first(&["summary", "status"]).is_empty();
    let inside = attributes(incident).list("action_items");
    inside.chain(related.filter(stated)).map(|object| follow_up(object, context)).collect()
}

/// Changes of status whose maker is named, and the entries of the timeline that were included. A resolution without a
/// name would read as one by a machine, so it stays a time alone.
fn events(incident: Fields, context: &Context) -> Vec<StatedEvent> {
    let of = attributes(incident);
    let mut events = Vec::new();
    for (time, maker, kind) in CHANGES {
        let actor = person(incident, maker, context);
        let Some(at) = of.time(&[time], time).filter(|_| !fields::is_nobody(&actor)) else { continue };
        let value = if kind == EventKind::Status { time.trim_end_matches("_at").to_owned() } else { String::new() };
        events.push(StatedEvent {
            incident: String::new(),
            kind,
            at,
            actor: Some(actor),
            people: Vec::new(),
            automatic: false,
            detection: String::new(),
            value,
        });
    }
    let notes = incident.related("events", context);
    events.extend(notes.into_iter().filter_map(|note| entry(note, String::new(), context)));
    events
}

fn own_fields(incident: Fields, context: &Context) -> Vec<StatedField> {
    let of = attributes(incident);
    let mut own = of.customs("labels");
    let types = names(incident, "incident_types", context);
    if !types.is_empty() {
        own.push(StatedField { name: "Incident type".to_owned(), values: types });
    }
    for selection in OWN_FIELDS.iter().flat_map(|key| incident.related(key, context)) {
        let of = attributes(selection);
        let name = ["form_field", "custom_field"]
            .map(|key| of.at(key).label().into_owned())
            .into_iter()
            .find(|name| !name.is_empty());
        let value = ["selected_options", "value"].map(|key| of.at(key)).into_iter().find(|v| !v.values().is_empty());
        own.extend(name.zip(value).and_then(|(name, value)| value.custom(&name)));
    }
    own
}
