//! Incidents at the same time.

use super::{claim, findings, results, short};
use crate::support::builder::{Builder, Inc, ms};
use retroscope::findings::exhibit::figure;
use retroscope::findings::{Figure, Grade};
use retroscope::model::row::IncidentIx;

/// 10:00–12:00, 11:00–13:00, 11:30–11:40, and one in the evening that touches another.
fn morning() -> Builder {
    Builder::quarter(2026, 3).incidents([
        Inc::at("2026-07-01 10:00").resolved("2026-07-01 12:00"),
        Inc::at("2026-07-01 11:00").resolved("2026-07-01 13:00"),
        Inc::at("2026-07-01 11:30").resolved("2026-07-01 11:40"),
        Inc::at("2026-07-01 20:00").resolved("2026-07-01 21:00"),
        Inc::at("2026-07-01 21:00").resolved("2026-07-01 22:00"),
    ])
}

#[test]
fn time_at_each_level_is_exact() {
    let data = morning().build();
    let overlap = results(&data).overlap;
    let period = &overlap.period;
    assert_eq!((period.peak, period.peak_at), (3, Some(ms("2026-07-01 11:30"))));
    let seconds: Vec<f64> = period.levels.iter().map(|l| l.seconds).collect();
    let quarter = 92.0 * 86_400.0;
    // 10–11 and 12–13 and the two evening hours alone, 11–12 without ten minutes with two.
    assert_eq!(seconds, [quarter - 5.0 * 3_600.0, 4.0 * 3_600.0, 50.0 * 60.0, 600.0]);
    let at_least: Vec<f64> = period.levels.iter().map(|l| l.seconds_at_least).collect();
    assert_eq!(at_least, [quarter, 18_000.0, 3_600.0, 600.0]);
    let first: Vec<_> = period.levels.iter().map(|l| l.first_at.unwrap()).collect();
    let wanted = ["2026-07-01 00:00", "2026-07-01 10:00", "2026-07-01 11:00", "2026-07-01 11:30"];
    assert_eq!(first, wanted.map(ms));
    assert!((period.levels.iter().map(|l| l.share).sum::<f64>() - 1.0).abs() < 1e-12);
    assert!((period.mean - (4.0 + 2.0 * 50.0 / 60.0 + 3.0 / 6.0) * 3_600.0 / quarter).abs() < 1e-12);
    assert_eq!(period.two_of_busy, Some(0.2));
    assert_eq!(period.peak_rows.len(), 3);
}

#[test]
fn the_peak_is_told_with_its_moment_and_its_incidents() {
    let findings = findings(&morning().build());
    let peak = claim(&findings, "overlap.peak");
    assert!(
        peak.sentence
            .starts_with("3 incidents were open at once on 1 July 2026 at 11:30 UTC, the highest number in Q3 2026."),
        "{}",
        peak.sentence
    );
    assert_eq!(peak.incident_ids.len(), 3);
    assert_eq!(peak.grade, Grade::Fact);
    let Figure::Concurrency(figure::Concurrency { starts_ms, peak, mean, .. }) =
        &findings.exhibit("concurrency").unwrap().figure
    else {
        panic!("another figure");
    };
    assert!(starts_ms.len() <= 400 && starts_ms.len() == peak.len() && peak.len() == mean.len());
    assert_eq!(peak.iter().max(), Some(&3));
}

#[test]
fn what_is_no_stretch_of_time_is_named() {
    let data = Builder::quarter(2026, 3)
        .exported("2026-09-30 00:00")
        .incident(Inc::at("2026-07-01 10:00").minutes(60).id("a"))
        .incident(Inc::at("2026-07-02 10:00").open().id("stale"))
        .incident(Inc::at("2026-09-28 10:00").open().id("open"))
        .incident(Inc::at("2026-08-01 10:00").id("endless"))
        .incident(Inc::at("2026-08-02 10:00").minutes(-5).id("reversed"))
        .incident(Inc::at("2026-08-03 10:00").minutes(0).id("zero"))
        .incident(Inc::timeless().id("timeless"))
        .incident(Inc::at("2026-08-04 10:00").open().excluded().id("excluded"))
        .build();
    let results = results(&data);
    let spans = &results.overlap.spans;
    let view = data.incident_view();
    let ids = |rows: &[IncidentIx]| rows.iter().map(|r| view.id.get(*r).unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(ids(&spans.stale), ["stale"]);
    assert_eq!(ids(&spans.endless), ["endless"]);
    assert_eq!(ids(&spans.reversed), ["reversed"]);
    assert_eq!(ids(&spans.zero_length), ["zero"]);
    assert_eq!(ids(&spans.timeless), ["timeless"]);
    let taken: Vec<IncidentIx> = spans.taken.iter().map(|t| t.0).collect();
    assert_eq!(ids(&taken), ["a", "open"]);
    assert_eq!(spans.stale_after_s, 7 * 86_400);
    // The open one runs to the moment of the export, 38 hours.
    assert_eq!(results.overlap.period.levels[1].seconds, 39.0 * 3_600.0);
    let findings = findings(&data);
    let aside = claim(&findings, "overlap.set-aside");
    assert_eq!(aside.incident_ids, ["endless", "reversed", "stale", "timeless"]);
    assert!(
        aside.sentence.starts_with("4 incidents of all the data are not counted as open at any time: 1 is still open")
    );
    assert_eq!(claim(&findings, "quality.impossible-order").incident_ids, ["reversed"]);
    assert_eq!(claim(&findings, "quality.closed-without-end").incident_ids, ["endless"]);
}

#[test]
fn a_long_resolved_incident_raises_what_counts_as_forgotten() {
    // 99 % of the resolved ones are no longer than about 40 days, so 30 days open is not forgotten.
    let data = Builder::quarter(2026, 3)
        .exported("2026-09-30 00:00")
        .incident(Inc::at("2026-07-01 00:00").resolved("2026-08-10 00:00"))
        .incident(Inc::at("2026-09-01 00:00").open())
        .build();
    assert!(results(&data).overlap.spans.stale.is_empty());
}

#[test]
fn hours_above_capacity_are_counted_against_distinct_people() {
    let builder = morning()
        .person("P-1", "UTC", "a")
        .person("P-2", "UTC", "a")
        // Two schedules, one person: that is one person on call.
        .shift(0, "primary", 1, "2026-07-01 00:00", "2026-07-02 00:00")
        .shift(0, "secondary", 2, "2026-07-01 09:00", "2026-07-01 12:00")
        .shift(1, "secondary", 2, "2026-07-01 11:35", "2026-07-01 12:00");
    let results = results(&builder.build());
    let capacity = results.overlap.capacity.as_ref().unwrap();
    // Above: 11:00–11:35 (two or three against one), 11:35–11:40 (three against two). The evening is not.
    assert_eq!(capacity.above, 40 * 60_000);
    assert_eq!((capacity.stretches, capacity.nobody, capacity.people), (1, 0, 2));
    let longest = capacity.longest.unwrap();
    assert_eq!((longest.start, longest.end), (ms("2026-07-01 11:00"), ms("2026-07-01 11:40")));
    assert_eq!(capacity.longest_rows.len(), 3);
}

#[test]
fn machines_are_no_people_on_call() {
    use retroscope::model::person::Person;
    let robot = Person { pseudonym: "bot".to_owned(), machine: true, ..Person::default() };
    let data = morning()
        .person("P-1", "UTC", "a")
        .human(robot)
        .shift(0, "primary", 1, "2026-07-01 00:00", "2026-07-02 00:00")
        .shift(1, "primary", 1, "2026-07-01 00:00", "2026-07-02 00:00")
        .build();
    assert_eq!(results(&data).overlap.capacity.unwrap().above, 3_600_000);
}

#[test]
fn without_shifts_capacity_is_not_a_zero() {
    let findings = findings(&morning().build());
    let above = claim(&findings, "overlap.above-capacity");
    assert_eq!(above.grade, Grade::NotAssessable);
    assert!(above.numbers.is_empty());
    assert!(findings.unknowns.iter().any(|u| u.contains("on-call shifts")));
}

#[test]
fn a_storm_is_a_stretch_with_its_peak_and_areas() {
    let mut incidents = short(&["2026-07-20 09:00", "2026-09-01 09:00"]);
    let storm = ["2026-08-10 10:00", "2026-08-10 10:05", "2026-08-10 10:10", "2026-08-10 10:20", "2026-08-10 15:00"];
    incidents.extend(
        short(&storm).into_iter().enumerate().map(|(i, x)| x.service(if i < 3 { "checkout" } else { "search" })),
    );
    let data = Builder::quarter(2026, 3).incidents(incidents).build();
    let results = results(&data);
    let [storm] = results.overlap.storms.as_slice() else { panic!("one storm") };
    assert_eq!(storm.storm_id, "S-01");
    // Five starts within six hours: from the first to the last of them.
    assert_eq!((storm.window.start, storm.window.end), (ms("2026-08-10 10:00"), ms("2026-08-10 15:00")));
    assert_eq!((storm.peak, storm.peak_at), (4, ms("2026-08-10 10:20")));
    assert_eq!((storm.rows.len(), storm.began), (5, 5));
    assert_eq!(storm.areas, ["service:checkout", "service:search"]);
    let of: Vec<Option<&str>> = data.incident_view().rows().map(|row| results.overlap.storm_id(row)).collect();
    assert_eq!(of, [None, None, Some("S-01"), Some("S-01"), Some("S-01"), Some("S-01"), Some("S-01")]);
    let findings = findings(&data);
    let told = claim(&findings, "overlap.storm/S-01");
    assert_eq!(told.incident_ids.len(), 5);
    assert!(told.sentence.contains("5 incidents began within 5 h 00 min"), "{}", told.sentence);
    assert!(findings.headlines.contains(&told.id));
}

#[test]
fn always_busy_is_no_storm() {
    // Four open at any time of the quarter, and never more.
    let every_hour = (0..92 * 24).map(|h| Inc::at_ms(ms("2026-07-01 00:00") + h * 3_600_000).minutes(240));
    let data = Builder::quarter(2026, 3).incidents(every_hour).build();
    let overlap = results(&data).overlap;
    assert_eq!(overlap.period.peak, 4);
    assert!(overlap.storms.is_empty(), "{:?}", overlap.storms);
}

#[test]
fn at_most_five_storms_the_highest_ones() {
    let mut incidents = Vec::new();
    for day in 1..=8 {
        for n in 0..(2 + day) {
            incidents.push(Inc::at(&format!("2026-07-{:02} 10:{n:02}", day * 3)).minutes(60));
        }
    }
    let storms = results(&Builder::quarter(2026, 3).incidents(incidents).build()).overlap.storms;
    assert_eq!(storms.iter().map(|s| s.peak).collect::<Vec<_>>(), [6, 7, 8, 9, 10]);
    assert_eq!(
        storms.iter().map(|s| s.storm_id.as_str()).collect::<Vec<_>>(),
        ["S-01", "S-02", "S-03", "S-04", "S-05"]
    );
}

#[test]
fn all_data_and_the_period_are_swept_apart() {
    let data = Builder::quarter(2026, 3)
        .incidents(short(&["2026-07-01 10:00", "2026-02-01 10:00", "2026-02-01 10:01", "2026-02-01 10:02"]))
        .build();
    let overlap = results(&data).overlap;
    assert_eq!((overlap.period.peak, overlap.all.peak), (1, 3));
    assert_eq!(overlap.all.peak_at, Some(ms("2026-02-01 10:02")));
}

#[test]
fn a_backlog_of_weeks_is_no_storm() {
    // Two incidents a day, each open for thirty days: never a burst, and high for longer than a storm can be.
    let piling = (0..60).map(|n| Inc::at_ms(ms("2026-08-01 00:00") + n * 12 * 3_600_000).minutes(30 * 24 * 60));
    let overlap = results(&Builder::quarter(2026, 3).incidents(piling).build()).overlap;
    assert_eq!(overlap.period.peak, 60);
    assert!(f64::from(overlap.period.peak) > 2.0 * overlap.period.mean);
    assert!(overlap.storms.is_empty(), "{:?}", overlap.storms);
}

#[test]
fn before_the_data_begin_nothing_is_said() {
    let mut current = crate::support::builder::quarter(2026, 3);
    current.partial = true;
    let data = Builder::period(current)
        .exported("2026-09-11 00:00")
        .incidents(short(&["2026-09-01 00:00", "2026-09-05 10:00"]))
        .build();
    let period = results(&data).overlap.period;
    assert_eq!((period.window.start, period.window.end), (ms("2026-09-01 00:00"), ms("2026-09-11 00:00")));
    assert_eq!(period.levels.iter().map(|l| l.seconds).collect::<Vec<_>>(), [10.0 * 86_400.0 - 3_600.0, 3_600.0]);
}

#[test]
fn time_that_no_shift_covers_is_not_compared() {
    let data =
        morning().person("P-1", "UTC", "a").shift(0, "primary", 1, "2026-07-01 11:30", "2026-07-01 11:35").build();
    let capacity = results(&data).overlap.capacity.unwrap();
    assert_eq!((capacity.covered, capacity.above), (300_000, 300_000));
}
