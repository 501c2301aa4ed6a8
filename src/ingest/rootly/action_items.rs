//! Rootly action items, as `GET /v1/action_items` and `GET /v1/incidents/{id}/action_items` return them.
//!
//! To get them: page through `https://api.rootly.com/v1/action_items?page[size]=100&include=incident`.
//!
//! What this export cannot answer: when an item was done, only whether it is.

use super::shared::{TOOL, attributes, follow_up, has, incident_of};
use crate::ingest::document;
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::Body;
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct ActionItems;

impl Source for ActionItems {
    const KIND: Export = Export {
        id: "rootly-action-items",
        title: "Rootly action items (JSON:API)",
        tool: TOOL,
        looks_for: "JSON objects of `type` action_items or incident_action_items with `attributes.summary`",
        arrays: &["data"],
    };

    fn recognises(&self, head: &Head) -> bool {
        has(head, &["action_items", "incident_action_items"], "summary")
    }

    fn read(&self, item: &Item, origin: &Origin, context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let object = document.fields();
        let (id, incident) = (object.string("id"), incident_of(object));
        if id.is_empty() || !attributes(object).is_object() {
            return out.reject(origin, "", Reason::NoIdentifier, "the action item has no `id`");
        }
        if incident.is_empty() {
            return out.reject(origin, &id, Reason::UnknownIncident, "the action item names no incident");
        }
        let item = Box::new(follow_up(object, context));
        TOOL.keep("action-item", id, Body::FollowUp { incident, item }, origin, out);
    }
}
