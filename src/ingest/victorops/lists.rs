//! Splunk On-Call (VictorOps) users, teams and escalation policies, as their lists return them.
//!
//! To get them: `GET https://api.victorops.com/api-public/v2/user`, `/api-public/v1/team`, `/api-public/v1/policies`.
//!
//! What these exports cannot answer: in which zone a person lives, and who was in a team at the time of an incident.

use super::shared::TOOL;
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, NameKind, StatedName, StatedPerson};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Lists;

impl Source for Lists {
    const KIND: Export = Export {
        id: "victorops-lists",
        title: "Splunk On-Call (VictorOps) users, teams, policies; routing keys, which a review needs nothing of (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `username` and `_selfUrl`, `slug` and `_membersUrl`, `policy` and `team`, or `routingKey` and `targets`",
        arrays: &["users", "teams", "members", "policies", "routingKeys"],
    };

    fn recognises(&self, head: &Head) -> bool {
        fields::sampled(head).any(|object| entity(object).is_some())
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let object = document.fields();
        let id = object.first(&["username", "slug", "policy/slug", "routingKey", "policy/name"]).into_owned();
        if id.is_empty() {
            return out.reject(origin, "", Reason::NoIdentifier, "the member of the list has no name of its own");
        }
        let entity = entity(object).unwrap_or("list");
        let name = |kind, of: &str| StatedName {
            kind,
            id: object.string(&format!("{of}slug")),
            name: object.string(&format!("{of}name")),
        };
        let body = match entity {
            "user" => Body::Person(Box::new(person(object, &id))),
            "team" => Body::Names(vec![name(NameKind::Team, "")]),
            "policy" => Body::Names(vec![name(NameKind::Policy, "policy/"), name(NameKind::Team, "team/")]),
            _ => Body::Reference,
        };
        TOOL.keep(entity, id, body, origin, out);
    }
}

fn entity(object: Fields<'_>) -> Option<&'static str> {
    let has = |key: &str| object.exact(key).is_some();
    let is_user =
        has("username") && (has("_selfUrl") || has("passwordLastUpdated") || has("displayName") && has("verified"));
    if is_user {
        Some("user")
    } else if has("slug") && has("_membersUrl") {
        Some("team")
    } else if object.at("policy/slug").plain().is_some() && object.at("team/slug").plain().is_some() && !has("schedule")
    {
        Some("policy")
    } else if has("routingKey") && has("targets") {
        Some("routing-key")
    } else {
        None
    }
}

/// The user name is the id.
fn person(object: Fields, id: &str) -> StatedPerson {
    let display = object.string("displayName");
    let whole = format!("{} {}", object.text("firstName"), object.text("lastName"));
    StatedPerson {
        id: id.to_owned(),
        name: if display.is_empty() { whole.trim().to_owned() } else { display },
        email: object.string("email"),
        time_zone: object.first(&["timeZone", "time_zone"]).into_owned(),
        ..StatedPerson::default()
    }
}
