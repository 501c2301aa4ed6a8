//! Load of responders, on small data sets with counts made by hand.

mod charts;
mod compared;
mod groups;
mod nights;
mod planted;
mod replay;
mod said;
mod verdict;

use super::analyse;
use crate::support::builder::{Builder, Inc, ms};
use retroscope::analyse::load::Output;
use retroscope::analyse::load::bouts;
use retroscope::analyse::load::person::{Diary, diaries};
use retroscope::model::holiday::Holiday;
use retroscope::model::person::Person;
use retroscope::model::time::{HOUR, MINUTE};

pub(crate) fn load(builder: Builder) -> Output {
    analyse(&builder.build()).load
}

/// `n` people in UTC, and one incident per start.
pub(crate) fn with(n: usize, starts: &[&str]) -> Builder {
    let builder = (0..n).fold(Builder::quarter(2026, 3), |b, i| b.person(&format!("P-{i:02}"), "UTC", "payments"));
    builder.incidents(starts.iter().map(|s| Inc::at(s).minutes(30)))
}

fn diary(builder: Builder) -> Diary {
    diaries(&builder.build()).into_iter().next().expect("one person")
}

#[test]
fn pages_within_half_an_hour_of_the_first_are_one_bout() {
    let one = with(1, &["2026-08-10 10:00"])
        .page(0, 0, "2026-08-10 10:00")
        .page(0, 0, "2026-08-10 10:30")
        .page(0, 0, "2026-08-10 10:31")
        .page(0, 0, "2026-08-10 11:00")
        .page(0, 0, "2026-08-10 11:02");
    // 10:00 and 10:30; 10:31 and 11:00; 11:02, which is 31 minutes after the first of its group.
    assert_eq!(bouts::bouts(&diary(one), 30 * MINUTE), [0, 2, 4]);
}

#[test]
fn a_disrupted_hour_counts_once_and_has_the_class_of_its_clock() {
    let builder = with(1, &["2026-08-10 10:00"])
        // Monday 07:50 to 08:20 is one hour asleep and one at work; the page at 08:05 lies in the latter.
        .work(0, 0, "2026-08-10 07:50", "2026-08-10 08:20")
        .page(0, 0, "2026-08-10 08:05")
        // 17:00 to 18:00 is one hour: a stretch ends before its last instant.
        .work(0, 0, "2026-08-10 17:00", "2026-08-10 18:00")
        .page(0, 0, "2026-08-10 18:00");
    let weeks = load(builder).weeks;
    assert_eq!(weeks.len(), 1);
    assert_eq!(weeks[0].disrupted_hours, [2, 1, 1]);
}

#[test]
fn business_hours_of_a_holiday_are_off() {
    let mut data = with(2, &["2026-08-10 10:00"])
        .work(0, 0, "2026-08-10 10:00", "2026-08-10 10:20")
        .work(0, 1, "2026-08-11 10:00", "2026-08-11 10:20")
        .build();
    let date = "2026-08-10".parse().unwrap();
    data.holidays = vec![Holiday { date, zone: None, name: "A day off".to_owned() }];
    let weeks = analyse(&data).load.weeks;
    let hours: Vec<[u64; 3]> = weeks.iter().map(|w| w.disrupted_hours).collect();
    assert_eq!(hours, [[0, 1, 0], [1, 0, 0]]);
}

#[test]
fn the_hour_that_comes_twice_is_two() {
    // New York, 1 November 2026: 05:30 UTC is 01:30, and so is 06:30 UTC.
    let builder = Builder::quarter(2026, 4)
        .person("P-1", "America/New_York", "a")
        .incident(Inc::at("2026-11-01 05:00").minutes(10))
        .page(0, 0, "2026-11-01 05:30")
        .page(0, 0, "2026-11-01 06:30");
    assert_eq!(load(builder).weeks[0].disrupted_hours, [0, 0, 2]);
}

#[test]
fn time_at_two_incidents_is_the_overlap_of_own_work_alone() {
    let load = load(
        with(2, &["2026-08-10 10:00", "2026-08-10 10:10", "2026-08-10 10:20"])
            .work(0, 0, "2026-08-10 10:00", "2026-08-10 11:00")
            .work(1, 0, "2026-08-10 10:30", "2026-08-10 11:30")
            .work(2, 0, "2026-08-10 10:50", "2026-08-10 10:55")
            .work(0, 1, "2026-08-10 10:00", "2026-08-10 10:30")
            .work(1, 1, "2026-08-10 10:30", "2026-08-10 10:40"),
    );
    let overlap = load.overlap.unwrap();
    // The first person is at two or three from 10:30 to 11:00; the second hands over without overlap.
    assert_eq!((overlap.at_least_two, overlap.people_two, overlap.longest), (30 * MINUTE, 1, 30 * MINUTE));
    assert_eq!((overlap.work, overlap.people), (130 * MINUTE, 2));
    assert_eq!(load.weeks.iter().map(|w| w.measures.overlap).collect::<Vec<_>>(), [Some(30 * MINUTE), Some(0)]);
}

#[test]
fn what_people_did_is_unknown_without_acts() {
    let load = load(with(1, &["2026-08-10 10:00"]).page(0, 0, "2026-08-10 10:00"));
    assert_eq!(load.overlap, None);
    assert_eq!((load.weeks[0].measures.overlap, load.weeks[0].measures.shift_incidents), (None, None));
    assert_eq!(load.weeks[0].flags, Some(0));
}

#[test]
fn machine_accounts_are_no_people() {
    let machine = Person { pseudonym: "M".to_owned(), machine: true, ..Person::default() };
    let load = load(
        Builder::quarter(2026, 3)
            .human(machine)
            .incident(Inc::at("2026-08-10 03:00").minutes(10))
            .page(0, 0, "2026-08-10 03:00")
            .work(0, 0, "2026-08-10 03:00", "2026-08-10 04:00")
            .shift(0, "primary", 1, "2026-08-10 00:00", "2026-08-11 00:00"),
    );
    assert!(load.weeks.is_empty() && load.shifts.is_none(), "{:?}", load.weeks);
    assert_eq!((load.period.classes.total(), load.period.disturbed_nights, load.strain.disturbed), (0, 0, 0));
}

#[test]
fn flags_of_a_week_and_one_step_to_either_side() {
    // One person on call from Monday to Monday. Four incidents on Monday morning; pages in the nights of Monday, Tuesday
    // and Wednesday; work on two incidents at once for five hours on Friday; Saturday, and the Saturday before.
    let starts = ["2026-08-10 09:00", "2026-08-10 09:00", "2026-08-10 09:00", "2026-08-10 09:00", "2026-08-01 00:00"];
    let mut builder = with(1, &starts).shift(0, "primary", 1, "2026-08-10 00:00", "2026-08-17 00:00");
    for incident in 0..4 {
        builder = builder.page(incident, 0, &format!("2026-08-10 {:02}:00", 8 + incident));
    }
    for night in ["2026-08-10 23:00", "2026-08-11 23:00", "2026-08-12 23:00"] {
        builder = builder.page(0, 0, night);
    }
    let load = load(
        builder
            .work(0, 0, "2026-08-14 10:00", "2026-08-14 15:00")
            .work(1, 0, "2026-08-14 10:00", "2026-08-14 15:00")
            .page(0, 0, "2026-08-15 12:00")
            .page(0, 0, "2026-08-08 12:00"),
    );
    let week = load.weeks.iter().find(|w| w.week == "2026-W33").unwrap();
    let measures = week.measures;
    assert_eq!((measures.shift_incidents, measures.nights, measures.run, measures.weekends), (Some(4), 3, 3, 2));
    assert_eq!(measures.overlap, Some(5 * HOUR));
    // After the page of Wednesday 12 August 23:00 comes Friday 10:00, 35 hours later; after Monday 23:00 Tuesday 23:00.
    assert_eq!(measures.rest, None);
    assert_eq!(week.flags, Some(5));
    let flagged = load.flagged;
    assert_eq!((flagged.weeks, flagged.people, flagged.flagged_people), (2, 1, 1));
    assert_eq!(flagged.sums, [1, 0, 0, 0, 0, 1, 0]);
    // Incidents in a shift 1, 2, 3; nights 1, 2, 3; in a row 2, 3, 4; rest; weekends 1, 2, 3; hours at once 3, 4, 5.
    // A single weekend is enough one step easier, so the week before counts too; five hours are not more than five.
    assert_eq!(flagged.counts, [[1, 1, 1], [1, 1, 1], [1, 1, 0], [0, 0, 0], [2, 1, 0], [1, 1, 0]]);
    assert_eq!(flagged.three_or_more, [1, 1, 0]);
    assert_eq!(ms("2026-08-10 00:00"), week.start);
}
