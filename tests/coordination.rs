//! How people worked together: histories by hand with figures counted by hand, and real and demo exports counted again
//! from their own rows.

pub(crate) mod exports;

use crate::support::run::{Run, run};
use retroscope::findings::{Claim, Table};
use retroscope::model::row::IncidentIx;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// An incident of PagerDuty with its log: `minutes kind person`, from 2026-`day`T10:00Z on.
struct Made {
    incident: Value,
    log: Vec<Value>,
}

fn user(name: &str) -> Value {
    json!({"id": format!("P{}", name.to_uppercase()), "type": "user_reference", "summary": name})
}

fn stamp(day: &str, minute: i64) -> String {
    let start: chrono::DateTime<chrono::Utc> = format!("2026-{day}T10:00:00Z").parse().unwrap();
    (start + chrono::Duration::minutes(minute)).format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn entry(id: &str, day: &str, at: usize, words: &str) -> Value {
    let mut parts = words.split(' ');
    let (minute, kind) = (parts.next().unwrap().parse().unwrap(), parts.next().unwrap());
    let who = parts.next().map(user);
    let by_timer = json!({"id": "S1", "type": "service_reference", "summary": "shop"});
    let (kind, agent, channel) = match kind {
        "notify" => ("notify_log_entry", by_timer, json!({"type": "notification", "notification": {"type": "phone"}})),
        "ack" => ("acknowledge_log_entry", who.clone().unwrap(), json!({"type": "web_ui"})),
        "timer" => ("escalate_log_entry", by_timer, json!({"type": "timeout"})),
        "assign" => ("assign_log_entry", user("lead"), json!({"type": "web_ui"})),
        "resolve" => ("resolve_log_entry", who.clone().unwrap(), json!({"type": "web_ui"})),
        _ => ("trigger_log_entry", by_timer, json!({"type": "api"})),
    };
    let concerned = ["notify_log_entry", "escalate_log_entry", "assign_log_entry"].contains(&kind);
    let mut made = json!({"id": format!("{id}L{at}"), "type": kind, "created_at": stamp(day, minute), "agent": agent,
        "channel": channel, "incident": {"id": id, "type": "incident_reference"},
        "service": {"id": "S1", "type": "service_reference", "summary": "shop"}});
    match (kind, who.filter(|_| concerned)) {
        ("notify_log_entry", Some(who)) => made["user"] = who,
        (_, Some(who)) => made["assignees"] = json!([who]),
        _ => {}
    }
    made
}

fn made(number: u32, day: &str, minutes: i64, log: &[&str]) -> Made {
    let id = format!("Q{number:04}");
    let incident = json!({"id": id, "incident_number": number, "type": "incident", "title": format!("Fault number {number}"),
        "status": "resolved", "urgency": "high", "created_at": stamp(day, 0), "resolved_at": stamp(day, minutes),
        "last_status_change_at": stamp(day, minutes), "priority": {"id": "P2", "summary": "P2"},
        "service": {"id": "S1", "summary": "shop"}, "teams": [{"id": "T1", "summary": "Shop"}]});
    let log = log.iter().enumerate().map(|(at, words)| entry(&id, day, at, words)).collect();
    Made { incident, log }
}

/// Twenty plain incidents in the second quarter, and those of the third.
fn review(third: Vec<Made>) -> Run {
    let plain = |number: u32| {
        let day = format!("04-{:02}", number + 1);
        made(number, &day, 30, &["0 trigger", "0 notify ana", "5 ack ana", "30 resolve ana"])
    };
    let all: Vec<Made> = (1..=20).map(plain).chain(third).collect();
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, value: Value| std::fs::write(folder.path().join(name), value.to_string()).unwrap();
    let (mut incidents, mut entries) = (Vec::new(), Vec::new());
    for made in all {
        incidents.push(made.incident);
        entries.extend(made.log);
    }
    write("incidents.json", json!({"incidents": incidents}));
    write("log_entries.json", json!({"log_entries": entries}));
    run(&[folder.path().to_owned()], "", "2026Q3")
}

fn third_quarter() -> Vec<Made> {
    let plain = ["0 trigger", "0 notify ana", "5 ack ana", "20 resolve ana"];
    let mut all: Vec<Made> = (31..=40).map(|n| made(n, &format!("07-{:02}", n - 30), 20, &plain)).collect();
    // Three people, one of them two hours after the first, long, never handed on.
    all.push(made(
        41,
        "08-01",
        180,
        &[
            "0 trigger",
            "0 notify ana",
            "5 ack ana",
            "10 notify bo",
            "12 ack bo",
            "125 notify cy",
            "130 ack cy",
            "180 resolve ana",
        ],
    ));
    // Nobody answered; a timer passed the page on.
    all.push(made(
        42,
        "08-03",
        40,
        &["0 trigger", "0 notify ana", "15 timer bo", "15 notify bo", "18 ack bo", "40 resolve bo"],
    ));
    // Long, and nobody new.
    all.push(made(43, "08-05", 300, &["0 trigger", "0 notify ana", "5 ack ana", "300 resolve ana"]));
    // To bo, to cy, back to bo.
    all.push(made(
        44,
        "08-07",
        25,
        &["0 trigger", "0 notify ana", "2 ack ana", "5 assign bo", "10 assign cy", "15 assign bo", "25 resolve bo"],
    ));
    all
}

fn claim<'a>(run: &'a Run, code: &str) -> &'a Claim {
    run.review.findings.claim(code).unwrap_or_else(|| panic!("no {code}"))
}

fn ids(run: &Run, code: &str) -> Vec<String> {
    claim(run, code).incident_ids.iter().map(|id| id.rsplit(':').next().unwrap().to_owned()).collect()
}

#[test]
fn each_figure_is_what_the_log_shows() {
    let run = review(third_quarter());
    assert_eq!(ids(&run, "coordination.passed-on"), ["Q0042"]);
    assert_eq!(ids(&run, "coordination.joined-late"), ["Q0041"]);
    assert_eq!(ids(&run, "coordination.handed-on"), ["Q0044"]);
    let group = &run.review.results.coordination.period;
    assert_eq!((group.hands.known, group.hands.once, group.hands.often), (14, 1, 1));
    assert_eq!(group.came_back.len(), 1, "bo had it twice");
    // Longer than the half hour of earlier ones: 41, 42 and 43. 41 was joined late, 42 was escalated.
    assert_eq!(group.long.len(), 3);
    assert_eq!(ids(&run, "coordination.not-reassessed"), ["Q0043"]);
    let sentence = &claim(&run, "coordination.not-reassessed").sentence;
    assert!(sentence.contains("1 of them shows no sign of a new look"), "{sentence}");
    // Of how many, and how many would be usual.
    let of = format!("3 of {} incidents in ", group.measured);
    assert!(sentence.starts_with(&of) && sentence.contains("where 10 % would be usual"), "{sentence}");
}

#[test]
fn where_nothing_is_out_of_the_usual_nobody_is_told_otherwise() {
    let plain = ["0 trigger", "0 notify ana", "5 ack ana", "20 resolve ana"];
    let run = review((31..=45).map(|n| made(n, &format!("07-{:02}", n - 30), 20, &plain)).collect());
    let group = &run.review.results.coordination.period;
    assert!(group.long.is_empty() && group.late.is_empty() && group.handed_on.is_empty());
    assert!(run.review.findings.claim("coordination.not-reassessed").is_none());
    let late = &claim(&run, "coordination.joined-late").sentence;
    assert!(late.starts_with("Nobody joined any of 15 incidents"), "{late}");
}

#[test]
fn too_few_earlier_incidents_make_nothing_long() {
    let folder = tempfile::tempdir().unwrap();
    let some = third_quarter();
    let incidents: Vec<Value> = some.iter().map(|made| made.incident.clone()).collect();
    let entries: Vec<Value> = some.into_iter().flat_map(|made| made.log).collect();
    std::fs::write(folder.path().join("incidents.json"), json!({"incidents": incidents}).to_string()).unwrap();
    std::fs::write(folder.path().join("log_entries.json"), json!({"log_entries": entries}).to_string()).unwrap();
    let run = run(&[folder.path().to_owned()], "", "2026Q3");
    let group = &run.review.results.coordination.period;
    assert_eq!(group.long.len(), 0);
}

fn table<'a>(run: &'a Run, id: &str) -> &'a Table {
    run.review
        .findings
        .sections
        .iter()
        .flat_map(|s| &s.tables)
        .find(|t| t.id == id)
        .unwrap_or_else(|| panic!("no {id}"))
}

/// The demo's log read again with nothing of ours: who had a page, whose page a timer passed on.
#[test]
fn the_demo_counts_the_same_by_hand() {
    let demo = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo");
    let run = run(std::slice::from_ref(&demo), "", "2026Q2");
    let texts = |name: &str| -> Vec<Value> {
        let mut found = Vec::new();
        for path in
            std::fs::read_dir(demo.join("pagerduty")).into_iter().flatten().chain(std::fs::read_dir(&demo).unwrap())
        {
            let path = path.unwrap().path();
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            let Ok(value) = serde_json::from_str::<Value>(&text) else { continue };
            found.extend(value[name].as_array().into_iter().flatten().cloned());
        }
        found
    };
    let (incidents, entries) = (texts("incidents"), texts("log_entries"));
    assert!(!incidents.is_empty() && !entries.is_empty(), "the demo has a pager");
    let group = &run.review.results.coordination.period;
    let view = run.review.data.incident_view();
    let own = |row: IncidentIx| view.id.get(row).unwrap_or_default().rsplit(':').next().unwrap_or_default().to_owned();
    let included: BTreeSet<String> =
        view.rows().filter(|row| view.included.get(*row) && view.in_period.get(*row)).map(own).collect();
    let mut timers: BTreeSet<String> = BTreeSet::new();
    let mut paged: BTreeSet<String> = BTreeSet::new();
    for entry in &entries {
        let id = entry["incident"]["id"].as_str().unwrap_or_default().to_owned();
        let kind = entry["type"].as_str().unwrap_or_default();
        if kind.starts_with("escalate") && entry["channel"]["type"] == "timeout" && included.contains(&id) {
            timers.insert(id.clone());
        }
        if kind.starts_with("notify") && included.contains(&id) {
            paged.insert(id);
        }
    }
    assert_eq!(group.passed_on.iter().map(|row| own(*row)).collect::<BTreeSet<_>>(), timers);
    assert_eq!(group.paged, paged.len() as u64);
    let hands = table(&run, "handed-on-by-team");
    let total: u64 = hands.rows.iter().map(|row| row[2].parse::<u64>().unwrap()).sum();
    assert!(total <= group.hands.once && group.hands.once > 0);
}

/// The public log of a service desk: reassignments as its own column counts them.
#[test]
fn a_service_desk_counts_its_hand_overs_itself() {
    let Some(folder) = crate::support::shared().map(|base| base.join("data/uci-servicenow")) else { return };
    let run = run(std::slice::from_ref(&folder), "", "2016Q1");
    let hands = &run.review.results.coordination.period.hands;
    let view = run.review.data.incident_view();
    let mut last: BTreeMap<String, u64> = BTreeMap::new();
    for path in std::fs::read_dir(&folder)
        .unwrap()
        .map(|p| p.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "csv"))
    {
        let mut reader = csv::Reader::from_path(path).unwrap();
        let headers = reader.headers().unwrap().clone();
        let at = |name: &str| headers.iter().position(|h| h == name);
        let (Some(number), Some(count)) = (at("number"), at("reassignment_count")) else { continue };
        for row in reader.records() {
            let row = row.unwrap();
            let most = last.entry(row[number].to_owned()).or_default();
            *most = (*most).max(row[count].parse().unwrap_or(0));
        }
    }
    let rows = view.rows().filter(|row| view.included.get(*row) && view.in_period.get(*row));
    let counted: Vec<u64> = rows.filter_map(|row| last.get(view.id.get(row)?.rsplit(':').next()?)).copied().collect();
    let above = |least: u64| counted.iter().filter(|n| **n >= least).count() as u64;
    assert_eq!((hands.known, hands.once, hands.often), (counted.len() as u64, above(1), above(3)));
    assert!(hands.once > 1_000);
}

/// A status page tells how long incidents took and who nobody is: nothing in it could show a new look.
#[test]
fn where_nobody_is_on_record_nothing_is_said_of_a_new_look() {
    let incident = |n: u32, day: &str, minutes: i64| {
        let update = |status: &str, at: i64| {
            json!({"id": format!("u{n}{status}"), "incident_id": format!("i{n}"),
            "status": status, "body": "We are looking into it.", "created_at": stamp(day, at), "display_at": stamp(day, at)})
        };
        json!({"id": format!("i{n}"), "name": format!("Fault number {n}"), "status": "resolved", "impact": "minor",
            "shortlink": format!("https://stspg.io/i{n}"), "page_id": "p", "created_at": stamp(day, 0),
            "updated_at": stamp(day, minutes), "started_at": stamp(day, 0), "resolved_at": stamp(day, minutes),
            "incident_updates": [update("resolved", minutes), update("investigating", 1)], "components": []})
    };
    let mut all: Vec<Value> = (1..=25).map(|n| incident(n, &format!("04-{n:02}"), 30)).collect();
    all.extend((31..=33).map(|n| incident(n, &format!("07-{:02}", n - 30), 300)));
    let folder = tempfile::tempdir().unwrap();
    let page = json!({"page": {"id": "p", "name": "Shop", "url": "https://status.shop.example", "time_zone": "Etc/UTC"},
        "incidents": all});
    std::fs::write(folder.path().join("incidents.json"), page.to_string()).unwrap();
    let run = run(&[folder.path().to_owned()], "", "2026Q3");
    assert!(run.review.data.history.height() > 0, "the updates are on record");
    assert!(run.review.findings.claim("coordination.not-reassessed").is_none());
}
