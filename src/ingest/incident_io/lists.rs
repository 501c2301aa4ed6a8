//! Lists of incident.io that other exports refer to: users are people of the review; severities, states, roles, types,
//! time stamps and custom fields stand by name in the incidents themselves, so a review needs nothing of their lists.

use super::shared::TOOL;
use crate::ingest::document;
use crate::ingest::fields;
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::Body;

/// Keys that only one of these lists has.
const KEYS: &[&[&str]] = &[
    &["name", "rank", "category"],
    &["role_type", "shortform"],
    &["role_type", "instructions"],
    &["create_in_triage", "name"],
    &["field_type", "name", "created_at"],
    &["slack_user_id", "base_role"],
];

/// The source; see the head of this file.
pub struct Lists;

impl Source for Lists {
    const KIND: Export = Export {
        id: "incident-io-lists",
        title: "incident.io lists (users; severities, states, roles, types and fields, of which a review needs nothing)",
        tool: TOOL,
        looks_for: "JSON objects with `name`, `rank` and `category`, `role_type`, `create_in_triage`, `field_type` or `base_role`",
        arrays: &[
            "severities",
            "incident_statuses",
            "incident_timestamps",
            "incident_types",
            "incident_roles",
            "custom_fields",
        ],
    };

    fn recognises(&self, head: &Head) -> bool {
        let ranked = || {
            // Severities and time stamps have little more than a name and a rank, under ids that sort by time.
            fields::sampled(head).any(|o| {
                let is_ulid = o.string("id").len() == 26 && o.text("id").starts_with("01");
                is_ulid && o.at("rank").number().is_some() && o.at("name").plain().is_some() && o.at("title").is_null()
            })
        };
        KEYS.iter().any(|keys| head.has_keys(keys)) || ranked()
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let entry = document.fields();
        let id = entry.first(&["id", "name"]).into_owned();
        let id = if id.is_empty() { crate::ingest::lenient::fingerprint(&entry.value().to_string()) } else { id };
        let is_user = entry.has("slack_user_id") || entry.has("email");
        let person = entry.person();
        if is_user && !fields::is_nobody(&person) {
            TOOL.keep("user", id, Body::Person(Box::new(person)), origin, out);
        } else {
            TOOL.keep("list", id, Body::Reference, origin, out);
        }
    }
}
