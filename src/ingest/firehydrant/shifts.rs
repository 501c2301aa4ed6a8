//! FireHydrant shifts: who was on call, as the on-call schedules of its Signals return them.
//!
//! To get them: `GET /v1/teams/{team}/on_call_schedules/{schedule}/shifts` with a range of time around the incidents.
//!
//! What this export cannot answer: which step of an escalation policy a schedule serves.

use super::shared::TOOL;
use crate::ingest::document;
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, StatedShift};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Shifts;

impl Source for Shifts {
    const KIND: Export = Export {
        id: "firehydrant-shifts",
        title: "FireHydrant on-call shifts (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `start_time`, `end_time`, `user` and `on_call_schedule`",
        arrays: &["data"],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.has_keys(&["start_time", "end_time", "user", "on_call_schedule"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let object = document.fields();
        let shift = StatedShift {
            person: object.at("user").person(),
            schedule: object.first(&["on_call_schedule/name", "on_call_schedule/id"]).into_owned(),
            policy: object.string("team/name"),
            level: None,
            start: object.time(&["start_time"], "start_time"),
            end: object.time(&["end_time"], "end_time"),
        };
        let start = shift.start.as_ref().map_or("", |at| at.text.as_str());
        let stated = object.string("id");
        let id = if stated.is_empty() { format!("{}/{start}", shift.schedule) } else { stated };
        if shift.start.is_none() && shift.end.is_none() {
            return out.reject(origin, &id, Reason::NoTime, "the shift has neither `start_time` nor `end_time`");
        }
        TOOL.keep("shift", id, Body::Shift(Box::new(shift)), origin, out);
    }
}
