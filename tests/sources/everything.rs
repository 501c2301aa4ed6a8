//! Every data file of the shared samples and recorded exports, read without help.

use super::harness::Input;
use crate::support::shared;
use retroscope::model::record::Body;
use std::path::{Path, PathBuf};

/// The data files below the shared folder. A README is prose about the folder, a cassette a recording of a conversation.
pub(super) fn data_files() -> Vec<PathBuf> {
    let Some(shared) = shared() else { return Vec::new() };
    let mut folders = vec![shared.join("samples"), shared.join("fixtures")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && name != "cassettes" {
                folders.push(path);
            } else if path.is_file() && name != "README.md" {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn is_template(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "templates")
}

#[test]
fn every_data_file_is_recognised_and_read_whole() {
    let files = data_files();
    let mut faults = Vec::new();
    for path in &files {
        let shown = path.display();
        let (out, report) = Input::open(path).read_by_all();
        if let Some(problem) = &report.problem {
            faults.push(format!("{shown}: {}", problem.message));
        }
        for unit in report.units.iter().filter(|unit| unit.source.is_none()) {
            faults.push(format!("{shown}: {} {:?}", unit.title, unit.notes));
        }
        for reject in &out.rejects {
            faults.push(format!("{shown}: rejected {}: {}", reject.record_id, reject.detail));
        }
        if report.read == 0 {
            faults.push(format!("{shown}: nothing was read; {:?}", report.notes));
        }
    }
    assert!(faults.is_empty(), "{} of {} files:\n{}", faults.len(), files.len(), faults.join("\n"));
}

#[test]
fn an_empty_template_gives_no_incident_and_says_so() {
    for path in data_files().iter().filter(|path| is_template(path)) {
        let (out, report) = Input::open(path).read_by_all();
        let incidents = out.records.iter().filter(|record| matches!(record.body, Body::Incident(_))).count();
        assert_eq!(incidents, 0, "{}", path.display());
        let said: Vec<&str> = report.units.iter().map(|unit| unit.title.as_str()).collect();
        let notes: Vec<&String> = report.notes.iter().chain(report.units.iter().flat_map(|unit| &unit.notes)).collect();
        let tells = said.iter().any(|t| t.contains("template")) || notes.iter().any(|n| n.contains("template"));
        assert!(tells, "{}: {said:?} {notes:?}", path.display());
    }
}
