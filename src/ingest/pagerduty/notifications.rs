//! PagerDuty notifications: every page, as `GET /notifications` returns them and as the CSV of the notification report.
//!
//! To get them: Analytics, then Reports, Notifications, Download CSV; or page through
//! `https://api.pagerduty.com/notifications` with `since` and `until`.
//!
//! What this export cannot answer: for which incident somebody was paged. A review counts pages by incident, so it needs
//! the log entries for them; rows of exports that do name the incident are used.

use super::shared::TOOL;
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::lenient::{first, stamp};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, EventKind, StatedEvent, StatedPerson};
use crate::model::reject::Reason;
use std::borrow::Cow;

const SUFFIX: &str = "_notification";

/// The source; see the head of this file.
pub struct Notifications;

impl Source for Notifications {
    const KIND: Export = Export {
        id: "pagerduty-notifications",
        title: "PagerDuty notifications (CSV or REST API JSON; used where they name their incident)",
        tool: TOOL,
        looks_for: "a table with the columns `date`, `type`, `address` and `user`, or JSON objects whose `type` ends in `_notification`",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        let table = ["date", "time", "started_at", "created_at"].iter().any(|at| {
            head.has_headers(&[at, "type", "address", "user"])
                || head.has_headers(&[at, "type", "address", "user_name"])
        });
        let is_page = |object: Fields| object.at("notifications").items().any(is_notification);
        table || fields::sampled(head).any(|object| is_notification(object) || is_page(object))
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        if let Item::Row(cells) = *item {
            let cells = Fields::Row(cells);
            let user = StatedPerson {
                name: first(&[cells.raw("user"), cells.raw("user_name")]).to_owned(),
                ..Default::default()
            };
            one(cells, user, cells.raw("incident_id"), origin, out);
            return;
        }
        let Some(document) = document::json(item, origin, out) else { return };
        let object = document.fields();
        if object.at("notifications").is_list() {
            return page(object, origin, out);
        }
        one(object, user(object), &incident(object), origin, out);
    }
}

fn is_notification(object: Fields) -> bool {
    object.at("type").plain().is_some_and(|kind| kind.ends_with(SUFFIX))
        && object.exact("user").is_some()
        && object.exact("started_at").is_some()
}

fn incident(object: Fields) -> String {
    object.at("incident/id").plain().map_or_else(|| object.string("incident_id"), str::to_owned)
}

fn user(object: Fields) -> StatedPerson {
    let of = object.at("user");
    StatedPerson {
        id: of.string("id"),
        name: first(&[&of.text("name"), &of.text("summary"), &of.said()]).to_owned(),
        email: of.string("email"),
        ..StatedPerson::default()
    }
}

fn at(facts: Fields<'_>) -> Cow<'_, str> {
    facts.first(&["started_at", "date", "time", "created_at"])
}

fn one(facts: Fields, user: StatedPerson, incident: &str, origin: &Origin, out: &mut Output) {
    let (id, time) = (facts.string("id"), at(facts));
    if time.is_empty() {
        out.reject(origin, &id, Reason::NoTime, "the notification has no time");
        return;
    }
    let known = first(&[&user.id, &user.name]).to_owned();
    let native_id = if id.is_empty() { format!("{known}/{time}/{}", facts.text("type")) } else { id };
    let event = event(facts, user, incident).filter(|event| !event.incident.is_empty());
    TOOL.keep("notification", native_id, event.map_or(Body::Reference, |event| Body::Events(vec![event])), origin, out);
}

fn page(object: Fields, origin: &Origin, out: &mut Output) {
    let listed = || object.at("notifications").items().filter(|one| one.is_object());
    let events: Vec<StatedEvent> = listed()
        .filter_map(|one| event(one, user(one), &incident(one)))
        .filter(|event| !event.incident.is_empty())
        .collect();
    let native_id = listed().next().map_or_else(|| "empty".to_owned(), |one| one.string("id"));
    let body = if events.is_empty() { Body::Reference } else { Body::Events(events) };
    TOOL.keep("notifications", native_id, body, origin, out);
}

/// E-mail interrupts nobody, so it has a kind of its own.
fn event(facts: Fields, user: StatedPerson, incident: &str) -> Option<StatedEvent> {
    let medium = facts.text("type").to_lowercase();
    let kind = if medium.contains("mail") { EventKind::Emailed } else { EventKind::Notified };
    Some(StatedEvent {
        incident: incident.to_owned(),
        kind,
        at: stamp(&at(facts), "started_at")?,
        actor: None,
        people: vec![user],
        automatic: true,
        detection: String::new(),
        value: String::new(),
    })
}
