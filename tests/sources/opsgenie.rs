//! Recorded and documented exports of Opsgenie.

use std::collections::BTreeMap;

use chrono::DateTime;
use serde_json::Value;

use retroscope::ingest::Output;
use retroscope::model::record::{Body, EventKind, Kind, NameKind, StatedIncident, StatedResolver};

use super::whole::{at, file, incidents, of_entity, people, raw, said, whole};

/// Rows of an answer, or of a bare list.
fn rows(value: &Value) -> &[Value] {
    value.as_array().or_else(|| value["data"].as_array()).unwrap()
}

fn entries<'a>(row: &'a Value, type_: &str) -> Vec<&'a Value> {
    row["timelines"].as_array().into_iter().flatten().filter(|entry| entry["type"] == type_).collect()
}

/// The entries of an incident are few, so the texts of their times may be compared as times.
fn millis(time: &str) -> i64 {
    DateTime::parse_from_rfc3339(time).unwrap().timestamp_millis()
}

fn check_incident(one: &StatedIncident, row: &Value) {
    assert_eq!((one.number.as_str(), one.title.as_str()), (said(&row["tinyId"]), said(&row["message"])));
    assert_eq!((one.status.as_str(), one.severity.as_str()), (said(&row["status"]), said(&row["priority"])));
    assert_eq!(one.url, said(&row["links"]["web"]));
    assert_eq!(at(one.started_at.as_ref()), said(&row["impactStartDate"]));
    assert_eq!(at(one.declared_at.as_ref()), said(&row["createdAt"]));
    assert_eq!(at(one.mitigated_at.as_ref()), said(&row["impactEndDate"]));
    let services: Vec<&str> = row["impactedServices"].as_array().unwrap().iter().map(said).collect();
    assert_eq!(one.services, services);
    let of = |kind: &str| -> Vec<String> {
        let responders = row["responders"].as_array().unwrap().iter();
        responders.filter(|each| each["type"] == kind).map(|each| said(&each["id"]).to_owned()).collect()
    };
    assert_eq!(one.teams, of("team"));
    assert_eq!(one.people.iter().map(|part| part.person.id.clone()).collect::<Vec<_>>(), of("user"));
    let number = row["timelines"].as_array().map_or(0, Vec::len);
    assert_eq!(one.events.len(), number);
    let resolved = entries(row, "IncidentResolved");
    let ended = resolved.first().map_or(said(&row["impactEndDate"]), |entry| said(&entry["eventTime"]));
    assert_eq!(at(one.resolved_at.as_ref()), ended);
    let closed = entries(row, "IncidentClosed");
    assert_eq!(at(one.closed_at.as_ref()), closed.first().map_or("", |entry| said(&entry["eventTime"])));
    match (&one.resolver, resolved.first()) {
        (StatedResolver::Person(person), Some(entry)) => assert_eq!(person.name, said(&entry["actor"]["name"])),
        (resolver, none) => assert_eq!((resolver, none), (&StatedResolver::Unknown, None)),
    }
    let in_order = one.events.windows(2).all(|pair| millis(&pair[0].at.text) <= millis(&pair[1].at.text));
    assert!(in_order, "{}", one.number);
}

fn check(out: &Output, rows: &[Value]) {
    let found = incidents(out);
    assert_eq!(found.len(), rows.len());
    for row in rows {
        check_incident(found[said(&row["id"])], row);
    }
}

#[test]
fn recorded_incidents_with_their_timelines() {
    let Some(path) = file("fixtures/opsgenie/faros_incidents.json") else { return };
    let out = whole(&path, &["opsgenie-incidents"]);
    let raw = raw(&path);
    check(&out, rows(&raw));
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for event in incidents(&out).values().flat_map(|one| &one.events) {
        *kinds.entry(format!("{:?}", event.kind)).or_default() += 1;
    }
    let counted = |types: &[&str]| rows(&raw).iter().flat_map(|r| types.iter().flat_map(|t| entries(r, t))).count();
    assert_eq!(kinds["Triggered"], counted(&["IncidentOpened"]));
    assert_eq!(kinds["Resolved"], counted(&["IncidentResolved"]));
    assert_eq!(kinds["Status"], counted(&["IncidentClosed"]));
    let added = counted(&["IncidentResponderUserAdded", "IncidentResponderTeamAdded"]);
    assert_eq!(kinds["Assigned"] + kinds["Requested"], added);
    // All recorded acknowledgements were made by the tool, a moment after the incident was resolved.
    assert_eq!(kinds.get("Acknowledged"), None);
    assert_eq!(kinds["Other"], counted(&["ResponderAlertAcked", "ResponderAlertClosed", "StatusPageAdded"]));
    for one in incidents(&out).values() {
        assert_eq!((one.reopen_count, at(one.acknowledged_at.as_ref())), (Some(0), ""));
        assert_eq!(one.detection, "manual", "all were opened by a person");
    }
}

#[test]
fn incidents_of_a_raw_layer_are_the_same_as_without_it() {
    let Some(path) = file("fixtures/opsgenie/devlake_incidents.unwrapped.json") else { return };
    let out = whole(&path, &["opsgenie-incidents"]);
    let plain = raw(&path);
    check(&out, rows(&plain));
    let wrapped = file("fixtures/opsgenie/devlake_raw_opsgenie_incidents.csv").unwrap();
    let again = whole(&wrapped, &["opsgenie-incidents"]);
    check(&again, rows(&plain));
    assert!(incidents(&again).values().all(|one| one.reopen_count.is_none() && one.acknowledged_at.is_none()));
}

#[test]
fn documented_incident_is_acknowledged_and_resolved_by_a_person() {
    let Some(path) = file("samples/opsgenie/incidents.json") else { return };
    let out = whole(&path, &["opsgenie-incidents"]);
    let raw = raw(&path);
    check(&out, rows(&raw));
    let row = &rows(&raw)[0];
    let one = incidents(&out)[said(&row["id"])];
    assert_eq!(at(one.acknowledged_at.as_ref()), said(&entries(row, "ResponderAlertAcked")[0]["eventTime"]));
    let ack = one.events.iter().find(|event| event.kind == EventKind::Acknowledged).unwrap();
    assert_eq!(ack.actor.as_ref().unwrap().name, "Priya Nair");
    assert_eq!(one.reopen_count, None, "the timeline does not go back to the opening");
}

fn check_alerts(out: &Output, rows: &[Value]) {
    let found = incidents(out);
    assert_eq!(found.len(), rows.len());
    for row in rows {
        let one = found[said(&row["id"])];
        assert_eq!((one.kind, one.title.as_str()), (Kind::Alert, said(&row["message"])));
        assert_eq!(one.severity, said(&row["priority"]));
        assert_eq!(one.detection, said(&row["integration"]["type"]));
        assert_eq!(one.alert_count.map(u64::from), row["count"].as_u64());
        let created = millis(said(&row["createdAt"]));
        let report = &row["report"];
        for (stated, took) in [(&one.acknowledged_at, &report["ackTime"]), (&one.resolved_at, &report["closeTime"])] {
            let after = stated.as_ref().map(|stamp| millis(&stamp.text) - created);
            assert_eq!(after, took.as_i64());
        }
        let taker = one.people.iter().find(|part| part.joined_at.is_some());
        assert_eq!(taker.map_or("", |part| part.person.email.as_str()), said(&report["acknowledgedBy"]));
        match (&one.resolver, said(&report["closedBy"])) {
            (StatedResolver::Person(person), by) => assert_eq!(person.email, by),
            (StatedResolver::Machine, by) => assert!(!by.contains('@') && !by.is_empty()),
            (other, by) => assert_eq!((other, by), (&StatedResolver::Unknown, "")),
        }
    }
}

#[test]
fn recorded_and_documented_alerts() {
    for name in ["fixtures/opsgenie/faros_alerts.json", "samples/opsgenie/alerts.json"] {
        let Some(path) = file(name) else { return };
        let out = whole(&path, &["opsgenie-alerts"]);
        check_alerts(&out, rows(&raw(&path)));
    }
}

#[test]
fn the_table_of_alerts_has_the_ids_of_the_json() {
    let Some(path) = file("samples/opsgenie/alerts.csv") else { return };
    let out = whole(&path, &["opsgenie-alert-table"]);
    let mut table = csv::Reader::from_path(&path).unwrap();
    let header = table.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    let found = incidents(&out);
    assert_eq!(found.len(), rows.len());
    for row in &rows {
        let of = |name: &str| &row[header.iter().position(|column| column == name).unwrap()];
        let one = found[of("Alert ID")];
        assert_eq!((one.number.as_str(), one.title.as_str()), (of("TinyID"), of("Message")));
        assert_eq!(at(one.detected_at.as_ref()), of("CreatedAt"));
        assert_eq!((one.teams.as_slice(), one.resolved_at.as_ref()), ([of("Teams").to_owned()].as_slice(), None));
        assert_eq!(one.people[0].person.email, of("Owner"));
    }
    let json = whole(&file("samples/opsgenie/alerts.json").unwrap(), &["opsgenie-alerts"]);
    assert_eq!(incidents(&json).keys().collect::<Vec<_>>(), found.keys().collect::<Vec<_>>());
    assert_ne!(out.records[0].entity, json.records[0].entity, "the two are united");
}

#[test]
fn recorded_users_and_teams() {
    let Some(path) = file("fixtures/opsgenie/faros_users.json") else { return };
    let out = whole(&path, &["opsgenie-lists"]);
    let raw_users = raw(&path);
    let found = people(&out);
    assert_eq!(found.len(), rows(&raw_users).len());
    for row in rows(&raw_users) {
        let person = found[said(&row["id"])];
        assert_eq!(
            (person.email.as_str(), person.time_zone.as_str()),
            (said(&row["username"]), said(&row["timeZone"]))
        );
        let unnamed = row["fullName"] == row["username"];
        assert_eq!(person.name, if unnamed { "" } else { said(&row["fullName"]) });
    }
    let path = file("fixtures/opsgenie/faros_teams.json").unwrap();
    let out = whole(&path, &["opsgenie-lists"]);
    let teams = raw(&path);
    let records = of_entity(&out, "team");
    assert_eq!(records.len(), rows(&teams).len());
    for (record, row) in records.iter().zip(rows(&teams)) {
        let Body::Names(names) = &record.body else { panic!("a team has a name") };
        assert_eq!((names[0].kind, names[0].id.as_str()), (NameKind::Team, said(&row["id"])));
        assert_eq!(names[0].name, said(&row["name"]));
    }
}
