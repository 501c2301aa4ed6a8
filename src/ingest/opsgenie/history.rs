//! What happened to Opsgenie alerts and incidents, entry by entry: alert logs, alert recipients and incident timelines.
//!
//! To get them: `GET /v2/alerts/{id}/logs`, `/v2/alerts/{id}/recipients` and `/v2/incident-timelines/{id}/entries`. The
//! answers do not repeat whose they are, so the script that saves them must add `alertId` or `incidentId` to each entry;
//! connectors do so.
//!
//! What this export cannot answer: the logs are sentences, so only the plain ones are understood. Recipients state
//! neither the medium of a notification nor, reliably, its success.

use super::incidents::timeline;
use super::shared::{TOOL, by_username, known, priority, user};
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, EventKind, StatedEvent};
use crate::model::reject::Reason;

/// Under what names a script or connector adds whose entry it is.
const WHOSE: [&str; 6] = ["alert_id", "incident_id", "alert/id", "incident/id", "alert", "incident"];

/// Words of a log sentence in lower case, and what happened; the first that fits decides.
const SENTENCES: [(&str, EventKind); 15] = [
    ("un-acknowledged", EventKind::Unacknowledged),
    ("unacknowledged", EventKind::Unacknowledged),
    ("acknowledged", EventKind::Acknowledged),
    ("reopened", EventKind::Reopened),
    ("re-opened", EventKind::Reopened),
    ("alert closed", EventKind::Resolved),
    ("closed alert", EventKind::Resolved),
    ("alert is closed", EventKind::Resolved),
    ("escalated", EventKind::Escalated),
    ("assigned", EventKind::Reassigned),
    ("responder", EventKind::Requested),
    ("priority", EventKind::Severity),
    ("note", EventKind::Note),
    ("alert created", EventKind::Triggered),
    ("created alert", EventKind::Triggered),
];

/// Media that interrupt people.
const INTERRUPTING: [&str; 6] = ["sms", "voice", "call", "push", "mobile", "phone"];

/// The source; see the head of this file.
pub struct History;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Log,
    Recipient,
    /// One entry of a timeline.
    Entry,
    /// An object with all entries of a timeline.
    Timeline,
}

fn shape(object: Fields) -> Option<Shape> {
    let has = |keys: &[&str]| keys.iter().all(|key| object.has(key));
    if has(&["log", "offset"]) || has(&["log", "owner", "created_at"]) {
        Some(Shape::Log)
    } else if has(&["user/username", "state", "method", "created_at"]) {
        Some(Shape::Recipient)
    } else if has(&["group", "event_time", "title"]) {
        Some(Shape::Entry)
    } else if object.list("entries").any(|entry| entry.has("event_time")) {
        Some(Shape::Timeline)
    } else {
        None
    }
}

impl Source for History {
    const KIND: Export = Export {
        id: "opsgenie-history",
        title: "Opsgenie alert logs, recipients and incident timelines (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `log` and `offset`, or with `group` and `eventTime`, each with the `alertId` or `incidentId`",
        arrays: &["data", "values"],
    };

    fn recognises(&self, head: &Head) -> bool {
        fields::sampled(head).any(|object| shape(object).is_some())
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let object = document.fields();
        let whose = object.first(&WHOSE).into_owned();
        if whose.is_empty() {
            let detail = "the entry does not say whose it is; add `alertId` or `incidentId` to it when saving it";
            return out.reject(origin, &object.text("id"), Reason::UnknownIncident, detail);
        }
        let events = match shape(object) {
            Some(Shape::Log) => log(object).into_iter().collect(),
            Some(Shape::Recipient) => recipient(object).into_iter().collect(),
            Some(Shape::Entry) => timeline(vec![object]),
            Some(Shape::Timeline) => timeline(object.list("entries").collect()),
            None => Vec::new(),
        };
        let Some(first_at) = events.first().map(|event| event.at.text.clone()) else {
            return out.reject(origin, &whose, Reason::NoTime, "the entry has no time");
        };
        let own = object.first(&["offset", "id", "user/id", "user/username"]).into_owned();
        let native_id = format!("{whose}/{}", if own.is_empty() { first_at } else { own });
        let mut events: Vec<StatedEvent> =
            events.into_iter().map(|event| StatedEvent { incident: whose.clone(), ..event }).collect();
        let body = match events.pop() {
            Some(only) if events.is_empty() => Body::Event(Box::new(only)),
            last => Body::Events(events.into_iter().chain(last).collect()),
        };
        TOOL.keep("log-entry", native_id, body, origin, out);
    }
}

fn log(entry: Fields) -> Option<StatedEvent> {
    let at = entry.time(&["created_at"], "createdAt")?;
    let sentence = entry.string("log");
    let kind = kind(&entry.text("type"), &sentence);
    let owner = by_username(&entry.text("owner"));
    // An entry of a notification stands under the name of the person who got it.
    let notified = matches!(kind, EventKind::Notified | EventKind::Emailed);
    let automatic = owner.as_ref().is_some_and(|owner| owner.machine) || notified;
    let (actor, people) = if notified { (None, owner.into_iter().collect()) } else { (owner, Vec::new()) };
    let detection = if kind == EventKind::Triggered { via(&sentence) } else { String::new() };
    let value = if kind == EventKind::Severity { priority(&sentence) } else { String::new() };
    Some(StatedEvent { incident: String::new(), kind, at, actor, people, automatic, detection, value })
}

/// The words before the first bracket say what happened; behind it stand names and texts that may say anything.
fn kind(type_: &str, sentence: &str) -> EventKind {
    let whole = sentence.to_lowercase();
    let said = whole.split(['[', '"', ':']).next().unwrap_or("");
    let of_recipient = type_.eq_ignore_ascii_case("alertRecipient") || said.contains("notif");
    let sent = whole.contains("sent") || whole.contains("notified");
    let failed = ["not sent", "not be sent", "fail", "skip", "suppress"].iter().any(|word| whole.contains(word));
    if of_recipient && sent {
        return if failed { EventKind::Other } else { by_medium(&whole) };
    }
    SENTENCES.iter().find(|(words, _)| said.contains(words)).map_or(EventKind::Other, |(_, kind)| *kind)
}

/// The medium is named before the text of the message, which may say anything.
fn by_medium(sentence: &str) -> EventKind {
    let interrupting = INTERRUPTING.iter().filter_map(|medium| sentence.find(medium)).min();
    match (interrupting, sentence.find("mail")) {
        (Some(call), Some(mail)) if mail < call => EventKind::Emailed,
        (Some(_), _) => EventKind::Notified,
        (None, Some(_)) => EventKind::Emailed,
        (None, None) => EventKind::Other,
    }
}

/// `Alert created via API`: the last word of the channel.
fn via(sentence: &str) -> String {
    let tail = sentence.split_once(" via ").map_or("", |(_, tail)| tail);
    tail.split(['[', ' ', '.', ',']).next().unwrap_or("").to_lowercase()
}

/// The medium is not stated, so this is no counted page; that the person was called is known.
fn recipient(entry: Fields) -> Option<StatedEvent> {
    Some(StatedEvent {
        incident: String::new(),
        kind: EventKind::Assigned,
        at: entry.time(&["created_at"], "createdAt")?,
        actor: None,
        people: known(user(entry.at("user"))).into_iter().collect(),
        automatic: true,
        detection: String::new(),
        value: String::new(),
    })
}
