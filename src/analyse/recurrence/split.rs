//! Incidents of each quarter by what was known of their problem when they began: nothing, seen before, famous by then.

use crate::analyse::recurrence::share::{ShareBase, came_before, history};
use crate::analyse::recurrence::{Family, occurrences};
use crate::model::column::Column;
use crate::model::period::Period;
use crate::model::row::FamilyIx;
use crate::model::time::{DAY, Millis, Window};

/// The data begin with their first incident, not when recording began: a history shorter by less than this counts as
/// whole.
const SLACK: Millis = 7 * DAY;

/// One quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Novelty {
    /// As the period is labelled (`2026Q3`).
    pub label: String,
    pub window: Window,
    /// No earlier occurrence of the problem within the look-back.
    pub new: u64,
    /// Seen before, and not famous by then.
    pub known: u64,
    /// Seen before, and famous by the rule with this occurrence at the latest.
    pub famous: u64,
    /// No problem record, and no title or only a label: nothing to compare.
    pub untold: u64,
    /// The data cover only a part of the quarter.
    pub partial: bool,
    /// The data reach back less than the look-back before it, so fewer can have been seen before.
    pub short: bool,
}

impl Novelty {
    #[must_use]
    pub fn incidents(&self) -> u64 {
        self.new + self.known + self.famous + self.untold
    }
}

/// The quarters of the run, each with the look-back (in days) that the share of the period has, so that the two agree.
/// O(incidents · log occurrences).
#[must_use]
pub fn quarters(known: &ShareBase, look_back_days: u64) -> Vec<Novelty> {
    let look_back = Millis::try_from(look_back_days).unwrap_or(0).saturating_mul(DAY);
    let famous: Column<FamilyIx, Option<Millis>> = known.families.iter().map(famous_since).collect();
    let periods = &known.data.periods.quarters;
    let mut found: Vec<Novelty> =
        periods.iter().map(|p| empty(p, history(known.data, p).saturating_add(SLACK) < look_back)).collect();
    let view = known.view;
    for row in view.rows().filter(|&row| view.included.get(row)) {
        let Some(start) = view.started.get(row) else { continue };
        let Some(split) = found.iter_mut().find(|s| s.window.contains(start)) else { continue };
        let since = known.family_of[row].and_then(|family| famous[family]);
        let family = known.family_of[row].map(|family| &known.families[family]);
        let came_before = family.is_some_and(|f| !f.label && came_before(f, start, look_back));
        *match (known.is_told(row), came_before) {
            (false, _) => &mut split.untold,
            (true, true) if since.is_some_and(|since| since <= start) => &mut split.famous,
            (true, true) => &mut split.known,
            (true, false) => &mut split.new,
        } += 1;
    }
    found
}

fn empty(period: &Period, short: bool) -> Novelty {
    Novelty {
        label: period.label.clone(),
        window: period.window,
        new: 0,
        known: 0,
        famous: 0,
        untold: 0,
        partial: period.partial,
        short,
    }
}

/// Start of the occurrence that made it famous.
fn famous_since(family: &Family) -> Option<Millis> {
    let place = occurrences::famous_from(&family.occurrences).filter(|_| family.famous)?;
    family.occurrences.get(place).map(|o| o.start)
}
