//! What the FireHydrant sources share.

use crate::ingest::tool::Tool;
use serde_json::Value;

use crate::ingest::paths::{self, first, text, when};
use crate::model::record::{Role, StatedFollowUp, StatedPerson};

/// The tool.
pub const TOOL: Tool = Tool { id: "firehydrant", title: "FireHydrant", role: Role::Manager };

/// Tickets that are work to be done; the others are the incident itself in an issue tracker.
const WORK: [&str; 2] = ["follow_up", "task"];

/// Who made something. Only `firehydrant_user` and `slack_user` are people; the rest are integrations and runbooks.
pub(super) fn author(value: &Value) -> StatedPerson {
    let source = text(value, "source").to_lowercase();
    StatedPerson { machine: !source.is_empty() && !source.contains("user"), ..paths::person(value) }
}

pub(super) fn is_work(ticket: &Value) -> bool {
    WORK.contains(&text(ticket, "type").to_lowercase().as_str())
}

/// A ticket of an incident as a follow-up. Tasks of the response count too: both are work that somebody promised.
pub(super) fn follow_up(ticket: &Value) -> StatedFollowUp {
    StatedFollowUp {
        id: text(ticket, "id"),
        title: first(ticket, &["summary", "title", "description"]),
        owner: paths::list(ticket, "assignees").first().map(paths::person).unwrap_or_default(),
        created_at: when(ticket, &["created_at"], "created_at"),
        due_at: when(ticket, &["due_at", "due_date"], "due_at"),
        completed_at: when(ticket, &["completed_at", "closed_at"], "completed_at"),
        status: text(ticket, "state"),
    }
}
