//! Counts per area and period, in one pass over the incidents.

use crate::analyse::areas::episodes;
use crate::analyse::areas::evenness::{Evenness, Weekly};
use crate::analyse::areas::membership::{KINDS, NumberedArea, Numbering};
use crate::analyse::areas::slots::Slots;
use crate::frame::dataset::IncidentView;
use crate::frame::{DataSet, col};
use crate::model::column::Column;
use crate::model::row::{IncidentIx, Ix};
use crate::model::time::Millis;
use crate::stats::rate_ratio::Clusters;
use std::collections::BTreeMap;

/// Everything that is counted.
pub struct AreaTally {
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
    first: Column<NumberedArea, u64>,
    shares: Column<NumberedArea, f64>,
    /// Per area, in the whole data: incidents, and those that customers reported.
    pub ever: Column<NumberedArea, [u64; 2]>,
    /// Incidents that are in no rate of their slot, where there are any: per area, and of all.
    aside: BTreeMap<(NumberedArea, usize), u64>,
    aside_of_all: BTreeMap<usize, u64>,
    customers_aside: BTreeMap<usize, u64>,
    /// Whole weeks of the period under review and of the one before: of all incidents, of those known to have reached
    /// customers, and of every area.
    weekly: Vec<Weekly>,
    customers_weekly: Vec<Weekly>,
    areas_weekly: Column<NumberedArea, Vec<Weekly>>,
    /// Starts in those two periods, of all and of those that reached customers.
    starts: Vec<[Vec<Millis>; 2]>,
    /// Slots of those weeks.
    compared: Vec<usize>,
}

impl AreaTally {
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
            first: Column::new(),
            shares: Column::new(),
            ever: Column::new(),
            aside: BTreeMap::new(),
            aside_of_all: BTreeMap::new(),
            customers_aside: BTreeMap::new(),
            customers_weekly: windows.clone(),
            areas_weekly: Column::new(),
            starts: vec![[Vec::new(), Vec::new()]; windows.len()],
            weekly: windows,
            compared,
        };
        let view = data.incident_view();
        let detection = data.incident_texts(col::DETECTION);
        let mut own = Vec::new();
        for row in view.rows().filter(|&row| view.included.get(row)) {
            own.clear();
            tally.numbering.visit(&view, row, |area, kind| own.push((area, kind)));
            tally.grow();
            tally.count(&view, row, &own, slots, detection.get(row) == Some("customer"));
        }
        tally.starts.iter_mut().flatten().for_each(|starts| starts.sort_unstable());
        tally
    }

    fn grow(&mut self) {
        let areas = self.numbering.len();
        self.touched.resize(areas * self.slots, 0);
        self.first.pad(areas, 0);
        self.shares.pad(areas, 0.0);
        self.ever.pad(areas, [0; 2]);
        let blank: Vec<Weekly> = self.weekly.iter().map(Weekly::blank).collect();
        self.areas_weekly.pad(areas, blank);
    }

    fn count(
        &mut self,
        view: &IncidentView,
        row: IncidentIx,
        own: &[(NumberedArea, usize)],
        slots: &Slots,
        by_customer: bool,
    ) {
        for (area, _) in own {
            let [all, customers] = &mut self.ever[*area];
            *all += 1;
            *customers += u64::from(by_customer);
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
            own.iter().for_each(|(area, _)| add(&mut self.touched, area.place() * self.slots + slot));
            add(&mut self.incidents, slot);
            self.customer.iter_mut().skip(slot).take(1).for_each(|c| add(c, customer));
            let without = self.without.iter_mut().skip(slot).take(1);
            without.for_each(|w| w.iter_mut().zip(named).for_each(|(n, named)| *n += u64::from(named == 0)));
            add(self.severities.entry(rank).or_insert_with(|| vec![0; self.slots]), slot);
            if slot == slots.current() {
                self.split(own, &named);
            }
            let started = view.started.get(row);
            if slots.is_aside(slot, row, started) {
                self.set_aside(own, slot, customer == 0);
            } else if let Some((at, place)) = started.zip(self.compared.iter().position(|s| *s == slot)) {
                self.count_week(own, place, at, customer == 0);
            }
        }
    }

    fn set_aside(&mut self, own: &[(NumberedArea, usize)], slot: usize, felt: bool) {
        own.iter().for_each(|(area, _)| *self.aside.entry((*area, slot)).or_insert(0) += 1);
        *self.aside_of_all.entry(slot).or_insert(0) += 1;
        *self.customers_aside.entry(slot).or_insert(0) += u64::from(felt);
    }

    fn count_week(&mut self, own: &[(NumberedArea, usize)], place: usize, at: Millis, felt: bool) {
        let add = |weeks: &mut Vec<Weekly>| weeks.iter_mut().skip(place).take(1).for_each(|week| week.add(at));
        add(&mut self.weekly);
        if felt {
            add(&mut self.customers_weekly);
        }
        own.iter().for_each(|(area, _)| add(&mut self.areas_weekly[*area]));
        if let Some([all, customers]) = self.starts.get_mut(place) {
            all.push(at);
            customers.extend(felt.then_some(at));
        }
    }

    /// The incident's share of each of its areas, and the first area of each kind.
    fn split(&mut self, own: &[(NumberedArea, usize)], named: &[u32; KINDS.len()]) {
        let mut seen = [false; KINDS.len()];
        for &(area, kind) in own {
            let of = named.get(kind).copied().unwrap_or(1).max(1);
            self.shares[area] += 1.0 / f64::from(of);
            let first = seen.iter_mut().skip(kind).take(1).any(|seen| !std::mem::replace(seen, true));
            if first {
                self.first[area] += 1;
            }
        }
    }

    /// Incidents of an area in a slot.
    #[must_use]
    pub fn at(&self, area: NumberedArea, slot: usize) -> u64 {
        self.touched.get(area.place() * self.slots + slot).copied().unwrap_or(0)
    }

    /// Incidents of the period under review that name this area first of its kind.
    #[must_use]
    pub fn first(&self, area: NumberedArea) -> u64 {
        self.first[area]
    }

    /// Incidents of the period under review, those in m areas of the kind by 1/m.
    #[must_use]
    pub fn share(&self, area: NumberedArea) -> f64 {
        self.shares[area]
    }

    /// Areas of a kind that any incident of the slots names, in order of name.
    #[must_use]
    pub fn catalogue(&self, kind: &str) -> Vec<NumberedArea> {
        let named = |area: &NumberedArea| (0..self.slots).any(|slot| self.at(*area, slot) > 0);
        let own = self.numbering.areas().filter(|area| self.numbering.kind(*area) == kind);
        let mut areas: Vec<NumberedArea> = own.filter(named).collect();
        areas.sort_by_key(|area| self.numbering.name(*area));
        areas
    }

    /// Incidents of an area in a slot that are in no rate.
    #[must_use]
    pub fn aside(&self, area: NumberedArea, slot: usize) -> u64 {
        self.aside.get(&(area, slot)).copied().unwrap_or(0)
    }

    /// The same of all incidents, and of those known to have reached customers.
    #[must_use]
    pub fn aside_of_all(&self, slot: usize) -> u64 {
        self.aside_of_all.get(&slot).copied().unwrap_or(0)
    }

    #[must_use]
    pub fn customers_aside(&self, slot: usize) -> u64 {
        self.customers_aside.get(&slot).copied().unwrap_or(0)
    }

    /// How unevenly the incidents of the period under review and of the one before come, each week by week.
    #[must_use]
    pub fn evenness(&self) -> Option<Evenness> {
        Evenness::of(&self.weekly)
    }

    /// The same for those that are known to have reached customers.
    #[must_use]
    pub fn customers_evenness(&self) -> Option<Evenness> {
        Evenness::of(&self.customers_weekly)
    }

    /// What a comparison of one area has to allow for.
    #[must_use]
    pub fn clusters(&self, area: NumberedArea) -> Clusters {
        let found = Evenness::of(&self.areas_weekly[area]);
        found.map_or(Clusters::NONE, |evenness| evenness.clusters())
    }

    /// Incidents of the period under review and of the one before with a burst of them counted as one, of all (0) or of
    /// those that reached customers (1). `None` where there was no burst, and without an earlier period.
    #[must_use]
    pub fn episodes(&self, whom: usize) -> Option<[u64; 2]> {
        let counted = |place: usize| {
            let (starts, week) = (self.starts.get(place)?.get(whom)?, self.weekly.get(place)?);
            Some((episodes::count(starts, week.window()), starts.len() as u64))
        };
        let ((now, all_now), (then, all_then)) = (counted(0)?, counted(1)?);
        (now < all_now || then < all_then).then_some([now, then])
    }
}

fn add(counts: &mut [u64], index: usize) {
    if let Some(count) = counts.get_mut(index) {
        *count += 1;
    }
}
