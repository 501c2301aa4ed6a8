//! What the edition for on-call leads adds: pages left until the morning, problems that wake people, what changed.

use super::{check, claim, results, with_people};
use crate::support::builder::{Builder, Inc};
use retroscope::findings::compose::compose;
use retroscope::findings::rule::Facts;
use retroscope::findings::{Findings, Grade};
use retroscope::frame::DataSet;
use retroscope::render::{EXECUTIVE, MANAGERS, ONCALL, ReportView, render};
use retroscope::report::sink::Memory;

fn of(data: &DataSet, names: bool) -> Findings {
    let results = results(data);
    let findings = compose(&Facts::new(data, &results, names));
    check(&findings);
    findings
}

/// Four pages in sleep hours (22–08): the first worked on at once, the second over by itself within 20 minutes, the third
/// taken up after eight in the morning, the fourth acknowledged in the night; and one page at noon.
fn nights() -> Builder {
    with_people(Builder::quarter(2026, 3), 6)
        .incidents([
            Inc::at("2026-08-10 23:30").minutes(30).title("Disk full on the replica"),
            Inc::at("2026-08-12 03:00").minutes(20).title("Queue is stuck"),
            Inc::at("2026-08-14 02:00").minutes(600).title("Certificate expires soon"),
            Inc::at("2026-08-18 02:00").minutes(600).acked_after(4).title("Backup is late"),
            Inc::at("2026-08-20 12:00").minutes(30).title("Login fails"),
        ])
        .page(0, 0, "2026-08-10 23:31")
        .page(1, 1, "2026-08-12 03:01")
        .page(2, 2, "2026-08-14 02:01")
        .page(3, 3, "2026-08-18 02:01")
        .page(4, 4, "2026-08-20 12:01")
        .work(0, 0, "2026-08-10 23:35", "2026-08-10 23:55")
        .work(2, 2, "2026-08-14 08:30", "2026-08-14 09:00")
        .work(4, 4, "2026-08-20 12:05", "2026-08-20 12:25")
}

#[test]
fn pages_that_nobody_acted_on_before_the_morning_are_counted() {
    let findings = of(&nights().build(), false);
    let left = claim(&findings, "oncall.left-until-morning");
    assert_eq!(
        left.sentence,
        "Of 4 pages in sleep hours in Q3 2026, two were acted on before the morning. One was over by then without anybody doing anything that is on record, and one was left until the morning or later. Those two are the first to look at when pages are to be stopped or moved to the day."
    );
    assert_eq!((left.n, left.incident_ids.len()), (Some(4), 2));
    let numbers = ["acted_on", "over_by_themselves", "left_until_morning"].map(|name| left.numbers[name]);
    assert_eq!(numbers, [2.0, 1.0, 1.0]);
}

#[test]
fn pages_at_night_are_listed_by_service_with_the_mild_ones() {
    let starts = ["2026-08-10 23:30", "2026-08-12 03:00", "2026-08-14 02:00"];
    let [first, second, third] = starts.map(|at| Inc::at(at).minutes(600));
    let mut builder = with_people(Builder::quarter(2026, 3), 6).incidents([
        first.service("ledger").sev(5),
        second.service("ledger").sev(2),
        third.service("search"),
    ]);
    for (n, at) in (0..).zip(starts) {
        builder = builder.page(n, n, at);
    }
    // Two more people, called by day: below five people nothing is said.
    builder = builder.incident(Inc::at("2026-08-20 12:00").minutes(30)).page(3, 3, "2026-08-20 12:00").page(
        3,
        4,
        "2026-08-20 12:00",
    );
    // The first and the third are worked on at once, the second by day.
    builder = builder
        .work(0, 0, "2026-08-10 23:35", "2026-08-10 23:55")
        .work(1, 1, "2026-08-12 09:00", "2026-08-12 09:20")
        .work(2, 2, "2026-08-14 02:05", "2026-08-14 02:25");
    let findings = of(&builder.build(), false);
    let table = findings.sections.iter().flat_map(|s| &s.tables).find(|t| t.id == "night-pages-by-service").unwrap();
    assert_eq!(table.rows, [["ledger", "2", "1", "1"], ["search", "1", "0", "0"]]);
    // Two of three are mild, which is too few for a meeting.
    assert_eq!(claim(&findings, "oncall.left-until-morning").numbers["mild"], 2.0);
    assert!(findings.claims.iter().all(|c| c.code != "oncall.decide"));
}

#[test]
fn points_to_decide_hang_on_claims_that_are_there() {
    let starts = ["2026-07-05 03:00", "2026-07-20 03:00", "2026-08-05 03:00", "2026-08-20 03:00"];
    let incidents = starts.map(|at| Inc::at(at).minutes(30).sev(4).title("Ledger lock wait timeout"));
    let mut builder = with_people(Builder::quarter(2026, 3), 6).incidents(incidents);
    for (n, at) in (0..).zip(starts) {
        builder = builder.page(n, n, at).work(n, n, at, &at.replace(":00", ":20"));
    }
    let day = "2026-08-25 12:00";
    builder = builder.incident(Inc::at(day).minutes(30).title("Printer out of paper in hall four")).page(4, 4, day);
    let findings = of(&builder.build(), false);
    let points: Vec<_> = findings.claims.iter().filter(|c| c.code == "oncall.decide").collect();
    let ids: Vec<&str> = points.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(ids, ["oncall.decide/oncall.waking-problems", "oncall.decide/oncall.left-until-morning"]);
    for point in &points {
        let on = point.id.split_once('/').unwrap().1;
        assert!(findings.claim(on).is_some(), "{on}");
        assert_eq!(point.incident_ids.len(), 4);
    }
    assert!(
        points[0].sentence.ends_with("so that it wakes nobody? 4 of 4 pages in sleep hours were for it."),
        "{}",
        points[0].sentence
    );
    assert!(
        points[1].sentence.contains("4 of 4 pages in sleep hours were for severities 4 and 5"),
        "{}",
        points[1].sentence
    );
}

#[test]
fn work_that_no_export_tells_of_is_not_called_missing() {
    let data = with_people(Builder::quarter(2026, 3), 6)
        .incidents([Inc::at("2026-08-10 23:30").minutes(30), Inc::at("2026-08-12 23:30").minutes(30)])
        .page(0, 0, "2026-08-10 23:31")
        .page(1, 0, "2026-08-12 23:31")
        .shift(1, "a", 1, "2026-08-01 00:00", "2026-08-02 00:00")
        .shift(2, "a", 1, "2026-08-02 00:00", "2026-08-03 00:00")
        .shift(3, "a", 1, "2026-08-03 00:00", "2026-08-04 00:00")
        .shift(4, "a", 1, "2026-08-04 00:00", "2026-08-05 00:00")
        .build();
    let findings = of(&data, false);
    assert_eq!(claim(&findings, "oncall.left-until-morning").grade, Grade::NotAssessable);
    assert!(findings.unknowns.iter().any(|u| u.contains("acted on before the morning")));
}

#[test]
fn four_people_are_too_few_to_be_spoken_of() {
    let data = with_people(Builder::quarter(2026, 3), 4)
        .incidents([Inc::at("2026-08-10 23:30").minutes(30)])
        .page(0, 0, "2026-08-10 23:31")
        .work(0, 0, "2026-08-10 23:35", "2026-08-10 23:55")
        .build();
    let findings = of(&data, false);
    assert!(findings.claims.iter().all(|c| !c.code.starts_with("oncall.")));
}

#[test]
fn problems_that_wake_people_are_named_with_their_pages() {
    let incidents = ["2026-07-05 03:00", "2026-07-20 03:00", "2026-08-05 03:00", "2026-08-20 12:00"]
        .map(|at| Inc::at(at).minutes(30).title("Ledger lock wait timeout"));
    let mut builder = with_people(Builder::quarter(2026, 3), 6).incidents(incidents);
    builder = builder.incident(Inc::at("2026-08-25 03:00").minutes(30).title("Printer out of paper in hall four"));
    for (incident, at) in
        [(0, "2026-07-05 03:01"), (1, "2026-07-20 03:01"), (2, "2026-08-05 03:01"), (3, "2026-08-20 12:01")]
    {
        builder = builder.page(incident, incident, at).work(incident, incident, at, &at.replace(":01", ":30"));
    }
    let findings = of(&builder.page(4, 4, "2026-08-25 03:01").build(), false);
    let waking = claim(&findings, "oncall.waking-problems");
    assert!(
        waking
            .sentence
            .starts_with("3 of 4 pages in sleep hours in Q3 2026 were for a problem that keeps coming back: "),
        "{}",
        waking.sentence
    );
    assert!(waking.sentence.contains("(FB-01) 3 times"), "{}", waking.sentence);
    assert_eq!(waking.incident_ids.len(), 3);
    let table = findings.sections.iter().flat_map(|s| &s.tables).find(|t| t.id == "waking-problems").unwrap();
    assert_eq!(table.rows.len(), 1);
    assert_eq!(table.rows[0][1..5], ["3", "3", "0", "4"], "pages, nights, not acted on, occurrences");
}

/// One page on each of so many days of a quarter, at noon.
fn daily(mut builder: Builder, first: u32, month: &str, days: u32) -> Builder {
    for day in 0..days {
        let at = format!("2026-{month}-{:02} 12:00", day + 1);
        builder = builder.incident(Inc::at(&at).minutes(30)).page(first + day, day % 6, &at);
    }
    builder
}

#[test]
fn interruptions_are_held_against_the_quarter_before() {
    let quarters = vec![crate::support::builder::quarter(2026, 2), crate::support::builder::quarter(2026, 3)];
    let builder = with_people(Builder::quarter(2026, 3), 6).quarters(quarters);
    let builder = daily(daily(daily(builder, 0, "04", 20), 20, "07", 28), 48, "08", 28);
    let findings = of(&builder.build(), false);
    let changed = claim(&findings, "oncall.changed/interruptions");
    assert_eq!(changed.compared_with.as_deref(), Some("Q2 2026"));
    assert_eq!((changed.numbers["now"], changed.numbers["previous_count"]), (56.0, 20.0));
    assert!(changed.sentence.contains("56 interruptions in Q3 2026 and 20 in Q2 2026"), "{}", changed.sentence);
    // The weeks of the two quarters are about as long as each other.
    assert!((changed.numbers["ratio"] / 2.8 - 1.0).abs() < 0.05, "{:?}", changed.numbers);
    assert!(findings.claim("oncall.changed/sleep-hours").is_none(), "nobody was paged in sleep hours");
}

#[test]
fn each_edition_has_its_steps_and_keeps_names_out() {
    let data = nights().build();
    let findings = of(&data, true);
    let oncall = ReportView::new(&findings, &ONCALL);
    let titles: Vec<&str> = oncall.steps.iter().map(|s| s.title.as_str()).collect();
    assert!(titles.starts_with(&["Nights"]) || titles.contains(&"Nights"), "{titles:?}");
    assert_eq!(titles.last(), Some(&"By name"));
    assert!(oncall.steps.iter().all(|s| !(s.claims.is_empty() && s.exhibits.is_empty() && s.tables.is_empty())));
    assert!(ReportView::new(&findings, &EXECUTIVE).steps.is_empty());
    let managers = serde_json::to_string(&ReportView::new(&findings, &MANAGERS)).unwrap();
    assert!(!managers.contains("Name of") && !managers.contains("P-0"));
    assert!(ReportView::new(&of(&data, false), &ONCALL).steps.iter().all(|s| s.title != "By name"));
    let mut memory = Memory::default();
    render(&findings, &[ONCALL, MANAGERS], &mut memory).unwrap();
    assert!(memory.text("oncall.html").unwrap().contains("Name of P-00"));
    for file in ["managers.html", "managers.md"] {
        assert!(!memory.text(file).unwrap().contains("Name of"));
    }
}
