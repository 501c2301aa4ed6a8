//! Areas whose names hold a path: `payments/checkout-api` counts for `payments` too.
//!
//! A first part is a group when at least two areas of the kind begin with it, or when it is an area itself; else the
//! stroke is part of a name ("CI/CD"). What belongs to what by the settings is among the components already.

use crate::analyse::areas::membership::{NumberedArea, Numbering};
use crate::analyse::areas::slots::Slots;
use crate::frame::DataSet;
use crate::model::column::Column;
use std::collections::{BTreeMap, BTreeSet};

/// One group with its incidents, each counted once.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaGroup {
    pub kind: &'static str,
    pub name: String,
    /// Areas below it, itself included where incidents name it.
    pub areas: u64,
    /// Incidents of the period under review, and of the one before where the data reach back to it.
    pub incidents: u64,
    pub previous: Option<u64>,
}

/// Groups of all kinds with incidents in the period or the one before, in order of kind, then name.
#[must_use]
pub fn of(data: &DataSet, slots: &Slots, numbering: &mut Numbering) -> Vec<AreaGroup> {
    let known = known(numbering);
    if known.is_empty() {
        return Vec::new();
    }
    let above = above(numbering, &known);
    let before = slots.previous(slots.current());
    let mut counts = vec![[0_u64; 2]; known.len()];
    let view = data.incident_view();
    let mut own = BTreeSet::new();
    for row in view.rows().filter(|&row| view.included.get(row)) {
        own.clear();
        numbering.visit(&view, row, |area, _| own.extend(above[area].iter().copied()));
        if own.is_empty() {
            continue;
        }
        for slot in slots.holding(&view, row) {
            let place = usize::from(slot != slots.current());
            if place == 0 || Some(slot) == before {
                for group in &own {
                    if let Some(count) = counts.get_mut(*group).and_then(|c| c.get_mut(place)) {
                        *count += 1;
                    }
                }
            }
        }
    }
    let counted = known.into_iter().zip(counts).filter(|(_, counts)| counts.iter().any(|n| *n > 0));
    let group = |(((kind, name), areas), [incidents, earlier]): ((_, BTreeSet<NumberedArea>), [u64; 2])| {
        let (kind, name): (&'static str, String) = (kind, name);
        AreaGroup { kind, name, areas: areas.len() as u64, incidents, previous: before.map(|_| earlier) }
    };
    counted.map(group).collect()
}

type Known = BTreeMap<(&'static str, String), BTreeSet<NumberedArea>>;

/// Deepest group of one name. No tree of services comes near it; a pasted address may have thousands of strokes, and each
/// would be a name as long as what stands before it.
const DEEPEST: usize = 16;

/// The parts of a name before each stroke, the longest last.
fn firsts(name: &str) -> impl Iterator<Item = &str> {
    let part = |(at, _): (usize, &str)| name.get(..at).map(str::trim_end);
    name.match_indices('/').take(DEEPEST).filter_map(part).filter(|part| !part.is_empty())
}

fn known(numbering: &Numbering) -> Known {
    let mut found = Known::new();
    for area in numbering.areas() {
        for first in firsts(numbering.name(area)) {
            found.entry((numbering.kind(area), first.to_owned())).or_default().insert(area);
        }
    }
    for area in numbering.areas() {
        if let Some(areas) = found.get_mut(&(numbering.kind(area), numbering.name(area).to_owned())) {
            areas.insert(area);
        }
    }
    found.retain(|_, areas| areas.len() > 1);
    found
}

/// Groups of each area.
fn above(numbering: &Numbering, known: &Known) -> Column<NumberedArea, Vec<usize>> {
    let mut above = Column::filled(numbering.len(), Vec::new());
    for (group, areas) in known.values().enumerate() {
        for area in areas {
            above[*area].push(group);
        }
    }
    above
}
