//! Splunk On-Call (VictorOps) users, teams and escalation policies, as their lists return them.
//!
//! To get them: `GET https://api.victorops.com/api-public/v2/user`, `/api-public/v1/team`, `/api-public/v1/policies`.
//!
//! What these exports cannot answer: in which zone a person lives, and who was in a team at the time of an incident.

use serde_json::Value;

use super::shared::TOOL;
use crate::ingest::head::Head;
use crate::ingest::paths::{self, at, first, text};
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
        head.objects.iter().any(|object| entity(object).is_some())
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(object) = paths::object(item, origin, out) else { return };
        let id = first(&object, &["username", "slug", "policy/slug", "routingKey", "policy/name"]);
        if id.is_empty() {
            return out.reject(origin, "", Reason::NoIdentifier, "the member of the list has no name of its own");
        }
        let entity = entity(&object).unwrap_or("list");
        let name = |kind, of: &str| StatedName {
            kind,
            id: text(&object, &format!("{of}slug")),
            name: text(&object, &format!("{of}name")),
        };
        let body = match entity {
            "user" => Body::Person(Box::new(person(&object, &id))),
            "team" => Body::Names(vec![name(NameKind::Team, "")]),
            "policy" => Body::Names(vec![name(NameKind::Policy, "policy/"), name(NameKind::Team, "team/")]),
            _ => Body::Reference,
        };
        TOOL.keep(entity, id, body, origin, out);
    }
}

fn entity(object: &Value) -> Option<&'static str> {
    let has = |key: &str| object.get(key).is_some();
    let is_user =
        has("username") && (has("_selfUrl") || has("passwordLastUpdated") || has("displayName") && has("verified"));
    if is_user {
        Some("user")
    } else if has("slug") && has("_membersUrl") {
        Some("team")
    } else if at(object, "policy/slug").is_string() && at(object, "team/slug").is_string() && !has("schedule") {
        Some("policy")
    } else if has("routingKey") && has("targets") {
        Some("routing-key")
    } else {
        None
    }
}

/// The user name is the id.
fn person(object: &Value, id: &str) -> StatedPerson {
    let display = text(object, "displayName");
    let whole = format!("{} {}", text(object, "firstName"), text(object, "lastName"));
    StatedPerson {
        id: id.to_owned(),
        name: if display.is_empty() { whole.trim().to_owned() } else { display },
        email: text(object, "email"),
        time_zone: first(object, &["timeZone", "time_zone"]),
        ..StatedPerson::default()
    }
}
