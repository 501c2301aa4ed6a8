//! What happened to incidents on their way: hand-overs, escalations by a timer, changes of severity, and how long they took.

use super::{Params, PeriodCoordination, rank};
use crate::frame::DataSet;
use crate::frame::col;
use crate::frame::dataset::IncidentView;
use crate::frame::read::{Flags, Rows, Texts};
use crate::model::row::{IncidentIx, PersonIx};
use crate::stats::quantile;
use std::collections::BTreeMap;

/// The course of one incident.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Course {
    /// A timer passed its page on.
    pub(super) passed_on: bool,
    /// Handed over, escalated or given another severity, by whomever.
    moved: bool,
}

/// All courses by row, and who held the incidents one after the other.
#[derive(Debug, Default)]
pub(super) struct Courses {
    pub(super) knows_severities: bool,
    of: BTreeMap<IncidentIx, Course>,
    holders: BTreeMap<IncidentIx, Vec<Holder>>,
}

/// A person, or what the entry calls the group.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Holder(Option<PersonIx>, String);

pub(super) fn of(data: &DataSet) -> Courses {
    let mut found = Courses::default();
    if data.history.height() == 0 {
        return found;
    }
    let frame = &data.history;
    let (incident, person) = (Rows::of(frame, col::INCIDENT), Rows::of(frame, col::PERSON));
    let (kind, value) = (Texts::of(frame, col::KIND), Texts::of(frame, col::VALUE));
    let automatic = Flags::of(frame, col::AUTOMATIC);
    for row in 0..frame.height() {
        let (Some(incident), Some(kind)) = (incident.get(row), kind.get(row)) else { continue };
        let course = found.of.entry(incident).or_default();
        match kind {
            "severity" => {
                found.knows_severities = true;
                course.moved = true;
            }
            "escalated" => {
                course.passed_on |= automatic.get(row);
                course.moved = true;
            }
            "reassigned" => {
                course.moved = true;
                let holder = Holder(person.get(row), value.get(row).unwrap_or_default().to_owned());
                if holder != Holder(None, String::new()) {
                    found.holders.entry(incident).or_default().push(holder);
                }
            }
            _ => {}
        }
    }
    found.holders.values_mut().for_each(|list| list.dedup());
    found
}

impl Courses {
    pub(super) fn get(&self, row: IncidentIx) -> Course {
        self.of.get(&row).copied().unwrap_or_default()
    }

    /// Whether somebody held the incident, lost it and held it again.
    pub(super) fn came_back(&self, row: IncidentIx) -> bool {
        let list = self.holders.get(&row).map_or(&[][..], Vec::as_slice);
        list.iter().enumerate().any(|(at, holder)| list.iter().take(at).any(|earlier| earlier == holder))
    }

    /// Incidents that lasted longer than most of their severity, as far as their way is on record, and those of them that
    /// nothing moved on it.
    pub(super) fn long(
        &self,
        view: &IncidentView,
        params: &Params,
        [period, earlier]: [&[IncidentIx]; 2],
        group: &mut PeriodCoordination,
    ) {
        let mut lengths: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
        for &row in earlier {
            if let Some((rank, length)) = rank(view, row).zip(view.ttr.get(row)) {
                lengths.entry(rank).or_default().push(length);
            }
        }
        lengths.retain(|_, list| list.len() >= params.min_earlier);
        let limit = |list: Vec<f64>| quantile::inverted(&quantile::sorted(list), params.long);
        let limits: BTreeMap<u32, Option<f64>> = lengths.into_iter().map(|(rank, list)| (rank, limit(list))).collect();
        for &row in period {
            let Some((rank, length)) = rank(view, row).zip(view.ttr.get(row)) else { continue };
            let Some(limit) = limits.get(&rank).copied().flatten() else { continue };
            // Where neither hand-overs are counted nor a history is kept, there is nothing to see a new look by.
            if view.reassignment_count.get(row).is_none() && !self.of.contains_key(&row) {
                continue;
            }
            group.measured += 1;
            if length <= limit {
                continue;
            }
            group.long.push(row);
            let course = self.get(row);
            let counted =
                [view.reassignment_count, view.reopen_count].iter().any(|n| n.get(row).is_some_and(|n| n > 0));
            group.unseen.extend((!course.moved && !counted).then_some(row));
        }
    }
}
