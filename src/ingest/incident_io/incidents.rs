//! incident.io incidents, as both versions of the API and connectors write them.
//!
//! To get them: `GET https://api.incident.io/v2/incidents?page_size=250`, all pages.
//!
//! What this export cannot answer: who was paged (escalations hold that), into which incident one was merged and whether
//! one was reopened (incident updates hold both).

use serde_json::Value;

use super::history;
use super::shared::{TOOL, actor};
use crate::ingest::head::Head;
use crate::ingest::paths::{self, at, first, list, text, when};
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
        let Some(incident) = paths::object(item, origin, out) else { return };
        let id = first(&incident, &["id", "reference"]);
        if id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the incident has no `id` and no `reference`");
            return;
        }
        TOOL.keep("incident", id, Body::Incident(Box::new(stated(&incident))), origin, out);
    }
}

fn stated(incident: &Value) -> StatedIncident {
    // Names of states are the account's own; their category says what they mean. The first API wrote a plain word.
    let category = first(incident, &["incident_status/category", "incident_status/name", "status"]);
    let times = timestamps(incident);
    let named = |name: &str, field: &'static str| {
        let (_, text) = times.iter().find(|(own, _)| own.eq_ignore_ascii_case(name))?;
        Some(Stamp { text: text.clone(), field })
    };
    let mut custom: Vec<StatedField> =
        times.iter().map(|(name, text)| StatedField { name: name.clone(), values: vec![text.clone()] }).collect();
    custom.extend(custom_fields(incident));
    let mut one = StatedIncident {
        number: text(incident, "reference"),
        url: text(incident, "permalink"),
        title: text(incident, "name"),
        summary: text(incident, "summary"),
        kind: kind(&text(incident, "mode")),
        severity: paths::label(at(incident, "severity")),
        detected_at: named("Reported at", "Reported at"),
        declared_at: when(incident, &["created_at", "reported_at"], "created_at"),
        modified_at: when(incident, &["updated_at"], "updated_at"),
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
fn timestamps(incident: &Value) -> Vec<(String, String)> {
    let second = list(incident, "incident_timestamp_values")
        .iter()
        .map(|each| (first(each, &["incident_timestamp/name", "name"]), first(each, &["value/value", "value"])));
    let old = list(incident, "timestamps").iter().map(|each| (text(each, "name"), text(each, "last_occurred_at")));
    second.chain(old).filter(|(name, at)| !name.is_empty() && paths::is_set(at)).collect()
}

fn custom_fields(incident: &Value) -> Vec<StatedField> {
    let read = |entry: &Value| {
        let mut values = Vec::new();
        for value in list(entry, "values") {
            let places =
                ["value_catalog_entry/name", "value_option/value", "value_text", "value_link", "value_numeric"];
            crate::ingest::lenient::push_name(&mut values, &first(value, &places));
        }
        let name = first(entry, &["custom_field/name", "name"]);
        (!name.is_empty() && !values.is_empty()).then_some(StatedField { name, values })
    };
    list(incident, "custom_field_entries").iter().filter_map(read).collect()
}

/// An incident that an alert, a key or a workflow opened was noticed by a machine. Of one that a person opened nobody
/// knows who had told them.
fn detection(incident: &Value) -> String {
    let creator = at(incident, "creator");
    let machine = [("alert", "alert"), ("api_key", "api"), ("workflow", "integration")];
    let found = machine.into_iter().find(|(key, _)| at(creator, key).is_object());
    found.map_or("", |(_, word)| word).to_owned()
}

fn links(incident: &Value) -> Vec<StatedLink> {
    let mut links = Vec::new();
    let issue = at(incident, "external_issue_reference");
    paths::link(&mut links, LinkKind::ExternalRef, &first(issue, &["issue_permalink", "issue_name"]));
    for attachment in list(incident, "attachments") {
        let address = first(attachment, &["resource/permalink", "resource/external_id", "permalink"]);
        if crate::ingest::lenient::leads_to_record(&address) {
            paths::link(&mut links, LinkKind::ExternalRef, &address);
        }
    }
    links
}

/// Roles that somebody fills. Unfilled ones are listed too, without a person.
fn people(incident: &Value) -> Vec<StatedInvolvement> {
    let mut people = Vec::new();
    for assignment in list(incident, "incident_role_assignments") {
        let person = paths::person(at(assignment, "assignee"));
        if paths::is_nobody(&person) {
            continue;
        }
        let role = match text(assignment, "role/role_type").as_str() {
            "lead" => "commander".to_owned(),
            "reporter" => "reporter".to_owned(),
            _ => text(assignment, "role/name"),
        };
        people.push(StatedInvolvement { person, role, via: Via::Unknown, ..StatedInvolvement::default() });
    }
    let creator = actor(at(incident, "creator"));
    let is_known = people.iter().any(|part: &StatedInvolvement| part.person.id == creator.id);
    if !paths::is_nobody(&creator) && !creator.machine && !is_known {
        let role = "reporter".to_owned();
        people.push(StatedInvolvement { person: creator, role, via: Via::SelfJoined, ..StatedInvolvement::default() });
    }
    people
}

/// Minutes of work of all responders together, as seconds.
fn effort(incident: &Value) -> String {
    let minutes: Option<f64> = text(incident, "workload_minutes_total").parse().ok();
    minutes.map(|m| (m * 60.0).to_string()).unwrap_or_default()
}
