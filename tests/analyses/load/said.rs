//! What is said of load, and what is not.

use super::super::part;
use super::with;
use crate::support::builder::{Builder, Inc};
use retroscope::analyse::load::inequality::MIN_BOUTS;
use retroscope::findings::load::Load;
use retroscope::findings::rule::Part;
use retroscope::findings::{Claim, Grade, Table};

fn said(builder: Builder) -> Part {
    part(&Load, &builder.build())
}

fn claim<'a>(part: &'a Part, id: &str) -> Option<&'a Claim> {
    part.claims.iter().find(|c| c.id == id)
}

fn table<'a>(part: &'a Part, id: &str) -> Option<&'a Table> {
    part.section.as_ref().unwrap().tables.iter().find(|t| t.id == id)
}

/// Ten people on call for a week each; the first of them gets all of the 24 pages, five of them at night.
fn uneven(people: usize) -> Builder {
    let mut builder = with(people, &["2026-07-01 00:00"]).incidents((0..24).map(|n| {
        let day = 1 + n % 6;
        Inc::at(&format!("2026-07-{day:02} {:02}:00", 9 + 2 * (n / 6))).minutes(20).service("checkout")
    }));
    for n in 0..people as i64 {
        let day = |weeks: i64| {
            (chrono::NaiveDate::from_ymd_opt(2026, 7, 1).unwrap() + chrono::Days::new(7 * weeks as u64)).to_string()
        };
        let (from, to) = (format!("{} 00:00", day(n)), format!("{} 00:00", day(n + 1)));
        builder = builder.shift(n as u32, "primary", 1, &from, &to);
    }
    for n in 0..24_u32 {
        let day = 1 + n % 6;
        builder = builder.page(n + 1, 0, &format!("2026-07-{day:02} {:02}:00", 9 + 2 * (n / 6)));
        builder = builder.part(n + 1, n % people as u32, "paged", "yes", Some(600.0));
    }
    ["2026-07-01", "2026-07-02", "2026-07-03", "2026-07-05"]
        .iter()
        .fold(builder, |b, day| b.page(1, 0, &format!("{day} 23:00")))
}

#[test]
fn nights_runs_and_rest_are_told_of_groups() {
    let part = said(uneven(10));
    let nights = claim(&part, "load.nights").unwrap();
    assert!(
        nights.sentence.starts_with(
            "4 nights were disturbed in Q3 2026. 3 or more such nights in a row came fewer than five times."
        ),
        "{}",
        nights.sentence
    );
    // Every night but the last is followed by a page at 09:00; the night of the 4th has its rest from 15:00 on.
    assert!(
        nights.sentence.contains("In 4 nights the rest until the next engagement or shift was shorter than 11 hours"),
        "{}",
        nights.sentence
    );
    assert!(!nights.numbers.contains_key("people") && !nights.numbers.contains_key("run_people"));
}

#[test]
fn shifts_are_held_against_the_reference() {
    let part = said(uneven(10));
    let shifts = claim(&part, "load.per-shift").unwrap();
    // Ten weeks are 140 shifts; 24 incidents by day, and one more for each page at 23:00.
    assert_eq!((shifts.n, shifts.numbers["incidents"]), (Some(140), 28.0));
    assert!(shifts.sentence.contains("plausible 0.13–0.29). An incident counts in each shift in which it reached somebody: 28 times in 140 shifts."), "{}", shifts.sentence);
    let time = claim(&part, "load.time-on-call").unwrap();
    assert!(
        time.sentence.contains(
            "Half of the 10 people on call in Q3 2026 were so for at least 10 % of the time; nobody was above 25 %"
        ),
        "{}",
        time.sentence
    );
    let rotations = table(&part, "load-by-rotation").unwrap();
    assert_eq!(rotations.rows[0][..4], ["primary", "10", "10", "168.0"]);
}

#[test]
fn uneven_load_is_named_with_what_chance_would_do() {
    let part = said(uneven(10));
    let spread = claim(&part, "load.spread").unwrap();
    // Bouts come in groups, which the random spreads know nothing of.
    assert_eq!(spread.grade, Grade::Weak);
    assert!(spread.sentence.contains("A weak signal that the load per hour on call is less even"));
    assert!(spread.sentence.starts_with("In Q3 2026, the fifth of the time on call with most interruptions had 100 % of 28 bouts of interruptions; chance alone makes"), "{}", spread.sentence);
    assert!(spread.n >= Some(MIN_BOUTS));
    let dependence = claim(&part, "load.dependence").unwrap();
    assert!(dependence.sentence.starts_with("Of 24 incidents with a known responder in Q3 2026, half were answered with the help of fewer than five people, and four fifths with the help of 8 people, out of 10 people."), "{}", dependence.sentence);
}

#[test]
fn groups_of_four_are_not_told_of() {
    let part = said(uneven(4));
    for id in ["nights", "per-shift", "time-on-call", "at-once", "spread", "dependence", "flags", "early-warning"] {
        assert!(claim(&part, &format!("load.{id}")).is_none(), "{id}");
    }
    let ids: Vec<&str> = part.section.as_ref().unwrap().tables.iter().map(|t| t.id.as_str()).collect();
    assert_eq!(ids, ["interruptions-by-quarter"]);
}

#[test]
fn one_small_rotation_takes_another_with_it() {
    let mut builder = uneven(10);
    for (n, schedule) in [(0, "small"), (1, "large"), (2, "large"), (3, "large"), (4, "large"), (5, "large")] {
        builder = builder.shift(n, schedule, 1, "2026-09-20 00:00", "2026-09-21 00:00");
    }
    let part = said(builder);
    let rows = &table(&part, "load-by-rotation").unwrap().rows;
    let shown: Vec<(&str, &str)> = rows.iter().map(|r| (r[0].as_str(), r[1].as_str())).collect();
    assert_eq!(shown, [("large", "not shown"), ("primary", "10"), ("small", "not shown")]);
}

#[test]
fn flags_are_given_with_other_thresholds() {
    let part = said(uneven(10));
    let flags = claim(&part, "load.flags").unwrap();
    // Three incidents in the shift of 1 July after noon, four nights, three of them in a row, and short rest.
    let wanted = "Fewer than five of 20 person-weeks in Q3 2026 had at least one of six flags for a heavy week, and fewer than five had three or more.";
    assert_eq!(flags.sentence, wanted);
    assert_eq!(flags.robustness.len(), 1);
    assert!(!flags.numbers.contains_key("flagged") && !flags.numbers.contains_key("three_or_more"));
    let table = table(&part, "heavy-weeks").unwrap();
    assert_eq!(table.rows.len(), 6);
    assert_eq!(table.rows[5][1..], ["not known", "not known", "not known"], "no export says what people did");
}
