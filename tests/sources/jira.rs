//! Jira issues and histories against real files, with the figures counted a second time straight from them.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use retroscope::ingest::Output;
use retroscope::ingest::jira::moments::english;
use retroscope::model::record::{Body, EventKind, Record, StatedEvent, StatedIncident};

use super::harness::Input;
use crate::support::shared;

/// What a run reads from a file: nothing refused, nothing unrecognised, nothing left over.
fn read(path: &Path, id: &str) -> Output {
    let (out, report) = Input::open(path).read_by_all();
    let sources: Vec<_> = report.units.iter().map(|unit| unit.source).collect();
    assert!(!sources.is_empty() && sources.iter().all(|source| *source == Some(id)), "{}: {sources:?}", path.display());
    assert!(report.problem.is_none(), "{}: {:?}", path.display(), report.problem);
    assert!(out.rejects.is_empty(), "{}: {:?}", path.display(), out.rejects);
    out
}

fn incident(record: &Record) -> &StatedIncident {
    match &record.body {
        Body::Incident(incident) => incident,
        other => panic!("{}: {other:?}", record.id()),
    }
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Rows of a raw layer: the record and the address it was asked for at.
fn raw(path: &Path) -> Vec<(Value, String)> {
    let mut table = csv::Reader::from_path(path).unwrap();
    let row = |row: csv::StringRecord| (serde_json::from_str(&row[2]).unwrap(), row[3].to_owned());
    table.records().map(|found| row(found.unwrap())).collect()
}

fn changes(history: &Value, field: &str) -> usize {
    history["items"].as_array().unwrap().iter().filter(|item| item["field"] == field).count()
}

fn count(events: &[StatedEvent], kinds: &[EventKind]) -> usize {
    events.iter().filter(|event| kinds.contains(&event.kind)).count()
}

const MOVES: [EventKind; 4] = [EventKind::Status, EventKind::Acknowledged, EventKind::Resolved, EventKind::Reopened];

#[test]
fn recorded_histories_belong_to_the_issues_they_were_asked_for() {
    let Some(shared) = shared() else { return };
    let path = shared.join("fixtures/jira/devlake_raw_jira_api_issue_changelogs.csv");
    let out = read(&path, "jira-changelogs");
    let rows = raw(&path);
    assert_eq!((out.records.len(), rows.len()), (279, 279));
    let mut issues = BTreeSet::new();
    for (record, (row, address)) in out.records.iter().zip(&rows) {
        assert_eq!(record.native_id, row["id"].as_str().unwrap());
        let (moves, priorities) = (changes(row, "status"), changes(row, "priority"));
        let events: &[StatedEvent] = match &record.body {
            Body::Events(events) => events,
            Body::Reference => &[],
            other => panic!("{other:?}"),
        };
        assert_eq!(count(events, &MOVES), moves, "{row}");
        assert_eq!(count(events, &[EventKind::Severity]), priorities, "{row}");
        for event in events {
            assert!(address.contains(&format!("/issue/{}/changelog", event.incident)));
            assert_eq!(event.at.text, row["created"].as_str().unwrap());
            issues.insert(event.incident.clone());
        }
    }
    // Ten moves in all, two of them with a resolution.
    let all = out.records.iter().filter_map(|record| match &record.body {
        Body::Events(events) => Some(events.as_slice()),
        _ => None,
    });
    let all: Vec<StatedEvent> = all.flatten().cloned().collect();
    assert_eq!((count(&all, &MOVES), count(&all, &[EventKind::Reopened])), (10, 0));
    assert!(!issues.is_empty() && issues.len() <= 3);
}

#[test]
fn recorded_issues_with_their_history() {
    let Some(shared) = shared() else { return };
    let search = shared.join("fixtures/jira/devlake_issues_with_changelog.unwrapped.json");
    let connector = shared.join("fixtures/jira/devlake_raw_jira_api_issues_for_due_date.csv");
    let of_search = json(&search)["issues"][0].clone();
    let of_connector = raw(&connector).remove(0).0;
    for (path, row) in [(search, of_search), (connector, of_connector)] {
        let out = read(&path, "jira-issues");
        assert_eq!(out.records.len(), 1);
        let (record, fields) = (&out.records[0], &row["fields"]);
        let one = incident(record);
        assert_eq!((record.native_id.as_str(), one.number.as_str()), ("10063", "EE-1"));
        assert_eq!(one.declared_at.as_ref().unwrap().text, fields["created"].as_str().unwrap());
        assert_eq!(one.resolved_at.as_ref().map(|at| at.text.as_str()), fields["resolutiondate"].as_str());
        assert_eq!((one.status.as_str(), one.severity.as_str()), ("done", "Medium"), "the id of the category is right");
        let parts = fields["subtasks"].as_array().unwrap();
        assert_eq!(one.follow_ups.len(), parts.len());
        let histories = row["changelog"]["histories"].as_array().unwrap();
        let moves: usize = histories.iter().map(|history| changes(history, "status")).sum();
        let comments = fields["comment"]["comments"].as_array().unwrap().len();
        assert_eq!(count(&one.events, &MOVES), moves);
        assert_eq!(count(&one.events, &[EventKind::Note]), comments);
        assert!(one.custom.iter().all(|field| field.values.iter().all(|value| !value.starts_with('{'))));
    }
}

#[test]
fn the_search_and_the_table_of_one_site_give_one_issue_the_same_id() {
    let Some(shared) = shared() else { return };
    let search = read(&shared.join("samples/jira/search.json"), "jira-issues");
    let table = read(&shared.join("samples/jira/export.csv"), "jira-csv");
    assert_eq!((search.records.len(), table.records.len()), (1, 2));
    assert_eq!(search.records[0].id(), table.records[0].id());
    let (one, same) = (incident(&search.records[0]), incident(&table.records[0]));
    assert_eq!((&one.title, &one.status, &one.number), (&same.title, &same.status, &same.number));
    assert_eq!(one.reopen_count, Some(0), "the whole history is there, and nothing was opened again");
    assert_eq!(same.reopen_count, None, "a table has no history");
    assert_eq!(one.custom[0].values, ["checkout-api"]);
}

#[test]
fn times_of_a_table_are_stated_with_english_words() {
    let cases = [
        ("25/Feb/26 10:17 PM", "25/Feb/26 10:17 PM"),
        ("12/août/26 15:04", "12/Aug/26 15:04"),
        ("12/août/26 3:04 PM", "12/Aug/26 3:04 PM"),
        ("03/Okt/26 9:00 AM", "03/Oct/26 9:00 AM"),
        ("03/Dez./26 09:00", "03/Dec/26 09:00"),
        ("01/janv./26 3:04", "01/Jan/26 3:04"),
        ("12/ago/26 3:04 p.\u{a0}m.", "12/Aug/26 3:04 PM"),
        ("02/set/26 15:04", "02/Sep/26 15:04"),
        ("12/März/26 3:04 nachm.", "12/Mar/26 3:04 PM"),
        ("12/8月/26 15:04", "12/Aug/26 15:04"),
        ("2026/08/12 午後 3:04", "2026/08/12 3:04 PM"),
        ("2026/08/12 3:04 午後", "2026/08/12 3:04 PM"),
        ("2026-02-25 16:38:58.679", "2026-02-25 16:38:58.679"),
        ("2026-02-25T16:38:58Z", "2026-02-25T16:38:58Z"),
        ("23.10.2024 11:02", "23.10.2024 11:02"),
        ("", ""),
        ("月", "月"),
        ("99月/x", "99月/x"),
    ];
    for (stated, expected) in cases {
        assert_eq!(english(stated), expected, "{stated}");
    }
}
