//! What the exports of incident.io have in common.

use serde_json::Value;

use crate::ingest::Output;
use crate::ingest::tree::{self, at, text};
use crate::model::origin::Origin;
use crate::model::record::{Body, Role, StatedPerson};

/// First part of all record ids of this tool.
pub const TOOL: &str = "incident-io";
/// What people call it.
pub const TITLE: &str = "incident.io";

/// A record of this tool.
pub fn keep(entity: &'static str, native_id: String, body: Body, origin: &Origin, out: &mut Output) {
    tree::keep((TOOL, Role::Manager), entity, native_id, body, origin, out);
}

/// Who did something: a user, or an API key, an alert or a workflow, which are machines.
#[must_use]
pub fn actor(value: &Value) -> StatedPerson {
    let user = at(value, "user");
    if user.is_object() {
        return tree::person(user);
    }
    for machine in ["api_key", "alert", "workflow"] {
        let of = at(value, machine);
        if of.is_object() {
            let name = tree::first(of, &["name", "title", "id"]);
            return StatedPerson { id: text(of, "id"), name, machine: true, ..StatedPerson::default() };
        }
    }
    tree::person(value)
}
