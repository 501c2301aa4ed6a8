//! incident.io and Alertmanager: the shared exports, read whole, against figures counted from the JSON itself.

use super::harness::Input;
use crate::support::shared;
use retroscope::model::record::{Body, Record};
use serde_json::Value;
use std::path::Path;

/// The records of a shared file, all by one source, none refused; and the file's own JSON.
fn read(path: &str, source: &str) -> Option<(Vec<Record>, Value)> {
    let path = shared()?.join(path);
    let (out, report) = Input::open(&path).read_by_all();
    assert!(
        report.problem.is_none() && out.rejects.is_empty(),
        "{}: {:?} {:?}",
        path.display(),
        report.problem,
        out.rejects
    );
    assert!(report.units.iter().all(|unit| unit.source == Some(source)), "{}: {:?}", path.display(), report.units);
    Some((out.records, json(&path)))
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn items<'a>(json: &'a Value, key: &str) -> &'a [Value] {
    json.as_array().or_else(|| json[key].as_array()).unwrap()
}

fn ids(records: &[Record]) -> Vec<&str> {
    records.iter().map(|r| r.native_id.as_str()).collect()
}

#[test]
fn incidents_are_read_whole() {
    for file in ["samples/incident_io/incidents.json", "fixtures/incident_io/singer_tap_incidents.json"] {
        let Some((records, json)) = read(file, "incident-io-incidents") else { return };
        let items = items(&json, "incidents");
        assert_eq!(ids(&records), items.iter().map(|i| i["id"].as_str().unwrap()).collect::<Vec<_>>());
        for (record, item) in records.iter().zip(items) {
            let Body::Incident(incident) = &record.body else { panic!("{record:?}") };
            let set = item["incident_timestamp_values"].as_array().unwrap();
            let set = set.iter().filter(|v| v["value"]["value"].is_string()).count();
            let filled = item["custom_field_entries"].as_array().unwrap();
            let filled = filled.iter().filter(|e| e["values"].as_array().is_some_and(|v| !v.is_empty())).count();
            assert_eq!(incident.custom.len(), set + filled);
            let assigned = item["incident_role_assignments"].as_array().unwrap();
            let assigned = assigned.iter().filter(|a| a["assignee"].is_object()).count();
            assert!(incident.people.len() >= assigned, "{:?}", incident.people);
            assert_eq!(incident.status, item["incident_status"]["category"]);
            assert_eq!(incident.number, item["reference"]);
            let inside = item["updates"].as_array().map_or(&[][..], Vec::as_slice);
            let changes =
                |u: &Value| ["new_incident_status", "new_severity"].iter().filter(|k| u[**k].is_object()).count();
            assert_eq!(incident.events.len(), inside.iter().map(|u| changes(u).max(1)).sum::<usize>(), "{file}");
            assert_eq!(incident.reopen_count, (!inside.is_empty()).then_some(0), "{file}");
        }
    }
}

#[test]
fn promises_updates_and_alerts_are_read_whole() {
    for (file, key, source) in [
        ("samples/incident_io/follow_ups.json", "follow_ups", "incident-io-follow-ups"),
        ("fixtures/incident_io/singer_tap_follow_ups.json", "follow_ups", "incident-io-follow-ups"),
        ("fixtures/incident_io/singer_tap_actions.json", "actions", "incident-io-follow-ups"),
        ("fixtures/incident_io/singer_tap_incident_updates.json", "incident_updates", "incident-io-updates"),
        ("fixtures/incident_io/singer_tap_alerts.json", "alerts", "incident-io-alerts"),
    ] {
        let Some((records, json)) = read(file, source) else { return };
        let items = items(&json, key);
        assert_eq!(ids(&records), items.iter().map(|i| i["id"].as_str().unwrap()).collect::<Vec<_>>(), "{file}");
        for (record, item) in records.iter().zip(items) {
            match &record.body {
                Body::FollowUp { incident, item: read } => {
                    assert_eq!(incident, item["incident_id"].as_str().unwrap());
                    assert_eq!(read.status, item["status"].as_str().unwrap());
                }
                Body::Events(events) => {
                    let changes = [&item["new_incident_status"], &item["new_severity"]];
                    assert_eq!(events.len(), changes.iter().filter(|c| c.is_object()).count().max(1));
                }
                Body::Incident(alert) => {
                    assert_eq!(alert.custom.len(), item["attributes"].as_array().unwrap().len());
                    assert_eq!(alert.title, item["title"].as_str().unwrap());
                }
                other => panic!("{file}: {other:?}"),
            }
        }
    }
}

#[test]
fn lists_are_named_and_give_no_incident() {
    for name in
        ["custom_fields", "incident_roles", "incident_statuses", "incident_timestamps", "incident_types", "severities"]
    {
        let Some((records, json)) = read(&format!("fixtures/incident_io/singer_tap_{name}.json"), "incident-io-lists")
        else {
            return;
        };
        assert_eq!(records.len(), json.as_array().unwrap().len(), "{name}");
        assert!(records.iter().all(|r| r.body == Body::Reference), "{name}");
    }
}

#[test]
fn a_notification_of_many_alerts_is_one_incident() {
    for file in ["samples/alertmanager/webhook.json", "fixtures/alertmanager/zulip_alert.json"] {
        let Some((records, json)) = read(file, "alertmanager") else { return };
        let [record] = records.as_slice() else { panic!("{file}: {records:?}") };
        let Body::Incident(incident) = &record.body else { panic!("{record:?}") };
        let alerts = json["alerts"].as_array().unwrap();
        assert_eq!(incident.alert_count, Some(u32::try_from(alerts.len()).unwrap()));
        let first = alerts.iter().map(|a| a["startsAt"].as_str().unwrap()).min().unwrap();
        assert_eq!(incident.detected_at.as_ref().unwrap().text, first);
        let over = alerts.iter().all(|a| a["status"] == "resolved");
        assert_eq!(incident.resolved_at.is_some(), over, "{file}");
    }
}
