//! Days as reviews write them: in numbers, with the name of the month, with or without a year.

use chrono::{Datelike, NaiveDate};

/// A stated day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Day {
    Known(NaiveDate),
    /// Day and month could be swapped; it stays as written, for whoever reads times.
    Stated(String),
}

impl Day {
    pub fn text(&self) -> String {
        match self {
            Self::Known(day) => day.format("%Y-%m-%d").to_string(),
            Self::Stated(text) => text.clone(),
        }
    }

    pub fn known(&self) -> Option<NaiveDate> {
        if let Self::Known(day) = self { Some(*day) } else { None }
    }

    /// The day after it.
    pub fn next(&self) -> Option<Self> {
        self.known()?.succ_opt().map(Self::Known)
    }
}

/// Names of months in the languages reviews are written in; a name may be cut after three letters.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "janvier", "enero", "janeiro"],
    &["february", "februar", "fevrier", "février", "febrero", "fevereiro"],
    &["march", "märz", "maerz", "mars", "marzo", "março"],
    &["april", "avril", "abril"],
    &["may", "mai", "mayo", "maio"],
    &["june", "juni", "juin", "junio", "junho"],
    &["july", "juli", "juillet", "julio", "julho"],
    &["august", "août", "agosto"],
    &["september", "septembre", "septiembre", "setembro"],
    &["october", "oktober", "octobre", "octubre", "outubro"],
    &["november", "novembre", "noviembre", "novembro"],
    &["december", "dezember", "décembre", "decembre", "diciembre", "dezembro"],
];

const WEEKDAYS: [&str; 14] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
];

fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    if word.chars().count() < 3 {
        return None;
    }
    let is_it = |names: &&[&str]| names.iter().any(|name| name.starts_with(&word));
    let at = MONTHS.iter().position(is_it)?;
    u32::try_from(at + 1).ok()
}

fn is_weekday(word: &str) -> bool {
    let word = word.to_lowercase();
    word.chars().count() >= 3 && WEEKDAYS.iter().any(|day| day.starts_with(&word))
}

fn digits(text: &str) -> (&str, &str) {
    text.split_at_checked(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len())).unwrap_or((text, ""))
}

fn letters(text: &str) -> (&str, &str) {
    text.split_at_checked(text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len())).unwrap_or((text, ""))
}

fn date(year: &str, month: u32, day: &str) -> Option<NaiveDate> {
    let year: i32 = year.parse().ok()?;
    let year = if year < 100 { 2_000 + year } else { year };
    let found = NaiveDate::from_ymd_opt(year, month, day.parse().ok()?)?;
    (1990..2100).contains(&found.year()).then_some(found)
}

/// The day at the beginning of a text, and what follows it. A day without a year is that nearest to `near`.
pub fn leading(text: &str, near: Option<NaiveDate>) -> Option<(Day, &str)> {
    let (word, rest) = letters(text);
    if is_weekday(word) && month(word).is_none() {
        return leading(rest.trim_start_matches(['.', ',', ' ']), near);
    }
    if word.is_empty() { by_number(text, near) } else { by_month(word, rest, near) }
}

/// `2026-02-03`, `3.2.2026`, `02/03/2026`, `3 February 2026`, `3. März`, `03-Feb-2026`.
fn by_number(text: &str, near: Option<NaiveDate>) -> Option<(Day, &str)> {
    let (first, rest) = digits(text);
    if first.len() == 8 {
        let day = date(first.get(..4)?, first.get(4..6)?.parse().ok()?, first.get(6..)?)?;
        return Some((Day::Known(day), rest));
    }
    let mark = rest.chars().next()?;
    if matches!(mark, '-' | '/' | '.' | '_') {
        let behind = rest.get(1..)?;
        let (second, rest) = digits(behind);
        let third = rest.strip_prefix(mark).map(digits).filter(|(third, _)| !third.is_empty() && !second.is_empty());
        if let Some((third, rest)) = third {
            return numeric(text, [first, second, third], mark, rest);
        }
    }
    if first.is_empty() || first.len() > 2 {
        return None;
    }
    let rest = ["st", "nd", "rd", "th"].iter().find_map(|end| rest.strip_prefix(end)).unwrap_or(rest);
    let rest = rest.trim_start_matches(['.', '-', ' ']);
    let rest = ["of ", "de "].iter().find_map(|small| rest.strip_prefix(small)).unwrap_or(rest);
    let (word, rest) = letters(rest);
    let month = month(word)?;
    with_year(month, first, rest, near)
}

fn numeric<'a>(text: &str, parts: [&str; 3], mark: char, rest: &'a str) -> Option<(Day, &'a str)> {
    let [first, second, third] = parts;
    if first.len() == 4 {
        return Some((Day::Known(date(first, second.parse().ok()?, third)?), rest));
    }
    if first.len() > 2 || second.len() > 2 || !matches!(third.len(), 2 | 4) || mark == '_' {
        return None;
    }
    let (a, b): (u32, u32) = (first.parse().ok()?, second.parse().ok()?);
    let day_first = mark == '.' || a > 12 || a == b;
    if day_first {
        return Some((Day::Known(date(third, b, first)?), rest));
    }
    if b > 12 {
        return Some((Day::Known(date(third, a, second)?), rest));
    }
    let stated = text.get(..text.len() - rest.len())?.to_owned();
    Some((Day::Stated(stated), rest))
}

/// `February 3, 2026`, `Feb 3rd 2026`, `Feb. 3`.
fn by_month<'a>(word: &str, rest: &'a str, near: Option<NaiveDate>) -> Option<(Day, &'a str)> {
    let month = month(word)?;
    let (day, rest) = digits(rest.trim_start_matches(['.', ' ', '-']));
    if day.is_empty() || day.len() > 2 {
        return None;
    }
    let rest = ["st", "nd", "rd", "th"].iter().find_map(|end| rest.strip_prefix(end)).unwrap_or(rest);
    with_year(month, day, rest, near)
}

/// Behind the first of several days: `2-6, 2026`, `14 – 19 2026`.
fn without_last_day(rest: &str) -> &str {
    let inner = rest.trim_start_matches(' ').strip_prefix(['-', '–', '—']).map(|inner| inner.trim_start_matches(' '));
    let Some((last, after)) = inner.map(digits) else { return rest };
    let year = digits(after.trim_start_matches([',', ' '])).0.len() == 4;
    if (1..=2).contains(&last.len()) && year { after } else { rest }
}

fn with_year<'a>(month: u32, day: &str, rest: &'a str, near: Option<NaiveDate>) -> Option<(Day, &'a str)> {
    let behind = without_last_day(rest).trim_start_matches(['.', ',', ' ', '-', '\'', '’']);
    let behind = behind.strip_prefix("de ").unwrap_or(behind);
    let (year, after) = digits(behind);
    let is_year = year.len() == 4 && !after.starts_with(':');
    if is_year && let Some(found) = date(year, month, day) {
        return Some((Day::Known(found), after));
    }
    let near = near?;
    let years = [near.year() - 1, near.year(), near.year() + 1];
    let days = years.iter().filter_map(|year| NaiveDate::from_ymd_opt(*year, month, day.parse().ok()?));
    days.min_by_key(|day| (*day - near).num_days().abs()).map(|day| (Day::Known(day), rest))
}

/// The first day in a text that states its year. Addresses are passed over: their days are those of pages.
pub fn find(text: &str) -> Option<Day> {
    let mut last = ' ';
    let mut until = 0;
    for (at, c) in text.char_indices() {
        let begins = c.is_alphanumeric() && !last.is_alphanumeric() && !matches!(last, '/' | '-' | '_' | ':' | '=');
        last = c;
        if at < until || !begins {
            continue;
        }
        let rest = text.get(at..)?;
        let word = rest.split(char::is_whitespace).next().unwrap_or("");
        if word.contains("://") {
            until = at + word.len();
        } else if let Some((day, behind)) = leading(rest, None)
            && !runs_on(behind)
        {
            return Some(day);
        } else if let Some(day) = first_of_range(rest) {
            return Some(day);
        }
    }
    None
}

/// Whether what follows belongs to the same word: `1.2.2026-beta` is a version.
fn runs_on(behind: &str) -> bool {
    let of_word = behind.strip_prefix('-').filter(|rest| rest.starts_with(char::is_alphabetic));
    behind.starts_with(char::is_alphanumeric) || of_word.is_some()
}

/// `October 21 and October 30, 2025`, `11 to 15 November 2025`: the year stands behind the last day only.
fn first_of_range(text: &str) -> Option<Day> {
    let any = NaiveDate::from_ymd_opt(2_000, 1, 1);
    let (first, rest) = leading(text, any)?;
    let joined = [" and ", " to ", " until ", " through ", " - ", " – ", "-", "–"];
    let next = joined.iter().find_map(|word| rest.strip_prefix(word))?;
    let last = leading(next, None)?.0.known()?;
    let first = first.known()?.with_year(last.year())?;
    if first > last { first.with_year(last.year() - 1).map(Day::Known) } else { Some(Day::Known(first)) }
}

/// The day in a file's name: `2026-02-03-flags-down`, `PM-20260203`, `outage_2026_02_03`.
pub fn of_name(stem: &str) -> Option<Day> {
    let text = stem.replace('_', "-");
    let starts = text.char_indices().filter(|(at, c)| {
        let before = at.checked_sub(1).and_then(|before| text.as_bytes().get(before));
        c.is_ascii_digit() && before.is_none_or(|b| !b.is_ascii_digit())
    });
    starts.filter_map(|(at, _)| by_number(text.get(at..)?, None)).find_map(|(day, rest)| {
        let whole = !rest.starts_with(|c: char| c.is_ascii_digit());
        day.known().filter(|_| whole).map(Day::Known)
    })
}
