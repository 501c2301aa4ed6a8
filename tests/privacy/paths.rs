//! What files are called in a report: never by where they lie.

use super::folder::review;
use retroscope::ingest::inputs::Input;
use retroscope::ingest::relative::labels;
use std::path::{Path, PathBuf};

fn input(path: &str) -> Input {
    Input { path: PathBuf::from(path), shown: path.to_owned(), forced: None, kept: None }
}

fn of(paths: &[&str]) -> Vec<String> {
    // Written so that no path of a real machine stands here.
    let home = ["", "home"].join("/");
    labels(&paths.iter().map(|path| input(&path.replace("HOME", &home))).collect::<Vec<_>>())
}

#[test]
fn labels_begin_where_the_inputs_part() {
    assert_eq!(of(&["/none/exports/pd/a.json", "/none/exports/sn/a.csv"]), ["pd/a.json", "sn/a.csv"]);
    assert_eq!(of(&["HOME/mallory/exports/a.json"]), ["a.json"]);
    assert_eq!(of(&["-"]), ["-"]);
    assert_eq!(of(&["-", "HOME/mallory/a.json"]), ["-", "a.json"]);
    assert_eq!(of(&["HOME/mallory/x/a.json", "HOME/mallory/y/z/a.json"]), ["x/a.json", "y/z/a.json"]);
}

#[test]
fn nobody_is_named_by_the_way_to_a_file() {
    for paths in [
        ["HOME/mallory/exports/a.json", "/srv/pager/a.json"],
        ["HOME/mallory/exports/a.json", "HOME/trudy/exports/a.json"],
        ["/Users/mallory/a.json", "/Users/trudy/a.json"],
        ["/varHOME/mallory/q/a.json", "/var/lib/a.json"],
    ] {
        let labels = of(&paths);
        assert!(
            labels.iter().all(|l| !l.contains("mallory") && !l.contains("trudy") && !l.starts_with('/')),
            "{labels:?}"
        );
        assert_ne!(labels[0], labels[1]);
        assert!(labels.iter().all(|l| l.ends_with("a.json")), "{labels:?}");
    }
}

#[test]
fn two_files_never_have_one_label() {
    let labels = of(&["/srv/a/inputs/x.csv", "/opt/b/inputs/x.csv", "/mnt/c/inputs/x.csv"]);
    assert_eq!(labels, ["inputs/x.csv", "inputs-2/x.csv", "inputs-3/x.csv"]);
}

#[test]
fn a_report_does_not_say_where_its_inputs_lay() {
    let folder = tempfile::tempdir().unwrap();
    let base = folder.path().join("mallory-private");
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/sources/pagerduty-incidents");
    let case = std::fs::read_dir(case).unwrap().map(|e| e.unwrap().path()).min().unwrap();
    std::fs::create_dir_all(base.join("pager")).unwrap();
    for entry in std::fs::read_dir(case).unwrap().map(|e| e.unwrap().path()) {
        let name = entry.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with("input") {
            std::fs::copy(&entry, base.join("pager").join(name)).unwrap();
        }
    }
    std::fs::write(base.join("broken.json"), "{\"a\":").unwrap();
    let files = review(&[&base], &folder.path().join("out"), &["--period", "all", "--people"]);
    let places = ["mallory-private", &folder.path().to_string_lossy()];
    for (name, text) in &files {
        assert!(places.iter().all(|place| !text.contains(place)), "{name}");
    }
    let manifest = &files["manifest.json"];
    assert!(
        manifest.contains("\"path\": \"broken.json\"") && manifest.contains("\"path\": \"pager/input"),
        "{manifest}"
    );
}
