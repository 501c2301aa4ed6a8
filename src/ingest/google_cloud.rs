//! Google Cloud and Workspace incidents, as the public `incidents.json` of their status dashboards.
//!
//! To get them: `https://status.cloud.google.com/incidents.json`, or
//! `https://www.google.com/appsstatus/dashboard/incidents.json`.
//!
//! What this export cannot answer: who responded. Until 2021 a record had no `id`, and `number` was unique per service
//! only. One outage may be written as one record per service, with different texts.

use crate::ingest::document;
use crate::ingest::fields::Fields;
use crate::ingest::tool::Tool;

use crate::ingest::head::Head;
use crate::ingest::lenient::{first, joined, push_name};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, EventKind, Role, StatedEvent, StatedIncident};
use crate::model::reject::Reason;
use std::borrow::Cow;

/// The tool.
pub const TOOL: Tool = Tool { id: "gcp", title: "Google Cloud status", role: Role::StatusPage };

/// Stands for "see the list of products" in `service_name`.
const SEVERAL: &str = "Multiple Products";

const DASHBOARD: &str = "https://status.cloud.google.com/";

/// The source; see the head of this file.
pub struct GoogleCloud;

impl Source for GoogleCloud {
    const KIND: Export = Export {
        id: "google-cloud-status",
        title: "Google Cloud or Workspace status (incidents.json)",
        tool: TOOL,
        looks_for: "JSON objects with `external_desc` and `affected_products` or `service_key`",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.has_keys(&["external_desc", "affected_products"]) || head.has_keys(&["external_desc", "service_key"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::json(item, origin, out) else { return };
        let incident = document.fields();
        let Some(native_id) = native_id(incident) else {
            return out.reject(origin, "", Reason::NoIdentifier, "the incident has no `id`, `uri` or `number`");
        };
        TOOL.keep("incident", native_id, Body::Incident(Box::new(stated(incident))), origin, out);
    }
}

/// The old address is made of service and number, `/incident/cloud-run/20003`, so both spellings give the same id.
fn native_id(incident: Fields) -> Option<String> {
    let (id, uri) = (incident.text("id"), incident.text("uri"));
    let uri = uri.trim_matches('/');
    let stated = first(&[&id, uri.strip_prefix("incident/").unwrap_or(uri)]);
    if !stated.is_empty() {
        return Some(stated.to_owned());
    }
    let (service, number) = (incident.text("service_key"), incident.text("number"));
    (!service.is_empty() && !number.is_empty()).then(|| format!("{service}/{number}"))
}

fn stated(incident: Fields) -> StatedIncident {
    let description = incident.text("external_desc");
    let updates: Vec<_> = oldest_first(incident).map(|update| update.text("text")).collect();
    StatedIncident {
        number: incident.string("number"),
        url: url(incident),
        title: description.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("").to_owned(),
        summary: joined(updates.iter().map(|text| &**text)),
        severity: incident.string("severity"),
        urgency: incident.string("status_impact"),
        status: if incident.text("end").is_empty() { "open".to_owned() } else { "resolved".to_owned() },
        customer_facing: Some(true),
        services: services(incident),
        regions: regions(incident),
        started_at: incident.time(&["begin"], "begin"),
        declared_at: incident.time(&["created"], "created"),
        resolved_at: incident.time(&["end"], "end"),
        modified_at: incident.time(&["modified"], "modified"),
        outage_key: outage_key(incident),
        events: events(incident),
        ..StatedIncident::default()
    }
}

/// Updates stand newest first.
fn oldest_first(incident: Fields<'_>) -> impl Iterator<Item = Fields<'_>> {
    incident.list("updates").collect::<Vec<_>>().into_iter().rev()
}

/// Changes of the impact, oldest first, and updates without one as notes; updates stand newest first. `AVAILABLE` ends it.
fn events(incident: Fields) -> Vec<StatedEvent> {
    let mut events = Vec::new();
    let mut last = Cow::Borrowed("");
    for update in oldest_first(incident) {
        let status = update.text("status");
        let Some(at) = update.time(&["when", "created"], "updates") else { continue };
        if status.is_empty() || status == last {
            events.push(StatedEvent::changed(EventKind::Note, at, ""));
        } else {
            events.push(StatedEvent::changed(EventKind::Status, at, &status));
            last = status;
        }
    }
    events
}

/// Workspace records have no locations and live on another dashboard, which their address does not name.
fn url(incident: Fields) -> String {
    let uri = incident.text("uri");
    let path = uri.trim_start_matches('/');
    let workspace = path.starts_with("incidents/")
        && incident.list("currently_affected_locations").is_empty()
        && incident.list("previously_affected_locations").is_empty();
    if path.is_empty() || workspace { String::new() } else { format!("{DASHBOARD}{path}") }
}

fn services(incident: Fields) -> Vec<String> {
    let mut names = Vec::new();
    for product in incident.list("affected_products") {
        push_name(&mut names, &product.label());
    }
    if names.is_empty() && incident.text("service_name") != SEVERAL {
        push_name(&mut names, &incident.first(&["service_name", "service_key"]));
    }
    names
}

/// Locations move from the current to the previous list when they recover, so both are needed.
fn regions(incident: Fields) -> Vec<String> {
    let mut names = Vec::new();
    let previous = incident.list("previously_affected_locations");
    for location in incident.list("currently_affected_locations").chain(previous) {
        let id = location.text("id");
        push_name(&mut names, if id.is_empty() { location.label() } else { id }.as_ref());
    }
    names
}

/// Records of one outage that differ in service are given the same begin and the same end, both to the second, when the
/// outage is written up. Neither alone is enough: two services can begin to fail in the same minute for different
/// reasons. An open incident has no key, and neither has one that ends when it begins.
fn outage_key(incident: Fields) -> String {
    let (begin, end) = (incident.text("begin"), incident.text("end"));
    let (begin, end) = (same_zone(&begin), same_zone(&end));
    if begin.is_empty() || end.is_empty() || begin == end { String::new() } else { format!("{begin}|{end}") }
}

/// Both schemas write UTC, one as `Z` and one as `+00:00`.
fn same_zone(stamp: &str) -> &str {
    stamp.strip_suffix("+00:00").or_else(|| stamp.strip_suffix('Z')).unwrap_or(stamp)
}
