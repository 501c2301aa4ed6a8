//! Stated times to instants.
//!
//! A value is never guessed: a time without an offset needs a zone from the settings or the export (or is read as UTC,
//! with a remark), and a date whose day and month could be swapped needs a file in which some other date decides.

use crate::model::record::Stamp;
use crate::model::remark::RemarkRule;
use crate::model::time::Millis;
use crate::normalise::stamp::{self, DayOrder, Moment};
use crate::text::date;
use chrono::{DateTime, NaiveDateTime};
use chrono_tz::Tz;

pub use crate::model::local::{EARLIEST, LATEST, to_utc};

/// What is known about the times of one file.
#[derive(Debug, Clone, Copy, Default)]
pub struct TimeContext {
    /// Zone of values without an offset; `None` reads them as UTC, with a remark.
    pub zone: Option<Tz>,
    pub order: DayOrder,
}

/// An instant, and the rule that was needed when the value did not say it outright.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parsed {
    pub at: Millis,
    pub rule: Option<RemarkRule>,
}

/// Reads one stated time. `Ok(None)` means "not set".
///
/// # Errors
/// The rule that says why there is no instant: not a time, an impossible year, or day and month in unknown order.
pub fn parse(stamp: &Stamp, context: TimeContext) -> Result<Option<Parsed>, RemarkRule> {
    let text = stamp.text.trim();
    if is_not_set(text) {
        return Ok(None);
    }
    if let Some(moment) = stamp::plain(text) {
        return checked(instant(moment, context.zone)).map(Some);
    }
    if let Some((base, length)) = sum(text) {
        let base = parse(&Stamp { text: base.to_owned(), field: stamp.field }, context)?;
        return base.map(|p| checked(Parsed { at: p.at + length, ..p })).transpose();
    }
    if let Some(parsed) = epoch(text) {
        return checked(parsed).map(Some);
    }
    if let Some(naive) = serial(text) {
        return checked(local(naive, context.zone)).map(Some);
    }
    checked(instant(stamp::moment(text, context.order)?, context.zone)).map(Some)
}

fn instant(moment: Moment, zone: Option<Tz>) -> Parsed {
    let Some(offset) = moment.offset_s else { return local(moment.naive, zone) };
    let at = moment.naive.and_utc().timestamp_millis() - i64::from(offset) * 1_000;
    Parsed { at, rule: (offset != 0 || !moment.canonical).then_some(RemarkRule::ToUtc) }
}

/// A time and a length from it (`14.09.2026 10:00 + 5400 s`): how an export that states only a length gives an end.
fn sum(text: &str) -> Option<(&str, Millis)> {
    let (base, length) = text.split_once(" + ")?;
    let seconds: u32 = length.strip_suffix(" s")?.parse().ok()?;
    Some((base, Millis::from(seconds) * 1_000))
}

/// Stand-ins for "not set" that real exports hold.
fn is_not_set(text: &str) -> bool {
    matches!(text, "" | "-" | "?" | "{}" | "0")
        || ["n/a", "none", "null", "unset", "unknown", "not available", "unassigned", "never"]
            .iter()
            .any(|w| text.eq_ignore_ascii_case(w))
        || text.starts_with("0001-01-01")
        || text.starts_with("1970-01-01T00:00:00")
        || text.starts_with("1970-01-01 00:00:00")
}

/// Epoch numbers: below 1e11 seconds, otherwise milliseconds. Numbers too small to be a year after 1990 are no time.
fn epoch(text: &str) -> Option<Parsed> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) || !digits.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let whole = digits.split('.').next().unwrap_or("");
    if whole.len() < 9 || digits.matches('.').count() > 1 {
        return None;
    }
    let value: f64 = text.parse().ok()?;
    let millis = if value.abs() < 1e11 { value * 1_000.0 } else { value };
    let at = millis.round() as i64;
    Some(Parsed { at, rule: Some(RemarkRule::ToUtc) })
}

/// Days since 30 December 1899, as spreadsheets count them (`46027.375`): dates of 2000 to 2099, to the nearest second. A
/// number of that size stands in no other form of a time.
#[must_use]
pub fn serial(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim().replacen(',', ".", 1);
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let is_digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    if whole.len() != 5 || !is_digits(whole) || !is_digits(fraction) || fraction.len() > 15 {
        return None;
    }
    let days: f64 = text.parse().ok()?;
    if !(36_526.0..73_050.0).contains(&days) {
        return None;
    }
    let seconds = (days * 86_400.0).round() as i64;
    let first = chrono::NaiveDate::from_ymd_opt(1899, 12, 30)?.and_time(chrono::NaiveTime::MIN);
    first.checked_add_signed(chrono::TimeDelta::try_seconds(seconds)?)
}

/// A wall-clock time in a zone. Ambiguous times (clocks set back) take the first occurrence, non-existent ones (clocks
/// set forward) the instant after the gap.
fn local(naive: NaiveDateTime, zone: Option<Tz>) -> Parsed {
    let Some(zone) = zone else {
        return Parsed { at: naive.and_utc().timestamp_millis(), rule: Some(RemarkRule::ZoneAssumedUtc) };
    };
    let at = to_utc(naive, zone);
    Parsed { at, rule: Some(RemarkRule::ZoneApplied) }
}

fn checked(parsed: Parsed) -> Result<Parsed, RemarkRule> {
    if (EARLIEST..LATEST).contains(&parsed.at) { Ok(parsed) } else { Err(RemarkRule::ImpossibleTime) }
}

/// ISO 8601 in UTC, with milliseconds only where there are any.
#[must_use]
pub fn iso(at: Millis) -> String {
    DateTime::from_timestamp_millis(at).map_or_else(String::new, |_| date::iso(at))
}

/// The order of day and month that the dates of one file allow: any part above 12 decides.
#[derive(Debug, Clone, Copy, Default)]
pub struct OrderEvidence {
    day_first: bool,
    month_first: bool,
}

impl OrderEvidence {
    /// Looks at one stated time.
    pub fn see(&mut self, text: &str) {
        let Some((first, second)) = stamp::day_and_month(text) else { return };
        self.day_first |= first > 12;
        self.month_first |= second > 12;
    }

    /// Contradicting evidence leaves the order unknown: such dates are left out, not guessed.
    #[must_use]
    pub fn order(self) -> DayOrder {
        match (self.day_first, self.month_first) {
            (true, false) => DayOrder::DayFirst,
            (false, true) => DayOrder::MonthFirst,
            _ => DayOrder::Unknown,
        }
    }
}

/// An instant as typed: any form a record may state it in; without an offset it is UTC.
#[must_use]
pub fn moment(typed: &str) -> Option<Millis> {
    let stamp = Stamp { text: typed.to_owned(), field: "as-of" };
    let utc = TimeContext { zone: Some(chrono_tz::Tz::UTC), ..Default::default() };
    parse(&stamp, utc).ok().flatten().map(|parsed| parsed.at)
}
