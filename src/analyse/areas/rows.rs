//! The rows of the public table, and the totals of each period.

use crate::analyse::areas::change::{ChangeTable, CountChange};
use crate::analyse::areas::membership::{KINDS, NumberedArea};
use crate::analyse::areas::slots::{MIN_WEEKS, Slots};
use crate::analyse::areas::tally::AreaTally;
use crate::model::time::Millis;
use crate::stats::poisson;
use crate::stats::rate_ratio::{Clusters, clustered_rate};
use std::collections::BTreeMap;

/// Coverage of the intervals of rates.
pub const CONFIDENCE: f64 = 0.95;

/// One row of the public `areas` table.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaRow {
    pub kind: &'static str,
    pub area: String,
    pub period: String,
    /// Included incidents of the period that touch the area.
    pub incidents: u64,
    /// Share of all included incidents of the period; empty when it has none.
    pub share: Option<f64>,
    pub rate_per_week: Option<f64>,
    /// 95 % interval of the rate; of the period under review it allows for incidents that come in clusters.
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
    pub change: Option<CountChange>,
}

/// All included incidents of one period.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Total {
    pub period: String,
    pub incidents: u64,
    /// Those that the rate is made of, and the weeks in which they could be seen.
    pub counted: u64,
    pub weeks: f64,
    /// Whether the first incident of all the data begins these weeks, and the last one ends them.
    pub inferred: [bool; 2],
    /// Start of the last incident before the collection stopped that most incidents came from, where it did so in this
    /// period: the weeks end there.
    pub stopped_at: Option<Millis>,
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
pub fn rows(tally: &AreaTally, slots: &Slots) -> Vec<AreaRow> {
    let mut rates = Rates::default();
    let mut kinds = KINDS;
    kinds.sort_unstable();
    let mut rows = Vec::new();
    for kind in kinds {
        let areas = tally.catalogue(kind);
        let changes: Vec<Vec<Option<CountChange>>> =
            (0..slots.shown()).map(|slot| changes(tally, slots, &areas, slot)).collect();
        for (place, &area) in areas.iter().enumerate() {
            for (slot, changes) in changes.iter().enumerate() {
                let incidents = tally.at(area, slot);
                let previous = slots.previous(slot).map(|before| tally.at(area, before));
                if incidents == 0 && previous.unwrap_or(0) == 0 {
                    continue;
                }
                let all = tally.incidents.get(slot).copied().unwrap_or(0);
                let counted = incidents - tally.aside(area, slot);
                let clusters = if slot == slots.current() { tally.clusters(area) } else { Clusters::NONE };
                let (rate_per_week, rate) = rates.weekly(counted, slots.weeks(slot), clusters);
                rows.push(AreaRow {
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
fn changes(tally: &AreaTally, slots: &Slots, areas: &[NumberedArea], slot: usize) -> Vec<Option<CountChange>> {
    slots.previous(slot).map_or_else(Vec::new, |before| against(tally, slots, areas, [slot, before]))
}

/// Every area of one kind in one slot against another. Those of the period under review and of the one before it allow for
/// the weeks of the area.
#[must_use]
pub fn against(
    tally: &AreaTally,
    slots: &Slots,
    areas: &[NumberedArea],
    [slot, before]: [usize; 2],
) -> Vec<Option<CountChange>> {
    if !slots.comparable([slot, before]) {
        return vec![None; areas.len()];
    }
    let weeks = [slots.weeks(slot), slots.weeks(before)];
    let reviewed = slot == slots.current() && slots.previous(slot) == Some(before);
    let mut even = ChangeTable::default();
    let change = |area: &NumberedArea| {
        let of = |slot: usize| tally.at(*area, slot);
        let [now, then] = [slot, before].map(|slot| of(slot) - tally.aside(*area, slot));
        let clusters = if reviewed { tally.clusters(*area) } else { Clusters::NONE };
        let change = if clusters.widen() {
            CountChange::clustered((now, weeks[0]), (then, weeks[1]), clusters)
        } else {
            even.between((now, then), weeks)
        };
        change.map(|change| change.of_all([of(slot), of(before)]))
    };
    let mut changes: Vec<Option<CountChange>> = areas.iter().map(change).collect();
    ChangeTable::adjust(&mut changes);
    changes
}

/// One per period, in the order of the slots.
#[must_use]
pub fn totals(tally: &AreaTally, slots: &Slots) -> Vec<Total> {
    let mut rates = Rates::default();
    let get = |slot: usize| tally.incidents.get(slot).copied().unwrap_or(0);
    let customer = |slot: usize| tally.customer.get(slot).copied().unwrap_or_default();
    let total = |slot: usize| {
        let counted = get(slot) - tally.aside_of_all(slot);
        // What weeks vary beside chance is known of those under review.
        let evenness = if slot == slots.current() { tally.evenness() } else { None };
        let clusters = evenness.map_or(Clusters::NONE, |found| found.clusters());
        let (rate_per_week, rate) = rates.weekly(counted, slots.weeks(slot), clusters);
        let before = slots.previous(slot);
        Total {
            period: slots.label(slot).to_owned(),
            incidents: get(slot),
            counted,
            weeks: slots.weeks(slot),
            inferred: slots.inferred(slot),
            stopped_at: slots.stop(slot),
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
    /// Rate per week and its interval, wider where incidents come in clusters; nothing from less than two weeks.
    fn weekly(&mut self, incidents: u64, weeks: f64, clusters: Clusters) -> (Option<f64>, Option<[f64; 2]>) {
        if weeks < MIN_WEEKS {
            return (None, None);
        }
        if clusters.widen() {
            let rate = clustered_rate(incidents, weeks, CONFIDENCE, clusters);
            return rate.map_or((None, None), |found| (Some(found.rate), Some([found.low, found.high])));
        }
        let [lo, hi] =
            *self.0.entry(incidents).or_insert_with(|| poisson::garwood(incidents, CONFIDENCE).unwrap_or_default());
        (Some(incidents as f64 / weeks), Some([lo / weeks, hi / weeks]))
    }
}
