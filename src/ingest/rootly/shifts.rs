//! Rootly shifts: who was on call, as `GET /v1/shifts` and `GET /v1/schedules/{id}/shifts` return them.
//!
//! To get them: page through `https://api.rootly.com/v1/shifts?page[size]=100&include=user` with `from` and `to` around
//! the time in question.
//!
//! What this export cannot answer: which level of an escalation policy a shift serves.

use super::shared::{TOOL, attributes, has, person};
use crate::ingest::document;
use crate::ingest::fields;
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, StatedShift};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Shifts;

impl Source for Shifts {
    const KIND: Export = Export {
        id: "rootly-shifts",
        title: "Rootly on-call shifts (JSON:API)",
        tool: TOOL,
        looks_for: "JSON objects of `type` shifts with `attributes.starts_at`",
        arrays: &["data"],
    };

    fn recognises(&self, head: &Head) -> bool {
        has(head, &["shifts", "override_shifts", "shift"], "starts_at")
    }

    fn read(&self, item: &Item, origin: &Origin, context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let object = document.fields();
        let of = attributes(object);
        let mut who = person(object, "user", context);
        if fields::is_nobody(&who) {
            who.id = of.string("user_id");
        }
        let schedule = object.related("schedule", context).next().map(|schedule| schedule.label().into_owned());
        let shift = StatedShift {
            person: who,
            schedule: schedule.filter(|name| !name.is_empty()).unwrap_or_else(|| {
                of.first(&["schedule/name", "schedule/data/attributes/name", "schedule_id"]).into_owned()
            }),
            policy: String::new(),
            level: None,
            start: of.time(&["starts_at"], "starts_at"),
            end: of.time(&["ends_at"], "ends_at"),
        };
        let stated = object.string("id");
        let start = shift.start.as_ref().map_or("", |at| at.text.as_str());
        let id = if stated.is_empty() { format!("{}/{start}", shift.schedule) } else { stated };
        if shift.start.is_none() && shift.end.is_none() {
            return out.reject(origin, &id, Reason::NoTime, "the shift has neither `starts_at` nor `ends_at`");
        }
        TOOL.keep("shift", id, Body::Shift(Box::new(shift)), origin, out);
    }
}
