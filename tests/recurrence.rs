//! What recurs in real exports and in the demo, against figures counted by hand or planted.

mod open;

use crate::support::run::{GITHUB_FEED, Row, Run, run, run_all};
use crate::support::shared;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn data(name: &str, toml: &str) -> Option<Run> {
    Some(run_all(&shared()?.join("data"), &[name], toml))
}

fn family(rows: &[Row], name: &str) -> Row {
    rows.iter().find(|f| f["name"] == name).unwrap_or_else(|| panic!("no family {name}")).clone()
}

fn headlines_of_recurrence(run: &Run) -> Vec<&String> {
    run.review.findings.headlines.iter().filter(|id| id.starts_with("recurrence.")).collect()
}

#[test]
fn planned_work_and_labels_of_a_status_page_are_no_famous_bugs() {
    let Some(run) = data("cstate-jenkins", "") else { return };
    let families = run.table("families");
    assert!(families.iter().all(|f| !f["name"].to_lowercase().contains("maintenance")), "planned work");
    assert!(families.iter().all(|f| f["famous"] == "false"));
    let outage = family(&families, "Outage on ci.jenkins.io");
    assert_eq!((outage["incidents"].as_str(), outage["label"].as_str()), ("7", "true"));
    // Four of the seven announce an upgrade or a restore in their text.
    let jira = family(&families, "Jira (issues.jenkins.io) outage");
    let incidents = run.table("incidents");
    let days: Vec<String> = jira["incident_ids"]
        .split(';')
        .map(|id| incidents.iter().find(|i| i["incident_id"] == id).unwrap()["started_at"][..10].to_owned())
        .collect();
    assert_eq!(days, ["2021-12-15", "2022-09-02", "2026-04-22"]);
    assert!(headlines_of_recurrence(&run).is_empty());
    let labels = run.review.findings.claim("recurrence.labels").unwrap();
    assert!(labels.sentence.contains("the same label, perhaps not the same problem"), "{}", labels.sentence);
    assert!(labels.incident_ids.iter().any(|id| outage["incident_ids"].contains(id.as_str())));
}

#[test]
fn forms_of_a_status_page_make_no_headline() {
    let Some(run) = data("github-two-source", GITHUB_FEED) else { return };
    let families = run.table("families");
    // Read one by one: the ten largest share a form and a product, never one problem.
    let mut sizes: Vec<(usize, &str)> =
        families.iter().map(|f| (f["incidents"].parse().unwrap(), f["label"].as_str())).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    assert!(sizes.iter().take(10).all(|(n, label)| *n > 6 && *label == "true"), "{sizes:?}");
    for name in ["Incident with Actions", "Disruption with some GitHub services"] {
        let found = family(&families, name);
        assert_eq!(
            (found["label"].as_str(), found["famous"].as_str(), found["recurs"].as_str()),
            ("true", "false", "false")
        );
    }
    assert!(headlines_of_recurrence(&run).is_empty());
}

#[test]
fn shared_problem_records_are_the_only_families_of_a_ticket_log() {
    let Some(run) = data("uci-servicenow", "") else { return };
    let families = run.table("families");
    let mut sizes: Vec<usize> = families.iter().map(|f| f["incidents"].parse().unwrap()).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    assert_eq!(sizes, [28, 21, 7, 5, 2, 2, 2]);
    let recurring: Vec<&String> = families.iter().filter(|f| f["recurs"] == "true").map(|f| &f["name"]).collect();
    assert_eq!(recurring, ["Problem ID 5"]);
    let ledger = run.table("ledger");
    assert_eq!(ledger.len(), run.table("incidents").iter().filter(|i| i["included"] == "true").count());
}

fn planted(bug: &str) -> (serde_json::Value, Vec<String>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo/truth");
    let summary = std::fs::read_to_string(folder.join("summary.json")).unwrap();
    let summary: serde_json::Value = serde_json::from_str(&summary).unwrap();
    let found = summary["famous_bugs"].as_array().unwrap().iter().find(|b| b["name"] == bug).unwrap().clone();
    let rows = csv::Reader::from_path(folder.join("incidents.csv")).unwrap().into_deserialize::<Row>();
    let starts = rows.map(Result::unwrap).filter(|r| r["famous_bug"] == bug).map(|r| r["started_at"].clone());
    (found, starts.collect())
}

fn demo(paths: &[PathBuf], period: &str) -> Run {
    let settings = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo/retroscope.toml");
    run(paths, &std::fs::read_to_string(settings).unwrap(), period)
}

#[test]
fn the_demo_bug_that_was_fixed_twice_came_back_twice() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = demo(&[root.join("data/demo")], "");
    let families = run.table("families");
    let names: BTreeSet<&str> = families.iter().filter(|f| f["famous"] == "true").map(|f| f["name"].as_str()).collect();
    let expected = [
        "certificate for tracking-edge-… expires",
        "label-printer queue stuck",
        "ledger-sync lock wait timeout",
        "settlement-batch evening run out of heap at netting, attempt …",
    ];
    assert_eq!(names, BTreeSet::from(expected));
    let (truth, starts) = planted("ledger-sync lock wait timeout");
    let found = family(&families, "ledger-sync lock wait timeout");
    assert_eq!(found["state"], "came-back");
    let fixes: Vec<&str> = truth["claimed_fixes"].as_array().unwrap().iter().map(|d| d.as_str().unwrap()).collect();
    let claimed: Vec<&str> = found["claimed_fixes"].split(';').map(|at| &at[..10]).collect();
    assert_eq!((fixes.len(), &claimed), (2, &fixes));
    // The first planted start after each claimed day.
    let back = |fix: &&str| starts.iter().filter(|at| at[..10] > **fix).min().unwrap().as_str();
    assert_eq!(found["returned_at"].split(';').collect::<Vec<_>>(), fixes.iter().map(back).collect::<Vec<_>>());
    let told = run.review.findings.claim(&format!("recurrence.came-back/{}", found["family_id"])).unwrap();
    // 27 January to 24 March 2025 and 24 October 2025 to 3 January 2026, whole days.
    let text = "It is taken as declared fixed twice, on 27 January 2025 and 24 October 2025, by the words “Fix the lock waits of ledger-sync: commit the fee posting every 500 rows” and “Fix ledger-sync lock waits for good: snapshot from the replica”, and came back after 56 and 71 days, on 24 March 2025 and 3 January 2026.";
    assert!(told.sentence.contains(text), "{}", told.sentence);
}

#[test]
fn the_demo_bug_whose_fix_held_stays_away() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = demo(&[root.join("data/demo")], "");
    let (truth, starts) = planted("settlement-batch evening run out of heap");
    let fix = truth["claimed_fixes"][0].as_str().unwrap();
    assert!(truth["fix_held"] == true && starts.iter().all(|at| at[..10] < *fix), "{starts:?}");
    let held: Vec<_> = run.review.findings.claims.iter().filter(|c| c.code == "recurrence.fix-held").collect();
    assert_eq!(held.len(), 1);
    assert!(held[0].sentence.contains("is taken as declared fixed on 15 September 2025"), "{}", held[0].sentence);
    assert_eq!(held[0].incident_ids.len(), starts.len());
}

#[test]
fn adding_a_quarter_renames_no_family() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let exports = root.join("data/demo");
    let alone = demo(std::slice::from_ref(&exports), "");
    // An earlier report that numbered and named its families otherwise, and knew only some of the incidents.
    let folder = tempfile::tempdir().unwrap();
    let mut text = String::from("family_id,name,incidents,occurrences,first_seen,last_seen,incident_ids\n");
    for (number, family) in alone.table("families").iter().enumerate() {
        let known: Vec<&str> = family["incident_ids"].split(';').take(5).collect();
        text += &format!("FB-{:02},old name {number},5,5,,,{}\n", 20 - number, known.join(";"));
    }
    let report = folder.path().join("families.csv");
    std::fs::write(&report, text).unwrap();
    let again = demo(&[exports, report], "");
    let now = again.table("families");
    for (number, before) in alone.table("families").iter().enumerate() {
        let same = now.iter().find(|f| f["incident_ids"] == before["incident_ids"]).unwrap();
        assert_eq!(same["family_id"], format!("FB-{:02}", 20 - number));
        assert_eq!(same["name"], format!("old name {number}"));
    }
    let joined: usize =
        alone.table("families").iter().map(|f| f["incident_ids"].split(';').count().saturating_sub(5)).sum();
    let changes = again.table("family_changes");
    assert_eq!((changes.len(), changes.iter().all(|c| c["change"] == "joined")), (joined, true));
    let known = |c: &Row| {
        again
            .table("family_links")
            .iter()
            .any(|l| l["incident_id"] == c["incident_id"] && l["joined_by"] == c["reason"])
    };
    assert!(changes.iter().all(known), "{changes:?}");
}
