//! Grafana OnCall shifts, as `GET /api/v1/schedules/{id}/final_shifts` returns them.
//!
//! To get them: for each schedule, with `start_date` and `end_date`. Overrides are already applied.
//!
//! What this export cannot answer: which schedule the shifts belong to, unless the script that saves them adds
//! `schedule_id`. Shifts may overlap.

use super::shared::TOOL;
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, StatedPerson, StatedShift};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Shifts;

impl Source for Shifts {
    const KIND: Export = Export {
        id: "grafana-oncall-shifts",
        title: "Grafana OnCall final shifts (HTTP API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `user_pk`, `shift_start` and `shift_end`",
        arrays: &["results"],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.has_keys(&["shift_start", "shift_end", "user_pk"])
            || head.has_keys(&["shift_start", "shift_end", "user_username"])
            || head.has_keys(&["shift_start", "shift_end", "user_email"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let object = document.fields();
        let shift = shift(object);
        if fields::is_nobody(&shift.person) {
            return out.reject(origin, "", Reason::NoIdentifier, "the shift names no user");
        }
        let who = object.first(&["user_pk", "user_email", "user_username"]).into_owned();
        let (start, end) = (object.string("shift_start"), object.string("shift_end"));
        let native_id = format!("{who}/{}/{start}/{end}", shift.schedule);
        TOOL.keep("shift", native_id, Body::Shift(Box::new(shift)), origin, out);
    }
}

fn shift(object: Fields) -> StatedShift {
    StatedShift {
        person: StatedPerson {
            id: object.string("user_pk"),
            name: object.string("user_username"),
            email: object.string("user_email"),
            ..StatedPerson::default()
        },
        schedule: object.first(&["schedule_name", "schedule_id", "schedule/name", "schedule"]).into_owned(),
        policy: String::new(),
        level: None,
        start: object.time(&["shift_start"], "shift_start"),
        end: object.time(&["shift_end"], "shift_end"),
    }
}
