//! In which unit a figure of a statement is, by its name: names hold their unit; and how a figure is told with it.

use crate::text::duration;
use crate::text::number::{self, plain};

/// Endings of names, and the unit that each stands for. The first that fits counts.
const ENDINGS: &[(&str, &str)] = &[
    ("_per_week_and_quarter", "incidents per week, by quarter"),
    ("rate_per_week", "per week"),
    ("mean_per_week", "per week"),
    ("per_month", "per month"),
    ("shrunk_rate", "per week"),
    ("at_once_hours", "hours"),
    ("_s", "seconds"),
    ("_percent", "percent"),
    ("superiority", "from 0 to 1"),
    ("_rank", "rank"),
];

/// Words that are the unit of the name they stand in, whatever follows.
const WORDS: &[(&str, &str)] = &[
    ("ratio", "times"),
    ("gini", "from 0 (even) to 1"),
    ("share", "as a part of 1"),
    ("months", "months"),
    ("weeks", "weeks"),
    ("days", "days"),
    ("hours", "hours"),
    ("seconds", "seconds"),
];

/// Words behind which a length of time says when something was, and not in what it is counted: `pages_in_sleep_hours`.
const WHEN: [&str; 7] = ["in", "at", "within", "outside", "off", "person", "by"];

/// The unit of a figure; empty where its name says what is counted.
#[must_use]
pub fn of(name: &str) -> &'static str {
    if ["p", "q", "probability"].contains(&name) || name.ends_with("_p") {
        return "probability";
    }
    let plain = name.trim_end_matches("_lo").trim_end_matches("_hi");
    let ends = |(ending, _): &&(&str, &str)| plain.ends_with(ending) || plain == ending.trim_start_matches('_');
    if let Some((_, unit)) = ENDINGS.iter().find(ends) {
        return unit;
    }
    // The part of actions that were done by then.
    if name.starts_with("done_within_") {
        return "as a part of 1";
    }
    let own = plain.split('_').take_while(|part| !WHEN.contains(part));
    let unit = |part: &str| WORDS.iter().find(|(word, _)| *word == part).map(|(_, unit)| *unit);
    own.filter_map(unit).next().unwrap_or_default()
}

/// A figure with its unit; lengths of time also in words, parts also in percent.
#[must_use]
pub fn worded(value: f64, unit: &str) -> String {
    let figure = plain(value);
    match unit {
        "seconds" => format!("{figure} seconds ({})", duration::words(value)),
        // Digits far below what is asked of a test tell nothing.
        "probability" => number::probability(value),
        "as a part of 1" => format!("{figure} ({})", number::percent(value)),
        "" => figure,
        unit => format!("{figure} {unit}"),
    }
}
