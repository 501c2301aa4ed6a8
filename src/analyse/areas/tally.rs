//! Counts per area and period, in one pass over the incidents.

use crate::analyse::areas::evenness::Weekly;
use crate::analyse::areas::membership::{KINDS, Numbering};
use crate::analyse::areas::slots::Slots;
use crate::frame::dataset::IncidentView;
use crate::frame::read::Texts;
use crate::frame::{DataSet, col};
use std::collections::BTreeMap;

/// Places of the kinds, then one for all incidents.
const ALL: usize = KINDS.len();

/// Everything that is counted.
pub struct Tally {
    pub numbering: Numbering,
    /// Incidents per area and slot, flat: `area * slots + slot`.
    touched: Vec<u64>,
    slots: usize,
    pub incidents: Vec<u64>,
    pub without: Vec<[u64; 6]>,
    /// Reached customers: yes, no, not known.
    pub customer: Vec<[u64; 3]>,
    /// Incidents per severity rank (0: not stated) in each slot.
    pub severities: BTreeMap<u32, Vec<u64>>,
    /// Per area, of the period under review: incidents that name it first of its kind, and fractions of 1/m.
    first: Vec<u64>,
    shares: Vec<f64>,
    /// Per area, in the whole data: incidents, and those that customers reported.
    pub ever: Vec<[u64; 2]>,
    /// Whole weeks of the period under review and of the one before, per kind and for all.
    weekly: [Vec<Weekly>; ALL + 1],
    /// Slots of those weeks.
    compared: Vec<usize>,
}

impl Tally {
    #[must_use]
    pub fn of(data: &DataSet, slots: &Slots) -> Self {
        let n = slots.len();
        let compared: Vec<usize> =
            [Some(slots.current()), slots.previous(slots.current())].into_iter().flatten().collect();
        let windows: Vec<Weekly> = compared.iter().filter_map(|s| slots.window(*s)).map(Weekly::new).collect();
        let mut tally = Self {
            numbering: Numbering::default(),
            touched: Vec::new(),
            slots: n,
            incidents: vec![0; n],
            without: vec![[0; 6]; n],
            customer: vec![[0; 3]; n],
            severities: BTreeMap::new(),
            first: Vec::new(),
            shares: Vec::new(),
            ever: Vec::new(),
            weekly: std::array::from_fn(|_| windows.clone()),
            compared,
        };
        let view = data.incident_view();
        let detection = Texts::of(&data.incidents, col::DETECTION);
        let mut own = Vec::new();
        for row in (0..view.len).filter(|&row| view.included.get(row)) {
            own.clear();
            tally.numbering.visit(&view, row, |area, kind| own.push((area, kind)));
            tally.grow();
            tally.count(&view, row, &own, slots, detection.get(row) == Some("customer"));
        }
        tally
    }

    fn grow(&mut self) {
        let areas = self.numbering.len();
        self.touched.resize(areas * self.slots, 0);
        self.first.resize(areas, 0);
        self.shares.resize(areas, 0.0);
        self.ever.resize(areas, [0; 2]);
    }

    fn count(&mut self, view: &IncidentView, row: usize, own: &[(usize, usize)], slots: &Slots, by_customer: bool) {
        for (area, _) in own {
            self.ever.iter_mut().skip(*area).take(1).for_each(|[all, customers]| {
                *all += 1;
                *customers += u64::from(by_customer);
            });
        }
        let mut named = [0_u32; KINDS.len()];
        own.iter().for_each(|(_, kind)| named.iter_mut().skip(*kind).take(1).for_each(|n| *n += 1));
        let customer = match view.customer_facing.get(row) {
            Some("yes") => 0,
            Some("no") => 1,
            _ => 2,
        };
        let rank = view.severity.get(row).unwrap_or(0);
        for slot in slots.holding(view, row) {
            own.iter().for_each(|(area, _)| add(&mut self.touched, area * self.slots + slot));
            add(&mut self.incidents, slot);
            self.customer.iter_mut().skip(slot).take(1).for_each(|c| add(c, customer));
            let without = self.without.iter_mut().skip(slot).take(1);
            without.for_each(|w| w.iter_mut().zip(named).for_each(|(n, named)| *n += u64::from(named == 0)));
            add(self.severities.entry(rank).or_insert_with(|| vec![0; self.slots]), slot);
            if slot == slots.current() {
                self.split(own, &named);
            }
            if let Some((at, place)) = view.started.get(row).zip(self.compared.iter().position(|s| *s == slot)) {
                let kinds = self.weekly.iter_mut().zip(named.iter().copied().chain([1]));
                kinds.filter(|(_, named)| *named > 0).for_each(|(weeks, _)| {
                    weeks.iter_mut().skip(place).take(1).for_each(|w| w.add(at));
                });
            }
        }
    }

    /// The incident's share of each of its areas, and the first area of each kind.
    fn split(&mut self, own: &[(usize, usize)], named: &[u32; KINDS.len()]) {
        let mut seen = [false; KINDS.len()];
        for &(area, kind) in own {
            let of = named.get(kind).copied().unwrap_or(1).max(1);
            self.shares.iter_mut().skip(area).take(1).for_each(|s| *s += 1.0 / f64::from(of));
            let first = seen.iter_mut().skip(kind).take(1).any(|seen| !std::mem::replace(seen, true));
            if first {
                add(&mut self.first, area);
            }
        }
    }

    /// Incidents of an area in a slot.
    #[must_use]
    pub fn at(&self, area: usize, slot: usize) -> u64 {
        self.touched.get(area * self.slots + slot).copied().unwrap_or(0)
    }

    /// Incidents of the period under review that name this area first of its kind.
    #[must_use]
    pub fn first(&self, area: usize) -> u64 {
        self.first.get(area).copied().unwrap_or(0)
    }

    /// Incidents of the period under review, those in m areas of the kind by 1/m.
    #[must_use]
    pub fn share(&self, area: usize) -> f64 {
        self.shares.get(area).copied().unwrap_or(0.0)
    }

    /// Areas of a kind that any incident of the slots names, in order of name.
    #[must_use]
    pub fn catalogue(&self, kind: &str) -> Vec<usize> {
        let named = |area: &usize| (0..self.slots).any(|slot| self.at(*area, slot) > 0);
        let own = (0..self.numbering.len()).filter(|area| self.numbering.kind(*area) == kind);
        let mut areas: Vec<usize> = own.filter(named).collect();
        areas.sort_by_key(|area| self.numbering.name(*area));
        areas
    }

    /// Weeks of the period under review and of the one before, of a kind or (`None`) of all incidents.
    #[must_use]
    pub fn weekly(&self, kind: Option<usize>) -> &[Weekly] {
        self.weekly.get(kind.unwrap_or(ALL)).map_or(&[], Vec::as_slice)
    }
}

fn add(counts: &mut [u64], index: usize) {
    if let Some(count) = counts.get_mut(index) {
        *count += 1;
    }
}
