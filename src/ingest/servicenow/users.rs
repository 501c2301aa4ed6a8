//! ServiceNow users: who is behind the identifiers that incidents refer to, and in which zone they live.
//!
//! To get them: `GET /api/now/table/sys_user?sysparm_fields=sys_id,name,email,time_zone`.
//!
//! What this export cannot answer: to which teams people belong.

use super::row::with_fields;
use super::shared::{Columns, TOOL, any};
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, StatedPerson};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Users;

impl Source for Users {
    const KIND: Export = Export {
        id: "servicenow-users",
        title: "ServiceNow users (sys_user)",
        tool: TOOL,
        looks_for: "JSON objects with `sys_id` and `email` or `user_name`, and no `number`",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        fields::sampled(head).any(is_user)
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        with_fields(item, origin, out, |fields, out| {
            let id = fields.stored("sys_id");
            if id.is_empty() {
                return out.reject(origin, "", Reason::NoIdentifier, "the user has no `sys_id`");
            }
            TOOL.keep("user", id, Body::Person(Box::new(person(fields, id))), origin, out);
        });
    }
}

/// Whether an object is a user. Groups have an address too, and members or a manager.
pub(super) fn is_user(object: Fields) -> bool {
    let has = |keys: &[&str]| keys.iter().any(|key| object.exact(key).is_some());
    let person =
        has(&["user_name", "first_name", "last_name"]) || (has(&["email"]) && !has(&["manager", "default_assignee"]));
    has(&["sys_id"]) && person && !has(&["number", "documentkey", "tablename"])
}

fn person(fields: &dyn Columns, id: &str) -> StatedPerson {
    let whole = format!("{} {}", any(fields, &["first_name"]), any(fields, &["last_name"]));
    let name = any(fields, &["name"]);
    let yes = |field: &str| any(fields, &[field]).eq_ignore_ascii_case("true");
    StatedPerson {
        id: id.to_owned(),
        name: if name.is_empty() { whole.trim().to_owned() } else { name.to_owned() },
        email: any(fields, &["email"]).to_owned(),
        time_zone: any(fields, &["time_zone"]).to_owned(),
        machine: yes("web_service_access_only") || yes("internal_integration_user"),
        ..StatedPerson::default()
    }
}
