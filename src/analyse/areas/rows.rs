//! The rows of the public table, and the totals of each period.

use crate::analyse::areas::change::{Change, Table};
use crate::analyse::areas::membership::KINDS;
use crate::analyse::areas::slots::Slots;
use crate::analyse::areas::tally::Tally;
use crate::stats::poisson;
use std::collections::BTreeMap;

/// Coverage of the intervals of rates.
pub const CONFIDENCE: f64 = 0.95;

/// One row of the public `areas` table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub kind: &'static str,
    pub area: String,
    pub period: String,
    /// Included incidents of the period that touch the area.
    pub incidents: u64,
    /// Share of all included incidents of the period; empty when it has none.
    pub share: Option<f64>,
    pub rate_per_week: Option<f64>,
    /// 95 % interval of the rate.
    pub rate: Option<[f64; 2]>,
    /// Rate per week drawn towards the mean of all areas of the kind.
    pub shrunk_rate: Option<f64>,
    /// The same of the period before.
    pub shrunk_previous: Option<f64>,
    /// 90 % interval of the shrunken rate, and best and worst rank at 90 %; of the period under review only.
    pub shrunk: Option<[f64; 2]>,
    pub rank: Option<[f64; 2]>,
    /// Incidents in the period before; empty when the data do not reach back to it.
    pub previous: Option<u64>,
    /// Against the period before; empty where there is none, and where both have no incident.
    pub change: Option<Change>,
}

/// All included incidents of one period.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Total {
    pub period: String,
    pub incidents: u64,
    pub weeks: f64,
    pub rate_per_week: Option<f64>,
    pub rate: Option<[f64; 2]>,
    pub previous: Option<u64>,
    /// Incidents without an area, per kind in the order of [`KINDS`].
    pub without: [u64; 6],
    /// Reached customers: stated yes, stated no, not known.
    pub customer: [u64; 3],
    /// Stated yes in the period before.
    pub customer_before: Option<u64>,
}

/// Sorted by kind, area, period.
#[must_use]
pub fn rows(tally: &Tally, slots: &Slots) -> Vec<Row> {
    let mut rates = Rates::default();
    let mut kinds = KINDS;
    kinds.sort_unstable();
    let mut rows = Vec::new();
    for kind in kinds {
        let areas = tally.catalogue(kind);
        let changes: Vec<Vec<Option<Change>>> =
            (0..slots.shown()).map(|slot| changes(tally, slots, &areas, slot)).collect();
        for (place, &area) in areas.iter().enumerate() {
            for (slot, changes) in changes.iter().enumerate() {
                let incidents = tally.at(area, slot);
                let previous = slots.previous(slot).map(|before| tally.at(area, before));
                if incidents == 0 && previous.unwrap_or(0) == 0 {
                    continue;
                }
                let all = tally.incidents.get(slot).copied().unwrap_or(0);
                let (rate_per_week, rate) = rates.weekly(incidents, slots.weeks(slot));
                rows.push(Row {
                    kind,
                    area: tally.numbering.name(area).to_owned(),
                    period: slots.label(slot).to_owned(),
                    incidents,
                    share: (all > 0).then(|| incidents as f64 / all as f64),
                    rate_per_week,
                    rate,
                    shrunk_rate: None,
                    shrunk_previous: None,
                    shrunk: None,
                    rank: None,
                    previous,
                    change: changes.get(place).copied().flatten(),
                });
            }
        }
    }
    rows
}

/// Every area of one kind against the period before one slot: one table of tests.
fn changes(tally: &Tally, slots: &Slots, areas: &[usize], slot: usize) -> Vec<Option<Change>> {
    slots.previous(slot).map_or_else(Vec::new, |before| against(tally, slots, areas, [slot, before]))
}

/// Every area of one kind in one slot against another.
#[must_use]
pub fn against(tally: &Tally, slots: &Slots, areas: &[usize], [slot, before]: [usize; 2]) -> Vec<Option<Change>> {
    let pairs: Vec<(u64, u64)> = areas.iter().map(|a| (tally.at(*a, slot), tally.at(*a, before))).collect();
    Table::family(&pairs, [slots.weeks(slot), slots.weeks(before)])
}

/// One per period, in the order of the slots.
#[must_use]
pub fn totals(tally: &Tally, slots: &Slots) -> Vec<Total> {
    let mut rates = Rates::default();
    let get = |slot: usize| tally.incidents.get(slot).copied().unwrap_or(0);
    let customer = |slot: usize| tally.customer.get(slot).copied().unwrap_or_default();
    let total = |slot: usize| {
        let (rate_per_week, rate) = rates.weekly(get(slot), slots.weeks(slot));
        let before = slots.previous(slot);
        Total {
            period: slots.label(slot).to_owned(),
            incidents: get(slot),
            weeks: slots.weeks(slot),
            rate_per_week,
            rate,
            previous: before.map(get),
            without: tally.without.get(slot).copied().unwrap_or_default(),
            customer: customer(slot),
            customer_before: before.map(|b| customer(b)[0]),
        }
    };
    (0..slots.shown()).map(total).collect()
}

/// Intervals by count; many areas share the same small counts.
#[derive(Default)]
struct Rates(BTreeMap<u64, [f64; 2]>);

impl Rates {
    /// Rate per week and its interval; nothing without exposure.
    fn weekly(&mut self, incidents: u64, weeks: f64) -> (Option<f64>, Option<[f64; 2]>) {
        if weeks <= 0.0 {
            return (None, None);
        }
        let [lo, hi] =
            *self.0.entry(incidents).or_insert_with(|| poisson::garwood(incidents, CONFIDENCE).unwrap_or_default());
        (Some(incidents as f64 / weeks), Some([lo / weeks, hi / weeks]))
    }
}
