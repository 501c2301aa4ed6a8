//! Local days, weeks and nights of people.

use crate::model::hours::HourProfile;
use crate::model::local;
use crate::model::time::Millis;
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, Timelike};
use chrono_tz::Tz;

/// An ISO week, named by the local date of its Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Week(pub NaiveDate);

impl Week {
    /// The week of a local date.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        let back = Days::new(u64::from(day.weekday().num_days_from_monday()));
        Self(day.checked_sub_days(back).unwrap_or(day))
    }

    /// `2026-W33`, with the ISO year.
    #[must_use]
    pub fn label(self) -> String {
        let week = self.0.iso_week();
        format!("{}-W{:02}", week.year(), week.week())
    }

    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.checked_add_days(Days::new(7)).unwrap_or(self.0))
    }

    /// The instant at which the week begins in a zone.
    #[must_use]
    pub fn start(self, zone: Tz) -> Millis {
        local::to_utc(self.0.and_time(chrono::NaiveTime::MIN), zone)
    }
}

/// The local wall clock as the frame stores it, as if it were UTC.
#[must_use]
pub fn wall_clock(local_at: Millis) -> Option<NaiveDateTime> {
    DateTime::from_timestamp_millis(local_at).map(|at| at.naive_utc())
}

/// The evening on which the night of a moment in sleep hours began.
#[must_use]
pub fn evening(at: NaiveDateTime, profile: &HourProfile) -> NaiveDate {
    let over_midnight = profile.sleep_from > profile.sleep_to;
    let day = at.date();
    if over_midnight && at.hour() < profile.sleep_from { day.pred_opt().unwrap_or(day) } else { day }
}

/// Cell of the week's grid: local weekday (0 = Monday) × 24 + local hour.
#[must_use]
pub fn cell(at: NaiveDateTime) -> usize {
    let hours = at.weekday().num_days_from_monday() * 24 + at.hour();
    hours as usize
}

/// Hour class of every cell of the grid.
#[must_use]
pub fn classes(profile: &HourProfile) -> Vec<&'static str> {
    (0..7).flat_map(|day| (0..24).map(move |hour| profile.class(day, hour).code())).collect()
}

/// First and last week of a stretch in a zone.
#[must_use]
pub fn weeks(start: Millis, end: Millis, zone: Tz) -> Option<(Week, Week)> {
    let last = end.saturating_sub(1).max(start);
    Some((Week::of(local::date(start, zone)?), Week::of(local::date(last, zone)?)))
}
