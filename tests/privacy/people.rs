//! Tables with a person per row are written only where they were asked for, and nothing else needs them.

use super::folder::{Files, review, rows};
use crate::load::organisation;
use std::sync::OnceLock;

/// One organisation, without and with the flag.
fn both() -> &'static [Files; 2] {
    static BOTH: OnceLock<[Files; 2]> = OnceLock::new();
    BOTH.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let exports = folder.path().join("in");
        std::fs::create_dir(&exports).unwrap();
        organisation::write(&exports);
        let run = |out: &str, more: &[&str]| review(&[&exports], &folder.path().join(out), more);
        [run("without", &[]), run("with", &["--people"])]
    })
}

const PERSONAL: [&str; 4] = ["involvements", "interruptions", "shifts", "load"];

#[test]
fn person_level_tables_are_not_written_unasked() {
    let [without, with] = both();
    for table in PERSONAL {
        for end in ["csv", "parquet"] {
            let name = format!("data/{table}.{end}");
            assert!(!without.contains_key(&name) && with.contains_key(&name), "{name}");
        }
    }
    let manifest = |files: &Files| -> serde_json::Value {
        serde_json::from_str(files["manifest.json"].split_once('\n').unwrap().1).unwrap()
    };
    let (plain, asked) = (manifest(without), manifest(with));
    assert_eq!((&plain["people"], &asked["people"]), (&false.into(), &true.into()));
    assert_eq!(plain["left_out"], serde_json::json!(PERSONAL));
    assert_eq!(asked["left_out"], serde_json::json!([]));
}

#[test]
fn no_column_has_a_person_per_row_unasked() {
    let [without, with] = both();
    for (name, text) in without {
        assert!(!text.contains("person-0"), "{name}");
        let head = text.lines().nth(1).unwrap_or("");
        for column in ["owner_id", "person_id", "actor_id"] {
            assert!(!name.starts_with("data/") || !head.split(',').any(|c| c == column), "{name}: {column}");
        }
    }
    let enders: Vec<String> = rows(without, "incidents").into_iter().map(|r| r["resolved_by"].clone()).collect();
    assert!(enders.iter().all(|by| ["", "auto", "merge", "person"].contains(&by.as_str())), "{enders:?}");
    assert!(with["data/follow_ups.csv"].contains("owner_id") && with["data/families.csv"].contains("owner_id"));
}

#[test]
fn findings_and_editions_are_the_same_with_and_without() {
    let [without, with] = both();
    for name in ["findings.json", "executive.md", "managers.html", "oncall.md", "analyst.html"] {
        assert_eq!(without[name], with[name], "{name}");
    }
}
