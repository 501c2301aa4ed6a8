//! Clocks at the beginning of a line or a cell, with what stands around them: marks, a day, a zone.

use chrono::NaiveDate;

use super::day::{self, Day};
use super::zone::{self, Zone};

/// A clock with what stands beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenTime {
    /// Seconds since midnight; 86,400 is the next midnight.
    pub seconds: u32,
    /// As written, for a time that is handed on: `16:58`, `16:58:10`, `4:58 PM`.
    pub text: String,
    pub day: Option<Day>,
    pub zone: Option<Zone>,
}

/// What opens a line before its clock.
const MARKS: [char; 14] = ['*', '_', '`', '[', '(', '<', '~', '≈', '"', '#', ' ', '\t', '\u{a0}', '>'];
/// What stands between a day and a clock, and behind them.
const BETWEEN: [char; 14] = ['*', '_', '`', ']', ')', ',', ' ', '\t', '\u{a0}', '@', '-', '–', '—', '|'];
const SMALL: [&str; 12] =
    ["at ", "At ", "around ", "Around ", "approx. ", "approximately ", "about ", "ca. ", "circa ", "on ", "um ", "By "];

/// The clock at the beginning of a text, and what follows it.
pub fn leading(text: &str, near: Option<NaiveDate>) -> Option<(WrittenTime, &str)> {
    let text = opened(text);
    let dated = day::leading(text, near);
    let iso = dated.as_ref().is_some_and(|(_, rest)| rest.starts_with('T'));
    let (day, rest) = match dated {
        Some((day, rest)) => {
            (Some(day), rest.strip_prefix('T').unwrap_or_else(|| opened(rest.trim_start_matches(BETWEEN))))
        }
        None => (None, text),
    };
    let (mut clock, rest) = bare(rest)?;
    clock.day = day;
    // `08:00-09:30` is a stretch; an offset to the west stands only in a whole stamp.
    let is_stretch = rest.starts_with('-') && !iso;
    let Some((zone, rest)) = zoned(rest).filter(|_| !is_stretch) else { return Some(behind_date(clock, rest, near)) };
    clock.zone = Some(zone);
    Some(behind_date(clock, rest, near))
}

/// A day alone, with nothing but marks around it: what the clocks below it belong to.
pub fn day_alone(text: &str, near: Option<NaiveDate>) -> Option<Day> {
    let (day, rest) = day::leading(opened(text), near)?;
    let rest = rest.trim_matches([' ', '*', '_', ':', '`', ')', ']', '.', '|', '#', ',', '-', '–']);
    let aside = rest.is_empty()
        || (rest.starts_with('(') && rest.chars().count() < 30)
        || zone::leading(rest).is_some_and(|(_, rest)| rest.trim().is_empty());
    aside.then_some(day)
}

/// Without marks and small words.
fn opened(text: &str) -> &str {
    let text = text.trim_start_matches(MARKS);
    SMALL.iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text).trim_start_matches(MARKS)
}

/// A day that stands behind the clock: `16:58 UTC, February 3`, `16:58 on 3 February`.
fn behind_date(mut clock: WrittenTime, rest: &str, near: Option<NaiveDate>) -> (WrittenTime, &str) {
    if clock.day.is_none() {
        let next = rest.trim_start_matches([',', ' ', '(']);
        let next = next.strip_prefix("on ").unwrap_or(next);
        if let Some((day, rest)) = day::leading(next, near) {
            clock.day = Some(day);
            return (clock, rest);
        }
    }
    (clock, rest)
}

/// A zone may stand inside the marks around the clock or behind them (`**16:58** UTC`).
fn zoned(rest: &str) -> Option<(Zone, &str)> {
    zone::leading(rest).filter(|_| !rest.starts_with(" -") && !rest.starts_with(" +")).or_else(|| {
        let behind = rest.trim_start_matches(['*', '`', '_', ']', ')']);
        zone::leading(behind).filter(|_| behind.starts_with(' ') && !behind.starts_with(" -"))
    })
}

/// `16:58`, `16:58:10.5`, `4:58 PM`, `4pm`, `1658Z`, `16h58`.
fn bare(text: &str) -> Option<(WrittenTime, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (first, rest) = text.split_at_checked(end)?;
    if first.len() == 4 {
        return military(first, rest);
    }
    if !(1..=2).contains(&first.len()) {
        return None;
    }
    let mark = rest.chars().next().filter(|c| matches!(c, ':' | 'h'));
    let parts = mark.and_then(|mark| minutes(rest.strip_prefix(mark)?));
    let (minute, second, rest) = match parts {
        Some((minute, rest)) => {
            let seconds = rest.strip_prefix(':').and_then(minutes);
            let (second, rest) = seconds.unwrap_or((0, rest));
            let fraction = rest.strip_prefix('.').map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
            (minute, second, fraction.filter(|_| seconds.is_some()).unwrap_or(rest))
        }
        None => (0, 0, rest),
    };
    let hour: u32 = first.parse().ok()?;
    let afternoon = meridiem(rest);
    if parts.is_none() && afternoon.is_none() {
        return None;
    }
    let (hour, rest) = match afternoon {
        Some((_, _)) if !(1..=12).contains(&hour) => return None,
        Some((later, rest)) => (hour % 12 + if later { 12 } else { 0 }, rest),
        None => (hour, rest),
    };
    made(hour, minute, second, rest)
}

fn minutes(text: &str) -> Option<(u32, &str)> {
    let digits = text.get(..2).filter(|part| part.chars().all(|c| c.is_ascii_digit()))?;
    let rest = text.get(2..)?;
    let number: u32 = digits.parse().ok()?;
    (number < 60 && !rest.starts_with(|c: char| c.is_ascii_digit())).then_some((number, rest))
}

/// `AM`, `p.m.`: whether it is the afternoon, and what follows.
fn meridiem(rest: &str) -> Option<(bool, &str)> {
    let inner = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let forms = [("am", false), ("pm", true), ("a.m.", false), ("p.m.", true)];
    forms.iter().find_map(|(form, later)| {
        let head = inner.get(..form.len())?;
        let behind = inner.get(form.len()..)?;
        // `4 am-pods` is no morning.
        let behind_dash = behind.strip_prefix('-').unwrap_or(behind);
        let ends =
            !behind_dash.starts_with(|c: char| c.is_alphabetic()) && !behind.starts_with(|c: char| c.is_numeric());
        (head.eq_ignore_ascii_case(form) && ends).then_some((*later, behind))
    })
}

/// Four digits are a clock only where a zone or `hrs` says so.
fn military<'a>(digits: &str, rest: &'a str) -> Option<(WrittenTime, &'a str)> {
    let (hour, minute): (u32, u32) = (digits.get(..2)?.parse().ok()?, digits.get(2..)?.parse().ok()?);
    let hours = ["hrs", " hrs", "h "].iter().find_map(|word| rest.strip_prefix(word));
    let zoned = zone::leading(rest)
        .is_some_and(|(zone, _)| !matches!(zone, Zone::Fixed(ref w, _) if w.starts_with(['+', '-'])));
    if minute > 59 || !(zoned || hours.is_some()) {
        return None;
    }
    made(hour, minute, 0, hours.unwrap_or(rest))
}

fn made(hour: u32, minute: u32, second: u32, rest: &str) -> Option<(WrittenTime, &str)> {
    let seconds = hour * 3_600 + minute * 60 + second;
    let runs_on = |text: &str| text.starts_with(|c: char| c.is_alphanumeric());
    let ends = !runs_on(rest) || rest.starts_with('Z');
    let is_whole = ends && !rest.strip_prefix(':').is_some_and(runs_on);
    let text = if second > 0 { format!("{hour:02}:{minute:02}:{second:02}") } else { format!("{hour:02}:{minute:02}") };
    (seconds <= 86_400 && is_whole).then_some((WrittenTime { seconds, text, day: None, zone: None }, rest))
}
