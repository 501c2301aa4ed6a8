//! Grafana OnCall users, teams, integrations, escalation chains and other lists.
//!
//! To get them: `GET /api/v1/users/`, `/api/v1/teams/`, `/api/v1/integrations/`, `/api/v1/escalation_chains/`,
//! `/api/v1/resolution_notes/`. Alert groups name users, teams and integrations by their ids only.
//!
//! What these exports cannot answer: schedules and on-call shifts are rules; who was on call follows from the final
//! shifts.

use super::shared::TOOL;
use crate::ingest::container::rows::ADDRESS;
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, EventKind, NameKind, StatedEvent, StatedName, StatedPerson};
use crate::model::reject::Reason;

/// Keys that only members of these lists have, and what the members are.
const KINDS: [(&[&str], &str); 13] = [
    (&["id", "username", "is_phone_number_verified"], "user"),
    (&["id", "username", "email", "role", "slack"], "user"),
    (&["id", "username", "grafana_id"], "user"),
    (&["id", "name", "grafana_id"], "team"),
    (&["id", "name", "default_route"], "integration"),
    (&["id", "escalation_chain_id", "routing_regex"], "route"),
    (&["id", "escalation_chain_id", "integration_id"], "route"),
    (&["id", "escalation_chain_id", "position"], "escalation-step"),
    (&["id", "name", "on_call_now"], "schedule"),
    (&["id", "rolling_users", "start"], "shift-rule"),
    (&["id", "name", "start", "duration", "team_id"], "shift-rule"),
    (&["id", "user_id", "position", "important"], "notification-rule"),
    (&["id", "alert_group_id", "author", "text"], "note"),
];

/// All that these objects state. Other tools have the same keys and more.
const BARE: [(&[&str], &str); 2] =
    [(&["id", "name", "team_id"], "escalation-chain"), (&["id", "name", "email", "avatar_url"], "team")];

/// The source; see the head of this file.
pub struct Lists;

impl Source for Lists {
    const KIND: Export = Export {
        id: "grafana-oncall-lists",
        title: "Grafana OnCall users, teams, integrations, schedules and notes (HTTP API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `grafana_id`, `default_route`, `on_call_now`, `escalation_chain_id` or `alert_group_id`",
        arrays: &["results"],
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
        let named = |kind| Body::Names(vec![StatedName { kind, id: id.clone(), name: object.string("name") }]);
        let body = match entity {
            "user" => Body::Person(Box::new(person(object))),
            "team" => named(NameKind::Team),
            "integration" => named(NameKind::Service),
            "escalation-chain" => named(NameKind::Policy),
            "note" => note(object).map_or(Body::Reference, |event| Body::Event(Box::new(event))),
            _ => Body::Reference,
        };
        TOOL.keep(entity, id, body, origin, out);
    }
}

fn entity(object: Fields<'_>) -> Option<&'static str> {
    let has = |key: &&str| object.exact(key).is_some();
    let all = |keys: &[&str]| keys.iter().all(has);
    // A raw layer adds the address that was asked for; it is no key of the tool.
    let own = || object.members().iter().filter(|(key, _)| *key != ADDRESS).count();
    let bare = |keys: &[&str]| all(keys) && own() == keys.len();
    let known = KINDS.iter().find(|(keys, _)| all(keys));
    known.or_else(|| BARE.iter().find(|(keys, _)| bare(keys))).map(|(_, entity)| *entity)
}

fn person(object: Fields) -> StatedPerson {
    StatedPerson {
        id: object.string("id"),
        name: object.first(&["name", "username"]).into_owned(),
        email: object.string("email"),
        time_zone: object.first(&["timezone", "time_zone"]).into_owned(),
        ..StatedPerson::default()
    }
}

fn note(object: Fields) -> Option<StatedEvent> {
    let author = StatedPerson { id: object.string("author"), ..StatedPerson::default() };
    Some(StatedEvent {
        incident: Some(object.string("alert_group_id")).filter(|id| !id.is_empty())?,
        kind: EventKind::Note,
        at: object.time(&["created_at"], "created_at")?,
        actor: Some(author).filter(|author| !author.id.is_empty()),
        people: Vec::new(),
        automatic: false,
        detection: String::new(),
        value: String::new(),
    })
}
