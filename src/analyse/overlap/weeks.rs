//! Whole weeks on the clock of the reporting zone, which the tests put in another order or draw from.

use crate::model::local::to_utc;
use crate::model::period::Periods;
use crate::model::time::{DAY, HOUR, Millis, Window};
use chrono::{DateTime, Offset, TimeZone};
use chrono_tz::Tz;

/// Length of a week on a wall clock.
pub const WEEK: Millis = 7 * DAY;
/// So much may be missing of the last week: exports are made moments before a quarter is over, and that says nothing.
const MISSING: Millis = HOUR;
/// With fewer weeks, putting them in another order says nothing (`METHODS.md` 13).
pub const MIN: usize = 8;

/// The whole weeks of a window, counted from its first local moment. What is left at its end, less than a week, is not in
/// them.
#[derive(Debug, Clone, Copy)]
pub struct WholeWeeks {
    zone: Tz,
    /// Wall clock at the beginning of the first week, as if it were UTC.
    first: Millis,
    pub count: usize,
    /// From the first instant of the first week to the last of the last one.
    pub window: Window,
}

impl WholeWeeks {
    #[must_use]
    pub fn of(periods: &Periods, window: Window) -> Self {
        let zone = periods.zone;
        let first = wall(window.start, zone);
        let length = wall(window.end, zone).saturating_sub(first).max(0);
        let count = usize::try_from((length + MISSING) / WEEK).unwrap_or(0);
        let mut weeks = Self { zone, first, count, window };
        weeks.window.end = weeks.start(count);
        weeks
    }

    /// Whether there are enough of them.
    #[must_use]
    pub fn enough(&self) -> bool {
        self.count >= MIN
    }

    /// Milliseconds on the wall clock since the beginning of the first week; may lie outside the weeks.
    #[must_use]
    pub fn place(&self, at: Millis) -> Millis {
        wall(at, self.zone).saturating_sub(self.first)
    }

    /// First instant of a week, or the end of the last one.
    #[must_use]
    pub fn start(&self, week: usize) -> Millis {
        let local = self.first.saturating_add(WEEK.saturating_mul(week as Millis));
        let naive = DateTime::from_timestamp_millis(local).map(|at| at.naive_utc());
        naive.map_or(self.window.end, |naive| to_utc(naive, self.zone)).min(self.window.end.max(self.window.start))
    }

    /// All weeks as stretches of instants.
    pub fn windows(&self) -> impl Iterator<Item = Window> + '_ {
        (0..self.count).map(|week| Window { start: self.start(week), end: self.start(week + 1) })
    }
}

/// The wall clock in a zone, as if it were UTC; UTC itself for instants outside the calendar.
fn wall(at: Millis, zone: Tz) -> Millis {
    let Some(utc) = DateTime::from_timestamp_millis(at) else { return at };
    let offset = zone.offset_from_utc_datetime(&utc.naive_utc()).fix().local_minus_utc();
    at.saturating_add(Millis::from(offset) * 1_000)
}
