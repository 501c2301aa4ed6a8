//! Google Cloud and Workspace incidents, as the public `incidents.json` of their status dashboards.
//!
//! To get them: `https://status.cloud.google.com/incidents.json`, or
//! `https://www.google.com/appsstatus/dashboard/incidents.json`.
//!
//! What this export cannot answer: who responded. Until 2021 a record had no `id`, and `number` was unique per service
//! only. One outage may be written as one record per service, with different texts.

use crate::ingest::tool::Tool;
use serde::Deserialize;

use crate::ingest::head::Head;
use crate::ingest::lenient::{List, Loose, Text, first, joined, parse, push_name, stamp};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, EventKind, Role, StatedEvent, StatedIncident};
use crate::model::reject::Reason;

/// The tool.
pub const TOOL: Tool = Tool { id: "gcp", title: "Google Cloud status", role: Role::StatusPage };

/// Stands for "see the list of products" in `service_name`.
const SEVERAL: &str = "Multiple Products";

const DASHBOARD: &str = "https://status.cloud.google.com/";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Incident<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    number: Text<'a>,
    #[serde(borrow)]
    begin: Text<'a>,
    #[serde(borrow)]
    created: Text<'a>,
    #[serde(borrow)]
    end: Text<'a>,
    #[serde(borrow)]
    modified: Text<'a>,
    #[serde(borrow)]
    external_desc: Text<'a>,
    #[serde(borrow)]
    severity: Text<'a>,
    #[serde(borrow)]
    status_impact: Text<'a>,
    #[serde(borrow)]
    service_key: Text<'a>,
    #[serde(borrow)]
    service_name: Text<'a>,
    #[serde(borrow)]
    uri: Text<'a>,
    #[serde(borrow)]
    affected_products: List<Named<'a>>,
    #[serde(borrow)]
    currently_affected_locations: List<Named<'a>>,
    #[serde(borrow)]
    previously_affected_locations: List<Named<'a>>,
    #[serde(borrow)]
    updates: List<Update<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Named<'a> {
    #[serde(borrow)]
    title: Text<'a>,
    #[serde(borrow)]
    id: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Update<'a> {
    #[serde(borrow)]
    text: Text<'a>,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    when: Text<'a>,
    #[serde(borrow)]
    created: Text<'a>,
}

impl<'de: 'a, 'a> Loose<'de> for Update<'a> {}

impl<'de: 'a, 'a> Loose<'de> for Named<'a> {
    fn from_text(text: std::borrow::Cow<'de, str>) -> Self {
        Self { title: Text::from_text(text), ..Self::default() }
    }
}

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
        let Some(incident) = parse::<Incident>(item, origin, out) else { return };
        let Some(native_id) = native_id(&incident) else {
            return out.reject(origin, "", Reason::NoIdentifier, "the incident has no `id`, `uri` or `number`");
        };
        TOOL.keep("incident", native_id, Body::Incident(Box::new(stated(&incident))), origin, out);
    }
}

/// The old address is made of service and number, `/incident/cloud-run/20003`, so both spellings give the same id.
fn native_id(incident: &Incident) -> Option<String> {
    let uri = incident.uri.get().trim_matches('/');
    let stated = first(&[incident.id.get(), uri.strip_prefix("incident/").unwrap_or(uri)]);
    if !stated.is_empty() {
        return Some(stated.to_owned());
    }
    let (service, number) = (incident.service_key.get(), incident.number.get());
    (!service.is_empty() && !number.is_empty()).then(|| format!("{service}/{number}"))
}

fn stated(incident: &Incident) -> StatedIncident {
    let description = incident.external_desc.get();
    let updates = incident.updates.0.iter().rev().map(|update| update.text.get());
    StatedIncident {
        number: incident.number.owned(),
        url: url(incident),
        title: description.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("").to_owned(),
        summary: joined(updates),
        severity: incident.severity.owned(),
        urgency: incident.status_impact.owned(),
        status: if incident.end.is_empty() { "open".to_owned() } else { "resolved".to_owned() },
        customer_facing: Some(true),
        services: services(incident),
        regions: regions(incident),
        started_at: stamp(incident.begin.get(), "begin"),
        declared_at: stamp(incident.created.get(), "created"),
        resolved_at: stamp(incident.end.get(), "end"),
        modified_at: stamp(incident.modified.get(), "modified"),
        outage_key: outage_key(incident),
        events: events(incident),
        ..StatedIncident::default()
    }
}

/// Changes of the impact, oldest first; updates stand newest first. `AVAILABLE` ends it.
fn events(incident: &Incident) -> Vec<StatedEvent> {
    let mut events = Vec::new();
    let mut last = "";
    for update in incident.updates.0.iter().rev() {
        let status = update.status.get();
        let at = stamp(first(&[update.when.get(), update.created.get()]), "updates");
        if let Some(at) = at.filter(|_| !status.is_empty() && status != last) {
            last = status;
            events.push(StatedEvent::changed(EventKind::Status, at, status));
        }
    }
    events
}

/// Workspace records have no locations and live on another dashboard, which their address does not name.
fn url(incident: &Incident) -> String {
    let path = incident.uri.get().trim_start_matches('/');
    let workspace = path.starts_with("incidents/")
        && incident.currently_affected_locations.0.is_empty()
        && incident.previously_affected_locations.0.is_empty();
    if path.is_empty() || workspace { String::new() } else { format!("{DASHBOARD}{path}") }
}

fn services(incident: &Incident) -> Vec<String> {
    let mut names = Vec::new();
    for product in &incident.affected_products.0 {
        push_name(&mut names, product.title.get());
    }
    if names.is_empty() && incident.service_name.get() != SEVERAL {
        push_name(&mut names, first(&[incident.service_name.get(), incident.service_key.get()]));
    }
    names
}

/// Locations move from the current to the previous list when they recover, so both are needed.
fn regions(incident: &Incident) -> Vec<String> {
    let mut names = Vec::new();
    let previous = &incident.previously_affected_locations.0;
    for location in incident.currently_affected_locations.0.iter().chain(previous) {
        push_name(&mut names, first(&[location.id.get(), location.title.get()]));
    }
    names
}

/// Records of one outage that differ in service are given the same begin and the same end, both to the second, when the
/// outage is written up. Neither alone is enough: two services can begin to fail in the same minute for different
/// reasons. An open incident has no key, and neither has one that ends when it begins.
fn outage_key(incident: &Incident) -> String {
    let (begin, end) = (same_zone(incident.begin.get()), same_zone(incident.end.get()));
    if begin.is_empty() || end.is_empty() || begin == end { String::new() } else { format!("{begin}|{end}") }
}

/// Both schemas write UTC, one as `Z` and one as `+00:00`.
fn same_zone(stamp: &str) -> &str {
    stamp.strip_suffix("+00:00").or_else(|| stamp.strip_suffix('Z')).unwrap_or(stamp)
}
