//! The export of a Slack channel in which people worked on one incident: a folder with one file of messages a day.
//!
//! To get it: Settings, Import/Export data, Export, and of the archive the folder of the channel.
//!
//! What this export cannot answer: anything that was not said. The channel is the incident: it begins with the first
//! message, people are those who wrote, and it ends only where a short message says that it is resolved. Channels that are
//! not named after incidents are set aside.

use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::happening::happening;
use crate::ingest::head::Head;
use crate::ingest::lenient::stamp;
use crate::ingest::tool::Tool;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, EventKind, Role, StatedEvent, StatedIncident, StatedPerson};
use crate::model::reject::Reason;

/// The tool.
pub const TOOL: Tool = Tool { id: "slack", title: "Slack", role: Role::Table };

/// Words in the names of channels that are made for one incident each.
const INCIDENT: [&str; 8] = ["inc", "incident", "outage", "sev", "sev1", "sev2", "warroom", "p1"];

/// A longer sentence is talk, and no announcement.
const MAX_TITLE: usize = 80;

/// The source; see the head of this file.
pub struct Slack;

impl Source for Slack {
    const KIND: Export = Export {
        id: "slack-channel",
        title: "Slack messages (channel export JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `type` \"message\", `ts` and `text`",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        let is_message = |object: Fields| {
            let has = |key: &str| object.exact(key).is_some_and(|value| value.plain().is_some());
            object.at("type").plain() == Some("message") && has("ts") && has("text")
        };
        fields::sampled(head).any(is_message)
    }

    fn read(&self, item: &Item, origin: &Origin, context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let message = document.fields();
        let Some(at) = stamp(&message.text("ts"), "ts") else {
            return out.reject(origin, "", Reason::NoTime, "the message has no `ts`");
        };
        let channel = context.folder.as_str();
        if !is_of_incident(channel) {
            return TOOL.keep("message", at.text, Body::Reference, origin, out);
        }
        let incident = StatedIncident {
            title: channel.trim_start_matches('#').replace(['-', '_'], " "),
            events: vec![entry(message, at)],
            one_row_per_event: true,
            told_by_events: true,
            ..StatedIncident::default()
        };
        TOOL.keep("incident", channel, Body::Incident(Box::new(incident)), origin, out);
    }
}

fn is_of_incident(channel: &str) -> bool {
    let lower = channel.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_ascii_alphanumeric());
    // A channel for all incidents has no name of its own.
    let several = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).count() > 1;
    several && words.any(|word| INCIDENT.contains(&word)) && !["incidents", "alerts"].contains(&lower.as_str())
}

fn entry(message: Fields, at: crate::model::record::Stamp) -> StatedEvent {
    let said = message.string("text");
    let subtype = message.string("subtype");
    let person = StatedPerson {
        id: message.string("user"),
        name: message.first(&["user_profile/real_name", "user_profile/name", "username"]).into_owned(),
        machine: subtype == "bot_message" || message.at("bot_id").plain().is_some(),
        ..StatedPerson::default()
    };
    let told = if subtype.is_empty() || subtype == "bot_message" { announced(&said) } else { None };
    let (kind, value) = match (subtype.as_str(), told) {
        ("channel_join" | "group_join", _) => (EventKind::Joined, ""),
        (_, Some(happening)) => (happening.kind(), happening.status()),
        _ => (EventKind::Note, ""),
    };
    StatedEvent {
        incident: String::new(),
        kind,
        at,
        automatic: person.machine,
        actor: (!fields::is_nobody(&person)).then_some(person),
        people: Vec::new(),
        detection: String::new(),
        value: value.to_owned(),
    }
}

/// What a sentence of a message announces: that it is mitigated, resolved or closed. Other words are used in talk too much.
fn announced(said: &str) -> Option<crate::ingest::happening::Happening> {
    use crate::ingest::happening::Happening::{Closed, Mitigated, Reopened, Resolved};
    let plain: String =
        said.split(':').filter(|part| !part.contains('_') || part.contains(' ')).collect::<Vec<_>>().join(" ");
    let sentences = plain.split(['.', '!', '\n', ',', ';']).map(|part| part.trim_matches(['*', '_', ' ', ':']));
    let short = sentences.filter(|part| !part.is_empty() && part.chars().count() <= MAX_TITLE && !part.ends_with('?'));
    let telling = |part: &str| happening(part).filter(|h| matches!(h, Mitigated | Resolved | Closed | Reopened));
    short.into_iter().find_map(telling)
}
