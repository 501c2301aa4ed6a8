//! Follow-ups and actions of incident.io: what was promised after incidents.
//!
//! To get them: `GET https://api.incident.io/v2/follow_ups` and `GET https://api.incident.io/v2/actions`.
//!
//! What this export cannot answer: when a follow-up was due; the API states no due date.

use super::shared::TOOL;
use crate::ingest::head::Head;
use crate::ingest::paths::{self, at, first, text, when};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, StatedFollowUp};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct FollowUps;

impl Source for FollowUps {
    const KIND: Export = Export {
        id: "incident-io-follow-ups",
        title: "incident.io follow-ups and actions (JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `incident_id`, `assignee` and `completed_at`",
        arrays: &["follow_ups", "follow_up", "actions", "action"],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.has_keys(&["incident_id", "assignee", "completed_at"])
            || head.has_keys(&["incident_id", "completed_at", "status", "title"])
            || head.has_keys(&["incident_id", "external_issue_reference", "status"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(item) = paths::object(item, origin, out) else { return };
        let (id, incident) = (text(&item, "id"), text(&item, "incident_id"));
        if id.is_empty() || incident.is_empty() {
            out.reject(origin, &id, Reason::NoIdentifier, "the follow-up has no `id` or no `incident_id`");
            return;
        }
        let follow_up = StatedFollowUp {
            id: id.clone(),
            title: first(&item, &["title", "description"]),
            owner: paths::person(at(&item, "assignee")),
            created_at: when(&item, &["created_at"], "created_at"),
            due_at: when(&item, &["due_at", "due_date"], "due_at"),
            completed_at: when(&item, &["completed_at"], "completed_at"),
            status: paths::label(at(&item, "status")),
        };
        TOOL.keep("follow-up", id, Body::FollowUp { incident, item: Box::new(follow_up) }, origin, out);
    }
}
