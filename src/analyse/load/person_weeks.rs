//! Interruptions, nights and time on call per person and local week, over all data.

use crate::analyse::load::bouts;
use crate::analyse::load::calendar::{self, Week};
use crate::analyse::load::flags::FlagMeasures;
use crate::analyse::load::groups::DisturbedNights;
use crate::analyse::load::multitasking::overlapped;
use crate::analyse::load::pages::Page;
use crate::analyse::load::params::Params;
use crate::analyse::load::person::Diary;
use crate::analyse::load::{nights, shifts};
use crate::frame::DataSet;
use crate::model::hours::{HourClass, HourProfile};
use crate::model::local;
use crate::model::row::{IncidentIx, PersonIx};
use crate::model::time::{Millis, Window};
use crate::model::work_calendar::WorkCalendar;
use chrono::{Datelike, Days, NaiveDate};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};

/// One row of the public `load` table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonWeek {
    pub person: PersonIx,
    /// `2026-W33`, the ISO week of the person's local date.
    pub week: String,
    /// The instant at which it begins where the person is.
    pub start: Millis,
    /// Milliseconds on call; `None` when no export holds shifts.
    pub on_call: Option<Millis>,
    pub interruptions: u64,
    pub business: u64,
    pub off: u64,
    pub sleep: u64,
    /// Bouts of interruptions that begin in the week.
    pub bouts: u64,
    /// Local hours with a page or work in them: business, off, sleep.
    pub disrupted_hours: [u64; 3],
    /// Distinct incidents that reached the person in this week.
    pub incidents: u64,
    /// Nights that began in this week (evening of the local date) with a page, or with enough work, in sleep hours.
    pub disturbed_nights: u64,
    /// Longest run of disturbed nights in a row that includes a night of this week; it may reach into others.
    pub longest_run: u64,
    /// What the flags look at; the time on several incidents at once is the column `overlap_s`.
    pub measures: FlagMeasures,
    /// Flags from 0 to 6; `None` where no export says who was paged.
    pub flags: Option<u64>,
}

#[derive(Default)]
struct Cell {
    on_call: Millis,
    classes: [u64; 3],
    bouts: u64,
    disrupted: [u64; 3],
    incidents: BTreeSet<IncidentIx>,
    shift_incidents: u64,
    nights: u64,
    longest_run: u64,
    rest: Option<Millis>,
    weekends: u64,
    overlap: Millis,
}

type Cells = BTreeMap<Week, Cell>;

/// All person-weeks with time on call, a page, work or a disturbed night, by person, then week.
#[must_use]
pub fn person_weeks(data: &DataSet, people: &[DisturbedNights], params: &Params) -> Vec<PersonWeek> {
    let calendar = bouts::work_calendar(data);
    let has_work = data.engagements.height() > 0;
    let mut rows = Vec::new();
    for person in people {
        let diary = person.diary;
        let mut cells = Cells::new();
        add_shifts(diary, params, &mut cells);
        add_pages(diary, params, &mut cells);
        add_nights(person, &data.profile, params, &mut cells);
        add_hours(diary, &calendar, &mut cells);
        add_overlap(diary, &mut cells);
        rows.extend(cells.into_iter().map(|(week, cell)| {
            let measures = FlagMeasures {
                shift_incidents: data.has_shifts.then_some(cell.shift_incidents),
                nights: cell.nights,
                run: cell.longest_run,
                rest: cell.rest,
                weekends: cell.weekends,
                overlap: has_work.then_some(cell.overlap),
            };
            row(data, diary, week, &cell, measures, params)
        }));
    }
    rows
}

fn row(data: &DataSet, diary: &Diary, week: Week, cell: &Cell, measures: FlagMeasures, params: &Params) -> PersonWeek {
    let [business, off, sleep] = cell.classes;
    PersonWeek {
        person: diary.person,
        week: week.label(),
        start: week.start(diary.zone),
        on_call: data.has_shifts.then_some(cell.on_call),
        interruptions: business + off + sleep,
        business,
        off,
        sleep,
        bouts: cell.bouts,
        disrupted_hours: cell.disrupted,
        incidents: cell.incidents.len() as u64,
        disturbed_nights: cell.nights,
        longest_run: cell.longest_run,
        measures,
        flags: data.has_pages.then(|| measures.count(&params.flags)),
    }
}

/// The parts of a stretch by local week.
fn by_week(stretch: Window, zone: Tz) -> Vec<(Week, Millis)> {
    let mut parts = Vec::new();
    let Some((first, last)) = calendar::weeks(stretch.start, stretch.end, zone) else { return parts };
    let mut week = first;
    while week <= last {
        let (start, end) = (week.start(zone).max(stretch.start), week.next().start(zone).min(stretch.end));
        parts.push((week, end.saturating_sub(start).max(0)));
        if week.next() == week {
            break;
        }
        week = week.next();
    }
    parts
}

fn add_shifts(diary: &Diary, params: &Params, cells: &mut Cells) {
    for (week, length) in diary.shifts.iter().flat_map(|s| by_week(*s, diary.zone)) {
        cells.entry(week).or_default().on_call += length;
    }
    for piece in shifts::pieces(diary, &diary.shifts, params.shift).into_iter().filter(|p| p.incidents > 0) {
        let Some(day) = local::date(piece.window.start, diary.zone) else { continue };
        let cell = cells.entry(Week::of(day)).or_default();
        cell.shift_incidents = cell.shift_incidents.max(piece.incidents);
    }
}

fn add_overlap(diary: &Diary, cells: &mut Cells) {
    for (week, length) in overlapped(diary).into_iter().flat_map(|s| by_week(s, diary.zone)) {
        cells.entry(week).or_default().overlap += length;
    }
}

fn slot(class: HourClass) -> usize {
    HourClass::ALL.iter().position(|c| *c == class).unwrap_or(0)
}

fn add_pages(diary: &Diary, params: &Params, cells: &mut Cells) {
    let week = |page: &Page| calendar::wall_clock(page.local_at).map(|local| Week::of(local.date()));
    for page in &diary.pages {
        let Some(week) = week(page) else { continue };
        let cell = cells.entry(week).or_default();
        cell.classes.iter_mut().skip(slot(page.class)).take(1).for_each(|n| *n += 1);
    }
    for (at, incident) in diary.reached() {
        let Some(day) = local::date(at, diary.zone) else { continue };
        cells.entry(Week::of(day)).or_default().incidents.insert(incident);
    }
    let firsts = bouts::bouts(diary, params.bout);
    for week in firsts.into_iter().filter_map(|place| week(diary.pages.get(place)?)) {
        cells.entry(week).or_default().bouts += 1;
    }
}

/// Disrupted hours, and weekends in a row with any.
fn add_hours(diary: &Diary, calendar: &WorkCalendar, cells: &mut Cells) {
    let mut weekends: BTreeSet<Week> = BTreeSet::new();
    for hour in bouts::disrupted(diary, calendar) {
        let week = Week::of(hour.local.date());
        let cell = cells.entry(week).or_default();
        cell.disrupted.iter_mut().skip(slot(hour.class)).take(1).for_each(|n| *n += 1);
        if hour.local.weekday().num_days_from_monday() >= 5 {
            weekends.insert(week);
        }
    }
    let mut last: Option<(Week, u64)> = None;
    for week in weekends {
        let in_row = last.filter(|(before, _)| before.next() == week).map_or(0, |(_, n)| n) + 1;
        cells.entry(week).or_default().weekends = in_row;
        last = Some((week, in_row));
    }
}

fn add_nights(of: &DisturbedNights, profile: &HourProfile, params: &Params, cells: &mut Cells) {
    for (first, length) in runs(of.disturbed.keys().copied()) {
        for night in (0..length).filter_map(|n| first.checked_add_days(Days::new(n))) {
            let cell = cells.entry(Week::of(night)).or_default();
            cell.nights += 1;
            cell.longest_run = cell.longest_run.max(length);
        }
    }
    // One step above the threshold, for the counts with another one.
    let below = params.flags.lower().rest();
    for (evening, rest) in nights::rests(of.diary, profile, below) {
        let cell = cells.entry(Week::of(evening)).or_default();
        cell.rest = Some(cell.rest.map_or(rest, |known| known.min(rest)));
    }
}

/// Runs of nights in a row, out of nights in order: the first night and how many.
#[must_use]
pub fn runs(nights: impl IntoIterator<Item = NaiveDate>) -> Vec<(NaiveDate, u64)> {
    let mut runs: Vec<(NaiveDate, u64)> = Vec::new();
    for night in nights {
        match runs.last_mut() {
            Some((first, length)) if first.checked_add_days(Days::new(*length)) == Some(night) => *length += 1,
            _ => runs.push((night, 1)),
        }
    }
    runs
}
