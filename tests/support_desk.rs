//! Tickets of a support desk: counted for the incident that they name, and never incidents themselves.

use crate::support::run::{Run, run};
use retroscope::findings::Table;
use retroscope::render::{ReportView, edition::SUPPORT};
use std::path::{Path, PathBuf};

fn case() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/field/support-desk")
}

fn table(run: &Run) -> Option<&Table> {
    run.review.findings.sections.iter().flat_map(|s| &s.tables).find(|t| t.id == "tickets-by-incident")
}

fn cells(run: &Run) -> Vec<(String, String)> {
    table(run).map_or_else(Vec::new, |t| t.rows.iter().map(|row| (row[0].clone(), row[3].clone())).collect())
}

fn pair(title: &str, n: &str) -> (String, String) {
    (title.to_owned(), n.to_owned())
}

#[test]
fn tickets_are_counted_for_the_incident_that_they_name() {
    let settings = std::fs::read_to_string(case().join("retroscope.toml")).unwrap();
    let run = run(&[case().join("incidents.csv"), case().join("tickets.csv")], &settings, "2026Q3");
    let incidents = run.table("incidents");
    assert_eq!(incidents.len(), 5, "a ticket of a desk is no incident");
    assert_eq!(
        cells(&run),
        [
            pair("Card gateway answers 502", "3"),
            pair("Export job writes nothing", "2"),
            pair("Ledger sync waits for a lock", "1"),
        ]
    );
    let claim = run.review.findings.claim("communication.tickets").unwrap();
    assert_eq!(
        claim.sentence,
        "6 tickets of the support desk are about 3 incidents that began in Q3 2026, most often (3) about “Card gateway answers 502” of 4 July 2026. Of 8 tickets in all the exports, 2 name no incident on record."
    );
    let felt: Vec<(&str, &str)> =
        incidents.iter().map(|row| (row["incident_id"].as_str(), row["customer_facing"].as_str())).collect();
    assert_eq!(
        felt,
        [
            ("tracker:incident:INC-101", "yes"),
            ("tracker:incident:INC-102", "yes"),
            ("tracker:incident:INC-103", "unknown"),
            ("tracker:incident:INC-104", "yes"),
            ("tracker:incident:INC-105", "no"),
        ]
    );
    // Every row is accounted for: eight tickets that describe incidents.
    let fates = run.table("records");
    assert_eq!(fates.iter().filter(|row| row["record_id"].starts_with("desk:ticket:")).count(), 8);
    let view = ReportView::new(&run.review.findings, &SUPPORT);
    let felt = view.steps.iter().find(|step| step.title == "What customers felt").unwrap();
    assert!(felt.tables.iter().any(|table| table.id == "tickets-by-incident"));
}

/// Another desk with other words, whose tickets name what they are about in the words of the tracker's addresses only.
#[test]
fn a_second_desk_without_problems_is_counted_too() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let outages = write(
        "outages.csv",
        "key,what,from,to,page\nA1,Mail is late,2026-04-02T10:00:00Z,2026-04-02T12:00:00Z,https://ops.example/o/a1-mail\nB2,Search is empty,2026-05-02T10:00:00Z,2026-05-02T12:00:00Z,https://ops.example/o/b2-search\n",
    );
    let rows: String = (0..7)
        .map(|n| {
            format!(
                "{n},Nothing comes,http://ops.example/o/{},2026-05-02T1{n}:30:00Z\n",
                if n < 5 { "b2-search/" } else { "c3-none" }
            )
        })
        .collect();
    let mails = write("mails.csv", &format!("no,subject,about,written\n{rows}"));
    let settings = "[[mapping]]\nname = \"ops\"\nfiles = [\"outages.csv\"]\n[mapping.fields]\nid = \"key\"\ntitle = \"what\"\nstarted_at = \"from\"\nresolved_at = \"to\"\nurl = \"page\"\n\
                    [[mapping]]\nname = \"mailbox\"\nfiles = [\"mails.csv\"]\nrole = \"support\"\n[mapping.fields]\nid = \"no\"\ntitle = \"subject\"\nreference = \"about\"\nstarted_at = \"written\"\n";
    let run = run(&[outages, mails], settings, "2026Q2");
    assert_eq!(cells(&run), [pair("Search is empty", "5")]);
    assert_eq!(run.table("incidents").len(), 2);
    let sentence = &run.review.findings.claim("communication.tickets").unwrap().sentence;
    assert!(
        sentence.starts_with(
            "5 tickets of the support desk are about 1 incident that began in Q2 2026, “Search is empty” of 2 May 2026."
        ),
        "{sentence}"
    );
    assert!(sentence.ends_with("Of 7 tickets in all the exports, 2 name no incident on record."), "{sentence}");
}

/// The proposal says so for what looks like the export of a desk, and for a tracker it does not.
#[test]
fn the_proposal_knows_the_export_of_a_desk() {
    let home = tempfile::tempdir().unwrap();
    std::fs::copy(case().join("tickets.csv"), home.path().join("tickets.csv")).unwrap();
    std::fs::copy(case().join("incidents.csv"), home.path().join("incidents.csv")).unwrap();
    let out = crate::support::user::run(home.path(), &["init", "tickets.csv", "incidents.csv"]);
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&out.stdout),
        std::fs::read_to_string(home.path().join("retroscope.toml")).unwrap_or_default()
    );
    assert!(text.contains("role = \"support\""), "{text}");
    assert_eq!(text.matches("role = \"support\"").count(), 1, "{text}");
    assert!(text.contains("problem = \"Problem ID\"") && text.contains("reference = \"Incident link\""), "{text}");
    assert!(text.contains("organisation = \""), "a line for the organisation is proposed: {text}");
}
