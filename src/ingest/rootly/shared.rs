//! What the Rootly sources share: JSON:API resources, which re-exports flatten.

use crate::ingest::tool::Tool;
use serde_json::Value;

use crate::ingest::Context;
use crate::ingest::head::Head;
use crate::ingest::paths::{self, at, first, text, when};
use crate::model::record::{EventKind, Role, StatedEvent, StatedFollowUp, StatedPerson};

/// The tool.
pub const TOOL: Tool = Tool { id: "rootly", title: "Rootly", role: Role::Manager };

/// The attributes of a resource, or the object itself where a re-export has flattened it.
pub(super) fn attributes(object: &Value) -> &Value {
    let attributes = at(object, "attributes");
    if attributes.is_object() { attributes } else { object }
}

/// Whether a sampled resource has this type and this attribute.
pub(super) fn has(head: &Head, types: &[&str], attribute: &str) -> bool {
    head.objects.iter().any(|object| is_one(object, types) && !at(attributes(object), attribute).is_null())
}

pub(super) fn is_one(object: &Value, types: &[&str]) -> bool {
    types.contains(&text(object, "type").as_str())
}

/// The person that an attribute or a relationship of this name states.
pub(super) fn person(object: &Value, name: &str, context: &Context) -> StatedPerson {
    let stated = at(attributes(object), name);
    let bare = paths::said(stated);
    if !bare.is_empty() {
        return if bare.contains('@') {
            StatedPerson { email: bare, ..StatedPerson::default() }
        } else {
            StatedPerson { name: bare, ..StatedPerson::default() }
        };
    }
    let person = paths::person(stated);
    if !paths::is_nobody(&person) {
        return person;
    }
    paths::related(object, name, context).first().map(|user| paths::person(user)).unwrap_or_default()
}

/// Native id of the incident that an object belongs to; empty when it names none.
pub(super) fn incident_of(object: &Value) -> String {
    let of = attributes(object);
    let inside = first(of, &["incident_id", "incident/data/id", "incident/id"]);
    if inside.is_empty() { text(object, "relationships/incident/data/id") } else { inside }
}

/// An action item as a follow-up. Tasks of the response count too: both are work that somebody promised.
pub(super) fn follow_up(object: &Value, context: &Context) -> StatedFollowUp {
    let of = attributes(object);
    let owners = ["assigned_to", "assigned_to_user", "assignee"].map(|name| person(object, name, context));
    StatedFollowUp {
        id: text(object, "id"),
        title: first(of, &["summary", "title", "description"]),
        owner: owners.into_iter().find(|owner| !paths::is_nobody(owner)).unwrap_or_default(),
        created_at: when(of, &["created_at"], "created_at"),
        due_at: when(of, &["due_date"], "due_date"),
        completed_at: when(of, &["completed_at", "done_at"], "completed_at"),
        status: text(of, "status"),
    }
}

/// An entry of the timeline. `None` without a time.
pub(super) fn entry(object: &Value, incident: String, context: &Context) -> Option<StatedEvent> {
    let of = attributes(object);
    let actor = ["user", "created_by"].map(|name| person(object, name, context));
    Some(StatedEvent {
        incident,
        kind: EventKind::Note,
        at: when(of, &["occurred_at", "created_at"], "occurred_at")?,
        actor: actor.into_iter().find(|actor| !paths::is_nobody(actor)),
        people: Vec::new(),
        automatic: false,
        detection: String::new(),
        value: String::new(),
    })
}
