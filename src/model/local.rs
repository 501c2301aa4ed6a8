//! Wall clocks: the instant of a local time, and the local time of an instant.

use crate::model::time::Millis;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeZone, Timelike};
use chrono_tz::Tz;

/// First and last instant that an incident can have (1990 and 2100); anything else is a typing error or a sentinel.
pub const EARLIEST: Millis = 631_152_000_000;
pub const LATEST: Millis = 4_102_444_800_000;

/// The instant of a wall-clock time in a zone. Ambiguous times (clocks set back) take the first occurrence, non-existent
/// ones (clocks set forward) the instant after the gap.
#[must_use]
pub fn to_utc(naive: NaiveDateTime, zone: Tz) -> Millis {
    if let Some(at) = zone.from_local_datetime(&naive).earliest() {
        return at.timestamp_millis();
    }
    // Inside a gap: the first whole minute that exists is the instant after it. The longest gap ever was a day.
    let mut probe = naive.with_second(0).and_then(|t| t.with_nanosecond(0)).unwrap_or(naive);
    for _ in 0..=24 * 60 {
        probe += chrono::TimeDelta::minutes(1);
        if let Some(at) = zone.from_local_datetime(&probe).earliest() {
            return at.timestamp_millis();
        }
    }
    naive.and_utc().timestamp_millis()
}

/// The local date of an instant; `None` outside the years that the calendar has in every zone.
#[must_use]
pub fn date(at: Millis, zone: Tz) -> Option<NaiveDate> {
    let at = DateTime::from_timestamp_millis(at).filter(|t| t.year().abs() < 200_000)?;
    Some(zone.from_utc_datetime(&at.naive_utc()).date_naive())
}
