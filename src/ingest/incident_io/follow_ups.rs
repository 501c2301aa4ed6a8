//! Follow-ups and actions of incident.io: what was promised after incidents.
//!
//! To get them: `GET https://api.incident.io/v2/follow_ups` and `GET https://api.incident.io/v2/actions`.
//!
//! What this export cannot answer: when a follow-up was due; the API states no due date.

use super::shared::TOOL;
use crate::ingest::document;
use crate::ingest::head::Head;
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
        let Some(document) = document::object(item, origin, out) else { return };
        let item = document.fields();
        let (id, incident) = (item.string("id"), item.string("incident_id"));
        if id.is_empty() || incident.is_empty() {
            out.reject(origin, &id, Reason::NoIdentifier, "the follow-up has no `id` or no `incident_id`");
            return;
        }
        let follow_up = StatedFollowUp {
            id: id.clone(),
            title: item.first(&["title", "description"]).into_owned(),
            owner: item.at("assignee").person(),
            created_at: item.time(&["created_at"], "created_at"),
            due_at: item.time(&["due_at", "due_date"], "due_at"),
            completed_at: item.time(&["completed_at"], "completed_at"),
            status: item.at("status").label().into_owned(),
        };
        TOOL.keep("follow-up", id, Body::FollowUp { incident, item: Box::new(follow_up) }, origin, out);
    }
}
