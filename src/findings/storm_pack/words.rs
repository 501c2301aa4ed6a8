//! Words that the parts of a pack share.

use crate::findings::draft::{quoted, short_id, zone};
use crate::findings::rule::Facts;
use crate::findings::storm_pack::set::Set;
use crate::model::row::IncidentIx;
use crate::model::time::Millis;
use crate::text::number;
use crate::text::wording::severity;
use chrono::{DateTime, NaiveDate};

/// "13:15 on 12 May", by the clock of the report. A pack is about few days of one year, which its title names.
#[must_use]
pub fn at(facts: &Facts, at: Millis) -> String {
    let zone = zone(&facts.data.periods);
    DateTime::from_timestamp_millis(at)
        .map_or_else(|| at.to_string(), |at| at.with_timezone(&zone).format("%H:%M on %-d %B").to_string())
}

/// "between 08:24 and 19:51 on 12 May", "between 22:10 on 12 May and 03:40 on 13 May".
#[must_use]
pub fn between(facts: &Facts, from: Millis, to: Millis) -> String {
    let (first, last) = (at(facts, from), at(facts, to));
    let one_day = day(facts, from) == day(facts, to);
    let first = if one_day { first.split(' ').next().unwrap_or_default().to_owned() } else { first };
    format!("between {first} and {last}")
}

/// "12 May, 13:15" for tables.
#[must_use]
pub fn short(facts: &Facts, at: Millis) -> String {
    let zone = zone(&facts.data.periods);
    DateTime::from_timestamp_millis(at)
        .map_or_else(|| at.to_string(), |at| at.with_timezone(&zone).format("%-d %b, %H:%M").to_string())
}

/// The local day.
#[must_use]
pub fn day(facts: &Facts, at: Millis) -> Option<NaiveDate> {
    crate::model::local::date(at, zone(&facts.data.periods))
}

/// "“Checkout times out”", or the tool's own id where there is no title.
#[must_use]
pub fn title(set: &Set, row: IncidentIx) -> String {
    match set.view.title.get(row).map(str::trim).filter(|t| !t.is_empty()) {
        Some(title) => quoted(title),
        None => set.view.id.get(row).map_or_else(String::new, |id| short_id(id).to_owned()),
    }
}

/// "none", "one", … "ten", then figures: for sentences that are read aloud.
#[must_use]
pub fn spoken(n: u64) -> String {
    const SMALL: [&str; 11] = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    usize::try_from(n).ok().and_then(|n| SMALL.get(n)).map_or_else(|| number::thousands(n), |word| (*word).to_owned())
}

/// "first" … "tenth", then "11th".
#[must_use]
pub fn ordinal(n: usize) -> String {
    const SMALL: [&str; 10] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    if let Some(word) = n.checked_sub(1).and_then(|at| SMALL.get(at)) {
        return (*word).to_owned();
    }
    let end = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{}{end}", number::thousands(n as u64))
}

/// A severity in a table: "SEV2", a dash where none is stated.
#[must_use]
pub fn rank(stated: Option<u32>) -> String {
    let known = stated.filter(|rank| *rank > 0).and_then(|rank| u8::try_from(rank).ok());
    known.map_or_else(|| "–".to_owned(), severity)
}
