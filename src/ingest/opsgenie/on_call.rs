//! Who was on call in Opsgenie or JSM Operations: the timelines of schedules.
//!
//! To get them: for each schedule `GET /v2/schedules/{id}/timeline?interval=3&intervalUnit=months&date=…`.
//!
//! What these exports cannot answer: `/v2/schedules/{id}/on-calls` says who is on call at one moment and since no time,
//! so nothing can be made of it. The final timeline is used, because rotations, overrides and forwardings are already
//! applied in it. A timeline of JSM Operations does not name its schedule.

use super::shared::{TOOL, known, user};
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, StatedPerson, StatedShift};

/// The source; see the head of this file.
pub struct OnCall;

impl Source for OnCall {
    const KIND: Export = Export {
        id: "opsgenie-on-call",
        title: "Opsgenie or JSM Operations schedule timelines and on-calls (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `finalTimeline`, `onCallParticipants` or `onCallRecipients`",
        arrays: &["data", "values"],
    };

    fn recognises(&self, head: &Head) -> bool {
        let keys = ["final_timeline", "on_call_participants", "on_call_recipients"];
        fields::sampled(head).any(|object| keys.iter().any(|key| object.has(key)))
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let object = document.fields();
        let schedule =
            object.first(&["_parent/name", "_parent/id", "schedule/name", "schedule/id", "schedule_id"]).into_owned();
        let shifts: Vec<StatedShift> = object
            .list("final_timeline/rotations")
            .flat_map(|rotation| rotation.list("periods").map(move |period| (rotation, period)))
            .flat_map(|(rotation, period)| shifts(&schedule, rotation, period))
            .collect();
        // Files of different windows hold different shifts of one schedule, so the window is part of the identity.
        let id = object.first(&["_parent/id", "_parent/name", "schedule/id", "schedule_id"]).into_owned();
        let first_rotation = object.list("final_timeline/rotations").next().map(|rotation| rotation.string("id"));
        let whose = if id.is_empty() { first_rotation.unwrap_or_default() } else { id };
        let native_id = format!("{whose}/{}", object.text("start_date"));
        let body = if shifts.is_empty() { Body::Reference } else { Body::Shifts(shifts) };
        TOOL.keep("schedule", native_id, body, origin, out);
    }
}

/// A period belongs to one person, or to the people behind the team or escalation that holds it; a gap to nobody.
fn shifts(schedule: &str, rotation: Fields, period: Fields) -> Vec<StatedShift> {
    let rotation = rotation.first(&["name", "id"]).into_owned();
    let schedule = if schedule.is_empty() { rotation } else { schedule.to_owned() };
    let shift = |person: StatedPerson| StatedShift {
        person,
        schedule: schedule.clone(),
        policy: String::new(),
        level: None,
        start: period.time(&["start_date"], "periods.startDate"),
        end: period.time(&["end_date"], "periods.endDate"),
    };
    people(period).into_iter().map(shift).filter(|shift| shift.start.is_some() || shift.end.is_some()).collect()
}

fn people(period: Fields) -> Vec<StatedPerson> {
    let is_user = |each: &Fields| matches!(each.text("type").to_lowercase().as_str(), "user" | "");
    let holder: Vec<Fields> = [period.at("recipient"), period.at("responder")].into_iter().filter(is_user).collect();
    let own: Vec<StatedPerson> = holder.into_iter().filter_map(|each| known(user(each))).collect();
    if !own.is_empty() {
        return own;
    }
    let flattened = period.list("flattened_recipients").chain(period.list("flattened_responders"));
    flattened.filter(is_user).filter_map(|each| known(user(each))).collect()
}
