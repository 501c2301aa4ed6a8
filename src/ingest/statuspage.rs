//! Atlassian Statuspage incidents and maintenances, from the public JSON of a page or from the authenticated interface.
//! Other status pages imitate this JSON and are read the same way, as are copies with `camelCase` keys.
//!
//! The updates of an incident are its history: each change of status is an entry.
//!
//! To get them: `https://<page>/api/v2/incidents.json` and `/scheduled-maintenances.json` (the latest fifty each), or
//! `GET /v1/pages/{id}/incidents` with a key, page by page.
//!
//! What this export cannot answer: who responded, and what the incident was called inside. The impact is what customers
//! were told. A page that was written up later has `created_at` after `started_at`.

use crate::ingest::tool::Tool;
use serde::Deserialize;

use crate::ingest::head::Head;
use crate::ingest::lenient::{
    List, Loose, Text, first, joined, leads_to_record, push_name, shape, stamp, web_addresses,
};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{
    Body, EventKind, Kind, LinkKind, Record, Role, Stamp, StatedEvent, StatedIncident, StatedLink,
};
use crate::model::reject::Reason;

/// The tool.
pub const TOOL: Tool = Tool { id: "statuspage", title: "Statuspage", role: Role::StatusPage };

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Incident<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    impact: Text<'a>,
    #[serde(borrow, alias = "startedAt")]
    started_at: Text<'a>,
    #[serde(borrow, alias = "scheduledFor")]
    scheduled_for: Text<'a>,
    #[serde(borrow, alias = "createdAt")]
    created_at: Text<'a>,
    #[serde(borrow, alias = "monitoringAt")]
    monitoring_at: Text<'a>,
    #[serde(borrow, alias = "resolvedAt")]
    resolved_at: Text<'a>,
    #[serde(borrow, alias = "updatedAt")]
    updated_at: Text<'a>,
    #[serde(borrow)]
    shortlink: Text<'a>,
    #[serde(borrow, alias = "postmortemBody")]
    postmortem_body: Text<'a>,
    #[serde(borrow)]
    components: List<Component<'a>>,
    #[serde(borrow, alias = "incidentUpdates")]
    incident_updates: List<Update<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Component<'a> {
    #[serde(borrow)]
    name: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Update<'a> {
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    body: Text<'a>,
    #[serde(borrow, alias = "createdAt")]
    created_at: Text<'a>,
    #[serde(borrow, alias = "displayAt")]
    display_at: Text<'a>,
    #[serde(borrow, alias = "affectedComponents")]
    affected_components: List<Component<'a>>,
}

impl<'de: 'a, 'a> Loose<'de> for Update<'a> {}

impl<'de: 'a, 'a> Loose<'de> for Component<'a> {
    fn from_text(text: std::borrow::Cow<'de, str>) -> Self {
        Self { name: Text::from_text(text) }
    }
}

/// The source; see the head of this file.
pub struct Statuspage;

impl Source for Statuspage {
    const KIND: Export = Export {
        id: "statuspage",
        title: "Statuspage incidents and maintenances (JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `incident_updates` and `impact`",
        arrays: &["incidents", "scheduled_maintenances", "incident"],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.has_keys(&["incident_updates", "impact"]) || head.has_keys(&["incidentUpdates", "impact"])
    }

    fn read(&self, item: &Item, origin: &Origin, context: &Context, out: &mut Output) {
        let Item::Json(text) = item else {
            out.reject(origin, "", Reason::Malformed, format!("expected a JSON object, found {}", shape(item)));
            return;
        };
        match serde_json::from_str::<Incident>(text) {
            Err(error) => out.reject(origin, "", Reason::Malformed, error.to_string()),
            Ok(incident) if incident.id.is_empty() => {
                out.reject(origin, "", Reason::NoIdentifier, "the incident has no `id`");
            }
            Ok(incident) => out.records.push(Record {
                origin: origin.clone(),
                source: TOOL.id.to_owned(),
                role: Role::StatusPage,
                entity: "incident",
                native_id: incident.id.owned(),
                body: Body::Incident(Box::new(stated(&incident, context))),
            }),
        }
    }
}

fn stated(incident: &Incident, context: &Context) -> StatedIncident {
    let planned = incident.impact.get() == "maintenance" || !incident.scheduled_for.is_empty();
    let updates = oldest_first(&incident.incident_updates.0);
    let bodies = || updates.iter().map(|update| update.body.get());
    StatedIncident {
        url: url(incident, context),
        title: incident.name.owned(),
        summary: joined(bodies()),
        kind: if planned { Kind::Maintenance } else { Kind::Incident },
        status: incident.status.owned(),
        severity: incident.impact.owned(),
        customer_facing: Some(true),
        services: services(incident, &updates),
        started_at: stamp(incident.started_at.get(), "started_at")
            .or_else(|| stamp(incident.scheduled_for.get(), "scheduled_for")),
        declared_at: stamp(incident.created_at.get(), "created_at"),
        mitigated_at: mitigated_at(incident, &updates),
        resolved_at: stamp(incident.resolved_at.get(), "resolved_at"),
        modified_at: stamp(incident.updated_at.get(), "updated_at"),
        links: links(bodies().chain([incident.postmortem_body.get()]), &context.account),
        events: events(&updates),
        ..StatedIncident::default()
    }
}

/// What the page was told, as history: only updates that change the status, and a resolution that did not hold as such.
/// A page does not say who acted, so a resolution on it is a change of status like any other.
fn events(oldest_first: &[&Update]) -> Vec<StatedEvent> {
    let mut events = Vec::new();
    let (mut last, mut ended) = ("", false);
    for update in oldest_first {
        let status = update.status.get();
        let Some(at) = stamp(first(&[update.display_at.get(), update.created_at.get()]), "incident_updates") else {
            continue;
        };
        if status.is_empty() || status == last {
            continue;
        }
        let again = ended && matches!(status, "investigating" | "identified");
        ended = (ended && !again) || status == "resolved";
        last = status;
        events.push(StatedEvent::changed(if again { EventKind::Reopened } else { EventKind::Status }, at, status));
    }
    events
}

/// Pages write updates newest first, imitators not always; the stamps decide.
fn oldest_first<'a, 'b>(updates: &'b [Update<'a>]) -> Vec<&'b Update<'a>> {
    let mut updates: Vec<_> = updates.iter().collect();
    let newest_first = match (updates.first(), updates.last()) {
        (Some(first), Some(last)) => first.created_at.get() >= last.created_at.get(),
        _ => false,
    };
    if newest_first {
        updates.reverse();
    }
    updates
}

fn mitigated_at(incident: &Incident, oldest_first: &[&Update]) -> Option<Stamp> {
    let monitoring = oldest_first.iter().find(|update| update.status.get() == "monitoring");
    let at = monitoring.map_or("", |update| first(&[update.display_at.get(), update.created_at.get()]));
    stamp(incident.monitoring_at.get(), "monitoring_at").or_else(|| stamp(at, "incident_updates.monitoring"))
}

/// Components of the incident, then those that only its updates name, in the order in which they came to be affected.
fn services(incident: &Incident, oldest_first: &[&Update]) -> Vec<String> {
    let mut names = Vec::new();
    let of_updates = oldest_first.iter().flat_map(|update| &update.affected_components.0);
    for component in incident.components.0.iter().chain(of_updates) {
        push_name(&mut names, component.name.get());
    }
    names
}

/// The address on the page itself, where the export names the page: that is what other tools refer to.
fn url(incident: &Incident, context: &Context) -> String {
    if context.account.starts_with("http") {
        format!("{}/incidents/{}", context.account.trim_end_matches('/'), incident.id.get())
    } else {
        incident.shortlink.owned()
    }
}

/// Addresses of other tools' records in the texts. The page's own addresses mean other incidents, not this one.
fn links<'a>(texts: impl Iterator<Item = &'a str>, page: &str) -> Vec<StatedLink> {
    let mut targets = Vec::new();
    let found = texts.flat_map(web_addresses).filter(|address| leads_to_record(address));
    for address in found.filter(|address| page.is_empty() || !address.starts_with(page)) {
        push_name(&mut targets, address);
    }
    targets.into_iter().map(|target| StatedLink { kind: LinkKind::ExternalRef, target }).collect()
}
