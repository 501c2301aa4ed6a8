//! FireHydrant users, services, functionalities, environments and teams, as their lists in the REST API return them.
//!
//! To get them: `GET /v1/users`, `/v1/services`, `/v1/functionalities`, `/v1/environments` and `/v1/teams`.
//!
//! What these exports cannot answer: in which zone a person lives. Severities, priorities and roles are definitions; the
//! milestones, roles and impacts of one incident in a file of their own name no incident, and the list of incidents holds
//! them anyway.

use super::shared::TOOL;
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, NameKind, StatedName};
use crate::model::reject::Reason;

/// Keys that only members of these lists have, and what the members are. Users and environments stand for no name that
/// incidents state as an id. The order matters, because services and functionalities have what environments have.
const KINDS: [(&[&str], &str, Option<NameKind>); 14] = [
    (&["slack_linked?", "email"], "user", None),
    (&["slack_user_id", "email", "name"], "user", None),
    (&["memberships", "owned_services"], "team", Some(NameKind::Team)),
    (&["memberships", "responding_services"], "team", Some(NameKind::Team)),
    (&["service_tier", "slug"], "service", Some(NameKind::Service)),
    (&["active_incidents", "services", "slug"], "functionality", Some(NameKind::Component)),
    (&["active_incidents", "functionalities", "slug"], "service", Some(NameKind::Service)),
    (&["active_incidents", "external_resources", "slug"], "environment", None),
    (&["slug", "position", "system_record"], "severity", None),
    (&["slug", "position", "default"], "priority", None),
    (&["summary", "tasks", "discarded_at"], "incident-role", None),
    (&["type", "occurred_at", "duration"], "milestone", None),
    (&["incident_role", "user", "status"], "role-assignment", None),
    (&["impact", "condition", "type"], "impact", None),
];

/// The source; see the head of this file.
pub struct Lists;

impl Source for Lists {
    const KIND: Export = Export {
        id: "firehydrant-lists",
        title: "FireHydrant users, services, teams; definitions and parts of incidents, which a review needs nothing of (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `slack_linked?`, `service_tier`, `active_incidents` or `owned_services`",
        arrays: &["data"],
    };

    fn recognises(&self, head: &Head) -> bool {
        fields::sampled(head).any(|object| kind(object).is_some())
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let object = document.fields();
        let id = object.first(&["id", "slug"]).into_owned();
        if id.is_empty() {
            return out.reject(origin, "", Reason::NoIdentifier, "the member of the list has no `id`");
        }
        let (entity, body) = match kind(object) {
            Some((entity, Some(kind))) => {
                (entity, Body::Names(vec![StatedName { kind, id: id.clone(), name: object.string("name") }]))
            }
            Some(("user", None)) => ("user", Body::Person(Box::new(object.person()))),
            Some((entity, None)) => (entity, Body::Reference),
            None => ("list", Body::Reference),
        };
        TOOL.keep(entity, id, body, origin, out);
    }
}

fn kind(object: Fields<'_>) -> Option<(&'static str, Option<NameKind>)> {
    let has = |keys: &[&str]| keys.iter().all(|key| object.exact(key).is_some());
    // Users of incident.io have a Slack id too, and a role that those of FireHydrant lack.
    if object.exact("base_role").is_some() {
        return None;
    }
    KINDS.iter().find(|(keys, ..)| has(keys)).map(|(_, entity, kind)| (*entity, *kind))
}
