//! Cells that hold nested values, in JSON or in Python's spelling.

use super::{case, files, trip};
use retroscope::ingest::container::literal::{is_python, nested};
use serde_json::json;

#[test]
fn incidents_of_a_pager_written_by_a_script() {
    let trip = trip(case("pagerduty-csv-with-python-cells"));
    assert_eq!(trip.rows.len(), 3);
    let services = ["PIN0011", "PIN0012", "PIN0013"].map(|id| trip.cell(id, "service"));
    assert_eq!(services, ["Checkout", "Search", "Checkout"]);
    assert_eq!(trip.cell("PIN0011", "team"), "Payments");
    assert_eq!(trip.minutes("PIN0011"), Some(60));
    assert_eq!(trip.cell("PIN0012", "acknowledged_at"), "2026-02-10T22:05:00Z");
    assert_eq!(trip.span("PIN0013"), ("2026-03-15T03:00:00Z", "", ""));
    let parts = trip.table("involvements");
    assert!(parts.iter().any(|row| row["incident_id"].ends_with("PIN0012")), "{parts:?}");
    let page = std::fs::read_to_string(trip.home.path().join("out/executive.html")).unwrap();
    assert!(!page.contains("service_reference"));
}

#[test]
fn a_data_frame_of_another_tool_is_proposed_with_what_stands_inside_its_cells() {
    let text = ",ticket,Subject,raised,fixed_at,meta\n\
        0,T-1,Queue stuck at noon,2026-01-05T08:00:00Z,2026-01-05T09:00:00Z,\"{'team': {'name': 'Core'}, 'prio': 'P2', 'note': \"\"it's slow\"\", 'at': datetime.datetime(2026, 1, 5, 8, 0)}\"\n\
        1,T-2,Disk full on a node,2026-01-06T08:00:00Z,,\"{'team': {'name': 'Data'}, 'prio': 'P1', 'note': None, 'at': None}\"\n";
    let trip = trip(files(&[("df incidents.csv", text)]));
    trip.proposes("severity = \"/meta/prio\"");
    trip.proposes("team = \"/meta/team/name\"");
    assert_eq!((trip.cell("T-1", "team"), trip.cell("T-1", "severity")), ("Core", "2"));
    assert_eq!((trip.cell("T-2", "team"), trip.cell("T-2", "severity")), ("Data", "1"));
    assert_eq!(["T-1", "T-2"].map(|id| trip.minutes(id)), [Some(60), None]);
}

#[test]
fn github_issues_through_a_data_frame_are_github_issues() {
    let text = "number,title,state,created_at,closed_at,html_url,labels,user,pull_request\n\
        7,Checkout is down,closed,2026-01-05T08:00:00Z,2026-01-05T09:00:00Z,https://github.com/acme/ops/issues/7,\"[{'id': 1, 'name': 'service:checkout', 'default': False}, {'id': 2, 'name': 'sev1', 'default': True}]\",\"{'login': 'nq', 'type': 'User'}\",\n";
    let trip = trip(files(&[("issues.csv", text)]));
    assert_eq!(trip.cell("Checkout is down", "service"), "checkout");
    assert_eq!(trip.cell("Checkout is down", "severity"), "1");
    assert_eq!(trip.minutes("Checkout is down"), Some(60));
}

#[test]
fn literals_are_what_they_are() {
    for (cell, expected) in [
        (
            "{'a': None, 'b': True, 'c': [1, 2.5, -3], 'd': ('x',)}",
            json!({"a": null, "b": true, "c": [1, 2.5, -3], "d": ["x"]}),
        ),
        ("[{'q': \"it's\"}, {'q': 'a \\'b\\' \\u00e9\\n'}]", json!([{"q": "it's"}, {"q": "a 'b' é\n"}])),
        (
            "{'at': Timestamp('2026-01-05 08:00:00+0000', tz='UTC'), 'n': nan}",
            json!({"at": "2026-01-05 08:00:00+0000", "n": null}),
        ),
        (
            "{'at': datetime.datetime(2026, 1, 5, 8, 0, tzinfo=datetime.timezone.utc)}",
            json!({"at": "2026-01-05T08:00:00Z"}),
        ),
        ("{\"a\": [1]}", json!({"a": [1]})),
    ] {
        assert_eq!(nested(cell), Some(expected), "{cell}");
    }
    for text in ["{'a': }", "{'a' 'b'}", "[1, 2", "{{ template }}", "[x]", "plain", "{'a': __import__}"] {
        assert_eq!(nested(text), None, "{text}");
    }
    assert_eq!(nested(&format!("{}{}", "[".repeat(5_000), "]".repeat(5_000))), None);
    assert!(is_python("{'a': 1}") && !is_python("{\"a\": 1}") && !is_python("(a)"));
}
