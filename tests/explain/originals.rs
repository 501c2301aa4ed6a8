//! Records as they stand in their files: shown where the file is still what it was, and nowhere else.

use super::{made, said};
use crate::support::user::copy;
use std::fs;

fn shown(subject: &str, inputs: &str) -> String {
    let (code, out, told) = said(&["plain", subject, "--show", "--inputs", inputs]);
    assert_eq!(code, 0, "{told}");
    out
}

#[test]
fn records_are_shown_in_the_words_of_their_files() {
    let page = shown("pagerduty:incident:QHV0000387", "demo");
    assert!(page.contains("\"id\": \"QHV0000387\","), "{page}");
    assert!(page.contains("\"resolved_at\": \"2026-04-05T07:48:40Z\""), "{page}");
    let ticket = shown("servicenow:incident:INC0010212", "demo");
    assert!(ticket.contains("number: INC0010212"), "{ticket}");
    let written = shown("pagerduty:incident:QHV0000425", "demo");
    assert!(
        written.contains("reviews/2026-04-29-post-tax-quote-answers-401.md")
            && written.contains("      services: [checkout-api]"),
        "{written}"
    );
    assert!(!written.contains("not shown"), "{written}");
    let (_, json, _) = said(&["plain", "QHV0000387", "--show", "--inputs", "demo", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let text = json["answers"][0]["line"]["records"][0]["original"]["text"].as_str().unwrap();
    let record: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(record["id"], "QHV0000387");
    assert!(text.find("\"id\"").unwrap() < text.find("\"incident_number\"").unwrap());
}

#[test]
fn a_file_that_changed_is_gone_or_was_moved_is_said_to_be_so() {
    let home = made().home.path();
    copy(&home.join("demo"), &home.join("later"));
    let file = home.join("later/pagerduty/incidents-0002.json");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("ledger-sync", "Ledger-sync", 1)).unwrap();
    let changed = shown("QHV0000387", "later");
    assert!(changed.contains("not shown: the file has changed since the report was written"), "{changed}");
    // The others are as they were.
    assert!(changed.contains("\"log_entries\"") || changed.contains("\"id\": \"RHV0000"), "{changed}");
    fs::remove_file(&file).unwrap();
    let gone = shown("QHV0000387", "later");
    assert!(gone.contains("not shown: there is no file pagerduty/incidents-0002.json in later"), "{gone}");
    fs::create_dir_all(home.join("later/old/exports")).unwrap();
    fs::write(home.join("later/old/exports/a.json"), text).unwrap();
    let moved = shown("QHV0000387", "later");
    assert!(moved.contains("\"id\": \"QHV0000387\""), "{moved}");
    // The folder inside the inputs' own one will do as well.
    assert!(shown("QHV0000387", "demo/pagerduty").contains("\"id\": \"QHV0000387\""));
}

/// Tables that the settings describe, and JSON lines.
#[test]
fn records_of_a_mapping_are_shown_too() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        fs::create_dir_all(folder.path().join("in")).unwrap();
        fs::write(folder.path().join("in").join(name), text).unwrap();
    };
    write(
        "retroscope.toml",
        "[[mapping]]\nname = \"ours\"\nfiles = [\"log.jsonl\"]\n[mapping.fields]\nid = \"no\"\ntitle = \"what\"\nstarted_at = \"from\"\nresolved_at = \"to\"\n",
    );
    let line = |n: u32| {
        format!(
            "{{\"no\":\"A-{n}\",\"what\":\"Disk full on db{n}\",\"from\":\"2026-07-0{n}T10:00:00Z\",\"to\":\"2026-07-0{n}T11:00:00Z\"}}\n"
        )
    };
    write("log.jsonl", &(1..6).map(line).collect::<String>());
    let run = |args: &[&str]| crate::support::user::run(folder.path(), args);
    assert_eq!(run(&["review", "in", "--out", "r", "--quiet"]).status.code(), Some(0));
    let output = run(&["explain", "r", "A-4", "--show", "--inputs", "in"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("log.jsonl, row 4") && text.contains("\"what\": \"Disk full on db4\","), "{text}");
}

/// Where a record about a person stands would tell which person it is.
#[test]
fn records_about_people_are_not_shown() {
    let report = made().home.path().join("plain");
    let rows = super::csv_rows(&report, "data/records.csv");
    let of = |row: &Vec<(String, String)>, name: &str| row.iter().find(|(n, _)| n == name).unwrap().1.clone();
    let user = rows.iter().find(|row| of(row, "row").is_empty()).unwrap();
    let text = shown(&of(user, "record_id"), "demo");
    assert!(text.contains("place not told") && text.contains("not shown: its place is not told"), "{text}");
}
