//! Better Stack incidents, as its API lists them.
//!
//! To get them: `GET https://uptime.betterstack.com/api/v3/incidents`, all pages.
//!
//! What this export cannot answer: severity, who was paged when, follow-ups. Incidents that were never confirmed paged
//! nobody; they are cancelled.

use crate::ingest::tool::Tool;

use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::lenient::push_name;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, Role, StatedIncident, StatedInvolvement, StatedPerson, StatedResolver};
use crate::model::reject::Reason;

/// The tool.
pub const TOOL: Tool = Tool { id: "better-stack", title: "Better Stack", role: Role::Pager };

/// The source; see the head of this file.
pub struct BetterStack;

impl Source for BetterStack {
    const KIND: Export = Export {
        id: "better-stack",
        title: "Better Stack incidents (JSON)",
        tool: TOOL,
        looks_for: "JSON objects of type `incident` with `attributes.cause` and `attributes.started_at`",
        arrays: &["data"],
    };

    fn recognises(&self, head: &Head) -> bool {
        fields::sampled(head).any(|o| {
            let attributes = o.at("attributes");
            o.text("type") == "incident"
                && attributes.exact("cause").is_some()
                && attributes.exact("started_at").is_some()
        })
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let incident = document.fields();
        let id = incident.string("id");
        if id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the incident has no `id`");
            return;
        }
        let stated = stated(incident.at("attributes"));
        TOOL.keep("incident", id, Body::Incident(Box::new(stated)), origin, out);
    }
}

fn stated(of: Fields) -> StatedIncident {
    let mut regions = Vec::new();
    of.list("regions").for_each(|region| push_name(&mut regions, &region.said()));
    let mut services = Vec::new();
    push_name(&mut services, &of.text("name"));
    let mut teams = Vec::new();
    push_name(&mut teams, &of.text("team_name"));
    let resolved = of.time(&["resolved_at"], "resolved_at");
    let status = of.string("status");
    StatedIncident {
        url: of.first(&["incident_url", "origin_url"]).into_owned(),
        title: [of.string("name"), of.string("cause")]
            .iter()
            .filter(|t| !t.is_empty())
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(": "),
        summary: of.string("cause"),
        // What was not confirmed by a second check is no incident, and nobody was called.
        status: if ["unconfirmed", "validating"].contains(&status.to_lowercase().as_str()) {
            "cancelled".to_owned()
        } else {
            status
        },
        services,
        teams,
        policy: of.first(&["policy_name", "escalation_policy"]).into_owned(),
        regions,
        detected_at: of.time(&["started_at"], "started_at"),
        acknowledged_at: of.time(&["acknowledged_at"], "acknowledged_at"),
        resolver: resolver(of, resolved.is_some()),
        resolved_at: resolved,
        detection: "monitor".to_owned(),
        people: people(of),
        ..StatedIncident::default()
    }
}

/// Who: a name, an e-mail address, or an object with both.
fn who(value: Fields) -> StatedPerson {
    let plain = value.said().into_owned();
    if plain.is_empty() {
        return value.person();
    }
    let (name, email) = if plain.contains('@') { (String::new(), plain) } else { (plain, String::new()) };
    StatedPerson { name, email, ..StatedPerson::default() }
}

/// Nobody, or the tool itself: the check came back by itself.
fn resolver(of: Fields, is_over: bool) -> StatedResolver {
    let person = who(of.at("resolved_by"));
    if fields::is_nobody(&person) || person.name.eq_ignore_ascii_case("better stack") {
        return if is_over { StatedResolver::Machine } else { StatedResolver::Unknown };
    }
    StatedResolver::Person(person)
}

fn people(of: Fields) -> Vec<StatedInvolvement> {
    let named = [("acknowledged_by", "responder"), ("resolved_by", "resolver")];
    let mut people: Vec<StatedInvolvement> = Vec::new();
    for (key, role) in named {
        let person = who(of.at(key));
        let is_machine = fields::is_nobody(&person) || person.name.eq_ignore_ascii_case("better stack");
        if !is_machine && people.iter().all(|part| part.person != person) {
            people.push(StatedInvolvement { person, role: role.to_owned(), ..StatedInvolvement::default() });
        }
    }
    people
}
