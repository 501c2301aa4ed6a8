//! Calm, strained or over the line, counted by hand.

use super::{load, with};
use crate::support::builder::{Builder, Inc};
use retroscope::analyse::load::params::Lines;
use retroscope::analyse::load::verdict::{Parts, State, Unit};
use retroscope::model::time::HOUR;

const USUAL: Parts = Parts {
    shifts: 100,
    any: 10,
    over: 0,
    red_weeks: 0,
    red_run: 0,
    red_people: 0,
    people: 8,
    covered: 1_000 * HOUR,
    above: 0,
    flagged_weeks: 0,
    night_pages: 20,
    mild: 0,
};

fn state(parts: Parts) -> State {
    parts.state(&Lines::default(), 1.0)
}

#[test]
fn each_line_is_crossed_above_its_value_and_strains_from_half() {
    assert_eq!(state(USUAL), State::Calm);
    // 10 of 100 shifts are not more than 10 %, 11 are; more than 5 strain.
    for (over, wanted) in [(11, State::Over), (10, State::Strained), (6, State::Strained), (5, State::Calm)] {
        assert_eq!(state(Parts { over, ..USUAL }), wanted, "{over}");
    }
    // Two of eight people are a quarter, one is an eighth.
    for (red_people, wanted) in [(2, State::Over), (1, State::Strained), (0, State::Calm)] {
        assert_eq!(state(Parts { red_weeks: 3, red_run: 3, red_people, ..USUAL }), wanted, "{red_people}");
    }
    // 20 of 1,000 hours are 2 %.
    for (hours, wanted) in [(21, State::Over), (20, State::Strained), (11, State::Strained), (10, State::Calm)] {
        assert_eq!(state(Parts { above: hours * HOUR, ..USUAL }), wanted, "{hours}");
    }
    for (flagged_weeks, wanted) in [(2, State::Strained), (1, State::Calm)] {
        assert_eq!(state(Parts { flagged_weeks, ..USUAL }), wanted, "{flagged_weeks}");
    }
    // Half of 20 pages are 10, which is also the least; 9 of 18 are half, but too few.
    for (night_pages, mild, wanted) in
        [(20, 10, State::Strained), (20, 9, State::Calm), (18, 9, State::Calm), (21, 10, State::Calm)]
    {
        assert_eq!(state(Parts { night_pages, mild, ..USUAL }), wanted, "{mild} of {night_pages}");
    }
}

#[test]
fn with_half_the_lines_more_and_with_double_fewer_are_over() {
    let lines = Lines::default();
    let parts = Parts { over: 11, ..USUAL };
    let states = [0.5, 1.0, 2.0].map(|times| parts.state(&lines, times));
    assert_eq!(states, [State::Over, State::Over, State::Strained]);
    assert_eq!(Parts { flagged_weeks: 1, ..USUAL }.state(&lines, 0.5), State::Strained);
    assert_eq!(USUAL.state(&lines, 0.5), State::Calm);
}

/// Eight people with a week each from Monday 6 July 2026, for “primary”. Person 0 is on call in the first week, and so on.
fn rota(starts: &[&str]) -> Builder {
    let weeks = ["07-06", "07-13", "07-20", "07-27", "08-03", "08-10", "08-17", "08-24", "08-31"];
    let builder = with(8, starts).incident(Inc::at("2026-07-01 12:00").minutes(5));
    (0..8_u32).fold(builder, |b, n| {
        let [from, to] = [0, 1].map(|next| format!("2026-{} 00:00", weeks[n as usize + next]));
        b.shift(n, "primary", 1, &from, &to)
    })
}

fn primary(builder: Builder) -> Unit {
    load(builder).verdicts.rotations.into_iter().find(|unit| unit.name == "primary").unwrap()
}

#[test]
fn red_weeks_in_a_row_are_those_of_the_rotation() {
    // Weeks of 6 and 13 July: two nights each, of persons 0 and 1. Week of 27 July: two nights of person 3. Week of
    // 10 August: one night, which makes no red week.
    let nights = ["07-07", "07-08", "07-14", "07-15", "07-28", "07-29", "08-11"];
    let people = [0, 0, 1, 1, 3, 3, 5];
    let starts: Vec<String> = nights.iter().map(|day| format!("2026-{day} 23:30")).collect();
    let starts: Vec<&str> = starts.iter().map(String::as_str).collect();
    let mut builder = rota(&starts);
    for (incident, (person, at)) in (0..).zip(people.into_iter().zip(&starts)) {
        builder = builder.page(incident, person, at);
    }
    // Two nights of person 6, who is not on call in these weeks: they are nobody's duty.
    let unit = primary(builder.page(0, 6, "2026-07-09 23:30").page(0, 6, "2026-07-10 23:30"));
    let p = unit.parts;
    assert_eq!((p.red_weeks, p.red_run, p.red_people, p.people), (3, 2, 2, 8));
    assert_eq!((p.night_pages, p.shifts, p.any, p.over), (7, 112, 7, 0));
    assert_eq!((unit.is_shown, state(p)), (true, State::Over));
}

#[test]
fn mild_pages_have_a_low_severity_or_no_act_before_morning() {
    // Pages of five nights, each 23:30: severity 5 and acted on; severity 2 and acted on; severity 2 and taken up at
    // nine in the morning; severity unknown and never acted on; severity 1 by day, which is no night page.
    let starts = ["07-07", "07-08", "07-09", "07-10"].map(|day| format!("2026-{day} 23:30"));
    let builder = (0..8).fold(Builder::quarter(2026, 3), |b, n| b.person(&format!("P-{n:02}"), "UTC", "payments"));
    let rank = [Some(5), Some(2), Some(2), None];
    let mut builder = starts.iter().zip(rank).fold(builder, |b, (at, rank)| {
        let incident = Inc::at(at).minutes(900);
        b.incident(rank.map_or(incident.clone(), |rank| incident.sev(rank)))
    });
    builder = builder.incident(Inc::at("2026-07-06 12:00").minutes(30).sev(1)).page(4, 0, "2026-07-06 12:00");
    for (n, at) in (0..).zip(&starts) {
        builder = builder.page(n, 0, at);
    }
    for n in 0..8 {
        let day = |add: u32| format!("2026-07-{:02} 00:00", 6 + 3 * n + add);
        builder = builder.shift(n, "primary", 1, &day(0), &day(if n == 0 { 7 } else { 3 }));
    }
    let parts = primary(
        builder
            .work(0, 0, "2026-07-07 23:40", "2026-07-07 23:50")
            .work(1, 0, "2026-07-09 01:00", "2026-07-09 01:10")
            .work(2, 0, "2026-07-10 09:00", "2026-07-10 09:10"),
    )
    .parts;
    assert_eq!((parts.night_pages, parts.mild), (4, 3));
}

#[test]
fn time_above_and_weeks_with_three_flags_are_of_the_rotation() {
    // Person 0 has two incidents open from 10:00 to 14:00 on Tuesday 7 July, one person on call: four hours above.
    let starts = ["2026-07-07 10:00", "2026-07-07 10:00", "2026-07-07 23:00", "2026-07-08 23:00", "2026-07-09 23:00"];
    let mut builder = (0..8).fold(Builder::quarter(2026, 3), |b, n| b.person(&format!("P-{n:02}"), "UTC", "payments"));
    builder = builder.incident(Inc::at("2026-07-01 12:00").minutes(5));
    builder =
        builder.incidents(starts.iter().enumerate().map(|(n, at)| Inc::at(at).minutes(if n < 2 { 240 } else { 10 })));
    for (n, at) in (1..).zip(starts) {
        builder = builder.page(n, 0, at);
    }
    for n in 0..8 {
        builder = builder.shift(
            n,
            "primary",
            1,
            &format!("2026-07-{:02} 00:00", 6 + n * 3),
            &format!("2026-07-{:02} 00:00", 9 + n * 3),
        );
    }
    // Person 0 is on call from 6 to 9 July only, but worked five hours at two incidents, and had three nights in a row.
    let unit = primary(builder.work(1, 0, "2026-07-07 10:00", "2026-07-07 15:00").work(
        2,
        0,
        "2026-07-07 10:00",
        "2026-07-07 15:00",
    ));
    assert_eq!(unit.parts.above, 4 * HOUR);
    // Nights (two or more), a run of three, and more than four hours at two at once are three flags.
    assert_eq!(unit.parts.flagged_weeks, 1);
    // The night of the 9th begins after the turn is over.
    assert_eq!(unit.parts.night_pages, 2);
}

#[test]
fn four_people_or_nineteen_shifts_are_not_judged() {
    let of = |people: u32, days: u32| {
        let mut builder =
            with(people as usize, &["2026-07-01 12:00", "2026-07-20 12:00"]).page(1, 0, "2026-07-20 12:00");
        for n in 0..people {
            let day = |at: u32| format!("2026-07-{:02} 00:00", 2 + at);
            builder = builder.shift(n, "primary", 1, &day(n * days), &day((n + 1) * days));
        }
        primary(builder)
    };
    // Two shifts of 12 hours a day.
    assert_eq!((of(4, 5).parts.shifts, of(4, 5).is_shown), (40, false));
    assert_eq!((of(5, 1).parts.shifts, of(5, 1).is_shown), (10, false));
    assert_eq!((of(5, 2).parts.shifts, of(5, 2).is_shown), (20, true));
}

#[test]
fn what_was_before_is_judged_by_the_same_rules() {
    let found = load(rota(&["2026-07-07 10:00"]).page(0, 0, "2026-07-07 10:00"));
    assert!(found.verdicts_before.is_none() || found.verdicts_before.unwrap().told().is_empty());
    assert_eq!(found.verdicts.counts(&Lines::default(), 1.0), [1, 0, 0]);
}
