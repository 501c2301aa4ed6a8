//! A lake that grew: files added in whatever order, a lake and further exports, and files that are there already.

use super::{assert_same, contents, demo, exports, good, index};
use crate::support::shared;
use std::fs;
use std::path::Path;

/// The same list in orders that have nothing in common.
fn shuffled<T: Clone>(list: &[T], round: usize) -> Vec<T> {
    let mut keyed: Vec<(usize, T)> = list
        .iter()
        .cloned()
        .enumerate()
        .map(|(at, item)| ((at + 1) * [7_919, 104_729, 1_299_709][round % 3] % 10_007, item))
        .collect();
    keyed.sort_by_key(|(key, _)| *key);
    keyed.into_iter().map(|(_, item)| item).collect()
}

/// Adds `in` to a lake of its own in this many steps, in a shuffled order, and compares its review with the report in `raw`. Settings are
/// for both commands, what is `shown` for the review.
pub(super) fn step_by_step(home: &Path, steps: usize, round: usize, [settings, shown]: [&[&str]; 2]) {
    let files = shuffled(&exports(home), round);
    for step in files.chunks(files.len().div_ceil(steps)) {
        let args: Vec<&str> = step.iter().map(String::as_str).collect();
        good(home, &[&["normalise"][..], &args, &["--to", "steps", "--quiet"], settings].concat());
    }
    good(home, &["normalise", "--check", "steps"]);
    good(home, &[&["review", "steps", "--out", "kept", "--quiet"], settings, shown].concat());
    assert_same(&home.join("raw"), &home.join("kept"));
    fs::remove_dir_all(home.join("steps")).unwrap();
    fs::remove_dir_all(home.join("kept")).unwrap();
}

#[test]
fn the_demo_in_any_order() {
    let home = demo();
    good(home.path(), &["review", "in", "--out", "raw", "--quiet"]);
    for round in 0..3 {
        step_by_step(home.path(), 5, round, [&[], &[]]);
    }
}

#[test]
fn samples_file_by_file() {
    let Some(shared) = shared() else { return };
    let home = super::with(&shared.join("samples"));
    good(home.path(), &["review", "in", "--out", "raw", "--quiet"]);
    step_by_step(home.path(), 26, 1, [&[], &[]]);
}

#[test]
fn the_whole_demo_in_any_order() {
    let home = super::with(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo"));
    good(home.path(), &["review", "in", "--out", "raw", "--quiet"]);
    (0..2).for_each(|round| step_by_step(home.path(), 4, round, [&[], &[]]));
}

/// Mappings count while files are read, so they are named each time.
#[test]
fn github_file_by_file() {
    let Some(shared) = shared() else { return };
    let home = super::with(&shared.join("data/github-two-source"));
    fs::write(home.path().join("mine.toml"), crate::support::run::GITHUB_FEED).unwrap();
    let settings = ["--settings", "mine.toml"];
    good(home.path(), &[&["review", "in", "--out", "raw", "--quiet"], &settings[..]].concat());
    let files = exports(home.path()).len();
    assert!(files > 1);
    (0..3).for_each(|round| step_by_step(home.path(), files, round, [&settings, &[]]));
}

/// A log of events cut into quarters by row, so that cases go on from file to file.
#[test]
fn a_log_of_events_whose_cases_go_on() {
    let Some(shared) = shared() else { return };
    let home = tempfile::tempdir().unwrap();
    let folder = shared.join("data/uci-servicenow");
    let log = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|p| p.extension().is_some_and(|e| e == "csv"));
    let text = fs::read_to_string(log.unwrap()).unwrap();
    let mut lines = text.lines();
    let header = lines.next().unwrap();
    fs::create_dir(home.path().join("in")).unwrap();
    let rows: Vec<&str> = lines.take(9_000).collect();
    for quarter in 0..4 {
        let own: Vec<&str> = rows.iter().copied().skip(quarter).step_by(4).collect();
        fs::write(home.path().join(format!("in/log-{quarter}.csv")), format!("{header}\n{}\n", own.join("\n")))
            .unwrap();
    }
    good(home.path(), &["review", "in", "--out", "raw", "--quiet"]);
    for round in 0..2 {
        step_by_step(home.path(), 4, round, [&[], &[]]);
    }
}

/// Half of the files in a lake, the others beside it; and all of them beside it, those of the lake too.
#[test]
fn a_lake_and_further_exports() {
    let home = demo();
    good(home.path(), &["review", "in", "--out", "raw", "--quiet"]);
    let files = exports(home.path());
    let (half, rest): (Vec<&String>, Vec<&String>) = files.iter().partition(|path| path.len() % 2 == 0);
    assert!(half.len() > 3 && rest.len() > 3);
    let args: Vec<&str> = half.iter().map(|path| path.as_str()).collect();
    good(home.path(), &[&["normalise"][..], &args, &["--to", "lake", "--quiet"]].concat());
    let rest: Vec<&str> = rest.iter().map(|path| path.as_str()).collect();
    good(home.path(), &[&["review", "lake"][..], &rest, &["--out", "kept", "--quiet"]].concat());
    assert_same(&home.path().join("raw"), &home.path().join("kept"));
    good(home.path(), &["review", "in", "lake", "--out", "all", "--quiet"]);
    assert_same(&home.path().join("raw"), &home.path().join("all"));
}

#[test]
fn two_lakes_are_one() {
    let home = demo();
    good(home.path(), &["review", "in", "--out", "raw", "--quiet"]);
    let files = exports(home.path());
    for (lake, odd) in [("one", 0), ("two", 1)] {
        let own: Vec<&str> = files.iter().skip(odd).step_by(2).map(String::as_str).collect();
        good(home.path(), &[&["normalise"][..], &own, &["--to", lake, "--quiet"]].concat());
    }
    good(home.path(), &["review", "two", "one", "--out", "kept", "--quiet"]);
    assert_same(&home.path().join("raw"), &home.path().join("kept"));
}

#[test]
fn what_is_there_is_not_read_again() {
    let home = demo();
    good(home.path(), &["normalise", "in", "--to", "lake"]);
    let before = contents(&home.path().join("lake"));
    let files = index(home.path())["files"].as_array().unwrap().len();
    let told = good(home.path(), &["normalise", "in", "--to", "lake"]);
    assert!(told.contains("Read: 0 files with 0 records\n"), "{told}");
    assert!(told.contains(&format!("  {files} files were there already, and not read again\n")), "{told}");
    assert!(contents(&home.path().join("lake")) == before, "nothing was changed");
    fs::write(home.path().join("in/more.csv"), "id,title,started_at\nA-1,Mail down,2026-05-01T10:00:00Z\n").unwrap();
    let told = good(home.path(), &["normalise", "in", "--to", "lake"]);
    assert!(told.contains("Read: 1 file with "), "{told}");
}
