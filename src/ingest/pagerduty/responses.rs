//! PagerDuty responses: who was called to an incident, how, and when they came, as
//! `GET /analytics/raw/incidents/{id}/responses` returns them.
//!
//! To get them: ask for each incident of the analytics, and keep each answer whole, because the incident's id stands
//! beside the responses.
//!
//! What this export cannot answer: how often somebody was called; one response may stand for many pages.

use chrono::NaiveDateTime;
use serde::Deserialize;

use super::shared::TOOL;
use crate::ingest::head::Head;
use crate::ingest::lenient::{List, Loose, Text, parse, stamp};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, EventKind, Stamp, StatedEvent, StatedPerson};
use crate::model::reject::Reason;

/// How a person came into the incident. An escalation to somebody is stated as a call here and not as an escalation:
/// two people of one level are two responses, and counting them would make two escalations of one.
const CALLS: [(&str, EventKind); 4] = [
    ("assigned", EventKind::Assigned),
    ("escalated", EventKind::Assigned),
    ("reassigned", EventKind::Requested),
    ("added_responder", EventKind::Requested),
];

/// States of a response in which nobody came.
const NOT_COME: [&str; 4] = ["pending", "declined", "user_cancelled", "cancelled"];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Answer<'a> {
    #[serde(borrow)]
    incident_id: Text<'a>,
    #[serde(borrow)]
    time_zone: Text<'a>,
    #[serde(borrow)]
    responses: List<Response<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Response<'a> {
    #[serde(borrow)]
    requested_at: Text<'a>,
    #[serde(borrow)]
    responded_at: Text<'a>,
    #[serde(borrow)]
    responder_id: Text<'a>,
    #[serde(borrow)]
    responder_name: Text<'a>,
    #[serde(borrow)]
    responder_type: Text<'a>,
    #[serde(borrow)]
    response_status: Text<'a>,
}

impl<'de: 'a, 'a> Loose<'de> for Response<'a> {}

/// The source; see the head of this file.
pub struct Responses;

impl Source for Responses {
    const KIND: Export = Export {
        id: "pagerduty-responses",
        title: "PagerDuty responses to incidents (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `incident_id` and `responses`, or with `responder_id` and `response_status`",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.has_keys(&["responder_id", "response_status"])
            || head.objects.iter().any(|object| {
                let listed = object.pointer("/responses/0").or_else(|| object.pointer("/responses"));
                object.get("incident_id").is_some()
                    && listed.is_some_and(|one| {
                        one.get("responder_id").is_some() || one.as_array().is_some_and(Vec::is_empty)
                    })
            })
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(mut answer) = parse::<Answer>(item, origin, out) else { return };
        if answer.responses.0.is_empty() {
            // A script may have written one response a line, with the incident's id in each.
            answer.responses.0.extend(parse::<Response>(item, origin, out).filter(|one| !one.responder_id.is_empty()));
        }
        let incident = answer.incident_id.get();
        if incident.is_empty() {
            out.reject(origin, "", Reason::UnknownIncident, "the responses name no incident");
            return;
        }
        let events: Vec<StatedEvent> = answer.responses.0.iter().flat_map(|one| events(&answer, one)).collect();
        let body = if events.is_empty() { Body::Reference } else { Body::Events(events) };
        TOOL.keep("responses", native_id(&answer), body, origin, out);
    }
}

/// Answers of one incident come whole or one by one; in the second case the person and the time tell them apart.
fn native_id(answer: &Answer) -> String {
    match answer.responses.0.as_slice() {
        [one] => [answer.incident_id.get(), one.responder_id.get(), one.requested_at.get()].join("/"),
        _ => answer.incident_id.owned(),
    }
}

/// Times stand without an offset, and their zone beside them. UTC is put where it belongs; times of other zones stay as
/// written, and the settings say where they are read.
fn time(text: &Text, zone: &Text, field: &'static str) -> Option<Stamp> {
    let bare = NaiveDateTime::parse_from_str(text.get(), "%Y-%m-%dT%H:%M:%S%.f").is_ok();
    let utc = matches!(zone.get(), "Etc/UTC" | "UTC");
    let offset = if bare && utc { "Z" } else { "" };
    stamp(&format!("{}{offset}", text.get()), field)
}

fn events(answer: &Answer, one: &Response) -> Vec<StatedEvent> {
    let person =
        StatedPerson { id: one.responder_id.owned(), name: one.responder_name.owned(), ..StatedPerson::default() };
    let how = one.responder_type.get();
    let kind = CALLS.iter().find(|(word, _)| *word == how).map_or(EventKind::Other, |(_, kind)| *kind);
    let came = !NOT_COME.contains(&one.response_status.get());
    let event = |kind, at| StatedEvent { incident: answer.incident_id.owned(), ..StatedEvent::changed(kind, at, "") };
    let called = time(&one.requested_at, &answer.time_zone, "requested_at")
        .map(|at| StatedEvent { people: vec![person.clone()], ..event(kind, at) });
    let joined = time(&one.responded_at, &answer.time_zone, "responded_at").map(|at| StatedEvent {
        actor: Some(person),
        ..event(if came { EventKind::Joined } else { EventKind::Other }, at)
    });
    called.into_iter().chain(joined).collect()
}
