//! GitHub issues against real files, with the figures counted a second time straight from the JSON.

use retroscope::model::record::{Body, Record, StatedIncident};

use super::whole::{rows, whole};
use crate::support::shared;

fn incident(record: &Record) -> Option<&StatedIncident> {
    match &record.body {
        Body::Incident(incident) => Some(incident),
        _ => None,
    }
}

#[test]
fn recorded_lists_are_read_whole_and_pull_requests_are_set_aside() {
    let Some(shared) = shared() else { return };
    for file in ["devlake_issues.unwrapped.json", "devlake_raw_github_api_issues.csv"] {
        let path = shared.join("fixtures/github").join(file);
        let out = whole(&path, &["github-issues"]);
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
    let out = whole(&shared.join("samples/github/gh_issue_list.json"), &["github-issues"]);
    let one = incident(&out.records[0]).unwrap();
    assert_eq!(out.records[0].native_id, "acme/ops#812");
    assert_eq!((one.severity.as_str(), one.services.as_slice()), ("sev2", ["checkout-api".to_owned()].as_slice()));
    assert_eq!(one.links[0].target, "https://acme.pagerduty.com/incidents/Q1CHK0AAA4211");
    assert_eq!(one.follow_ups.iter().map(|item| item.status.as_str()).collect::<Vec<_>>(), ["open", "done"]);
}
