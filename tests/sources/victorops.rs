//! Recorded and documented exports of Splunk On-Call (VictorOps).

use serde_json::Value;

use retroscope::ingest::Output;
use retroscope::model::record::{Body, EventKind, StatedResolver, Via};

use super::whole::{at, file, incidents, of_entity, people, raw, said, streams, whole};

fn reached<'a>(incident: &'a Value, name: &str) -> Option<&'a Value> {
    incident["transitions"].as_array().unwrap().iter().find(|transition| transition["name"] == name)
}

fn check(out: &Output, rows: &[Value]) {
    let found = incidents(out);
    assert_eq!(found.len(), rows.len());
    for row in rows {
        let one = found[said(&row["incidentNumber"])];
        assert_eq!(one.title, said(&row["entityDisplayName"]));
        assert_eq!(one.status, said(&row["currentPhase"]));
        assert_eq!(at(one.detected_at.as_ref()), said(&row["startTime"]));
        let of = |name: &str| reached(row, name).map_or("", |transition| said(&transition["at"]));
        assert_eq!(at(one.acknowledged_at.as_ref()), of("acknowledged"));
        assert_eq!(at(one.resolved_at.as_ref()), of("resolved"));
        assert_eq!(one.events.len(), row["transitions"].as_array().unwrap().len());
        let ack = one.events.iter().find(|event| event.kind == EventKind::Acknowledged).unwrap();
        let by = said(&reached(row, "acknowledged").unwrap()["by"]);
        assert_eq!(ack.actor.as_ref().unwrap().id, by);
        let paged: Vec<&str> = row["pagedUsers"].as_array().unwrap().iter().map(said).collect();
        let stated = one.people.iter().filter(|part| part.via == Via::Paged);
        assert_eq!(stated.map(|part| part.person.id.as_str()).collect::<Vec<_>>(), paged);
        let joined = one.people.iter().find(|part| part.person.id == by).unwrap();
        assert_eq!(at(joined.joined_at.as_ref()), of("acknowledged"));
        let teams: Vec<&str> =
            row["pagedPolicies"].as_array().unwrap().iter().map(|policy| said(&policy["team"]["name"])).collect();
        assert_eq!(one.teams, teams);
        assert_eq!(one.alert_count, row["alertCount"].as_u64().and_then(|count| u32::try_from(count).ok()));
        assert_eq!(one.reopen_count, Some(0));
    }
}

#[test]
fn recorded_incidents() {
    let Some(path) = file("fixtures/victorops/faros_incidents.json") else { return };
    let out = whole(&path, &["victorops-incidents"]);
    check(&out, raw(&path).as_array().unwrap());
}

#[test]
fn documented_incidents_are_resolved_by_the_tool_itself() {
    let Some(path) = file("samples/victorops/incidents.json") else { return };
    let out = whole(&path, &["victorops-incidents"]);
    check(&out, raw(&path)["incidents"].as_array().unwrap());
    assert_eq!(incidents(&out)["9051"].resolver, StatedResolver::Machine);
}

#[test]
fn every_stream_of_the_connector_is_read() {
    let Some(path) = file("fixtures/airbyte_ndjson/victorops.all-streams.log") else { return };
    let out = whole(&path, &["victorops-incidents", "victorops-lists"]);
    let streams = streams(&path);
    assert_eq!(out.records.len(), streams.values().map(Vec::len).sum::<usize>());
    check(&out, &streams["incidents"]);
    let people = people(&out);
    assert_eq!(people.len(), streams["users"].len());
    for row in &streams["users"] {
        let person = people[said(&row["username"])];
        assert_eq!((person.name.as_str(), person.email.as_str()), (said(&row["displayName"]), said(&row["email"])));
    }
    let teams = of_entity(&out, "team");
    assert_eq!(teams.len(), streams["teams"].len());
    for (record, row) in teams.iter().zip(&streams["teams"]) {
        let Body::Names(names) = &record.body else { panic!("a team has a name") };
        assert_eq!((names[0].id.as_str(), names[0].name.as_str()), (said(&row["slug"]), said(&row["name"])));
    }
}
