//! What a stretch of work takes from a person's nights and free days, by the person's own clock.
//!
//! Lengths are elapsed time between instants: the night in which clocks go forward is an hour shorter. A local time that
//! the clocks skip is the instant after the gap, one that comes twice the first of the two.

use crate::model::hours::HourProfile;
use crate::model::local::{EARLIEST, LATEST, date as local_date, to_utc};
use crate::model::time::Millis;
use chrono::{Datelike, Days, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use rustc_hash::FxHashMap;
use std::cell::RefCell;

/// What lies inside a half-open stretch of time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Engaged {
    /// Milliseconds in sleep hours.
    pub sleep: Millis,
    /// Milliseconds on a local Saturday or Sunday.
    pub weekend: Millis,
    /// Milliseconds outside business hours from Monday to Friday, nights and weekends included.
    pub off: Millis,
    /// Evenings of the nights that lose any time.
    pub nights: Vec<NaiveDate>,
}

/// First instant of the sleep hours that begin on this local date, and the instant after their last.
#[must_use]
pub fn night(evening: NaiveDate, profile: &HourProfile, zone: Tz) -> (Millis, Millis) {
    let over_midnight = profile.sleep_from > profile.sleep_to;
    let end = if over_midnight { profile.sleep_to + 24 } else { profile.sleep_to };
    (instant(evening, profile.sleep_from, zone), instant(evening, end, zone))
}

/// The parts of `[start, end)` that lie in sleep hours, at weekends and outside business hours. Nothing for a stretch
/// without length, and nothing outside the years that an incident can have. O(days).
#[must_use]
pub fn engaged(start: Millis, end: Millis, profile: &HourProfile, zone: Tz) -> Engaged {
    let (start, end) = (start.max(EARLIEST), end.min(LATEST));
    let mut found = Engaged::default();
    let days = local_date(start, zone).zip(local_date(end, zone));
    let Some((first, last)) = days.filter(|_| start < end) else { return found };
    let inside = |(from, to): (Millis, Millis)| (to.min(end) - from.max(start)).max(0);
    let mut business = 0;
    // The night that begins on the day before may reach into the first day.
    for day in first.pred_opt().unwrap_or(first).iter_days().take_while(|day| *day <= last) {
        let slept = inside(night(day, profile, zone));
        found.sleep += slept;
        if slept > 0 {
            found.nights.push(day);
        }
        if day.weekday().num_days_from_monday() >= 5 {
            found.weekend += inside((instant(day, 0, zone), instant(day, 24, zone)));
        } else if profile.business_from < profile.business_to {
            business += inside((instant(day, profile.business_from, zone), instant(day, profile.business_to, zone)));
        }
    }
    found.off = end - start - business;
    found
}

thread_local! {
    /// Instants that were asked for: a review asks for the few hours of the same days again for every page and every
    /// stretch of work, which was a twentieth of its time.
    static KNOWN: RefCell<FxHashMap<(Tz, NaiveDate, u32), Millis>> = RefCell::default();
}

/// So many are kept: ten years of six hours a day in three zones.
const MAX_KNOWN: usize = 65_536;

/// The instant of a local hour, counted on from midnight of this date.
fn instant(day: NaiveDate, hour: u32, zone: Tz) -> Millis {
    KNOWN.with_borrow_mut(|known| {
        if known.len() >= MAX_KNOWN {
            known.clear();
        }
        *known.entry((zone, day, hour)).or_insert_with(|| computed(day, hour, zone))
    })
}

fn computed(day: NaiveDate, hour: u32, zone: Tz) -> Millis {
    let date = day.checked_add_days(Days::new(u64::from(hour / 24))).unwrap_or(day);
    let time = NaiveTime::from_hms_opt(hour % 24, 0, 0).unwrap_or(NaiveTime::MIN);
    to_utc(date.and_time(time), zone)
}
