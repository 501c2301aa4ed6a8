//! Grafana OnCall alert groups, as `GET /api/v1/alert_groups/` returns them.
//!
//! To get them: page through `https://<oncall>/api/v1/alert_groups/`.
//!
//! What this export cannot answer: whom the escalation notified, and reopenings: only the last acknowledgement and the
//! last resolution are stated. People are ids, so the list of users belongs beside it.

use serde_json::Value;

use super::shared::TOOL;
use crate::ingest::head::Head;
use crate::ingest::lenient::push_name;
use crate::ingest::paths::{self, at, count, field, first, label, list, text, when};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, Kind, StatedField, StatedIncident, StatedInvolvement, StatedPerson, StatedResolver};
use crate::model::reject::Reason;

/// Labels that name a service.
const SERVICE_LABELS: [&str; 4] = ["service", "services", "service_name", "service name"];

/// The source; see the head of this file.
pub struct AlertGroups;

impl Source for AlertGroups {
    const KIND: Export = Export {
        id: "grafana-oncall-alert-groups",
        title: "Grafana OnCall alert groups (HTTP API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `alerts_count` and `integration_id` or `route_id`",
        arrays: &["results"],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.objects.iter().any(|object| {
            let has = |key: &str| object.get(key).is_some();
            has("alerts_count") && (has("integration_id") || has("route_id") || has("permalinks"))
        })
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(group) = paths::object(item, origin, out) else { return };
        let id = text(&group, "id");
        if id.is_empty() {
            return out.reject(origin, "", Reason::NoIdentifier, "the alert group has no `id`");
        }
        TOOL.keep("alert-group", id, Body::Incident(Box::new(stated(&group))), origin, out);
    }
}

fn stated(group: &Value) -> StatedIncident {
    let custom = labels(group);
    let annotation = |key: &str| format!("last_alert/payload/common_annotations/{key}");
    let mut teams = Vec::new();
    push_name(&mut teams, &first(group, &["team_id", "team/name", "team"]));
    StatedIncident {
        number: text(group, "inside_organization_number"),
        url: first(group, &["permalinks/web", "permalinks/web_app", "web_link"]),
        title: first(group, &["title", &annotation("summary")]),
        summary: first(group, &[&annotation("description"), &annotation("summary"), "last_alert/payload/message"]),
        kind: Kind::Alert,
        status: first(group, &["state", "status"]),
        services: services(group, &custom),
        teams,
        detected_at: when(group, &["created_at", "started_at"], "created_at"),
        acknowledged_at: when(group, &["acknowledged_at"], "acknowledged_at"),
        resolved_at: when(group, &["resolved_at"], "resolved_at"),
        detection: detection(group),
        resolver: resolver(group),
        alert_count: count(group, "alerts_count"),
        people: people(group),
        custom,
        ..StatedIncident::default()
    }
}

/// Where no label names a service, the integration that sends the alerts is what comes closest to one.
fn services(group: &Value, labels: &[StatedField]) -> Vec<String> {
    let mut services = Vec::new();
    if !labels.iter().any(|label| SERVICE_LABELS.contains(&label.name.to_lowercase().as_str())) {
        push_name(&mut services, &first(group, &["integration_id", "integration/name", "integration"]));
    }
    services
}

/// A group that somebody made by paging directly carries the page as its payload.
fn detection(group: &Value) -> String {
    let paged = !text(group, "last_alert/payload/oncall/author_username").is_empty();
    if paged { "manual".to_owned() } else { "integration".to_owned() }
}

/// Nobody is named where the alerts resolved by themselves.
fn resolver(group: &Value) -> StatedResolver {
    match (group.get("resolved_by"), user(at(group, "resolved_by"))) {
        (_, Some(person)) => StatedResolver::Person(person),
        (Some(Value::Null), None) if when(group, &["resolved_at"], "resolved_at").is_some() => StatedResolver::Machine,
        _ => StatedResolver::Unknown,
    }
}

/// The id of a user, or the user.
fn user(value: &Value) -> Option<StatedPerson> {
    let id = paths::said(value);
    let person = StatedPerson {
        id: if id.is_empty() { first(value, &["id", "pk", "user_id"]) } else { id },
        name: first(value, &["name", "username"]),
        email: text(value, "email"),
        ..StatedPerson::default()
    };
    (!paths::is_nobody(&person)).then_some(person)
}

fn people(group: &Value) -> Vec<StatedInvolvement> {
    let Some(person) = user(at(group, "acknowledged_by")) else { return Vec::new() };
    let joined_at = when(group, &["acknowledged_at"], "acknowledged_at");
    vec![StatedInvolvement { person, role: "acknowledger".to_owned(), joined_at, ..StatedInvolvement::default() }]
}

/// Labels of the group (`{"key": {"name": "service_name"}, "value": {"name": "checkout"}}`) and those of its alerts.
fn labels(group: &Value) -> Vec<StatedField> {
    let own = list(group, "labels").iter().filter_map(|each| field(&label(at(each, "key")), at(each, "value")));
    let mut fields: Vec<StatedField> = own.collect();
    for found in paths::fields(group, "last_alert/payload/common_labels") {
        if !fields.iter().any(|known| known.name == found.name) {
            fields.push(found);
        }
    }
    fields
}
