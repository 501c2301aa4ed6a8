//! **Question.** Where do incidents happen?
//! **Method.** Counts of included incidents per area and period, full counting: an incident in two services counts in
//! both, so shares of one kind may add up to more than 1. Rates per week with the exact Poisson interval (Garwood 1936).
//! **Needs.** Areas of at least one kind; periods.
//! **Silent when.** No incident names an area of a kind: then everything of that kind is unknown, not an area of its own.
//! **Known bias.** Counts are of declared incidents: an area that reports more has more. Nothing is divided by the
//! size or traffic of an area here.

pub mod membership;
pub mod slots;

use crate::analyse::Analysis;
use crate::frame::DataSet;
use crate::stats::poisson;
use membership::{KINDS, Numbering};
use slots::Slots;
use std::collections::BTreeMap;

pub struct Areas;

/// Coverage of the intervals of rates.
pub const CONFIDENCE: f64 = 0.95;

#[derive(Default)]
pub struct Params;

/// One row of the public `areas` table, as far as it is filled yet.
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
    /// Incidents in the period before; empty when the data do not reach back to it.
    pub previous: Option<u64>,
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

pub struct Output {
    /// Sorted by kind, area, period. Only areas with incidents in the period or in the one before.
    pub rows: Vec<Row>,
    /// One per period, quarters first, oldest first.
    pub totals: Vec<Total>,
    /// Index of the period under review in `totals`.
    pub current: usize,
}

impl Output {
    /// Totals of the period under review.
    #[must_use]
    pub fn total(&self) -> Option<&Total> {
        self.totals.get(self.current)
    }

    /// Areas of one kind in the period under review that have incidents, most first, ties by name.
    #[must_use]
    pub fn ranking(&self, kind: &str) -> Vec<&Row> {
        let period = self.total().map_or("", |t| t.period.as_str());
        let mut rows: Vec<&Row> =
            self.rows.iter().filter(|r| r.kind == kind && r.period == period && r.incidents > 0).collect();
        rows.sort_by(|a, b| b.incidents.cmp(&a.incidents).then_with(|| a.area.cmp(&b.area)));
        rows
    }
}

impl Analysis for Areas {
    type Params = Params;
    type Output = Output;

    fn run(data: &DataSet, _params: &Params) -> Output {
        let slots = Slots::of(data);
        let mut tally = Tally::new(&slots);
        tally.count(data, &slots);
        let mut rates = Rates::default();
        Output {
            rows: tally.rows(&slots, &mut rates),
            totals: tally.totals(&slots, &mut rates),
            current: slots.current(),
        }
    }
}

struct Tally {
    numbering: Numbering,
    /// Incidents per area and slot, flat: `area * slots + slot`.
    touched: Vec<u64>,
    incidents: Vec<u64>,
    without: Vec<[u64; 6]>,
    customer: Vec<[u64; 3]>,
}

impl Tally {
    fn new(slots: &Slots) -> Self {
        let n = slots.len();
        Self {
            numbering: Numbering::default(),
            touched: Vec::new(),
            incidents: vec![0; n],
            without: vec![[0; 6]; n],
            customer: vec![[0; 3]; n],
        }
    }

    fn count(&mut self, data: &DataSet, slots: &Slots) {
        let view = data.incident_view();
        for row in 0..view.len {
            let holding: Vec<usize> = slots.holding(&view, row).collect();
            if holding.is_empty() {
                continue;
            }
            let mut has = [false; KINDS.len()];
            let touched = &mut self.touched;
            self.numbering.visit(&view, row, |area, kind| {
                has.iter_mut().skip(kind).take(1).for_each(|h| *h = true);
                touched.resize(touched.len().max((area + 1) * slots.len()), 0);
                holding.iter().for_each(|slot| add(touched, area * slots.len() + slot));
            });
            let customer = match view.customer_facing.get(row) {
                Some("yes") => 0,
                Some("no") => 1,
                _ => 2,
            };
            for &slot in &holding {
                add(&mut self.incidents, slot);
                self.customer.iter_mut().skip(slot).take(1).for_each(|c| add(c, customer));
                let without = self.without.iter_mut().skip(slot).take(1);
                without.for_each(|w| w.iter_mut().zip(has).for_each(|(n, has)| *n += u64::from(!has)));
            }
        }
    }

    fn at(&self, area: usize, slot: usize, slots: &Slots) -> u64 {
        self.touched.get(area * slots.len() + slot).copied().unwrap_or(0)
    }

    fn rows(&self, slots: &Slots, rates: &mut Rates) -> Vec<Row> {
        let mut order: Vec<usize> = (0..self.numbering.len()).collect();
        order.sort_by_key(|&area| (self.numbering.kind(area), self.numbering.name(area)));
        let mut rows = Vec::new();
        for (area, slot) in order.iter().flat_map(|&area| (0..slots.shown()).map(move |slot| (area, slot))) {
            let incidents = self.at(area, slot, slots);
            let previous = slots.previous(slot).map(|before| self.at(area, before, slots));
            if incidents == 0 && previous.unwrap_or(0) == 0 {
                continue;
            }
            let all = self.incidents.get(slot).copied().unwrap_or(0);
            let (rate_per_week, rate) = rates.weekly(incidents, slots.weeks(slot));
            rows.push(Row {
                kind: self.numbering.kind(area),
                area: self.numbering.name(area).to_owned(),
                period: slots.label(slot).to_owned(),
                incidents,
                share: (all > 0).then(|| incidents as f64 / all as f64),
                rate_per_week,
                rate,
                previous,
            });
        }
        rows
    }

    fn totals(&self, slots: &Slots, rates: &mut Rates) -> Vec<Total> {
        let get = |slot: usize| self.incidents.get(slot).copied().unwrap_or(0);
        let customer = |slot: usize| self.customer.get(slot).copied().unwrap_or_default();
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
                without: self.without.get(slot).copied().unwrap_or_default(),
                customer: customer(slot),
                customer_before: before.map(|b| customer(b)[0]),
            }
        };
        (0..slots.shown()).map(total).collect()
    }
}

fn add(counts: &mut [u64], index: usize) {
    if let Some(count) = counts.get_mut(index) {
        *count += 1;
    }
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
