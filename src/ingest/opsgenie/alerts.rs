//! Opsgenie alerts, as `GET /v2/alerts` returns them, and the alerts of Jira Service Management Operations, its
//! successor.
//!
//! To get them: page through `https://api.opsgenie.com/v2/alerts?limit=100` or
//! `https://api.atlassian.com/jsm/ops/api/{cloudId}/v1/alerts`; the call for one alert adds description, entity and
//! details.
//!
//! What this export cannot answer: who was notified (that is in the logs and recipients), and reopenings. Acknowledgement
//! and closing are stated as milliseconds since creation.

use super::shared::{TOOL, by_username, custom, is_incident, known, name_or_id, responders, user};
use crate::ingest::derived_stamp::later;
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::lenient::push_name;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{
    Body, Kind, LinkKind, Stamp, StatedField, StatedIncident, StatedInvolvement, StatedLink, StatedPerson,
    StatedResolver, Via,
};
use crate::model::reject::Reason;

/// Keys that an alert has and other numbered objects have not.
const OWN_KEYS: [&str; 6] = ["alias", "integration", "integration_type", "acknowledged", "is_seen", "last_occurred_at"];

/// The detail in which an alert that an incident made for its responders names that incident.
const OF_INCIDENT: &str = "details/incident-id";

/// The source; see the head of this file.
pub struct Alerts;

impl Source for Alerts {
    const KIND: Export = Export {
        id: "opsgenie-alerts",
        title: "Opsgenie or JSM Operations alerts (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `tinyId`, `message` and `alias` or `integration`",
        arrays: &["data", "values"],
    };

    fn recognises(&self, head: &Head) -> bool {
        fields::sampled(head).any(|object| {
            let has = |key: &str| object.has(key);
            has("tiny_id") && has("message") && !is_incident(object) && OWN_KEYS.iter().any(|key| has(key))
        })
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let alert = document.fields();
        let id = alert.string("id");
        if id.is_empty() {
            return out.reject(origin, "", Reason::NoIdentifier, "the alert has no `id`");
        }
        TOOL.keep("alert", id, Body::Incident(Box::new(stated(alert))), origin, out);
    }
}

fn stated(alert: Fields) -> StatedIncident {
    StatedIncident {
        number: alert.string("tiny_id"),
        url: alert.string("links/web"),
        title: alert.string("message"),
        summary: alert.string("description"),
        kind: Kind::Alert,
        status: status(alert),
        severity: alert.string("priority"),
        teams: teams(alert),
        detected_at: alert.time(&["created_at"], "createdAt"),
        acknowledged_at: after(alert, "ack_time", "report.ackTime"),
        resolved_at: after(alert, "close_time", "report.closeTime"),
        modified_at: alert.time(&["updated_at"], "updatedAt"),
        detection: alert
            .first(&["integration/type", "integration_type", "integration/name", "integration_name"])
            .into_owned(),
        resolver: resolver(alert),
        alert_count: alert.count("count"),
        links: links(alert),
        people: people(alert),
        custom: fields(alert),
        ..StatedIncident::default()
    }
}

/// An open alert that somebody has acknowledged says so in a key of its own.
fn status(alert: Fields) -> String {
    let status = alert.string("status");
    let taken = status.eq_ignore_ascii_case("open") && alert.text("acknowledged") == "true";
    if taken { "acknowledged".to_owned() } else { status }
}

/// A fact of the report, which stands beside the others in the successor's export.
fn reported(alert: Fields, key: &str) -> String {
    alert.first(&[&format!("report/{key}"), key]).into_owned()
}

/// The time so many milliseconds after creation. Zero is written where nothing happened.
fn after(alert: Fields, key: &str, stated: &'static str) -> Option<Stamp> {
    let millis: i64 = reported(alert, key).parse().ok().filter(|millis| *millis > 0)?;
    later(&alert.text("created_at"), millis, stated)
}

fn teams(alert: Fields) -> Vec<String> {
    let mut teams = Vec::new();
    push_name(&mut teams, &alert.first(&["owner_team/name", "owner_team", "owner_team_id"]));
    for team in alert.list("teams").chain(responders(alert, "team")) {
        push_name(&mut teams, &name_or_id(team));
    }
    teams
}

fn resolver(alert: Fields) -> StatedResolver {
    match by_username(&reported(alert, "closed_by")) {
        Some(person) if person.machine => StatedResolver::Machine,
        Some(person) => StatedResolver::Person(person),
        None => StatedResolver::Unknown,
    }
}

/// Users among the responders were sent the alert itself, so they were paged.
fn people(alert: Fields) -> Vec<StatedInvolvement> {
    let mut parts: Vec<StatedInvolvement> = Vec::new();
    let mut add = |person: StatedPerson, role: &str, via: Via, joined_at: Option<Stamp>| {
        let known = parts.iter().any(|part| part.person == person);
        if !person.machine && !known {
            let role = role.to_owned();
            parts.push(StatedInvolvement { person, role, via, joined_at, ..StatedInvolvement::default() });
        }
    };
    if let Some(person) = by_username(&reported(alert, "acknowledged_by")) {
        add(person, "acknowledger", Via::Unknown, after(alert, "ack_time", "report.ackTime"));
    }
    if let Some(person) = by_username(&alert.text("owner")) {
        add(person, "owner", Via::Unknown, None);
    }
    for person in responders(alert, "user").filter_map(|each| known(user(each))) {
        add(person, "responder", Via::Paged, None);
    }
    parts
}

/// An incident makes an alert for each of its responders and names itself in it: these are one with the incident.
fn links(alert: Fields) -> Vec<StatedLink> {
    let mut links = Vec::new();
    fields::link(&mut links, LinkKind::Parent, &alert.first(&[OF_INCIDENT, "extra_properties/incident-id"]));
    fields::link(&mut links, LinkKind::AlertKey, &alert.text("alias"));
    links
}

fn fields(alert: Fields) -> Vec<StatedField> {
    let mut fields = custom(alert, "details");
    fields.extend(alert.customs("extra_properties"));
    fields.retain(|field| !field.name.starts_with("incident-"));
    fields.extend(["entity", "source", "alias"].iter().filter_map(|key| alert.at(key).custom(key)));
    fields
}
