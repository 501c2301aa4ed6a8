//! By what a file is known: bytes and place. Copies, files that moved, newer versions, and files that people keep by hand.

use super::{assert_same, contents, good, index, refused};
use crate::support::user::{files, table};
use std::fs;

const OLD: &str = r#"[{"sys_id":"a1","number":"INC001","short_description":"Mail down","opened_at":"2026-05-01 10:00:00","sys_updated_on":"2026-05-01 10:05:00","state":"2","priority":"2"}]"#;
const NEW: &str = r#"[{"sys_id":"a1","number":"INC001","short_description":"Mail down for all","opened_at":"2026-05-01 10:00:00","resolved_at":"2026-05-01 12:00:00","sys_updated_on":"2026-05-01 12:05:00","state":"6","priority":"1"}]"#;

fn wrapped(records: &str) -> String {
    format!("{{\"result\":{records}}}")
}

/// The later export of a record counts, whichever came into the lake first, and both can be found.
#[test]
fn a_newer_version_stands_above_the_older_one() {
    for order in [["q1", "q2"], ["q2", "q1"]] {
        let home = files(&[("q1/incident.json", &wrapped(OLD)), ("q2/incident.json", &wrapped(NEW))]);
        let home = home.path();
        for quarter in order {
            good(home, &["normalise", &format!("in/{quarter}"), "--to", "lake", "--quiet"]);
        }
        good(home, &["review", "lake", "--out", "out", "--period", "all", "--quiet"]);
        let incidents = table(home, "incidents");
        assert_eq!(incidents.len(), 1);
        assert_eq!(incidents[0]["title"], "Mail down for all");
        assert_eq!(table(home, "records").len(), 2, "both are traceable");
        let mut told: Vec<String> = table(home, "records").iter().map(|row| row["file"].clone()).collect();
        told.sort();
        assert_eq!(told, ["q1/incident.json", "q2/incident.json"]);
        good(home, &["review", "in", "--out", "raw", "--period", "all", "--quiet"]);
        assert_same(&home.join("raw"), &home.join("out"));
    }
}

/// An export that was written over: the lake keeps what it held before.
#[test]
fn an_export_that_was_written_over_is_kept_in_both_versions() {
    let home = files(&[("incident.json", &wrapped(OLD))]);
    let home = home.path();
    good(home, &["normalise", "in", "--to", "lake", "--quiet"]);
    fs::write(home.join("in/incident.json"), wrapped(NEW)).unwrap();
    good(home, &["normalise", "in", "--to", "lake", "--quiet"]);
    good(home, &["review", "lake", "--out", "out", "--period", "all", "--quiet"]);
    assert_eq!(table(home, "incidents")[0]["title"], "Mail down for all");
    let mut told: Vec<String> = table(home, "records").iter().map(|row| row["file"].clone()).collect();
    told.sort();
    assert_eq!(told, ["incident (2).json", "incident.json"]);
}

/// Annotations that were taken back no longer count.
#[test]
fn a_file_that_is_kept_by_hand_stands_for_its_older_version() {
    let annotations = "action,target,field,value,reason\nexclude,INC001,,,a rehearsal\n";
    let home = files(&[("incident.json", &wrapped(OLD)), ("annotations.csv", annotations)]);
    let home = home.path();
    good(home, &["normalise", "in", "--to", "lake", "--quiet"]);
    let mended = "action,target,field,value,reason\nset,INC001,title,Mail gone,as people call it\n";
    fs::write(home.join("in/annotations.csv"), mended).unwrap();
    let told = good(home, &["normalise", "in", "--to", "lake"]);
    assert!(told.contains("1 file was in place of what was read before"), "{told}");
    good(home, &["normalise", "--check", "lake"]);
    for (input, out) in [("in", "raw"), ("lake", "out")] {
        good(home, &["review", input, "--out", out, "--period", "all", "--quiet"]);
    }
    assert_same(&home.join("raw"), &home.join("out"));
    assert_eq!(table(home, "incidents")[0]["included"], "true");
}

#[test]
fn a_file_that_moved_is_the_same_file() {
    let home = files(&[("inbox/incident.json", &wrapped(OLD)), ("inbox/other.json", &wrapped(NEW))]);
    let home = home.path();
    good(home, &["normalise", "in", "--to", "lake", "--quiet"]);
    fs::rename(home.join("in/inbox"), home.join("in/archive")).unwrap();
    let told = good(home, &["normalise", "in", "--to", "lake"]);
    assert_eq!(index(home)["files"].as_array().unwrap().len(), 2, "{told}");
    for (input, out) in [("in", "raw"), ("lake", "out")] {
        good(home, &["review", input, "--out", out, "--period", "all", "--quiet"]);
    }
    assert_same(&home.join("raw"), &home.join("out"));
    good(home, &["normalise", "--check", "lake"]);
}

/// A copy that lies in another place is a file of its own, as it is among exports.
#[test]
fn a_copy_is_counted_as_it_is_among_exports() {
    let home = files(&[("a/x/incident.json", &wrapped(OLD)), ("b/x/incident.json", &wrapped(OLD))]);
    let home = home.path();
    good(home, &["normalise", "in/a", "--to", "lake", "--quiet"]);
    let before = contents(&home.join("lake")).len();
    let told = good(home, &["normalise", "in/b", "--to", "lake"]);
    assert!(told.contains("1 file was there already"), "{told}");
    assert_eq!(contents(&home.join("lake")).len(), before, "no further part");
    for (input, out) in [("in", "raw"), ("lake", "out")] {
        good(home, &["review", input, "--out", out, "--period", "all", "--quiet"]);
    }
    assert_same(&home.join("raw"), &home.join("out"));
}

/// Mappings are used while files are read: with another one the files that are given again are read again.
#[test]
fn other_mappings_read_again() {
    let home = files(&[("list.csv", "nr,what,begin\n1,Mail down,2026-05-01T10:00:00Z\n")]);
    let home = home.path();
    let told = good(home, &["normalise", "in", "--to", "lake"]);
    assert!(told.contains("not recognised"), "{told}");
    let mapping = "[[mapping]]\nname = \"list\"\nfiles = [\"list.csv\"]\n[mapping.fields]\nid = \"nr\"\ntitle = \"what\"\nstarted_at = \"begin\"\n";
    fs::write(home.join("mine.toml"), mapping).unwrap();
    let output = super::run(home, &["review", "lake", "--out", "out", "--settings", "mine.toml"]);
    assert_eq!(super::code(&output), 2);
    let told = super::told(&output);
    assert!(told.contains("note: 1 file of the lake was read with other mappings or limits"), "{told}");
    assert!(told.contains("add them to it again"), "{told}");
    let told = super::told(&super::run(home, &["inspect", "lake", "--settings", "mine.toml"]));
    assert!(told.contains("list.csv"), "{told}");
    good(home, &["normalise", "in", "--to", "lake", "--settings", "mine.toml", "--quiet"]);
    good(home, &["review", "lake", "--out", "out", "--settings", "mine.toml", "--period", "all", "--quiet"]);
    assert_eq!(table(home, "incidents")[0]["title"], "Mail down");
    good(home, &["normalise", "--check", "lake"]);
}

#[test]
fn where_a_lake_may_not_be() {
    let home = files(&[("incident.json", &wrapped(OLD))]);
    let home = home.path();
    fs::create_dir(home.join("mine")).unwrap();
    fs::write(home.join("mine/letter.txt"), "mine").unwrap();
    let before = contents(home);
    let told = refused(home, &["normalise", "in", "--to", "mine"]);
    assert!(told.contains("it holds letter.txt and is no lake"), "{told}");
    let told = refused(home, &["normalise", "in", "--to", "in/incident.json"]);
    assert!(told.contains("it is no folder"), "{told}");
    let told = refused(home, &["normalise", "in", "--to", "in"]);
    assert!(told.contains("incident.json"), "{told}");
    let told = refused(home, &["normalise", "--check", "mine"]);
    assert!(told.contains("it holds no lake.json"), "{told}");
    assert!(contents(home) == before);
    good(home, &["normalise", "in", "--to", "lake", "--quiet"]);
    let before = contents(home);
    for to in ["lake", "lake/inside"] {
        let told = refused(home, &["normalise", "lake", "--to", to]);
        assert!(told.contains("one lies in the other"), "{told}");
        assert!(contents(home) == before);
    }
    for out in ["lake", "lake/report"] {
        let told = refused(home, &["review", "lake", "--out", out]);
        assert!(told.contains("lake"), "{told}");
    }
    good(home, &["normalise", "--check", "lake"]);
    fs::write(
        home.join("lake/lake.json"),
        "{\"kind\":\"retroscope-lake\",\"schema_version\":9,\"made_by\":\"retroscope 9\",\"files\":[],\"parts\":[]}",
    )
    .unwrap();
    for args in [&["review", "lake"][..], &["normalise", "in", "--to", "lake"]] {
        let told = refused(home, args);
        assert!(told.contains("version"), "{told}");
    }
}

/// A lake inside a folder of exports is no export, and is left out unless it is named.
#[test]
fn a_lake_among_exports_is_left_out() {
    let home = files(&[("incident.json", &wrapped(OLD))]);
    let home = home.path();
    good(home, &["normalise", "in", "--to", "in/lake", "--quiet"]);
    let told = good(home, &["review", "in", "--out", "raw", "--period", "all"]);
    assert!(told.contains("in/lake: not read"), "{told}");
    let told = good(home, &["normalise", "in", "--to", "in/lake"]);
    assert!(told.contains("1 file was there already"), "{told}");
    good(home, &["review", "in/lake", "--out", "out", "--period", "all", "--quiet"]);
    assert_same(&home.join("raw"), &home.join("out"));
}
