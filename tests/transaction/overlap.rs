//! Inputs and outputs never overlap.

use super::{good, refused, snapshot, told, whole, workplace, write};
use std::fs;

#[test]
fn a_report_is_not_written_over_its_inputs() {
    let place = workplace();
    good(place.path(), &["review", "one", "--out", "reports/q", "--quiet"]);
    fs::create_dir(place.path().join("links")).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../one", place.path().join("links/folder")).unwrap();
        std::os::unix::fs::symlink("../reports/q/data/incidents.csv", place.path().join("links/table.csv")).unwrap();
    }
    let before = snapshot(place.path());
    let data = "reports/q/data";
    for args in [
        ["review", "one", "--out", "one"],
        ["review", "one/pagerduty", "--out", "one"],
        ["review", "one", "--out", "./two/../one"],
        ["review", "one", "--out", "one/pagerduty"],
        ["review", "one/retroscope.toml", "--out", "one/retroscope.toml"],
        ["review", "reports/q", "--out", "reports/q"],
        ["review", data, "--out", "reports/q"],
        ["review", data, "--out", data],
        ["review", "reports/q/*.md", "--out", "reports/q"],
        #[cfg(unix)]
        ["review", "one", "--out", "links/folder/pagerduty"],
        #[cfg(unix)]
        ["review", "links/table.csv", "--out", "reports/q"],
    ] {
        let message = refused(place.path(), &args);
        // What is named as the place is no input any more, and then it is no report.
        let why = ["which is an input", "is no earlier report", "is a link"];
        assert!(why.iter().any(|why| message.contains(why)), "{args:?}: {message}");
        assert_eq!(snapshot(place.path()), before, "{args:?}");
    }
}

/// The default place lies among the inputs here, and the report of the first run must not be read by the second.
#[test]
fn a_review_of_this_folder_gives_the_same_bytes_again_and_again() {
    let place = workplace();
    fs::remove_dir_all(place.path().join("two")).unwrap();
    good(place.path(), &["review", ".", "--period", "2026Q2", "--quiet"]);
    let report = place.path().join("reports/2026Q2");
    let report = if report.exists() { report } else { place.path().join("reports/Q2-2026") };
    let first = whole(&report);
    let again = good(place.path(), &["review", ".", "--period", "2026Q2"]);
    assert_eq!(whole(&report), first);
    assert!(told(&again).contains("not read, because it was written by retroscope"), "{}", told(&again));
    // With a place that was named, which is inside the input, and with another report beside it.
    for _ in 0..2 {
        good(place.path(), &["review", ".", "--period", "2026Q2", "--out", "one/report", "--quiet"]);
        assert_eq!(whole(&place.path().join("one/report")), first);
    }
}

#[test]
fn earlier_reports_are_read_when_they_are_named() {
    let place = workplace();
    good(place.path(), &["review", "one", "--out", "old/q1", "--quiet"]);
    let inputs = |args: &[&str]| {
        let output = good(place.path(), &[&["review"], args, &["--out", "new", "--quiet"]].concat());
        assert!(told(&output).is_empty(), "{}", told(&output));
        whole(&place.path().join("new"))
    };
    let alone = inputs(&["two"]);
    assert!(!inputs(&["two", "old"]).contains("old/q1"), "a folder of reports is no report");
    for named in ["old/q1", "old/*", "old/q1/data", "old/q1/data/incidents.csv"] {
        let manifest = inputs(&["two", named]);
        assert!(manifest.contains("incidents.csv") && manifest != alone, "{named}");
    }
    // Met on the way and named: read once, and nothing to remark.
    for named in ["old/q1", "old/*", "./old/../old/q1"] {
        let output = good(place.path(), &["review", "two", "old", named, "--out", "new"]);
        assert!(!told(&output).contains("not read, because"), "{}", told(&output));
    }
    let output = good(place.path(), &["inspect", "two", "old"]);
    assert!(told(&output).contains("old/q1: not read, because it was written by retroscope"), "{}", told(&output));
}

/// Manifests of others keep nobody from reading the folder they lie in.
#[test]
fn a_folder_with_a_manifest_of_others_is_an_input_like_any_other() {
    let place = workplace();
    write(place.path(), &[("one/pagerduty/manifest.json", r#"{"manifest_version": 3}"#)]);
    good(place.path(), &["review", "one", "--out", "new", "--quiet"]);
    assert!(whole(&place.path().join("new")).contains("pagerduty/incidents-0001.json"));
}
