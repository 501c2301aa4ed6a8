//! Bouts of pages, and the hours of a person's clock that something disrupted.

use crate::analyse::load::Classes;
use crate::analyse::load::person::Diary;
use crate::frame::DataSet;
use crate::model::holiday::DaysOff;
use crate::model::hours::HourClass;
use crate::model::period::Period;
use crate::model::time::{HOUR, Millis, Window};
use crate::model::work_calendar::WorkCalendar;
use chrono::{DateTime, NaiveDateTime, Offset, TimeZone, Timelike};
use chrono_tz::Tz;
use std::collections::BTreeSet;

/// The calendar by which people of the run work.
#[must_use]
pub fn work_calendar(data: &DataSet) -> WorkCalendar<'_> {
    WorkCalendar { profile: &data.profile, days_off: DaysOff::of(&data.holidays) }
}

/// Places in `diary.pages` of the first page of each bout: the pages within `gap` of the first are one. The gap counts
/// from the first page, so that a phone that rings all night is many bouts.
#[must_use]
pub fn bouts(diary: &Diary, gap: Millis) -> Vec<usize> {
    let mut firsts = Vec::new();
    let mut since: Option<Millis> = None;
    for (place, page) in diary.pages.iter().enumerate() {
        if since.is_none_or(|first| page.at - first > gap) {
            since = Some(page.at);
            firsts.push(place);
        }
    }
    firsts
}

/// How often people were called out in a period, by the hour class of the first page of each bout.
#[must_use]
pub fn calls<'a>(diaries: impl Iterator<Item = &'a Diary>, gap: Millis, period: &Period) -> Classes {
    let mut found = Classes::default();
    for diary in diaries {
        let firsts = bouts(diary, gap).into_iter().filter_map(|place| diary.pages.get(place));
        firsts.filter(|page| period.contains(page.at)).for_each(|page| found.add(page.class));
    }
    found
}

/// An hour of a person's clock with a page or work in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DisruptedHour {
    /// The local time at which the hour begins.
    pub local: NaiveDateTime,
    /// Seconds east of UTC: the hour that comes twice when clocks go back is two.
    pub offset: i32,
    pub class: HourClass,
}

/// Every such hour once, in order. O(hours of work).
#[must_use]
pub fn disrupted(diary: &Diary, calendar: &WorkCalendar) -> BTreeSet<DisruptedHour> {
    let mut hours = BTreeSet::new();
    // Not joined: a page in the moment in which work ends lies in the hour after it.
    let pages = diary.pages.iter().map(|p| Window { start: p.at, end: p.at.saturating_add(1) });
    for stretch in diary.working().into_iter().chain(pages) {
        let mut at = stretch.start;
        while at < stretch.end {
            let Some((hour, past)) = hour_of(at, diary.zone, calendar) else { break };
            hours.insert(hour);
            at += HOUR - past;
        }
    }
    hours
}

/// The local hour of an instant, and how much of it is past.
fn hour_of(at: Millis, zone: Tz, calendar: &WorkCalendar) -> Option<(DisruptedHour, Millis)> {
    let local = zone.from_utc_datetime(&DateTime::from_timestamp_millis(at)?.naive_utc());
    let wall = local.naive_local();
    let begin = wall.date().and_hms_opt(wall.hour(), 0, 0)?;
    let hour = DisruptedHour {
        local: begin,
        offset: local.offset().fix().local_minus_utc(),
        class: calendar.class(begin, zone),
    };
    Some((hour, (wall - begin).num_milliseconds()))
}
