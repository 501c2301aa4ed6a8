//! Who was available at each moment, and in what capacity people took part. Everything that asks who was on call asks
//! here, so that nobody counts as available in one sentence and as pulled in without being on call in the next.

use crate::frame::DataSet;
use crate::model::intervals::merge;
use crate::model::row::{IncidentIx, PersonIx};
use crate::model::time::Window;
use std::collections::{BTreeMap, BTreeSet};

/// Shifts by person, as stretches that neither overlap nor touch.
pub type Roster = BTreeMap<PersonIx, Vec<Window>>;

/// Shifts per person, all schedules together; open bounds end at the window. Machine accounts are left out. O(n log n).
#[must_use]
pub fn on_call(data: &DataSet, window: Window) -> Roster {
    let mut all = Roster::new();
    shifts(data, window).for_each(|(person, _, shift)| all.entry(person).or_default().push(shift));
    all.values_mut().for_each(merge);
    all
}

/// The same schedule by schedule; shifts that name none stand under the empty name.
#[must_use]
pub fn rosters(data: &DataSet, window: Window) -> BTreeMap<String, Roster> {
    let mut all: BTreeMap<String, Roster> = BTreeMap::new();
    for (person, schedule, shift) in shifts(data, window) {
        all.entry(schedule.to_owned()).or_default().entry(person).or_default().push(shift);
    }
    all.values_mut().flat_map(BTreeMap::values_mut).for_each(merge);
    all
}

fn shifts(data: &DataSet, window: Window) -> impl Iterator<Item = (PersonIx, &str, Window)> {
    let view = data.shift_view();
    let shifts: Vec<(PersonIx, &str, Window)> = (0..view.len)
        .filter_map(|row| {
            let person = view.person.get(row).filter(|person| is_human(data, *person))?;
            let start = view.start.get(row).unwrap_or(window.start).max(window.start);
            let end = view.end.get(row).unwrap_or(window.end).min(window.end);
            (start < end).then_some((person, view.schedule.get(row).unwrap_or_default(), Window { start, end }))
        })
        .collect();
    shifts.into_iter()
}

fn is_human(data: &DataSet, person: PersonIx) -> bool {
    !data.people[person].machine
}

/// In what capacity somebody took part, the least telling first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Duty {
    #[default]
    Unknown,
    /// Not on call at all.
    Off,
    /// On call, but for another rota.
    OtherRota,
    /// On call for it.
    ForIt,
}

impl Duty {
    /// As the table of involvements has it.
    #[must_use]
    pub fn read(code: Option<&str>) -> Self {
        match code {
            Some("yes") => Self::ForIt,
            Some("other-rota") => Self::OtherRota,
            Some("no") => Self::Off,
            _ => Self::Unknown,
        }
    }
}

/// Everybody's part in every incident, by row of the incident and person. Several parts of one person in one incident are
/// one: who held the duty at any moment of it was on call for it. Machine accounts are no people. O(n log n).
#[must_use]
pub fn parts(data: &DataSet) -> BTreeMap<(IncidentIx, PersonIx), Duty> {
    let view = data.involvement_view();
    let mut parts: BTreeMap<(IncidentIx, PersonIx), Duty> = BTreeMap::new();
    for row in 0..view.len {
        let (Some(incident), Some(person)) = (view.incident.get(row), view.person.get(row)) else { continue };
        if is_human(data, person) {
            let duty = Duty::read(view.on_call.get(row));
            let best = parts.entry((incident, person)).or_default();
            *best = (*best).max(duty);
        }
    }
    parts
}

/// Parts of one kind: how many, of whom, in which incidents. A person counts once per incident.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DutyParts {
    pub parts: u64,
    pub people: BTreeSet<PersonIx>,
    pub rows: BTreeSet<IncidentIx>,
}

/// Parts by kind. Somebody may be of one kind in one incident and of another in the next.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kinds {
    pub for_it: DutyParts,
    pub other_rota: DutyParts,
    pub off: DutyParts,
    pub unknown: DutyParts,
}

impl Kinds {
    /// Adds one part.
    pub fn add(&mut self, (incident, person): (IncidentIx, PersonIx), duty: Duty) {
        let kind = match duty {
            Duty::ForIt => &mut self.for_it,
            Duty::OtherRota => &mut self.other_rota,
            Duty::Off => &mut self.off,
            Duty::Unknown => &mut self.unknown,
        };
        kind.parts += 1;
        kind.people.insert(person);
        kind.rows.insert(incident);
    }

    /// Parts of which the duty is known.
    #[must_use]
    pub fn known(&self) -> u64 {
        self.for_it.parts + self.other_rota.parts + self.off.parts
    }

    /// All parts.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.known() + self.unknown.parts
    }

    /// Everybody who took part.
    #[must_use]
    pub fn people(&self) -> BTreeSet<PersonIx> {
        let kinds = [&self.for_it, &self.other_rota, &self.off, &self.unknown];
        kinds.into_iter().flat_map(|kind| kind.people.iter().copied()).collect()
    }
}
