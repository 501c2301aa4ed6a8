//! What divides people's hours: the week, and the days that are no working days.

use crate::model::holiday::DaysOff;
use crate::model::hours::{HourClass, HourProfile};
use chrono::{Datelike, NaiveDateTime, Timelike};
use chrono_tz::Tz;

/// The hour profile of a run with its holidays.
#[derive(Debug)]
pub struct WorkCalendar<'a> {
    pub profile: &'a HourProfile,
    pub days_off: DaysOff,
}

impl WorkCalendar<'_> {
    /// Class of a local moment; the business hours of a holiday are off.
    #[must_use]
    pub fn class(&self, local: NaiveDateTime, zone: Tz) -> HourClass {
        let class = self.profile.class(local.weekday().num_days_from_monday(), local.hour());
        let free = class == HourClass::Business && self.days_off.has(local.date(), zone.name());
        if free { HourClass::Off } else { class }
    }
}
