//! Rootly users, services, teams and functionalities, as their lists return them; and the lists that a review needs
//! nothing of, from severities to playbooks.
//!
//! To get them: `GET /v1/users`, `/v1/services`, `/v1/teams`, `/v1/functionalities`.
//!
//! What these exports cannot answer: who was in a team at the time of an incident.

use super::shared::{TOOL, attributes, is_one};
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, NameKind, StatedName};
use crate::model::reject::Reason;

/// Resources whose ids incidents state.
const NAMED: [(&str, NameKind); 5] = [
    ("services", NameKind::Service),
    ("groups", NameKind::Team),
    ("teams", NameKind::Team),
    ("functionalities", NameKind::Component),
    ("escalation_policies", NameKind::Policy),
];

/// Resources that a review needs nothing of.
const OTHERS: [&str; 10] = [
    "severities",
    "environments",
    "incident_types",
    "incident_roles",
    "causes",
    "schedules",
    "playbooks",
    "workflows",
    "status_pages",
    "form_fields",
];

/// Such resources without a slug, whose types are used by no other tool.
const UNNAMED: [&str; 8] = [
    "dashboard_panels",
    "sub_statuses",
    "incident_sub_statuses",
    "incident_permission_sets",
    "incident_permission_set_resources",
    "incident_permission_set_booleans",
    "incident_post_mortems",
    "user_notification_rules",
];

/// The source; see the head of this file.
pub struct Lists;

impl Source for Lists {
    const KIND: Export = Export {
        id: "rootly-lists",
        title: "Rootly users, services, teams and other lists (JSON:API)",
        tool: TOOL,
        looks_for: "JSON objects of `type` users with `attributes.full_name`, or services, groups, severities, … with `attributes.slug`",
        arrays: &["data"],
    };

    fn recognises(&self, head: &Head) -> bool {
        fields::sampled(head).any(|object| is_user(object) || is_listed(object))
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let object = document.fields();
        let id = object.string("id");
        if id.is_empty() {
            return out.reject(origin, "", Reason::NoIdentifier, "the member of the list has no `id`");
        }
        let kind = object.string("type");
        let (entity, body) = match NAMED.iter().find(|(name, _)| *name == kind) {
            _ if is_user(object) => ("user", Body::Person(Box::new(object.person()))),
            Some((entity, kind)) => {
                let name = attributes(object).string("name");
                (*entity, Body::Names(vec![StatedName { kind: *kind, id: id.clone(), name }]))
            }
            None => {
                (OTHERS.iter().chain(&UNNAMED).find(|name| **name == kind).copied().unwrap_or("list"), Body::Reference)
            }
        };
        TOOL.keep(entity, id, body, origin, out);
    }
}

fn is_user(object: Fields) -> bool {
    let of = attributes(object);
    is_one(object, &["users"]) && of.exact("full_name").is_some() && of.exact("handle").is_none()
}

fn is_listed(object: Fields) -> bool {
    let known = OTHERS.iter().copied().chain(NAMED.iter().map(|(name, _)| *name));
    let has_slug = attributes(object).exact("slug").is_some();
    is_one(object, &UNNAMED) || has_slug && known.into_iter().any(|name| is_one(object, &[name]))
}
