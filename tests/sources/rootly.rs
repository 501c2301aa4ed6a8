//! Documented exports of Rootly.

use retroscope::model::record::{LinkKind, StatedResolver};

use super::whole::{at, file, incidents, raw, said, whole};

#[test]
fn documented_incidents_keep_their_times_and_what_other_tools_call_them() {
    let Some(path) = file("samples/rootly/incidents.json") else { return };
    let out = whole(&path, &["rootly-incidents"]);
    let raw = raw(&path);
    let rows = raw["data"].as_array().unwrap();
    let found = incidents(&out);
    assert_eq!(found.len(), rows.len());
    for row in rows {
        let one = found[said(&row["id"])];
        let of = &row["attributes"];
        assert_eq!(one.number, of["sequential_id"].to_string());
        let times = [&one.started_at, &one.detected_at, &one.acknowledged_at, &one.mitigated_at, &one.resolved_at];
        let keys = ["started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at"];
        for (stamp, key) in times.into_iter().zip(keys) {
            assert_eq!(at(stamp.as_ref()), said(&of[key]), "{key}");
        }
        assert_eq!(one.severity, said(&of["severity"]["data"]["attributes"]["name"]));
        let foreign = ["pagerduty_incident_id", "pagerduty_incident_number", "jira_issue_key"];
        let stated: Vec<&str> = foreign.iter().map(|key| said(&of[*key])).filter(|id| !id.is_empty()).collect();
        let links: Vec<&str> =
            one.links.iter().filter(|l| l.kind == LinkKind::ExternalRef).map(|l| l.target.as_str()).collect();
        assert_eq!(links, stated);
        let StatedResolver::Person(person) = &one.resolver else { panic!("a person resolved it") };
        assert_eq!(person.name, said(&of["resolved_by"]["data"]["attributes"]["name"]));
    }
}
