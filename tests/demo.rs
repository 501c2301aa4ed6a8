//! The demo: the same bytes for the same options, and a truth that holds when it is counted again from the exports alone.

mod beyond;
mod catalogue;
mod promises;
mod stories;

use crate::support::shared;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeZone, Timelike};
use retroscope::demo::{Options, Scenario, write};
use retroscope::stats::random::{Rng, SplitMix64, stream};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const END: &str = "2026-07-01T00:00:00Z";

fn demo(incidents: usize, seed: u64) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let summary = write(folder.path(), &Options { incidents, seed, scenario: Scenario::Typical }).unwrap();
    assert_eq!(summary.incidents, incidents);
    folder
}

/// Every file with its bytes, by path inside the folder.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().to_owned(), std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn read(folder: &Path, name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(folder.join(name)).unwrap()).unwrap()
}

/// All entries of the pages of a list of the pager.
fn pages(folder: &Path, stem: &str) -> Vec<Value> {
    let mut all = Vec::new();
    for page in 1.. {
        let value = read(folder, &format!("pagerduty/{stem}-{page:04}.json"));
        all.extend(value[stem].as_array().unwrap().iter().cloned());
        if value["more"] == Value::Bool(false) {
            break;
        }
    }
    all
}

fn rows(folder: &Path, name: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_path(folder.join(name)).unwrap().deserialize().map(Result::unwrap).collect()
}

fn seconds(stamp: &Value) -> Option<i64> {
    Some(DateTime::parse_from_rfc3339(stamp.as_str()?).unwrap().timestamp())
}

fn csv_seconds(cell: &str) -> Option<i64> {
    let at = NaiveDateTime::parse_from_str(cell, "%Y-%m-%d %H:%M:%S").ok()?;
    Some(at.and_utc().timestamp())
}

#[test]
fn two_thousand_incidents_unless_asked_otherwise() {
    let Options { incidents, seed, scenario } = Options::default();
    assert_eq!((incidents, seed, scenario), (2_000, 20_240_601, Scenario::Typical));
}

#[test]
fn the_same_options_give_the_same_bytes() {
    let (one, again, other) = (demo(120, 7), demo(120, 7), demo(120, 8));
    assert_eq!(files(one.path()), files(again.path()));
    assert_ne!(files(one.path()), files(other.path()));
}

#[test]
fn any_size_is_written() {
    for incidents in [1, 2, 7, 39, 40, 50, 61, 99, 100] {
        let folder = demo(incidents, 3);
        assert_eq!(read(folder.path(), "truth/summary.json")["incidents"], incidents);
        assert_eq!(rows(folder.path(), "truth/incidents.csv").len(), incidents);
    }
}

#[test]
fn six_hundred_incidents_stay_small() {
    let folder = demo(600, 20_240_601);
    let files = files(folder.path());
    let total: usize = files.values().map(Vec::len).sum();
    assert!(total < 3_000_000, "{total} bytes in all");
    for (path, bytes) in &files {
        assert!(bytes.len() < 1_000_000, "{}: {} bytes", path.display(), bytes.len());
    }
}

#[test]
fn nothing_happens_after_the_last_quarter() {
    let folder = demo(300, 11);
    let end = DateTime::parse_from_rfc3339(END).unwrap();
    for (path, bytes) in files(folder.path()) {
        let text = String::from_utf8(bytes).unwrap();
        for piece in text.split(['"', ',', ' ', '\n']) {
            if let Ok(at) = DateTime::parse_from_rfc3339(piece) {
                assert!(at < end, "{piece} in {}", path.display());
            }
            if let Ok(day) = NaiveDate::parse_from_str(piece, "%Y-%m-%d") {
                assert!(day < end.date_naive(), "{piece} in {}", path.display());
            }
        }
    }
}

/// What one record states, as far as the truth depends on it.
#[derive(Debug, Default, Clone)]
struct Seen {
    started: Option<i64>,
    noticed: Option<i64>,
    resolved: Option<i64>,
    is_closed: bool,
    is_merged: bool,
    severity: Option<String>,
    refers_to: Option<String>,
}

fn pager(folder: &Path) -> BTreeMap<String, Seen> {
    let seen = |incident: Value| {
        let parent = incident["resolve_reason"]["incident"]["id"].as_str();
        let priority = incident["priority"]["summary"].as_str();
        let state = Seen {
            noticed: seconds(&incident["created_at"]),
            resolved: seconds(&incident["resolved_at"]),
            is_merged: parent.is_some(),
            severity: priority.map(|p| p.trim_start_matches('P').to_owned()),
            refers_to: parent.map(|id| format!("pagerduty:{id}")),
            ..Seen::default()
        };
        (format!("pagerduty:{}", incident["id"].as_str().unwrap()), state)
    };
    pages(folder, "incidents").into_iter().map(seen).collect()
}

fn tickets(folder: &Path) -> BTreeMap<String, Seen> {
    let seen = |row: BTreeMap<String, String>| {
        let state = Seen {
            noticed: csv_seconds(&row["opened_at"]),
            resolved: csv_seconds(&row["resolved_at"]),
            is_closed: row["state"] == "Closed",
            severity: row["priority"].get(..1).map(str::to_owned),
            refers_to: Some(&row["correlation_id"]).filter(|id| !id.is_empty()).map(|id| format!("pagerduty:{id}")),
            ..Seen::default()
        };
        (format!("servicenow:{}", row["number"]), state)
    };
    rows(folder, "servicenow/incident.csv").into_iter().map(seen).collect()
}

/// Posts about incidents, and the number of maintenances.
fn posts(folder: &Path) -> (BTreeMap<String, Seen>, usize) {
    let all = read(folder, "statuspage/incidents.json");
    let (planned, real): (Vec<&Value>, Vec<&Value>) =
        all["incidents"].as_array().unwrap().iter().partition(|post| post["impact"] == "maintenance");
    let seen = |post: &Value| {
        let first = post["incident_updates"].as_array().unwrap().last().unwrap()["body"].as_str().unwrap();
        let level = match post["impact"].as_str().unwrap() {
            "critical" => "1",
            "major" => "2",
            "minor" => "3",
            _ => "5",
        };
        let state = Seen {
            started: seconds(&post["started_at"]),
            resolved: seconds(&post["resolved_at"]),
            severity: Some(level.to_owned()),
            refers_to: first.rsplit_once("/incidents/").map(|(_, id)| format!("pagerduty:{id}")),
            ..Seen::default()
        };
        (format!("statuspage:{}", post["id"].as_str().unwrap()), state)
    };
    (real.into_iter().map(seen).collect(), planned.len())
}

fn reviews(folder: &Path) -> BTreeMap<String, Seen> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder.join("reviews")).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let field = |key: &str| text.lines().find_map(|line| line.strip_prefix(key)).map(str::trim);
        let page = field("pagerduty:").and_then(|url| url.rsplit_once('/')).map(|(_, id)| format!("pagerduty:{id}"));
        let state = Seen {
            started: field("start_time:").and_then(|at| seconds(&at.into())),
            resolved: field("end_time:").and_then(|at| seconds(&at.into())),
            severity: field("severity: SEV").map(str::to_owned),
            refers_to: page.or_else(|| field("ticket:").map(|number| format!("servicenow:{number}"))),
            ..Seen::default()
        };
        found.insert(format!("review:{}", path.file_stem().unwrap().to_string_lossy()), state);
    }
    found
}

/// The records of each planted incident, as the exports hold them. Half of the duplicates state no reference, so only the
/// truth knows where they belong; those that state one must agree with it.
fn groups(folder: &Path) -> (Vec<Vec<(String, Seen)>>, usize) {
    let mut all = pager(folder);
    all.extend(tickets(folder));
    let (posts, maintenances) = posts(folder);
    all.extend(posts);
    all.extend(reviews(folder));
    let planted: BTreeMap<String, String> = rows(folder, "truth/incidents.csv")
        .into_iter()
        .flat_map(|row| row["records"].split(';').map(|key| (key.to_owned(), row["key"].clone())).collect::<Vec<_>>())
        .collect();
    let mut groups: BTreeMap<String, Vec<(String, Seen)>> = BTreeMap::new();
    for (key, seen) in &all {
        let incident = planted.get(key).unwrap_or_else(|| panic!("{key} was not planted"));
        if let Some(other) = &seen.refers_to {
            assert_eq!(planted.get(other), Some(incident), "{key} refers to {other}");
        }
        groups.entry(incident.clone()).or_default().push((key.clone(), seen.clone()));
    }
    (groups.into_values().collect(), maintenances)
}

#[test]
fn half_of_the_duplicates_state_no_reference() {
    let folder = demo(2_000, 20_240_601);
    let (groups, _) = groups(folder.path());
    let duplicates = |(key, seen): &(String, Seen)| !key.starts_with("pagerduty") && !seen.is_merged;
    let all: Vec<&Seen> = groups
        .iter()
        .filter(|group| group.iter().any(|(key, _)| key.starts_with("pagerduty")))
        .flatten()
        .filter(|record| duplicates(record))
        .map(|(_, seen)| seen)
        .collect();
    let stated = all.iter().filter(|seen| seen.refers_to.is_some()).count();
    assert!(all.len() > 400 && (40..=60).contains(&(stated * 100 / all.len())), "{stated} of {}", all.len());
}

/// The first value in an order of tools; merged alerts are asked for nothing.
fn first<T>(group: &[(String, Seen)], tools: &[&str], value: impl Fn(&Seen) -> Option<T>) -> Option<T> {
    let of = |tool: &&str| {
        group.iter().filter(|(key, s)| key.starts_with(*tool) && !s.is_merged).find_map(|(_, s)| value(s))
    };
    tools.iter().find_map(of)
}

#[test]
fn the_planted_incidents_are_those_of_the_exports() {
    let folder = demo(300, 20_240_601);
    let (groups, maintenances) = groups(folder.path());
    let truth = read(folder.path(), "truth/summary.json");
    assert_eq!(groups.len(), 300);
    assert_eq!(truth["excluded_maintenance"], maintenances);
    assert_eq!(truth["duplicates_merged"], groups.iter().map(|g| g.len() - 1).sum::<usize>());
    let planted: BTreeMap<BTreeSet<String>, BTreeMap<String, String>> = rows(folder.path(), "truth/incidents.csv")
        .into_iter()
        .map(|row| (row["records"].split(';').map(str::to_owned).collect(), row))
        .collect();
    for group in &groups {
        let keys: BTreeSet<String> = group.iter().map(|(key, _)| key.clone()).collect();
        let row = planted.get(&keys).unwrap_or_else(|| panic!("{keys:?} is no planted incident"));
        let start = first(group, &["review", "statuspage"], |s| s.started);
        let start = start.or_else(|| first(group, &["pagerduty", "servicenow"], |s| s.noticed));
        let tools = ["pagerduty", "servicenow", "statuspage", "review"];
        let severity = first(group, &["pagerduty", "servicenow", "review", "statuspage"], |s| s.severity.clone());
        assert_eq!(seconds(&row["started_at"].clone().into()), start, "{keys:?}");
        assert_eq!(seconds_of(&row["resolved_at"]), first(group, &tools, |s| s.resolved), "{keys:?}");
        assert_eq!(row["severity"], severity.unwrap_or_default(), "{keys:?}");
    }
}

fn seconds_of(cell: &str) -> Option<i64> {
    if cell.is_empty() { None } else { seconds(&cell.into()) }
}

/// The level at each second is counted anew from all spans; slow, and too simple to be wrong.
#[test]
fn the_planted_peak_is_that_of_the_exports() {
    let folder = demo(300, 20_240_601);
    let truth = read(folder.path(), "truth/summary.json");
    let until = seconds(&truth["as_of"]).unwrap();
    let (groups, _) = groups(folder.path());
    let (mut spans, mut without_end) = (Vec::new(), BTreeSet::new());
    for group in &groups {
        let start = first(group, &["review", "statuspage"], |s| s.started)
            .or_else(|| first(group, &["pagerduty", "servicenow"], |s| s.noticed));
        let end = first(group, &["pagerduty", "servicenow", "statuspage", "review"], |s| s.resolved);
        let closed = end.is_none() && group.iter().any(|(_, s)| s.is_closed);
        if closed {
            without_end.extend(group.iter().map(|(key, _)| key.clone()));
        } else {
            spans.push((start.unwrap(), end.unwrap_or(until)));
        }
    }
    let named: Vec<&str> =
        truth["closed_without_end_keys"].as_array().unwrap().iter().map(|k| k.as_str().unwrap()).collect();
    let planted = rows(folder.path(), "truth/incidents.csv");
    let of_named = planted.iter().filter(|row| named.contains(&row["key"].as_str()));
    let records: BTreeSet<String> = of_named.flat_map(|row| row["records"].split(';').map(str::to_owned)).collect();
    assert!(!named.is_empty());
    assert_eq!(truth["closed_without_end"], named.len());
    assert_eq!(records, without_end);
    assert!(spans.iter().all(|(start, end)| start < end));
    let first = spans.iter().map(|s| s.0).min().unwrap();
    let mut change = vec![0_i32; usize::try_from(until - first).unwrap() + 1];
    for (start, end) in spans {
        change[usize::try_from(start - first).unwrap()] += 1;
        change[usize::try_from(end - first).unwrap()] -= 1;
    }
    change.pop();
    let mut at_level: BTreeMap<i32, i64> = BTreeMap::new();
    let (mut level, mut peak) = (0, (0, 0));
    for (second, change) in (first..).zip(&change) {
        level += change;
        *at_level.entry(level).or_default() += 1;
        if level > peak.0 {
            peak = (level, second);
        }
    }
    assert_eq!((truth["peak"]["level"].as_i64(), seconds(&truth["peak"]["at"])), (Some(peak.0.into()), Some(peak.1)));
    for (level, seconds) in at_level {
        assert_eq!(truth["seconds_at_level"][level.to_string()], seconds, "level {level}");
    }
}

#[test]
fn the_planted_interruptions_are_those_of_the_log() {
    let folder = demo(300, 20_240_601);
    let users = read(folder.path(), "pagerduty/users.json");
    let zones: BTreeMap<&str, chrono_tz::Tz> = users["users"]
        .as_array()
        .unwrap()
        .iter()
        .map(|user| (user["id"].as_str().unwrap(), user["time_zone"].as_str().unwrap().parse().unwrap()))
        .collect();
    assert_eq!(zones.len(), 33);
    let mut rings: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for entry in pages(folder.path(), "log_entries").iter().filter(|e| e["type"] == "notify_log_entry") {
        if entry["channel"]["notification"]["type"] != "email_notification" {
            let person = entry["user"]["id"].as_str().unwrap().to_owned();
            rings.entry(person).or_default().push(seconds(&entry["created_at"]).unwrap());
        }
    }
    let mut counts = BTreeMap::from([("business", 0), ("off", 0), ("sleep", 0)]);
    let mut counted = BTreeSet::new();
    for (person, mut times) in rings {
        times.sort_unstable();
        let mut last = i64::MIN / 2;
        for at in times {
            if at - last > 60 {
                last = at;
                let local = zones[person.as_str()].timestamp_opt(at, 0).unwrap();
                let asleep = local.hour() >= 22 || local.hour() < 8;
                let at_work = local.hour() < 18 && local.weekday().num_days_from_monday() < 5;
                let class = if asleep { "sleep" } else { ["off", "business"][usize::from(at_work)] };
                *counts.get_mut(class).unwrap() += 1;
                counted.insert((person.clone(), at, class.to_owned()));
            }
        }
    }
    let planted: BTreeSet<_> = rows(folder.path(), "truth/interruptions.csv")
        .into_iter()
        .map(|row| (row["person"].clone(), seconds_of(&row["at"]).unwrap(), row["hour_class"].clone()))
        .collect();
    assert_eq!(planted, counted);
    let truth = read(folder.path(), "truth/summary.json");
    assert!(counts.values().all(|n| *n > 20), "{counts:?}");
    for (class, count) in counts {
        assert_eq!(truth["interruptions"][class], count, "{class}");
    }
}

/// Helpers join while the incident lasts, come from another team, and are not the person who answered.
#[test]
fn helpers_of_other_teams_join_before_the_end() {
    let folder = demo(600, 20_240_601);
    let users = read(folder.path(), "pagerduty/users.json");
    let team: BTreeMap<&str, &str> = users["users"]
        .as_array()
        .unwrap()
        .iter()
        .map(|user| (user["id"].as_str().unwrap(), user["teams"][0]["id"].as_str().unwrap()))
        .collect();
    let mut helpers = 0;
    for incident in pages(folder.path(), "incidents") {
        for responder in incident["incidents_responders"].as_array().unwrap() {
            helpers += 1;
            let person = responder["user"]["id"].as_str().unwrap();
            assert_ne!(team[person], incident["teams"][0]["id"].as_str().unwrap());
            assert_ne!(responder["user"], responder["requester"]);
            let times = [
                &incident["created_at"],
                &responder["requested_at"],
                &responder["updated_at"],
                &incident["resolved_at"],
            ];
            let times = times.map(|at| seconds(at).unwrap());
            assert!(times.is_sorted_by(|a, b| a < b), "{incident}");
        }
    }
    assert!(helpers > 5, "{helpers}");
}

#[test]
fn the_famous_bugs_come_back_and_the_fixes_do_not_hold() {
    let folder = demo(600, 20_240_601);
    let truth = read(folder.path(), "truth/summary.json");
    let planted = rows(folder.path(), "truth/incidents.csv");
    let bugs = truth["famous_bugs"].as_array().unwrap();
    assert_eq!(bugs.len(), 4);
    for bug in bugs {
        let times: Vec<i64> = planted
            .iter()
            .filter(|row| row["famous_bug"] == bug["name"].as_str().unwrap())
            .map(|row| seconds_of(&row["started_at"]).unwrap())
            .collect();
        assert_eq!(bug["incidents"], times.len());
        let keys: Vec<&str> = planted
            .iter()
            .filter(|row| row["famous_bug"] == bug["name"].as_str().unwrap())
            .map(|row| row["key"].as_str())
            .collect();
        assert_eq!(bug["keys"], serde_json::json!(keys));
        assert!(times.windows(2).all(|pair| pair[1] - pair[0] > 2 * 86_400), "{bug}");
        for fix in bug["claimed_fixes"].as_array().unwrap() {
            let fix = seconds_of(&format!("{}T00:00:00Z", fix.as_str().unwrap())).unwrap();
            let quiet = |at: &&i64| (fix..fix + 42 * 86_400).contains(*at);
            assert!(times.iter().any(|at| *at < fix));
            assert_eq!(times.iter().any(|at| *at > fix), bug["fix_held"] == false, "{bug}");
            assert_eq!(times.iter().find(quiet), None);
        }
    }
    assert_eq!(bugs.iter().map(|b| b["claimed_fixes"].as_array().unwrap().len()).max(), Some(2));
    assert_eq!(truth["storms"].as_array().unwrap().len(), 3);
}

#[test]
fn random_numbers_are_the_published_ones() {
    let mut first = Rng::from_state([1, 2, 3, 4]);
    let published = [41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386, 9_228_616_714_210_784_205];
    assert_eq!(published.map(|_| first.next_u64()), published);
    let Some(shared) = shared() else { return };
    let text = std::fs::read_to_string(shared.join("stat_vectors.json")).unwrap();
    let all: Value = serde_json::from_str(&text).unwrap();
    let vector = all["vectors"].as_array().unwrap().iter().find(|v| v["id"] == "splitmix64").unwrap();
    let mut generator = SplitMix64::new(vector["input"]["seed"].as_u64().unwrap());
    let mut floats = generator.clone();
    for expected in vector["expected"]["u64"].as_array().unwrap() {
        assert_eq!(generator.next_u64().to_string(), expected.as_str().unwrap());
    }
    for expected in vector["expected"]["f64_53bit"].as_array().unwrap() {
        assert!((floats.next_f64() - expected.as_f64().unwrap()).abs() < 1e-9);
    }
    let zero = SplitMix64::new(0).next_u64().to_string();
    assert_eq!(zero, vector["expected"]["seed0_first"].as_str().unwrap());
}

#[test]
fn random_draws_are_fair() {
    let mut rng = stream(1, &[2, 3]);
    let mut counts = [0_i32; 6];
    (0..60_000).for_each(|_| counts[rng.place(6)] += 1);
    // Five standard deviations of a fair die are 456.
    assert!(counts.iter().all(|n| (n - 10_000).abs() < 456), "{counts:?}");
    let normal: Vec<f64> = (0..40_000).map(|_| rng.normal()).collect();
    let mean = normal.iter().sum::<f64>() / 40_000.0;
    let variance = normal.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 40_000.0;
    assert!(mean.abs() < 0.025 && (variance - 1.0).abs() < 0.04, "{mean} {variance}");
    let mut list: Vec<u32> = (0..100).collect();
    rng.shuffle(&mut list);
    assert_ne!(list, (0..100).collect::<Vec<_>>());
    list.sort_unstable();
    assert_eq!(list, (0..100).collect::<Vec<_>>());
    assert_eq!((rng.below(0), rng.below(1), rng.place(0)), (0, 0, 0));
    assert_ne!(stream(1, &[2, 3]).next_u64(), stream(1, &[3, 2]).next_u64());
}
