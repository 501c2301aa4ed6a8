//! Follow-ups of Datadog incidents, as `GET /api/v2/incidents/{id}/relationships/todos` returns them.
//!
//! To get them: call that address for each incident, and keep each answer as a file.
//!
//! What this export cannot answer: how far an open follow-up has come.

use super::shared::{TOOL, any_of, incident_of, person};
use crate::ingest::document;
use crate::ingest::fields::Fields;
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, StatedFollowUp, StatedPerson};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Todos;

impl Source for Todos {
    const KIND: Export = Export {
        id: "datadog-todos",
        title: "Datadog incident follow-ups (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects of `type` incident_todos",
        arrays: &["data"],
    };

    fn recognises(&self, head: &Head) -> bool {
        any_of(head, &["incident_todos"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let todo = document.fields();
        let (id, incident) = (todo.string("id"), incident_of(todo));
        if id.is_empty() {
            return out.reject(origin, "", Reason::NoIdentifier, "the follow-up has no `id`");
        }
        if incident.is_empty() {
            return out.reject(origin, &id, Reason::UnknownIncident, "the follow-up names no incident");
        }
        let completed = todo.string("attributes/completed");
        let done = !matches!(completed.as_str(), "" | "false");
        let item = StatedFollowUp {
            id: id.clone(),
            title: todo.string("attributes/content"),
            owner: todo.list("attributes/assignees").next().map(owner).unwrap_or_default(),
            created_at: todo.time(&["attributes/created"], "created"),
            due_at: todo.time(&["attributes/due_date"], "due_date"),
            completed_at: todo.time(&["attributes/completed"], "completed").filter(|at| at.text != "true"),
            status: if done { "done" } else { "open" }.to_owned(),
        };
        TOOL.keep("todo", id, Body::FollowUp { incident, item: Box::new(item) }, origin, out);
    }
}

/// Assignees are handles (`@priya@acme.example`) or people of a chat, whose ids are those of the chat.
fn owner(assignee: Fields) -> StatedPerson {
    let handle = assignee.said().into_owned();
    if handle.is_empty() {
        let someone = person(assignee);
        let of_chat = !assignee.text("source").is_empty();
        return if of_chat { StatedPerson { id: String::new(), ..someone } } else { someone };
    }
    let handle = handle.trim_start_matches('@');
    if handle.contains('@') {
        StatedPerson { email: handle.to_owned(), ..StatedPerson::default() }
    } else {
        StatedPerson { name: handle.to_owned(), ..StatedPerson::default() }
    }
}
