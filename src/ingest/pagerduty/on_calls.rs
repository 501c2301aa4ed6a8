//! PagerDuty on-call shifts, as `GET /oncalls` returns them.
//!
//! To get them: page through `https://api.pagerduty.com/oncalls` with `since`, `until` and `earliest=false`; without
//! these only who is on call now is returned.
//!
//! What this export cannot answer: who swapped with whom. One shift appears once per escalation policy it serves, so
//! hours must be counted per person, schedule, start and end.

use serde::Deserialize;

use super::shared::{Ref, TOOL};
use crate::ingest::head::Head;
use crate::ingest::lenient::{Part, Text, count, parse, stamp};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, StatedShift};
use crate::model::reject::Reason;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct OnCall<'a> {
    #[serde(borrow)]
    user: Part<Ref<'a>>,
    #[serde(borrow)]
    schedule: Part<Ref<'a>>,
    #[serde(borrow)]
    escalation_policy: Part<Ref<'a>>,
    #[serde(borrow)]
    escalation_level: Text<'a>,
    #[serde(borrow)]
    start: Text<'a>,
    #[serde(borrow)]
    end: Text<'a>,
}

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
        let Some(on_call) = parse::<OnCall>(item, origin, out) else { return };
        let user = &on_call.user.0;
        if user.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the shift names no user");
            return;
        }
        let key = |part: &Ref| if part.id.is_empty() { part.label().to_owned() } else { part.id.owned() };
        let native_id = [
            key(user),
            key(&on_call.schedule.0),
            key(&on_call.escalation_policy.0),
            on_call.escalation_level.owned(),
            on_call.start.owned(),
            on_call.end.owned(),
        ]
        .join("/");
        let shift = StatedShift {
            person: user.person(),
            schedule: on_call.schedule.0.label_or_id().to_owned(),
            policy: on_call.escalation_policy.0.label_or_id().to_owned(),
            level: count(on_call.escalation_level.get()),
            start: stamp(on_call.start.get(), "start"),
            end: stamp(on_call.end.get(), "end"),
        };
        TOOL.keep("shift", native_id, Body::Shift(Box::new(shift)), origin, out);
    }
}
