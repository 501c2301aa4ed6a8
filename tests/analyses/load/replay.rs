//! The early-warning replay.

use super::super::part;
use super::{analyse, with};
use crate::support::builder::{Builder, ms};
use retroscope::analyse::load::warning::{Replay, Warnings};
use retroscope::findings::load::Load;
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
    // Two firings, one of them early: by the binomial with the share of days before peaks, times the rules that fired.
    let share = found.days_before_peaks as f64 / 101.0;
    let fired = found.rules.iter().filter(|r| !r.fired.is_empty()).count() as f64;
    let p = 1.0 - (1.0 - share).powi(2);
    assert!((run.p.unwrap() - p).abs() < 1e-12 && (run.q.unwrap() - (p * fired).min(1.0)).abs() < 1e-12, "{run:?}");
    assert!((run.early_by_chance - 2.0 * share).abs() < 1e-12 && !run.beats_chance());
    assert!((run.peaks_by_chance - found.peaks.len() as f64 * (1.0 - (87.0_f64 / 101.0).powi(2))).abs() < 1e-12);
}

/// Peaks every forty days on which six people are woken, and runs of three nights that end so many days before each.
fn rounds(before: &[i64]) -> Builder {
    let end = 40 * before.len() as i64 + 40;
    let mut builder = with(8, &["2026-05-01 10:00"]).page(0, 0, &at(0, 10)).exported(&at(end, 0));
    for (round, before) in before.iter().enumerate() {
        let peak = 40 * (round as i64 + 1);
        for person in 1..=6 {
            builder = builder.page(0, person, &at(peak, 3));
        }
        for night in 0..3 {
            builder = builder.page(0, 0, &at(peak - before - night, 3));
        }
    }
    builder
}

#[test]
fn a_rule_that_speaks_before_every_peak_beats_chance() {
    let data = rounds(&[3, 5, 2, 4, 3, 6, 2, 3, 5, 4]).build();
    let found = analyse(&data).load.warnings.unwrap();
    let run = rule(&found, "run");
    assert_eq!((found.peaks.len(), run.fired.len(), run.early, found.days_before_peaks), (10, 10, 10, 140));
    // scipy.stats.binomtest(10, 10, 140 / 441, alternative="greater") of scipy 1.17.1.
    assert!((run.p.unwrap() / 1.039_667_485_547_188e-5 - 1.0).abs() < 1e-9, "{run:?}");
    assert!(run.beats_chance());
    let part = part(&Load, &data);
    let claim = part.claims.iter().find(|c| c.code == "load.early-warning").unwrap();
    assert!(
        claim.sentence.contains("10 within 14 days before a peak (as many random days: 3.2)"),
        "{}",
        claim.sentence
    );
    assert!(claim.sentence.contains("That is more often than chance makes plausible"), "{}", claim.sentence);
}

#[test]
fn a_rule_that_speaks_at_any_time_is_no_better_than_chance() {
    // Most runs end well after the peak before and long before the next one.
    let data = rounds(&[3, 20, 21, 4, 22, 19, 2, 23, 18, 20]).build();
    let found = analyse(&data).load.warnings.unwrap();
    let run = rule(&found, "run");
    assert_eq!((run.fired.len(), run.early), (10, 3));
    assert!(!run.beats_chance() && run.p.unwrap() > 0.3, "{run:?}");
    let part = part(&Load, &data);
    let claim = part.claims.iter().find(|c| c.code == "load.early-warning").unwrap();
    assert!(claim.sentence.contains("That is no better than chance"), "{}", claim.sentence);
    let table = part.section.unwrap().tables.into_iter().find(|t| t.id == "early-warning").unwrap();
    assert!(table.rows.iter().all(|row| row[9] == "no better than chance"), "{:?}", table.rows);
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
