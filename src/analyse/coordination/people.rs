//! People of incidents: when they came, and whose shift ended meanwhile.

use crate::analyse::duty::{self, Duty, Roster};
use crate::frame::DataSet;
use crate::model::row::{IncidentIx, PersonIx};
use crate::model::time::{Millis, Window};
use std::collections::BTreeMap;

/// The people of one incident.
#[derive(Debug, Clone, Default)]
pub(super) struct People {
    /// Whether a page to any of them is on record.
    pub(super) paged: bool,
    /// When each came, as far as it is known, in order of time.
    came: Vec<Millis>,
    /// End of the shift of the first one who was on call for it.
    shift_end: Option<Millis>,
}

/// What became of an incident whose first responder was on call.
pub(super) struct Handed {
    pub(super) outlasted: bool,
    pub(super) taken_over: bool,
}

/// All incidents that have people. O(n log n).
pub(super) fn of(data: &DataSet) -> BTreeMap<IncidentIx, People> {
    let view = data.involvement_view();
    let everything = Window { start: Millis::MIN, end: Millis::MAX };
    let roster = duty::on_call(data, everything);
    let mut found: BTreeMap<IncidentIx, People> = BTreeMap::new();
    let mut came: BTreeMap<(IncidentIx, PersonIx), Millis> = BTreeMap::new();
    let mut first: BTreeMap<IncidentIx, (Millis, PersonIx)> = BTreeMap::new();
    for row in 0..view.len {
        let (Some(incident), Some(person)) = (view.incident.get(row), view.person.get(row)) else { continue };

        let own = found.entry(incident).or_default();
        own.paged |= view.notified.get(row).is_some();
        if let Some(at) = view.joined.get(row) {
            let earliest = came.entry((incident, person)).or_insert(at);
            *earliest = at.min(*earliest);
        }
        let on_call = Duty::read(view.on_call.get(row)) == Duty::ForIt;
        if let Some(at) = view.notified.get(row).or(view.joined.get(row)).filter(|_| on_call) {
            let earliest = first.entry(incident).or_insert((at, person));
            *earliest = (at, person).min(*earliest);
        }
    }
    for ((incident, _), at) in came {
        found.entry(incident).or_default().came.push(at);
    }
    for (incident, own) in &mut found {
        own.came.sort_unstable();
        own.shift_end = first.get(incident).and_then(|(at, person)| shift_end(&roster, *person, *at));
    }
    found
}

/// When the shift that a moment lies in ends; nothing for a shift without an end on record.
fn shift_end(roster: &Roster, person: PersonIx, at: Millis) -> Option<Millis> {
    let shifts = roster.get(&person)?;
    shifts.iter().find(|shift| shift.contains(at)).map(|shift| shift.end).filter(|end| *end < Millis::MAX)
}

impl People {
    /// How many joined late, before the end; nothing where nobody's coming has a time.
    pub(super) fn late(&self, late: Millis, end: Option<Millis>) -> Option<u64> {
        let first = self.came.first()?;
        let before_end = |at: &&Millis| end.is_none_or(|end| **at < end);
        Some(self.came.iter().filter(before_end).filter(|at| **at - first > late).count() as u64)
    }

    /// Whether the incident went on after the shift, and whether somebody came after that; nothing where shift or end is
    /// not known.
    pub(super) fn handed_over(&self, end: Option<Millis>) -> Option<Handed> {
        let (shift_end, end) = (self.shift_end?, end?);
        let came = self.came.iter().any(|at| *at >= shift_end && *at < end);
        Some(Handed { outlasted: end > shift_end, taken_over: came })
    }
}
