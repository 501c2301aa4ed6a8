//! Incidents against people on call, rotation by rotation.

use super::capacity::{AboveCapacity, compare};
use crate::analyse::duty::{self, Roster};
use crate::analyse::spans::Spans;
use crate::frame::DataSet;
use crate::model::column::Column;
use crate::model::intervals::{self, merge};
use crate::model::row::{IncidentIx, PersonIx};
use crate::model::time::{Millis, Window};
use crate::stats::sweep::Span;
use std::collections::{BTreeMap, BTreeSet};

/// One rotation over the period. An incident is a rotation's when somebody who held the duty while it was open was called
/// to it or took part; it counts for every rotation of which that is true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    /// Name of the schedule.
    pub name: String,
    /// Distinct people with a shift in it, and who they are.
    pub people: u64,
    pub members: BTreeSet<PersonIx>,
    /// Rows of its incidents.
    pub rows: Vec<IncidentIx>,
    /// Time that its shifts cover, and what of it had more of its incidents open than people on call.
    pub covered: Millis,
    pub above: Millis,
    pub stretches: u64,
    pub longest: Option<Window>,
}

/// All rotations with a shift in the window, by name. Shifts without a schedule belong to none. O(n log n).
#[must_use]
pub fn rotations(data: &DataSet, spans: &Spans, window: Window) -> Vec<Rotation> {
    let mut rosters = duty::rosters(data, window);
    rosters.remove("");
    of_rosters(data, spans, &rosters, window)
}

/// The same for any groups of people on call: shifts inside the window by name of the group and person.
#[must_use]
pub fn of_rosters(data: &DataSet, spans: &Spans, rosters: &BTreeMap<String, Roster>, window: Window) -> Vec<Rotation> {
    let mut of_person: BTreeMap<PersonIx, Vec<(usize, &[Window])>> = BTreeMap::new();
    for (number, roster) in rosters.values().enumerate() {
        for (person, shifts) in roster {
            of_person.entry(*person).or_default().push((number, shifts));
        }
    }
    let mut places: Vec<Vec<usize>> = vec![Vec::new(); rosters.len()];
    for (place, person) in parts(data, &spans.places(&data.incident_view(), window)) {
        let Some((_, span)) = spans.taken.get(place) else { continue };
        for (number, shifts) in of_person.get(&person).into_iter().flatten() {
            let meets = intervals::meets(shifts, span.start, span.end);
            if let Some(list) = places.get_mut(*number).filter(|_| meets) {
                list.push(place);
            }
        }
    }
    places.iter_mut().for_each(|list| list.dedup());
    rosters.iter().zip(&places).map(|((name, roster), places)| of(name, roster, (spans, places), window)).collect()
}

fn of(name: &str, roster: &Roster, (spans, places): (&Spans, &[usize]), window: Window) -> Rotation {
    let mut covered: Vec<Window> = roster.values().flatten().copied().collect();
    merge(&mut covered);
    let mine = places.iter().filter_map(|place| spans.taken.get(*place));
    let (rows, open): (Vec<IncidentIx>, Vec<Span>) = mine.copied().unzip();
    let AboveCapacity { above, stretches, longest, .. } = compare(roster, &open, window, &covered);
    Rotation {
        name: name.to_owned(),
        people: roster.len() as u64,
        members: roster.keys().copied().collect(),
        rows,
        covered: covered.iter().map(|w| w.len()).sum(),
        above,
        stretches: stretches.len() as u64,
        longest,
    }
}

/// Place among the stretches and person of everybody who was called to an incident or took part in it, each once, by
/// place.
fn parts(data: &DataSet, places: &Column<IncidentIx, Option<usize>>) -> Vec<(usize, PersonIx)> {
    let (parts, pages) = (data.involvement_view(), data.interruption_view());
    let took_part = (0..parts.len).filter_map(|row| Some((parts.incident.get(row)?, parts.person.get(row)?)));
    let was_called = (0..pages.len).filter_map(|row| Some((pages.incident.get(row)?, pages.person.get(row)?)));
    let place = |row: IncidentIx| places[row];
    let mut parts: Vec<(usize, PersonIx)> =
        took_part.chain(was_called).filter_map(|(row, person)| Some((place(row)?, person))).collect();
    parts.sort_unstable();
    parts.dedup();
    parts
}
