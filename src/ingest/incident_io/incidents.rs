//! incident.io incidents, as both versions of the API and connectors write them.
//!
//! To get them: `GET https://api.incident.io/v2/incidents?page_size=250`, all pages.
//!
//! What this export cannot answer: who was paged (escalations hold that), into which incident one was merged and whether
//! one was reopened (incident updates hold both).

use super::history;
use super::shared::{TOOL, actor};
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{
    Body, Kind, LinkKind, Stamp, StatedField, StatedIncident, StatedInvolvement, StatedLink, StatedResolver, Via,
};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Incidents;

impl Source for Incidents {
    const KIND: Export = Export {
        id: "incident-io-incidents",
        title: "incident.io incidents (API v1 or v2, JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `incident_role_assignments`, or `incident_status` and `reference`",
        arrays: &["incidents", "incident"],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.has_keys(&["incident_role_assignments"])
            || head.has_keys(&["incident_status", "reference"])
            || head.has_keys(&["incident_timestamp_values"])
            || head.has_keys(&["custom_field_entries", "reference"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let incident = document.fields();
        let id = incident.first(&["id", "reference"]).into_owned();
        if id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the incident has no `id` and no `reference`");
            return;
        }
        TOOL.keep("incident", id, Body::Incident(Box::new(stated(incident))), origin, out);
    }
}

fn stated(incident: Fields) -> StatedIncident {
    // Names of states are the account's own; their category says what they mean. The first API wrote a plain word.
    let category = incident.first(&["incident_status/category", "incident_status/name", "status"]).into_owned();
    let times = timestamps(incident);
    let named = |name: &str, field: &'static str| {
        let (_, text) = times.iter().find(|(own, _)| own.eq_ignore_ascii_case(name))?;
        Some(Stamp { text: text.clone(), field })
    };
    let mut custom: Vec<StatedField> =
        times.iter().map(|(name, text)| StatedField { name: name.clone(), values: vec![text.clone()] }).collect();
    custom.extend(custom_fields(incident));
    let mut one = StatedIncident {
        number: incident.string("reference"),
        url: incident.string("permalink"),
        title: incident.string("name"),
        summary: incident.string("summary"),
        kind: kind(&incident.text("mode")),
        severity: incident.at("severity").label().into_owned(),
        detected_at: named("Reported at", "Reported at"),
        declared_at: incident.time(&["created_at", "reported_at"], "created_at"),
        modified_at: incident.time(&["updated_at"], "updated_at"),
        detection: detection(incident),
        resolver: if category == "merged" { StatedResolver::Merge } else { StatedResolver::Unknown },
        status: category,
        links: links(incident),
        people: people(incident),
        effort_s: effort(incident),
        custom,
        ..StatedIncident::default()
    };
    history::add(incident, &mut one);
    one
}

fn kind(mode: &str) -> Kind {
    match mode {
        "test" | "tutorial" => Kind::Test,
        "retrospective" => Kind::Backfilled,
        _ => Kind::Incident,
    }
}

/// The account's time stamps by name, those that are set. The second API writes values, the first the last occurrence.
fn timestamps(incident: Fields) -> Vec<(String, String)> {
    let second = incident.list("incident_timestamp_values").map(|each| {
        (
            each.first(&["incident_timestamp/name", "name"]).into_owned(),
            each.first(&["value/value", "value"]).into_owned(),
        )
    });
    let old = incident.list("timestamps").map(|each| (each.string("name"), each.string("last_occurred_at")));
    second.chain(old).filter(|(name, at)| !name.is_empty() && fields::is_set(at)).collect()
}

fn custom_fields(incident: Fields) -> Vec<StatedField> {
    let read = |entry: Fields| {
        let mut values = Vec::new();
        for value in entry.list("values") {
            let places =
                ["value_catalog_entry/name", "value_option/value", "value_text", "value_link", "value_numeric"];
            crate::ingest::lenient::push_name(&mut values, &value.first(&places));
        }
        let name = entry.first(&["custom_field/name", "name"]).into_owned();
        (!name.is_empty() && !values.is_empty()).then_some(StatedField { name, values })
    };
    incident.list("custom_field_entries").filter_map(read).collect()
}

/// An incident that an alert, a key or a workflow opened was noticed by a machine. Of one that a person opened nobody
/// knows who had told them.
fn detection(incident: Fields) -> String {
    let creator = incident.at("creator");
    let machine = [("alert", "alert"), ("api_key", "api"), ("workflow", "integration")];
    let found = machine.into_iter().find(|(key, _)| creator.at(key).is_object());
    found.map_or("", |(_, word)| word).to_owned()
}

fn links(incident: Fields) -> Vec<StatedLink> {
    let mut links = Vec::new();
    let issue = incident.at("external_issue_reference");
    fields::link(&mut links, LinkKind::ExternalRef, &issue.first(&["issue_permalink", "issue_name"]));
    for attachment in incident.list("attachments") {
        let address = attachment.first(&["resource/permalink", "resource/external_id", "permalink"]).into_owned();
        if crate::ingest::lenient::leads_to_record(&address) {
            fields::link(&mut links, LinkKind::ExternalRef, &address);
        }
    }
    links
}

/// Roles that somebody fills. Unfilled ones are listed too, without a person.
fn people(incident: Fields) -> Vec<StatedInvolvement> {
    let mut people = Vec::new();
    for assignment in incident.list("incident_role_assignments") {
        let person = assignment.at("assignee").person();
        if fields::is_nobody(&person) {
            continue;
        }
        let role = match &*assignment.text("role/role_type") {
            "lead" => "commander".to_owned(),
            "reporter" => "reporter".to_owned(),
            _ => assignment.string("role/name"),
        };
        people.push(StatedInvolvement { person, role, via: Via::Unknown, ..StatedInvolvement::default() });
    }
    let creator = actor(incident.at("creator"));
    let is_known = people.iter().any(|part: &StatedInvolvement| part.person.id == creator.id);
    if !fields::is_nobody(&creator) && !creator.machine && !is_known {
        let role = "reporter".to_owned();
        people.push(StatedInvolvement { person: creator, role, via: Via::SelfJoined, ..StatedInvolvement::default() });
    }
    people
}

/// Minutes of work of all responders together, as seconds.
fn effort(incident: Fields) -> String {
    let minutes: Option<f64> = incident.text("workload_minutes_total").parse().ok();
    minutes.map(|m| (m * 60.0).to_string()).unwrap_or_default()
}
