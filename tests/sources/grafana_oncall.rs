//! The documented export of Grafana OnCall.

use retroscope::model::record::{Kind, StatedResolver};

use super::whole::{at, file, incidents, raw, said, whole};

#[test]
fn documented_alert_groups() {
    let Some(path) = file("samples/grafana_oncall/alert_groups.json") else { return };
    let out = whole(&path, &["grafana-oncall-alert-groups"]);
    let raw = raw(&path);
    let rows = raw["results"].as_array().unwrap();
    let found = incidents(&out);
    assert_eq!(found.len(), rows.len());
    for row in rows {
        let one = found[said(&row["id"])];
        assert_eq!(
            (one.kind, one.title.as_str(), one.status.as_str()),
            (Kind::Alert, said(&row["title"]), said(&row["state"]))
        );
        assert_eq!(at(one.detected_at.as_ref()), said(&row["created_at"]));
        assert_eq!(at(one.acknowledged_at.as_ref()), said(&row["acknowledged_at"]));
        assert_eq!(at(one.resolved_at.as_ref()), said(&row["resolved_at"]));
        assert_eq!(one.people[0].person.id, said(&row["acknowledged_by"]));
        assert_eq!(one.resolver, StatedResolver::Machine, "`resolved_by` is null");
        assert_eq!(one.alert_count.map(u64::from), row["alerts_count"].as_u64());
        assert_eq!(one.services, [said(&row["integration_id"])]);
        assert_eq!(one.url, said(&row["permalinks"]["web"]));
        assert!(one.teams.is_empty());
    }
}
