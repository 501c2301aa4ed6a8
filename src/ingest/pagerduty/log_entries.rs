//! PagerDuty log entries, as `GET /log_entries` and `GET /incidents/{id}/log_entries` return them.
//!
//! To get them: page through either address with `is_overview=false` (the default), so that notifications are included.
//!
//! What this export cannot answer: nothing about severity or services; it describes incidents that another export must
//! hold. Connectors drop `user` and `assignees`, and then the names are read from the summary sentence.

use crate::ingest::document;
use crate::ingest::fields::{self, Fields};

use super::shared::{Ref, TOOL};
use crate::ingest::head::Head;
use crate::ingest::lenient::first;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, EventKind, Stamp, StatedEvent, StatedPerson};
use crate::model::reject::Reason;
use std::borrow::Cow;

const SUFFIX: &str = "_log_entry";

/// Entry types without their suffix, and what happened. `notify`, `assign` and `delegate` are decided by more than the
/// type. The documentation spells acknowledgement in two ways; the wire sends the first.
const KINDS: [(&str, EventKind); 12] = [
    ("trigger", EventKind::Triggered),
    ("acknowledge", EventKind::Acknowledged),
    ("acknowledgement", EventKind::Acknowledged),
    ("unacknowledge", EventKind::Unacknowledged),
    ("reach_ack_limit", EventKind::Unacknowledged),
    ("escalate", EventKind::Escalated),
    ("delegate", EventKind::Reassigned),
    ("responder_request", EventKind::Requested),
    ("add_responder", EventKind::Requested),
    ("resolve", EventKind::Resolved),
    ("reopen", EventKind::Reopened),
    ("annotate", EventKind::Note),
];

/// Channels that act without a hand.
const AUTOMATIC: [&str; 2] = ["timeout", "auto"];

/// The source; see the head of this file.
pub struct LogEntries;

impl Source for LogEntries {
    const KIND: Export = Export {
        id: "pagerduty-log-entries",
        title: "PagerDuty log entries (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects whose `type` ends in `_log_entry`",
        arrays: &["log_entries", "log_entry"],
    };

    fn recognises(&self, head: &Head) -> bool {
        fields::sampled(head).any(|object| object.at("type").plain().is_some_and(|kind| kind.ends_with(SUFFIX)))
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::json(item, origin, out) else { return };
        let entry = document.fields();
        let incident = entry.text("incident/id");
        let at = entry.time(&["created_at"], "created_at");
        let native_id = if entry.text("id").is_empty() {
            format!("{incident}/{}/{}", entry.text("created_at"), entry.text("type"))
        } else {
            entry.string("id")
        };
        match (&*incident, at) {
            ("", _) => {
                out.reject(origin, &native_id, Reason::UnknownIncident, "the entry names no incident");
            }
            (_, None) => out.reject(origin, &native_id, Reason::NoTime, "the entry has no `created_at`"),
            (_, Some(at)) => {
                let event = stated(entry, at);
                TOOL.keep("log-entry", native_id, Body::Event(Box::new(event)), origin, out);
            }
        }
    }
}

/// An entry inside its incident, which then need not be named. `None` without a time.
pub(super) fn embedded(entry: Fields) -> Option<StatedEvent> {
    let at = entry.time(&["created_at"], "created_at")?;
    Some(StatedEvent { incident: String::new(), ..stated(entry, at) })
}

/// What is asked of an entry again and again; each look-up goes through its members.
struct Known<'a> {
    entry: Fields<'a>,
    kind: Cow<'a, str>,
    channel: Cow<'a, str>,
    agent: Ref<'a>,
}

fn stated(entry: Fields, at: Stamp) -> StatedEvent {
    let known =
        Known { entry, kind: entry.text("type"), channel: entry.text("channel/type"), agent: Ref::at(entry, "agent") };
    StatedEvent {
        incident: entry.string("incident/id"),
        kind: known.kind(),
        at,
        actor: known.actor(),
        people: known.people(),
        automatic: known.automatic(),
        detection: known.detection(),
        value: String::new(),
    }
}

/// The type without its suffixes.
fn verb(kind: &str) -> &str {
    let kind = kind.strip_suffix("_reference").unwrap_or(kind);
    kind.strip_suffix(SUFFIX).unwrap_or(kind)
}

impl Known<'_> {
    fn verb(&self) -> &str {
        verb(&self.kind)
    }

    fn kind(&self) -> EventKind {
        match self.verb() {
            "notify" if self.by_email() => EventKind::Emailed,
            "notify" => EventKind::Notified,
            "assign" if self.agent.is_user() && self.channel != "auto" => EventKind::Reassigned,
            "assign" => EventKind::Assigned,
            verb => KINDS.iter().find(|(name, _)| *name == verb).map_or(EventKind::Other, |(_, kind)| *kind),
        }
    }

    fn by_email(&self) -> bool {
        let medium = self.entry.text("channel/notification/type");
        if medium.is_empty() {
            self.entry.text("summary").to_lowercase().contains(" by email")
        } else {
            medium.contains("email")
        }
    }

    fn automatic(&self) -> bool {
        AUTOMATIC.contains(&&*self.channel)
            || self.agent.is_machine()
            || self.entry.text("summary").to_lowercase().trim_end_matches('.').ends_with(" by timeout")
    }

    fn detection(&self) -> String {
        if self.verb() == "trigger" { self.channel.clone().into_owned() } else { String::new() }
    }

    fn actor(&self) -> Option<StatedPerson> {
        if !self.agent.is_empty() {
            return Some(self.agent.person());
        }
        // A notification is "by phone" and an expiry "by timeout": only these verbs are followed by a person.
        let by_hand = matches!(self.verb(), "acknowledge" | "acknowledgement" | "resolve" | "escalate" | "annotate");
        let summary = self.entry.text("summary");
        let name = summary.trim_end_matches('.').rsplit_once(" by ").map_or("", |(_, name)| name.trim());
        (by_hand && !name.is_empty() && name != "timeout").then(|| named(name))
    }

    fn people(&self) -> Vec<StatedPerson> {
        let listed: Vec<_> = self
            .entry
            .list("assignees")
            .map(Ref)
            .chain([Ref::at(self.entry, "user")])
            .filter(|user| !user.is_empty())
            .map(Ref::person)
            .collect();
        if !listed.is_empty() {
            return listed;
        }
        let summary = self.entry.text("summary");
        let name = named_in_summary(self.verb(), &summary);
        if name.is_empty() { Vec::new() } else { vec![named(name)] }
    }
}

/// `Notified <Name> by phone.`, `Assigned to <Name>.`, `Escalated to <Name> by <Name>.`, `Escalated to <Name> through
/// the API.`; the full stop is optional.
fn named_in_summary<'a>(verb: &str, summary: &'a str) -> &'a str {
    let summary = summary.trim().trim_end_matches('.');
    let rest = match verb {
        "notify" => summary.strip_prefix("Notified "),
        "assign" => first_prefix(summary, &["Assigned to ", "Reassigned to "]),
        "escalate" => summary.strip_prefix("Escalated to "),
        _ => None,
    };
    let Some(rest) = rest else { return "" };
    let rest =
        rest.strip_suffix(" through the API").or_else(|| rest.strip_suffix(" through the website")).unwrap_or(rest);
    first(&[rest.rsplit_once(" by ").map_or(rest, |(name, _)| name)])
}

fn first_prefix<'a>(text: &'a str, prefixes: &[&str]) -> Option<&'a str> {
    prefixes.iter().find_map(|prefix| text.strip_prefix(prefix))
}

fn named(name: &str) -> StatedPerson {
    StatedPerson { name: name.to_owned(), ..Default::default() }
}
