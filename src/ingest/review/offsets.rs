//! Rows of time lines that count from a moment: `T+12`, `T+0:12`, `+12 min`, `T-5m`.
//!
//! They say when something was only where that moment is stated with a clock: a row or a sentence about T0, a row that gives
//! its clock as well, or else the stated start. Without one they have no time, and none is made up.

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use super::clock::{self, WrittenTime};
use super::day::{self, Day};
use super::opening;
use super::outline::{cells, list_items};
use super::row::TimelineRow;
use super::zone::Zone;

/// Words of sentences that say from when the rows count.
const COUNTED: [&str; 4] = ["relative to", "measured from", "counted from", "counting from"];
/// What opens a line before its offset, and follows it.
const MARKS: [char; 12] = ['*', '_', '`', '[', '(', '<', '~', '"', ' ', '\t', '\u{a0}', '|'];
/// The farthest row, in seconds. A number beyond it counts something else.
const FARTHEST: i64 = 60 * 86_400;

/// The offset at the beginning of a text in seconds, and what follows it.
pub fn leading(text: &str) -> Option<(i64, &str)> {
    let text = text.trim_start_matches(MARKS);
    let behind = ["T", "t"].iter().find_map(|mark| text.strip_prefix(mark));
    if let Some(rest) = behind.map(|rest| rest.trim_start_matches(['=', ' ']))
        && let Some(rest) = rest.strip_prefix('0').or_else(|| rest.strip_prefix('₀'))
        && !rest.starts_with(|c: char| c.is_alphanumeric() || c == '.')
    {
        // `T0 + 12 min` counts from it as `T + 12 min` does.
        let further = rest.trim_start();
        return signed(further, true).or(Some((0, rest)));
    }
    match behind {
        Some(rest) => signed(rest.trim_start(), true),
        None => signed(text, false),
    }
    .filter(|(seconds, rest)| seconds.abs() <= FARTHEST && !rest.starts_with(char::is_alphanumeric))
}

/// `+12 min`, `-0:05`, `+1h30m`. Without a unit a number counts minutes, and only behind a `T`.
fn signed(text: &str, named: bool) -> Option<(i64, &str)> {
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' | '−' | '–' => -1,
        _ => return None,
    };
    let rest = text.get(text.chars().next()?.len_utf8()..)?.trim_start();
    let (first, behind) = number(rest)?;
    if let Some(parts) = behind.strip_prefix(':') {
        let (second, behind) = number(parts).filter(|(n, _)| *n < 60)?;
        let third = behind.strip_prefix(':').and_then(number).filter(|(n, _)| *n < 60);
        let (seconds, behind) = third.unwrap_or((0, behind));
        return Some((sign * (first * 3_600 + second * 60 + seconds), behind));
    }
    let mut total = 0;
    let (mut left, mut any) = (rest, false);
    while let Some((n, behind)) = number(left) {
        let word = behind.trim_start_matches([' ', '\u{a0}']);
        let end = word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len());
        let Some((size, after)) = word.split_at_checked(end).and_then(|(word, after)| Some((unit(word)?, after)))
        else {
            break;
        };
        (total, any) = (total + n * size, true);
        left = after.strip_prefix(' ').filter(|next| next.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(after);
    }
    if any {
        return Some((sign * total, left));
    }
    named.then_some((sign * first * 60, behind))
}

/// A whole number of at most five digits.
fn number(text: &str) -> Option<(i64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end).filter(|(digits, _)| (1..=5).contains(&digits.len()))?;
    Some((digits.parse().ok()?, rest))
}

fn unit(word: &str) -> Option<i64> {
    match word.to_lowercase().as_str() {
        "s" | "sec" | "secs" | "second" | "seconds" | "sek" => Some(1),
        "m" | "min" | "mins" | "minute" | "minutes" | "minuten" => Some(60),
        "h" | "hr" | "hrs" | "hour" | "hours" | "std" | "stunden" => Some(3_600),
        "d" | "day" | "days" | "tage" => Some(86_400),
        _ => None,
    }
}

/// The offset of a row in one of its first cells, or at the beginning of its line, and what it tells.
pub fn of_line(line: &str) -> Option<(i64, String)> {
    let line = line.trim();
    if line.starts_with('|') {
        let row = cells(line);
        return (0..row.len().min(3)).find_map(|at| {
            let (seconds, rest) = leading(row.get(at)?)?;
            let alone = rest.trim_matches(['*', '`', ' ', ')', '_', ':']).is_empty();
            alone.then(|| (seconds, row.get(at + 1..).unwrap_or(&[]).join(" ")))
        });
    }
    let (seconds, rest) = leading(list_items(line).next().unwrap_or(line))?;
    Some((seconds, rest.trim_start_matches(['*', '`', ']', ')', ':', ' ', '-', '–', '—', ',', '\u{a0}']).to_owned()))
}

/// From when the rows count, as the text says it: beside an offset (`T0: 11:38 UTC`, `11:38 (T+0)`), or in a sentence.
pub fn anchor(body: &str, day: Option<&Day>, near: Option<NaiveDate>, zone: Option<&Zone>) -> Option<TimelineRow> {
    body.lines().find_map(|line| {
        let (text, offset) = said(line)?;
        let row = row(&text, day, near, zone)?;
        after(&row, -offset)
    })
}

/// The first clock of a text, with the day and the zone that stand beside it or are given.
pub fn row(text: &str, day: Option<&Day>, near: Option<NaiveDate>, zone: Option<&Zone>) -> Option<TimelineRow> {
    let (clock, ..) = opening::clocks(text, near).into_iter().next()?;
    let on = clock.day.clone().or_else(|| day::find(text)).or_else(|| day.cloned())?;
    let zone = clock.zone.clone().or_else(|| zone.cloned());
    Some(TimelineRow { day: on, clock: WrittenTime { zone, day: None, ..clock }, text: String::new(), zero: true })
}

/// A line that speaks of an offset and holds its clock: that clock, and the offset.
fn said(line: &str) -> Option<(String, i64)> {
    let any = NaiveDate::from_ymd_opt(2000, 1, 1);
    if let Some((offset, rest)) = of_line(line) {
        if line.trim().starts_with('|') {
            let row = cells(line);
            let clock = row.iter().take(3).find(|cell| clock::leading(cell, any).is_some())?;
            return Some(((*clock).to_owned(), offset));
        }
        // The clock has to stand beside it, or be the only one of T0: others are told by the row.
        let rest = rest.trim_start_matches(MARKS).trim_start_matches(['=', ':', ' ', '-', '–', '@']);
        let only = offset == 0 && opening::clocks(rest, any).len() == 1;
        return (only || clock::leading(rest, any).is_some()).then(|| (rest.to_owned(), offset));
    }
    let lower = line.to_lowercase();
    let mut words =
        line.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ':' | '=' | '*' | '|' | '`'));
    let named = words.any(|word| ["T0", "t0", "T+0", "T-0", "T₀"].contains(&word));
    (named || COUNTED.iter().any(|word| lower.contains(word))).then(|| (line.to_owned(), 0))
}

/// The row so many seconds after another.
pub fn after(row: &TimelineRow, seconds: i64) -> Option<TimelineRow> {
    let at = i64::from(row.clock.seconds) + seconds;
    let (days, at) = (at.div_euclid(86_400), at.rem_euclid(86_400));
    let day = match (row.day.known(), days) {
        (None, 0) => row.day.clone(),
        (known, days) => Day::Known(known?.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::days(days))?.date()),
    };
    let (at, zone) = (u32::try_from(at).ok()?, row.clock.zone.clone());
    let (hour, minute, second) = (at / 3_600, at / 60 % 60, at % 60);
    let text = if second > 0 { format!("{hour:02}:{minute:02}:{second:02}") } else { format!("{hour:02}:{minute:02}") };
    Some(TimelineRow {
        day,
        clock: WrittenTime { seconds: at, text, day: None, zone },
        text: String::new(),
        zero: seconds == 0,
    })
}
