//! Recorded and documented exports of Datadog.

use std::collections::BTreeSet;

use serde_json::Value;

use retroscope::model::record::{Body, StatedIncident};

use super::whole::{at, file, incidents, of_entity, people, raw, said, streams, whole};

/// What an incident must say, counted in its JSON in either spelling.
fn check(one: &StatedIncident, row: &Value) {
    let of = &row["attributes"];
    let key = |snake: &str, camel: &str| if of[snake].is_null() { of[camel].clone() } else { of[snake].clone() };
    assert_eq!(one.number, key("public_id", "publicId").to_string());
    assert_eq!(one.title, said(&of["title"]));
    assert_eq!(one.status, said(&of["state"]));
    let declared = if of["declared"].is_null() { &of["created"] } else { &of["declared"] };
    assert_eq!(at(one.declared_at.as_ref()), said(declared), "imported incidents were created later than declared");
    assert_eq!(at(one.detected_at.as_ref()), said(&of["detected"]));
    assert_eq!(at(one.resolved_at.as_ref()), said(&of["resolved"]));
    assert_eq!(at(one.started_at.as_ref()), said(&key("customer_impact_start", "customerImpactStart")));
    assert_eq!(one.customer_facing, key("customer_impacted", "customerImpacted").as_bool());
    let severity = said(&of["severity"]);
    assert_eq!(one.severity, if severity == "UNKNOWN" { "" } else { severity });
    let services = of["fields"]["services"]["value"].as_array().map_or(0, Vec::len);
    assert_eq!(one.services.len(), services);
    assert_eq!(one.detection, "", "`unknown` says nothing");
    assert!(one.acknowledged_at.is_none());
}

#[test]
fn recorded_lists() {
    let Some(path) = file("fixtures/datadog/list_response.unwrapped.json") else { return };
    let out = whole(&path, &["datadog-incidents"]);
    let raw = raw(&path);
    let rows = raw["data"].as_array().unwrap();
    let found = incidents(&out);
    assert_eq!((out.records.len(), found.len()), (rows.len(), rows.len()));
    rows.iter().for_each(|row| check(found[said(&row["id"])], row));
    let earlier = rows.iter().filter(|row| row["attributes"]["declared"] != row["attributes"]["created"]).count();
    assert!(earlier > 0, "the recording holds imported incidents");
}

#[test]
fn recorded_search_results_are_found_below_their_data() {
    let Some(path) = file("fixtures/datadog/search_response.unwrapped.json") else { return };
    let out = whole(&path, &["datadog-incidents"]);
    let raw = raw(&path);
    let rows = raw["data"]["attributes"]["incidents"].as_array().unwrap();
    let found = incidents(&out);
    assert_eq!((out.records.len(), found.len()), (rows.len(), rows.len()));
    let mut commanders = 0;
    for row in rows.iter().map(|row| &row["data"]) {
        let one = found[said(&row["id"])];
        check(one, row);
        let states = row["attributes"]["field_analytics"]["state"].as_object().unwrap();
        let spans: BTreeSet<(i64, &str)> = states
            .iter()
            .flat_map(|(state, told)| told["spans"].as_array().unwrap().iter().map(move |span| (span, state.as_str())))
            .map(|(span, state)| (span["start"].as_i64().unwrap(), state))
            .collect();
        assert_eq!(one.events.len(), spans.len(), "spans that are stated twice are one");
        assert_eq!(one.reopen_count, Some(0));
        let commander = said(&row["attributes"]["commander"]["data"]["attributes"]["email"]);
        let stated = one.people.iter().find(|part| part.role == "commander");
        assert_eq!(stated.map_or("", |part| part.person.email.as_str()), commander);
        commanders += usize::from(stated.is_some());
        let reporter = said(&row["attributes"]["declared_by"]["data"]["attributes"]["name"]);
        assert_eq!(one.people.iter().find(|part| part.role == "reporter").unwrap().person.name, reporter);
    }
    assert_eq!(commanders, 1);
}

#[test]
fn every_stream_of_the_connector_is_read() {
    let Some(path) = file("fixtures/airbyte_ndjson/datadog.all-streams.log") else { return };
    let out = whole(&path, &["datadog-incidents", "datadog-lists"]);
    let streams = streams(&path);
    assert_eq!(out.records.len(), streams.values().map(Vec::len).sum::<usize>());
    let found = incidents(&out);
    assert_eq!(found.len(), streams["incidents"].len());
    streams["incidents"].iter().for_each(|row| check(found[said(&row["id"])], row));
    let people = people(&out);
    assert_eq!(people.len(), streams["users"].len());
    for row in &streams["users"] {
        assert_eq!(people[said(&row["id"])].email, said(&row["attributes"]["email"]));
    }
    let unneeded = [("metric", "metrics"), ("slo", "service_level_objectives")];
    for (entity, stream) in unneeded {
        let records = of_entity(&out, entity);
        assert_eq!(records.len(), streams[stream].len(), "{stream}");
        assert!(records.iter().all(|record| record.body == Body::Reference));
    }
}

#[test]
fn documented_incidents_name_the_users_beside_them() {
    let Some(path) = file("samples/datadog/incidents.json") else { return };
    let out = whole(&path, &["datadog-incidents"]);
    let one = incidents(&out)["ae9bf4be-0000-5def-b363-1afe660c60a8"];
    assert_eq!(one.people.len(), 1);
    assert_eq!(one.people[0].person.email, "priya@acme.example");
    assert_eq!((at(one.mitigated_at.as_ref()), one.detection.as_str()), ("2026-08-11T14:41:00+00:00", "monitor"));
}
