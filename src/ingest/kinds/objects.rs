//! JSON that holds no incidents.

use super::{Kind, Seems, first};
use crate::ingest::head::Head;
use serde_json::{Map, Value};

const GRAFANA: &str = "fetch the incidents of Grafana Incident or the alert groups of Grafana OnCall, or the incidents of the pager behind it";
const MANAGED: &str = "settings tell of no incident; fetch the incidents of the pager or the incident manager";
const ALERTS: &str = "rules tell of no incident; fetch what fired: the alerts of Alertmanager (GET /api/v2/alerts), or the incidents of the pager behind it";

/// The kinds, told by the members of the first object.
const KINDS: &[Kind<Map<String, Value>>] = &[
    ("a Grafana dashboard", GRAFANA, |o| {
        let own = |o: &Map<String, Value>| list(o, "panels") && any(o, &["schemaVersion", "templating", "annotations"]);
        own(o) || o.get("dashboard").and_then(Value::as_object).is_some_and(own)
    }),
    ("a Datadog dashboard", "fetch the incidents of Datadog (GET /api/v2/incidents)", |o| {
        list(o, "widgets") && any(o, &["layout_type", "template_variables"])
    }),
    ("a Datadog monitor", "fetch the incidents of Datadog (GET /api/v2/incidents)", |o| {
        all(o, &["query", "type", "options", "message"]) && any(o, &["overall_state", "restricted_roles", "multi"])
    }),
    ("a dashboard of Kibana or OpenSearch", "fetch the incidents of the pager or the incident manager", |o| {
        all(o, &["attributes", "references", "type"])
            && any(o, &["migrationVersion", "coreMigrationVersion", "typeMigrationVersion"])
    }),
    ("rules of alerts (Prometheus)", ALERTS, |o| {
        let rules = |group: &Value| group.get("rules").is_some_and(Value::is_array);
        let groups = o.get("groups").or_else(|| o.get("data")?.get("groups")).and_then(Value::as_array);
        groups.is_some_and(|groups| groups.first().is_some_and(rules)) || (all(o, &["alert", "expr"]))
    }),
    ("measurements of Prometheus", ALERTS, |o| o.get("data").is_some_and(|data| data.get("resultType").is_some())),
    ("settings of Alertmanager", ALERTS, |o| o.contains_key("route") && list(o, "receivers")),
    ("the state of Alertmanager", ALERTS, |o| all(o, &["cluster", "versionInfo", "config"])),
    ("the state of Terraform", MANAGED, |o| {
        o.contains_key("terraform_version") && any(o, &["resources", "values", "planned_values", "lineage"])
    }),
    ("a template of CloudFormation", MANAGED, |o| {
        o.contains_key("AWSTemplateFormatVersion") || (o.contains_key("Resources") && o.contains_key("Outputs"))
    }),
    ("settings of Kubernetes", MANAGED, |o| {
        all(o, &["apiVersion", "kind", "metadata"]) || (all(o, &["apiVersion", "kind", "items"]))
    }),
    ("the description of an API (OpenAPI)", "fetch what the API gives, not its description", |o| {
        any(o, &["openapi", "swagger"]) && o.contains_key("paths")
    }),
    ("a collection of requests (Postman)", "send its requests, and save what they give", |o| {
        o.contains_key("item") && o.get("info").is_some_and(|info| info.get("schema").is_some())
    }),
    ("a schema of JSON", "fetch the records that it describes", |o| {
        o.contains_key("$schema") && any(o, &["properties", "definitions", "$defs"])
    }),
    ("a notebook of Jupyter", "save the table that it works on as CSV", |o| {
        o.contains_key("nbformat") && list(o, "cells")
    }),
    ("the settings of a program in JavaScript", MANAGED, |o| {
        o.contains_key("name") && any(o, &["dependencies", "devDependencies", "scripts"])
    }),
    (
        "the present state of Nagios, without its history",
        "fetch archivejson.cgi?query=alertlist&formatoptions=enumerate with a start and an end, or nagios.log",
        |o| {
            let cgi = of_answer(o, "cgi");
            cgi.is_some_and(|cgi| cgi.ends_with("json.cgi") && cgi != "archivejson.cgi")
                || ["hoststatus", "servicestatus"]
                    .iter()
                    .any(|key| o.get(*key).is_some_and(|v| v.is_array() || v.is_object()))
        },
    ),
    (
        "numbers of alerts that Nagios has counted",
        "fetch archivejson.cgi?query=alertlist&formatoptions=enumerate instead of a count",
        |o| {
            let query = of_answer(o, "cgi").and_then(|_| of_answer(o, "query"));
            query.is_some_and(|query| query.ends_with("count") || query == "availability")
        },
    ),
    ("figures that are summed up already", "fetch the list behind them: one record for each incident", |o| {
        let sums = o.keys().filter(|key| is_sum(key)).count();
        sums > 1 && sums * 2 >= o.len() && !o.values().any(Value::is_object)
    }),
    ("the present state of a status page", "fetch /api/v2/incidents.json of the same page", |o| {
        o.len() <= 3
            && o.contains_key("page")
            && o.get("status").is_some_and(|status| status.get("indicator").is_some())
    }),
    ("a list of monitors", "fetch their outages (logs, events or incidents), not the monitors", |o| {
        list(o, "monitors")
            || all(o, &["friendly_name", "url", "interval"])
            || all(o, &["hostname", "resolution", "lasttesttime"])
    }),
    (
        "a list of users",
        "fetch the incidents; a list of people helps beside them as people.csv (id, name, team, time_zone)",
        |o| {
            let named = any(o, &["email", "mail", "emailAddress"])
                && any(o, &["name", "displayName", "username", "login", "full_name"]);
            named && !any(o, &["title", "subject", "summary", "description", "severity", "priority"])
        },
    ),
];

/// What the first object seems to be.
pub fn of(head: &Head) -> Option<Seems> {
    let object = head.objects.first()?.as_object()?;
    refusal(object).or_else(|| first(KINDS, object))
}

/// A member of the head of an answer of Nagios, which may have been taken for the record.
fn of_answer<'a>(object: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    object.get("result").and_then(|result| result.get(key)).or_else(|| object.get(key)).and_then(Value::as_str)
}

fn any(object: &Map<String, Value>, keys: &[&str]) -> bool {
    keys.iter().any(|key| object.contains_key(*key))
}

fn all(object: &Map<String, Value>, keys: &[&str]) -> bool {
    keys.iter().all(|key| object.contains_key(*key))
}

fn list(object: &Map<String, Value>, key: &str) -> bool {
    object.get(key).is_some_and(Value::is_array)
}

/// `mean_seconds_to_resolve`, `total_incident_count`, `incidents_avg`.
fn is_sum(key: &str) -> bool {
    let words: Vec<String> = key.to_lowercase().split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
    ["mean", "avg", "average", "total", "count", "sum", "median", "p95", "percent", "pct", "mtta", "mttr"]
        .iter()
        .any(|sum| words.iter().any(|word| word == sum))
}

/// An API that refused: a small object that holds nothing but why.
fn refusal(object: &Map<String, Value>) -> Option<Seems> {
    const AROUND: [&str; 24] = [
        "error",
        "errors",
        "message",
        "messages",
        "errorMessages",
        "errorMessage",
        "error_description",
        "detail",
        "details",
        "code",
        "status",
        "statusCode",
        "status_code",
        "success",
        "ok",
        "took",
        "requestId",
        "request_id",
        "documentation_url",
        "type",
        "title",
        "instance",
        "timestamp",
        "path",
    ];
    let only = object.keys().all(|key| AROUND.contains(&key.as_str())) && !object.is_empty();
    let failed = any(object, &["error", "errors", "errorMessages", "errorMessage", "error_description"])
        || (object.contains_key("message")
            && (object.len() == 1
                || any(
                    object,
                    &["documentation_url", "statusCode", "status_code", "code", "requestId", "request_id"],
                )))
        || (any(object, &["detail", "message"])
            && object.get("status").is_some_and(|status| status.as_u64().is_some_and(|n| (400..600).contains(&n))))
        || ["ok", "success"].iter().any(|key| object.get(*key) == Some(&Value::Bool(false)));
    if !(only && failed) {
        return None;
    }
    let why = said(&Value::Object(object.clone())).map_or_else(String::new, |why| format!(" (“{why}”)"));
    Some(Seems::new(
        &format!("an error that the API gave in place of the export{why}"),
        "check the token, the address and the rights behind it, and fetch it again",
    ))
}

/// The shortest way to the words of an error.
fn said(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(60).collect();
            text.chars().any(char::is_alphabetic).then_some(text)
        }
        Value::Array(items) => items.first().and_then(said),
        Value::Object(object) => {
            let keys = [
                "message",
                "error_description",
                "errorMessage",
                "detail",
                "title",
                "error",
                "errors",
                "errorMessages",
                "messages",
                "details",
            ];
            keys.iter().find_map(|key| object.get(*key).and_then(said))
        }
        _ => None,
    }
}
