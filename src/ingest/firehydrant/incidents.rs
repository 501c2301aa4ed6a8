//! FireHydrant incidents, as `GET /v1/incidents` returns them.
//!
//! To get them: page through `https://api.firehydrant.io/v1/incidents?per_page=200` and keep each page as a file.
//!
//! What this export cannot answer: who was paged and who was on call; roles are all it says of people. It does not say
//! who reached a milestone. Milestones can be dated back, so the time when they were reached counts and not the time
//! when they were entered; the duration that stands beside them is not used, because its meaning changed over time.

use serde_json::Value;

use super::shared::{TOOL, author, follow_up, is_work};
use crate::ingest::head::Head;
use crate::ingest::lenient::{joined, push_name};
use crate::ingest::paths::{self, at, count, first, is_nobody, labels, link, list, text, when};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{
    Body, EventKind, LinkKind, Stamp, StatedEvent, StatedField, StatedIncident, StatedInvolvement, StatedLink,
};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Incidents;

impl Source for Incidents {
    const KIND: Export = Export {
        id: "firehydrant-incidents",
        title: "FireHydrant incidents (REST API JSON, or a table made of it)",
        tool: TOOL,
        looks_for: "JSON objects with `current_milestone`",
        arrays: &["data", "incidents"],
    };

    fn recognises(&self, head: &Head) -> bool {
        let known = |object: &Value| {
            ["milestones", "lifecycle_phases", "incident_url", "role_assignments"]
                .iter()
                .any(|key| !at(object, key).is_null())
        };
        head.objects.iter().any(|object| member_of_list(object) && known(object))
            || head.has_headers(&["id", "current_milestone", "started_at"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(incident) = paths::object(item, origin, out) else { return };
        let id = text(&incident, "id");
        if id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the incident has no `id`");
            return;
        }
        // Archived incidents are those that people threw away: test runs, duplicates, false starts.
        let archived = !text(&incident, "discarded_at").is_empty();
        let body = if archived { Body::Reference } else { Body::Incident(Box::new(stated(&incident))) };
        TOOL.keep(if archived { "archived" } else { "incident" }, id, body, origin, out);
    }
}

fn member_of_list(object: &Value) -> bool {
    object.get("current_milestone").or_else(|| object.get("currentMilestone")).is_some()
}

/// A point of the life cycle, and when it was reached.
struct Milestone {
    name: String,
    at: Stamp,
}

fn stated(incident: &Value) -> StatedIncident {
    let milestones = milestones(incident);
    let earliest = |name: &str| milestones.iter().find(|m| m.name == name).map(|m| m.at.clone());
    let latest = |name: &str| milestones.iter().rfind(|m| m.name == name).map(|m| m.at.clone());
    let texts = ["summary", "description", "customer_impact_summary"].map(|key| text(incident, key));
    StatedIncident {
        number: text(incident, "number"),
        url: text(incident, "incident_url"),
        title: text(incident, "name"),
        summary: joined(texts.iter().map(String::as_str)),
        status: text(incident, "current_milestone"),
        severity: set(first(incident, &["severity", "severity/slug", "severity/name"])),
        urgency: set(text(incident, "priority")),
        customer_facing: count(incident, "customers_impacted").filter(|number| *number > 0).map(|_| true),
        services: affected(incident, "services", "service"),
        components: affected(incident, "functionalities", "functionality"),
        environments: affected(incident, "environments", "environment"),
        teams: teams(incident),
        started_at: earliest("started").or_else(|| when(incident, &["started_at"], "started_at")),
        detected_at: earliest("detected"),
        declared_at: when(incident, &["created_at"], "created_at"),
        acknowledged_at: earliest("acknowledged"),
        mitigated_at: earliest("mitigated"),
        resolved_at: latest("resolved"),
        closed_at: latest("closed"),
        modified_at: when(incident, &["updated_at"], "updated_at"),
        links: links(incident),
        people: people(incident),
        follow_ups: list(incident, "incident_tickets").iter().filter(|t| is_work(t)).map(follow_up).collect(),
        events: milestones.iter().map(reached).collect(),
        custom: own_fields(incident),
        ..StatedIncident::default()
    }
}

/// `UNSET` stands for "nobody has decided yet".
fn set(stated: String) -> String {
    if stated.eq_ignore_ascii_case("unset") { String::new() } else { stated }
}

/// Milestones stand in a flat list in older answers and in the phases of the life cycle in newer ones; where both are
/// there, they say the same.
fn milestones(incident: &Value) -> Vec<Milestone> {
    let phases = list(incident, "lifecycle_phases").iter().flat_map(|phase| list(phase, "milestones"));
    let mut found: Vec<Milestone> = Vec::new();
    for stated in list(incident, "milestones").iter().chain(phases) {
        let name = first(stated, &["type", "slug", "name"]).to_lowercase().replace([' ', '-'], "_");
        let Some(at) = when(stated, &["occurred_at"], "milestones.occurred_at") else { continue };
        if !name.is_empty() && !found.iter().any(|known| known.name == name && known.at == at) {
            found.push(Milestone { name, at });
        }
    }
    found
}

/// Nobody is named for a milestone. A resolution without a name would read as one by a machine, so that entry is kept as
/// the change of status that it is.
fn reached(milestone: &Milestone) -> StatedEvent {
    let kind = match milestone.name.as_str() {
        "acknowledged" => EventKind::Acknowledged,
        "mitigated" => EventKind::Mitigated,
        _ => EventKind::Status,
    };
    StatedEvent {
        incident: String::new(),
        kind,
        at: milestone.at.clone(),
        actor: None,
        people: Vec::new(),
        automatic: false,
        detection: String::new(),
        value: if kind == EventKind::Status { milestone.name.clone() } else { String::new() },
    }
}

/// Names of a list of the incident and of the impacts of that type.
fn affected(incident: &Value, key: &str, kind: &str) -> Vec<String> {
    let mut names = labels(incident, key);
    for impact in list(incident, "impacts").iter().filter(|impact| text(impact, "type") == kind) {
        push_name(&mut names, &paths::label(at(impact, "impact")));
    }
    names
}

fn teams(incident: &Value) -> Vec<String> {
    let mut names = labels(incident, "teams");
    for assignment in list(incident, "team_assignments") {
        push_name(&mut names, &first(assignment, &["team/name", "name"]));
    }
    names
}

fn people(incident: &Value) -> Vec<StatedInvolvement> {
    let mut people = Vec::new();
    for assignment in list(incident, "role_assignments") {
        let person = paths::person(at(assignment, "user"));
        let left = if text(assignment, "status") == "inactive" { "updated_at" } else { "" };
        people.push(StatedInvolvement {
            person,
            role: first(assignment, &["incident_role/name", "role"]),
            joined_at: when(assignment, &["created_at"], "role_assignments.created_at"),
            left_at: when(assignment, &[left], "role_assignments.updated_at"),
            ..StatedInvolvement::default()
        });
    }
    let creator = author(at(incident, "created_by"));
    people.push(StatedInvolvement { person: creator, role: "reporter".to_owned(), ..StatedInvolvement::default() });
    people.retain(|part| !is_nobody(&part.person));
    people
}

/// Tickets that mirror the incident in an issue tracker, and alerts of pagers that were linked to it.
fn links(incident: &Value) -> Vec<StatedLink> {
    let mut links = Vec::new();
    for ticket in list(incident, "incident_tickets").iter().filter(|ticket| !is_work(ticket)) {
        link(&mut links, LinkKind::ExternalRef, &text(ticket, "link/href_url"));
        for attachment in list(ticket, "attachments") {
            link(&mut links, LinkKind::ExternalRef, &first(attachment, &["display_text", "href_url", "url"]));
        }
    }
    for alert in list(incident, "alerts") {
        link(&mut links, LinkKind::ExternalRef, &first(alert, &["remote_id", "remote_url"]));
    }
    link(&mut links, LinkKind::Parent, &first(incident, &["parent_incident_id", "parent_incident/id"]));
    links
}

fn own_fields(incident: &Value) -> Vec<StatedField> {
    let mut own = paths::fields(incident, "labels");
    for field in list(incident, "custom_fields") {
        let name = first(field, &["display_name", "name", "slug", "field_id"]);
        let value = ["value", "value_array", "value_string"].map(|key| at(field, key));
        own.extend(value.iter().find_map(|value| paths::field(&name, value)));
    }
    own.extend(paths::field("Incident type", at(incident, "incident_type")));
    own.extend(paths::field("Tags", at(incident, "tag_list")));
    own
}
