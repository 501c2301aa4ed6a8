//! PagerDuty schedules, as `GET /schedules/{id}` and `GET /schedules` return them.
//!
//! To get them: ask for each schedule with `since` and `until`; without these the rendered entries are left out, and the
//! schedule is then only a name.
//!
//! What this export cannot answer: on which level of an escalation policy a schedule stands. The final schedule is used,
//! because layers and overrides are already applied in it.

use serde::Deserialize;

use super::shared::{Ref, TOOL};
use crate::ingest::head::Head;
use crate::ingest::lenient::{List, Loose, Part, Text, first, parse, stamp};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, StatedShift};
use crate::model::reject::Reason;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Schedule<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    summary: Text<'a>,
    #[serde(borrow)]
    final_schedule: Part<Layer<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Layer<'a> {
    #[serde(borrow)]
    rendered_schedule_entries: List<Entry<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Entry<'a> {
    #[serde(borrow)]
    start: Text<'a>,
    #[serde(borrow)]
    end: Text<'a>,
    #[serde(borrow)]
    user: Part<Ref<'a>>,
}

impl<'de: 'a, 'a> Loose<'de> for Layer<'a> {}
impl<'de: 'a, 'a> Loose<'de> for Entry<'a> {}

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
        let Some(schedule) = parse::<Schedule>(item, origin, out) else { return };
        let key = first(&[schedule.id.get(), schedule.name.get(), schedule.summary.get()]);
        if key.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the schedule has neither `id` nor `name`");
            return;
        }
        let shifts: Vec<StatedShift> = schedule
            .final_schedule
            .0
            .rendered_schedule_entries
            .0
            .iter()
            .filter(|entry| !entry.user.0.is_empty())
            .map(|entry| shift(&schedule, entry))
            .collect();
        // Files of different windows hold different shifts of one schedule, so the window is part of the identity.
        let window = shifts.first().and_then(|shift| shift.start.as_ref()).map(|start| format!("/{}", start.text));
        let native_id = format!("{key}{}", window.unwrap_or_default());
        let body = if shifts.is_empty() { Body::Reference } else { Body::Shifts(shifts) };
        TOOL.keep("schedule", native_id, body, origin, out);
    }
}

fn shift(schedule: &Schedule, entry: &Entry) -> StatedShift {
    StatedShift {
        person: entry.user.0.person(),
        schedule: first(&[schedule.name.get(), schedule.summary.get(), schedule.id.get()]).to_owned(),
        policy: String::new(),
        level: None,
        start: stamp(entry.start.get(), "start"),
        end: stamp(entry.end.get(), "end"),
    }
}
