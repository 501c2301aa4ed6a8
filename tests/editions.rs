//! Editions and packs of whole runs: the planted storm told as it was planted, and nobody to be recognised where nobody
//! may be.

use crate::support::builder::{Builder, Inc};
use crate::support::run::{Row, Run, run};
use crate::support::words;
use retroscope::analyse::{self, Params};
use retroscope::findings::compose::compose;
use retroscope::findings::rule::Facts;
use retroscope::findings::{Findings, Pack};
use retroscope::render::{ALL, EXECUTIVE, MANAGERS, Wanted, render};
use retroscope::report::sink::Memory;
use std::collections::BTreeSet;

fn rendered(findings: &Findings) -> Memory {
    let mut memory = Memory::default();
    render(findings, Wanted { editions: ALL, formats: &[] }, &mut memory).unwrap();
    memory
}

/// The demo of two thousand incidents, reviewed for the quarter of its later storms, with what was planted.
fn demo() -> (Run, Vec<Row>) {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("demo");
    let scenario = retroscope::demo::Scenario::Typical;
    retroscope::demo::write(&folder, &retroscope::demo::Options { incidents: 2_000, seed: 20_240_601, scenario })
        .unwrap();
    let settings = std::fs::read_to_string(folder.join("retroscope.toml")).unwrap();
    let truth = csv::Reader::from_path(folder.join("truth/incidents.csv")).unwrap();
    let truth: Vec<Row> = truth.into_deserialize().map(Result::unwrap).collect();
    (run(&[folder], &settings, "2026Q2"), truth)
}

/// Seconds since 1970.
fn seconds(iso: &str) -> i64 {
    chrono::DateTime::parse_from_rfc3339(iso).unwrap().timestamp()
}

fn largest(findings: &Findings) -> &Pack {
    let n = |pack: &&Pack| findings.claim(&pack.about).and_then(|c| c.n);
    findings.packs.iter().max_by_key(n).unwrap()
}

/// How many of the incidents began when one of a planted storm did.
fn inside_of(truth: &[Row], storm: &str, incidents: &[Row]) -> usize {
    let starts: BTreeSet<&String> = truth.iter().filter(|r| r["storm"] == storm).map(|r| &r["started_at"]).collect();
    incidents.iter().filter(|r| starts.contains(&r["started_at"])).count()
}

#[test]
fn the_pack_of_the_planted_storm_agrees_with_the_tables() {
    let (run, truth) = demo();
    let findings = &run.review.findings;
    words::check(findings);
    let pack = largest(findings);
    let claim = |code: &str| findings.claim(&format!("{code}/{}", pack.id)).unwrap();
    let members: BTreeSet<&str> = claim("storm.course").incident_ids.iter().map(String::as_str).collect();
    let incidents: Vec<Row> =
        run.table("incidents").into_iter().filter(|r| members.contains(r["incident_id"].as_str())).collect();
    assert_eq!(incidents.len(), members.len());
    // What was planted began and ended when the pack says so, within an hour.
    let (_, name) = ["2", "3"].map(|storm| (inside_of(&truth, storm, &incidents), storm)).into_iter().max().unwrap();
    let planted = |r: &&Row| r["storm"] == name;
    let starts: Vec<i64> = truth.iter().filter(planted).map(|r| seconds(&r["started_at"])).collect();
    assert!(starts.len() >= 30, "{}", starts.len());
    let found: Vec<i64> = incidents.iter().map(|r| seconds(&r["started_at"])).collect();
    let (first, last) = (*starts.iter().min().unwrap(), *starts.iter().max().unwrap());
    let inside: Vec<&i64> = found.iter().filter(|at| (first - 3_600..=last + 3_600).contains(*at)).collect();
    assert!(
        inside.iter().min().unwrap().abs_diff(first) <= 3_600 && inside.iter().max().unwrap().abs_diff(last) <= 3_600
    );
    assert!(inside.len() * 10 >= starts.len() * 9, "{} of {}", inside.len(), starts.len());
    // Everything else is counted again from the public tables.
    let of = |table: &str| -> Vec<Row> {
        run.table(table).into_iter().filter(|r| members.contains(r["incident_id"].as_str())).collect()
    };
    let customers = incidents.iter().filter(|r| r["customer_facing"] == "yes").count();
    assert_eq!(claim("storm.course").numbers["customer_facing"], customers as f64);
    let services: BTreeSet<String> = incidents
        .iter()
        .flat_map(|r| r["areas"].split(';').map(str::to_owned).collect::<Vec<_>>())
        .filter(|area| area.starts_with("service:"))
        .collect();
    assert_eq!(claim("storm.shared").numbers["services"], services.len() as f64);
    let parts = of("involvements");
    let hours: f64 = parts.iter().filter_map(|r| r["effort_s"].parse::<f64>().ok()).sum::<f64>() / 3_600.0;
    assert!((claim("storm.carried").numbers["responder_hours"] - hours).abs() < 1e-6);
    let people: BTreeSet<String> = parts
        .iter()
        .chain(&of("interruptions"))
        .map(|r| r["person_id"].clone())
        .filter(|p| p.starts_with("person"))
        .collect();
    assert!(claim("storm.carried").numbers["people"] <= people.len() as f64);
    let items = of("follow_ups");
    let followed: BTreeSet<&String> = items.iter().map(|r| &r["incident_id"]).collect();
    assert_eq!(claim("storm.follow-up").numbers["without_follow_up"], (members.len() - followed.len()) as f64);
    assert_eq!(claim("storm.follow-up").numbers["follow_ups"], items.len() as f64);
    let html = rendered(findings);
    assert!(html.text(&format!("storms/{}.html", pack.id)).unwrap().contains("Questions to ask"));
}

/// Teams of three, five and twelve; everybody on call and paged, some of them at night.
fn teams() -> Builder {
    let team = |i: usize| {
        if i < 3 {
            "Trio"
        } else if i < 8 {
            "Quintet"
        } else {
            "Dozen"
        }
    };
    let human = |i: usize| retroscope::model::person::Person {
        pseudonym: format!("person-{i:03}"),
        name: format!("Zaphod Number{i}"),
        email: format!("zaphod{i}@people.example"),
        zone: chrono_tz::Tz::UTC,
        zone_known: true,
        team: team(i).to_owned(),
        ..Default::default()
    };
    let mut builder = (0..20).fold(Builder::quarter(2026, 3), |b, i| b.human(human(i)));
    for i in 0..60_u32 {
        let person = i % 20;
        let (hour, day) = (if i % 3 == 0 { 2 } else { 11 }, 1 + i % 28);
        let at = format!("2026-08-{day:02} {hour:02}:{:02}", i % 60);
        builder = builder
            .incident(Inc::at(&at).minutes(40).sev(2 + i % 3).service(["checkout", "search"][i as usize % 2]))
            .page(i, person, &at)
            .part(i, person, "paged", if i % 5 == 0 { "no" } else { "yes" }, Some(900.0))
            .shift(
                person,
                team(person as usize),
                1,
                &format!("2026-08-{day:02} 00:00"),
                &format!("2026-08-{day:02} 23:00"),
            );
    }
    builder
}

#[test]
fn nobody_is_recognised_in_the_editions_for_leaders_and_managers() {
    let data = teams().build();
    let results = analyse::run(&data, &Params::default(), &|_| {});
    for names in [false, true] {
        let findings = compose(&Facts::new(&data, &results, names));
        let mut memory = Memory::default();
        render(&findings, Wanted { editions: &[EXECUTIVE, MANAGERS], formats: &[] }, &mut memory).unwrap();
        for path in ["executive.md", "executive.html", "managers.md", "managers.html"] {
            let text = memory.text(path).unwrap();
            for known in ["Zaphod", "zaphod", "person-0"] {
                assert!(!text.contains(known), "{path} holds {known}");
            }
            for few in 1..5 {
                for words in [format!(" {few} people"), format!(" {few} person")] {
                    assert!(!text.contains(&words), "{path} counts{words}");
                }
            }
        }
        let charts = memory.files.iter().filter(|(path, _)| path.starts_with("charts/"));
        for (path, bytes) in charts {
            assert!(!String::from_utf8_lossy(bytes).contains("aphod"), "{path} names people");
        }
    }
}

#[test]
fn small_teams_cannot_be_told_by_subtraction() {
    let data = teams().build();
    let results = analyse::run(&data, &Params::default(), &|_| {});
    let findings = compose(&Facts::new(&data, &results, false));
    let table = findings.sections.iter().flat_map(|s| &s.tables).find(|t| t.id == "interruptions-by-team").unwrap();
    let people: Vec<u64> = table.rows.iter().map(|r| r[1].parse().unwrap()).collect();
    assert_eq!(people, [12, 8], "the five stand with the three, or the three would be what is left");
    assert!(!table.rows.iter().any(|r| r[0] == "Trio" || r[0] == "Quintet"), "{:?}", table.rows);
}

/// The page for leaders that is written passes the lint that people have for such pages, and one with planted words does not.
#[test]
fn the_page_for_leaders_passes_the_command_that_lints_it() {
    let home = tempfile::tempdir().unwrap();
    let (run, _) = demo();
    let page = rendered(&run.review.findings).text("executive.md").unwrap().to_owned();
    let lint = |text: &str| {
        std::fs::write(home.path().join("page.md"), text).unwrap();
        let out = crate::support::user::run(home.path(), &["lint", "page.md"]);
        (out.status.code(), String::from_utf8_lossy(&out.stdout).into_owned())
    };
    let (status, said) = lint(&page);
    assert_eq!(status, Some(0), "{said}");
    let planted = page.replacen("\n\n**", "\n\nThere were many interruptions, see overlap.storm and S-02.\n\n**", 1);
    let (status, said) = lint(&planted);
    assert_eq!(status, Some(1));
    for word in ["interruptions", "overlap.storm", "S-02"] {
        assert!(said.contains(word), "{word}: {said}");
    }
}
