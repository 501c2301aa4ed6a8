//! Schedule entries of incident.io: who was on call when.
//!
//! To get them: `GET https://api.incident.io/v2/schedule_entries?schedule_id=…&entry_window_start=…&entry_window_end=…`,
//! one answer for each schedule.
//!
//! What this export cannot answer: which escalation path the schedule serves.

use serde_json::Value;

use super::shared::TOOL;
use crate::ingest::head::Head;
use crate::ingest::paths::{self, at, first, list, text, when};
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
        let Some(entries) = paths::object(item, origin, out) else { return };
        // What came of plan and overrides together; the plan alone only where that is not given.
        let is_answer = at(&entries, "final").is_array() || at(&entries, "scheduled").is_array();
        let all = match (list(&entries, "final"), list(&entries, "scheduled")) {
            _ if !is_answer => std::slice::from_ref(&entries),
            ([], planned) => planned,
            (settled, _) => settled,
        };
        let shifts: Vec<StatedShift> = all.iter().filter_map(shift).collect();
        let Some(start) = all.first().map(name) else {
            TOOL.keep(
                "schedule",
                crate::ingest::lenient::fingerprint(&entries.to_string()),
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
fn name(entry: &Value) -> String {
    let parts =
        [first(entry, &["schedule_id", "rotation_id", "entry_id"]), text(entry, "user/id"), text(entry, "start_at")];
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join("/")
}

fn shift(entry: &Value) -> Option<StatedShift> {
    let person = paths::person(at(entry, "user"));
    let start = when(entry, &["start_at", "start_time"], "start_at")?;
    (!paths::is_nobody(&person)).then(|| StatedShift {
        person,
        schedule: first(entry, &["schedule/name", "schedule_id", "rotation_id"]),
        policy: String::new(),
        level: None,
        start: Some(start),
        end: when(entry, &["end_at", "end_time"], "end_at"),
    })
}
