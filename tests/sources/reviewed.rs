//! Several exports of one incident platform together: what a review makes of them.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::support::run::{Row, Run, run};

use super::Input;
use super::whole::{file, raw};

fn review(cases: &[&str]) -> Run {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/sources");
    let paths: Vec<PathBuf> = cases.iter().map(|case| super::input(&folder.join(case))).collect();
    run(&paths, "", "all")
}

fn of<'a>(rows: &'a [Row], incident: &str) -> Vec<&'a Row> {
    rows.iter().filter(|row| row["incident_id"] == incident).collect()
}

/// Ids of the follow-ups of an incident.
fn promised(run: &Run, incident: &str) -> Vec<String> {
    let rows = run.table("follow_ups");
    of(&rows, incident).into_iter().map(|row| row["follow_up_id"].clone()).collect()
}

#[test]
fn a_follow_up_that_stands_in_the_incident_and_in_a_list_is_one() {
    let run = review(&["firehydrant-incidents/life-cycle", "firehydrant-tickets/list", "firehydrant-events/timeline"]);
    assert_eq!(promised(&run, "firehydrant:incident:fh-1"), ["t10", "t11"]);
    let incidents = run.table("incidents");
    assert_eq!(incidents.len(), 1, "what was thrown away is no incident");
    assert_eq!(incidents[0]["acknowledged_at"], "2026-05-04T09:25:00Z");
    assert_eq!((incidents[0]["status"].as_str(), incidents[0]["resolved_by"].as_str()), ("closed", ""));
    let run = review(&["rootly-incidents/relationships", "rootly-action-items/list"]);
    assert_eq!(promised(&run, "rootly:incident:r-1"), ["ai-1", "ai-2"]);
}

#[test]
fn shifts_tell_who_was_on_call() {
    let run = review(&["rootly-incidents/relationships", "rootly-shifts/list"]);
    let involved = run.table("involvements");
    let commander = of(&involved, "rootly:incident:r-1").into_iter().find(|row| row["role"] == "Commander").unwrap();
    assert_eq!(commander["on_call"], "yes");
    let run = review(&["victorops-incidents/reopened", "victorops-on-call/log"]);
    let involved = run.table("involvements");
    let paged: Vec<&str> = of(&involved, "victorops:incident:9101")
        .into_iter()
        .filter(|row| row["via"] == "paged" && !row["joined_at"].is_empty())
        .map(|row| row["on_call"].as_str())
        .collect();
    assert_eq!(paged, ["yes"]);
}

#[test]
fn reopenings_and_ends_are_those_of_the_export() {
    // Each by itself: together they look like one incident in three tools, and are linked.
    let cases = ["victorops-incidents/reopened", "datadog-incidents/search-results", "squadcast-incidents/logs"];
    let incidents: Vec<Row> = cases.iter().flat_map(|case| review(&[case]).table("incidents")).collect();
    let one = |id: &str| of(&incidents, id)[0].clone();
    let pager = one("victorops:incident:9101");
    assert_eq!((pager["reopen_count"].as_str(), pager["resolved_by"].as_str()), ("1", "auto"));
    let manager = one("datadog:incident:dd-1");
    assert_eq!((manager["reopen_count"].as_str(), manager["resolved_by"].as_str()), ("1", ""));
    assert_eq!(manager["detection"], "human");
    assert_eq!(one("datadog:incident:dd-2")["exclusion"], "test");
    assert_eq!(one("squadcast:incident:sq-2")["exclusion"], "not-an-incident");
}

#[test]
fn lists_give_names_to_ids() {
    let run = review(&["squadcast-incidents/single", "squadcast-lists/users-and-services"]);
    assert_eq!(run.table("incidents")[0]["service"], "search-api");
}

#[test]
fn records_are_recognised_without_their_envelope() {
    let samples = [
        ("firehydrant", "/data"),
        ("rootly", "/data"),
        ("datadog", "/data"),
        ("victorops", "/incidents"),
        ("squadcast", "/incidents"),
    ];
    for (vendor, array) in samples {
        let Some(path) = file(&format!("samples/{vendor}/incidents.json")) else { return };
        let whole = raw(&path);
        let rows = whole.pointer(array).and_then(Value::as_array).unwrap();
        let lines =
            |wrap: &dyn Fn(&Value) -> Value| rows.iter().map(|row| format!("{}\n", wrap(row))).collect::<String>();
        let wrapped = [
            lines(&Value::clone),
            lines(&|row| json!({"type": "RECORD", "stream": "x", "record": row})),
            lines(&|row| json!({"type": "RECORD", "record": {"stream": "x", "emitted_at": 1, "data": row}})),
            format!("{}\n{}\n", json!({"type": "STATE", "data": {}}), lines(&Value::clone)),
        ];
        for text in wrapped {
            let (out, report) = Input::lines(&text).read_by_all();
            let source = format!("{vendor}-incidents");
            assert_eq!((report.problem, report.units[0].source), (None, Some(source.as_str())), "{text}");
            assert_eq!((out.records.len(), out.rejects.len()), (rows.len(), 0));
        }
    }
}
