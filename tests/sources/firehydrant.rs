//! Recorded and documented exports of FireHydrant.

use serde_json::Value;

use retroscope::model::record::{EventKind, LinkKind};

use super::whole::{at, file, incidents, raw, said, whole};

fn reached<'a>(incident: &'a Value, kind: &str) -> &'a str {
    let milestones = incident["milestones"].as_array().unwrap();
    milestones.iter().find(|m| m["type"] == kind).map_or("", |m| said(&m["occurred_at"]))
}

#[test]
fn recorded_incidents_keep_their_milestones_roles_and_impacts() {
    let Some(path) = file("fixtures/firehydrant/faros_incidents.json") else { return };
    let out = whole(&path, &["firehydrant-incidents"]);
    let raw = raw(&path);
    let rows = raw.as_array().unwrap();
    let found = incidents(&out);
    assert_eq!((out.records.len(), found.len()), (rows.len(), rows.len()));
    for row in rows {
        let one = found[said(&row["id"])];
        assert_eq!(one.number, row["number"].to_string());
        assert_eq!(one.title, said(&row["name"]));
        assert_eq!(one.status, said(&row["current_milestone"]));
        assert_eq!(at(one.started_at.as_ref()), reached(row, "started"));
        assert_eq!(at(one.acknowledged_at.as_ref()), reached(row, "acknowledged"));
        assert_eq!(at(one.mitigated_at.as_ref()), reached(row, "mitigated"));
        assert_eq!(at(one.resolved_at.as_ref()), reached(row, "resolved"));
        assert_eq!(at(one.declared_at.as_ref()), said(&row["created_at"]));
        assert_eq!(one.events.len(), row["milestones"].as_array().unwrap().len());
        assert!(one.events.iter().all(|event| event.kind != EventKind::Resolved), "nobody is named for a resolution");
        let roles = one.people.iter().filter(|part| part.role != "reporter").count();
        assert_eq!(roles, row["role_assignments"].as_array().unwrap().len());
        let impacts = row["impacts"].as_array().unwrap();
        let hit = |kind: &str| impacts.iter().filter(|impact| impact["type"] == kind).count();
        assert_eq!((one.components.len(), one.environments.len()), (hit("functionality"), hit("environment")));
        assert_eq!(one.custom.len(), row["labels"].as_object().unwrap().len());
    }
    let severities: Vec<&str> = found.values().map(|one| one.severity.as_str()).filter(|s| !s.is_empty()).collect();
    assert_eq!(severities, ["SEV4"], "`UNSET` is no severity");
    assert_eq!(found.values().filter(|one| one.resolved_at.is_some()).count(), 1);
}

#[test]
fn the_ticket_of_a_follow_up_is_no_other_name_of_the_incident() {
    let Some(path) = file("samples/firehydrant/incidents.json") else { return };
    let out = whole(&path, &["firehydrant-incidents"]);
    let one = incidents(&out)["4a9cd2e4-0000-40c7-83c3-b5b910eaa2cf"];
    assert!(one.links.iter().all(|link| link.kind != LinkKind::ExternalRef));
    assert_eq!(one.follow_ups.len(), 1);
    assert_eq!(one.services, ["checkout-api"]);
}
