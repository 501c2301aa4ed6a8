//! Who was on call in Splunk On-Call (VictorOps): the schedules of teams, and the log of past shifts.
//!
//! To get them: `GET /api-public/v2/team/{team}/oncall/schedule`, and for the past
//! `GET /api-reporting/v1/team/{team}/oncall/log?start=…&end=…`, which is what a review needs.
//!
//! What these exports cannot answer: a schedule shows the coming days only. `GET /api-public/v1/oncall/current` says who
//! is on call now and since no time, so nothing can be made of it.

use super::shared::{TOOL, user, username};
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
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
        fields::sampled(head).any(|object| kind(object).is_some())
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let object = document.fields();
        match kind(object) {
            Some(Kind::Log) => TOOL.keep("on-call-log", log_id(object), Body::Shifts(logged(object)), origin, out),
            Some(Kind::Schedule) => {
                TOOL.keep("schedule", schedule_id(object), Body::Shifts(scheduled(object)), origin, out);
            }
            Some(Kind::TeamSchedules) => {
                let shifts = object.list("schedules").flat_map(scheduled).collect();
                TOOL.keep("schedule", schedule_id(object), Body::Shifts(shifts), origin, out);
            }
            Some(Kind::Current) | None => {
                let team = object.first(&["team/slug", "team/name"]).into_owned();
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

fn kind(object: Fields) -> Option<Kind> {
    let is_list = |key: &str| object.at(key).is_list();
    let has_members = |key: &str, member: &str| object.list(key).any(|each| each.has(member));
    if !object.text("userId").is_empty() && is_list("log") {
        Some(Kind::Log)
    } else if object.has("policy/slug") && (is_list("schedule") || is_list("overrides")) {
        Some(Kind::Schedule)
    } else if object.at("team").is_object() && has_members("schedules", "policy") {
        Some(Kind::TeamSchedules)
    } else if object.at("team/slug").plain().is_some() && (is_list("onCallNow") || is_list("oncallNow")) {
        Some(Kind::Current)
    } else {
        None
    }
}

fn log_id(object: Fields) -> String {
    let starts = object.list("log").map(|shift| shift.string("on"));
    format!("{}/{}", object.text("userId"), starts.min().unwrap_or_default())
}

fn schedule_id(object: Fields) -> String {
    object.first(&["policy/slug", "policy/name", "team/slug", "team/name"]).into_owned()
}

fn logged(object: Fields) -> Vec<StatedShift> {
    let shift = |each: Fields| StatedShift {
        person: user(&object.text("userId")),
        schedule: String::new(),
        policy: each.first(&["escalation_policy/name", "escalationPolicy"]).into_owned(),
        level: None,
        start: each.time(&["on"], "log.on"),
        end: each.time(&["off"], "log.off"),
    };
    object.list("log").map(shift).filter(|shift| shift.start.is_some() || shift.end.is_some()).collect()
}

/// The rolls of all rotations, and what overrides put in their place. An overridden person keeps the whole roll in the
/// answer, as the answer states it.
fn scheduled(object: Fields) -> Vec<StatedShift> {
    let policy = object.string("policy/name");
    let mut shifts = Vec::new();
    for rotation in object.list("schedule") {
        for roll in rotation.list("rolls") {
            shifts.push(StatedShift {
                person: user(&first_user(&[roll.at("onCallUser"), roll.at("onCall"), rotation.at("onCallUser")])),
                schedule: rotation.string("rotationName"),
                policy: policy.clone(),
                level: None,
                start: roll.time(&["start", "change"], "rolls.start"),
                end: roll.time(&["end", "until"], "rolls.end"),
            });
        }
    }
    for each in object.list("overrides") {
        shifts.push(StatedShift {
            person: user(&first_user(&[each.at("overrideOnCallUser"), each.at("overrideOnCall")])),
            schedule: "override".to_owned(),
            policy: each.first(&["policy/name", "policy"]).into_owned(),
            level: None,
            start: each.time(&["start"], "overrides.start"),
            end: each.time(&["end"], "overrides.end"),
        });
    }
    shifts.retain(|shift| !shift.person.id.is_empty() && (shift.start.is_some() || shift.end.is_some()));
    shifts
}

fn first_user(stated: &[Fields]) -> String {
    stated.iter().map(|value| username(*value)).find(|name| !name.is_empty()).unwrap_or_default()
}
