//! One row of a time line: when something happened, and what.

use chrono::{NaiveDateTime, NaiveTime, TimeDelta};

use super::clock::WrittenTime;
use super::day::Day;
use crate::ingest::lenient::stamp;
use crate::model::record::Stamp;

/// One row with a usable time.
#[derive(Debug, Clone)]
pub struct TimelineRow {
    pub day: Day,
    pub clock: WrittenTime,
    /// What happened, as written.
    pub text: String,
    /// Whether it is the moment from which other rows count.
    pub zero: bool,
}

impl TimelineRow {
    /// The time as a reader of times takes it.
    pub fn stamp(&self, field: &'static str) -> Option<Stamp> {
        stamp(&self.time(), field)
    }

    fn time(&self) -> String {
        let Some(naive) = self.naive() else {
            // Whoever knows the order of day and month knows whether summer time is meant; a word is all that can be said.
            let zone = self.clock.zone.as_ref().filter(|zone| !zone.is_moving());
            let zone = zone.map_or_else(String::new, |zone| format!(" {}", zone.text(NaiveDateTime::default())));
            return format!("{} {}{zone}", self.day.text(), self.clock.text);
        };
        let zone = self.clock.zone.as_ref().map_or_else(String::new, |zone| format!(" {}", zone.text(naive)));
        let clock = if self.clock.seconds == 86_400 { "00:00" } else { self.clock.text.as_str() };
        format!("{} {clock}{zone}", naive.date())
    }

    fn naive(&self) -> Option<NaiveDateTime> {
        let day = self.day.known()?.and_time(NaiveTime::MIN);
        Some(day + TimeDelta::seconds(i64::from(self.clock.seconds)))
    }

    /// Seconds on a line that all rows of one review share.
    pub fn at(&self) -> Option<i64> {
        let naive = self.naive()?;
        let offset = self.clock.zone.as_ref().map_or(0, |zone| zone.offset(naive));
        Some(naive.and_utc().timestamp() - i64::from(offset))
    }
}
