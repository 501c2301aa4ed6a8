//! FireHydrant tasks and follow-ups, as `GET /v1/ticketing/tickets` returns them.
//!
//! To get them: page through `https://api.firehydrant.io/v1/ticketing/tickets?per_page=200`.
//!
//! What this export cannot answer: when a follow-up was done, only whether it is.

use super::shared::{TOOL, follow_up, is_work};
use crate::ingest::document;
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::Body;
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Tickets;

impl Source for Tickets {
    const KIND: Export = Export {
        id: "firehydrant-tickets",
        title: "FireHydrant tasks and follow-ups (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `assignees`, `state` and `incident_name` or `incident_current_milestone`",
        arrays: &["data"],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.has_keys(&["assignees", "state", "incident_current_milestone"])
            || head.has_keys(&["assignees", "state", "incident_name"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let ticket = document.fields();
        let id = ticket.string("id");
        if id.is_empty() {
            return out.reject(origin, "", Reason::NoIdentifier, "the ticket has no `id`");
        }
        let incident = ticket.first(&["incident_id", "incident/id"]).into_owned();
        // The ticket that mirrors the incident itself is no work, and work outside incidents belongs to no review.
        let body = if is_work(ticket) && !incident.is_empty() {
            Body::FollowUp { incident, item: Box::new(follow_up(ticket)) }
        } else {
            Body::Reference
        };
        TOOL.keep("ticket", id, body, origin, out);
    }
}
