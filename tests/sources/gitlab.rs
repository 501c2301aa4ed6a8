//! GitLab issues against real files, with the figures counted a second time straight from them.

use std::path::Path;

use serde_json::Value;

use retroscope::ingest::Output;
use retroscope::model::record::{Body, Record, Stamp, StatedIncident, StatedResolver};

use super::harness::Input;
use crate::support::shared;

/// What a run reads from a file: nothing refused, nothing unrecognised, nothing left over.
fn read(path: &Path, id: &str) -> Output {
    let (out, report) = Input::open(path).read_by_all();
    let sources: Vec<_> = report.units.iter().map(|unit| unit.source).collect();
    assert!(!sources.is_empty() && sources.iter().all(|source| *source == Some(id)), "{}: {sources:?}", path.display());
    assert!(report.problem.is_none(), "{}: {:?}", path.display(), report.problem);
    assert!(out.rejects.is_empty(), "{}: {:?}", path.display(), out.rejects);
    out
}

fn incident(record: &Record) -> &StatedIncident {
    match &record.body {
        Body::Incident(incident) => incident,
        other => panic!("{}: {other:?}", record.id()),
    }
}

fn rows(path: &Path) -> Vec<Value> {
    if path.extension().is_some_and(|extension| extension == "json") {
        let all: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        return all.as_array().unwrap().clone();
    }
    let mut table = csv::Reader::from_path(path).unwrap();
    table.records().map(|row| serde_json::from_str(&row.unwrap()[2]).unwrap()).collect()
}

#[test]
fn recorded_lists_are_read_whole() {
    let Some(shared) = shared() else { return };
    for file in ["devlake_issues.unwrapped.json", "devlake_raw_gitlab_api_issues.csv"] {
        let path = shared.join("fixtures/gitlab").join(file);
        let out = read(&path, "gitlab-issues");
        let rows = rows(&path);
        assert_eq!((out.records.len(), rows.len()), (16, 16));
        for (record, row) in out.records.iter().zip(&rows) {
            let one = incident(record);
            let stamp = |at: &Option<Stamp>| at.as_ref().map(|at| at.text.clone());
            assert_eq!(record.native_id, row["references"]["full"].as_str().unwrap());
            assert_eq!(stamp(&one.declared_at).as_deref(), row["created_at"].as_str());
            assert_eq!(stamp(&one.resolved_at).as_deref(), row["closed_at"].as_str());
            assert_eq!(one.people.len(), row["assignees"].as_array().unwrap().len());
            assert_eq!(one.resolver == StatedResolver::Unknown, row["closed_by"].is_null());
            assert_eq!(one.number, row["iid"].to_string());
            let boxes = row["description"].as_str().unwrap_or("").matches("- [").count();
            assert!(one.follow_ups.len() <= boxes, "{row}");
            let counted = row["task_completion_status"]["count"].as_u64().unwrap();
            assert_eq!(
                one.follow_ups.len() as u64,
                counted,
                "GitLab counts the same check boxes: {}",
                record.native_id
            );
        }
    }
}

#[test]
fn the_sample_states_its_severity_and_its_service() {
    let Some(shared) = shared() else { return };
    let out = read(&shared.join("samples/gitlab/issues.json"), "gitlab-issues");
    let one = incident(&out.records[0]);
    assert_eq!(out.records[0].native_id, "acme/ops#57");
    assert_eq!((one.severity.as_str(), one.services.as_slice()), ("HIGH", ["checkout-api".to_owned()].as_slice()));
    assert_eq!(one.detection, "alert", "the alert bot wrote it");
}
