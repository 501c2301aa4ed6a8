//! What is not a report as it was written is refused, with what, where and what to do; and nothing changes.

use super::bytes::{all, good, report};
use crate::support::user::run;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;

/// Makes a report, lets somebody do something to it, and expects that it can't be drawn again, wherever to.
#[track_caller]
fn refused(spoil: &dyn Fn(&Path), said: &[&str]) {
    let home = report();
    spoil(&home.path().join("r"));
    let before = all(home.path());
    for args in [&["render", "r"][..], &["render", "r", "--out", "new"]] {
        let output = run(home.path(), args);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {told}");
        assert!(told.starts_with("error: could not read r"), "{told}");
        for said in said.iter().chain(&["hint: nothing was changed"]) {
            assert!(told.contains(said), "{said}: {told}");
        }
        assert!(all(home.path()) == before, "{args:?}");
    }
}

/// Changes the findings and makes the manifest fit, as only a program can.
fn findings(report: &Path, change: impl Fn(String) -> String) {
    let text = change(fs::read_to_string(report.join("findings.json")).unwrap());
    fs::write(report.join("findings.json"), &text).unwrap();
    manifest(report, |manifest| {
        let files = manifest["files"].as_array_mut().unwrap();
        let entry = files.iter_mut().find(|file| file["path"] == "findings.json").unwrap();
        entry["bytes"] = text.len().into();
        entry["sha256"] = Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect::<String>().into();
    });
}

fn manifest(report: &Path, change: impl Fn(&mut Value)) {
    let path = report.join("manifest.json");
    let mut manifest: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    change(&mut manifest);
    fs::write(path, manifest.to_string()).unwrap();
}

#[test]
fn findings_that_somebody_edited_are_not_drawn() {
    let one_digit = |report: &Path| {
        let path = report.join("findings.json");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, text.replacen("\"n\": 45", "\"n\": 46", 1)).unwrap();
    };
    refused(&one_digit, &["r/findings.json: somebody changed it since", "put the file back"]);
    let gone = |report: &Path| fs::remove_file(report.join("findings.json")).unwrap();
    refused(&gone, &["r/findings.json: it is not there", "`retroscope review`"]);
    let cell = |report: &Path| {
        let path = report.join("data/areas.csv");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, text.replacen("service", "Service", 1)).unwrap();
    };
    refused(&cell, &["r/data/areas.csv: somebody changed it since"]);
}

#[test]
fn damaged_findings_and_those_of_other_versions_are_named() {
    let cut = |report: &Path| findings(report, |text| text.chars().take(text.len() / 3).collect());
    refused(&cut, &["r/findings.json: it is damaged (EOF while parsing"]);
    let null = |report: &Path| {
        findings(report, |text| {
            let (head, rest) = text.split_once("\"weight\": ").unwrap();
            format!("{head}\"weight\": null{}", rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.'))
        });
    };
    refused(&null, &["r/findings.json: it is damaged (invalid type: null, expected a number"]);
    let later = |report: &Path| {
        findings(report, |text| text.replacen("\"schema_version\": 1", "\"schema_version\": 2", 1));
    };
    refused(&later, &["its schema version is 2, and this version of retroscope reads 1", "or a later one"]);
    let earlier = |report: &Path| {
        findings(report, |text| text.replacen("\"schema_version\": 1", "\"schema_version\": 0", 1));
    };
    refused(&earlier, &["its schema version is 0", "make the report again"]);
}

#[test]
fn manifests_of_other_versions_are_named() {
    let later = |report: &Path| manifest(report, |manifest| manifest["schema_version"] = 3.into());
    refused(&later, &["could not read r as a report: it holds a report of a later version", "or a later one"]);
    let first = |report: &Path| {
        manifest(report, |manifest| {
            manifest.as_object_mut().unwrap().remove("kind");
            manifest["schema_version"] = 1.into();
        });
    };
    refused(&first, &["a report of an earlier version", "make the report again"]);
    let half = |report: &Path| manifest(report, |manifest| manifest["inputs"] = 7.into());
    refused(&half, &["its manifest.json is damaged (invalid type"]);
    refused(&|report: &Path| fs::write(report.join("manifest.json"), "{}").unwrap(), &["is not that of a report"]);
    refused(&|report: &Path| fs::remove_file(report.join("manifest.json")).unwrap(), &["it holds no manifest.json"]);
    let file = |report: &Path| {
        fs::remove_dir_all(report).unwrap();
        fs::write(report, "mine").unwrap();
    };
    refused(&file, &["could not read r as a report: it is no folder"]);
    refused(&|report: &Path| fs::remove_dir_all(report).unwrap(), &["there is no such folder", "name the folder"]);
}

/// What somebody wrote into a document or put beside it is in the way of drawing in place, and of nothing else.
#[test]
fn words_of_others_are_not_drawn_over() {
    let home = report();
    let written = all(&home.path().join("r"));
    let page = home.path().join("r/executive.md");
    let text = fs::read_to_string(&page).unwrap();
    fs::write(&page, text + "\nMy remark.\n").unwrap();
    fs::write(home.path().join("r/notes.txt"), "mine").unwrap();
    let before = all(home.path());
    let output = run(home.path(), &["render", "r"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    for said in ["write r:", "executive.md", "notes.txt", "nothing was changed"] {
        assert!(told.contains(said), "{said}: {told}");
    }
    assert!(all(home.path()) == before);
    good(home.path(), &["render", "r", "--out", "new", "--quiet"]);
    assert!(all(&home.path().join("new")) == written);
}

/// Another version draws with other templates perhaps: the manifest says so, and what else it holds stays.
#[test]
fn the_manifest_tells_of_another_version_and_keeps_what_it_does_not_know() {
    let home = report();
    manifest(&home.path().join("r"), |manifest| {
        manifest["made_by"] = "retroscope 0.0.9".into();
        manifest["signed"] = serde_json::json!({"by": "audit", "at": 1.5});
    });
    good(home.path(), &["render", "r", "--quiet"]);
    let text = fs::read(home.path().join("r/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&text).unwrap();
    assert_eq!(manifest["made_by"], "retroscope 0.0.9");
    assert_eq!(manifest["drawn_by"], concat!("retroscope ", env!("CARGO_PKG_VERSION")));
    assert_eq!(manifest["signed"], serde_json::json!({"by": "audit", "at": 1.5}));
}
