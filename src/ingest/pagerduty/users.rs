//! PagerDuty users, as `GET /users` returns them.
//!
//! To get them: page through `https://api.pagerduty.com/users`. The zone of a user decides which hours are night for
//! them; without it the zone of the account or of the settings is used.
//!
//! What this export cannot answer: since when somebody has lived in their zone.

use crate::ingest::document;
use crate::ingest::fields;

use super::shared::{Ref, TOOL};
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, StatedPerson};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Users;

impl Source for Users {
    const KIND: Export = Export {
        id: "pagerduty-users",
        title: "PagerDuty users (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects of `type` user with `time_zone` or `contact_methods`",
        arrays: &["users", "user"],
    };

    fn recognises(&self, head: &Head) -> bool {
        fields::sampled(head).any(|object| {
            object.at("type").plain() == Some("user")
                && ["time_zone", "contact_methods", "notification_rules"].iter().any(|key| object.exact(key).is_some())
        })
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::json(item, origin, out) else { return };
        let user = document.fields();
        if user.text("id").is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the user has no `id`");
            return;
        }
        let person = StatedPerson {
            id: user.string("id"),
            name: user.first(&["name", "summary"]).into_owned(),
            email: user.string("email"),
            time_zone: user.string("time_zone"),
            team: user.list("teams").next().map(|team| Ref(team).label_or_id().into_owned()).unwrap_or_default(),
            machine: false,
        };
        TOOL.keep("user", user.string("id"), Body::Person(Box::new(person)), origin, out);
    }
}
