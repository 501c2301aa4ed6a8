//! Dates and instants. Instants are milliseconds since 1970-01-01T00:00:00Z; days are those of the zone given.
//!
//! An instant outside the calendar that chrono knows (about ±262,000 years) is printed as its number and never panics.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeZone, Timelike};
use chrono_tz::Tz;

/// An instant as `2026-08-11T14:02:33Z`, with three decimals only where the milliseconds are not zero.
#[must_use]
pub fn iso(millis: i64) -> String {
    let Some(at) = DateTime::from_timestamp_millis(millis) else { return millis.to_string() };
    if (0..10_000).contains(&at.year()) {
        return digits(&at);
    }
    let form = if at.timestamp_subsec_millis() == 0 { "%Y-%m-%dT%H:%M:%SZ" } else { "%Y-%m-%dT%H:%M:%S%.3fZ" };
    at.format(form).to_string()
}

/// An instant of the years that have four digits. Tables have a million of these, and by a format that is read anew each
/// time they took ten times as long.
fn digits(at: &DateTime<chrono::Utc>) -> String {
    let mut text = String::with_capacity(24);
    let mut push = |value: u32, width: u32, mark: char| {
        for place in (0..width).rev() {
            text.push(char::from(b'0' + (value / 10_u32.pow(place) % 10) as u8));
        }
        text.push(mark);
    };
    let millis = at.timestamp_subsec_millis();
    push(at.year().unsigned_abs(), 4, '-');
    push(at.month(), 2, '-');
    push(at.day(), 2, 'T');
    push(at.hour(), 2, ':');
    push(at.minute(), 2, ':');
    push(at.second(), 2, if millis == 0 { 'Z' } else { '.' });
    if millis > 0 {
        push(millis, 3, 'Z');
    }
    text
}

/// The same to whole seconds, for numbers beside a chart. Empty outside the calendar.
#[must_use]
pub fn iso_seconds(millis: i64) -> String {
    utc(millis, "%Y-%m-%dT%H:%M:%SZ")
}

/// "4 August 2026" in UTC, for marks of charts, whose places on an axis are instants. Empty outside the calendar.
#[must_use]
pub fn utc_day(millis: i64) -> String {
    utc(millis, "%-d %B %Y")
}

/// "4 Aug" in UTC.
#[must_use]
pub fn utc_short(millis: i64) -> String {
    utc(millis, "%-d %b")
}

/// "4 Aug 2026, 13:00" in UTC.
#[must_use]
pub fn utc_time(millis: i64) -> String {
    utc(millis, "%-d %b %Y, %H:%M")
}

/// Where the stretch ends that follows a half-open one and is as long: so many months later where both ends begin a month,
/// else so many milliseconds.
#[must_use]
pub fn following(start: i64, end: i64, zone: Tz) -> i64 {
    whole_months(start, end, zone).unwrap_or_else(|| end.saturating_add(end.saturating_sub(start)))
}

fn whole_months(start: i64, end: i64, zone: Tz) -> Option<i64> {
    let begins = |at: i64| local_day(at, zone).filter(|day| day.day() == 1 && starts_day(at, zone));
    let (first, next) = (begins(start)?, begins(end)?);
    let month = |day: NaiveDate| day.year() * 12 + day.month0().cast_signed();
    let months = u32::try_from(month(next) - month(first)).ok()?;
    let then = next.checked_add_months(Months::new(months))?.and_hms_opt(0, 0, 0)?;
    zone.from_local_datetime(&then).earliest().map(|at| at.timestamp_millis())
}

fn utc(millis: i64, form: &str) -> String {
    DateTime::from_timestamp_millis(millis).map_or_else(String::new, |at| at.format(form).to_string())
}

/// "2026-08-11", the local day.
#[must_use]
pub fn iso_day(millis: i64, zone: Tz) -> String {
    local_day(millis, zone).map_or_else(|| millis.to_string(), |d| d.format("%Y-%m-%d").to_string())
}

/// "12 August 2026", the local day.
#[must_use]
pub fn day(millis: i64, zone: Tz) -> String {
    local_day(millis, zone).map_or_else(|| millis.to_string(), long)
}

/// "12 August 2026, 14:02", local.
#[must_use]
pub fn day_and_time(millis: i64, zone: Tz) -> String {
    let Some(at) = local(millis, zone) else { return millis.to_string() };
    format!("{}, {:02}:{:02}", long(at.date_naive()), at.hour(), at.minute())
}

/// Minutes since the beginning of 1970 by the clocks of a zone; `None` outside the calendar.
#[must_use]
pub fn wall_minutes(millis: i64, zone: Tz) -> Option<i64> {
    local(millis, zone).map(|at| at.naive_local().and_utc().timestamp().div_euclid(60))
}

/// A half-open stretch in words, by local days: "1 July – 30 September 2026", "1 – 9 July 2026", "12 August 2026",
/// "30 December 2025 – 2 January 2026". The last day is the one that holds the last instant before `end`.
#[must_use]
pub fn range(start: i64, end: i64, zone: Tz) -> String {
    let last = end.saturating_sub(1).max(start);
    match (local_day(start, zone), local_day(last, zone)) {
        (Some(first), Some(last)) => between(first, last),
        _ => format!("{start} – {end}"),
    }
}

/// How many local days a half-open stretch touches; `None` outside the calendar.
#[must_use]
pub fn days_touched(start: i64, end: i64, zone: Tz) -> Option<u64> {
    let (first, last) = (local_day(start, zone)?, local_day(end.saturating_sub(1).max(start), zone)?);
    u64::try_from((last - first).num_days() + 1).ok()
}

/// The short label of a half-open stretch: "Q3 2026", "August 2026", "2026" where it is exactly that in local days,
/// else the same as [`range`].
#[must_use]
pub fn period(start: i64, end: i64, zone: Tz) -> String {
    calendar_period(start, end, zone).unwrap_or_else(|| range(start, end, zone))
}

/// "Q3 2026" for the quarter that holds the instant.
#[must_use]
pub fn quarter(millis: i64, zone: Tz) -> String {
    local_day(millis, zone).map_or_else(|| millis.to_string(), quarter_label)
}

fn calendar_period(start: i64, end: i64, zone: Tz) -> Option<String> {
    let first = local_day(start, zone).filter(|_| starts_day(start, zone))?;
    let next = local_day(end, zone).filter(|_| starts_day(end, zone))?;
    if first.day() != 1 {
        return None;
    }
    let spans = |months: u32| first.checked_add_months(Months::new(months)) == Some(next);
    if spans(1) {
        Some(first.format("%B %Y").to_string())
    } else if spans(3) && first.month0().is_multiple_of(3) {
        Some(quarter_label(first))
    } else if spans(12) && first.month0() == 0 {
        Some(first.year().to_string())
    } else {
        None
    }
}

/// Whether an instant is the first of its local day. Asked of the instant before it, because some zones have days that
/// do not begin at midnight.
fn starts_day(millis: i64, zone: Tz) -> bool {
    let before = local_day(millis.saturating_sub(1), zone);
    before.and_then(|d| d.checked_add_days(Days::new(1))).is_some_and(|d| Some(d) == local_day(millis, zone))
}

fn local_day(millis: i64, zone: Tz) -> Option<NaiveDate> {
    local(millis, zone).map(|at| at.date_naive())
}

/// Local time may lie outside the calendar although the instant does not, and asking for it panics there; so the last
/// few thousand years of the calendar are not used.
fn local(millis: i64, zone: Tz) -> Option<DateTime<Tz>> {
    let at = DateTime::from_timestamp_millis(millis)?;
    (at.year().abs() < 200_000).then(|| at.with_timezone(&zone))
}

fn between(first: NaiveDate, last: NaiveDate) -> String {
    if first == last {
        long(first)
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{} – {}", first.day(), long(last))
    } else if first.year() == last.year() {
        format!("{} – {}", first.format("%-d %B"), long(last))
    } else {
        format!("{} – {}", long(first), long(last))
    }
}

fn long(day: NaiveDate) -> String {
    format!("{} {}", day.format("%-d %B"), day.year())
}

fn quarter_label(day: NaiveDate) -> String {
    format!("Q{} {}", day.month0() / 3 + 1, day.year())
}
