//! Schedule entries of incident.io: who was on call when.
//!
//! To get them: `GET https://api.incident.io/v2/schedule_entries?schedule_id=…&entry_window_start=…&entry_window_end=…`,
//! one answer for each schedule.
//!
//! What this export cannot answer: which escalation path the schedule serves.

use super::shared::TOOL;
use crate::ingest::document;
use crate::ingest::fields::{self, Fields, Items};
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, StatedShift};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct ScheduleEntries;

impl Source for ScheduleEntries {
    const KIND: Export = Export {
        id: "incident-io-schedule-entries",
        title: "incident.io schedule entries (JSON)",
        tool: TOOL,
        looks_for: "a JSON object with `final`, `overrides` and `scheduled`, or entries with `rotation_id`, `start_at` and `end_at`",
        arrays: &["schedule_entries"],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.has_keys(&["final", "scheduled"])
            || head.has_keys(&["final", "overrides"])
            || head.has_keys(&["rotation_id", "start_at", "end_at"])
            || head.has_keys(&["entry_id", "start_at", "end_at", "user"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let entries = document.fields();
        // What came of plan and overrides together; the plan alone only where that is not given.
        let is_answer = entries.at("final").is_list() || entries.at("scheduled").is_list();
        let (settled, planned) = (entries.list("final"), entries.list("scheduled"));
        let all = match is_answer {
            false => Items::One(entries),
            true if settled.is_empty() => planned,
            true => settled,
        };
        let shifts: Vec<StatedShift> = all.clone().filter_map(shift).collect();
        let Some(start) = all.clone().next().map(name) else {
            TOOL.keep(
                "schedule",
                crate::ingest::lenient::fingerprint(&entries.value().to_string()),
                Body::Reference,
                origin,
                out,
            );
            return;
        };
        if shifts.is_empty() {
            out.reject(origin, "", Reason::NoTime, "no entry names a person and a start");
            return;
        }
        TOOL.keep("schedule", start, Body::Shifts(shifts), origin, out);
    }
}

/// What stands for the id of an answer: its first entry.
fn name(entry: Fields) -> String {
    let parts = [
        entry.first(&["schedule_id", "rotation_id", "entry_id"]).into_owned(),
        entry.string("user/id"),
        entry.string("start_at"),
    ];
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join("/")
}

fn shift(entry: Fields) -> Option<StatedShift> {
    let person = entry.at("user").person();
    let start = entry.time(&["start_at", "start_time"], "start_at")?;
    (!fields::is_nobody(&person)).then(|| StatedShift {
        person,
        schedule: entry.first(&["schedule/name", "schedule_id", "rotation_id"]).into_owned(),
        policy: String::new(),
        level: None,
        start: Some(start),
        end: entry.time(&["end_at", "end_time"], "end_at"),
    })
}
