//! PagerDuty users, as `GET /users` returns them.
//!
//! To get them: page through `https://api.pagerduty.com/users`. The zone of a user decides which hours are night for
//! them; without it the zone of the account or of the settings is used.
//!
//! What this export cannot answer: since when somebody has lived in their zone.

use serde::Deserialize;

use super::shared::{Ref, TOOL};
use crate::ingest::head::Head;
use crate::ingest::lenient::{List, Text, first, parse};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, StatedPerson};
use crate::model::reject::Reason;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct User<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    summary: Text<'a>,
    #[serde(borrow)]
    email: Text<'a>,
    #[serde(borrow)]
    time_zone: Text<'a>,
    #[serde(borrow)]
    teams: List<Ref<'a>>,
}

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
        head.objects.iter().any(|object| {
            object.get("type").and_then(serde_json::Value::as_str) == Some("user")
                && ["time_zone", "contact_methods", "notification_rules"].iter().any(|key| object.get(key).is_some())
        })
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(user) = parse::<User>(item, origin, out) else { return };
        if user.id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the user has no `id`");
            return;
        }
        let person = StatedPerson {
            id: user.id.owned(),
            name: first(&[user.name.get(), user.summary.get()]).to_owned(),
            email: user.email.owned(),
            time_zone: user.time_zone.owned(),
            team: user.teams.0.first().map(|team| team.label_or_id().to_owned()).unwrap_or_default(),
            machine: false,
        };
        TOOL.keep("user", user.id.owned(), Body::Person(Box::new(person)), origin, out);
    }
}
