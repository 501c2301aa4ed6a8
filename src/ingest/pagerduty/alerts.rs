//! PagerDuty alerts of incidents, as `GET /incidents/{id}/alerts` and `GET /alerts` return them.
//!
//! To get them: ask for the alerts of each incident, or page through `https://api.pagerduty.com/alerts`.
//!
//! What this export cannot answer: when an alert ended. An alert is a line in the history of its incident; one that was
//! suppressed belongs to none, and then nothing is read of it.

use serde::Deserialize;
use serde_json::Value;

use super::shared::{Ref, TOOL};
use crate::ingest::head::Head;
use crate::ingest::lenient::{List, Loose, Part, Text, first, parse, stamp};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, EventKind, StatedEvent, StatedPerson};
use crate::model::reject::Reason;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Page<'a> {
    #[serde(borrow)]
    alerts: List<Alert<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Alert<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    created_at: Text<'a>,
    #[serde(borrow)]
    severity: Text<'a>,
    #[serde(borrow)]
    incident: Part<Ref<'a>>,
    #[serde(borrow)]
    integration: Part<Ref<'a>>,
    #[serde(borrow)]
    service: Part<Ref<'a>>,
}

impl<'de: 'a, 'a> Loose<'de> for Alert<'a> {}

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
        let is_alert = |object: &Value| {
            object.get("alert_key").is_some()
                && (object.get("type").and_then(Value::as_str) == Some("alert") || object.get("suppressed").is_some())
        };
        let listed = |object: &Value| {
            object.get("incident_number").is_none() && object.pointer("/alerts/0").is_some_and(is_alert)
        };
        head.objects.iter().any(|object| is_alert(object) || listed(object))
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(page) = parse::<Page>(item, origin, out) else { return };
        if let Some(first) = page.alerts.0.first() {
            let events: Vec<StatedEvent> = page.alerts.0.iter().filter_map(event).collect();
            let body = if events.is_empty() { Body::Reference } else { Body::Events(events) };
            TOOL.keep("alerts", first.id.owned(), body, origin, out);
            return;
        }
        let Some(alert) = parse::<Alert>(item, origin, out) else { return };
        if alert.id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the alert has no `id`");
            return;
        }
        let body = event(&alert).map_or(Body::Reference, |event| Body::Events(vec![event]));
        TOOL.keep("alert", alert.id.owned(), body, origin, out);
    }
}

fn event(alert: &Alert) -> Option<StatedEvent> {
    let incident = alert.incident.0.id.get();
    let by = first(&[alert.integration.0.label_or_id(), alert.service.0.label_or_id()]);
    let actor = StatedPerson { name: by.to_owned(), machine: true, ..StatedPerson::default() };
    Some(StatedEvent {
        incident: (!incident.is_empty()).then(|| incident.to_owned())?,
        kind: EventKind::Other,
        at: stamp(alert.created_at.get(), "created_at")?,
        actor: (!by.is_empty()).then_some(actor),
        people: Vec::new(),
        automatic: true,
        detection: String::new(),
        value: alert.severity.owned(),
    })
}
