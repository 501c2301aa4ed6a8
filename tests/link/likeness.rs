//! Records that state no reference to each other: linked by what they have in common, and only then.

use crate::support::run::{Row, Run, run, run_all};
use crate::support::shared;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The feed without the address that would give the pairs away.
const FEED: &str = r#"
[[mapping]]
name = "atom"
files = ["github_atom_incidents.jsonl"]
role = "table"
[mapping.fields]
id = "id"
title = "title"
started_at = "downtime_start"
declared_at = "published_at"
resolved_at = "downtime_end"
severity = "impact"
components = "components"
"#;

fn tail(address: &str) -> String {
    address.trim_end_matches('/').rsplit('/').next().unwrap().to_owned()
}

fn records(incident: &Row, tool: &str) -> Vec<String> {
    let prefix = format!("{tool}:");
    let of_tool = incident["record_ids"].split(';').filter(|id| id.starts_with(&prefix));
    of_tool.map(|id| id.splitn(3, ':').nth(2).unwrap().to_owned()).collect()
}

#[test]
fn two_feeds_of_one_page_are_matched_without_their_key() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("data/github-two-source");
    let feed = std::fs::read_to_string(folder.join("github_atom_incidents.jsonl")).unwrap();
    let page = std::fs::read_to_string(folder.join("github_statuspage_summary_open.json")).unwrap();
    let page: Value = serde_json::from_str(&page).unwrap();
    let known: BTreeSet<&str> = page
        .as_object()
        .unwrap()
        .values()
        .filter_map(Value::as_array)
        .flatten()
        .filter_map(|incident| incident["id"].as_str())
        .collect();
    let mut pairs = BTreeSet::new();
    for line in feed.lines() {
        let entry: Value = serde_json::from_str(line).unwrap();
        let id = tail(entry["url"].as_str().unwrap());
        if known.contains(id.as_str()) {
            pairs.insert((entry["id"].as_str().unwrap().to_owned(), id));
        }
    }
    assert_eq!(pairs.len(), 354);
    let run = run_all(&shared.join("data"), &["github-two-source"], FEED);
    let mut made = BTreeSet::new();
    for incident in run.table("incidents") {
        for a in records(&incident, "atom") {
            made.extend(records(&incident, "statuspage").into_iter().map(|b| (a.clone(), b)));
        }
    }
    let right = made.intersection(&pairs).count();
    println!("{} pairs made, {right} right of 354", made.len());
    assert!(right * 1_000 >= made.len() * 995, "precision {right} of {}", made.len());
    assert!(right * 100 >= pairs.len() * 97, "recall {right} of {}", pairs.len());
    assert!(run.table("links").iter().filter(|l| l["signal"] == "scored").all(|l| l["reason"].contains("score")));
}

fn count_by_first_record(run: &Run) -> usize {
    run.table("incidents").len()
}

#[test]
fn rows_of_one_outage_are_one_incident_and_two_outages_never() {
    let Some(shared) = shared() else { return };
    let run = run_all(&shared.join("data"), &["gcp-status/incidents_2020-11-07.json"], "");
    let at = |start: &str| run.table("incidents").into_iter().filter(|r| r["started_at"] == start).collect::<Vec<_>>();
    let outage = at("2020-09-25T00:58:00Z");
    assert_eq!((outage.len(), outage[0]["record_ids"].split(';').count()), (1, 8));
    let run = run_all(&shared.join("data"), &["gcp-status/incidents_2022-06-28.json"], "");
    let outage: Vec<Row> =
        run.table("incidents").into_iter().filter(|r| r["started_at"].starts_with("2021-11-12T08:30")).collect();
    assert_eq!((outage.len(), outage[0]["record_ids"].split(';').count()), (1, 10));
    assert!(run.table("links").iter().all(|l| l["signal"] != "scored"), "one tool is never matched with itself");
}

/// An export of the same incidents after a move that gave all of them new ids.
#[test]
fn an_export_with_other_ids_adds_no_incident() {
    let Some(shared) = shared() else { return };
    let path = shared.join("data/gcp-status/incidents_2022-06-28.json");
    let mut export: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    for (at, incident) in export.as_array_mut().unwrap().iter_mut().enumerate() {
        incident["id"] = Value::from(format!("moved{at:04}"));
        incident["number"] = Value::from(format!("9{at:018}"));
        incident["uri"] = Value::from(format!("incidents/moved{at:04}"));
    }
    let folder = tempfile::tempdir().unwrap();
    let moved = folder.path().join("moved.json");
    std::fs::write(&moved, export.to_string()).unwrap();
    let alone = count_by_first_record(&run(std::slice::from_ref(&path), "", "all"));
    let both = run(&[path, moved], "", "all");
    assert_eq!(both.table("incidents").len(), alone);
    assert!(both.table("links").iter().any(|l| l["signal"] == "same-content"));
}

/// Pager and tickets of two minutes: same words and place, other words and place.
fn pair(title: &str, service: &str, opened: &str) -> Vec<(&'static str, String)> {
    let page = r#"{"incidents":[{"id":"QA1","incident_number":1,"title":"card gateway timing out in Leeds","status":"resolved","urgency":"high",
        "created_at":"2026-05-04T10:00:00Z","resolved_at":"2026-05-04T11:00:00Z","service":{"id":"S","summary":"card-gateway"},
        "html_url":"https://x.pagerduty.com/incidents/QA1","escalation_policy":{"id":"E"}}]}"#;
    let ticket = format!(
        "number,opened_at,short_description,state,resolved_at,cmdb_ci,sys_updated_on\n\
         INC0000001,{opened},{title},Closed,2026-05-04 11:08:00,{service},2026-05-05 00:00:00\n"
    );
    vec![("pages.json", page.to_owned()), ("tickets.csv", ticket)]
}

fn incidents_of(files: &[(&str, String)]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<_> = files
        .iter()
        .map(|(name, text)| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        })
        .collect();
    run(&paths, "", "all")
}

/// Pages of 25 problems that come back every nine days, in turn; with the tickets at these minutes after the pages of these
/// numbers, which last so long. So many tickets, the first, name their page.
pub(super) fn of_problems_that_come_back(tickets: &[(usize, i64)], lasting: i64, named: usize) -> Run {
    let begin = chrono::DateTime::parse_from_rfc3339("2025-01-01T00:00:00Z").unwrap();
    let at = |minutes: i64| (begin + chrono::TimeDelta::minutes(minutes)).format("%Y-%m-%d %H:%M:%S").to_string();
    let words = ["amber", "birch", "cedar", "delta", "ember"];
    let title =
        |problem: usize| format!("{}{} queue stalls on {}{}", words[problem % 5], problem, words[problem / 5], problem);
    let began = |page: usize| page as i64 * 518 + (page as i64 * 7_919) % 211;
    let pages: Vec<String> = (0..1_000)
        .map(|page| {
            let problem = page % 25;
            format!(
                r#"{{"id":"Q{page}","incident_number":{page},"title":"{}","status":"resolved","created_at":"{}Z","resolved_at":"{}Z",
                "service":{{"id":"S{problem}","summary":"service-{problem}"}},"html_url":"https://x.pagerduty.com/incidents/Q{page}"}}"#,
                title(problem), at(began(page)).replace(' ', "T"), at(began(page) + 40).replace(' ', "T"),
            )
        })
        .collect();
    let rows: String = tickets
        .iter()
        .enumerate()
        .map(|(number, (page, later))| {
            let (problem, opened) = (page % 25, began(*page) + later);
            format!(
                "INC{number:07},{},Urgent {},Closed,{},service-{problem},{}\n",
                at(opened),
                title(problem),
                at(opened + lasting),
                if number < named { format!("PD-{page}") } else { String::new() },
            )
        })
        .collect();
    incidents_of(&[
        ("pages.json", format!("{{\"incidents\":[{}]}}", pages.join(","))),
        ("tickets.csv", format!("number,opened_at,short_description,state,resolved_at,cmdb_ci,correlation_id\n{rows}")),
    ])
}

/// Ticket and page of each incident that has both.
pub(super) fn joined(run: &Run) -> Vec<(String, String)> {
    let pair = |row: &Row| Some((records(row, "servicenow").pop()?, records(row, "pagerduty").pop()?));
    run.table("incidents").iter().filter_map(pair).collect()
}

#[test]
fn another_occurrence_of_a_bug_that_comes_back_is_another_incident() {
    // Every ninth page has a ticket five minutes later; a ticket in between is three hours from any page of its problem.
    let near: Vec<(usize, i64)> = (0..1_000).step_by(9).map(|page| (page, 5)).collect();
    let far: Vec<(usize, i64)> = (4..1_000).step_by(18).map(|page| (page, 180)).collect();
    let joined = joined(&of_problems_that_come_back(&[near.clone(), far.clone()].concat(), 300, 0));
    let right =
        |(number, (page, _)): (usize, &(usize, i64))| joined.contains(&(format!("INC{number:07}"), format!("Q{page}")));
    let of_near = near.iter().enumerate().filter(|pair| right(*pair)).count();
    assert!(of_near * 100 >= near.len() * 97, "{of_near} of {} found", near.len());
    let wrong = joined.len() - of_near;
    assert!(wrong * 20 <= far.len(), "{wrong} of {} taken for one with another occurrence", far.len());
}

#[test]
fn words_place_and_time_join_and_each_part_stands_in_the_reason() {
    let run =
        incidents_of(&pair("Users report card gateway timing out in Leeds", "card-gateway", "2026-05-04 10:06:00"));
    assert_eq!(run.table("incidents").len(), 1);
    let link = run.table("links").into_iter().find(|l| l["signal"] == "scored").unwrap();
    for part in
        ["starts 6 min apart", "both titles say", "both name card gateway", "ends 8 min apart", "time +", "area +"]
    {
        assert!(link["reason"].contains(part), "{part}: {}", link["reason"]);
    }
    let score: f64 = link["score"].parse().unwrap();
    assert!((0.95..1.0).contains(&score), "{score}");
}

/// A page, its ticket with a problem record, and another ticket of that problem in other words.
fn with_problem(title: &str, more: &str) -> Run {
    let mut files = pair(title, "card-gateway", "2026-05-04 10:06:00");
    files[1].1 = format!(
        "number,opened_at,short_description,state,resolved_at,cmdb_ci,problem_id,correlation_id\n\
         INC0000001,2026-05-04 10:06:00,{title},Closed,2026-05-04 11:08:00,card-gateway,PRB1,{more}\n\
         INC0000002,2026-05-24 13:00:00,Payroll export is empty,Closed,2026-05-24 15:00:00,payroll,PRB1,\n"
    );
    incidents_of(&files)
}

#[test]
fn a_problem_record_of_a_ticket_that_is_only_likely_to_be_the_page_joins_no_problems() {
    let told_otherwise = "Users report card gateway timing out in Leeds";
    let likely = with_problem(told_otherwise, "");
    assert_eq!(likely.table("incidents").len(), 2);
    assert_eq!(joined(&likely), [("INC0000001".to_owned(), "QA1".to_owned())]);
    assert!(likely.table("links").iter().all(|link| link["signal"] != "problem"));
    assert_eq!(likely.table("families").len(), 0);
    // A ticket that names its page speaks for the incident.
    // And one that says the same is at worst another occurrence of the same problem.
    for stated in [with_problem(told_otherwise, "PD-1"), with_problem("Card gateway timing out in Leeds.", "")] {
        assert_eq!(stated.table("incidents").len(), 2);
        assert_eq!(stated.table("families")[0]["incidents"], "2");
    }
}

#[test]
fn the_same_minute_alone_joins_nothing() {
    let run = incidents_of(&pair("sorter belt torn", "sorter", "2026-05-04 10:00:00"));
    assert_eq!(run.table("incidents").len(), 2);
    let run =
        incidents_of(&pair("Users report card gateway timing out in Leeds", "card-gateway", "2026-05-07 10:06:00"));
    assert_eq!(run.table("incidents").len(), 2, "three days later is another time");
}

/// Two tickets that fit one page equally well: nobody can tell which is meant.
#[test]
fn of_two_equal_partners_neither_is_taken() {
    let mut files = pair("Users report card gateway timing out in Leeds", "card-gateway", "2026-05-04 10:06:00");
    let row = "INC0000002,2026-05-04 10:06:10,Users report card gateway timing out in Leeds,Closed,2026-05-04 11:08:00,card-gateway,2026-05-05 00:00:00\n";
    files[1].1.push_str(row);
    assert_eq!(incidents_of(&files).table("incidents").len(), 3);
}

/// One outage as seventeen tools tell it, with and without the zone of the tables.
#[test]
fn the_samples_are_four_incidents() {
    let Some(shared) = shared() else { return };
    for settings in ["[zones]\nservicenow = \"America/New_York\"\njira = \"America/New_York\"\n", ""] {
        let run = run_all(&shared, &["samples"], settings);
        let incidents = run.table("incidents");
        let titles: Vec<&str> = incidents.iter().map(|r| r["title"].as_str()).collect();
        assert_eq!(incidents.len(), 4, "{titles:?}");
        for part in ["Checkout API", "disk 81%", "never acked", "Cloud SQL"] {
            assert_eq!(titles.iter().filter(|t| t.contains(part)).count(), 1, "{part} in {titles:?}");
        }
        let of_records = |links: &[Row]| -> BTreeMap<String, usize> {
            let mut seen = BTreeMap::new();
            for link in links {
                for record in [&link["record_a"], &link["record_b"]] {
                    *seen.entry(record.clone()).or_default() += 1;
                }
            }
            seen
        };
        let links = run.table("links");
        let linked = of_records(&links);
        for incident in incidents.iter().filter(|r| r["record_ids"].contains(';')) {
            for record in incident["record_ids"].split(';') {
                assert!(linked.contains_key(record), "{record} is in a group and no link says why");
            }
        }
        assert!(
            links.iter().any(|l| l["kind"] == "related" && l["record_a"].starts_with("gcp:")),
            "the outage at Google"
        );
        assert!(links.iter().all(|l| !l["reason"].is_empty()));
        // The tables of ServiceNow and Jira hold New York's clock; without the settings the four hours are noticed.
        let quality = run.table("quality");
        let suspected = |tool: &str| {
            let told = |r: &&Row| r["source"] == tool && r["note"].starts_with("zone-suspicion: -4 hours");
            quality.iter().any(|r| told(&r))
        };
        for tool in ["servicenow", "jira"] {
            assert_eq!(
                suspected(tool),
                settings.is_empty(),
                "{tool}: {:?}",
                quality.iter().map(|r| &r["note"]).collect::<Vec<_>>()
            );
        }
    }
}

/// Files in another order, the same export twice and an overlapping one: no figure of any table changes.
#[test]
fn the_order_of_files_and_repetition_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let exports = folder.path().join("demo");
    let options = retroscope::demo::Options { incidents: 600, seed: 11, scenario: retroscope::demo::Scenario::Typical };
    retroscope::demo::write(&exports, &options).unwrap();
    // Without a salt, other inputs are other pseudonyms.
    let salt = "\n[people]\nsalt = \"nine crooked lanterns\"\n";
    let settings = std::fs::read_to_string(exports.join("retroscope.toml")).unwrap() + salt;
    let mut files = Vec::new();
    let mut folders = vec![exports.clone()];
    while let Some(next) = folders.pop() {
        for path in std::fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
            match path.is_dir() {
                true if path.ends_with("truth") => {}
                true => folders.push(path),
                false => files.push(path),
            }
        }
    }
    files.sort();
    let once = run(&files, &settings, "all");
    let mut reversed = files.clone();
    reversed.reverse();
    let page = files.iter().find(|path| path.to_string_lossy().contains("incidents-0001")).unwrap();
    let mut export: Value = serde_json::from_str(&std::fs::read_to_string(page).unwrap()).unwrap();
    let part = export["incidents"].as_array().unwrap().iter().take(40).cloned().collect::<Vec<_>>();
    export["incidents"] = Value::from(part);
    let overlapping = folder.path().join("overlap.json");
    std::fs::write(&overlapping, export.to_string()).unwrap();
    let twice: Vec<_> = files.iter().chain(&files).cloned().chain([overlapping]).collect();
    for (name, other) in [("reversed", run(&reversed, &settings, "all")), ("twice", run(&twice, &settings, "all"))] {
        for table in [
            "areas",
            "mttx",
            "concurrency",
            "families",
            "storms",
            "interruptions",
            "load",
            "follow_ups",
            "shifts",
            "quality",
            "factors",
        ] {
            assert_eq!(once.table(table), other.table(table), "{name}: {table}");
        }
        let figures = |run: &Run| -> Vec<Row> {
            let mut rows = run.table("incidents");
            rows.iter_mut().for_each(|row| {
                let mut ids: Vec<&str> = row["record_ids"].split(';').collect();
                ids.sort_unstable();
                let ids = ids.join(";");
                row.insert("record_ids".to_owned(), ids);
            });
            rows
        };
        assert_eq!(figures(&once), figures(&other), "{name}: incidents");
    }
}
