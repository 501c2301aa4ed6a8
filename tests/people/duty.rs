//! "Pulled in" means pulled in: on call for it, on call for another rota and not on call at all are three things, in tables,
//! sentences and editions.

use crate::support::run::{Run, run};
use retroscope::findings::Claim;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

const BARE: &str = "without being on call";

fn pulled(run: &Run) -> &Claim {
    run.review.findings.claim("load.pulled-in").unwrap()
}

fn duties(run: &Run) -> Vec<String> {
    let mut found: Vec<String> = run.table("involvements").into_iter().map(|row| row["on_call"].clone()).collect();
    found.sort();
    found
}

/// Everything that is said, with leads.
fn said(run: &Run) -> String {
    let findings = &run.review.findings;
    let claims = findings.claims.iter().map(|c| format!("{} {}", c.lead, c.sentence));
    let packs = findings.packs.iter().flat_map(|p| p.parts.iter().flat_map(|part| part.items.iter().cloned()));
    claims.chain(packs).collect::<Vec<_>>().join("\n")
}

#[test]
fn whoever_is_on_call_for_the_other_rota_is_not_pulled_in_without_being_on_call() {
    let inputs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/truth/1-pulled-in-while-on-call/in");
    let run = run(&[inputs], "", "2026Q2");
    assert!(!duties(&run).contains(&"no".to_owned()));
    let claim = pulled(&run);
    assert_eq!(
        claim.sentence,
        "5 people took part in 8 incidents in Q2 2026 who were not on call for them (they were on call for another rota). Everybody else who took part was on call for it."
    );
    assert_eq!((claim.numbers["other_rota"], claim.numbers["not_on_call"]), (8.0, 0.0));
    assert_eq!(claim.numbers["on_call"] + 8.0, claim.n.unwrap() as f64);
    assert!(!said(&run).contains(BARE));
    assert!(!run.review.findings.headlines.contains(&claim.id), "somebody was there for both, which is no headline");
}

fn user(team: &str, n: usize) -> Value {
    json!({"id": format!("P{team}{n}"), "type": "user_reference", "summary": format!("Person {team}{n}")})
}

fn policy(team: &str) -> Value {
    json!({"id": format!("PE{team}"), "type": "escalation_policy_reference", "summary": format!("Policy {team}")})
}

/// Twelve weeks of two rotas that change every week, with an incident of the first team in each. It is the first rota's;
/// somebody of the second rota, on call at that time, writes a note on each; in the first six weeks so does somebody of the
/// first team whose week it is not. `others` people take turns in the second rota.
fn two_rotas(folder: &Path, others: usize) -> PathBuf {
    let day = |week: usize, hour: u32| {
        let at = chrono::NaiveDate::from_ymd_opt(2026, 4, 6).unwrap() + chrono::Days::new(7 * week as u64 + 2);
        at.and_hms_opt(hour, 0, 0).unwrap().format("%Y-%m-%dT%H:%M:%SZ").to_string()
    };
    let start = |week: usize| {
        let at = chrono::NaiveDate::from_ymd_opt(2026, 4, 6).unwrap() + chrono::Days::new(7 * week as u64);
        at.and_hms_opt(0, 0, 0).unwrap().format("%Y-%m-%dT%H:%M:%SZ").to_string()
    };
    let (mut incidents, mut entries, mut shifts) = (Vec::new(), Vec::new(), Vec::new());
    for week in 0..12 {
        for (team, people) in [("A", 6), ("B", others)] {
            shifts.push(json!({"user": user(team, week % people), "escalation_level": 1, "escalation_policy": policy(team),
                "schedule": {"id": format!("PS{team}"), "type": "schedule_reference", "summary": format!("{team} primary")},
                "start": start(week), "end": start(week + 1)}));
        }
        let id = format!("Q{week:05}");
        incidents.push(json!({"id": id, "incident_number": week + 1, "title": format!("Hall {week} is dark"), "status": "resolved",
            "urgency": "high", "created_at": day(week, 10), "updated_at": day(week, 12), "resolved_at": day(week, 12),
            "last_status_change_at": day(week, 12), "service": {"id": "SA", "type": "service_reference", "summary": "halls"},
            "escalation_policy": policy("A")}));
        let mut entry = |kind: &str, at: String, more: Value| {
            let mut entry = json!({"id": format!("R{:05}", entries.len()), "type": format!("{kind}_log_entry"), "created_at": at,
                "incident": {"id": id, "type": "incident_reference"}, "channel": {"type": "auto"}});
            entry.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            entries.push(entry);
        };
        let ring = json!({"user": user("A", week % 6), "channel": {"type": "auto", "notification": {"type": "phone_notification"}}});
        entry("notify", day(week, 10), ring);
        entry("annotate", day(week, 11), json!({"agent": user("B", week % others)}));
        if week < 6 {
            entry("annotate", day(week, 11), json!({"agent": user("A", (week + 3) % 6)}));
        }
    }
    let put = |name: &str, key: &str, list: Vec<Value>| {
        std::fs::write(folder.join(name), json!({key: list, "more": false}).to_string()).unwrap();
    };
    put("incidents.json", "incidents", incidents);
    put("log_entries.json", "log_entries", entries);
    put("oncalls.json", "oncalls", shifts);
    folder.to_owned()
}

#[test]
fn three_kinds_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let run = run(&[two_rotas(folder.path(), 6)], "", "2026Q2");
    let kinds = ["no", "other-rota", "yes"].map(|kind| duties(&run).iter().filter(|duty| *duty == kind).count());
    assert_eq!(kinds, [6, 12, 12]);
    let claim = pulled(&run);
    assert_eq!(claim.lead, "People were pulled in who were not on call.");
    assert_eq!(
        claim.sentence,
        "6 people took part in 6 incidents in Q2 2026 without being on call for any rota. 6 people took part in 12 incidents who were not on call for them (they were on call for another rota)."
    );
    let numbers = ["on_call", "other_rota", "not_on_call", "not_known", "people", "people_other_rota"];
    assert_eq!(numbers.map(|name| claim.numbers[name]), [12.0, 12.0, 6.0, 0.0, 6.0, 6.0]);
    assert!(run.review.findings.headlines.contains(&claim.id));
}

#[test]
fn a_kind_of_a_handful_hides_the_counts_of_all() {
    let folder = tempfile::tempdir().unwrap();
    let run = run(&[two_rotas(folder.path(), 3)], "", "2026Q2");
    let claim = pulled(&run);
    assert_eq!(
        claim.sentence,
        "6 people took part in 6 incidents in Q2 2026 without being on call for any rota. In 12 incidents somebody took part who was not on call for it but for another rota."
    );
    let hidden = ["on_call", "other_rota", "not_on_call", "not_known", "people_other_rota"];
    assert!(hidden.iter().all(|name| !claim.numbers.contains_key(*name)), "{:?}", claim.numbers);
    assert_eq!(claim.n, None);
}

#[test]
fn the_demo_tells_both_kinds_of_help_apart() {
    let run = run(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo")], "", "2026Q2");
    let claim = pulled(&run);
    assert!(claim.sentence.contains("(they were on call for another rota)"), "{}", claim.sentence);
    assert!(claim.sentence.contains("without being on call for any rota"), "{}", claim.sentence);
    // Neither number is one to four, and the two are not added up.
    assert!(["not_on_call", "other_rota"].iter().all(|kind| claim.numbers.get(*kind).is_none_or(|n| *n > 0.0)));
}
