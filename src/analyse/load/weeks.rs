//! Interruptions, nights and time on call per person and local week, over all data.

use crate::analyse::load::calendar::{self, Week};
use crate::analyse::overlap::capacity::on_call;
use crate::frame::DataSet;
use crate::model::hours::{HourClass, HourProfile};
use crate::model::time::{Millis, Window};
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};

/// One row of the public `load` table. `overlap_s` and `flags` are not computed yet and stay empty there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonWeek {
    pub person: u32,
    /// `2026-W33`, the ISO week of the person's local date.
    pub week: String,
    /// Milliseconds on call; `None` when no export holds shifts.
    pub on_call: Option<Millis>,
    pub interruptions: u64,
    pub business: u64,
    pub off: u64,
    pub sleep: u64,
    /// Distinct incidents with an interruption in this week.
    pub incidents: u64,
    /// Nights that began in this week (evening of the local date) with at least one page in sleep hours.
    pub disturbed_nights: u64,
    /// Longest run of disturbed nights in a row that includes a night of this week; it may reach into others.
    pub longest_run: u64,
}

#[derive(Default)]
struct Cell {
    on_call: Millis,
    classes: [u64; 3],
    incidents: BTreeSet<u32>,
    nights: u64,
    longest_run: u64,
}

/// One interruption that counts.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    pub incident: u32,
    pub person: u32,
    pub at: Millis,
    pub local_at: Millis,
    pub class: HourClass,
}

impl Page {
    /// The local evening on which the night of a page in sleep hours began; `None` outside them.
    #[must_use]
    pub fn evening(&self, profile: &HourProfile) -> Option<NaiveDate> {
        let asleep = self.class == HourClass::Sleep;
        calendar::wall_clock(self.local_at).filter(|_| asleep).map(|local| calendar::evening(local, profile))
    }
}

/// Interruptions for included incidents, in the order of the table (person, then time).
pub fn pages(data: &DataSet) -> impl Iterator<Item = Page> + '_ {
    let (view, incidents) = (data.interruption_view(), data.incident_view());
    (0..view.len).filter_map(move |row| {
        let incident = view.incident.get(row)?;
        let class = match view.hour_class.get(row)? {
            "business" => HourClass::Business,
            "off" => HourClass::Off,
            _ => HourClass::Sleep,
        };
        let counted = incidents.included.get(incident as usize);
        let (person, at, local_at) = (view.person.get(row)?, view.at.get(row)?, view.local_at.get(row)?);
        counted.then_some(Page { incident, person, at, local_at, class })
    })
}

/// Zone of a person; UTC for a name that the zone data don't know.
#[must_use]
pub fn zone_of(data: &DataSet, person: u32) -> Tz {
    data.people.get(person as usize).and_then(|p| p.zone.parse().ok()).unwrap_or(Tz::UTC)
}

/// All person-weeks with time on call, an interruption or a disturbed night, by person, then week.
#[must_use]
pub fn person_weeks(data: &DataSet) -> Vec<PersonWeek> {
    let mut cells: BTreeMap<(u32, Week), Cell> = BTreeMap::new();
    add_shifts(data, &mut cells);
    add_pages(data, &mut cells);
    let row = |((person, week), cell): ((u32, Week), Cell)| {
        let [business, off, sleep] = cell.classes;
        PersonWeek {
            person,
            week: week.label(),
            on_call: data.has_shifts.then_some(cell.on_call),
            interruptions: business + off + sleep,
            business,
            off,
            sleep,
            incidents: cell.incidents.len() as u64,
            disturbed_nights: cell.nights,
            longest_run: cell.longest_run,
        }
    };
    cells.into_iter().map(row).collect()
}

/// From the first incident to the moment of the export: shifts without bounds are cut here.
fn reach(data: &DataSet) -> Window {
    let as_of = data.periods.as_of;
    Window { start: data.periods.data.map_or(as_of, |d| d.start), end: as_of }
}

fn add_shifts(data: &DataSet, cells: &mut BTreeMap<(u32, Week), Cell>) {
    for (person, shifts) in on_call(data, reach(data)) {
        let zone = zone_of(data, person);
        for shift in shifts {
            let Some((first, last)) = calendar::weeks(shift.start, shift.end, zone) else { continue };
            let mut week = first;
            while week <= last {
                let (start, end) = (week.start(zone).max(shift.start), week.next().start(zone).min(shift.end));
                cells.entry((person, week)).or_default().on_call += end.saturating_sub(start).max(0);
                if week.next() == week {
                    break;
                }
                week = week.next();
            }
        }
    }
}

fn add_pages(data: &DataSet, cells: &mut BTreeMap<(u32, Week), Cell>) {
    let mut nights: BTreeMap<u32, BTreeSet<NaiveDate>> = BTreeMap::new();
    for page in pages(data) {
        if let Some(evening) = page.evening(&data.profile) {
            nights.entry(page.person).or_default().insert(evening);
        }
        let Some(local) = calendar::wall_clock(page.local_at) else { continue };
        let cell = cells.entry((page.person, Week::of(local.date()))).or_default();
        let slot = HourClass::ALL.iter().position(|c| *c == page.class).unwrap_or(0);
        cell.classes.iter_mut().skip(slot).take(1).for_each(|n| *n += 1);
        cell.incidents.insert(page.incident);
    }
    for (person, nights) in nights {
        for (first, length) in runs(&nights) {
            for night in (0..length).filter_map(|n| first.checked_add_days(Days::new(n))) {
                let cell = cells.entry((person, Week::of(night))).or_default();
                cell.nights += 1;
                cell.longest_run = cell.longest_run.max(length);
            }
        }
    }
}

/// Runs of nights in a row: the first night and how many.
#[must_use]
pub fn runs(nights: &BTreeSet<NaiveDate>) -> Vec<(NaiveDate, u64)> {
    let mut runs: Vec<(NaiveDate, u64)> = Vec::new();
    for &night in nights {
        match runs.last_mut() {
            Some((first, length)) if first.checked_add_days(Days::new(*length)) == Some(night) => *length += 1,
            _ => runs.push((night, 1)),
        }
    }
    runs
}
