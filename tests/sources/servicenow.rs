//! ServiceNow and status pages against the shared files: every file is read whole, and the figures are counted again.

use serde_json::Value;

use retroscope::model::record::{Body, EventKind, NameKind};

use super::harness::Input;
use crate::support::shared;

fn rows(value: &Value) -> Vec<&Value> {
    let inside = ["result", "records", "incidents"].iter().find_map(|key| value.get(key));
    let list = inside.unwrap_or(value);
    list.as_array().map_or_else(|| vec![list], |list| list.iter().collect())
}

#[test]
fn every_shared_file_is_read_whole() {
    let Some(shared) = shared() else { return };
    let expected = [
        ("fixtures/servicenow/faros_incidents.json", "servicenow-api"),
        ("fixtures/servicenow/faros_incidentsRest.json", "servicenow-api"),
        ("fixtures/servicenow/faros_users.json", "servicenow-users"),
        ("samples/servicenow/incident_all.json", "servicenow-api"),
        ("fixtures/statuspage/faros_pages.json", "statuspage-lists"),
        ("fixtures/statuspage/faros_components.json", "statuspage-lists"),
        ("fixtures/statuspage/faros_component_groups.json", "statuspage-lists"),
        ("fixtures/statuspage/faros_component_uptimes.json", "statuspage-lists"),
        ("fixtures/statuspage/faros_incidents.json", "statuspage"),
        ("samples/statuspage/incidents.json", "statuspage"),
        ("samples/gcp/incidents.json", "google-cloud-status"),
    ];
    for (file, source) in expected {
        let path = shared.join(file);
        let raw: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let (out, report) = Input::open(&path).read_by_all();
        assert!(report.problem.is_none(), "{file}: {:?}", report.problem);
        let sources: Vec<_> = report.units.iter().filter_map(|unit| unit.source).collect();
        assert_eq!(sources, [source], "{file}");
        assert!(out.rejects.is_empty(), "{file}: {:?}", out.rejects);
        assert_eq!(out.records.len(), rows(&raw).len(), "{file}");
    }
}

#[test]
fn users_and_names_stand_behind_the_ids_that_incidents_state() {
    let Some(shared) = shared() else { return };
    let path = shared.join("fixtures/servicenow/faros_users.json");
    let raw: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let (out, _) = Input::open(&path).read_by_all();
    for (record, row) in out.records.iter().zip(rows(&raw)) {
        let Body::Person(person) = &record.body else { panic!("{:?}", record.body) };
        assert_eq!(
            (person.id.as_str(), person.name.as_str()),
            (row["sys_id"].as_str().unwrap(), row["name"].as_str().unwrap())
        );
        assert_eq!(person.email, row["email"].as_str().unwrap());
    }
    let (out, _) = Input::open(&shared.join("fixtures/statuspage/faros_components.json")).read_by_all();
    for record in &out.records {
        let Body::Names(names) = &record.body else { panic!("{:?}", record.body) };
        assert_eq!((names[0].kind, names[0].id.as_str()), (NameKind::Service, record.native_id.as_str()));
    }
}

/// Counted from the file: adjacent updates (oldest first) whose status differs from the one before.
#[test]
fn each_change_of_status_on_a_page_is_an_entry() {
    let Some(shared) = shared() else { return };
    for file in
        ["fixtures/statuspage/faros_incidents.json", "data/github-two-source/github_statuspage_summary_open.json"]
    {
        let path = shared.join(file);
        let raw: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let (out, _) = Input::open(&path).read_by_all();
        for (record, row) in out.records.iter().zip(rows(&raw)) {
            let mut updates: Vec<(&str, &str)> = row["incident_updates"]
                .as_array()
                .unwrap()
                .iter()
                .map(|u| (u["created_at"].as_str().unwrap(), u["status"].as_str().unwrap()))
                .collect();
            let newest_first = updates.first().map(|u| u.0) >= updates.last().map(|u| u.0);
            if newest_first {
                updates.reverse();
            }
            let mut statuses: Vec<&str> = updates.iter().map(|u| u.1).collect();
            statuses.dedup();
            let Body::Incident(one) = &record.body else { panic!("{:?}", record.body) };
            let changes = || one.events.iter().filter(|e| e.kind != EventKind::Note);
            let read: Vec<&str> = changes().map(|event| event.value.as_str()).collect();
            assert_eq!(read, statuses, "{file} {}", record.native_id);
            assert!(changes().all(|e| matches!(e.kind, EventKind::Status | EventKind::Reopened)));
            // What changes nothing was said all the same.
            assert_eq!(one.events.len(), updates.len(), "{file} {}", record.native_id);
        }
    }
}
