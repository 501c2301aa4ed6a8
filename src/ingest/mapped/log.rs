//! Records whose story stands in changes: one row a change, or a list of updates inside the record.

use serde_json::Value;

use super::fields::{Column, Target};
use super::mapping::{History, RowMeaning};
use super::{Lookup, Mapped, named};
use crate::ingest::happening::happening;
use crate::ingest::lenient::{cell, stamp};
use crate::model::record::{EventKind, Stamp, StatedEvent, StatedIncident, StatedPerson};

/// A longer text is prose, and no state.
const LONGEST_STATE: usize = 60;
/// More updates than anybody writes of one incident are no updates.
const MAX_UPDATES: usize = 10_000;

impl Mapped {
    /// Whether each row is one change, told by its own time.
    pub(super) fn is_log(&self) -> bool {
        self.mapping.rows == RowMeaning::Event && self.columns.iter().any(|place| place.target == Target::At)
    }

    /// Turns what a row states of its moment into the one entry of the story that it is. Whoever did it acted, which does
    /// not make them responsible: the name goes to the entry. Without a time there is no entry.
    pub(super) fn tell_change(&self, from: &Lookup, incident: &mut StatedIncident) {
        incident.told_by_events = true;
        let place = self.columns.iter().find(|place| place.target == Target::At);
        let at = place.and_then(|place| self.values(place, from).into_iter().next());
        let Some(at) = at.and_then(|text| stamp(&text, "at")) else { return };
        let said = std::mem::take(&mut incident.status);
        let is_actor = |role: &str| role != "assignee";
        let actor = incident.people.iter().find(|part| is_actor(&part.role)).or(incident.people.first());
        let actor = actor.map(|part| part.person.clone());
        incident.people.retain(|part| !is_actor(&part.role));
        incident.events = vec![entry(at, &said, actor)];
    }

    /// The updates inside an object as entries, oldest or newest first as they stand.
    pub(super) fn tell_updates(&self, object: &Value, incident: &mut StatedIncident) {
        let Some(history) = &self.mapping.history else { return };
        let updates = list(object, &history.list);
        let entries = updates.iter().take(MAX_UPDATES).filter_map(|update| self.update(history, update));
        incident.events = entries.collect();
        incident.told_by_events = !incident.events.is_empty();
    }

    fn update(&self, history: &History, update: &Value) -> Option<StatedEvent> {
        let of = |key: &str| {
            let found = Column::new(key).in_object(update);
            found.into_iter().map(|text| cell(&text).to_owned()).find(|text| !text.is_empty()).unwrap_or_default()
        };
        let at = stamp(&of(&history.at), "at")?;
        let stated = history.status.as_deref().map(of).unwrap_or_default();
        let person = history.person.as_deref().map(of).filter(|name| !name.is_empty());
        Some(entry(at, self.mapping.translated("status", &stated), person.map(|name| named(&name))))
    }
}

/// The members of the list at a key or a pointer; the elements of several lists one after another.
fn list<'v>(object: &'v Value, place: &str) -> Vec<&'v Value> {
    let found = if place.starts_with('/') { object.pointer(place) } else { object.get(place) };
    match found {
        Some(Value::Array(list)) => list.iter().collect(),
        Some(one @ Value::Object(_)) => vec![one],
        _ => Vec::new(),
    }
}

/// One entry: what it says has happened, or the state in its own word.
fn entry(at: Stamp, said: &str, actor: Option<StatedPerson>) -> StatedEvent {
    let said = said.trim();
    let is_state = !said.is_empty() && said.chars().count() <= LONGEST_STATE && !is_code(said);
    let (kind, value) = match happening(said) {
        Some(happening) => (happening.kind(), happening.status()),
        None if is_state => (EventKind::Status, said),
        None => (EventKind::Note, ""),
    };
    StatedEvent { actor, ..StatedEvent::changed(kind, at, value) }
}

/// A number, or a letter before one: what it stands for is known to its tool alone.
fn is_code(said: &str) -> bool {
    let digits = said.trim_start_matches(|c: char| c.is_alphabetic());
    let letters = said.chars().count() - digits.chars().count();
    letters <= 2 && !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '.' || c == '-')
}
