//! PagerDuty's recorded files and samples, each counted a second time straight from the file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use retroscope::ingest::Output;
use retroscope::ingest::files::FileReport;
use retroscope::model::record::{Body, EventKind, NameKind, Record, StatedIncident, StatedResolver};

use super::harness::Input;
use crate::support::shared;

fn file(path: &str) -> Option<PathBuf> {
    shared().map(|shared| shared.join(path))
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Reads a file as a run does: nothing may be left over or refused. The sources, one per unit of the file.
fn whole(path: &Path) -> (Vec<&'static str>, Output) {
    let (out, report): (Output, FileReport) = Input::open(path).read_by_all();
    let unread = |name: &str| panic!("{}: {name} is read by no source", path.display());
    let sources = report.units.iter().map(|unit| unit.source.unwrap_or_else(|| unread(&unit.title))).collect();
    assert!(out.rejects.is_empty(), "{}: {:?}", path.display(), out.rejects);
    assert!(report.problem.is_none(), "{}: {:?}", path.display(), report.problem);
    (sources, out)
}

fn incident(record: &Record) -> &StatedIncident {
    match &record.body {
        Body::Incident(incident) => incident,
        other => panic!("{}: {other:?}", record.id()),
    }
}

fn event_kinds(records: &[Record]) -> BTreeMap<EventKind, usize> {
    let mut kinds = BTreeMap::new();
    for record in records {
        match &record.body {
            Body::Event(event) => *kinds.entry(event.kind).or_default() += 1,
            other => panic!("{}: {other:?}", record.id()),
        }
    }
    kinds
}

fn texts<'a>(value: &'a Value, pointer: &str) -> BTreeSet<&'a str> {
    value.as_array().unwrap().iter().filter_map(|one| one.pointer(pointer).and_then(Value::as_str)).collect()
}

fn ids(out: &Output) -> BTreeSet<&str> {
    out.records.iter().map(|record| record.native_id.as_str()).collect()
}

#[test]
fn every_file_is_read_whole_by_the_source_it_is_for() {
    let expected: [(&str, &[&str]); 14] = [
        ("samples/pagerduty/analytics_raw_incidents.json", &["pagerduty-analytics"]),
        ("samples/pagerduty/incidents.csv", &["pagerduty-reports"]),
        ("samples/pagerduty/incidents.json", &["pagerduty-incidents"]),
        ("samples/pagerduty/log_entries.json", &["pagerduty-log-entries"]),
        ("samples/pagerduty/oncalls.json", &["pagerduty-on-calls"]),
        ("fixtures/pagerduty/devlake_incidents.unwrapped.json", &["pagerduty-incidents"]),
        ("fixtures/pagerduty/devlake_log_entries.unwrapped.json", &["pagerduty-log-entries"]),
        ("fixtures/pagerduty/devlake_raw_pagerduty_incidents.csv", &["pagerduty-incidents"]),
        ("fixtures/pagerduty/faros_incidentLogEntries.json", &["pagerduty-log-entries"]),
        ("fixtures/pagerduty/faros_incidents.json", &["pagerduty-incidents"]),
        ("fixtures/pagerduty/faros_prioritiesResource.json", &["pagerduty-lists"]),
        ("fixtures/pagerduty/faros_services.json", &["pagerduty-lists"]),
        ("fixtures/pagerduty/faros_teams.json", &["pagerduty-lists"]),
        ("fixtures/pagerduty/faros_users.json", &["pagerduty-users"]),
    ];
    for (name, sources) in expected {
        let Some(path) = file(name) else { return };
        let (found, out) = whole(&path);
        assert_eq!((found.as_slice(), out.records.is_empty()), (sources, false), "{name}");
    }
}

#[test]
fn the_streams_of_a_connector_are_read_apart() {
    let Some(path) = file("fixtures/airbyte_ndjson/pagerduty.all-streams.log") else { return };
    let (sources, out) = whole(&path);
    let expected = ["pagerduty-log-entries", "pagerduty-incidents", "pagerduty-users", "pagerduty-lists"];
    assert_eq!(sources.iter().copied().collect::<BTreeSet<_>>(), expected.into_iter().collect());
    let text = std::fs::read_to_string(&path).unwrap();
    let messages = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut stated: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for message in messages {
        let stream = message.pointer("/record/stream").and_then(Value::as_str).unwrap();
        let id = message.pointer("/record/data/id").and_then(Value::as_str).unwrap();
        let entity = match stream.rsplit("__").next().unwrap() {
            "incident_log_entries" => "log-entry",
            "incidents" => "incident",
            "users" => "user",
            "services" => "service",
            other => panic!("{other}"),
        };
        stated.entry(entity.to_owned()).or_default().insert(id.to_owned());
    }
    let mut read: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for record in &out.records {
        read.entry(record.entity.to_owned()).or_default().insert(record.native_id.clone());
    }
    assert_eq!(read, stated);
    assert_eq!(out.records.len(), 8);
}

#[test]
fn lists_name_what_they_list() {
    for (name, kind) in [
        ("faros_services.json", Some(NameKind::Service)),
        ("faros_teams.json", Some(NameKind::Team)),
        ("faros_prioritiesResource.json", None),
    ] {
        let Some(path) = file(&format!("fixtures/pagerduty/{name}")) else { return };
        let (raw, (_, out)) = (json(&path), whole(&path));
        assert_eq!(ids(&out), texts(&raw, "/id"), "{name}");
        let mut names = BTreeSet::new();
        for record in &out.records {
            match &record.body {
                Body::Names(list) => {
                    assert!(list.iter().all(|one| Some(one.kind) == kind && one.id == record.native_id));
                    names.extend(list.iter().map(|one| one.name.as_str()));
                }
                other => assert_eq!((other, kind), (&Body::Reference, None)),
            }
        }
        assert_eq!(names, if kind.is_some() { texts(&raw, "/summary") } else { BTreeSet::new() }, "{name}");
    }
}

#[test]
fn recorded_incidents_keep_their_policy_and_their_people() {
    for name in ["faros_incidents.json", "devlake_incidents.unwrapped.json"] {
        let Some(path) = file(&format!("fixtures/pagerduty/{name}")) else { return };
        let (raw, (_, out)) = (json(&path), whole(&path));
        let rows = raw.as_array().or_else(|| raw["incidents"].as_array()).unwrap();
        assert_eq!(out.records.len(), rows.len(), "{name}");
        for (record, row) in out.records.iter().zip(rows) {
            let one = incident(record);
            assert_eq!(one.policy, row["escalation_policy"]["summary"].as_str().unwrap());
            assert_eq!(one.detected_at.as_ref().unwrap().text, row["created_at"].as_str().unwrap());
            let parts = [
                ("/assignments", "/assignee/id"),
                ("/incidents_responders", "/user/id"),
                ("/acknowledgements", "/acknowledger/id"),
            ];
            let expected: BTreeSet<&str> = parts
                .iter()
                .filter_map(|(list, who)| row.pointer(list).map(|list| texts(list, who)))
                .flatten()
                .collect();
            assert_eq!(
                one.people.iter().map(|part| part.person.id.as_str()).collect::<BTreeSet<_>>(),
                expected,
                "{name}"
            );
        }
    }
}

#[test]
fn recorded_log_entries_are_all_kinds_of_events() {
    let Some(path) = file("fixtures/pagerduty/devlake_log_entries.unwrapped.json") else { return };
    let (raw, (_, out)) = (json(&path), whole(&path));
    let rows = raw["log_entries"].as_array().unwrap();
    let count = |kind: &str| rows.iter().filter(|row| row["type"] == format!("{kind}_log_entry").as_str()).count();
    let kinds = event_kinds(&out.records);
    let of = |kind: EventKind| kinds.get(&kind).copied().unwrap_or(0);
    assert_eq!(out.records.len(), rows.len());
    assert_eq!(of(EventKind::Notified) + of(EventKind::Emailed), count("notify"));
    assert_eq!((of(EventKind::Triggered), of(EventKind::Acknowledged)), (count("trigger"), count("acknowledge")));
    assert_eq!((of(EventKind::Escalated), of(EventKind::Resolved)), (count("escalate"), count("resolve")));
    // A delegation and an assignment by hand are both a reassignment.
    assert_eq!(of(EventKind::Assigned) + of(EventKind::Reassigned), count("assign") + count("delegate"));
    assert_eq!((of(EventKind::Note), of(EventKind::Other)), (count("annotate"), 0));
    let by_mail =
        |row: &&Value| row["type"] == "notify_log_entry" && row["summary"].as_str().unwrap().contains(" by email");
    assert_eq!(of(EventKind::Emailed), rows.iter().filter(by_mail).count());
}

#[test]
fn analytics_state_what_the_api_measured() {
    let Some(path) = file("samples/pagerduty/analytics_raw_incidents.json") else { return };
    let (raw, (_, out)) = (json(&path), whole(&path));
    let row = &raw["data"][0];
    let (record, one) = (&out.records[0], incident(&out.records[0]));
    assert_eq!((out.records.len(), record.id().as_str()), (1, "pagerduty:analytics:Q1CHK0AAA4211"));
    let number = |key: &str| row[key].as_u64().map(|n| u32::try_from(n).unwrap());
    assert_eq!(one.interruptions.total, number("total_interruptions"));
    assert_eq!(one.interruptions.business, number("business_hour_interruptions"));
    assert_eq!(one.interruptions.off, number("off_hour_interruptions"));
    assert_eq!(one.interruptions.sleep, number("sleep_hour_interruptions"));
    assert_eq!(one.effort_s, row["engaged_seconds"].to_string());
    assert_eq!((one.escalation_count, one.reassignment_count), (Some(1), Some(0)));
    assert_eq!(one.severity, row["priority_name"].as_str().unwrap());
    // 14:02:33 and 89 s, counted by hand.
    assert_eq!(one.acknowledged_at.as_ref().unwrap().text, "2026-08-11T14:04:02");
    let people: BTreeSet<&str> = one.people.iter().map(|part| part.person.name.as_str()).collect();
    assert_eq!(people, BTreeSet::from(["Maya Okafor", "Priya Nair", "Tomasz Zielinski"]));
    let unit = Input::open(&path).read_by_all().1;
    assert_eq!(unit.units[0].zone, "Etc/UTC", "the zone stands beside the records");
}

#[test]
fn a_report_states_what_its_columns_say() {
    let Some(path) = file("samples/pagerduty/incidents.csv") else { return };
    let (_, out) = whole(&path);
    let mut rows = csv::Reader::from_path(&path).unwrap();
    let header = rows.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(out.records.len(), rows.len());
    for (record, row) in out.records.iter().zip(&rows) {
        let of = |name: &str| row.get(header.iter().position(|own| own == name).unwrap()).unwrap();
        let one = incident(record);
        assert_eq!((record.native_id.as_str(), one.number.as_str()), (of("id"), of("incident_number")));
        assert_eq!(one.detected_at.as_ref().unwrap().text, of("created_on"));
        assert_eq!(one.resolved_at.as_ref().unwrap().text, of("resolved_on"));
        assert_eq!(one.acknowledged_at.is_some(), !of("seconds_to_first_ack").is_empty(), "no time is no zero");
        assert_eq!(one.people.len(), of("assigned_to_user_ids").split(',').filter(|id| !id.is_empty()).count());
        assert_eq!(one.resolver == StatedResolver::Machine, of("auto_resolved") == "1");
    }
}

/// A connector put the log of each incident inside it.
#[test]
fn logs_inside_recorded_incidents_become_their_history() {
    let Some(path) = file("fixtures/pagerduty/devlake_raw_pagerduty_incidents.csv") else { return };
    let (_, out) = whole(&path);
    let mut table = csv::Reader::from_path(&path).unwrap();
    let column = table.headers().unwrap().iter().position(|name| name == "data").unwrap();
    let rows = table.records().map(|row| serde_json::from_str::<Value>(row.unwrap().get(column).unwrap()).unwrap());
    let mut entries = 0;
    for (record, row) in out.records.iter().zip(rows) {
        let log = row["log_entries"].as_array().unwrap();
        let one = incident(record);
        assert_eq!((record.native_id.as_str(), one.events.len()), (row["id"].as_str().unwrap(), log.len()));
        let times: Vec<&str> = one.events.iter().map(|event| event.at.text.as_str()).collect();
        assert_eq!(times, log.iter().map(|entry| entry["created_at"].as_str().unwrap()).collect::<Vec<_>>());
        let count = |kind: &str| log.iter().filter(|entry| entry["type"] == kind).count();
        let of = |kind: EventKind| one.events.iter().filter(|event| event.kind == kind).count();
        assert_eq!(of(EventKind::Acknowledged), count("acknowledge_log_entry"));
        assert_eq!(of(EventKind::Escalated), count("escalate_log_entry"));
        entries += log.len();
    }
    assert_eq!((out.records.len(), entries), (3, 44));
}
