//! Tests of sources.
//!
//! Every source has a folder `tests/cases/sources/<id>/` with a folder per case: an `input.*`, for the mapped reader a
//! `mapping.toml`, and `expected.json`. `UPDATE_EXPECT=1` writes what is read now; look at the difference before
//! committing it.

mod datadog;
mod details;
mod everything;
mod firehydrant;
mod github;
mod gitlab;
mod grafana_oncall;
mod harness;
mod incident_io;
mod jira;
mod leaves;
mod mended;
mod opsgenie;
mod own;
mod pagerduty;
mod real;
mod recipe;
mod reviewed;
mod rootly;
mod servicenow;
mod squadcast;
mod victorops;
mod whole;
mod written;
mod zenduty;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use retroscope::ingest::{AnySource, SOURCES};

use harness::{Input, mapped, shown};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/sources")
}

/// Folders below a folder, sorted.
fn folders(of: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(of).unwrap_or_else(|error| panic!("{}: {error}", of.display()));
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    found.sort();
    found
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

fn input(case: &Path) -> PathBuf {
    let mut files = std::fs::read_dir(case).unwrap().map(|entry| entry.unwrap().path());
    let is_input = |path: &PathBuf| path.file_stem().is_some_and(|stem| stem == "input");
    files.find(is_input).unwrap_or_else(|| panic!("{}: no input.*", case.display()))
}

#[test]
fn every_source_has_cases_and_every_folder_a_source() {
    let ids: BTreeSet<String> =
        SOURCES.iter().map(|source| source.kind().id.to_owned()).chain(["mapped".to_owned()]).collect();
    let found: BTreeSet<String> = folders(&folder()).iter().map(|path| name(path)).collect();
    assert_eq!(ids, found);
    for source in folders(&folder()) {
        assert!(!folders(&source).is_empty(), "{}: no cases", source.display());
    }
}

#[test]
fn source_ids_are_unique_and_every_source_says_what_it_looks_for() {
    let ids: BTreeSet<&str> = SOURCES.iter().map(|source| source.kind().id).collect();
    assert_eq!(ids.len(), SOURCES.len());
    for source in SOURCES {
        assert!(
            !source.kind().title.is_empty() && !source.kind().looks_for.is_empty() && !source.kind().tool.id.is_empty()
        );
    }
}

#[test]
fn each_input_is_claimed_by_its_source_alone() {
    for of_source in folders(&folder()) {
        for case in folders(&of_source) {
            let file = Input::open(&input(&case));
            let claimed: Vec<&str> =
                SOURCES.iter().filter(|source| file.is_claimed(**source)).map(|source| source.kind().id).collect();
            let own = name(&of_source);
            let expected = if own == "mapped" { Vec::new() } else { vec![own.as_str()] };
            assert_eq!(claimed, expected, "{}", case.display());
        }
    }
}

#[test]
fn each_case_reads_as_expected() {
    let mut wrong = Vec::new();
    for of_source in folders(&folder()) {
        for case in folders(&of_source) {
            let input = Input::open(&input(&case));
            let id = name(&of_source);
            let of_mapping = (id == "mapped").then(|| mapped(&case.join("mapping.toml")));
            let source: &dyn AnySource = match &of_mapping {
                Some(mapped) => mapped,
                None => *SOURCES.iter().find(|source| source.kind().id == id).unwrap(),
            };
            if !matches(&case.join("expected.json"), &shown(&input.read(source))) {
                wrong.push(case.display().to_string());
            }
        }
    }
    assert!(wrong.is_empty(), "differ from expected.json: {wrong:#?}");
}

fn matches(path: &Path, actual: &str) -> bool {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(path, actual).unwrap();
        return true;
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    if expected != actual {
        eprintln!("--- {}\n{actual}", path.display());
    }
    expected == actual
}

/// Whatever stands in a record, it is read or refused; it is never dropped and never fatal.
#[test]
fn one_record_or_reject_per_item_for_every_source_and_every_input() {
    for of_source in folders(&folder()) {
        for case in folders(&of_source) {
            let input = Input::open(&input(&case));
            for source in SOURCES {
                input.read(*source);
            }
        }
    }
}
