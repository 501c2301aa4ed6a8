//! Log entries and on-call shifts as columns, until they have been attached to incidents.

use crate::frame::strings::Dictionary;
use crate::model::column::Column;
use crate::model::record::EventKind;
use crate::model::row::{ChannelIx, EntryRow, KeyIx, MentionIx, RecordRow, ValueIx};
use crate::model::time::Millis;

/// One row per log entry and person concerned (entries that concern nobody have one row).
#[derive(Debug, Clone, Default)]
pub struct EventColumns {
    /// `source` + U+0001 + native id of the incident.
    pub keys: Dictionary<KeyIx>,
    pub key: Column<EntryRow, KeyIx>,
    pub record: Column<EntryRow, RecordRow>,
    pub kind: Column<EntryRow, EventKind>,
    pub at: Column<EntryRow, Millis>,
    /// Who did it; `None` for nobody known.
    pub actor: Column<EntryRow, Option<MentionIx>>,
    /// Whom it concerns; `None` for nobody.
    pub person: Column<EntryRow, Option<MentionIx>>,
    pub automatic: Column<EntryRow, bool>,
    pub detections: Dictionary<ChannelIx>,
    pub detection: Column<EntryRow, ChannelIx>,
    /// What was changed to what, for entries that say so.
    pub values: Dictionary<ValueIx>,
    pub value: Column<EntryRow, ValueIx>,
    /// The entry stood inside its incident's record. Such histories leave kinds of entries out, so what they don't hold
    /// is unknown and not zero.
    pub embedded: Column<EntryRow, bool>,
    /// The key that was looked up last.
    spelt: String,
}

/// One entry to append.
pub struct EventRow<'a> {
    pub record: RecordRow,
    pub source: &'a str,
    pub incident: &'a str,
    pub kind: EventKind,
    pub at: Millis,
    pub actor: Option<MentionIx>,
    pub people: &'a [MentionIx],
    pub automatic: bool,
    pub detection: &'a str,
    pub value: &'a str,
    pub embedded: bool,
}

/// The key under which log entries find their incident.
#[must_use]
pub fn incident_key(source: &str, native_id: &str) -> String {
    let mut key = String::with_capacity(source.len() + 1 + native_id.len());
    spell_key(&mut key, source, native_id);
    key
}

fn spell_key(key: &mut String, source: &str, native_id: &str) {
    [source, "\u{1}", native_id].into_iter().for_each(|part| key.push_str(part));
}

impl EventColumns {
    pub fn push(&mut self, event: &EventRow) {
        // Asked for with every entry: the text of the key is written into the room of the one before.
        self.spelt.clear();
        spell_key(&mut self.spelt, event.source, event.incident);
        let key = self.keys.code(&self.spelt);
        let detection = self.detections.code(event.detection);
        let value = self.values.code(event.value);
        let nobody = event.people.is_empty().then_some(None);
        for person in event.people.iter().copied().map(Some).chain(nobody) {
            self.key.push(key);
            self.record.push(event.record);
            self.kind.push(event.kind);
            self.at.push(event.at);
            self.actor.push(event.actor);
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

    /// All rows, in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = EntryRow> + DoubleEndedIterator + Clone + use<> {
        self.key.rows()
    }

    /// The key of an entry's incident.
    #[must_use]
    pub fn key_of(&self, row: EntryRow) -> &str {
        self.keys.get(self.key[row])
    }
}

/// One stretch on call. Missing bounds are open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    pub record: RecordRow,
    pub mention: MentionIx,
    pub schedule: String,
    pub policy: String,
    pub level: Option<u32>,
    pub start: Option<Millis>,
    pub end: Option<Millis>,
}
