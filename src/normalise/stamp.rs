//! The grammar of stated times: a date, perhaps a time of day, perhaps an offset or a zone word.

use crate::model::remark::RemarkRule;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// Bytes of the longest text that may be a time.
const LONGEST: usize = 64;

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
/// [`RemarkRule::NotATime`], [`RemarkRule::ImpossibleTime`] or [`RemarkRule::AmbiguousDate`].
pub fn moment(text: &str, order: DayOrder) -> Result<Moment, RemarkRule> {
    let tidy = tidy(text);
    let text = tidy.as_str();
    if !text.is_ascii() || text.len() > LONGEST {
        return Err(RemarkRule::NotATime);
    }
    let behind = year_behind(text);
    let text = behind.as_deref().unwrap_or(text);
    let (date_text, rest) = split_date(text).ok_or(RemarkRule::NotATime)?;
    let mut date = date(date_text, order)?;
    // ISO 8601 lets a day end at 24:00, which is where the next one begins.
    let midnight = end_of_day(rest);
    if midnight.is_some() {
        date = date.succ_opt().ok_or(RemarkRule::ImpossibleTime)?;
    }
    let (time, offset_s) = clock(midnight.as_deref().unwrap_or(rest)).ok_or(RemarkRule::NotATime)?;
    let canonical = offset_s == Some(0) && date_text.len() == 10 && rest.starts_with('T') && rest.ends_with('Z');
    Ok(Moment { naive: date.and_time(time), offset_s, canonical })
}

/// `2026-06-01T08:15:00.123Z`, or with a blank, another offset or none: the form of nearly every export, read without looking for
/// any other. What it gives is what [`moment`] gives; `None` for every other form, and for what is no time.
#[must_use]
pub fn plain(text: &str) -> Option<Moment> {
    let bytes = text.as_bytes();
    let number = |from: usize, digits: usize| {
        let digits = bytes.get(from..from + digits)?;
        digits.iter().try_fold(0, |sum, b| b.is_ascii_digit().then(|| sum * 10 + u32::from(b - b'0')))
    };
    let is = |at: usize, wanted: u8| bytes.get(at) == Some(&wanted);
    if bytes.len() > LONGEST
        || !(is(4, b'-') && is(7, b'-') && (is(10, b'T') || is(10, b' ')) && is(13, b':') && is(16, b':'))
    {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(i32::try_from(number(0, 4)?).ok()?, number(5, 2)?, number(8, 2)?)?;
    let (millis, zone_at) = plain_fraction(bytes)?;
    let time = NaiveTime::from_hms_milli_opt(number(11, 2)?, number(14, 2)?, number(17, 2)?, millis)?;
    let zone = bytes.get(zone_at..)?;
    let offset_s = match zone {
        [] => None,
        b"Z" => Some(0),
        [sign @ (b'+' | b'-'), _, _, b':', _, _] => {
            let (hours, minutes) = (number(zone_at + 1, 2)?, number(zone_at + 4, 2)?);
            if hours > 15 || minutes >= 60 {
                return None;
            }
            let seconds = i32::try_from(hours * 3_600 + minutes * 60).ok()?;
            Some(if *sign == b'+' { seconds } else { -seconds })
        }
        _ => return None,
    };
    Some(Moment { naive: date.and_time(time), offset_s, canonical: is(10, b'T') && zone == b"Z" })
}

/// Milliseconds behind the seconds of [`plain`], and where what follows them begins.
fn plain_fraction(bytes: &[u8]) -> Option<(u32, usize)> {
    const SECONDS_END: usize = 19;
    if bytes.get(SECONDS_END) != Some(&b'.') {
        return Some((0, SECONDS_END));
    }
    let digits = bytes.get(SECONDS_END + 1..)?.iter().take_while(|b| b.is_ascii_digit());
    let (mut millis, mut place, mut read) = (0, 100, 0);
    for digit in digits {
        millis += u32::from(digit - b'0') * place;
        place /= 10;
        read += 1;
    }
    (read > 0).then_some((millis, SECONDS_END + 1 + read))
}

/// Without what is no part of the time: quotes, the name of the weekday, `at` between day and hour, a zone name in
/// brackets behind the offset. Spreadsheets and browsers write narrow blanks before `PM`.
fn tidy(text: &str) -> String {
    let text = text.trim().trim_matches(|c| c == '"' || c == '\'').replace(['\u{a0}', '\u{202f}', '\u{2009}'], " ");
    let text = text.split_once('[').map_or(text.as_str(), |(time, _)| time).trim();
    // Browsers write the name of the zone, in any language, behind the offset that says the same.
    let text = match text.split_once(" (") {
        Some((time, _)) if time.contains(':') && time.rsplit(['+', '-']).next().is_some_and(is_offset) => time.trim(),
        _ => text,
    };
    let text = match text.split_once([' ', ',']) {
        Some((day, rest)) if is_weekday(day) => rest.trim_start_matches([' ', ',']),
        _ => text,
    };
    text.replacen(" at ", " ", 1).replacen(" @ ", " ", 1).replacen(" um ", " ", 1)
}

fn is_offset(text: &str) -> bool {
    (2..=5).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit() || c == ':')
}

/// `Jan  5 08:00:00 UTC 2026` with the year where other forms have it: the form of C and of many Unix tools.
fn year_behind(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let (name, day, time, rest) = match words.as_slice() {
        [name, day, time, rest @ ..] if time.contains(':') => (name, day, time, rest),
        _ => return None,
    };
    let (year, zone) = rest.split_last()?;
    let is_year = year.len() == 4 && year.chars().all(|c| c.is_ascii_digit());
    let fits = is_year && zone.len() <= 1 && month(name).is_some() && day.len() <= 2;
    fits.then(|| format!("{name} {day} {year} {time} {}", zone.first().copied().unwrap_or("")))
}

/// A rest of `24:00` with zero minutes and seconds, as the beginning of a day; `None` for any other.
fn end_of_day(rest: &str) -> Option<String> {
    let time = rest.trim_start_matches(['T', ',', ' ']).trim_start().strip_prefix("24:00")?;
    let (seconds, zone) = match time.strip_prefix(":00") {
        Some(zone) => (":00", zone),
        None => ("", time),
    };
    let zone = zone.strip_prefix('.').map_or(zone, |rest| rest.trim_start_matches('0'));
    let ends = !zone.starts_with(|c: char| c.is_ascii_digit() || c == ':' || c == '.');
    ends.then(|| format!("T00:00{seconds}{zone}"))
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    word.len() >= 3 && DAYS.iter().any(|day| day.starts_with(&word))
}

/// Day and month parts of a date written with slashes, hyphens or full stops, in the order written. Dates that begin with
/// the year have none.
#[must_use]
pub fn day_and_month(text: &str) -> Option<(u32, u32)> {
    if text.as_bytes().get(..3).is_some_and(|start| start.iter().all(u8::is_ascii_digit)) {
        return None;
    }
    let date = text.trim().split([' ', 'T', ',']).next()?;
    let separator = date.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '/' | '-' | '.'))?;
    let mut parts = date.split(separator);
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
    // Trackers abbreviate months in the language of whoever exports.
    const OTHERS: [(&str, u32); 9] =
        [("ene", 1), ("mrz", 3), ("abr", 4), ("avr", 4), ("mai", 5), ("ago", 8), ("okt", 10), ("dez", 12), ("dic", 12)];
    let head = word.get(..3)?.to_ascii_lowercase();
    if !word.chars().all(|c| c.is_ascii_alphabetic() || c == '.') {
        return None;
    }
    let english = NAMES.iter().position(|n| *n == head).and_then(|i| u32::try_from(i + 1).ok());
    english.or_else(|| OTHERS.iter().find(|(name, _)| *name == head).map(|(_, number)| *number))
}

fn date(text: &str, order: DayOrder) -> Result<NaiveDate, RemarkRule> {
    let basic = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = if basic {
        [text.get(..4), text.get(4..6), text.get(6..)].into_iter().flatten().collect()
    } else {
        text.split(['-', '/', '.', ' ', ',']).filter(|p| !p.is_empty()).collect()
    };
    let [a, b, c] = parts.as_slice() else { return Err(RemarkRule::NotATime) };
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
    NaiveDate::from_ymd_opt(year, month_number, day).ok_or(RemarkRule::ImpossibleTime)
}

/// (month, day) of two numbers. Dots always mean day first; slashes and dashes need evidence.
fn numeric_order(first: u32, second: u32, text: &str, order: DayOrder) -> Result<(u32, u32), RemarkRule> {
    if text.contains('.') || first > 12 {
        return Ok((second, first));
    }
    if second > 12 || first == second {
        return Ok((first, second));
    }
    match order {
        DayOrder::DayFirst => Ok((second, first)),
        DayOrder::MonthFirst => Ok((first, second)),
        DayOrder::Unknown => Err(RemarkRule::AmbiguousDate),
    }
}

fn number(text: &str) -> Result<u32, RemarkRule> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if digits.is_empty() || digits.len() > 4 {
        Err(RemarkRule::NotATime)
    } else {
        digits.parse().map_err(|_| RemarkRule::NotATime)
    }
}

/// Two-digit years are 20xx: no incident tool exported anything before.
fn full_year(text: &str) -> Result<i32, RemarkRule> {
    let year: i32 = text.parse().map_err(|_| RemarkRule::NotATime)?;
    match text.len() {
        2 => Ok(2_000 + year),
        4 => Ok(year),
        _ => Err(RemarkRule::NotATime),
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
    // A fraction may stand behind a comma (`14:02:31,123+0200`); what it says below a second is kept by nobody.
    let tail = tail.strip_prefix(',').map_or(tail, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
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
    // `+0000 UTC`: the offset says it all. `UTC+2`: the word says nothing.
    let zone = zone.split_once(' ').filter(|(first, _)| first.starts_with(['+', '-'])).map_or(zone, |(first, _)| first);
    let word = zone.trim_matches(|c| c == '(' || c == ')');
    let behind = word.strip_prefix("UTC").or_else(|| word.strip_prefix("GMT"));
    let word = behind.map(str::trim).filter(|rest| rest.starts_with(['+', '-'])).unwrap_or(word);
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
    let mut digits: String = word.get(1..)?.chars().filter(|c| *c != ':').collect();
    if behind.is_some() && digits.len() == 1 {
        digits.insert(0, '0');
    }
    if !digits.chars().all(|c| c.is_ascii_digit()) || !matches!(digits.len(), 2 | 4) {
        return None;
    }
    let hours: i32 = digits.get(..2)?.parse().ok()?;
    let minutes: i32 = digits.get(2..4).unwrap_or("0").parse().ok()?;
    (hours <= 15 && minutes < 60).then_some(sign * (hours * 3_600 + minutes * 60))
}

/// Order of day and month in `03/04/2026`, per file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DayOrder {
    DayFirst,
    MonthFirst,
    #[default]
    Unknown,
}
