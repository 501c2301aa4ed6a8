//! Real exports: every sentence that compares is worked out again from the table of incidents.

use super::exact;
use crate::support::run::{Row, Run, github};
use std::collections::BTreeMap;

fn included<'a>(rows: &'a [Row], quarter: &'a str) -> impl Iterator<Item = &'a Row> {
    rows.iter().filter(move |r| r["included"] == "true" && r["period"] == quarter)
}

/// Incidents per component, each counted once.
fn components(rows: &[Row], quarter: &str) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for row in included(rows, quarter) {
        let own: std::collections::BTreeSet<&str> =
            row["areas"].split(';').filter_map(|a| a.strip_prefix("component:")).collect();
        own.into_iter().for_each(|name| *counts.entry(name.to_owned()).or_insert(0) += 1);
    }
    counts
}

/// Holds the sentences and the table of one quarter against the one before and the one a year ago.
fn check(period: &str, [now, before, year_ago]: [&str; 3], days: [f64; 3], names: [&str; 3]) {
    let Some(run) = github(period) else { return };
    let incidents = run.table("incidents");
    let [current, previous, earlier] = [now, before, year_ago].map(|q| included(&incidents, q).count() as u64);
    let weeks = [days[0] / 7.0, days[1] / 7.0];
    let findings = &run.review.findings;
    let total = &findings.claim("areas.total-change").unwrap();
    let wanted = exact::ratio(current, previous, weeks);
    let start = format!(
        "{current} incidents were declared in {} and {previous} in {}, {:.2} times the weekly rate (plausible {:.2}–{:.2}): ",
        names[0], names[1], wanted.ratio, wanted.low, wanted.high
    );
    assert!(total.sentence.starts_with(&start), "{start}\n{}", total.sentence);
    let ago = exact::ratio(current, earlier, [weeks[0], days[2] / 7.0]);
    let second = format!(
        " Against {}, with {earlier}, it is {:.2} times the weekly rate (plausible {:.2}–{:.2}): ",
        names[2], ago.ratio, ago.low, ago.high
    );
    assert!(total.sentence.contains(&second), "{second}\n{}", total.sentence);
    assert!((total.numbers["p"] - wanted.p).abs() < 1e-9);
    // Held against all tests of the report, and at least against those of the two periods.
    assert!(total.q.unwrap() >= exact::adjusted(&[wanted.p, ago.p])[0] - 1e-9, "{:?}", total.q);
    let (above, below) = exact::seen(previous, weeks);
    assert_eq!(total.numbers["smallest_rise_seen"], above as f64);
    assert_eq!(total.numbers["largest_fall_seen"], below.unwrap() as f64);
    areas(&run, &incidents, [now, before], weeks);
}

fn areas(run: &Run, incidents: &[Row], [now, before]: [&str; 2], weeks: [f64; 2]) {
    let (current, previous) = (components(incidents, now), components(incidents, before));
    let names: std::collections::BTreeSet<&String> = current.keys().chain(previous.keys()).collect();
    let get = |counts: &BTreeMap<String, u64>, name: &String| counts.get(name).copied().unwrap_or(0);
    let tested: Vec<&String> = names.iter().copied().filter(|n| get(&current, n) + get(&previous, n) >= 5).collect();
    let table = run.table("areas");
    let of = |name: &String| {
        table.iter().find(|r| r["kind"] == "component" && r["area"] == *name && r["period"] == now).unwrap()
    };
    // Exact, or larger where the weeks of an area vary more than chance makes them.
    let p: Vec<f64> = tested.iter().map(|n| of(n)["p"].parse().unwrap()).collect();
    let q = exact::adjusted(&p);
    let findings = &run.review.findings;
    let (mut changed, mut widened) = (0, 0);
    for ((name, p), q) in tested.iter().zip(&p).zip(&q) {
        let row = of(name);
        let number = |column: &str| row[column].parse::<f64>().unwrap();
        let wanted = exact::ratio(get(&current, name), get(&previous, name), weeks);
        assert!((number("q") - q).abs() < 5e-5, "{name}: {row:?}");
        let is_wider = get(&previous, name) > 0 && number("ratio_lo") < wanted.low - 1e-5;
        widened += u64::from(is_wider);
        assert!(*p > wanted.p - 1e-6 && (is_wider || *p < wanted.p + 1e-6), "{name}: {row:?}");
        if get(&previous, name) > 0 && !is_wider {
            assert!((number("ratio") - wanted.ratio).abs() < 1e-6 && (number("ratio_lo") - wanted.low).abs() < 1e-5);
            assert!((number("ratio_hi") / wanted.high - 1.0).abs() < 1e-5, "{name}: {row:?}");
        }
        let claim = findings.claim(&format!("areas.change/{name}"));
        assert_eq!(claim.is_some(), *q <= 0.10, "{name} has q = {q}");
        if let Some(claim) = claim {
            changed += 1;
            let counts = format!("{name}: {} incidents were declared in ", get(&current, name));
            assert!(claim.sentence.starts_with(&counts), "{}", claim.sentence);
            let range = format!("(plausible {:.2}–{:.2})", wanted.low, wanted.high);
            assert!(is_wider || claim.sentence.contains(&range), "{range}: {}", claim.sentence);
        }
    }
    assert!(widened * 4 <= tested.len() as u64, "{widened} of {}", tested.len());
    let all = &findings.claim("areas.changes").unwrap().numbers;
    assert_eq!(
        [all["areas"], all["compared"], all["changed"]],
        [names.len() as f64, tested.len() as f64, f64::from(changed)]
    );
}

#[test]
fn the_second_quarter_of_2023() {
    // A year before, in Q2 2022, the feed held 26 incidents.
    check("2023Q2", ["2023Q2", "2023Q1", "2022Q2"], [91.0, 90.0, 91.0], ["Q2 2023", "Q1 2023", "Q2 2022"]);
}

#[test]
fn the_fourth_quarter_of_2024() {
    check("2024Q4", ["2024Q4", "2024Q3", "2023Q4"], [92.0, 92.0, 92.0], ["Q4 2024", "Q3 2024", "Q4 2023"]);
}
