//! The same bytes as the review wrote.

use crate::support::run::GITHUB_FEED;
use crate::support::shared;
use crate::support::user::{copy, run};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Everything below a folder.
pub(super) fn all(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let (mut found, mut waiting) = (BTreeMap::new(), vec![root.to_owned()]);
    while let Some(folder) = waiting.pop() {
        for path in fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()) {
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.insert(path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[track_caller]
pub(super) fn good(home: &Path, args: &[&str]) -> String {
    let output = run(home, args);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{args:?}: {told}");
    told
}

#[track_caller]
fn same(found: &BTreeMap<PathBuf, Vec<u8>>, wanted: &BTreeMap<PathBuf, Vec<u8>>) {
    assert_eq!(found.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>());
    for (path, bytes) in found {
        assert!(wanted[path] == *bytes, "{} differs", path.display());
    }
}

/// Takes away what is drawn, so that nothing of it can be what stood there.
fn strip(report: &Path) {
    for path in all(report).into_keys() {
        let text = path.to_string_lossy();
        if !text.starts_with("data/") && text != "findings.json" && text != "manifest.json" {
            fs::remove_file(report.join(&path)).unwrap();
        }
    }
}

/// Reviews, takes the inputs away where they are ours, and draws the report again: elsewhere, and in its place.
#[track_caller]
fn drawn_again(home: &Path, input: &str, flags: &[&str], gone: bool) {
    good(home, &[&["review", input, "--out", "r", "--quiet"], flags].concat());
    let written = all(&home.join("r"));
    assert!(written.len() > 40, "{} files", written.len());
    if gone {
        fs::rename(home.join(input), home.join("elsewhere")).unwrap();
    }
    let editions: Vec<&str> = flags.iter().copied().skip_while(|flag| *flag != "--edition").take(2).collect();
    good(home, &[&["render", "r", "--out", "copy", "--quiet"], &editions[..]].concat());
    same(&all(&home.join("copy")), &written);
    same(&all(&home.join("r")), &written);
    strip(&home.join("r"));
    good(home, &[&["render", "r", "--quiet"], &editions[..]].concat());
    same(&all(&home.join("r")), &written);
    if gone {
        fs::rename(home.join("elsewhere"), home.join(input)).unwrap();
    }
}

/// A folder with the demo in it.
fn demo() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo"), &home.path().join("in"));
    home
}

/// A folder with the report of the demo in `r`, and nothing else. The review is made once.
pub(super) fn report() -> tempfile::TempDir {
    static MADE: OnceLock<tempfile::TempDir> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let home = demo();
        good(home.path(), &["review", "in", "--out", "r", "--quiet"]);
        home
    });
    let home = tempfile::tempdir().unwrap();
    copy(&made.path().join("r"), &home.path().join("r"));
    home
}

#[test]
fn the_demo_is_drawn_again_with_and_without_names_and_people() {
    let home = demo();
    for flags in [&[][..], &["--names", "--people"], &["--formats", "pdf,png,pptx,xlsx,eml", "--edition", "executive"]]
    {
        drawn_again(home.path(), "in", flags, true);
    }
}

#[test]
fn the_samples_are_drawn_again_after_they_are_gone() {
    let Some(shared) = shared() else { return };
    let home = tempfile::tempdir().unwrap();
    copy(&shared.join("samples"), &home.path().join("in"));
    drawn_again(home.path(), "in", &["--period", "all", "--names"], true);
}

#[test]
fn reports_of_real_exports_are_drawn_again() {
    let Some(shared) = shared() else { return };
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("github.toml"), GITHUB_FEED).unwrap();
    let data = |name: &str| shared.join("data").join(name).display().to_string();
    drawn_again(home.path(), &data("github-two-source"), &["--settings", "github.toml"], false);
    drawn_again(home.path(), &data("uci-servicenow"), &[], false);
}

/// An edition more than the review wrote, and one less: the folder is as after a review with the same flags.
#[test]
fn the_editions_that_are_asked_for_stand_and_no_other() {
    let home = demo();
    good(home.path(), &["review", "in", "--out", "all", "--quiet"]);
    good(home.path(), &["review", "in", "--out", "one", "--quiet", "--edition", "oncall"]);
    good(home.path(), &["render", "one", "--out", "more", "--quiet"]);
    same(&all(&home.path().join("more")), &all(&home.path().join("all")));
    good(home.path(), &["render", "all", "--quiet", "--edition", "oncall"]);
    same(&all(&home.path().join("all")), &all(&home.path().join("one")));
    let said = run(home.path(), &["render", "all", "--edition", "executive", "--edition", "analyst"]).stdout;
    let said = String::from_utf8(said).unwrap();
    assert!(said.contains("Report: all/executive.html") && said.contains("Trail:  all/analyst.html"), "{said}");
}

/// Whoever passes a report on takes the tables of people away first: what is gone is left out of the manifest, and told.
#[test]
fn tables_that_were_taken_away_are_no_longer_listed() {
    let home = demo();
    good(home.path(), &["review", "in", "--out", "r", "--quiet", "--people"]);
    for table in ["load", "shifts", "interruptions", "involvements"] {
        for end in ["csv", "parquet"] {
            fs::remove_file(home.path().join(format!("r/data/{table}.{end}"))).unwrap();
        }
    }
    let before = all(&home.path().join("r"));
    let told = good(home.path(), &["render", "r"]);
    assert!(told.contains("note: data/load.csv is gone from the report, which no longer lists it"), "{told}");
    let mut after = all(&home.path().join("r"));
    let manifest: serde_json::Value = serde_json::from_slice(&after[Path::new("manifest.json")]).unwrap();
    let listed: Vec<&str> = manifest["files"].as_array().unwrap().iter().map(|f| f["path"].as_str().unwrap()).collect();
    assert!(listed.contains(&"data/incidents.csv") && !listed.iter().any(|path| path.contains("load")), "{listed:?}");
    after.insert("manifest.json".into(), before[Path::new("manifest.json")].clone());
    same(&after, &before);
    assert_eq!(good(home.path(), &["render", "r"]), "");
}
