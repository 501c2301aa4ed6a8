//! Better Stack incidents, as its API lists them.
//!
//! To get them: `GET https://uptime.betterstack.com/api/v3/incidents`, all pages.
//!
//! What this export cannot answer: severity, who was paged when, follow-ups. Incidents that were never confirmed paged
//! nobody; they are cancelled.

use crate::ingest::tool::Tool;
use serde_json::Value;

use crate::ingest::head::Head;
use crate::ingest::lenient::push_name;
use crate::ingest::paths::{self, at, first, list, said, text, when};
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
        head.objects.iter().any(|o| {
            let attributes = at(o, "attributes");
            text(o, "type") == "incident" && attributes.get("cause").is_some() && attributes.get("started_at").is_some()
        })
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(incident) = paths::object(item, origin, out) else { return };
        let id = text(&incident, "id");
        if id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the incident has no `id`");
            return;
        }
        let stated = stated(at(&incident, "attributes"));
        TOOL.keep("incident", id, Body::Incident(Box::new(stated)), origin, out);
    }
}

fn stated(of: &Value) -> StatedIncident {
    let mut regions = Vec::new();
    list(of, "regions").iter().for_each(|region| push_name(&mut regions, &said(region)));
    let mut services = Vec::new();
    push_name(&mut services, &text(of, "name"));
    let mut teams = Vec::new();
    push_name(&mut teams, &text(of, "team_name"));
    let resolved = when(of, &["resolved_at"], "resolved_at");
    let status = text(of, "status");
    StatedIncident {
        url: first(of, &["incident_url", "origin_url"]),
        title: [text(of, "name"), text(of, "cause")]
            .iter()
            .filter(|t| !t.is_empty())
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(": "),
        summary: text(of, "cause"),
        // What was not confirmed by a second check is no incident, and nobody was called.
        status: if ["unconfirmed", "validating"].contains(&status.to_lowercase().as_str()) {
            "cancelled".to_owned()
        } else {
            status
        },
        services,
        teams,
        policy: first(of, &["policy_name", "escalation_policy"]),
        regions,
        detected_at: when(of, &["started_at"], "started_at"),
        acknowledged_at: when(of, &["acknowledged_at"], "acknowledged_at"),
        resolver: resolver(of, resolved.is_some()),
        resolved_at: resolved,
        detection: "monitor".to_owned(),
        people: people(of),
        ..StatedIncident::default()
    }
}

/// Who: a name, an e-mail address, or an object with both.
fn who(value: &Value) -> StatedPerson {
    let plain = said(value);
    if plain.is_empty() {
        return paths::person(value);
    }
    let (name, email) = if plain.contains('@') { (String::new(), plain) } else { (plain, String::new()) };
    StatedPerson { name, email, ..StatedPerson::default() }
}

/// Nobody, or the tool itself: the check came back by itself.
fn resolver(of: &Value, is_over: bool) -> StatedResolver {
    let person = who(at(of, "resolved_by"));
    if paths::is_nobody(&person) || person.name.eq_ignore_ascii_case("better stack") {
        return if is_over { StatedResolver::Machine } else { StatedResolver::Unknown };
    }
    StatedResolver::Person(person)
}

fn people(of: &Value) -> Vec<StatedInvolvement> {
    let named = [("acknowledged_by", "responder"), ("resolved_by", "resolver")];
    let mut people: Vec<StatedInvolvement> = Vec::new();
    for (key, role) in named {
        let person = who(at(of, key));
        let is_machine = paths::is_nobody(&person) || person.name.eq_ignore_ascii_case("better stack");
        if !is_machine && people.iter().all(|part| part.person != person) {
            people.push(StatedInvolvement { person, role: role.to_owned(), ..StatedInvolvement::default() });
        }
    }
    people
}
