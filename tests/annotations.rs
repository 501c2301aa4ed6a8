//! What people say about incidents stands above what the exports state, and an entry that fits nothing says so.

use crate::support::run::{Row, Run, run};
use std::path::PathBuf;

fn review(files: &[(&str, String)]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = files
        .iter()
        .map(|(name, text)| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        })
        .collect();
    run(&paths, "", "all")
}

/// Three pages, a day apart.
fn pages() -> String {
    let page = |number: u32| {
        format!(
            r#"{{"id":"QA{number}","incident_number":{number},"title":"page {number}","status":"resolved","urgency":"high",
            "created_at":"2026-05-0{number}T10:00:00Z","resolved_at":"2026-05-0{number}T11:00:00Z","service":{{"id":"S","summary":"card-gateway"}},
            "html_url":"https://x.pagerduty.com/incidents/QA{number}","escalation_policy":{{"id":"E"}}}}"#
        )
    };
    format!("{{\"incidents\":[{},{},{}]}}", page(1), page(2), page(3))
}

/// A ticket about the first page, by reference, and one about nothing known.
fn tickets() -> String {
    "number,opened_at,short_description,state,resolved_at,correlation_id,sys_updated_on\n\
     INC0000001,2026-05-01 10:05:00,cards fail,Closed,2026-05-01 11:30:00,QA1,2026-05-02 00:00:00\n\
     INC0000002,2026-05-02 10:01:00,sorter stops,Closed,2026-05-02 12:00:00,,2026-05-03 00:00:00\n"
        .to_owned()
}

fn annotated(rows: &str) -> Run {
    let table = format!("action,target,field,value,reason\n{rows}\n");
    review(&[("pages.json", pages()), ("tickets.csv", tickets()), ("annotations.csv", table)])
}

fn incidents(run: &Run) -> Vec<Row> {
    run.table("incidents")
}

fn one(run: &Run, id: &str) -> Row {
    let found = incidents(run).into_iter().find(|r| r["record_ids"].split(';').any(|record| record.ends_with(id)));
    found.unwrap_or_else(|| panic!("no incident with {id}"))
}

#[test]
fn without_annotations_only_the_stated_reference_joins() {
    let run = annotated("");
    assert_eq!(incidents(&run).len(), 4);
}

#[test]
fn a_corrected_time_counts_and_the_stated_one_is_kept() {
    let run = annotated(
        "set,pagerduty:incident:QA2,started_at,2026-05-02T09:30:00Z,graphs\nset,QA2,resolved_at,2026-05-02 10:30,",
    );
    let row = one(&run, "QA2");
    assert_eq!(
        (row["started_at"].as_str(), row["resolved_at"].as_str()),
        ("2026-05-02T09:30:00Z", "2026-05-02T10:30:00Z")
    );
    assert_eq!((row["start_basis"].as_str(), row["ttr_s"].as_str()), ("stated", "3600"));
    let remarks = run.table("remarks");
    let kept = remarks.iter().find(|r| r["rule"] == "annotated" && r["field"] == "resolved_at").unwrap();
    assert_eq!(kept["stated"], "2026-05-02T11:00:00Z");
}

#[test]
fn records_are_merged_and_split_by_hand() {
    let run = annotated("merge,QA2,,INC0000002,the sorter needs cards");
    assert_eq!(incidents(&run).len(), 3);
    assert_eq!(one(&run, "INC0000002")["incident_id"], "pagerduty:incident:QA2");
    let link = run.table("links").into_iter().find(|l| l["signal"] == "annotation").unwrap();
    assert!(link["reason"].contains("the sorter needs cards"), "{link:?}");

    let run = annotated("split,INC0000001,,QA1,another card");
    assert_eq!(incidents(&run).len(), 5);
    let run = annotated("split,INC0000001,,,");
    assert_eq!(incidents(&run).len(), 5);
}

#[test]
fn exclusion_renaming_words_factors_and_fixes() {
    let rows = "exclude,QA3,,,a rehearsal\nrename,QA1,,Cards declined in Leeds,\nset,QA1,severity,SEV1,\nset,QA1,service,cards; ledger,\n\
                set,QA1,customer_facing,yes,\nconfirm-factor,QA1,,expired certificate,seen in the log\nclaim-fix,QA1,,2026-05-20T00:00:00Z,renewal by machine";
    let run = annotated(rows);
    assert_eq!(run.table("rejects").len(), 0, "{:?}", run.table("rejects"));
    let third = one(&run, "QA3");
    assert_eq!((third["included"].as_str(), third["exclusion"].as_str()), ("false", "annotation"));
    let first = one(&run, "QA1");
    assert_eq!((first["title"].as_str(), first["severity"].as_str()), ("Cards declined in Leeds", "1"));
    assert_eq!((first["service"].as_str(), first["customer_facing"].as_str()), ("cards", "yes"));
    assert!(first["areas"].contains("service:ledger"));
    let factor = run.table("factors").into_iter().find(|f| f["basis"] == "confirmed").unwrap();
    assert_eq!((factor["factor"].as_str(), factor["quote"].as_str()), ("expired certificate", "seen in the log"));
    let fix = run.table("follow_ups").into_iter().find(|f| f["title"] == "renewal by machine").unwrap();
    assert_eq!((fix["completed_at"].as_str(), fix["status"].as_str()), ("2026-05-20T00:00:00Z", "done"));
}

#[test]
fn two_incidents_are_called_the_same_problem_or_another_one() {
    let run = annotated("same-problem,QA1,,QA2,both are the card gateway\nother-problem,QA3,,QA1,");
    assert_eq!(run.table("rejects").len(), 0, "{:?}", run.table("rejects"));
    let (first, second) = (one(&run, "QA1"), one(&run, "QA2"));
    assert!(!first["family_id"].is_empty() && first["family_id"] == second["family_id"]);
    assert_ne!(one(&run, "QA3")["family_id"], first["family_id"]);
    let links = run.table("family_links");
    let link = links.iter().find(|l| l["joined_by"] == "stated").unwrap();
    assert!([&link["incident_id"], &link["other_id"]].contains(&&second["incident_id"]));
    let refused = annotated("same-problem,QA1,,,");
    assert!(refused.table("rejects")[0]["detail"].contains("same-problem needs the other record"));
}

#[test]
fn planned_work_can_be_brought_back() {
    let work = pages().replace("page 2", "Scheduled maintenance of the gateway");
    let table = "action,target,field,value,reason\ninclude,QA2,,,it went wrong\n".to_owned();
    let tickets = "number,opened_at,short_description,state,sys_updated_on\nINC9,2026-05-02 10:00:00,Planned maintenance,Closed,2026-05-03 00:00:00\n";
    let run = review(&[
        ("pages.json", work),
        ("t.csv", tickets.to_owned()),
        ("annotations.csv", table.replace("QA2", "INC9")),
    ]);
    assert_eq!(one(&run, "INC9")["included"], "true");
}

#[test]
fn an_entry_that_fits_nothing_or_too_much_says_so() {
    for (row, said) in [
        ("set,QA9,started_at,2026-05-02,", "\"QA9\" is the id, number or address of no incident in these exports"),
        ("merge,QA1,,QA9,", "\"QA9\" is the id, number or address of no incident"),
        ("set,QA1,started_at,soon,", "\"soon\" is no time that can be read"),
        ("set,QA1,colour,red,", "the field \"colour\" can't be set; known are started_at"),
        ("set,QA1,severity,purple,", "\"purple\" is no severity"),
        ("paint,QA1,,,", "the action \"paint\" is not known; known are set"),
        ("merge,QA1,,,", "merge needs the other record in `value`"),
        ("exclude,,,,", "names no target"),
    ] {
        let run = annotated(row);
        let rejects = run.table("rejects");
        let [reject] = rejects.as_slice() else { panic!("{row}: {rejects:?}") };
        assert!(reject["detail"].contains(said), "{row}: {}", reject["detail"]);
        assert!(reject["file"].ends_with("annotations.csv") && reject["row"] == "1", "{reject:?}");
        assert_eq!(incidents(&run).len(), 4, "{row}: nothing else changes");
    }
    let twins = pages().replace("\"incident_number\":2", "\"incident_number\":1");
    let table = "action,target,field,value,reason\nexclude,1,,,\n".to_owned();
    let run = review(&[("pages.json", twins), ("annotations.csv", table)]);
    assert!(run.table("rejects")[0]["detail"].contains("fits 2 records; name one by its id"));
}

#[test]
fn annotations_in_toml_are_the_same() {
    let toml = "[[annotation]]\naction = \"set\"\ntarget = \"QA2\"\nfield = \"severity\"\nvalue = 2\nreason = \"it was bad\"\n";
    let run = review(&[("pages.json", pages()), ("annotations.toml", toml.to_owned())]);
    assert_eq!(one(&run, "QA2")["severity"], "2");
    for row in run.table("reconciliation") {
        assert_eq!((row["rejected"].as_str(), row["read"].as_str() != "0"), ("0", true), "{row:?}");
    }
}
