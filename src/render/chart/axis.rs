//! Ticks that people read: round counts, human durations, calendar steps that fit. How figures and dates are spelt beside
//! them stands in `text`, with all others.

use super::labels;
use crate::findings::Span;
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, TimeDelta};
use chrono_tz::Tz;
use std::ops::Range;

pub(super) use crate::text::date::{
    iso_seconds as iso, utc_day as long_date, utc_short as short_date, utc_time as long_time,
};
pub(super) use crate::text::duration::brief as duration;
pub(super) use crate::text::number::{finite, short as number};

pub(super) const MINUTE_S: f64 = 60.0;
pub(super) const HOUR_S: f64 = 3600.0;
pub(super) const DAY_S: f64 = 86400.0;

/// Marks of a duration axis, in seconds. Gaps between them are about equal on a log scale.
pub(super) const DURATION_TICKS: &[(f64, &str)] = &[
    (1.0, "1 s"),
    (10.0, "10 s"),
    (MINUTE_S, "1 min"),
    (5.0 * MINUTE_S, "5 min"),
    (15.0 * MINUTE_S, "15 min"),
    (HOUR_S, "1 h"),
    (4.0 * HOUR_S, "4 h"),
    (DAY_S, "1 day"),
    (7.0 * DAY_S, "1 week"),
    (28.0 * DAY_S, "4 weeks"),
    (182.0 * DAY_S, "6 months"),
    (730.0 * DAY_S, "2 years"),
    (3650.0 * DAY_S, "10 years"),
];

/// Round steps (1, 2, 5 times a power of ten, never below 1) from 0 up to at least `most`, about `wanted` of them.
pub(super) fn counts(most: f64, wanted: f64) -> Vec<f64> {
    let rough = (finite(most).max(1.0) / wanted.max(1.0)).max(1.0);
    let power = libm::pow(10.0, libm::log10(rough).floor());
    let factor = [1.0, 2.0, 5.0, 10.0].into_iter().find(|f| f * power >= rough * 0.999).unwrap_or(10.0);
    let step = (factor * power).max(1.0);
    let last = (finite(most).max(1.0) / step).ceil() as u32;
    (0..=last.min(50)).map(|i| f64::from(i) * step).collect()
}

/// Instants as a clock of the zone (IANA) shows them, for axes whose marks are days of the calendar. A zone that nobody knows is
/// read as UTC.
pub(super) fn by_clock(zone: &str) -> impl Fn(i64) -> i64 + use<> {
    let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
    move |ms| {
        let shown = DateTime::from_timestamp_millis(ms).map(|at| at.with_timezone(&zone).naive_local());
        shown.map_or(ms, |shown| shown.and_utc().timestamp_millis())
    }
}

/// The week that begins then, by the clock of its axis.
pub(super) fn week(start_ms: i64) -> Range<i64> {
    const WEEK_MS: i64 = 7 * 24 * 3_600_000;
    start_ms..start_ms.saturating_add(WEEK_MS)
}

/// Stretches as that clock shows them.
pub(super) fn spans_by_clock(spans: &[Span], zone: &str) -> Vec<Span> {
    let clock = by_clock(zone);
    let shown =
        |span: &Span| Span { start_ms: clock(span.start_ms), end_ms: clock(span.end_ms), label: span.label.clone() };
    spans.iter().map(shown).collect()
}

fn date(ms: i64) -> Option<NaiveDateTime> {
    DateTime::from_timestamp_millis(ms).map(|t| t.naive_utc())
}

/// A mark on a time axis. The second line carries the year where it changes, and the day where marks are hours.
pub(super) struct TimeTick {
    pub(super) at_ms: i64,
    pub(super) label: String,
    pub(super) year: Option<String>,
}

#[derive(Clone, Copy)]
enum Step {
    Hours(u32),
    Days(u64),
    Months(u32),
    Years(i32),
}

/// From fine to coarse. The first whose labels fit is taken.
const STEPS: &[Step] = &[
    Step::Hours(1),
    Step::Hours(3),
    Step::Hours(6),
    Step::Hours(12),
    Step::Days(1),
    Step::Days(2),
    Step::Days(3),
    Step::Days(7),
    Step::Days(14),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(50),
    Step::Years(200),
];

impl Step {
    /// The longest axis in days that is marked so. Hours of many days say nothing, and every second or third day is right only
    /// where one mark a week would be one or two: beside weeks it falls on no beginning of any.
    fn longest(self) -> Option<i64> {
        match self {
            Self::Hours(_) => Some(3),
            Self::Days(2 | 3) => Some(13),
            _ => None,
        }
    }
}

/// More labels than this are noise even where they fit.
const MAX_TICKS: usize = 16;
/// Least distance between two labels, in pixels.
const TICK_GAP: f64 = 12.0;

/// Calendar marks from `start_ms` to `end_ms` for an axis `room` pixels long, in text of `size` pixels.
pub(super) fn times(start_ms: i64, end_ms: i64, room: f64, size: f64) -> Vec<TimeTick> {
    const DAY_MS: i64 = 24 * 3_600_000;
    let length = end_ms.saturating_sub(start_ms);
    let span = length.max(1) as f64;
    for step in STEPS.iter().filter(|step| step.longest().is_none_or(|days| length <= days * DAY_MS)) {
        let Some(ticks) = calendar(*step, start_ms, end_ms) else { continue };
        let at = |t: &TimeTick| (t.at_ms.saturating_sub(start_ms)) as f64 / span * room;
        let half = |t: &TimeTick| {
            let year = t.year.as_deref().unwrap_or_default();
            labels::width(&t.label, size, false).max(labels::width(year, size, false)) / 2.0
        };
        let fits = ticks.iter().zip(ticks.iter().skip(1)).all(|(a, b)| at(a) + half(a) + TICK_GAP <= at(b) - half(b));
        if fits {
            return ticks;
        }
    }
    Vec::new()
}

/// All marks of one step, or `None` when there are too many to be read.
fn calendar(step: Step, start_ms: i64, end_ms: i64) -> Option<Vec<TimeTick>> {
    let mut at = align(step, date(start_ms)?.date())?.and_hms_opt(0, 0, 0)?;
    let mut ticks: Vec<TimeTick> = Vec::new();
    let mut told = String::new();
    loop {
        let at_ms = at.and_utc().timestamp_millis();
        if at_ms > end_ms {
            break;
        }
        if at_ms >= start_ms {
            let (label, above) = match step {
                Step::Hours(_) => ("%H:%M", "%-d %b"),
                Step::Days(_) => ("%-d %b", "%Y"),
                Step::Months(_) => ("%b", "%Y"),
                Step::Years(_) => ("%Y", ""),
            };
            let (label, above) = (at.format(label).to_string(), at.format(above).to_string());
            let year = (above != told).then(|| above.clone());
            ticks.push(TimeTick { at_ms, label, year });
            told = above;
        }
        if ticks.len() > MAX_TICKS {
            return None;
        }
        at = next(step, at)?;
    }
    Some(ticks)
}

/// The last mark at or before `day`, so that months and years begin where calendars begin. Weeks begin with the data.
fn align(step: Step, day: NaiveDate) -> Option<NaiveDate> {
    match step {
        Step::Hours(_) | Step::Days(_) => Some(day),
        Step::Months(n) => {
            let n = n.max(1);
            NaiveDate::from_ymd_opt(day.year(), day.month0() / n * n + 1, 1)
        }
        Step::Years(n) => NaiveDate::from_ymd_opt(day.year().div_euclid(n.max(1)) * n.max(1), 1, 1),
    }
}

fn next(step: Step, at: NaiveDateTime) -> Option<NaiveDateTime> {
    match step {
        Step::Hours(n) => at.checked_add_signed(TimeDelta::hours(i64::from(n))),
        Step::Days(n) => at.checked_add_days(Days::new(n)),
        Step::Months(n) => at.checked_add_months(Months::new(n)),
        Step::Years(n) => NaiveDate::from_ymd_opt(at.year().checked_add(n)?, 1, 1)?.and_hms_opt(0, 0, 0),
    }
}
