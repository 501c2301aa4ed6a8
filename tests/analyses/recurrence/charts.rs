//! What the charts of recurring problems show.

use super::{LOCK, ledger, on};
use crate::analyses::{analyse, claim, part};
use crate::support::builder::{Builder, Inc, ms};
use retroscope::findings::exhibit::figure;
use retroscope::findings::exhibit::recurrence::{Cost, Problem, Quarter};
use retroscope::findings::recurrence::Recurrence;
use retroscope::findings::rule::Part;
use retroscope::findings::{Exhibit, Figure};
use retroscope::frame::DataSet;

fn drawn<'a>(part: &'a Part, id: &str) -> &'a Exhibit {
    part.exhibits.iter().find(|e| e.id == id).unwrap_or_else(|| panic!("no chart {id}"))
}

fn register(data: &DataSet) -> (Vec<Problem>, u64) {
    match &drawn(&part(&Recurrence, data), "register").figure {
        Figure::Register(figure::Register { rows, more, .. }) => (rows.clone(), *more),
        other => panic!("{other:?}"),
    }
}

fn costs(data: &DataSet) -> (String, Vec<Cost>) {
    match &drawn(&part(&Recurrence, data), "cost-of-problems").figure {
        Figure::Costs(figure::Costs { unit, rows, .. }) => (unit.clone(), rows.clone()),
        other => panic!("{other:?}"),
    }
}

/// Counts per quarter: famous, known, new, and what can't be told.
fn split(data: &DataSet) -> Vec<[u64; 4]> {
    let found = analyse(data).recurrence.split;
    found.iter().map(|s| [s.famous, s.known, s.new, s.untold]).collect()
}

#[test]
fn an_incident_counts_by_what_was_known_when_it_began() {
    // 1 April is new, 20 May the second time; with 10 July it is famous, and so it is on 11 July. The certificate is new.
    let data = ledger();
    assert_eq!(split(&data), [[0, 1, 1, 0], [2, 0, 1, 0]]);
    // The quarter under review says the same as the share of incidents seen before.
    let found = analyse(&data).recurrence;
    let current = found.split.last().unwrap();
    assert_eq!((current.famous + current.known) as usize, found.share.recurring.len());
    assert_eq!(current.incidents(), found.share.incidents);
    // History begins on 1 April: the second quarter has none before it, the third has what the look-back asks for.
    assert_eq!(found.split.iter().map(|s| s.short).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn labels_and_incidents_without_a_title_cannot_be_told() {
    let label = |day| on(day, "Service degraded");
    let data = Builder::quarter(2026, 3)
        .incidents(["2026-07-01", "2026-07-20", "2026-08-20"].map(label))
        .incident(on("2026-07-03", ""))
        .incident(on("2026-07-05", "Certificate expired on the partner gateway"))
        .build();
    assert_eq!(split(&data), [[0, 0, 1, 4]]);
    assert!(part(&Recurrence, &data).exhibits.is_empty(), "nothing recurs");
}

#[test]
fn a_look_back_forgets_what_is_older() {
    let days = ["2024-07-10", "2025-08-20", "2026-08-10"];
    let data = Builder::quarter(2026, 3).incidents(days.map(|d| on(d, LOCK))).build();
    let found = analyse(&data).recurrence.split;
    // From July 2024 to August 2025 are more than 365 days, from then to August 2026 fewer. Eight quarters are shown.
    let seen: Vec<(&str, u64, u64)> =
        found.iter().filter(|s| s.incidents() > 0).map(|s| (s.label.as_str(), s.known, s.new)).collect();
    assert_eq!(seen, [("2025Q3", 0, 1), ("2026Q3", 1, 0)]);
}

#[test]
fn the_chart_of_quarters_marks_those_that_can_not_be_compared() {
    let part = part(&Recurrence, &ledger());
    let exhibit = drawn(&part, "new-and-known");
    assert_eq!(exhibit.headline, "2 of 3 incidents in Q3 2026 were a problem seen before, all of them famous bugs");
    let Figure::Quarters(figure::Quarters { columns, series, .. }) = &exhibit.figure else { panic!("quarters") };
    let note = "less than 90 days of history before the quarter".to_owned();
    let quarter = |name: &str, note: String| Quarter { name: name.to_owned(), note };
    assert_eq!(*columns, [quarter("Q2 2026", note), quarter("Q3 2026", String::new())]);
    let rows: Vec<(&str, &[f64])> = series.iter().map(|s| (s.name.as_str(), s.values.as_slice())).collect();
    assert_eq!(rows, [("famous bugs", &[0.0, 2.0][..]), ("known problems", &[1.0, 0.0]), ("new", &[1.0, 1.0])]);
    assert_eq!(claim(&part, "recurrence.share").exhibits, ["new-and-known"]);
}

#[test]
fn the_register_shows_occurrences_fixes_and_the_state() {
    let data = Builder::quarter(2026, 3)
        .incident(on("2026-04-01", LOCK).sev(2))
        .incident(on("2026-05-20", LOCK).sev(3))
        .incident(on("2026-07-10", LOCK).sev(2))
        .incident(on("2026-07-11", LOCK).sev(1))
        .follow_up(1, "Fix the lock order for good", Some("2026-06-01 00:00"))
        .build();
    let part = part(&Recurrence, &data);
    let exhibit = drawn(&part, "register");
    assert_eq!(exhibit.headline, "1 problem occurred more than once, a famous bug; the one claimed fix did not hold");
    let Figure::Register(figure::Register { columns, focus, severities, rows, more, .. }) = &exhibit.figure else {
        panic!("a register")
    };
    assert_eq!(columns.iter().map(|c| c.label.as_str()).collect::<Vec<_>>(), ["Q2 2026", "Q3 2026"]);
    assert_eq!((focus.start_ms, focus.label.as_str(), *more), (ms("2026-07-01 00:00"), "Q3 2026", 0));
    let names: Vec<&str> =
        rows[0].occurrences.iter().filter_map(|o| severities.get(o.severity?)).map(String::as_str).collect();
    // The two July incidents are one occurrence, as grave as the worse of them.
    assert_eq!(names, ["SEV2", "SEV3", "SEV1"]);
    assert_eq!(rows[0].occurrences.iter().map(|o| o.incidents).collect::<Vec<_>>(), [1, 1, 2]);
    assert_eq!((rows[0].state.as_str(), rows[0].famous), ("came back", true));
    assert!(rows[0].fixes.len() == 1 && rows[0].fixes[0].came_back);
}

#[test]
fn twelve_problems_are_shown_famous_ones_first_and_the_rest_is_counted() {
    let words = [
        "alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliett", "kilo", "lima",
        "mike", "november",
    ];
    let title = |word: &str| format!("{word} replica lags behind {word} primary after failover");
    let pairs = words.iter().flat_map(|w| ["2026-05-01", "2026-07-20"].map(|day| on(day, &title(w))));
    let data = Builder::quarter(2026, 3).incidents(pairs).incident(on("2026-06-10", &title("lima"))).build();
    let (rows, more) = register(&data);
    assert_eq!((rows.len(), more), (12, 2));
    assert!(rows[0].famous && rows[0].name.contains("lima"), "{:?}", rows[0]);
    assert!(rows[1..].iter().all(|r| !r.famous));
}

#[test]
fn hours_of_incidents_stand_in_only_where_nobody_has_hands_on_time() {
    let incidents = || {
        let mut all: Vec<Inc> = ["2026-05-01", "2026-07-10"].map(|d| on(d, LOCK)).to_vec();
        all.extend(
            ["2026-05-03", "2026-07-12"].map(|d| on(d, "Certificate expired on the partner gateway").minutes(240)),
        );
        all
    };
    let (unit, rows) = costs(&Builder::quarter(2026, 3).incidents(incidents()).build());
    let hours: Vec<f64> = rows.iter().map(|r| r.all).collect();
    assert_eq!((unit.as_str(), hours, rows[0].period), ("incident hours", vec![8.0, 2.0], None));
    let data = Builder::quarter(2026, 3)
        .person("p1", "UTC", "")
        .incidents(incidents())
        .part(0, 0, "paged", "yes", Some(3_600.0))
        .part(1, 0, "paged", "yes", Some(1_800.0))
        .and_four_more(&[0])
        .build();
    let (unit, rows) = costs(&data);
    // The certificate took no known time and is only counted in the words below.
    assert_eq!((unit.as_str(), rows.len(), rows[0].all, rows[0].period), ("responder hours", 1, 1.5, Some(0.5)));
    assert_eq!((rows[0].known, rows[0].incidents), (2, 2));
    let part = part(&Recurrence, &data);
    let exhibit = drawn(&part, "cost-of-problems");
    assert!(exhibit.footer.contains("of 1 further problem no hands-on time is known"), "{}", exhibit.footer);
}
