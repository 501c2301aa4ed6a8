//! The demo organisation: what was planted must be found exactly, and the committed demo is what the code makes.

use crate::support::run::{Row, Run, run};
use crate::support::words;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_retroscope"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

fn demo(folder: &Path, incidents: usize, seed: u64) -> (Run, Value, Vec<Row>) {
    let options = retroscope::demo::Options { incidents, seed, scenario: retroscope::demo::Scenario::Typical };
    retroscope::demo::write(folder, &options).unwrap();
    let settings = std::fs::read_to_string(folder.join("retroscope.toml")).unwrap();
    let run = run(&[folder.to_owned()], &settings, "all");
    let summary = std::fs::read_to_string(folder.join("truth/summary.json")).unwrap();
    let truth = csv::Reader::from_path(folder.join("truth/incidents.csv")).unwrap();
    (run, serde_json::from_str(&summary).unwrap(), truth.into_deserialize().map(Result::unwrap).collect())
}

fn tally(rows: &[Row], column: &str) -> BTreeMap<String, u64> {
    let mut tally = BTreeMap::new();
    for row in rows {
        *tally.entry(row[column].clone()).or_default() += 1;
    }
    tally
}

fn planted(value: &Value) -> BTreeMap<String, u64> {
    value.as_object().unwrap().iter().map(|(k, v)| (k.clone(), v.as_u64().unwrap())).collect()
}

/// Half of the duplicates state no reference and are linked by their likeness, which goes wrong now and then. What does
/// not hang on that is found exactly; counts of incidents come within the errors of linking.
fn finds_what_was_planted(incidents: usize, seed: u64) {
    let folder = tempfile::tempdir().unwrap();
    let exports = folder.path().join("demo");
    let (run, truth, rows) = demo(&exports, incidents, seed);
    crate::communication::words_are_those_of_the_page(&run, &exports);
    crate::coordination::exports::tell_the_same(&run, &exports);
    let all = run.table("incidents");
    let found: Vec<Row> = all.iter().filter(|r| r["included"] == "true").cloned().collect();
    assert_eq!((all.len() - found.len()) as u64, truth["excluded_maintenance"].as_u64().unwrap());
    links_what_belongs_together(&found, &rows);
    same_incidents(&found, &rows);
    assert_eq!(tally(&run.table("interruptions"), "hour_class"), planted(&truth["interruptions"]));
    finds_the_famous_bugs(&run, &truth);
    families_are_the_famous_bugs(&run, &found, &rows);
    crate::storms::finds_the_storms(&run, &truth);
    let near = |found: u64, planted: u64| found.abs_diff(planted) * 100 <= planted + 100;
    assert!(near(found.len() as u64, incidents as u64), "{}", found.len());
    // Linking may go wrong for one in a hundred. Of a part as many and what chance adds (two standard errors): the severe ones
    // stand in more tools than others, each with other words, and a quarter with storms has more that begin together.
    let near_part = |found: u64, planted: u64| {
        let wrong = planted as f64 / 100.0;
        found.abs_diff(planted) as f64 <= 1.0 + wrong + 2.0 * wrong.sqrt()
    };
    for (column, key) in [("severity", "per_severity"), ("service", "per_service")] {
        for (name, planted) in planted(&truth[key]) {
            let found = tally(&found, column).get(&name).copied().unwrap_or(0);
            let is_near = if key == "per_severity" { near_part } else { near };
            assert!(is_near(found, planted), "{key} {name}: {found}, planted {planted}");
        }
    }
    let quarter = |label: String| label.split(' ').rev().collect::<String>();
    let quarters: BTreeMap<String, u64> =
        planted(&truth["per_quarter"]).into_iter().map(|(k, v)| (quarter(k), v)).collect();
    let seen = tally(&found, "period");
    assert!(seen.keys().eq(quarters.keys()) && quarters.iter().all(|(k, n)| near_part(seen[k], *n)), "{seen:?}");
    let levels = run.table("concurrency");
    let top = levels.iter().filter_map(|r| r["level"].parse::<u64>().ok()).max().unwrap();
    // At the peak a storm is on; a ticket whose page is not found stands beside it and counts twice.
    let peak = truth["peak"]["level"].as_u64().unwrap();
    assert!(top.abs_diff(peak) * 100 <= 3 * peak + 100, "{top} at once, planted {peak}");
}

/// Pairs of incidents that one family holds against pairs of one planted bug: F1 of .97 at least. A storm is no problem
/// that comes back, so no family is made of one.
fn families_are_the_famous_bugs(run: &Run, incidents: &[Row], truth: &[Row]) {
    let places = places(truth);
    let planted = |incident: &Row| {
        let place = places.get(&record(incident["record_ids"].split(';').next().unwrap()));
        place.map(|place| (truth[*place]["famous_bug"].clone(), truth[*place]["storm"].clone()))
    };
    let labels: BTreeSet<String> =
        run.table("families").iter().filter(|f| f["label"] == "true").map(|f| f["family_id"].clone()).collect();
    let (mut families, mut bugs, mut both, mut storms) =
        (BTreeMap::new(), BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for incident in incidents {
        let Some((bug, storm)) = planted(incident) else { continue };
        let family = Some(&incident["family_id"]).filter(|id| !id.is_empty() && !labels.contains(*id)).cloned();
        if !bug.is_empty() {
            *bugs.entry(bug.clone()).or_insert(0_u64) += 1;
        }
        let Some(family) = family else { continue };
        *families.entry(family.clone()).or_insert(0_u64) += 1;
        *storms.entry(family.clone()).or_insert(0_u64) += u64::from(!storm.is_empty());
        if !bug.is_empty() {
            *both.entry((bug, family)).or_insert(0_u64) += 1;
        }
    }
    let pairs = |counts: &mut dyn Iterator<Item = u64>| counts.map(|n| n * (n - 1) / 2).sum::<u64>() as f64;
    let (found, planted) = (pairs(&mut families.values().copied()), pairs(&mut bugs.values().copied()));
    let right = pairs(&mut both.values().copied());
    let f1 = 2.0 * right / (found + planted);
    assert!(planted > 100.0 && f1 >= 0.97, "F1 {f1}: {right} right of {found} found and {planted} planted");
    let stormy = storms.iter().find(|(family, n)| **n > 2 && **n * 2 > families[*family]);
    assert!(stormy.is_none(), "{stormy:?}");
}

/// The number of the planted incident that each record belongs to, by `tool:id`.
fn places(truth: &[Row]) -> BTreeMap<String, usize> {
    let records = |(place, row): (usize, &Row)| -> Vec<(String, usize)> {
        row["records"].split(';').map(|key| (key.to_owned(), place)).collect()
    };
    truth.iter().enumerate().flat_map(records).collect()
}

fn record(id: &str) -> String {
    let mut parts = id.splitn(3, ':');
    let (tool, _, native) = (parts.next().unwrap(), parts.next(), parts.next().unwrap());
    format!("{tool}:{native}")
}

/// Pairs of records that were brought together, against the pairs that belong together.
fn links_what_belongs_together(found: &[Row], truth: &[Row]) {
    let place = places(truth);
    let pairs = |sizes: &BTreeMap<usize, usize>| sizes.values().map(|n| n * (n - 1) / 2).sum::<usize>();
    let (mut right, mut made) = (0, 0);
    for incident in found {
        let records: Vec<String> = incident["record_ids"].split(';').map(record).collect();
        let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
        records.iter().for_each(|key| *sizes.entry(place[key]).or_default() += 1);
        right += pairs(&sizes);
        made += records.len() * (records.len() - 1) / 2;
    }
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    place.values().for_each(|at| *sizes.entry(*at).or_default() += 1);
    let planted = pairs(&sizes);
    println!("{} incidents: {made} pairs made, {right} right, {planted} planted", found.len());
    assert!(right * 100 >= made * 99, "precision: {right} of {made} pairs");
    assert!(right * 100 >= planted * 95, "recall: {right} of {planted} pairs");
}

/// An incident with exactly the records of one planted incident has its times and severity.
fn same_incidents(found: &[Row], truth: &[Row]) {
    let by_records: BTreeMap<BTreeSet<String>, &Row> =
        truth.iter().map(|row| (row["records"].split(';').map(str::to_owned).collect(), row)).collect();
    let mut same = 0;
    for incident in found {
        let records: BTreeSet<String> = incident["record_ids"].split(';').map(record).collect();
        let Some(planted) = by_records.get(&records) else { continue };
        same += 1;
        for column in ["started_at", "resolved_at", "severity"] {
            assert_eq!(incident[column], planted[column], "{column} of {records:?}");
        }
    }
    assert!(same * 100 >= truth.len() * 98, "{same} of {} have exactly their records", truth.len());
}

fn finds_the_famous_bugs(run: &Run, truth: &Value) {
    let famous: Vec<Row> = run.table("families").into_iter().filter(|f| f["famous"] == "true").collect();
    let bugs = truth["famous_bugs"].as_array().unwrap();
    let mut found: Vec<u64> = famous.iter().map(|f| f["incidents"].parse().unwrap()).collect();
    let mut planted: Vec<u64> = bugs.iter().map(|b| b["incidents"].as_u64().unwrap()).collect();
    found.sort_unstable();
    planted.sort_unstable();
    // Among many thousand titles drawn at random, one comes up three times by chance.
    found.retain(|incidents| *incidents > 3);
    assert_eq!(found, planted);
}

#[test]
fn two_thousand_incidents() {
    finds_what_was_planted(2_000, 20_240_601);
}

#[test]
fn twenty_thousand_incidents() {
    finds_what_was_planted(20_000, 7);
}

/// All files below a folder, by their path in it.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).unwrap().map(|e| e.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else {
                found.insert(entry.strip_prefix(folder).unwrap().to_owned(), std::fs::read(&entry).unwrap());
            }
        }
    }
    found
}

fn same_files(made: &Path, kept: &Path) {
    let (made, kept) = (files(made), files(kept));
    assert_eq!(made.keys().collect::<Vec<_>>(), kept.keys().collect::<Vec<_>>());
    for (path, bytes) in &made {
        assert!(bytes == &kept[path], "{} differs; see CONTRIBUTING.md for how the demo is made", path.display());
    }
}

#[test]
fn the_committed_demo_is_what_the_code_makes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let exports = folder.path().join("demo");
    let done = program().arg("demo").arg(&exports).args(["--incidents", "600"]).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    same_files(&exports, &root.join("data/demo"));
    assert!(files(&exports).values().all(|bytes| bytes.len() < 1_000_000));
    assert!(files(&exports).values().map(Vec::len).sum::<usize>() < 3_000_000);
}

#[test]
fn the_committed_report_is_what_the_code_makes_with_one_and_two_threads() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    for threads in ["1", "2"] {
        let out = folder.path().join(threads);
        let done = program().args(["review", "data/demo", "--threads", threads, "--out"]).arg(&out).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        same_files(&out, &root.join("reports/demo"));
    }
}

#[test]
fn the_word_rules_hold_in_the_committed_report() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/demo/findings.json");
    words::check(&serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap());
}

#[test]
fn a_stopped_run_leaves_the_earlier_report_whole() {
    let folder = tempfile::tempdir().unwrap();
    let exports = folder.path().join("demo");
    let options =
        retroscope::demo::Options { incidents: 20_000, seed: 3, scenario: retroscope::demo::Scenario::Typical };
    retroscope::demo::write(&exports, &options).unwrap();
    let out = folder.path().join("report");
    assert!(program().args(["review", "data/demo", "--out"]).arg(&out).output().unwrap().status.success());
    let before = files(&out);
    let mut run = program().arg("review").arg(&exports).arg("--out").arg(&out).spawn().unwrap();
    // Stopped as soon as it has begun to write: the unfinished folder stands beside the report.
    let partial = || {
        let siblings = std::fs::read_dir(folder.path()).unwrap();
        siblings.filter_map(Result::ok).any(|e| e.file_name().to_string_lossy().contains(".stage-"))
    };
    while !partial() {
        assert!(run.try_wait().unwrap().is_none(), "the run was over before it could be stopped");
        std::thread::yield_now();
    }
    run.kill().unwrap();
    run.wait().unwrap();
    assert_eq!(files(&out), before);
    assert!(program().args(["review", "data/demo", "--out"]).arg(&out).output().unwrap().status.success());
    assert!(!partial(), "the next run clears what the stopped one left");
}

/// The fire and the sale are told by what their incidents name, and the rest is counted without both: again from the tables.
#[test]
fn storms_of_the_demo_are_told_by_their_factor_and_by_what_is_left_without_them() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo");
    let settings = std::fs::read_to_string(data.join("retroscope.toml")).unwrap();
    let run = run(&[data], &settings, "2026Q2");
    let incidents = run.table("incidents");
    let period: Vec<&Row> = incidents.iter().filter(|r| r["included"] == "true" && r["in_period"] == "true").collect();
    let factors = run.table("factors");
    let mut left = period.len();
    for (storm, factor) in [("S-02", "data-centre fire"), ("S-05", "sale traffic")] {
        let own: BTreeSet<&str> =
            incidents.iter().filter(|r| r["storm_id"] == storm).map(|r| r["incident_id"].as_str()).collect();
        left -= period.iter().filter(|r| r["storm_id"] == storm).count();
        let named = factors.iter().filter(|r| r["factor"] == factor && own.contains(r["incident_id"].as_str()));
        let named = named.map(|r| r["incident_id"].as_str()).collect::<BTreeSet<_>>().len();
        let claim = run.review.findings.claim(&format!("overlap.storm/{storm}"));
        let claim = claim.unwrap_or_else(|| panic!("no {storm}"));
        assert!(claim.lead.ends_with(&format!("most of them with “{factor}”.")), "{}", claim.lead);
        assert!(claim.brief.contains(&format!(" {named} of them name that contributing factor.")), "{}", claim.brief);
    }
    let told = run.review.findings.claim("overlap.storm/S-02").unwrap();
    assert!(
        told.brief.contains(&format!("Without the two such storms of the period there were {left} (")),
        "{}",
        told.brief
    );
    let rank = |row: &&&Row| ["1", "2"].contains(&row["severity"].as_str());
    let worst = period.iter().filter(rank).count();
    assert!(
        run.review.findings.opening.contains(&format!(" {worst} were SEV1 or SEV2 (")),
        "{}",
        run.review.findings.opening
    );
}
