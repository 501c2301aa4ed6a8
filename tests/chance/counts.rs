//! Rates are those of the time that the data cover, and what bounds that time is said.

use super::{Made, case, case_at, quarters, second, told, told_at};
use retroscope::findings::{Claim, Findings, Grade};
use retroscope::stats::random::stream;

fn claim<'a>(findings: &'a Findings, id: &str) -> &'a Claim {
    findings.claim(id).unwrap_or_else(|| panic!("no {id}"))
}

/// Whether a rate per week is stated as it should be, to 2 %.
fn near(claim: &Claim, name: &str, wanted: f64) {
    let got = claim.numbers[name];
    assert!((got / wanted - 1.0).abs() < 0.02, "{name}: {got}, expected {wanted}: {}", claim.sentence);
}

#[test]
fn dead_weeks_are_in_no_rate() {
    let found = case("8-rate-over-dead-weeks");
    let total = claim(&found, "areas.total");
    // 25 in 5.3 weeks, exact interval of 25 over these weeks.
    near(total, "rate_per_week", 4.69);
    near(total, "rate_per_week_lo", 16.179 / 5.33);
    near(total, "rate_per_week_hi", 36.905 / 5.33);
    assert!(
        total.sentence.contains("about 4.7 a week while they were collected, until 8 May 2026 (plausible 3.0–6.9)")
    );
    let most = claim(&found, "areas.most-incidents");
    near(most, "rate_per_week", 11.0 / 5.33);
    assert!(!found.claims.iter().any(|c| c.sentence.contains("1.9 a week")));
    let table = found.sections.iter().flat_map(|s| &s.tables).find(|t| t.id == "incidents-by-period").unwrap();
    assert!(table.rows[0].iter().any(|cell| cell == "4.7 (3.0–6.9)"), "{:?}", table.rows[0]);
    let change = claim(&found, "areas.total-change");
    assert!((change.numbers["ratio"] - 1.0).abs() < 0.1 && change.grade == Grade::NoEvidence, "{change:?}");
}

#[test]
fn another_collection_that_stopped() {
    let mut rng = stream(30, &[421]);
    let all = [second("2025-07-01T00:00:00Z"), second("2026-05-29T00:00:00Z")];
    let made: Vec<Made> =
        (0..330).map(|at| Made { service: ["x", "y"][at % 2].to_owned(), ..Made::within(&mut rng, all) }).collect();
    let stop = made.iter().map(|m| m.start).max().unwrap();
    let weeks = (stop - quarters()[0][0]) as f64 / (7.0 * 86_400.0);
    let n = made.iter().filter(|m| m.start >= quarters()[0][0]).count() as f64;
    let found = told(&made);
    near(claim(&found, "areas.total"), "rate_per_week", n / weeks);
    assert!(claim(&found, "areas.total").sentence.contains("while they were collected, until"));
}

#[test]
fn a_window_that_incidents_bound_has_one_gap_less() {
    let found = case_at("15-exposure-from-the-first-incident", None);
    let total = claim(&found, "areas.total");
    assert!(
        total.sentence.contains("What the data cover is inferred from the incidents themselves"),
        "{}",
        total.sentence
    );
    // From 1 April to the last one, of 12 June, two of the three.
    near(total, "rate_per_week", 2.0 / 10.32);
    assert_eq!(total.numbers["incidents"], 3.0);
    let change = claim(&found, "areas.total-change");
    assert_eq!(change.grade, Grade::NotAssessable);
    assert!(change.sentence.contains("too few to say"), "{}", change.sentence);
}

fn at(day: &str) -> Made {
    Made { start: second(&format!("{day}T10:00:00Z")), seconds: 600, service: "a".to_owned(), severity: 2 }
}

#[test]
fn other_windows_that_incidents_bound() {
    // One quarter alone, bounded on both sides: five gaps in seven weeks.
    let days = ["2026-04-20", "2026-04-30", "2026-05-05", "2026-05-18", "2026-05-29", "2026-06-08"];
    let found = told_at(&days.map(at), None);
    let total = claim(&found, "areas.total");
    near(total, "rate_per_week", 5.0 / 7.0);
    assert!(
        total.sentence.contains("from the first one, of 20 April 2026 and to the last one, of 8 June 2026"),
        "{total:?}"
    );
    // With the moment of the exports stated, the last one bounds nothing.
    let found = told_at(&days.map(at), Some("2026-06-22T10:00:00Z"));
    near(claim(&found, "areas.total"), "rate_per_week", 5.0 / 9.0);
}

#[test]
fn less_than_two_weeks_have_no_rate_per_week() {
    let days = ["2026-06-18", "2026-06-20", "2026-06-21", "2026-06-25", "2026-06-27", "2026-06-29"];
    let found = told_at(&days.map(at), Some("2026-06-30T00:00:00Z"));
    let total = claim(&found, "areas.total");
    assert!(!total.sentence.contains("a week") && !total.numbers.contains_key("rate_per_week"), "{total:?}");
    assert!(!found.claims.iter().any(|c| c.sentence.contains(" a week (plausible")), "{found:?}");
}
