//! What the exports of incident.io have in common.

use crate::ingest::tool::Tool;
use serde_json::Value;

use crate::ingest::paths::{self, at, text};
use crate::model::record::{Role, StatedPerson};

/// The tool.
pub const TOOL: Tool = Tool { id: "incident-io", title: "incident.io", role: Role::Manager };

/// Who did something: a user, or an API key, an alert or a workflow, which are machines.
#[must_use]
pub fn actor(value: &Value) -> StatedPerson {
    let user = at(value, "user");
    if user.is_object() {
        return paths::person(user);
    }
    for machine in ["api_key", "alert", "workflow"] {
        let of = at(value, machine);
        if of.is_object() {
            let name = paths::first(of, &["name", "title", "id"]);
            return StatedPerson { id: text(of, "id"), name, machine: true, ..StatedPerson::default() };
        }
    }
    paths::person(value)
}
