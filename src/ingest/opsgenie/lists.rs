//! Opsgenie users, teams, services, escalations, schedules and integrations, as their lists return them.
//!
//! To get them: `GET https://api.opsgenie.com/v2/users`, `/v2/teams`, `/v1/services`, `/v2/escalations`. Incidents name
//! users, teams and services by their ids only, so these lists give them their names.
//!
//! What these exports cannot answer: since when somebody has lived in their zone. Definitions of schedules say who takes
//! turns, not who was on call; the timelines say that.

use super::shared::{TOOL, user};
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, NameKind, StatedName};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Lists;

impl Source for Lists {
    const KIND: Export = Export {
        id: "opsgenie-lists",
        title: "Opsgenie users, teams, services, escalations and schedules (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `fullName` and `username`, `teamId` and `name`, or links to Opsgenie teams",
        arrays: &["data", "values", "platformTeams"],
    };

    fn recognises(&self, head: &Head) -> bool {
        fields::sampled(head).any(|object| entity(object).is_some())
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let object = document.fields();
        let entity = entity(object).unwrap_or("list");
        let id = if entity == "user" {
            object.first(&["id", "username"]).into_owned()
        } else {
            object.first(&["id", "team_id", "name"]).into_owned()
        };
        if id.is_empty() {
            return out.reject(origin, "", Reason::NoIdentifier, "the member of the list has no `id`");
        }
        let name = object.first(&["name", "team_name", "display_name"]).into_owned();
        let named = |kind| Body::Names(vec![StatedName { kind, id: id.clone(), name: name.clone() }]);
        let body = match entity {
            "user" => Body::Person(Box::new(user(object))),
            "team" => named(NameKind::Team),
            "service" => named(NameKind::Service),
            "escalation" => named(NameKind::Policy),
            _ => Body::Reference,
        };
        TOOL.keep(entity, id, body, origin, out);
    }
}

/// What a member of a list is; `None` when nothing in it is Opsgenie's own.
fn entity(object: Fields<'_>) -> Option<&'static str> {
    let has = |key: &str| object.has(key);
    // Other tools write the team in snake case, so the spelling tells here.
    let of_team = object.exact("teamId").is_some();
    if has("tiny_id") || has("final_timeline") {
        return None;
    }
    if has("full_name") && has("username") && ["role", "blocked", "verified", "user_address"].iter().any(|key| has(key))
    {
        return Some("user");
    }
    if object.list("rules").any(|rule| rule.has("notify_type")) {
        return Some("escalation");
    }
    if has("rotations") && has("enabled") && has("name") {
        return Some("schedule");
    }
    if (of_team && object.exact("teamName").is_some()) || is_team(object) {
        return Some("team");
    }
    if has("enabled") && has("type") && has("name") && of_team {
        return Some("integration");
    }
    let linked = object.text("links/web").contains("/service/") || object.text("links/api").contains("/services/");
    let described = has("tags") || has("description") || has("is_external") || has("visibility");
    let is_service = has("name") && has("id") && (of_team && (linked || described) || linked && leads_here(object));
    is_service.then_some("service")
}

fn is_team(object: Fields) -> bool {
    let linked = object.text("links/api").contains("/v2/teams/") || object.text("links/web").contains("/teams/");
    let members = object.list("members").any(|member| member.has("user/username"));
    object.has("name") && (linked && leads_here(object) || members)
}

fn leads_here(object: Fields) -> bool {
    ["links/web", "links/api"].iter().any(|link| object.text(link).contains("opsgenie.com"))
}
