//! PagerDuty responses: who was called to an incident, how, and when they came, as
//! `GET /analytics/raw/incidents/{id}/responses` returns them.
//!
//! To get them: ask for each incident of the analytics, and keep each answer whole, because the incident's id stands
//! beside the responses.
//!
//! What this export cannot answer: how often somebody was called; one response may stand for many pages.

use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use chrono::NaiveDateTime;

use super::shared::TOOL;
use crate::ingest::head::Head;
use crate::ingest::lenient::stamp;
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
        let is_answer = |object: Fields| {
            let listed = object.at("responses");
            let first = listed.items().next().unwrap_or(listed);
            object.exact("incident_id").is_some()
                && (first.exact("responder_id").is_some() || (listed.is_list() && listed.items().is_empty()))
        };
        head.has_keys(&["responder_id", "response_status"]) || fields::sampled(head).any(is_answer)
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::json(item, origin, out) else { return };
        let answer = document.fields();
        let mut responses: Vec<Fields> = answer.list("responses").collect();
        if responses.is_empty() && !answer.text("responder_id").is_empty() {
            // A script may have written one response a line, with the incident's id in each.
            responses.push(answer);
        }
        if answer.text("incident_id").is_empty() {
            out.reject(origin, "", Reason::UnknownIncident, "the responses name no incident");
            return;
        }
        let events: Vec<StatedEvent> = responses.iter().flat_map(|one| events(answer, *one)).collect();
        let body = if events.is_empty() { Body::Reference } else { Body::Events(events) };
        TOOL.keep("responses", native_id(answer, &responses), body, origin, out);
    }
}

/// Answers of one incident come whole or one by one; in the second case the person and the time tell them apart.
fn native_id(answer: Fields, responses: &[Fields]) -> String {
    match responses {
        [one] => [answer.text("incident_id"), one.text("responder_id"), one.text("requested_at")].join("/"),
        _ => answer.string("incident_id"),
    }
}

/// Times stand without an offset, and their zone beside them. UTC is put where it belongs; times of other zones stay as
/// written, and the settings say where they are read.
fn time(one: Fields, zone: &str, field: &'static str) -> Option<Stamp> {
    let text = one.text(field);
    let bare = NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S%.f").is_ok();
    let utc = matches!(zone, "Etc/UTC" | "UTC");
    let offset = if bare && utc { "Z" } else { "" };
    stamp(&format!("{text}{offset}"), field)
}

fn events(answer: Fields, one: Fields) -> Vec<StatedEvent> {
    let person =
        StatedPerson { id: one.string("responder_id"), name: one.string("responder_name"), ..StatedPerson::default() };
    let how = one.text("responder_type");
    let kind = CALLS.iter().find(|(word, _)| *word == how).map_or(EventKind::Other, |(_, kind)| *kind);
    let came = !NOT_COME.contains(&&*one.text("response_status"));
    let event = |kind, at| StatedEvent { incident: answer.string("incident_id"), ..StatedEvent::changed(kind, at, "") };
    let called = time(one, &answer.text("time_zone"), "requested_at")
        .map(|at| StatedEvent { people: vec![person.clone()], ..event(kind, at) });
    let joined = time(one, &answer.text("time_zone"), "responded_at").map(|at| StatedEvent {
        actor: Some(person),
        ..event(if came { EventKind::Joined } else { EventKind::Other }, at)
    });
    called.into_iter().chain(joined).collect()
}
