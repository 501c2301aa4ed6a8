//! Grafana OnCall alert groups, as `GET /api/v1/alert_groups/` returns them.
//!
//! To get them: page through `https://<oncall>/api/v1/alert_groups/`.
//!
//! What this export cannot answer: whom the escalation notified, and reopenings: only the last acknowledgement and the
//! last resolution are stated. People are ids, so the list of users belongs beside it.

use super::shared::TOOL;
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::lenient::push_name;
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
        fields::sampled(head).any(|object| {
            let has = |key: &str| object.exact(key).is_some();
            has("alerts_count") && (has("integration_id") || has("route_id") || has("permalinks"))
        })
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let group = document.fields();
        let id = group.string("id");
        if id.is_empty() {
            return out.reject(origin, "", Reason::NoIdentifier, "the alert group has no `id`");
        }
        TOOL.keep("alert-group", id, Body::Incident(Box::new(stated(group))), origin, out);
    }
}

fn stated(group: Fields) -> StatedIncident {
    let custom = labels(group);
    let annotation = |key: &str| format!("last_alert/payload/common_annotations/{key}");
    let mut teams = Vec::new();
    push_name(&mut teams, &group.first(&["team_id", "team/name", "team"]));
    StatedIncident {
        number: group.string("inside_organization_number"),
        url: group.first(&["permalinks/web", "permalinks/web_app", "web_link"]).into_owned(),
        title: group.first(&["title", &annotation("summary")]).into_owned(),
        summary: group
            .first(&[&annotation("description"), &annotation("summary"), "last_alert/payload/message"])
            .into_owned(),
        kind: Kind::Alert,
        status: group.first(&["state", "status"]).into_owned(),
        services: services(group, &custom),
        teams,
        detected_at: group.time(&["created_at", "started_at"], "created_at"),
        acknowledged_at: group.time(&["acknowledged_at"], "acknowledged_at"),
        resolved_at: group.time(&["resolved_at"], "resolved_at"),
        detection: detection(group),
        resolver: resolver(group),
        alert_count: group.count("alerts_count"),
        people: people(group),
        custom,
        ..StatedIncident::default()
    }
}

/// Where no label names a service, the integration that sends the alerts is what comes closest to one.
fn services(group: Fields, labels: &[StatedField]) -> Vec<String> {
    let mut services = Vec::new();
    if !labels.iter().any(|label| SERVICE_LABELS.contains(&label.name.to_lowercase().as_str())) {
        push_name(&mut services, &group.first(&["integration_id", "integration/name", "integration"]));
    }
    services
}

/// A group that somebody made by paging directly carries the page as its payload.
fn detection(group: Fields) -> String {
    let paged = !group.text("last_alert/payload/oncall/author_username").is_empty();
    if paged { "manual".to_owned() } else { "integration".to_owned() }
}

/// Nobody is named where the alerts resolved by themselves.
fn resolver(group: Fields) -> StatedResolver {
    match (group.exact("resolved_by"), user(group.at("resolved_by"))) {
        (_, Some(person)) => StatedResolver::Person(person),
        (Some(by), None) if by.is_null() && group.time(&["resolved_at"], "resolved_at").is_some() => {
            StatedResolver::Machine
        }
        _ => StatedResolver::Unknown,
    }
}

/// The id of a user, or the user.
fn user(value: Fields) -> Option<StatedPerson> {
    let id = value.said().into_owned();
    let person = StatedPerson {
        id: if id.is_empty() { value.first(&["id", "pk", "user_id"]).into_owned() } else { id },
        name: value.first(&["name", "username"]).into_owned(),
        email: value.string("email"),
        ..StatedPerson::default()
    };
    (!fields::is_nobody(&person)).then_some(person)
}

fn people(group: Fields) -> Vec<StatedInvolvement> {
    let Some(person) = user(group.at("acknowledged_by")) else { return Vec::new() };
    let joined_at = group.time(&["acknowledged_at"], "acknowledged_at");
    vec![StatedInvolvement { person, role: "acknowledger".to_owned(), joined_at, ..StatedInvolvement::default() }]
}

/// Labels of the group (`{"key": {"name": "service_name"}, "value": {"name": "checkout"}}`) and those of its alerts.
fn labels(group: Fields) -> Vec<StatedField> {
    let own = group.list("labels").filter_map(|each| each.at("value").custom(&each.at("key").label()));
    let mut fields: Vec<StatedField> = own.collect();
    for found in group.customs("last_alert/payload/common_labels") {
        if !fields.iter().any(|known| known.name == found.name) {
            fields.push(found);
        }
    }
    fields
}
