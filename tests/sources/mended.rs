//! What becomes of text that is almost JSON: examples, in every container, and through a whole run.

use super::harness::Input;
use crate::support::run::run_all;
use retroscope::ingest::mend;
use retroscope::model::record::{Body, Record};
use serde_json::{Value, json};
use std::path::Path;

/// Text and what it is read as.
fn readings() -> Vec<(&'static str, Value)> {
    vec![
        (r#"{"a":"x\ud83d"}"#, json!({"a": "x\u{fffd}"})),
        (r#"{"a":"\ude00x\ud83d\ude00"}"#, json!({"a": "\u{fffd}x😀"})),
        (r#"{"a":"\ud83d\ud83d\ude00"}"#, json!({"a": "\u{fffd}😀"})),
        (r#"{"a":"\ud83d\n"}"#, json!({"a": "\u{fffd}\n"})),
        (r#"{"a\udc00":1}"#, json!({"a\u{fffd}": 1})),
        (r#"{"a":"C:\Users\new\x"}"#, json!({"a": "C:\\Users\new\\x"})),
        (r#"{"a":"it\'s"}"#, json!({"a": "it's"})),
        (r#"{"a":"\u12"}"#, json!({"a": "\\u12"})),
        (r#"{"a":"\u+123"}"#, json!({"a": "\\u+123"})),
        ("{\"a\":\"x\ty\nz\u{1}\"}", json!({"a": "x\ty\nz\u{1}"})),
        ("{\"a\":\"x\\\ny\"}", json!({"a": "x\\\ny"})),
        (r#"{"a":1e999,"b":1}"#, json!({"a": "1e999", "b": 1})),
        (
            r#"{"a":00012,"b":+5,"c":0x1F,"d":.5,"e":5.}"#,
            json!({"a": "00012", "b": "+5", "c": "0x1F", "d": ".5", "e": "5."}),
        ),
        (r#"{"a":NaN,"b":-Infinity,"c":undefined,"d":None}"#, json!({"a": null, "b": null, "c": null, "d": null})),
        (r#"{"a":True,"b":False}"#, json!({"a": true, "b": false})),
        (r#"{"a":12345678901234567890123,"b":"\x"}"#, json!({"a": "12345678901234567890123", "b": "\\x"})),
        (r#"{"a":,"b":1}"#, json!({"a": null, "b": 1})),
        (r#"{"b":1,"a":}"#, json!({"a": null, "b": 1})),
        (r#"{"a":[1,2,],"b":1,}"#, json!({"a": [1, 2], "b": 1})),
        (r#"{"a":NaN,"a":{"b":[1]},"c":1,"a":2}"#, json!({"a": 2, "c": 1})),
        (r#"[{"a":{"b":NaN,"b":1}},{"a":2}]"#, json!([{"a": {"b": 1}}, {"a": 2}])),
    ]
}

#[test]
fn almost_json_is_read_leaf_by_leaf() {
    for (text, expected) in readings() {
        assert_eq!(mend::value(text), Some(expected), "{text}");
    }
}

#[test]
fn what_leaves_a_doubt_is_not_mended() {
    for text in [
        "",
        "{",
        "[1,2",
        r#"{"a":1]"#,
        r#"{"a" 1}"#,
        r#"{"a"}"#,
        "{a:1}",
        r#"{"a":'x'}"#,
        r#"{"a":"x"y"}"#,
        r#"{"a":x"y,"b":"z"}"#,
        r#"{"a":1}{"b":2}"#,
        r#"{"a":NaN} x"#,
        "[1,}",
        "[}]",
    ] {
        assert_eq!(mend::value(text), None, "{text}");
    }
}

#[test]
fn depth_and_length_cost_neither_stack_nor_time() {
    let deep = format!("{{\"a\":{}1{},\"b\":2}}", "[".repeat(400_000), "]".repeat(400_000));
    let read = mend::value(&deep).unwrap();
    assert!(read["a"].is_array());
    assert_eq!(read["b"], json!(2));
    let many = format!("{{\"a\":[{}1e999],\"b\":2}}", "\"\\ud83d\",".repeat(200_000));
    let read = mend::value(&many).unwrap();
    assert_eq!((read["a"].as_array().unwrap().len(), &read["b"]), (200_001, &json!(2)));
    let twice = format!("{{{}\"b\":2}}", "\"a\":\"\\ud83d\",".repeat(200_000));
    assert_eq!(mend::value(&twice), Some(json!({"a": "\u{fffd}", "b": 2})));
}

/// An incident of a status page, by its id, with a title as it is written in the file.
fn incident(id: &str, title: &str) -> String {
    format!(
        r#"{{"id":{id},"name":{title},"status":"resolved","impact":"major","created_at":"2026-07-01T10:00:00Z","resolved_at":"2026-07-01T11:00:00Z","incident_updates":[],"components":[]}}"#
    )
}

fn titles(records: &[Record]) -> Vec<String> {
    let title = |record: &Record| match &record.body {
        Body::Incident(incident) => Some(incident.title.clone()),
        _ => None,
    };
    records.iter().filter_map(title).collect()
}

#[test]
fn in_every_container_a_bad_leaf_costs_a_leaf() {
    let (bad, good) = (incident("\"i1\"", r#""half \ud83d""#), incident("\"i2\"", "\"whole\""));
    let in_column = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let raw = |text: &str| format!("1,{{}},{},https://status.example.com/api,{{}},2026-07-02\n", in_column(text));
    let message =
        |text: &str| format!(r#"{{"type":"RECORD","record":{{"stream":"incidents","data":{text},"emitted_at":1}}}}"#);
    let containers = [
        ("array.json", format!("[{bad},{good}]")),
        ("lines.jsonl", format!("{bad}\n{good}\n")),
        (
            "envelope.json",
            format!(r#"{{"page":{{"id":"p","name":"\ud83d","time_zone":"Etc/UTC"}},"incidents":[{bad},{good}]}}"#),
        ),
        ("pages.json", format!(r#"[{{"incidents":[{bad}]}},{{"incidents":[{good}]}}]"#)),
        ("single.json", format!(r#"{{"incident":{bad}}}"#)),
        ("alone.json", bad.clone()),
        ("messages.jsonl", format!("{}\n{}\n", message(&bad), message(&good))),
        ("raw.csv", format!("id,params,data,url,input,created_at\n{}{}", raw(&bad), raw(&good))),
    ];
    for (name, text) in containers {
        let (out, report) = Input::bytes(name, text.as_bytes()).read_by_all();
        let expected: &[&str] = if name == "single.json" || name == "alone.json" {
            &["half \u{fffd}"]
        } else {
            &["half \u{fffd}", "whole"]
        };
        assert_eq!(titles(&out.records), expected, "{name}: {:?} {:?}", out.rejects, report.problem);
        assert!(out.rejects.is_empty() && report.problem.is_none(), "{name}: {report:?}");
        let leaves: Vec<_> = out.mended.iter().flat_map(|one| &one.leaves).collect();
        assert_eq!(leaves.len(), 1, "{name}");
        assert_eq!((leaves[0].path.as_str(), leaves[0].stated.as_str()), ("/name", r"\ud83d"), "{name}");
    }
}

#[test]
fn ids_longer_than_a_machine_number_stay_two() {
    let (one, other) = ("123456789012345678901", "123456789012345678902");
    let text = format!("[{},{}]", incident(one, "\"a\""), incident(other, "\"b\""));
    let (out, _) = Input::bytes("long.json", text.as_bytes()).read_by_all();
    let ids: Vec<&str> = out.records.iter().map(|record| record.native_id.as_str()).collect();
    assert_eq!(ids, [one, other]);
}

#[test]
fn one_key_in_two_spellings_costs_the_second() {
    let text =
        incident("\"i1\"", "\"a\"").replacen("\"status\"", "\"createdAt\":\"2026-07-01T10:00:00Z\",\"status\"", 1);
    let (out, _) = Input::bytes("two.json", format!("[{text}]").as_bytes()).read_by_all();
    assert_eq!(titles(&out.records), ["a"], "{:?}", out.rejects);
}

#[test]
fn half_a_character_leaves_the_incident_and_a_remark() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/attack");
    let run = run_all(&cases, &["lone-surrogate.json"], "");
    let rows = run.table("incidents");
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["title"], "Checkout API 5xx above 5%");
    let remarks = run.table("remarks");
    let mended: Vec<_> = remarks.iter().filter(|r| r["rule"] == "mended").collect();
    assert_eq!(mended.len(), 1, "{remarks:?}");
    assert_eq!((mended[0]["stated"].as_str(), mended[0]["normalised"].as_str()), (r"/body/details: \ud83d", "U+FFFD"));
    assert_eq!(mended[0]["record_id"], "pagerduty:incident:Q1CHK0AAA4211");
    assert!(run.table("rejects").is_empty());
    let notes: Vec<_> =
        run.review.findings.sections.iter().flat_map(|s| &s.tables).filter(|t| t.id == "remarks").collect();
    assert!(notes.iter().any(|t| t.rows.iter().flatten().any(|c| c.contains("no JSON"))), "{notes:?}");
}
