//! A forgotten open ticket does not hide that a problem comes back.

use super::family;
use crate::support::run::{Run, run};
use std::fmt::Write as _;
use std::path::Path;

fn seen_before(run: &Run) -> String {
    run.review.findings.claim("recurrence.share").unwrap().sentence.clone()
}

#[test]
fn the_case_of_the_ticket_that_nobody_closed() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/field/one-open-ticket-hides-recurrence");
    let run = run(&[case.join("incident.csv")], "", "all");
    let family = family(&run.table("families"), "Replica of the orders database falls behind the primary");
    assert_eq!((family["incidents"].as_str(), family["occurrences"].as_str()), ("10", "10"));
    assert!(seen_before(&run).starts_with("9 of 11 incidents (82 %)"), "{}", seen_before(&run));
}

/// A problem every three weeks, in a table of another tool; the tickets of these places were never closed.
fn every_three_weeks(open: &[usize]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let mut text = "case,headline,began,over,place\n".to_owned();
    let first = 1_735_725_600; // 1 January 2025, 10:00 UTC
    for at in 0..16_usize {
        let began = first + i64::try_from(at).unwrap() * 21 * 86_400;
        let stamp = |at: i64| chrono::DateTime::from_timestamp(at, 0).unwrap().format("%Y-%m-%dT%H:%M:%SZ").to_string();
        let over = if open.contains(&at) { String::new() } else { stamp(began + 5_400) };
        let _ = writeln!(
            text,
            "C-{at:03},Kiosk printers lose their paper size after the nightly restart,{},{over},kiosks",
            stamp(began)
        );
    }
    text.push_str(
        "C-900,Badge reader at the north door does not answer,2025-11-20T10:00:00Z,2025-11-20T12:00:00Z,doors\n",
    );
    let path = folder.path().join("cases.csv");
    std::fs::write(&path, text).unwrap();
    let toml = "[[mapping]]\nname = \"desk\"\nfiles = [\"cases.csv\"]\n[mapping.fields]\nid = \"case\"\ntitle = \"headline\"\n\
        started_at = \"began\"\nresolved_at = \"over\"\nservice = \"place\"\n";
    run(&[path], toml, "all")
}

#[test]
fn open_tickets_anywhere_in_its_history_swallow_nothing() {
    for open in [&[][..], &[0], &[7], &[0, 1, 2], &[3, 9, 15]] {
        let run = every_three_weeks(open);
        let families = run.table("families");
        let kiosks = families.iter().find(|row| row["name"].contains("Kiosk printers")).unwrap();
        assert_eq!((kiosks["incidents"].as_str(), kiosks["occurrences"].as_str()), ("16", "16"), "open: {open:?}");
        assert!(seen_before(&run).starts_with("15 of 17 incidents"), "open {open:?}: {}", seen_before(&run));
    }
}
