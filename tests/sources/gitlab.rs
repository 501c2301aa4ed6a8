//! GitLab issues against real files, with the figures counted a second time straight from them.

use retroscope::model::record::{Body, Record, Stamp, StatedIncident, StatedResolver};

use super::whole::{rows, whole};
use crate::support::shared;

fn incident(record: &Record) -> &StatedIncident {
    match &record.body {
        Body::Incident(incident) => incident,
        other => panic!("{}: {other:?}", record.id()),
    }
}

#[test]
fn recorded_lists_are_read_whole() {
    let Some(shared) = shared() else { return };
    for file in ["devlake_issues.unwrapped.json", "devlake_raw_gitlab_api_issues.csv"] {
        let path = shared.join("fixtures/gitlab").join(file);
        let out = whole(&path, &["gitlab-issues"]);
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
    let out = whole(&shared.join("samples/gitlab/issues.json"), &["gitlab-issues"]);
    let one = incident(&out.records[0]);
    assert_eq!(out.records[0].native_id, "acme/ops#57");
    assert_eq!((one.severity.as_str(), one.services.as_slice()), ("HIGH", ["checkout-api".to_owned()].as_slice()));
    assert_eq!(one.detection, "alert", "the alert bot wrote it");
}
