//! Alerts of incident.io.
//!
//! To get them: `GET https://api.incident.io/v2/alerts?page_size=50`, all pages; and
//! `GET https://api.incident.io/v2/incident_alerts`, which says which alert belongs to which incident.
//!
//! What this export cannot answer: anything about response. An alert is a sign of an incident, not one; it is counted as
//! one only when no incident of the tool took it up.

use super::shared::TOOL;
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, Kind, LinkKind, StatedField, StatedIncident};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Alerts;

impl Source for Alerts {
    const KIND: Export = Export {
        id: "incident-io-alerts",
        title: "incident.io alerts (JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `alert_source_id` and `deduplication_key`, or with `alert` and `incident`",
        arrays: &["alerts", "incident_alerts"],
    };

    fn recognises(&self, head: &Head) -> bool {
        let joins =
            fields::sampled(head).any(|o| o.has("alert/id") && o.has("incident/id") && o.has("alert/alert_source_id"));
        joins
            || head.has_keys(&["alert_source_id", "deduplication_key"])
            || head.has_keys(&["alert_source_id", "attributes"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let stated = document.fields();
        let joined = stated.at("alert");
        let alert = if joined.is_object() { joined } else { stated };
        let id = alert.string("id");
        if id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the alert has no `id`");
            return;
        }
        let mut incident = read(alert);
        fields::link(&mut incident.links, LinkKind::Parent, &stated.text("incident/id"));
        fields::link(&mut incident.links, LinkKind::AlertKey, &alert.text("deduplication_key"));
        TOOL.keep("alert", id, Body::Incident(Box::new(incident)), origin, out);
    }
}

fn read(alert: Fields) -> StatedIncident {
    let custom = alert.list("attributes").filter_map(attribute).collect();
    StatedIncident {
        title: alert.string("title"),
        summary: alert.string("description"),
        kind: Kind::Alert,
        status: match &*alert.text("status") {
            "firing" => "triggered".to_owned(),
            other => other.to_owned(),
        },
        detected_at: alert.time(&["created_at"], "created_at"),
        resolved_at: alert.time(&["resolved_at"], "resolved_at"),
        modified_at: alert.time(&["updated_at"], "updated_at"),
        detection: "alert".to_owned(),
        custom,
        ..StatedIncident::default()
    }
}

/// `{"attribute": {"name": "service"}, "value": {"label": "api-gateway"}}`
fn attribute(stated: Fields) -> Option<StatedField> {
    let name = stated.first(&["attribute/name", "name"]).into_owned();
    let mut values = Vec::new();
    for value in stated.list("value").chain(stated.list("array_value")) {
        crate::ingest::lenient::push_name(&mut values, &value.first(&["label", "literal"]));
    }
    (!name.is_empty() && !values.is_empty()).then_some(StatedField { name, values })
}
