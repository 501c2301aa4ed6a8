//! PagerDuty alerts of incidents, as `GET /incidents/{id}/alerts` and `GET /alerts` return them.
//!
//! To get them: ask for the alerts of each incident, or page through `https://api.pagerduty.com/alerts`.
//!
//! What this export cannot answer: when an alert ended. An alert is a line in the history of its incident; one that was
//! suppressed belongs to none, and then nothing is read of it.

use crate::ingest::document;
use crate::ingest::fields::{self, Fields};

use super::shared::{Ref, TOOL};
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, EventKind, StatedEvent, StatedPerson};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Alerts;

impl Source for Alerts {
    const KIND: Export = Export {
        id: "pagerduty-alerts",
        title: "PagerDuty alerts of incidents (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects of `type` alert with `alert_key`",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        let is_alert = |object: Fields| {
            object.exact("alert_key").is_some()
                && (object.at("type").plain() == Some("alert") || object.exact("suppressed").is_some())
        };
        let listed = |object: Fields| {
            object.exact("incident_number").is_none() && object.at("alerts").items().next().is_some_and(is_alert)
        };
        fields::sampled(head).any(|object| is_alert(object) || listed(object))
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::json(item, origin, out) else { return };
        let alert = document.fields();
        if let Some(first) = alert.list("alerts").next() {
            let events: Vec<StatedEvent> = alert.list("alerts").filter_map(event).collect();
            let body = if events.is_empty() { Body::Reference } else { Body::Events(events) };
            TOOL.keep("alerts", first.string("id"), body, origin, out);
            return;
        }
        if alert.text("id").is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the alert has no `id`");
            return;
        }
        let body = event(alert).map_or(Body::Reference, |event| Body::Events(vec![event]));
        TOOL.keep("alert", alert.string("id"), body, origin, out);
    }
}

fn event(alert: Fields) -> Option<StatedEvent> {
    let incident = alert.text("incident/id");
    let parts = ["integration", "service"].map(|part| Ref::at(alert, part).label_or_id());
    let by = parts.into_iter().find(|label| !label.is_empty()).unwrap_or_default();
    let actor = StatedPerson { name: by.to_string(), machine: true, ..StatedPerson::default() };
    Some(StatedEvent {
        incident: (!incident.is_empty()).then(|| incident.into_owned())?,
        kind: EventKind::Other,
        at: alert.time(&["created_at"], "created_at")?,
        actor: (!by.is_empty()).then_some(actor),
        people: Vec::new(),
        automatic: true,
        detection: String::new(),
        value: alert.string("severity"),
    })
}
