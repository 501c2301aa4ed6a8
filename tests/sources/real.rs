//! Sources against real files: every record is read, and the figures are counted a second time, straight from the file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use retroscope::ingest::{AnySource, Output, SOURCES};
use retroscope::model::record::{Body, Kind, LinkKind, Record, StatedIncident};

use super::harness::{Input, mapped};
use crate::support::shared;

/// The one source that claims a file, and what it read.
fn read(path: &Path) -> (&'static str, Output) {
    let input = Input::open(path);
    let claimed: Vec<&&dyn AnySource> = SOURCES.iter().filter(|source| input.is_claimed(**source)).collect();
    assert_eq!(claimed.len(), 1, "{}: {:?}", path.display(), claimed.iter().map(|s| s.kind().id).collect::<Vec<_>>());
    let out = input.read(*claimed[0]);
    (claimed[0].kind().id, out)
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

fn distinct_ids(records: &[Record]) -> usize {
    records.iter().map(|record| record.native_id.as_str()).collect::<BTreeSet<_>>().len()
}

#[test]
fn google_cloud_snapshots() {
    let Some(shared) = shared() else { return };
    let mut ids = BTreeSet::new();
    for (file, rows) in [("2020-11-07", 155), ("2022-06-20", 150), ("2022-06-28", 153)] {
        let path = shared.join(format!("data/gcp-status/incidents_{file}.json"));
        let (id, out) = read(&path);
        assert_eq!((id, out.records.len(), out.rejects.len()), ("google-cloud-status", rows, 0), "{file}");
        assert_eq!(distinct_ids(&out.records), rows, "{file}: numbers of the old schema are not ids");
        let raw = json(&path);
        for (record, row) in out.records.iter().zip(raw.as_array().unwrap()) {
            let one = incident(record);
            assert_eq!(one.started_at.as_ref().unwrap().text, row["begin"].as_str().unwrap());
            assert_eq!(one.severity, row["severity"].as_str().unwrap());
            let end = row["end"].as_str().filter(|end| !end.is_empty());
            assert_eq!(one.resolved_at.as_ref().map(|at| at.text.as_str()), end);
        }
        if file != "2020-11-07" {
            ids.extend(out.records.into_iter().map(|record| record.native_id));
        }
    }
    assert_eq!(ids.len(), 156);
}

/// The groups were looked at by eye: in each, the records describe one outage, one service at a time.
#[test]
fn google_cloud_outages_written_as_one_record_per_service() {
    let Some(shared) = shared() else { return };
    let groups = |file: &str| {
        let (_, out) = read(&shared.join(format!("data/gcp-status/{file}")));
        let mut groups: BTreeMap<String, usize> = BTreeMap::new();
        for record in &out.records {
            let key = &incident(record).outage_key;
            if !key.is_empty() {
                *groups.entry(key.clone()).or_default() += 1;
            }
        }
        groups.into_iter().filter(|(_, members)| *members > 1).collect::<Vec<_>>()
    };
    let own = |key: &str, members: usize| (key.to_owned(), members);
    assert_eq!(
        groups("incidents_2020-11-07.json"),
        [own("2020-09-18T00:32:00|2020-09-18T01:38:00", 2), own("2020-09-25T00:58:00|2020-09-25T01:33:00", 8)]
    );
    let later = [
        own("2021-09-07T18:19:00|2021-09-08T18:00:00", 2),
        own("2021-10-27T09:00:00|2021-10-30T19:00:00", 2),
        own("2021-11-12T08:30:00|2021-11-12T10:14:00", 10),
    ];
    assert_eq!(groups("incidents_2022-06-20.json"), later);
    assert_eq!(groups("incidents_2022-06-28.json"), later);
}

#[test]
fn github_statuspage() {
    let Some(shared) = shared() else { return };
    let path = shared.join("data/github-two-source/github_statuspage_summary_open.json");
    let (id, out) = read(&path);
    assert_eq!((id, out.records.len(), out.rejects.len()), ("statuspage", 363, 0));
    let planned = out.records.iter().filter(|record| incident(record).kind == Kind::Maintenance).count();
    assert_eq!(planned, 15);
    assert!(out.records.iter().all(|record| incident(record).resolved_at.is_none()), "never stated, never guessed");
    let raw = json(&path);
    for (record, row) in out.records.iter().zip(raw["incidents"].as_array().unwrap()) {
        let mut names = BTreeSet::new();
        let of_updates = row["incident_updates"].as_array().unwrap().iter();
        let affected = of_updates.filter_map(|update| update["affected_components"].as_array()).flatten();
        for component in row["components"].as_array().unwrap().iter().chain(affected) {
            names.insert(component["name"].as_str().unwrap());
        }
        let one = incident(record);
        assert_eq!(one.services.iter().map(String::as_str).collect::<BTreeSet<_>>(), names);
        assert_eq!(one.url, format!("https://www.githubstatus.com/incidents/{}", row["id"].as_str().unwrap()));
    }
}

#[test]
fn github_atom_through_a_mapping_refers_to_the_statuspage_ids() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("data/github-two-source");
    let mapping = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/sources/mapped/atom-feed/mapping.toml");
    let input = Input::open(&folder.join("github_atom_incidents.jsonl"));
    let atom = input.read(&mapped(&mapping));
    assert_eq!((atom.records.len(), atom.rejects.len()), (399, 0));
    let (_, page) = read(&folder.join("github_statuspage_summary_open.json"));
    let on_page: BTreeSet<&str> = page.records.iter().map(|record| record.native_id.as_str()).collect();
    let refers = |record: &&Record| {
        let links = &incident(record).links;
        links.iter().any(|link| link.kind == LinkKind::ExternalRef && on_page.contains(link.target.as_str()))
    };
    assert_eq!(atom.records.iter().filter(refers).count(), 354);
    let with = |severity: &str| atom.records.iter().filter(|record| incident(record).severity == severity).count();
    assert_eq!((with("minor"), with("major"), with("none"), with("critical")), (310, 65, 13, 1));
    let planned = atom.records.iter().filter(|record| incident(record).kind == Kind::Maintenance).count();
    assert_eq!(planned, 10);
    let of_actions = |record: &&Record| {
        let one = incident(record);
        one.kind == Kind::Incident && one.components.iter().any(|name| name == "Actions")
    };
    assert_eq!(atom.records.iter().filter(of_actions).count(), 126);
}

#[test]
fn servicenow_audit_log() {
    let Some(shared) = shared() else { return };
    let (id, out) = read(&shared.join("data/uci-servicenow/incident_event_log_to_2016-03-21.csv"));
    assert_eq!((id, out.records.len(), out.rejects.len()), ("servicenow-csv", 43_333, 0));
    let mut last: BTreeMap<&str, &StatedIncident> = BTreeMap::new();
    for record in &out.records {
        assert!(incident(record).one_row_per_event);
        last.insert(&record.native_id, incident(record));
    }
    assert_eq!(last.len(), 6_344);
    let finals = || last.values();
    let with = |digit: char| finals().filter(|one| one.severity.starts_with(digit)).count();
    assert_eq!((with('1'), with('2'), with('3'), with('4')), (64, 113, 5_861, 306));
    assert_eq!(finals().filter(|one| one.resolved_at.is_none()).count(), 331);
    assert_eq!(finals().filter(|one| one.teams.is_empty()).count(), 939);
    assert_eq!(finals().filter(|one| one.reopen_count.is_some_and(|count| count > 0)).count(), 96);
    assert_eq!(finals().filter(|one| one.reassignment_count.is_some_and(|count| count > 0)).count(), 3_702);
    let problems = |one: &&&StatedIncident| one.links.iter().any(|link| link.kind == LinkKind::Problem);
    assert_eq!(finals().filter(problems).count(), 114);
}

#[test]
fn cstate_files_are_all_read() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("data/cstate-jenkins/content/issues");
    let mut severities: BTreeMap<String, usize> = BTreeMap::new();
    let (mut files, mut on_ci) = (0, 0);
    let mut names: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    for path in names {
        let (id, out) = read(&path);
        assert_eq!((id, out.records.len()), ("cstate", 1), "{}", path.display());
        let one = incident(&out.records[0]);
        assert!(!one.title.is_empty() && one.started_at.is_some() && one.resolved_at.is_some(), "{}", path.display());
        *severities.entry(one.severity.clone()).or_default() += 1;
        on_ci += usize::from(one.services.iter().any(|name| name == "ci.jenkins.io"));
        files += 1;
    }
    assert_eq!((files, on_ci), (296, 109));
    let of = |severity: &str| severities[severity];
    assert_eq!((of("disrupted"), of("down"), of("notice")), (129, 112, 55));
}

#[test]
fn recorded_fixtures_are_claimed_by_one_source() {
    let Some(shared) = shared() else { return };
    let expected = [
        ("fixtures/pagerduty/faros_incidents.json", "pagerduty-incidents"),
        ("fixtures/pagerduty/devlake_incidents.unwrapped.json", "pagerduty-incidents"),
        ("fixtures/pagerduty/faros_incidentLogEntries.json", "pagerduty-log-entries"),
        ("fixtures/pagerduty/devlake_log_entries.unwrapped.json", "pagerduty-log-entries"),
        ("fixtures/pagerduty/faros_users.json", "pagerduty-users"),
        ("fixtures/servicenow/faros_incidents.json", "servicenow-api"),
        ("fixtures/servicenow/faros_incidentsRest.json", "servicenow-api"),
        ("fixtures/statuspage/faros_incidents.json", "statuspage"),
        ("samples/pagerduty/incidents.json", "pagerduty-incidents"),
        ("samples/pagerduty/log_entries.json", "pagerduty-log-entries"),
        ("samples/pagerduty/oncalls.json", "pagerduty-on-calls"),
        ("samples/servicenow/incident.csv", "servicenow-csv"),
        ("samples/servicenow/incident_all.json", "servicenow-api"),
        ("samples/statuspage/incidents.json", "statuspage"),
        ("samples/gcp/incidents.json", "google-cloud-status"),
        ("samples/postmortems/2026-08-11-checkout.md", "review"),
    ];
    for (file, source) in expected {
        let (id, out) = read(&shared.join(file));
        assert_eq!(id, source, "{file}");
        assert!(out.rejects.is_empty() && !out.records.is_empty(), "{file}: {:?}", out.rejects);
    }
}

/// Formats of other tools must stay unclaimed until they have a source of their own.
#[test]
fn review_templates_give_no_incident() {
    let Some(shared) = shared() else { return };
    let mut templates = 0;
    for entry in std::fs::read_dir(shared.join("fixtures/postmortems/templates")).unwrap() {
        let (id, out) = read(&entry.unwrap().path());
        assert_eq!(id, "review-template");
        assert_eq!(out.records[0].body, Body::Reference);
        templates += 1;
    }
    assert_eq!(templates, 7);
}
