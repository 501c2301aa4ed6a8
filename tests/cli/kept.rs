//! `inspect` and `init` call the files that people keep by what they are, and say which are missing.

use super::{code, folder, run, said, told};

const PAGE: &str = r#"{"incidents":[{"id":"QA1","incident_number":1,"title":"cards fail","status":"resolved","urgency":"high",
    "created_at":"2026-05-01T10:00:00Z","resolved_at":"2026-05-01T11:00:00Z","service":{"id":"S","summary":"cards"},
    "html_url":"https://x.pagerduty.com/incidents/QA1","escalation_policy":{"id":"E"}}]}"#;
const FIGURES: &str = "area,from,to,deploys\ncards,2026-05-01,2026-05-31,41\ncards,2026-06-01,2026-06-30,-1\n";
const CHANGES: &str = "at,what\n2026-05-15,New pager\n";
const DAYS: &str =
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260501\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

#[test]
fn files_are_called_by_what_they_are() {
    let files = [("in/p.json", PAGE), ("in/a.csv", FIGURES), ("in/b.csv", CHANGES), ("in/c.ics", DAYS)];
    let home = folder(&files.map(|(name, text)| (name, text.as_bytes())));
    let output = run(home.path(), &["inspect", "in"]);
    assert_eq!(code(&output), 0, "{}", told(&output));
    let words = ["Exposure: deploys", "Changes of definitions", "Holidays", "(calendar)", "1 record could not be used"];
    for word in words {
        assert!(said(&output).contains(word), "{word}: {}", said(&output));
    }
    let (_, silent) = said(&output).split_once("Will stay silent").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    assert!(!silent.contains("rates per deploy"), "{silent}");
    let output = run(home.path(), &["init", "in"]);
    assert_eq!(code(&output), 0, "{}", told(&output));
    let text = std::fs::read_to_string(home.path().join("retroscope.toml")).unwrap();
    assert!(text.contains("in/b.csv: Changes of definitions") && text.contains("in/c.ics: Holidays"), "{text}");
    let kept = text.split("# Files that may be kept").nth(1).unwrap();
    assert!(
        kept.contains("annotations.csv") && !kept.contains("exposure.csv") && !kept.contains("[[change]]"),
        "{kept}"
    );
}

#[test]
fn what_is_missing_is_named_and_the_proposed_change_can_be_used() {
    let home = folder(&[("in/p.json", PAGE.as_bytes())]);
    let output = run(home.path(), &["inspect", "in"]);
    let (_, silent) = said(&output).split_once("Will stay silent").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    assert!(silent.contains("rates per deploy, request or service: needs exposure.csv"), "{silent}");
    run(home.path(), &["init", "in"]);
    let text = std::fs::read_to_string(home.path().join("retroscope.toml")).unwrap();
    let lines = text.split("# [[change]]\n").nth(1).unwrap().lines();
    let change = lines.filter_map(|line| line.strip_prefix("# ")).collect::<Vec<_>>().join("\n");
    let settings = retroscope::settings::Settings::parse(&format!("[[change]]\n{change}"), "it").unwrap();
    assert_eq!(settings.changes[0].metrics, ["ttr"]);
}
