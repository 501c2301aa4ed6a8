use super::{analyse, claim, sentence};
use crate::support::builder::{Builder, Inc};
use polars::prelude::DataFrame;
use retroscope::findings::Grade;
use retroscope::findings::factors::Factors;
use retroscope::findings::rule::{Facts, Part, Rule};
use retroscope::frame::{DataSet, build, col};
use retroscope::model::column::Column;
use retroscope::text::wording::{Support, violations};

fn part(data: &DataSet) -> Part {
    let results = analyse(data);
    let part = Factors.part(&Facts::new(data, &results, false));
    for claim in &part.claims {
        assert_eq!(violations(&claim.sentence, Support::default()), [], "{}", claim.sentence);
    }
    part
}

fn frame(rows: &[(u32, &str)]) -> DataFrame {
    let n = rows.len();
    build::frame(vec![
        build::codes(col::INCIDENT, rows.iter().map(|r| Some(r.0))),
        build::text(col::FACTOR, n, rows.iter().map(|r| Some(r.1))),
        build::text(col::BASIS, n, rows.iter().map(|_| Some("stated"))),
        build::text(col::RECORD_ID, n, rows.iter().map(|_| Some("r"))),
        build::text(col::QUOTE, n, rows.iter().map(|_| Some("q"))),
    ])
}

/// `n` incidents on the days of July and August, the first ten in service a; and their factors.
fn with(n: u32, factors: &[(u32, &str)]) -> DataSet {
    let at = |i: u32| Inc::at(&format!("2026-{:02}-{:02} 10:00", 7 + i / 28, 1 + i % 28));
    let incidents = (0..n).map(|i| at(i).service(if i < 10 { "a" } else { "b" }));
    let mut data = Builder::quarter(2026, 3).incidents(incidents).build();
    data.factors = frame(factors);
    data
}

#[test]
fn factors_count_once_per_incident_and_spellings_are_one() {
    let data =
        with(12, &[(0, "Deploy"), (0, "deploy"), (1, "deploy"), (1, "capacity"), (2, "capacity"), (2, "Deploy")]);
    let factors = analyse(&data).factors;
    let counts: Vec<_> = factors.counts.iter().map(|c| (c.factor.as_str(), c.incidents)).collect();
    assert_eq!(counts, [("Deploy", 3), ("capacity", 2)]);
    assert_eq!((factors.incidents, factors.recorded), (12, 3));
    let part = part(&data);
    assert_eq!(
        sentence(&part, "factors.coverage"),
        "Contributing factors are recorded for 3 of 12 incidents that began in Q3 2026 (25 %)."
    );
    assert!(sentence(&part, "factors.most-recorded").contains("“Deploy” (3) and “capacity” (2)"));
    assert_eq!(part.unknowns.len(), 1);
    assert!(part.unknowns[0].contains("3 of 12 incidents record one"), "{}", part.unknowns[0]);
}

#[test]
fn pairs_are_held_against_chance() {
    // 30 incidents with a factor: x in 0–9, y in 0–7 and in two others, z in every third, w in all.
    let mut rows: Vec<(u32, &str)> = (0..30).map(|i| (i, "w")).collect();
    rows.extend((0..10).map(|i| (i, "x")));
    rows.extend([0, 1, 2, 3, 4, 5, 6, 7, 20, 21].map(|i| (i, "y")));
    rows.extend((0..30).step_by(3).map(|i| (i, "z")));
    let data = with(30, &rows);
    let factors = analyse(&data).factors.together(&Column::filled(data.incidents.height(), None));
    // w is in every incident, so there is nothing to compare its pairs with.
    let xy = factors.pairs.iter().find(|p| p.first == "x" && p.second == "y").unwrap();
    assert_eq!(xy.n, [10, 10, 8, 30]);
    assert!((xy.expected - 10.0 / 3.0).abs() < 1e-12);
    // 8 of 10 against 2 of 20, Fisher, enumerated: 0.000 291 262 96.
    assert!((xy.p - 0.000_291_262_959_93).abs() < 1e-12, "{}", xy.p);
    let tests = factors.pairs.len();
    assert_eq!(tests, 3, "{:?}", factors.pairs);
    assert!((xy.q - xy.p * 3.0).abs() < 1e-12);
    let part = part(&data);
    let told = claim(&part, "factors.pair/P-01");
    assert_eq!(told.grade, Grade::Weak);
    assert!(
        told.sentence.contains("“x” and “y” tend to be recorded together, in 8 incidents; 3.3 would be expected"),
        "{}",
        told.sentence
    );
    assert!(!part.claims.iter().any(|c| c.id == "factors.pair/P-02"));
    // x is recorded for all ten incidents of service a and for none of b: mostly those in which it comes with y.
    assert!(!part.claims.iter().any(|c| c.code == "factors.area" && c.sentence.contains("“x” and the service “a”")));
    assert!(part.unknowns.is_empty());
}

#[test]
fn rare_factors_are_not_tested() {
    let rows: Vec<(u32, &str)> = (0..4).flat_map(|i| [(i, "x"), (i, "y")]).collect();
    let data = with(30, &rows);
    let factors = analyse(&data).factors.together(&Column::filled(data.incidents.height(), None));
    assert!(factors.pairs.is_empty() && factors.areas.is_empty());
}

#[test]
fn without_factors_the_cheapest_field_is_named() {
    let none = part(&with(12, &[]));
    assert_eq!(claim(&none, "factors.coverage").grade, Grade::NotAssessable);
    assert_eq!(none.claims.len(), 1);
    assert!(
        none.unknowns[0].contains("none of the incidents records one. One list of factors"),
        "{}",
        none.unknowns[0]
    );
}

/// A factor, its team and its service in the same incidents are one thing and told once.
#[test]
fn what_is_recorded_in_the_same_incidents_is_told_once() {
    // x and y in the ten incidents of service a; u and v elsewhere.
    let mut rows: Vec<(u32, &str)> = (0..10).flat_map(|i| [(i, "x"), (i, "y")]).collect();
    rows.extend((12..22).flat_map(|i| [(i, "u"), (i, "v")]));
    rows.extend((22..40).map(|i| (i, "w")));
    let part = part(&with(40, &rows));
    let told: Vec<&str> = part.claims.iter().map(|c| c.sentence.as_str()).filter(|s| s.contains("together")).collect();
    let of = |name: &str| told.iter().filter(|text| text.contains(name)).count();
    assert_eq!((of("“x”"), of("“y”"), of("“u”")), (1, 1, 1), "{told:?}");
    let table = part.section.unwrap().tables.into_iter().find(|t| t.id == "factor-pairs").unwrap();
    assert!(table.rows.iter().filter(|row| row[0] == "x").count() >= 2, "{:?}", table.rows);
    assert!(table.rows.iter().all(|row| row[5] != "0.000"), "{:?}", table.rows);
}
