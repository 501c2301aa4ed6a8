//! What the FireHydrant sources share.

use crate::ingest::tool::Tool;

use crate::ingest::fields::Fields;
use crate::model::record::{Role, StatedFollowUp, StatedPerson};

/// The tool.
pub const TOOL: Tool = Tool { id: "firehydrant", title: "FireHydrant", role: Role::Manager };

/// Tickets that are work to be done; the others are the incident itself in an issue tracker.
const WORK: [&str; 2] = ["follow_up", "task"];

/// Who made something. Only `firehydrant_user` and `slack_user` are people; the rest are integrations and runbooks.
pub(super) fn author(value: Fields) -> StatedPerson {
    let source = value.text("source").to_lowercase();
    StatedPerson { machine: !source.is_empty() && !source.contains("user"), ..value.person() }
}

pub(super) fn is_work(ticket: Fields) -> bool {
    WORK.contains(&ticket.text("type").to_lowercase().as_str())
}

/// A ticket of an incident as a follow-up. Tasks of the response count too: both are work that somebody promised.
pub(super) fn follow_up(ticket: Fields) -> StatedFollowUp {
    StatedFollowUp {
        id: ticket.string("id"),
        title: ticket.first(&["summary", "title", "description"]).into_owned(),
        owner: ticket.list("assignees").next().map(Fields::person).unwrap_or_default(),
        created_at: ticket.time(&["created_at"], "created_at"),
        due_at: ticket.time(&["due_at", "due_date"], "due_at"),
        completed_at: ticket.time(&["completed_at", "closed_at"], "completed_at"),
        status: ticket.string("state"),
    }
}
