//! A review of a lake and one of the exports come to the same bytes.

use super::{assert_same, demo, good, with};
use crate::support::run::GITHUB_FEED;
use crate::support::shared;
use std::fs;
use std::path::Path;

/// Reviews `in` both ways, with these further arguments.
fn both(home: &Path, args: &[&str]) {
    let review = |input, out| [&["review", input, "--out", out, "--quiet"][..], args].concat();
    good(home, &review("in", "raw"));
    let settings: Vec<&str> = args.iter().copied().skip_while(|arg| *arg != "--settings").take(2).collect();
    good(home, &[&["normalise", "in", "--to", "lake", "--quiet"][..], &settings].concat());
    good(home, &["normalise", "--check", "lake"]);
    good(home, &review("lake", "kept"));
    assert_same(&home.join("raw"), &home.join("kept"));
}

#[test]
fn the_demo() {
    let home = with(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo"));
    both(home.path(), &["--people"]);
}

/// Whatever stood where the exports were is not looked at again.
#[test]
fn once_the_exports_are_gone() {
    let home = demo();
    both(home.path(), &[]);
    fs::rename(home.path().join("in"), home.path().join("away")).unwrap();
    good(home.path(), &["review", "lake", "--out", "later", "--quiet"]);
    assert_same(&home.path().join("raw"), &home.path().join("later"));
}

#[test]
fn samples_of_all_tools() {
    let Some(shared) = shared() else { return };
    let home = with(&shared.join("samples"));
    both(home.path(), &["--period", "all", "--people"]);
}

#[test]
fn github_with_a_mapping() {
    let Some(shared) = shared() else { return };
    let home = with(&shared.join("data/github-two-source"));
    fs::write(home.path().join("mine.toml"), GITHUB_FEED).unwrap();
    both(home.path(), &["--settings", "mine.toml"]);
}

/// The same where the settings lie among the exports: they are in the lake then.
#[test]
fn settings_among_the_exports() {
    let Some(shared) = shared() else { return };
    let home = with(&shared.join("data/github-two-source"));
    fs::write(home.path().join("in/retroscope.toml"), GITHUB_FEED).unwrap();
    both(home.path(), &[]);
}

#[test]
fn an_event_log_of_a_service_desk() {
    let Some(shared) = shared() else { return };
    let home = with(&shared.join("data/uci-servicenow"));
    both(home.path(), &[]);
}

#[test]
fn status_pages() {
    let Some(shared) = shared() else { return };
    for name in ["gcp-status", "cstate-jenkins"] {
        both(with(&shared.join("data").join(name)).path(), &["--period", "all"]);
    }
}

/// Zones, aliases and severities are applied when the review is made, whatever they were when the lake was.
#[test]
fn under_settings_that_came_later() {
    let home = demo();
    let _ = fs::remove_file(home.path().join("in/retroscope.toml"));
    let other = "[report]\nzone = \"Asia/Tokyo\"\n[zones]\nservicenow = \"America/New_York\"\n[aliases.services]\n\"checkout-api\" = \"till\"\n";
    fs::write(home.path().join("later.toml"), other).unwrap();
    good(home.path(), &["normalise", "in", "--to", "lake", "--quiet"]);
    for (input, out) in [("in", "raw"), ("lake", "kept")] {
        good(home.path(), &["review", input, "--out", out, "--settings", "later.toml", "--quiet"]);
    }
    assert_same(&home.path().join("raw"), &home.path().join("kept"));
}

/// A report among the exports is carried along, with what it asked for and counted.
#[test]
fn with_an_earlier_report() {
    let home = demo();
    let earlier = ["review", "in", "--out", "before", "--period", "2026Q1", "--quiet"];
    good(home.path(), &earlier);
    good(home.path(), &["normalise", "in", "before", "--to", "lake", "--quiet"]);
    good(home.path(), &["review", "lake", "--out", "kept", "--quiet"]);
    // The files of a lake are in the order of their paths: `before` comes before `in`.
    good(home.path(), &["review", "before", "in", "--out", "sorted", "--quiet"]);
    assert_same(&home.path().join("sorted"), &home.path().join("kept"));
}

/// The lake is the same with one thread and with two, and so is what is read from it.
#[test]
fn whatever_the_number_of_threads() {
    let home = demo();
    for (threads, lake) in [("1", "one"), ("2", "two")] {
        good(home.path(), &["normalise", "in", "--to", lake, "--threads", threads, "--quiet"]);
        good(home.path(), &["review", lake, "--out", &format!("of-{lake}"), "--threads", threads, "--quiet"]);
    }
    assert!(super::contents(&home.path().join("one")) == super::contents(&home.path().join("two")));
    assert_same(&home.path().join("of-one"), &home.path().join("of-two"));
}
