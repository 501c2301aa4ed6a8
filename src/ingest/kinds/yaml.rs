//! YAML that holds no incidents: nearly all of it is settings.

use super::{Kind, Seems, first};
use serde_json::{Map, Value};

const MANAGED: &str = "settings tell of no incident; fetch the incidents of the pager or the incident manager";
const ALERTS: &str = "rules tell of no incident; fetch what fired: the alerts of Alertmanager (GET /api/v2/alerts), or the incidents of the pager behind it";

const KINDS: &[Kind<Map<String, Value>>] = &[
    ("rules of alerts (Prometheus)", ALERTS, |o| {
        let groups = o.get("groups").or_else(|| o.get("spec")?.get("groups")).and_then(Value::as_array);
        groups.is_some_and(|groups| groups.first().is_some_and(|group| group.get("rules").is_some()))
    }),
    ("settings of Alertmanager", ALERTS, |o| o.contains_key("route") && o.contains_key("receivers")),
    ("settings of Prometheus", ALERTS, |o| o.contains_key("scrape_configs")),
    ("settings of Kubernetes", MANAGED, |o| o.contains_key("apiVersion") && o.contains_key("kind")),
    ("the description of an API (OpenAPI)", "fetch what the API gives, not its description", |o| {
        o.contains_key("paths") && (o.contains_key("openapi") || o.contains_key("swagger"))
    }),
    ("settings of containers (Compose)", MANAGED, |o| o.get("services").is_some_and(Value::is_object)),
    ("steps of a pipeline", MANAGED, |o| o.contains_key("jobs") || o.contains_key("stages")),
];

/// What a text of YAML seems to be.
#[must_use]
pub fn of_yaml(value: &Value) -> Option<Seems> {
    first(KINDS, value.as_object()?)
}
