//! The grammar of stated times: a date, perhaps a time of day, perhaps an offset or a zone word.

use crate::model::remark::Rule;
use crate::normalise::time::DayOrder;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// A date and time as written, with the offset when one stood there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    pub naive: NaiveDateTime,
    /// Seconds east of UTC.
    pub offset_s: Option<i32>,
    /// Written as `YYYY-MM-DDTHH:MM:SS…Z`: nothing was changed by reading it.
    pub canonical: bool,
}

/// Reads a stated time.
///
/// # Errors
/// [`Rule::NotATime`], [`Rule::ImpossibleTime`] or [`Rule::AmbiguousDate`].
pub fn moment(text: &str, order: DayOrder) -> Result<Moment, Rule> {
    let text = text.trim().trim_matches(|c| c == '"' || c == '\'');
    if !text.is_ascii() || text.len() > 64 {
        return Err(Rule::NotATime);
    }
    let (date_text, rest) = split_date(text).ok_or(Rule::NotATime)?;
    let date = date(date_text, order)?;
    let (time, offset_s) = clock(rest).ok_or(Rule::NotATime)?;
    let canonical = offset_s == Some(0) && date_text.len() == 10 && rest.starts_with('T') && rest.ends_with('Z');
    Ok(Moment { naive: date.and_time(time), offset_s, canonical })
}

/// Day and month parts of a date written with slashes, in the order written.
#[must_use]
pub fn slashed(text: &str) -> Option<(u32, u32)> {
    let date = text.trim().split([' ', 'T', ',']).next()?;
    let mut parts = date.split('/');
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || first.len() > 2 || !matches!(year.len(), 2 | 4) {
        return None;
    }
    Some((first.parse().ok()?, second.parse().ok()?))
}

/// Cuts the date off the front: up to a `T`, a comma or the first blank; dates with month names have blanks inside.
fn split_date(text: &str) -> Option<(&str, &str)> {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let named = |w: &str| w.len() >= 3 && month(w.trim_matches(',')).is_some();
    let first = words.first()?;
    if words.len() >= 3 && (named(first) || named(words.get(1)?)) {
        let third = words.get(2)?;
        let end = third.as_ptr() as usize - text.as_ptr() as usize + third.len();
        return Some((text.get(..end)?, text.get(end..)?));
    }
    let end = text.find(['T', ' ', ',']).unwrap_or(text.len());
    Some((text.get(..end)?, text.get(end..)?))
}

fn month(word: &str) -> Option<u32> {
    const NAMES: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let head = word.get(..3)?.to_ascii_lowercase();
    if !word.chars().all(|c| c.is_ascii_alphabetic() || c == '.') {
        return None;
    }
    NAMES.iter().position(|n| *n == head).and_then(|i| u32::try_from(i + 1).ok())
}

fn date(text: &str, order: DayOrder) -> Result<NaiveDate, Rule> {
    let parts: Vec<&str> = text.split(['-', '/', '.', ' ', ',']).filter(|p| !p.is_empty()).collect();
    let [a, b, c] = parts.as_slice() else { return Err(Rule::NotATime) };
    let (year_text, month_number, day) = if let Some(m) = month(b) {
        (*c, m, number(a)?)
    } else if let Some(m) = month(a) {
        (*c, m, number(b)?)
    } else if a.len() == 4 {
        (*a, number(b)?, number(c)?)
    } else {
        let (m, d) = numeric_order(number(a)?, number(b)?, text, order)?;
        (*c, m, d)
    };
    let year = full_year(year_text)?;
    NaiveDate::from_ymd_opt(year, month_number, day).ok_or(Rule::ImpossibleTime)
}

/// (month, day) of two numbers. Dots always mean day first; slashes and dashes need evidence.
fn numeric_order(first: u32, second: u32, text: &str, order: DayOrder) -> Result<(u32, u32), Rule> {
    if text.contains('.') || first > 12 {
        return Ok((second, first));
    }
    if second > 12 || first == second {
        return Ok((first, second));
    }
    match order {
        DayOrder::DayFirst => Ok((second, first)),
        DayOrder::MonthFirst => Ok((first, second)),
        DayOrder::Unknown => Err(Rule::AmbiguousDate),
    }
}

fn number(text: &str) -> Result<u32, Rule> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if digits.is_empty() || digits.len() > 4 { Err(Rule::NotATime) } else { digits.parse().map_err(|_| Rule::NotATime) }
}

/// Two-digit years are 20xx: no incident tool exported anything before.
fn full_year(text: &str) -> Result<i32, Rule> {
    let year: i32 = text.parse().map_err(|_| Rule::NotATime)?;
    match text.len() {
        2 => Ok(2_000 + year),
        4 => Ok(year),
        _ => Err(Rule::NotATime),
    }
}

/// Time of day and offset; an empty text is midnight without an offset.
fn clock(rest: &str) -> Option<(NaiveTime, Option<i32>)> {
    let rest = rest.trim_start_matches(['T', ',', ' ']).trim();
    if rest.is_empty() {
        return Some((NaiveTime::MIN, None));
    }
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.')).unwrap_or(rest.len());
    let (time, tail) = (rest.get(..end)?, rest.get(end..)?.trim());
    let (hour_shift, zone) = meridiem(tail);
    let time = time_of_day(time, hour_shift)?;
    if zone.is_empty() {
        return Some((time, None));
    }
    Some((time, Some(offset(zone)?)))
}

/// `AM` and `PM`, and what follows them.
fn meridiem(tail: &str) -> (Option<bool>, &str) {
    let head = tail.get(..2).unwrap_or("").to_ascii_lowercase();
    match head.as_str() {
        "am" => (Some(false), tail.get(2..).unwrap_or("").trim()),
        "pm" => (Some(true), tail.get(2..).unwrap_or("").trim()),
        _ => (None, tail),
    }
}

fn time_of_day(text: &str, afternoon: Option<bool>) -> Option<NaiveTime> {
    let mut parts = text.split(':');
    let hour_text = parts.next()?;
    // `T5:35` and `T015:00` occur in hand-written front matter: one to three digits, as long as the hour is one.
    if hour_text.is_empty() || hour_text.len() > 3 {
        return None;
    }
    let mut hour: u32 = hour_text.parse().ok()?;
    let minute: u32 = parts.next()?.parse().ok()?;
    let second_text = parts.next().unwrap_or("0");
    if parts.next().is_some() {
        return None;
    }
    match afternoon {
        Some(true) if hour < 12 => hour += 12,
        Some(false) if hour == 12 => hour = 0,
        _ => {}
    }
    let (whole, fraction) = second_text.split_once('.').unwrap_or((second_text, ""));
    let millis = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    NaiveTime::from_hms_milli_opt(hour, minute, whole.parse().ok()?, millis)
}

/// `Z`, `+hh:mm`, `+hhmm`, `+hh` and the few zone words whose offset never moves with the season.
fn offset(zone: &str) -> Option<i32> {
    let word = zone.trim_matches(|c| c == '(' || c == ')');
    let fixed = [
        ("Z", 0),
        ("UTC", 0),
        ("GMT", 0),
        ("EST", -5),
        ("EDT", -4),
        ("CST", -6),
        ("CDT", -5),
        ("MST", -7),
        ("MDT", -6),
        ("PST", -8),
        ("PDT", -7),
        ("CET", 1),
        ("CEST", 2),
    ];
    if let Some((_, hours)) = fixed.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)) {
        return Some(hours * 3_600);
    }
    let sign = match word.get(..1)? {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let digits: String = word.get(1..)?.chars().filter(|c| *c != ':').collect();
    if !digits.chars().all(|c| c.is_ascii_digit()) || !matches!(digits.len(), 2 | 4) {
        return None;
    }
    let hours: i32 = digits.get(..2)?.parse().ok()?;
    let minutes: i32 = digits.get(2..4).unwrap_or("0").parse().ok()?;
    (hours <= 15 && minutes < 60).then_some(sign * (hours * 3_600 + minutes * 60))
}
