//! Reporting periods: what the user typed, or the latest quarter that is complete, as instants.

use crate::model::period::{Period, Periods};
use crate::model::time::{DAY, Millis, Window};
use crate::normalise::time::to_utc;
use chrono::{DateTime, Datelike, Months, NaiveDate, TimeDelta, TimeZone};
use chrono_tz::Tz;

/// How many quarters of context a review shows.
const CONTEXT_QUARTERS: usize = 8;
/// A quarter counts as complete when incidents still start in its last days.
const LAST_DAYS: i64 = 7;

/// A period as typed. Dates are local to the reporting zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    Default,
    All,
    /// First day, and the day after the last.
    Dates {
        from: NaiveDate,
        to: NaiveDate,
        step: PeriodUnit,
    },
}

/// The unit of a period, which decides what "the one before" is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodUnit {
    Months(u32),
    Days(i64),
}

/// Reads `2026Q3`, `2026-07`, `2026`, `2026-07-01..2026-09-30` or `all`.
#[must_use]
pub fn asked(text: &str) -> Option<Asked> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("all") {
        return Some(Asked::All);
    }
    if let Some((from, to)) = text.split_once("..") {
        let from: NaiveDate = from.trim().parse().ok()?;
        let to = to.trim().parse::<NaiveDate>().ok()?.succ_opt()?;
        return (from < to).then(|| Asked::Dates { from, to, step: PeriodUnit::Days((to - from).num_days()) });
    }
    let upper = text.to_ascii_uppercase();
    let (year, first_month, months) = if let Some((year, quarter)) = upper.split_once('Q') {
        let quarter: u32 = quarter.parse().ok().filter(|q| (1..=4).contains(q))?;
        (year.trim_end_matches('-').parse().ok()?, quarter * 3 - 2, 3)
    } else if let Some((year, month)) = upper.split_once('-') {
        (year.parse().ok()?, month.parse().ok()?, 1)
    } else {
        (upper.parse().ok()?, 1, 12)
    };
    let year: i32 = year;
    if !(1990..2100).contains(&year) {
        return None;
    }
    let from = NaiveDate::from_ymd_opt(year, first_month, 1)?;
    let to = from.checked_add_months(Months::new(months))?;
    Some(Asked::Dates { from, to, step: PeriodUnit::Months(months) })
}

/// The window of a period by its label (`2026Q3`), in a zone; `None` for `all` and what is no label.
#[must_use]
pub fn window(label: &str, zone: Tz) -> Option<Window> {
    match asked(label)? {
        Asked::Dates { from, to, .. } => Some(Window { start: midnight(from, zone), end: midnight(to, zone) }),
        _ => None,
    }
}

fn midnight(date: NaiveDate, zone: Tz) -> Millis {
    to_utc(date.and_time(chrono::NaiveTime::MIN), zone)
}

fn local_date(at: Millis, zone: Tz) -> NaiveDate {
    DateTime::from_timestamp_millis(at).map_or(NaiveDate::MIN, |t| zone.from_utc_datetime(&t.naive_utc()).date_naive())
}

fn quarter_start(date: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(date.year(), (date.month0() / 3) * 3 + 1, 1).unwrap_or(date)
}

fn label(from: NaiveDate, to: NaiveDate, step: PeriodUnit) -> String {
    match step {
        PeriodUnit::Months(3) if from.day() == 1 && from.month0().is_multiple_of(3) => {
            format!("{}Q{}", from.year(), from.month0() / 3 + 1)
        }
        PeriodUnit::Months(1) => format!("{}-{:02}", from.year(), from.month()),
        PeriodUnit::Months(12) if from.month() == 1 => from.year().to_string(),
        _ => format!("{from}..{}", to.pred_opt().unwrap_or(to)),
    }
}

/// What the data reach over: earliest and latest start, both inclusive, and when the exports were made.
#[derive(Debug, Clone, Copy)]
pub struct DataReach {
    pub first: Millis,
    pub last: Millis,
    pub as_of: Millis,
}

/// Makes the periods of a run. `starts` are the starts of included incidents, in any order.
#[must_use]
pub fn periods(asked: Asked, starts: &[Millis], as_of: Millis, zone: Tz) -> Periods {
    let (Some(&first), Some(&last)) = (starts.iter().min(), starts.iter().max()) else {
        return without_data(asked, as_of, zone);
    };
    let reach = DataReach { first, last, as_of };
    let (from, to, step) = match asked {
        Asked::All => return all_time(reach, zone),
        Asked::Default => default_quarter(starts, reach, zone),
        Asked::Dates { from, to, step } => (from, to, step),
    };
    let current = period(from, to, step, reach, zone);
    let back = |months: u32, days: i64| shifted(from, to, months, days).map(|(f, t)| period(f, t, step, reach, zone));
    let previous = match step {
        PeriodUnit::Months(n) => back(n, 0),
        PeriodUnit::Days(n) => back(0, n),
    };
    let year_ago = back(12, 0);
    let known = |p: &Period| p.window.end > reach.first;
    Periods {
        previous: previous.filter(known),
        year_ago: year_ago.filter(known),
        quarters: context(reach, current.window.end, zone),
        current,
        as_of,
        as_of_stated: false,
        zone,
        data: Some(Window { start: first, end: last }),
    }
}

fn shifted(from: NaiveDate, to: NaiveDate, months: u32, days: i64) -> Option<(NaiveDate, NaiveDate)> {
    let back = |d: NaiveDate| d.checked_sub_months(Months::new(months)).map(|d| d - TimeDelta::days(days));
    Some((back(from)?, back(to)?))
}

fn period(from: NaiveDate, to: NaiveDate, step: PeriodUnit, reach: DataReach, zone: Tz) -> Period {
    let window = Window { start: midnight(from, zone), end: midnight(to, zone) };
    // A day of grace: an organisation that has no incident on the first or last day of a quarter still has the quarter.
    let late = reach.as_of < window.end - DAY;
    let early = reach.first > window.start + LAST_DAYS * DAY;
    Period { label: label(from, to, step), window, partial: late || early }
}

/// The latest quarter whose last seven days still hold incident starts, else the quarter with most starts.
fn default_quarter(starts: &[Millis], reach: DataReach, zone: Tz) -> (NaiveDate, NaiveDate, PeriodUnit) {
    let quarters = quarters(reach.first, reach.last, zone);
    let count = |window: Window| starts.iter().filter(|s| window.contains(**s)).count();
    let complete =
        quarters.iter().rev().find(|(_, w)| count(Window { start: w.end - LAST_DAYS * DAY, end: w.end }) > 0);
    let chosen = complete.or_else(|| quarters.iter().rev().max_by_key(|(_, w)| count(*w)));
    let from = chosen.map_or_else(|| quarter_start(local_date(reach.last, zone)), |(from, _)| *from);
    let to = from.checked_add_months(Months::new(3)).unwrap_or(from);
    (from, to, PeriodUnit::Months(3))
}

/// All quarters that the instants from `first` to `last` touch.
fn quarters(first: Millis, last: Millis, zone: Tz) -> Vec<(NaiveDate, Window)> {
    let mut list = Vec::new();
    let mut from = quarter_start(local_date(first, zone));
    while let Some(to) = from.checked_add_months(Months::new(3)) {
        let window = Window { start: midnight(from, zone), end: midnight(to, zone) };
        if window.start > last {
            break;
        }
        list.push((from, window));
        from = to;
    }
    list
}

/// Every quarter that the data touch, as periods.
#[must_use]
pub fn all_quarters(first: Millis, last: Millis, as_of: Millis, zone: Tz) -> Vec<Period> {
    let reach = DataReach { first, last, as_of };
    quarters(first, last, zone)
        .into_iter()
        .filter_map(|(from, _)| {
            let to = from.checked_add_months(Months::new(3))?;
            Some(period(from, to, PeriodUnit::Months(3), reach, zone))
        })
        .collect()
}

fn context(reach: DataReach, until: Millis, zone: Tz) -> Vec<Period> {
    let mut list = all_quarters(reach.first, reach.last, reach.as_of, zone);
    list.retain(|q| q.window.start < until);
    let skip = list.len().saturating_sub(CONTEXT_QUARTERS);
    list.split_off(skip)
}

fn all_time(reach: DataReach, zone: Tz) -> Periods {
    let window = Window { start: reach.first, end: reach.as_of.max(reach.last + 1) };
    Periods {
        current: Period { label: "all".to_owned(), window, partial: false },
        previous: None,
        year_ago: None,
        quarters: all_quarters(reach.first, reach.last, reach.as_of, zone),
        as_of: reach.as_of,
        as_of_stated: false,
        zone,
        data: Some(Window { start: reach.first, end: reach.last }),
    }
}

fn without_data(asked: Asked, as_of: Millis, zone: Tz) -> Periods {
    let nothing = DataReach { first: as_of, last: as_of, as_of };
    let current = match asked {
        Asked::Dates { from, to, step } => period(from, to, step, nothing, zone),
        _ => Period { label: "all".to_owned(), window: Window { start: as_of, end: as_of }, partial: true },
    };
    let quarters = Vec::new();
    Periods { current, previous: None, year_ago: None, quarters, as_of, as_of_stated: false, zone, data: None }
}
