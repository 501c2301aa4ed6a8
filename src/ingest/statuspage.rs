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

use crate::ingest::document;
use crate::ingest::fields::Fields;
use crate::ingest::tool::Tool;

use crate::ingest::head::Head;
use crate::ingest::lenient::{joined, leads_to_record, push_name, web_addresses};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, EventKind, Kind, LinkKind, Role, Stamp, StatedEvent, StatedIncident, StatedLink};
use crate::model::reject::Reason;
use std::borrow::Cow;

/// The tool.
pub const TOOL: Tool = Tool { id: "statuspage", title: "Statuspage", role: Role::StatusPage };

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
        let Some(document) = document::json(item, origin, out) else { return };
        let incident = document.fields();
        let id = incident.text("id");
        if id.is_empty() {
            return out.reject(origin, "", Reason::NoIdentifier, "the incident has no `id`");
        }
        TOOL.keep("incident", id, Body::Incident(Box::new(stated(incident, context))), origin, out);
    }
}

fn stated(incident: Fields, context: &Context) -> StatedIncident {
    let planned = incident.text("impact") == "maintenance" || !incident.text("scheduled_for").is_empty();
    let updates = oldest_first(incident);
    let bodies: Vec<_> = updates.iter().map(|update| update.text("body")).collect();
    let postmortem = incident.text("postmortem_body");
    let texts = || bodies.iter().map(|text| &**text);
    StatedIncident {
        url: url(incident, context),
        title: incident.string("name"),
        summary: joined(texts()),
        kind: if planned { Kind::Maintenance } else { Kind::Incident },
        status: incident.string("status"),
        severity: incident.string("impact"),
        customer_facing: Some(true),
        services: services(incident, &updates),
        started_at: incident
            .time(&["started_at"], "started_at")
            .or_else(|| incident.time(&["scheduled_for"], "scheduled_for")),
        declared_at: incident.time(&["created_at"], "created_at"),
        mitigated_at: mitigated_at(incident, &updates),
        resolved_at: incident.time(&["resolved_at"], "resolved_at"),
        modified_at: incident.time(&["updated_at"], "updated_at"),
        links: links(texts().chain([&*postmortem]), &context.account),
        events: events(&updates),
        ..StatedIncident::default()
    }
}

/// What the page was told, as history: updates that change the status, a resolution that did not hold as such, and every
/// other update as a note.
/// A page does not say who acted, so a resolution on it is a change of status like any other.
fn events(oldest_first: &[Fields]) -> Vec<StatedEvent> {
    let mut events = Vec::new();
    let (mut last, mut ended) = (Cow::Borrowed(""), false);
    for update in oldest_first {
        let status = update.text("status");
        let Some(at) = update.time(&["display_at", "created_at"], "incident_updates") else { continue };
        if status.is_empty() || status == last {
            events.push(StatedEvent::changed(EventKind::Note, at, ""));
            continue;
        }
        let again = ended && matches!(&*status, "investigating" | "identified");
        ended = (ended && !again) || status == "resolved";
        let kind = if again { EventKind::Reopened } else { EventKind::Status };
        events.push(StatedEvent::changed(kind, at, &status));
        last = status;
    }
    events
}

/// Pages write updates newest first, imitators not always; the stamps decide.
fn oldest_first(incident: Fields<'_>) -> Vec<Fields<'_>> {
    let mut updates: Vec<_> = incident.list("incident_updates").collect();
    let newest_first = match (updates.first(), updates.last()) {
        (Some(first), Some(last)) => first.text("created_at") >= last.text("created_at"),
        _ => false,
    };
    if newest_first {
        updates.reverse();
    }
    updates
}

fn mitigated_at(incident: Fields, oldest_first: &[Fields]) -> Option<Stamp> {
    let monitoring = oldest_first.iter().find(|update| update.text("status") == "monitoring");
    incident
        .time(&["monitoring_at"], "monitoring_at")
        .or_else(|| monitoring?.time(&["display_at", "created_at"], "incident_updates.monitoring"))
}

/// Components of the incident, then those that only its updates name, in the order in which they came to be affected.
fn services(incident: Fields, oldest_first: &[Fields]) -> Vec<String> {
    let mut names = Vec::new();
    let of_updates = oldest_first.iter().flat_map(|update| update.list("affected_components"));
    for component in incident.list("components").chain(of_updates) {
        push_name(&mut names, &component.label());
    }
    names
}

/// The address on the page itself, where the export names the page: that is what other tools refer to.
fn url(incident: Fields, context: &Context) -> String {
    if context.account.starts_with("http") {
        format!("{}/incidents/{}", context.account.trim_end_matches('/'), incident.text("id"))
    } else {
        incident.string("shortlink")
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
