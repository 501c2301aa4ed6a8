//! Log entries and on-call shifts as columns, until they have been attached to incidents.

use crate::frame::strings::Dictionary;
use crate::model::record::EventKind;
use crate::model::time::Millis;

/// Marks "nobody".
pub const NOBODY: u32 = u32::MAX;

/// One row per log entry and person concerned (entries that concern nobody have one row).
#[derive(Debug, Clone, Default)]
pub struct EventColumns {
    /// `source` + U+0001 + native id of the incident.
    pub keys: Dictionary,
    pub key: Vec<u32>,
    pub record: Vec<u32>,
    pub kind: Vec<EventKind>,
    pub at: Vec<Millis>,
    pub actor: Vec<u32>,
    pub person: Vec<u32>,
    pub automatic: Vec<bool>,
    pub detections: Dictionary,
    pub detection: Vec<u32>,
    /// What was changed to what, for entries that say so.
    pub values: Dictionary,
    pub value: Vec<u32>,
    /// The entry stood inside its incident's record. Such histories leave kinds of entries out, so what they don't hold
    /// is unknown and not zero.
    pub embedded: Vec<bool>,
}

/// One entry to append.
pub struct EventRow<'a> {
    pub record: u32,
    pub source: &'a str,
    pub incident: &'a str,
    pub kind: EventKind,
    pub at: Millis,
    pub actor: Option<u32>,
    pub people: &'a [u32],
    pub automatic: bool,
    pub detection: &'a str,
    pub value: &'a str,
    pub embedded: bool,
}

/// The key under which log entries find their incident.
#[must_use]
pub fn incident_key(source: &str, native_id: &str) -> String {
    format!("{source}\u{1}{native_id}")
}

impl EventColumns {
    pub fn push(&mut self, event: &EventRow) {
        let key = self.keys.code(&incident_key(event.source, event.incident));
        let detection = self.detections.code(event.detection);
        let value = self.values.code(event.value);
        let nobody = [NOBODY];
        let people = if event.people.is_empty() { &nobody } else { event.people };
        for &person in people {
            self.key.push(key);
            self.record.push(event.record);
            self.kind.push(event.kind);
            self.at.push(event.at);
            self.actor.push(event.actor.unwrap_or(NOBODY));
            self.person.push(person);
            self.automatic.push(event.automatic);
            self.detection.push(detection);
            self.value.push(value);
            self.embedded.push(event.embedded);
        }
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.key.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.key.is_empty()
    }
}

/// One stretch on call. Missing bounds are open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    pub record: u32,
    pub mention: u32,
    pub schedule: String,
    pub policy: String,
    pub level: Option<u32>,
    pub start: Option<Millis>,
    pub end: Option<Millis>,
}
