//! Who was on call in Splunk On-Call (VictorOps): the schedules of teams, and the log of past shifts.
//!
//! To get them: `GET /api-public/v2/team/{team}/oncall/schedule`, and for the past
//! `GET /api-reporting/v1/team/{team}/oncall/log?start=…&end=…`, which is what a review needs.
//!
//! What these exports cannot answer: a schedule shows the coming days only. `GET /api-public/v1/oncall/current` says who
//! is on call now and since no time, so nothing can be made of it.

use serde_json::Value;

use super::shared::{TOOL, user, username};
use crate::ingest::head::Head;
use crate::ingest::paths::{self, at, first, list, text, when};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, StatedShift};

/// The source; see the head of this file.
pub struct OnCall;

impl Source for OnCall {
    const KIND: Export = Export {
        id: "victorops-on-call",
        title: "Splunk On-Call (VictorOps) on-call log and schedules (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `userId` and `log`, `policy` and `schedule`, or `team` and `oncallNow`",
        arrays: &["schedules", "userLogs", "results", "teamsOnCall", "teamSchedules"],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.objects.iter().any(|object| kind(object).is_some())
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(object) = paths::object(item, origin, out) else { return };
        match kind(&object) {
            Some(Kind::Log) => TOOL.keep("on-call-log", log_id(&object), Body::Shifts(logged(&object)), origin, out),
            Some(Kind::Schedule) => {
                TOOL.keep("schedule", schedule_id(&object), Body::Shifts(scheduled(&object)), origin, out);
            }
            Some(Kind::TeamSchedules) => {
                let shifts = list(&object, "schedules").iter().flat_map(scheduled).collect();
                TOOL.keep("schedule", schedule_id(&object), Body::Shifts(shifts), origin, out);
            }
            Some(Kind::Current) | None => {
                let team = first(&object, &["team/slug", "team/name"]);
                TOOL.keep("on-call-now", team, Body::Reference, origin, out);
            }
        }
    }
}

enum Kind {
    /// Past shifts of one person.
    Log,
    /// One escalation policy and its rotations.
    Schedule,
    /// A team with the schedules of its policies.
    TeamSchedules,
    /// Who is on call at this moment.
    Current,
}

fn kind(object: &Value) -> Option<Kind> {
    let is_list = |key: &str| at(object, key).is_array();
    let has_members = |key: &str, member: &str| list(object, key).iter().any(|each| !at(each, member).is_null());
    if !text(object, "userId").is_empty() && is_list("log") {
        Some(Kind::Log)
    } else if !at(object, "policy/slug").is_null() && (is_list("schedule") || is_list("overrides")) {
        Some(Kind::Schedule)
    } else if at(object, "team").is_object() && has_members("schedules", "policy") {
        Some(Kind::TeamSchedules)
    } else if at(object, "team/slug").is_string() && (is_list("onCallNow") || is_list("oncallNow")) {
        Some(Kind::Current)
    } else {
        None
    }
}

fn log_id(object: &Value) -> String {
    let starts = list(object, "log").iter().map(|shift| text(shift, "on"));
    format!("{}/{}", text(object, "userId"), starts.min().unwrap_or_default())
}

fn schedule_id(object: &Value) -> String {
    first(object, &["policy/slug", "policy/name", "team/slug", "team/name"])
}

fn logged(object: &Value) -> Vec<StatedShift> {
    let shift = |each: &Value| StatedShift {
        person: user(&text(object, "userId")),
        schedule: String::new(),
        policy: first(each, &["escalation_policy/name", "escalationPolicy"]),
        level: None,
        start: when(each, &["on"], "log.on"),
        end: when(each, &["off"], "log.off"),
    };
    list(object, "log").iter().map(shift).filter(|shift| shift.start.is_some() || shift.end.is_some()).collect()
}

/// The rolls of all rotations, and what overrides put in their place. An overridden person keeps the whole roll in the
/// answer, as the answer states it.
fn scheduled(object: &Value) -> Vec<StatedShift> {
    let policy = text(object, "policy/name");
    let mut shifts = Vec::new();
    for rotation in list(object, "schedule") {
        for roll in list(rotation, "rolls") {
            shifts.push(StatedShift {
                person: user(&first_user(&[at(roll, "onCallUser"), at(roll, "onCall"), at(rotation, "onCallUser")])),
                schedule: text(rotation, "rotationName"),
                policy: policy.clone(),
                level: None,
                start: when(roll, &["start", "change"], "rolls.start"),
                end: when(roll, &["end", "until"], "rolls.end"),
            });
        }
    }
    for each in list(object, "overrides") {
        shifts.push(StatedShift {
            person: user(&first_user(&[at(each, "overrideOnCallUser"), at(each, "overrideOnCall")])),
            schedule: "override".to_owned(),
            policy: first(each, &["policy/name", "policy"]),
            level: None,
            start: when(each, &["start"], "overrides.start"),
            end: when(each, &["end"], "overrides.end"),
        });
    }
    shifts.retain(|shift| !shift.person.id.is_empty() && (shift.start.is_some() || shift.end.is_some()));
    shifts
}

fn first_user(stated: &[&Value]) -> String {
    stated.iter().map(|value| username(value)).find(|name| !name.is_empty()).unwrap_or_default()
}
