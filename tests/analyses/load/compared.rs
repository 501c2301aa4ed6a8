//! People per incident, durations after disturbed nights, weeks without calls: counted by hand.

use super::super::{analyse, part};
use super::{load, with};
use crate::support::builder::{Builder, Inc, ms};
use retroscope::findings::load::Load;
use retroscope::findings::{Claim, Grade};
use retroscope::link::interruptions::JointPage;
use retroscope::link::tables::joint_pages;
use retroscope::model::row::{IncidentIx, PersonIx};
use std::collections::BTreeSet;

fn claim(builder: &dyn Fn() -> Builder, id: &str) -> Option<Claim> {
    part(&Load, &builder().build()).claims.into_iter().find(|c| c.id == id)
}

/// Twenty incidents of the second severity, answered by one person each but for the last two, which take two and four;
/// nineteen of the third; one without a responder and one without a severity. Everybody is on call.
fn answered() -> Builder {
    let mut builder = with(6, &[]);
    builder = builder.incidents((0..20).map(|n| Inc::at(&format!("2026-07-{:02} 10:00", n + 1)).minutes(30).sev(2)));
    builder = builder.incidents((0..19).map(|n| Inc::at(&format!("2026-08-{:02} 10:00", n + 1)).minutes(30).sev(3)));
    builder = builder
        .incident(Inc::at("2026-08-20 10:00").minutes(30).sev(2))
        .incident(Inc::at("2026-08-21 10:00").minutes(9));
    for n in (0..39).chain([40]) {
        builder = builder.part(n, n % 6, "paged", "yes", Some(600.0));
    }
    let more = [(18, 1), (19, 2), (19, 3), (19, 4)];
    builder = more.iter().fold(builder, |b, (n, person)| b.part(*n, *person, "requested", "no", Some(60.0)));
    // Who was called and never came is no responder.
    builder = builder.part(0, 5, "paged", "yes", None).part(39, 5, "paged", "yes", None);
    (0..6).fold(builder, |b, n| b.shift(n, "primary", 1, "2026-07-01 00:00", "2026-10-01 00:00")).page(
        0,
        0,
        "2026-07-01 10:00",
    )
}

#[test]
fn more_people_than_nineteen_in_twenty_incidents_of_the_severity_had_are_unusually_many() {
    let turnout = load(answered()).turnout;
    let [second] = &turnout.severities[..] else { panic!("{turnout:?}") };
    // Of 1 × 18, 2 and 4 the nineteenth is 2. Incident 18 is answered by person 0 and 1, 19 by 1, 2, 3 and 4.
    assert_eq!((second.severity, second.incidents, second.people), (2, 20, 6));
    assert_eq!((second.median, second.most, second.in_period, second.unusual.len()), (1, 2, 20, 1));
    assert_eq!((turnout.without_responder, turnout.without_severity, turnout.too_few), (1, 1, 19));
}

#[test]
fn unusually_many_people_are_told_without_their_number() {
    let claim = claim(&answered, "load.people-per-incident").unwrap();
    assert_eq!(
        claim.sentence,
        "1 of 20 incidents in Q3 2026 took unusually many people for its severity; about one in twenty would be usual."
    );
    assert_eq!((claim.n, claim.coverage, claim.incident_ids.len()), (Some(20), Some(20.0 / 41.0), 1));
    assert!(
        claim.caveats.contains(&"For 19 incidents there are too few of the same severity to compare with.".to_owned())
    );
}

/// Sixty people with an incident each, all begun on 10 July at 06:00. Of the first thirty, which took an hour, everybody
/// had a disturbed night for another incident; the others, which took half an hour, had none.
fn after_nights() -> Builder {
    let mut builder = with(60, &[]);
    builder = builder
        .incidents((0..30).map(|_| Inc::at("2026-07-10 06:00").minutes(60).sev(2)))
        .incidents((0..30).map(|_| Inc::at("2026-07-10 06:00").minutes(30).sev(2)))
        .incident(Inc::at("2026-07-01 00:00").minutes(5));
    for n in 0..60 {
        builder = builder.part(n, n, "paged", "yes", Some(600.0));
    }
    builder = (0..28).fold(builder, |b, n| b.page(60, n, "2026-07-10 03:00"));
    builder
        // A quarter of an hour of work without a page; a page exactly three days before.
        .work(60, 28, "2026-07-09 23:00", "2026-07-09 23:15")
        .page(60, 29, "2026-07-07 06:00")
        // A minute earlier; for the incident itself; too little work; in working hours; after the start.
        .page(60, 30, "2026-07-07 05:59")
        .page(31, 31, "2026-07-10 05:30")
        .work(60, 32, "2026-07-09 23:00", "2026-07-09 23:14")
        .work(60, 33, "2026-07-09 10:00", "2026-07-09 11:00")
        .page(60, 34, "2026-07-10 06:00")
}

#[test]
fn durations_after_disturbed_nights_are_held_against_others_of_the_severity_and_time_of_day() {
    let found = load(after_nights()).after_nights.unwrap();
    assert_eq!((found.exposed, found.others, found.strata, found.people), (30, 30, 1, 60));
    assert_eq!(found.medians, [3_600.0, 1_800.0]);
    // One stratum, completely apart: U = 900, variance 30·30/12·(61 − 2·(30³ − 30)/(60·59)) = 3432.2, z = 450/58.585.
    assert_eq!(found.superiority, 1.0);
    assert!((found.interval[0] - 0.872_42).abs() < 1e-4 && found.interval[1] == 1.0, "{:?}", found.interval);
    assert!(found.p < 1e-12 && found.p > 0.0, "{}", found.p);
}

#[test]
fn longer_incidents_after_disturbed_nights_are_a_weak_signal_at_most() {
    let claim = claim(&after_nights, "load.after-nights").unwrap();
    assert_eq!(claim.grade, Grade::Weak);
    assert!(
        claim.sentence.starts_with("There is a weak signal that 30 incidents that began after a disturbed night"),
        "{}",
        claim.sentence
    );
    assert!(claim.sentence.contains("took longer in 100 % of cases (plausible 87–100 %; 50 % would be no difference)"));
    assert!(claim.sentence.ends_with("Harder periods may explain both."), "{}", claim.sentence);
}

#[test]
fn twenty_nine_incidents_after_disturbed_nights_are_too_few() {
    let mut builder = after_nights();
    builder = builder.page(60, 35, "2026-07-10 03:00");
    assert!(load(builder).after_nights.is_none(), "31 and 29");
}

#[test]
fn equal_durations_are_no_evidence() {
    let same = || {
        let mut builder = with(60, &[]);
        let starts = |n: i64| Inc::at("2026-07-10 06:00").minutes(30 + n % 30).sev(2);
        builder = builder.incidents((0..60).map(starts)).incident(Inc::at("2026-07-01 00:00").minutes(5));
        for n in 0..60 {
            builder = builder.part(n, n, "paged", "yes", Some(600.0));
        }
        (0..30).fold(builder, |b, n| b.page(60, n, "2026-07-10 03:00"))
    };
    let claim = claim(&same, "load.after-nights").unwrap();
    assert_eq!((claim.grade, claim.numbers["estimate"]), (Grade::NoEvidence, 0.5));
    assert!(claim.sentence.ends_with("A smaller difference would not show."), "{}", claim.sentence);
}

/// Five people on call for a week each, from 6 July; the first is paged at work in the week after, the second at night.
fn turns() -> Builder {
    let builder = with(5, &["2026-07-01 00:00"]).exported("2026-10-01 00:00");
    let builder = (0..5_u32).fold(builder, |b, n| {
        let day = |weeks: u64| chrono::NaiveDate::from_ymd_opt(2026, 7, 6).unwrap() + chrono::Days::new(7 * weeks);
        b.shift(n, "primary", 1, &format!("{} 00:00", day(u64::from(n))), &format!("{} 00:00", day(u64::from(n) + 1)))
    });
    builder.page(0, 0, "2026-07-14 10:00").page(0, 1, "2026-07-07 22:30").page(0, 2, "2026-07-20 10:00")
}

#[test]
fn weeks_without_time_on_call_are_left_alone_or_not() {
    let found = load(turns()).projects.unwrap();
    // Five weeks of five people, less the five on call; only the page at work outside a turn disturbs.
    assert_eq!((found.people, found.weeks, found.undisturbed), (5, 20, 19));
    assert_eq!(
        claim(&turns, "load.project-weeks").unwrap().sentence,
        "Of 20 weeks that 5 people spent without time on call in Q3 2026, 95 % were left alone by incidents in working hours."
    );
}

#[test]
fn every_incident_of_a_shift_counts_though_their_pages_came_together() {
    let mut data = with(1, &["2026-08-10 01:00", "2026-08-10 01:00", "2026-08-10 01:00"])
        .shift(0, "primary", 1, "2026-08-10 00:00", "2026-08-10 12:00")
        .page(0, 0, "2026-08-10 01:00")
        .incident(Inc::at("2026-08-01 00:00").minutes(5))
        .build();
    let at = ms("2026-08-10 01:00");
    // Rows are in order of incident ids; every row but that of the page reached the person in the minute after it.
    let page = analyse(&data).load.incident_rows;
    let others: Vec<IncidentIx> = data
        .incident_view()
        .rows()
        .take(4)
        .filter(|row| data.incident_view().started.get(*row) == Some(at))
        .filter(|row| !page.contains(row))
        .collect();
    let joint: Vec<JointPage> =
        others.iter().map(|row| JointPage { incident: *row, person: PersonIx::at(0), at: at + 30_000 }).collect();
    assert_eq!(joint.len(), 2);
    data.joint_pages = joint_pages(&joint);
    let load = analyse(&data).load;
    let week = load.weeks.iter().find(|w| w.week == "2026-W33").unwrap();
    assert_eq!((week.interruptions, week.incidents, week.measures.shift_incidents), (1, 3, Some(3)));
    assert_eq!(load.incident_rows.iter().collect::<BTreeSet<_>>().len(), 3);
    assert_eq!(week.flags, Some(1));
}
