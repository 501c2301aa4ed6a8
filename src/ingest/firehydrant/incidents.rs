//! FireHydrant incidents, as `GET /v1/incidents` returns them.
//!
//! To get them: page through `https://api.firehydrant.io/v1/incidents?per_page=200` and keep each page as a file.
//!
//! What this export cannot answer: who was paged and who was on call; roles are all it says of people. It does not say
//! who reached a milestone. Milestones can be dated back, so the time when they were reached counts and not the time
//! when they were entered; the duration that stands beside them is not used, because its meaning changed over time.

use super::shared::{TOOL, author, follow_up, is_work};
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::lenient::{joined, push_name};
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
        let known = |object: Fields| {
            ["milestones", "lifecycle_phases", "incident_url", "role_assignments"].iter().any(|key| object.has(key))
        };
        fields::sampled(head).any(|object| member_of_list(object) && known(object))
            || head.has_headers(&["id", "current_milestone", "started_at"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let incident = document.fields();
        let id = incident.string("id");
        if id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the incident has no `id`");
            return;
        }
        // Archived incidents are those that people threw away: test runs, duplicates, false starts.
        let archived = !incident.text("discarded_at").is_empty();
        let body = if archived { Body::Reference } else { Body::Incident(Box::new(stated(incident))) };
        TOOL.keep(if archived { "archived" } else { "incident" }, id, body, origin, out);
    }
}

fn member_of_list(object: Fields) -> bool {
    object.exact("current_milestone").or_else(|| object.exact("currentMilestone")).is_some()
}

/// A point of the life cycle, and when it was reached.
struct Milestone {
    name: String,
    at: Stamp,
}

fn stated(incident: Fields) -> StatedIncident {
    let milestones = milestones(incident);
    let earliest = |name: &str| milestones.iter().find(|m| m.name == name).map(|m| m.at.clone());
    let latest = |name: &str| milestones.iter().rfind(|m| m.name == name).map(|m| m.at.clone());
    let texts = ["summary", "description", "customer_impact_summary"].map(|key| incident.string(key));
    StatedIncident {
        number: incident.string("number"),
        url: incident.string("incident_url"),
        title: incident.string("name"),
        summary: joined(texts.iter().map(String::as_str)),
        status: incident.string("current_milestone"),
        severity: set(incident.first(&["severity", "severity/slug", "severity/name"]).into_owned()),
        urgency: set(incident.string("priority")),
        customer_facing: incident.count("customers_impacted").filter(|number| *number > 0).map(|_| true),
        services: affected(incident, "services", "service"),
        components: affected(incident, "functionalities", "functionality"),
        environments: affected(incident, "environments", "environment"),
        teams: teams(incident),
        started_at: earliest("started").or_else(|| incident.time(&["started_at"], "started_at")),
        detected_at: earliest("detected"),
        declared_at: incident.time(&["created_at"], "created_at"),
        acknowledged_at: earliest("acknowledged"),
        mitigated_at: earliest("mitigated"),
        resolved_at: latest("resolved"),
        closed_at: latest("closed"),
        modified_at: incident.time(&["updated_at"], "updated_at"),
        links: links(incident),
        people: people(incident),
        follow_ups: incident.list("incident_tickets").filter(|t| is_work(*t)).map(follow_up).collect(),
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
fn milestones(incident: Fields) -> Vec<Milestone> {
    let phases = incident.list("lifecycle_phases").flat_map(|phase| phase.list("milestones"));
    let mut found: Vec<Milestone> = Vec::new();
    for stated in incident.list("milestones").chain(phases) {
        let name = stated.first(&["type", "slug", "name"]).to_lowercase().replace([' ', '-'], "_");
        let Some(at) = stated.time(&["occurred_at"], "milestones.occurred_at") else { continue };
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
fn affected(incident: Fields, key: &str, kind: &str) -> Vec<String> {
    let mut names = incident.labels(key);
    for impact in incident.list("impacts").filter(|impact| impact.text("type") == kind) {
        push_name(&mut names, &impact.at("impact").label());
    }
    names
}

fn teams(incident: Fields) -> Vec<String> {
    let mut names = incident.labels("teams");
    for assignment in incident.list("team_assignments") {
        push_name(&mut names, &assignment.first(&["team/name", "name"]));
    }
    names
}

fn people(incident: Fields) -> Vec<StatedInvolvement> {
    let mut people = Vec::new();
    for assignment in incident.list("role_assignments") {
        let person = assignment.at("user").person();
        let left = if assignment.text("status") == "inactive" { "updated_at" } else { "" };
        people.push(StatedInvolvement {
            person,
            role: assignment.first(&["incident_role/name", "role"]).into_owned(),
            joined_at: assignment.time(&["created_at"], "role_assignments.created_at"),
            left_at: assignment.time(&[left], "role_assignments.updated_at"),
            ..StatedInvolvement::default()
        });
    }
    let creator = author(incident.at("created_by"));
    people.push(StatedInvolvement { person: creator, role: "reporter".to_owned(), ..StatedInvolvement::default() });
    people.retain(|part| !fields::is_nobody(&part.person));
    people
}

/// Tickets that mirror the incident in an issue tracker, and alerts of pagers that were linked to it.
fn links(incident: Fields) -> Vec<StatedLink> {
    let mut links = Vec::new();
    for ticket in incident.list("incident_tickets").filter(|ticket| !is_work(*ticket)) {
        fields::link(&mut links, LinkKind::ExternalRef, &ticket.text("link/href_url"));
        for attachment in ticket.list("attachments") {
            fields::link(&mut links, LinkKind::ExternalRef, &attachment.first(&["display_text", "href_url", "url"]));
        }
    }
    for alert in incident.list("alerts") {
        fields::link(&mut links, LinkKind::ExternalRef, &alert.first(&["remote_id", "remote_url"]));
    }
    fields::link(&mut links, LinkKind::Parent, &incident.first(&["parent_incident_id", "parent_incident/id"]));
    links
}

fn own_fields(incident: Fields) -> Vec<StatedField> {
    let mut own = incident.customs("labels");
    for field in incident.list("custom_fields") {
        let name = field.first(&["display_name", "name", "slug", "field_id"]).into_owned();
        let value = ["value", "value_array", "value_string"].map(|key| field.at(key));
        own.extend(value.iter().find_map(|value| value.custom(&name)));
    }
    own.extend(incident.at("incident_type").custom("Incident type"));
    own.extend(incident.at("tag_list").custom("Tags"));
    own
}
