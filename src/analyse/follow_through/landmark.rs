//! Whether problems come back less often where an action was done soon.
//!
//! A problem has to stay away long enough for an action to be done, so comparing "done" with "not done" would find that
//! done ones stay away longer whatever the actions do. Therefore problems are told apart at a landmark: 30 days after the
//! incident, by what was done until then; those that came back before it are left out (`METHODS.md` 8).

use crate::analyse::follow_through::items::Item;
use crate::analyse::promise::{State, day};
use crate::analyse::recurrence::{Family, Output};
use crate::frame::DataSet;
use crate::frame::dataset::IncidentView;
use crate::model::row::{FamilyIx, IncidentIx};
use crate::model::time::{DAY, Millis};
use crate::stats::survival::{CensoredDuration, LogRank, log_rank};
use std::collections::BTreeMap;

/// From the start of the incident to the moment at which problems are told apart, in days.
pub const LANDMARK_DAYS: i64 = 30;
/// Fewer problems in an arm are not compared.
pub const MIN_PROBLEMS: u64 = 15;

/// Problems of one arm: all, and those that came back after the landmark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Arm {
    pub problems: u64,
    pub again: u64,
}

/// Problems with an action that was done by the landmark, and with actions of which none was.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Landmark {
    pub arms: [Arm; 2],
    /// Their actions.
    pub actions: u64,
    /// Rows of their first incidents that have actions.
    pub rows: Vec<IncidentIx>,
    /// `None` with too few problems in an arm.
    pub test: Option<LogRank>,
}

/// What one incident with actions says: how many, whether any was done by the landmark, and whether that can be told.
#[derive(Default)]
struct Asked<'a> {
    items: Vec<&'a Item>,
}

impl Asked<'_> {
    fn done_by(&self, landmark: Millis, data: &DataSet) -> Option<bool> {
        let zone = data.periods.zone;
        let by = |item: &&&Item| item.closed.is_some_and(|at| day(at, zone) <= day(landmark, zone));
        let done = self.items.iter().filter(|item| item.state == State::Done);
        if done.clone().any(|item| by(&item)) {
            return Some(true);
        }
        // Done on a day that nobody knows, or nothing known at all: neither arm.
        let is_known =
            |item: &&Item| item.state != State::Unstated && (item.state != State::Done || item.closed.is_some());
        self.items.iter().all(is_known).then_some(false)
    }
}

/// Tells the problems apart and compares how they went on.
#[must_use]
pub fn compare(data: &DataSet, recurrence: &Output, items: &[Item]) -> Landmark {
    let view = data.incident_view();
    let mut asked: BTreeMap<IncidentIx, Asked> = BTreeMap::new();
    items.iter().for_each(|item| asked.entry(item.row).or_default().items.push(item));
    let mut found = Landmark::default();
    let mut seen: [Vec<CensoredDuration>; 2] = [Vec::new(), Vec::new()];
    for (row, family) in firsts(&view, recurrence, &asked) {
        let (Some(actions), Some(start)) = (asked.get(&row), view.started.get(row)) else { continue };
        let landmark = start.saturating_add(LANDMARK_DAYS * DAY);
        let Some(went_on) = went_on(family, start, landmark, data.periods.as_of) else { continue };
        let Some(is_done) = actions.done_by(landmark, data) else { continue };
        let arm = usize::from(!is_done);
        found.actions += actions.items.len() as u64;
        found.rows.push(row);
        found.arms.iter_mut().skip(arm).take(1).for_each(|arm| {
            arm.problems += 1;
            arm.again += u64::from(went_on.1);
        });
        seen.iter_mut().skip(arm).take(1).for_each(|arm| arm.push(went_on));
    }
    if found.arms.iter().all(|arm| arm.problems >= MIN_PROBLEMS) {
        let [with, without] = &seen;
        found.test = log_rank(&[[with, without]]);
    }
    found
}

/// The first incident with actions of each problem, in order of rows. An incident like no other is a problem of its own;
/// incidents that only share a label are left out, as they may be several.
fn firsts<'a>(
    view: &IncidentView,
    recurrence: &'a Output,
    asked: &BTreeMap<IncidentIx, Asked>,
) -> Vec<(IncidentIx, Option<&'a Family>)> {
    let mut first: BTreeMap<FamilyIx, (Millis, IncidentIx)> = BTreeMap::new();
    let mut alone = Vec::new();
    for &row in asked.keys() {
        let Some(start) = view.started.get(row) else { continue };
        match recurrence.family_of[row] {
            Some(family) => {
                let known = first.entry(family).or_insert((start, row));
                *known = (*known).min((start, row));
            }
            None => alone.push((row, None)),
        }
    }
    let problems = first.into_iter().filter_map(|(family, (_, row))| {
        let family = &recurrence.families[family];
        (!family.label).then_some((row, Some(family)))
    });
    let mut all: Vec<(IncidentIx, Option<&Family>)> = problems.chain(alone).collect();
    all.sort_by_key(|(row, _)| *row);
    all
}

/// Days from the landmark until the problem came back (`true`) or the exports were made; `None` for one that came back
/// before it, and for one whose landmark is still to come.
fn went_on(family: Option<&Family>, start: Millis, landmark: Millis, as_of: Millis) -> Option<CensoredDuration> {
    let later = family.and_then(|f| f.occurrences.iter().map(|o| o.start).find(|at| *at > start));
    let days = |to: Millis| to.saturating_sub(landmark) as f64 / DAY as f64;
    match later {
        Some(at) if at <= landmark => None,
        _ if landmark >= as_of => None,
        Some(at) => Some((days(at), true)),
        None => Some((days(as_of), false)),
    }
}
