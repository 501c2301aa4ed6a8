//! A list of people kept by hand: `people.csv` or `users.csv`.
//!
//! To make it: one row per person with `id` and `time_zone`; `name`, `email` and `team` where they are known. The id is
//! the one the pager or ticket tool uses, so that night hours are counted on the right clock.

use crate::ingest::head::Head;
use crate::ingest::plain::{cell, first, shape};
use crate::ingest::{Context, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, Record, Role, StatedPerson};
use crate::model::reject::Reason;

const ID: [&str; 4] = ["id", "user_id", "person_id", "sys_id"];
const NAME: [&str; 4] = ["name", "full_name", "user", "person"];
const EMAIL: [&str; 3] = ["email", "email_address", "mail"];
const ZONE: [&str; 4] = ["time_zone", "timezone", "tz", "zone"];
const TEAM: [&str; 3] = ["team", "teams", "group"];

/// Columns that no list of people has. Tables of incidents often have an id and a zone or an address too.
const NOT_PEOPLE: [&str; 18] = [
    "number",
    "incident_number",
    "incident_id",
    "title",
    "short_description",
    "description",
    "summary",
    "status",
    "state",
    "severity",
    "priority",
    "impact",
    "urgency",
    "opened_at",
    "started_at",
    "resolved_at",
    "created_at",
    "date",
];

/// The source; see the head of this file.
pub struct People;

impl Source for People {
    fn id(&self) -> &'static str {
        "people"
    }

    fn title(&self) -> &'static str {
        "List of people (CSV)"
    }

    fn tool(&self) -> &'static str {
        "people"
    }

    fn tool_title(&self) -> &'static str {
        "the list of people"
    }

    fn role(&self) -> Role {
        Role::Table
    }

    fn looks_for(&self) -> &'static str {
        "a table with the columns `id` and `time_zone` and no column of an incident"
    }

    fn recognises(&self, head: &Head) -> bool {
        let has = |names: &[&str]| names.iter().any(|name| head.has_headers(&[name]));
        has(&ID) && (has(&ZONE) || (has(&NAME) && has(&EMAIL))) && !has(&NOT_PEOPLE)
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Item::Row(cells) = item else {
            out.reject(origin, "", Reason::Malformed, format!("expected a table row, found {}", shape(item)));
            return;
        };
        let any = |names: &[&str]| {
            names.iter().map(|name| cell(cells.get(name))).find(|value| !value.is_empty()).unwrap_or("").to_owned()
        };
        let person = StatedPerson {
            id: any(&ID),
            name: any(&NAME),
            email: any(&EMAIL),
            time_zone: any(&ZONE),
            team: any(&TEAM),
            machine: false,
        };
        let native_id = first(&[&person.id, &person.email, &person.name]).to_owned();
        if native_id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the row has no `id`");
            return;
        }
        out.records.push(Record {
            origin: origin.clone(),
            source: self.tool().to_owned(),
            role: self.role(),
            entity: "user",
            native_id,
            body: Body::Person(Box::new(person)),
        });
    }
}
