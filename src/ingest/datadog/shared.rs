//! What the Datadog sources share: JSON:API resources, in snake case or in the camel case of the TypeScript client.

use crate::ingest::tool::Tool;

use crate::ingest::Context;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::model::record::{Role, StatedPerson};

/// The tool.
pub const TOOL: Tool = Tool { id: "datadog", title: "Datadog", role: Role::Manager };

pub(super) fn any_of(head: &Head, types: &[&str]) -> bool {
    fields::sampled(head).any(|object| is_one(object, types))
}

pub(super) fn is_one(object: Fields, types: &[&str]) -> bool {
    types.contains(&&*object.text("type")) && object.at("attributes").is_object()
}

/// The user whom a relationship names: with name and address where the answer holds them, else by id alone.
pub(super) fn user(object: Fields, relationship: &str, context: &Context) -> StatedPerson {
    let inline = object.at(&format!("attributes/{}", relationship.trim_end_matches("_user")));
    if inline.is_object() {
        return person(inline);
    }
    object.related(relationship, context).next().map(|user| person(user)).unwrap_or_default()
}

/// A user resource. Names are often empty, and then the handle is what people know; it is an address as a rule.
pub(super) fn person(value: Fields) -> StatedPerson {
    let inner = value.at("data");
    let value = if inner.is_object() { inner } else { value };
    let handle = value.string("attributes/handle");
    let mut person = value.person();
    if person.email.is_empty() && handle.contains('@') {
        person.email = handle;
    } else if person.name.is_empty() && person.email.is_empty() {
        person.name = handle;
    }
    person.machine = value.text("attributes/service_account") == "true";
    person
}

/// Native id of the incident that an object belongs to; empty when it names none.
pub(super) fn incident_of(object: Fields) -> String {
    object.first(&["attributes/incident_id", "relationships/incident/data/id"]).into_owned()
}
