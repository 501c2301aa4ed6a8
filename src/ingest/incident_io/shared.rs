//! What the exports of incident.io have in common.

use crate::ingest::tool::Tool;

use crate::ingest::fields::Fields;
use crate::model::record::{Role, StatedPerson};

/// The tool.
pub const TOOL: Tool = Tool { id: "incident-io", title: "incident.io", role: Role::Manager };

/// Who did something: a user, or an API key, an alert or a workflow, which are machines.
#[must_use]
pub fn actor(value: Fields) -> StatedPerson {
    let user = value.at("user");
    if user.is_object() {
        return user.person();
    }
    for machine in ["api_key", "alert", "workflow"] {
        let of = value.at(machine);
        if of.is_object() {
            let name = of.first(&["name", "title", "id"]).into_owned();
            return StatedPerson { id: of.string("id"), name, machine: true, ..StatedPerson::default() };
        }
    }
    value.person()
}
