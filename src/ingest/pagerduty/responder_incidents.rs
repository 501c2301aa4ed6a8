//! PagerDuty analytics of responders: one row for each person and incident, as
//! `POST /analytics/raw/responders/{id}/incidents` returns them.
//!
//! To get them: ask for each responder with the time range, and keep the rows of all.
//!
//! What this export cannot answer: when the person was called and came. What it counts is the person's share, so none of
//! its counts is taken for the incident's; pages are counted from log entries.

use crate::ingest::document;
use crate::ingest::fields::Fields;

use super::measured::{named, time, word};
use super::shared::TOOL;
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, StatedIncident, StatedInvolvement, StatedPerson};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct ResponderIncidents;

impl Source for ResponderIncidents {
    const KIND: Export = Export {
        id: "pagerduty-responder-incidents",
        title: "PagerDuty incidents of responders (REST API JSON or CSV)",
        tool: TOOL,
        looks_for: "JSON objects or a table with `responder_id`, `incident_id` and `incident_created_at`",
        arrays: &["data", "incidents"],
    };

    fn recognises(&self, head: &Head) -> bool {
        let keys = ["responder_id", "incident_id", "incident_created_at"];
        head.has_keys(&keys) || head.has_headers(&keys)
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        if let Item::Row(cells) = *item {
            read(Fields::Row(cells), origin, out);
        } else if let Some(document) = document::json(item, origin, out) {
            read(document.fields(), origin, out);
        }
    }
}

fn read(facts: Fields, origin: &Origin, out: &mut Output) {
    let native_id = facts.string("incident_id");
    if native_id.is_empty() {
        out.reject(origin, "", Reason::NoIdentifier, "the row has no `incident_id`");
        return;
    }
    let person = StatedPerson {
        id: facts.string("responder_id"),
        name: facts.string("responder_name"),
        ..StatedPerson::default()
    };
    let involved = StatedInvolvement { person, role: "responder".to_owned(), ..StatedInvolvement::default() };
    let incident = StatedIncident {
        number: facts.string("incident_number"),
        title: facts.string("incident_description"),
        severity: facts.string("incident_priority_name"),
        urgency: facts.string("incident_urgency"),
        services: named(facts, &["service_name", "service_id"]),
        teams: named(facts, &["service_team_name", "service_team_id"]),
        policy: word(facts, &["escalation_policy_name", "escalation_policy_id"]),
        detected_at: time(facts, &["incident_created_at"]),
        people: vec![involved],
        // One row for each person: together they are one incident, and all of its people count.
        one_row_per_event: true,
        ..StatedIncident::default()
    };
    TOOL.keep("responder-incident", native_id, Body::Incident(Box::new(incident)), origin, out);
}
