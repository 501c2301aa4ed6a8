//! ServiceNow groups, configuration items and services: the names behind the identifiers in incidents.
//!
//! To get them: `GET /api/now/table/sys_user_group` and `/cmdb_ci`, with `sysparm_fields=sys_id,name`.
//!
//! What this export cannot answer: anything about incidents.

use super::row::with_fields;
use super::shared::{TOOL, any};
use super::users::is_user;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, NameKind, StatedName};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Names;

impl Source for Names {
    const KIND: Export = Export {
        id: "servicenow-names",
        title: "ServiceNow groups, services or configuration items (names behind ids)",
        tool: TOOL,
        looks_for: "JSON objects with `sys_id` and `name`, and neither `number` nor `user_name`",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        fields::sampled(head).any(is_name)
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        with_fields(item, origin, out, |fields, out| {
            let (id, name) = (fields.stored("sys_id"), any(fields, &["name"]));
            if id.is_empty() {
                return out.reject(origin, "", Reason::NoIdentifier, "the object has no `sys_id`");
            }
            // The ids of all tables are unique together, so the name can stand for a team and for a service.
            let of = |kind| StatedName { kind, id: id.to_owned(), name: name.to_owned() };
            let names = vec![of(NameKind::Service), of(NameKind::Team)];
            TOOL.keep("name", id, Body::Names(names), origin, out);
        });
    }
}

fn is_name(object: Fields) -> bool {
    let has = |key: &str| object.exact(key).is_some();
    has("sys_id") && has("name") && !has("number") && !has("short_description") && !has("tablename") && !is_user(object)
}
