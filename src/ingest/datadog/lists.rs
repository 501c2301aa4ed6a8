//! Datadog users, teams and services, as their lists return them; and the streams that a review needs nothing of:
//! metrics, service level objectives, incident types and integrations.
//!
//! To get them: `GET https://api.datadoghq.com/api/v2/users`, `/api/v2/team`, `/api/v2/services`.
//!
//! What these exports cannot answer: in which zone a person lives.

use super::shared::{TOOL, is_one, person};
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, NameKind, StatedName};
use crate::model::reject::Reason;

/// Resources that a review needs nothing of.
const OTHERS: [&str; 6] = [
    "slo",
    "incident_types",
    "incident_integrations",
    "incident_attachments",
    "user_defined_field",
    "incident_notification_rules",
];

/// The source; see the head of this file.
pub struct Lists;

impl Source for Lists {
    const KIND: Export = Export {
        id: "datadog-lists",
        title: "Datadog users, teams, services; metrics and objectives, which a review needs nothing of (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects of `type` users with `attributes.handle`, team, services, slo, or with `metric` and `scope`",
        arrays: &["data"],
    };

    fn recognises(&self, head: &Head) -> bool {
        fields::sampled(head).any(|object| kind(object).is_some())
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let object = document.fields();
        let id = object.string("id");
        let id = if id.is_empty() { format!("{}-{}", object.text("metric"), object.text("timestamp")) } else { id };
        if id == "-" {
            return out.reject(origin, "", Reason::NoIdentifier, "the member of the list has no `id`");
        }
        let name = |kind| {
            let name = object.first(&["attributes/name", "attributes/handle"]).into_owned();
            Body::Names(vec![StatedName { kind, id: id.clone(), name }])
        };
        let entity = kind(object).unwrap_or("list");
        let body = match entity {
            "user" => Body::Person(Box::new(person(object))),
            "team" => name(NameKind::Team),
            "service" => name(NameKind::Service),
            _ => Body::Reference,
        };
        TOOL.keep(entity, id, body, origin, out);
    }
}

/// What an object is a member of. Users and services of other JSON:API tools have no handle, but a slug.
fn kind(object: Fields<'_>) -> Option<&'static str> {
    let has = |key: &str| object.has(key);
    if is_one(object, &["users"]) && has("attributes/handle") {
        Some("user")
    } else if is_one(object, &["team", "teams"]) && has("attributes/handle") {
        Some("team")
    } else if is_one(object, &["services"]) && has("attributes/created") && !has("attributes/slug") {
        Some("service")
    } else if has("metric") && has("timestamp") && has("value") && (has("scope") || has("tag_set")) {
        Some("metric")
    } else {
        OTHERS.iter().find(|name| is_one(object, &[name])).copied()
    }
}
