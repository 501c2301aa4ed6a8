//! Alerts of incident.io.
//!
//! To get them: `GET https://api.incident.io/v2/alerts?page_size=50`, all pages; and
//! `GET https://api.incident.io/v2/incident_alerts`, which says which alert belongs to which incident.
//!
//! What this export cannot answer: anything about response. An alert is a sign of an incident, not one; it is counted as
//! one only when no incident of the tool took it up.

use serde_json::Value;

use super::shared::TOOL;
use crate::ingest::head::Head;
use crate::ingest::paths::{self, at, first, list, text, when};
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
        let joins = head.objects.iter().any(|o| {
            !at(o, "alert/id").is_null() && !at(o, "incident/id").is_null() && !at(o, "alert/alert_source_id").is_null()
        });
        joins
            || head.has_keys(&["alert_source_id", "deduplication_key"])
            || head.has_keys(&["alert_source_id", "attributes"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(stated) = paths::object(item, origin, out) else { return };
        let joined = at(&stated, "alert");
        let alert = if joined.is_object() { joined } else { &stated };
        let id = text(alert, "id");
        if id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the alert has no `id`");
            return;
        }
        let mut incident = read(alert);
        paths::link(&mut incident.links, LinkKind::Parent, &text(&stated, "incident/id"));
        paths::link(&mut incident.links, LinkKind::AlertKey, &text(alert, "deduplication_key"));
        TOOL.keep("alert", id, Body::Incident(Box::new(incident)), origin, out);
    }
}

fn read(alert: &Value) -> StatedIncident {
    let custom = list(alert, "attributes").iter().filter_map(attribute).collect();
    StatedIncident {
        title: text(alert, "title"),
        summary: text(alert, "description"),
        kind: Kind::Alert,
        status: match text(alert, "status").as_str() {
            "firing" => "triggered".to_owned(),
            other => other.to_owned(),
        },
        detected_at: when(alert, &["created_at"], "created_at"),
        resolved_at: when(alert, &["resolved_at"], "resolved_at"),
        modified_at: when(alert, &["updated_at"], "updated_at"),
        detection: "alert".to_owned(),
        custom,
        ..StatedIncident::default()
    }
}

/// `{"attribute": {"name": "service"}, "value": {"label": "api-gateway"}}`
fn attribute(stated: &Value) -> Option<StatedField> {
    let name = first(stated, &["attribute/name", "name"]);
    let mut values = Vec::new();
    for value in list(stated, "value").iter().chain(list(stated, "array_value")) {
        crate::ingest::lenient::push_name(&mut values, &first(value, &["label", "literal"]));
    }
    (!name.is_empty() && !values.is_empty()).then_some(StatedField { name, values })
}
