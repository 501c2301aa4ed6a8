//! PagerDuty schedules, as `GET /schedules/{id}` and `GET /schedules` return them.
//!
//! To get them: ask for each schedule with `since` and `until`; without these the rendered entries are left out, and the
//! schedule is then only a name.
//!
//! What this export cannot answer: on which level of an escalation policy a schedule stands. The final schedule is used,
//! because layers and overrides are already applied in it.

use crate::ingest::document;
use crate::ingest::fields::Fields;

use super::shared::{Ref, TOOL};
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, StatedShift};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Schedules;

impl Source for Schedules {
    const KIND: Export = Export {
        id: "pagerduty-schedules",
        title: "PagerDuty schedules (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `final_schedule` or `schedule_layers`",
        arrays: &["schedules", "schedule"],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.has_keys(&["final_schedule"]) || head.has_keys(&["schedule_layers"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::json(item, origin, out) else { return };
        let schedule = document.fields();
        let key = schedule.first(&["id", "name", "summary"]);
        if key.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the schedule has neither `id` nor `name`");
            return;
        }
        let shifts: Vec<StatedShift> = schedule
            .list("final_schedule/rendered_schedule_entries")
            .filter(|entry| !Ref::at(*entry, "user").is_empty())
            .map(|entry| shift(schedule, entry))
            .collect();
        // Files of different windows hold different shifts of one schedule, so the window is part of the identity.
        let window = shifts.first().and_then(|shift| shift.start.as_ref()).map(|start| format!("/{}", start.text));
        let native_id = format!("{key}{}", window.unwrap_or_default());
        let body = if shifts.is_empty() { Body::Reference } else { Body::Shifts(shifts) };
        TOOL.keep("schedule", native_id, body, origin, out);
    }
}

fn shift(schedule: Fields, entry: Fields) -> StatedShift {
    StatedShift {
        person: Ref::at(entry, "user").person(),
        schedule: schedule.first(&["name", "summary", "id"]).into_owned(),
        policy: String::new(),
        level: None,
        start: entry.time(&["start"], "start"),
        end: entry.time(&["end"], "end"),
    }
}
