//! Tests, drills and planned work that only the titles name: left out, counted, listed, and brought back by a setting.

use super::{Row, Way, case, reviewed};

fn rules(way: &Way) -> Vec<(String, String)> {
    let pair = |row: Row| (row["incident_id"].rsplit(':').next().unwrap().to_owned(), row["exclusion"].clone());
    let mut found: Vec<_> = way.incidents().into_iter().map(pair).collect();
    found.sort();
    found
}

fn expect(way: &Way, expected: &[(&str, &str)]) {
    let expected: Vec<_> = expected.iter().map(|(id, rule)| ((*id).to_owned(), (*rule).to_owned())).collect();
    assert_eq!(rules(way), expected);
}

#[test]
fn tickets_named_as_tests_drills_and_planned_work() {
    let way = case("tests-and-drills-named-by-title");
    expect(
        &way,
        &[
            ("INC0002001", ""),
            ("INC0002002", "test"),
            ("INC0002003", "test"),
            ("INC0002004", "test"),
            ("INC0002005", "test"),
            ("INC0002006", ""),
            ("INC0002007", "drill"),
            ("INC0002008", "planned-work"),
            ("INC0002009", "test"),
        ],
    );
    let analyst = way.pages(&["analyst.md"]);
    for told in [
        "Tests are left out of the statistics by the rule test: 5 incidents",
        "Drills are left out of the statistics by the rule drill: 1 incident",
        "Planned work is left out of the statistics by the rule planned-work: 1 incident",
    ] {
        assert!(analyst.contains(told), "{told} is not in the report");
    }
    let included = way.incidents().iter().filter(|row| row["included"] == "true").count();
    assert_eq!(included, 2);
}

#[test]
fn a_setting_brings_them_back() {
    let way = case("tests-and-drills-named-by-title");
    let settings =
        way.settings.replace("drills = true", "drills = false").replace("planned_work = true", "planned_work = false");
    assert_ne!(settings, way.settings);
    std::fs::write(way.home.path().join("retroscope.toml"), settings).unwrap();
    assert!(reviewed(way.home.path()).status.success());
    assert!(way.incidents().iter().all(|row| row["included"] == "true"));
}

#[test]
fn titles_of_another_tool() {
    let way = case("words-second-input");
    expect(
        &way,
        &[
            ("P1", ""),
            ("P2", "test"),
            ("P3", "test"),
            ("P4", "drill"),
            ("P5", ""),
            ("P6", "planned-work"),
            ("P7", ""),
            ("P8", ""),
        ],
    );
}
