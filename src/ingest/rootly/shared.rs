//! What the Rootly sources share: JSON:API resources, which re-exports flatten.

use crate::ingest::tool::Tool;

use crate::ingest::Context;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::model::record::{EventKind, Role, StatedEvent, StatedFollowUp, StatedPerson};

/// The tool.
pub const TOOL: Tool = Tool { id: "rootly", title: "Rootly", role: Role::Manager };

/// The attributes of a resource, or the object itself where a re-export has flattened it.
pub(super) fn attributes(object: Fields<'_>) -> Fields<'_> {
    let attributes = object.at("attributes");
    if attributes.is_object() { attributes } else { object }
}

/// Whether a sampled resource has this type and this attribute.
pub(super) fn has(head: &Head, types: &[&str], attribute: &str) -> bool {
    fields::sampled(head).any(|object| is_one(object, types) && attributes(object).has(attribute))
}

pub(super) fn is_one(object: Fields, types: &[&str]) -> bool {
    types.contains(&&*object.text("type"))
}

/// The person that an attribute or a relationship of this name states.
pub(super) fn person(object: Fields, name: &str, context: &Context) -> StatedPerson {
    let stated = attributes(object).at(name);
    let bare = stated.said().into_owned();
    if !bare.is_empty() {
        return if bare.contains('@') {
            StatedPerson { email: bare, ..StatedPerson::default() }
        } else {
            StatedPerson { name: bare, ..StatedPerson::default() }
        };
    }
    let person = stated.person();
    if !fields::is_nobody(&person) {
        return person;
    }
    object.related(name, context).next().map(|user| user.person()).unwrap_or_default()
}

/// Native id of the incident that an object belongs to; empty when it names none.
pub(super) fn incident_of(object: Fields) -> String {
    let of = attributes(object);
    let inside = of.first(&["incident_id", "incident/data/id", "incident/id"]).into_owned();
    if inside.is_empty() { object.string("relationships/incident/data/id") } else { inside }
}

/// An action item as a follow-up. Tasks of the response count too: both are work that somebody promised.
pub(super) fn follow_up(object: Fields, context: &Context) -> StatedFollowUp {
    let of = attributes(object);
    let owners = ["assigned_to", "assigned_to_user", "assignee"].map(|name| person(object, name, context));
    StatedFollowUp {
        id: object.string("id"),
        title: of.first(&["summary", "title", "description"]).into_owned(),
        owner: owners.into_iter().find(|owner| !fields::is_nobody(owner)).unwrap_or_default(),
        created_at: of.time(&["created_at"], "created_at"),
        due_at: of.time(&["due_date"], "due_date"),
        completed_at: of.time(&["completed_at", "done_at"], "completed_at"),
        status: of.string("status"),
    }
}

/// An entry of the timeline. `None` without a time.
pub(super) fn entry(object: Fields, incident: String, context: &Context) -> Option<StatedEvent> {
    let of = attributes(object);
    let actor = ["user", "created_by"].map(|name| person(object, name, context));
    Some(StatedEvent {
        incident,
        kind: EventKind::Note,
        at: of.time(&["occurred_at", "created_at"], "occurred_at")?,
        actor: actor.into_iter().find(|actor| !fields::is_nobody(actor)),
        people: Vec::new(),
        automatic: false,
        detection: String::new(),
        value: String::new(),
    })
}
