//! Recorded and documented exports of Squadcast.

use serde_json::Value;

use retroscope::ingest::Output;
use retroscope::model::record::{Body, EventKind};

use super::Input;
use super::whole::{at, file, incidents, of_entity, people, raw, said, streams, whole};

/// The year 1 stands for "not yet".
fn set(value: &Value) -> &str {
    let text = said(value);
    if text.starts_with("0001-") { "" } else { text }
}

fn check(out: &Output, rows: &[Value]) {
    let found = incidents(out);
    assert_eq!(found.len(), rows.len());
    for row in rows {
        let one = found[said(&row["id"])];
        assert_eq!(one.title, said(&row["title"]));
        assert_eq!(one.status, said(&row["status"]));
        assert_eq!(one.services, [said(&row["service"])]);
        assert_eq!(at(one.detected_at.as_ref()), said(&row["created_at"]));
        assert_eq!(at(one.acknowledged_at.as_ref()), set(&row["acknowledged_at"]));
        assert_eq!(at(one.resolved_at.as_ref()), set(&row["resolved_at"]));
        let logs = row["logs"].as_array().unwrap();
        assert_eq!(one.events.len(), logs.len());
        let logged = |action: &str| logs.iter().filter(|log| log["action"] == action).count();
        let kept = |kind: EventKind| one.events.iter().filter(|event| event.kind == kind).count();
        assert_eq!(kept(EventKind::Acknowledged), logged("acknowledged"));
        assert_eq!(kept(EventKind::Resolved), logged("resolved"));
        assert_eq!(kept(EventKind::Note), logged("note_created"));
        let reassigned = u32::try_from(logged("reassigned")).ok();
        assert_eq!(one.reassignment_count, if logs.is_empty() { None } else { reassigned });
        assert_eq!(one.custom.len(), row["tags"].as_object().map_or(0, serde_json::Map::len));
        assert_eq!(one.alert_count.map(u64::from), row["event_count"].as_u64());
    }
}

#[test]
fn recorded_incidents() {
    let Some(path) = file("fixtures/squadcast/faros_incidents.json") else { return };
    let out = whole(&path, &["squadcast-incidents"]);
    check(&out, raw(&path).as_array().unwrap());
    let one = incidents(&out)["619cb810f88b5d9a2ab1271d"];
    let someone = &one.people[0].person;
    assert_eq!((someone.id.as_str(), someone.name.as_str()), ("619cb1620a326c0008d59b51", "Roman Kyrnis"));
    let policies: Vec<&str> =
        incidents(&out).values().map(|one| one.policy.as_str()).filter(|p| !p.is_empty()).collect();
    assert_eq!(policies, ["Example Escalation Policy"; 3], "those that nobody took are with their policy");
}

#[test]
fn documented_incidents() {
    let Some(path) = file("samples/squadcast/incidents.json") else { return };
    check(&whole(&path, &["squadcast-incidents"]), raw(&path)["incidents"].as_array().unwrap());
}

#[test]
fn a_table_says_what_the_same_export_says_in_json() {
    let Some(path) = file("fixtures/squadcast/faros_incidents.json") else { return };
    let raw = raw(&path);
    let rows = raw.as_array().unwrap();
    let columns: Vec<String> = rows[0].as_object().unwrap().keys().cloned().collect();
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(&columns).unwrap();
    for row in rows {
        table
            .write_record(columns.iter().map(|key| match &row[key] {
                Value::String(text) => text.clone(),
                Value::Null => String::new(),
                other => other.to_string(),
            }))
            .unwrap();
    }
    let (out, report) = Input::table(&String::from_utf8(table.into_inner().unwrap()).unwrap()).read_by_all();
    assert_eq!((report.problem, report.units[0].source), (None, Some("squadcast-incidents")));
    let from_json = whole(&path, &["squadcast-incidents"]);
    assert_eq!(incidents(&out), incidents(&from_json));
}

#[test]
fn recorded_lists_and_events() {
    let files = [("users", "squadcast-lists"), ("services", "squadcast-lists"), ("events", "squadcast-events")];
    for (name, source) in files {
        let Some(path) = file(&format!("fixtures/squadcast/faros_{name}.json")) else { return };
        let out = whole(&path, &[source]);
        assert_eq!(out.records.len(), raw(&path).as_array().unwrap().len(), "{name}");
    }
}

#[test]
fn every_stream_of_the_connector_is_read() {
    let Some(path) = file("fixtures/airbyte_ndjson/squadcast.all-streams.log") else { return };
    let out = whole(&path, &["squadcast-events", "squadcast-incidents", "squadcast-lists"]);
    let streams = streams(&path);
    assert_eq!(out.records.len(), streams.values().map(Vec::len).sum::<usize>());
    check(&out, &streams["incidents"]);
    let people = people(&out);
    assert_eq!(people.len(), streams["users"].len());
    for row in &streams["users"] {
        let person = people[said(&row["id"])];
        assert_eq!((person.time_zone.as_str(), person.email.as_str()), (said(&row["time_zone"]), said(&row["email"])));
        assert_eq!(person.name, format!("{} {}", said(&row["first_name"]), said(&row["last_name"])));
    }
    for (record, row) in of_entity(&out, "event").iter().zip(&streams["events"]) {
        let Body::Events(events) = &record.body else { panic!("an event") };
        assert_eq!((events[0].incident.as_str(), events.len()), (said(&row["incident_id"]), 1));
        assert_eq!(events[0].at.text, said(&row["time_of_creation"]));
    }
    let Body::Names(names) = &of_entity(&out, "service")[0].body else { panic!("a service has a name") };
    assert_eq!(names[0].name, said(&streams["services"][0]["name"]));
}
