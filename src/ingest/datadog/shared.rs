//! What the Datadog sources share: JSON:API resources, in snake case or in the camel case of the TypeScript client.

use crate::ingest::tool::Tool;
use serde_json::Value;

use crate::ingest::Context;
use crate::ingest::head::Head;
use crate::ingest::paths::{self, at, text};
use crate::model::record::{Role, StatedPerson};

/// The tool.
pub const TOOL: Tool = Tool { id: "datadog", title: "Datadog", role: Role::Manager };

pub(super) fn any_of(head: &Head, types: &[&str]) -> bool {
    head.objects.iter().any(|object| is_one(object, types))
}

pub(super) fn is_one(object: &Value, types: &[&str]) -> bool {
    types.contains(&text(object, "type").as_str()) && at(object, "attributes").is_object()
}

/// The user whom a relationship names: with name and address where the answer holds them, else by id alone.
pub(super) fn user(object: &Value, relationship: &str, context: &Context) -> StatedPerson {
    let inline = at(object, &format!("attributes/{}", relationship.trim_end_matches("_user")));
    if inline.is_object() {
        return person(inline);
    }
    paths::related(object, relationship, context).first().map(|user| person(user)).unwrap_or_default()
}

/// A user resource. Names are often empty, and then the handle is what people know; it is an address as a rule.
pub(super) fn person(value: &Value) -> StatedPerson {
    let inner = at(value, "data");
    let value = if inner.is_object() { inner } else { value };
    let handle = text(value, "attributes/handle");
    let mut person = paths::person(value);
    if person.email.is_empty() && handle.contains('@') {
        person.email = handle;
    } else if person.name.is_empty() && person.email.is_empty() {
        person.name = handle;
    }
    person.machine = text(value, "attributes/service_account") == "true";
    person
}

/// Native id of the incident that an object belongs to; empty when it names none.
pub(super) fn incident_of(object: &Value) -> String {
    paths::first(object, &["attributes/incident_id", "relationships/incident/data/id"])
}
