//! GitHub issues against real files, with the figures counted a second time straight from the JSON.

use std::path::Path;

use serde_json::Value;

use retroscope::ingest::Output;
use retroscope::model::record::{Body, Record, StatedIncident};

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

fn incident(record: &Record) -> Option<&StatedIncident> {
    match &record.body {
        Body::Incident(incident) => Some(incident),
        _ => None,
    }
}

/// The rows of the recorded list, once as it was answered and once out of the raw layer of a connector.
fn rows(path: &Path) -> Vec<Value> {
    if path.extension().is_some_and(|extension| extension == "json") {
        let all: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        return all.as_array().unwrap().clone();
    }
    let mut table = csv::Reader::from_path(path).unwrap();
    table.records().map(|row| serde_json::from_str(&row.unwrap()[2]).unwrap()).collect()
}

#[test]
fn recorded_lists_are_read_whole_and_pull_requests_are_set_aside() {
    let Some(shared) = shared() else { return };
    for file in ["devlake_issues.unwrapped.json", "devlake_raw_github_api_issues.csv"] {
        let path = shared.join("fixtures/github").join(file);
        let out = read(&path, "github-issues");
        let rows = rows(&path);
        assert_eq!((out.records.len(), rows.len()), (42, 42));
        assert_eq!(out.records.iter().filter(|record| record.body == Body::Reference).count(), 16);
        for (record, row) in out.records.iter().zip(&rows) {
            assert_eq!(record.native_id, format!("panjf2000/ants#{}", row["number"]));
            let Some(one) = incident(record) else {
                assert!(row["pull_request"].is_object());
                continue;
            };
            let stamp = |at: &Option<retroscope::model::record::Stamp>| at.as_ref().map(|at| at.text.clone());
            assert_eq!(stamp(&one.declared_at).as_deref(), row["created_at"].as_str());
            assert_eq!(stamp(&one.resolved_at).as_deref(), row["closed_at"].as_str());
            assert_eq!(one.people.len(), row["assignees"].as_array().unwrap().len());
            assert_eq!(one.url, row["html_url"].as_str().unwrap());
        }
    }
}

#[test]
fn the_sample_leads_to_its_page_and_names_its_service() {
    let Some(shared) = shared() else { return };
    let out = read(&shared.join("samples/github/gh_issue_list.json"), "github-issues");
    let one = incident(&out.records[0]).unwrap();
    assert_eq!(out.records[0].native_id, "acme/ops#812");
    assert_eq!((one.severity.as_str(), one.services.as_slice()), ("sev2", ["checkout-api".to_owned()].as_slice()));
    assert_eq!(one.links[0].target, "https://acme.pagerduty.com/incidents/Q1CHK0AAA4211");
    assert_eq!(one.follow_ups.iter().map(|item| item.status.as_str()).collect::<Vec<_>>(), ["open", "done"]);
}
