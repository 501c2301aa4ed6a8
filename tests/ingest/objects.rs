//! Tests of `ingest/kinds/objects`.

use retroscope::ingest::head::Head;
use retroscope::ingest::kinds::objects::of;
use serde_json::{Value, json};

fn told(object: Value) -> String {
    of(&Head { objects: vec![object], ..Head::default() }).map_or_else(String::new, |seems| seems.what)
}

#[test]
fn json_that_holds_no_incidents_is_named() {
    for (object, what) in [
        (
            json!({"error": {"message": "Invalid token", "code": 2006}}),
            "an error that the API gave in place of the export (“Invalid token”)",
        ),
        (json!({"message": "Unauthorized"}), "an error that the API gave in place of the export (“Unauthorized”)"),
        (
            json!({"errorMessages": ["No issue"], "errors": {}}),
            "an error that the API gave in place of the export (“No issue”)",
        ),
        (
            json!({"ok": false, "error": "invalid_auth"}),
            "an error that the API gave in place of the export (“invalid_auth”)",
        ),
        (json!({"title": "Ops", "panels": [], "schemaVersion": 39}), "a Grafana dashboard"),
        (json!({"route": {}, "receivers": []}), "settings of Alertmanager"),
        (json!({"version": 4, "terraform_version": "1.9.0", "resources": []}), "the state of Terraform"),
        (
            json!({"total_incident_count": 4, "mean_seconds_to_resolve": 9, "range_start": "2026-01-01"}),
            "figures that are summed up already",
        ),
        (json!({"id": 1, "name": "Priya", "email": "p@acme.example"}), "a list of users"),
    ] {
        assert_eq!(told(object), what);
    }
}

#[test]
fn records_of_incidents_are_none_of_them() {
    for object in [
        json!({"message": "Disk full", "timestamp": "2026-01-05T08:00:00Z", "host": "db"}),
        json!({"id": 7, "title": "Mail down", "error": "timeout", "started_at": "2026-01-05"}),
        json!({"title": "Mail down", "name": "x", "email": "a@b.example", "created": "2026-01-05"}),
        json!({"id": 7, "status": "resolved", "message": "Mail down"}),
        json!({"incidents": [], "total": 0}),
    ] {
        assert_eq!(told(object.clone()), "", "{object}");
    }
}
