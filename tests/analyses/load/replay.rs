//! The early-warning replay.

use super::{analyse, with};
use crate::support::builder::{Builder, ms};
use retroscope::analyse::load::warning::{Replay, Warnings};
use retroscope::model::time::{DAY, Millis};

pub(super) fn at(day: Millis, hour: i64) -> String {
    let at = ms("2026-05-01 00:00") + day * DAY + hour * DAY / 24;
    chrono::DateTime::from_timestamp_millis(at).unwrap().format("%Y-%m-%d %H:%M").to_string()
}

/// A hundred days. One person is paged at work on the first; three nights in a row end on days 41 to 43; on day 45 five
/// people's nights end. Three more in a row end on days 81 to 83, and nothing follows.
pub(super) fn history(days: i64) -> Builder {
    let mut builder = with(8, &["2026-05-01 10:00"]).page(0, 0, &at(0, 10)).exported(&at(days, 0));
    for (person, day) in
        [(0, 41), (0, 42), (0, 43), (1, 45), (2, 45), (3, 45), (4, 45), (5, 45), (6, 81), (6, 82), (6, 83)]
    {
        if day < days {
            builder = builder.page(0, person, &at(day, 3));
        }
    }
    builder
}

fn warnings(days: i64) -> Warnings {
    analyse(&history(days).build()).load.warnings.unwrap()
}

fn rule<'a>(warnings: &'a Warnings, name: &str) -> &'a Replay {
    warnings.rules.iter().find(|r| r.rule == name).unwrap()
}

#[test]
fn a_rule_fires_before_the_peak_and_once_for_nothing() {
    let found = warnings(100);
    // Days 0 to 100; the hardest tenth are those with 5 nights or more in seven days; day 45 had five.
    assert_eq!((found.days, found.from.unwrap().to_string()), (101, "2026-05-01".to_owned()));
    let peaks: Vec<(String, u64)> = found.peaks.iter().map(|p| (p.day.to_string(), p.nights)).collect();
    assert_eq!(peaks[0], ("2026-06-15".to_owned(), 5));
    let run = rule(&found, "run");
    let fired: Vec<String> = run.fired.iter().map(ToString::to_string).collect();
    assert_eq!(fired, ["2026-06-13", "2026-07-23"]);
    assert_eq!((run.early, run.leads.as_slice(), run.false_alarms), (1, &[2][..], 1));
    assert_eq!(found.days_before_peaks, 14 * found.peaks.len() as u64);
}

#[test]
fn rules_see_nothing_of_later_days() {
    let whole = warnings(100);
    for days in [60, 70, 82] {
        let cut = warnings(days);
        for (short, long) in cut.rules.iter().zip(&whole.rules) {
            let end = cut.from.unwrap() + chrono::Days::new(days as u64 - 1);
            let before: Vec<_> = long.fired.iter().filter(|d| **d <= end).collect();
            assert_eq!(short.fired.iter().collect::<Vec<_>>(), before, "{} in {days} days", short.rule);
        }
    }
}

#[test]
fn two_weeks_are_no_history() {
    assert!(analyse(&history(50).build()).load.warnings.is_none());
}
