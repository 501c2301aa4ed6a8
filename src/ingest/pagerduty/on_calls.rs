//! PagerDuty on-call shifts, as `GET /oncalls` returns them.
//!
//! To get them: page through `https://api.pagerduty.com/oncalls` with `since`, `until` and `earliest=false`; without
//! these only who is on call now is returned.
//!
//! What this export cannot answer: who swapped with whom. One shift appears once per escalation policy it serves, so
//! hours must be counted per person, schedule, start and end.

use crate::ingest::document;

use super::shared::{Ref, TOOL};
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, StatedShift};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct OnCalls;

impl Source for OnCalls {
    const KIND: Export = Export {
        id: "pagerduty-on-calls",
        title: "PagerDuty on-call shifts (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `user`, `escalation_level` and `schedule`",
        arrays: &["oncalls"],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.has_keys(&["user", "escalation_level", "escalation_policy"])
            || head.has_keys(&["user", "escalation_level", "schedule"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::json(item, origin, out) else { return };
        let on_call = document.fields();
        let user = Ref::at(on_call, "user");
        if user.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the shift names no user");
            return;
        }
        let key = |part: Ref| {
            if part.id().is_empty() { part.label().into_owned() } else { part.id().into_owned() }
        };
        let native_id = [
            key(user),
            key(Ref::at(on_call, "schedule")),
            key(Ref::at(on_call, "escalation_policy")),
            on_call.string("escalation_level"),
            on_call.string("start"),
            on_call.string("end"),
        ]
        .join("/");
        let shift = StatedShift {
            person: user.person(),
            schedule: Ref::at(on_call, "schedule").label_or_id().into_owned(),
            policy: Ref::at(on_call, "escalation_policy").label_or_id().into_owned(),
            level: on_call.count("escalation_level"),
            start: on_call.time(&["start"], "start"),
            end: on_call.time(&["end"], "end"),
        };
        TOOL.keep("shift", native_id, Body::Shift(Box::new(shift)), origin, out);
    }
}
