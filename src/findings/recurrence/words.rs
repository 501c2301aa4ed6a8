//! Words that several statements on recurring problems share.

use crate::analyse::recurrence::Family;
use crate::findings::draft::{quoted, zone};
use crate::findings::rule::Facts;
use crate::text::{date, number};

/// Gaps that come in bursts beyond this make a constant rate a rough assumption.
pub const BURSTS: f64 = 0.3;
pub const ROUGH: &str = "It comes in bursts; treat as rough.";

/// Figures below this many hours are too small for a percentage.
const MIN_HOURS: f64 = 10.0;

/// "once", "twice", "3 times".
#[must_use]
pub fn times(n: u64) -> String {
    match n {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{} times", number::thousands(n)),
    }
}

/// "61 of 402 modelled responder hours on record (15 %)"; nothing where no hours are known. Hours are never stated: they are
/// made from acts in the tools, ten minutes each.
#[must_use]
pub fn hours_on_record(facts: &Facts, family: &Family) -> Option<String> {
    hours_of(family.told.responder_s?, facts.results.recurrence.responder_s?, " on record")
}

/// The same for incidents that began in the period.
#[must_use]
pub fn hours_in_period(facts: &Facts, family: &Family) -> Option<String> {
    hours_of(family.told.responder_period_s?, facts.results.recurrence.responder_period_s?, "")
}

fn hours_of(own: f64, all: f64, which: &str) -> Option<String> {
    let (own, all) = (own / 3_600.0, all / 3_600.0);
    let share = if all >= MIN_HOURS { format!(" ({})", number::percent(own / all)) } else { String::new() };
    (all > 0.0).then(|| format!("{} of {} modelled responder hours{which}{share}", hours(own), hours(all)))
}

/// "61", "3.7", and "2" for two hours.
fn hours(hours: f64) -> String {
    let figure = number::decimal(hours);
    figure.strip_suffix(".0").map_or(figure.clone(), str::to_owned)
}

/// "7 of its 20 pages at night"; nothing where none was at night.
#[must_use]
pub fn night_pages(pages: Option<u64>, night: Option<u64>) -> Option<String> {
    let (pages, night) = (pages?, night.filter(|n| *n > 0)?);
    Some(if pages == night && pages > 1 {
        "all of its pages at night".to_owned()
    } else {
        format!("{} of its {} at night", number::thousands(night), crate::text::plural::count(pages, "page"))
    })
}

/// " since 24 July 2024".
#[must_use]
pub fn since(facts: &Facts, family: &Family) -> String {
    let zone = zone(&facts.data.periods);
    family.first_seen.map_or_else(String::new, |at| format!(" since {}", date::day(at, zone)))
}

/// The name between quotation marks.
#[must_use]
pub fn name(family: &Family) -> String {
    quoted(&family.name)
}

/// Whole days, at least the given ones: what is needed may not be rounded down.
#[must_use]
pub fn days_up(seconds: f64) -> u64 {
    (seconds / 86_400.0).ceil().clamp(0.0, 1e9) as u64
}

/// Days to the nearest, as needed silences are given.
#[must_use]
pub fn days_round(seconds: f64) -> u64 {
    (seconds / 86_400.0).round().clamp(0.0, 1e9) as u64
}

/// Whole days that have passed.
#[must_use]
pub fn days_down(seconds: f64) -> u64 {
    (seconds / 86_400.0).floor().clamp(0.0, 1e9) as u64
}

/// A state in words; nothing where it can't be told.
#[must_use]
pub fn state(code: &str) -> String {
    if code == "too-early" { "too early to tell".to_owned() } else { code.replace('-', " ") }
}
