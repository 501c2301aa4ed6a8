//! Rootly shifts: who was on call, as `GET /v1/shifts` and `GET /v1/schedules/{id}/shifts` return them.
//!
//! To get them: page through `https://api.rootly.com/v1/shifts?page[size]=100&include=user` with `from` and `to` around
//! the time in question.
//!
//! What this export cannot answer: which level of an escalation policy a shift serves.

use super::shared::{TOOL, attributes, has, person};
use crate::ingest::head::Head;
use crate::ingest::paths::{self, first, label, text, when};
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
        let Some(object) = paths::object(item, origin, out) else { return };
        let of = attributes(&object);
        let mut who = person(&object, "user", context);
        if paths::is_nobody(&who) {
            who.id = text(of, "user_id");
        }
        let schedule = paths::related(&object, "schedule", context).first().map(|schedule| label(schedule));
        let shift = StatedShift {
            person: who,
            schedule: schedule
                .filter(|name| !name.is_empty())
                .unwrap_or_else(|| first(of, &["schedule/name", "schedule/data/attributes/name", "schedule_id"])),
            policy: String::new(),
            level: None,
            start: when(of, &["starts_at"], "starts_at"),
            end: when(of, &["ends_at"], "ends_at"),
        };
        let stated = text(&object, "id");
        let start = shift.start.as_ref().map_or("", |at| at.text.as_str());
        let id = if stated.is_empty() { format!("{}/{start}", shift.schedule) } else { stated };
        if shift.start.is_none() && shift.end.is_none() {
            return out.reject(origin, &id, Reason::NoTime, "the shift has neither `starts_at` nor `ends_at`");
        }
        TOOL.keep("shift", id, Body::Shift(Box::new(shift)), origin, out);
    }
}
