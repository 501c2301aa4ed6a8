//! Squadcast users, services, teams, squads and escalation policies, as their lists return them.
//!
//! To get them: `GET https://api.squadcast.com/v3/users`, `/v3/services`, `/v3/teams`, `/v3/squads`,
//! `/v3/escalation-policies`.
//!
//! What these exports cannot answer: who was on call at the time of an incident.

use super::shared::TOOL;
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, NameKind, StatedName};
use crate::model::reject::Reason;

/// Keys that only members of these lists have, and what the members are.
const KINDS: [(&[&str], &str); 6] = [
    (&["first_name", "last_name", "oncall_reminder_rules"], "user"),
    (&["first_name", "last_name", "ability_ids"], "user"),
    (&["escalation_policy_id", "on_maintenance", "name"], "service"),
    (&["organization_id", "escalation_policy_id", "api_key", "name"], "service"),
    (&["slug", "members", "owner", "name"], "squad"),
    (&["slug", "rules", "owner", "name"], "escalation-policy"),
];

/// The source; see the head of this file.
pub struct Lists;

impl Source for Lists {
    const KIND: Export = Export {
        id: "squadcast-lists",
        title: "Squadcast users, services, squads and escalation policies (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `oncall_reminder_rules`, `ability_ids`, or `escalation_policy_id` and `on_maintenance`",
        arrays: &["data"],
    };

    fn recognises(&self, head: &Head) -> bool {
        fields::sampled(head).any(|object| entity(object).is_some())
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let object = document.fields();
        let id = object.string("id");
        if id.is_empty() {
            return out.reject(origin, "", Reason::NoIdentifier, "the member of the list has no `id`");
        }
        let entity = entity(object).unwrap_or("list");
        let name = |kind, of: &str| StatedName {
            kind,
            id: object.string(&format!("{of}id")),
            name: object.string(&format!("{of}name")),
        };
        let body = match entity {
            "user" => Body::Person(Box::new(object.person())),
            "service" => Body::Names(vec![name(NameKind::Service, ""), name(NameKind::Policy, "escalation_policy/")]),
            "squad" => Body::Names(vec![name(NameKind::Team, "")]),
            "escalation-policy" => Body::Names(vec![name(NameKind::Policy, "")]),
            _ => Body::Reference,
        };
        TOOL.keep(entity, id, body, origin, out);
    }
}

fn entity(object: Fields<'_>) -> Option<&'static str> {
    let has = |keys: &[&str]| keys.iter().all(|key| object.exact(key).is_some());
    KINDS.iter().find(|(keys, _)| has(keys)).map(|(_, entity)| *entity)
}
