//! Files that hold no incidents: each command says what they seem to be and what to fetch instead.

use super::{Way, run, said, texts, told};

/// File, text, what it is said to be, and a part of the advice.
const FILES: [(&str, &str, &str, &str); 16] = [
    (
        "dashboard.json",
        r#"{"title":"Ops","uid":"x","schemaVersion":39,"panels":[{"id":1,"title":"Errors","type":"graph"}]}"#,
        "a Grafana dashboard",
        "Grafana OnCall",
    ),
    (
        "alertmanager.json",
        r#"{"route":{"receiver":"ops"},"receivers":[{"name":"ops"}]}"#,
        "settings of Alertmanager",
        "/api/v2/alerts",
    ),
    (
        "terraform.json",
        r#"{"version":4,"terraform_version":"1.9.0","serial":3,"lineage":"x","resources":[{"mode":"managed","type":"pagerduty_service","name":"shop"}]}"#,
        "the state of Terraform",
        "incidents of the pager",
    ),
    ("refused.json", r#"{"message":"Unauthorized"}"#, "“Unauthorized”", "check the token"),
    ("failed.json", r#"{"error":{"message":"Invalid input","code":2001}}"#, "“Invalid input”", "check the token"),
    (
        "analytics.json",
        r#"{"data":[{"mean_seconds_to_resolve":300,"total_incident_count":4,"range_start":"2026-01-01T00:00:00Z"}]}"#,
        "",
        "",
    ),
    (
        "per-month.csv",
        "Month,Incidents,MTTR (h)\n2026-01,12,3.5\n2026-02,9,4\n2026-03,11,2\n",
        "a summary",
        "one row for each incident",
    ),
    (
        "users.csv",
        "Name,Email,Role\nPriya Nair,p@acme.example,admin\nTomas Reyes,t@acme.example,user\n",
        "a list of users",
        "people.csv",
    ),
    (
        "login.csv",
        "<!DOCTYPE html>\n<html><body><form><input type=\"password\"></form></body></html>\n",
        "a login page",
        "log in",
    ),
    ("page.html", "<html><body><p>Incidents</p></body></html>\n", "a web page in place of the export", "CSV or JSON"),
    (
        "rules.yml",
        "groups:\n- name: shop\n  rules:\n  - alert: Down\n    expr: up == 0\n",
        "rules of alerts",
        "what fired",
    ),
    ("empty.json", r#"{"incidents":[]}"#, "holds no records", "export it again"),
    ("empty.csv", "id,title,started_at\n", "has a header and no rows", "export it again"),
    ("review.pdf", "%PDF-1.7\n1 0 obj\n", "a PDF document", ".txt or .md"),
    (
        "app.log",
        "2026-01-05 08:00:00 ERROR shop down\n2026-01-05 08:00:01 INFO shop up\n",
        "the log of a program",
        "came of them",
    ),
    (
        "status.json",
        r#"{"page":{"id":"x","name":"Acme"},"status":{"indicator":"none","description":"All good"}}"#,
        "",
        "incidents.json",
    ),
];

/// What each command says, with the settings that it has: none, where there was nothing to propose.
fn all(way: &Way) -> [(&'static str, String); 3] {
    let review = run(way.home.path(), &["review", "in", "--out", "out"]);
    assert_eq!(review.status.code(), Some(2));
    [
        ("inspect", said(&way.inspect)),
        ("init", said(&way.init) + &told(&way.init)),
        ("review", said(&review) + &told(&review)),
    ]
}

#[test]
fn what_holds_no_incident_is_named_with_what_does() {
    for (name, text, what, instead) in FILES {
        let way = texts(&[(name, text)]);
        assert!(way.settings.is_empty(), "{name}: {}", way.settings);
        for (command, output) in all(&way) {
            assert!(output.contains(what) && output.contains(instead), "{command} of {name}: {output}");
            assert!(!output.contains("retroscope init"), "{command} of {name} goes round in a circle: {output}");
        }
        assert_eq!(way.init.status.code(), Some(2), "{name}");
    }
}

/// What goes with incidents is no reason for advice once they are there.
#[test]
fn nobody_is_told_to_fetch_what_is_there() {
    let users = r#"{"users":[{"id":"P1","type":"user","name":"Priya","email":"p@acme.example","summary":"Priya","role":"user","time_zone":"UTC"}]}"#;
    let alone = texts(&[("users.json", users)]);
    assert!(
        said(&alone.inspect).contains("holds no incident; what does: the incidents of PagerDuty"),
        "{}",
        said(&alone.inspect)
    );
    assert!(told(&alone.init).contains("the incidents of PagerDuty"), "{}", told(&alone.init));
    let incident = include_str!("../cases/sources/pagerduty-incidents/sample/input.json");
    let both = texts(&[("users.json", users), ("incidents.json", incident)]);
    assert!(!said(&both.inspect).contains("what does:"), "{}", said(&both.inspect));
}
