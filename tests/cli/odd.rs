//! Empty and odd requests: what is said, and the exit status.

use super::{code, files, folder, run, said, told};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// Outages in the first and the third quarter of 2026, none in the second.
fn quarters() -> tempfile::TempDir {
    let mut text = "Ticket,Headline,Began,Over,Service\n".to_owned();
    for (month, number) in [(1, 0), (2, 20), (7, 40), (8, 60)] {
        for day in 1..20 {
            let id = number + day;
            let _ = writeln!(
                text,
                "T-{id:03},disk {id} full,2026-{month:02}-{day:02}T08:00:00Z,2026-{month:02}-{day:02}T09:00:00Z,db"
            );
        }
    }
    let home = folder(&[("in/outages.csv", text.as_bytes())]);
    assert_eq!(code(&run(home.path(), &["init", "in"])), 0);
    home
}

fn review(home: &Path, more: &[&str]) -> std::process::Output {
    run(home, &[&["review", "in", "--settings", "retroscope.toml", "--out", "out"], more].concat())
}

#[test]
fn a_period_that_no_export_tells_of_is_refused() {
    let home = quarters();
    for (period, advice) in
        [("2019Q1", "ends later"), ("2025-12", "ends later"), ("2027Q1", "--as-of"), ("2026Q4", "--as-of")]
    {
        let output = review(home.path(), &["--period", period]);
        assert_eq!(code(&output), 2, "{period}: {}", said(&output));
        let told = told(&output);
        assert!(
            told.contains(period) && told.contains("1 January – 19 August 2026") && told.contains(advice),
            "{told}"
        );
        assert!(!home.path().join("out").exists(), "{period} wrote something");
    }
    // With a later date of the export the last quarter is one in which nothing happened.
    let output = review(home.path(), &["--period", "2026Q4", "--as-of", "2027-01-02"]);
    assert_eq!(code(&output), 0, "{}", told(&output));
}

#[test]
fn a_period_without_incidents_gives_a_short_honest_report() {
    let home = quarters();
    let output = review(home.path(), &["--period", "2026Q2"]);
    assert_eq!(code(&output), 0, "{}", told(&output));
    assert!(
        said(&output).contains("No incident of the data began in it. It may have been quiet, or an export is missing.")
    );
    let findings = std::fs::read_to_string(home.path().join("out/findings.json")).unwrap();
    let findings: serde_json::Value = serde_json::from_str(&findings).unwrap();
    for claim in findings["claims"].as_array().unwrap() {
        let grade = claim["grade"].as_str().unwrap();
        assert!(!["weak", "evidence", "strong", "about-same"].contains(&grade), "{claim}");
    }
    let page = std::fs::read_to_string(home.path().join("out/executive.md")).unwrap();
    assert!(page.contains("a change since Q1 2026 is not stated") || !page.contains("evidence that"), "{page}");
    assert!(!page.contains("fewer incidents"), "{page}");
}

#[test]
fn an_unknown_code_is_refused_with_the_nearest() {
    let home = quarters();
    let cases = [
        ("overlap.peek", "overlap.peak"),
        ("Overlap.Above_Capacity", "overlap.above-capacity"),
        ("reccurence.came-back/FB-01", "recurrence.came-back"),
        ("famous-bug", "recurrence.famous-bug"),
        ("nonsense.code", "codes begin with areas, asks, communication"),
        ("storm.qqqqqqqqqqqqq", "storm.carried"),
    ];
    for (typed, words) in cases {
        let output = review(home.path(), &["--fail-on", "overlap.peak", "--fail-on", typed]);
        assert_eq!(code(&output), 2, "{typed}");
        assert!(told(&output).contains(typed) && told(&output).contains(words), "{}", told(&output));
        assert!(!home.path().join("out").exists(), "{typed} wrote something");
    }
    // A code that exists and that this report does not hold is no mistake.
    assert_eq!(code(&review(home.path(), &["--fail-on", "recurrence.came-back/FB-07", "--quiet"])), 0);
    let help = said(&run(home.path(), &["review", "--help"]));
    assert!(help.contains("can't be assessed never counts") && help.contains("recurrence.came-back/FB-07"), "{help}");
}

#[test]
fn nothing_to_propose_for_is_said_and_leaves_nothing_behind() {
    let people = b"id,name,email,time_zone,team\n1,Ana,ana@example.com,Europe/Berlin,shop\n";
    let home = folder(&[("papers/letter.txt", b"dear"), ("people/people.csv", people)]);
    std::fs::create_dir_all(home.path().join("empty")).unwrap();
    for (given, words) in [("empty", "no file"), ("papers", "none could be read"), ("people", "no incident")] {
        for out in [&[][..], &["--out", "-"]] {
            let output = run(home.path(), &[&["init", given], out].concat());
            assert_eq!(code(&output), 2, "{given}: {}", said(&output));
            assert!(told(&output).contains(words), "{given}: {}", told(&output));
            assert!(!(said(&output) + &told(&output)).contains("retroscope review"), "{given}: no review is proposed");
            assert!(said(&output).is_empty());
        }
        assert!(!home.path().join("retroscope.toml").exists(), "{given}");
    }
    assert_eq!(files(home.path()).len(), 2);
}

#[test]
fn a_table_that_lacks_something_is_proposed_and_no_review_of_it() {
    let home = folder(&[("in/outages.csv", b"Ticket,Headline,Prio\nT1,mail down,1\nT2,disk full,2\nT3,cart slow,1\n")]);
    let output = run(home.path(), &["init", "in"]);
    assert_eq!(code(&output), 2, "{}", said(&output));
    assert!(home.path().join("retroscope.toml").exists());
    assert!(said(&output).contains("No incident can be read by it yet") && !said(&output).contains("Next:"));
}

#[test]
fn a_settings_file_that_is_not_there_is_a_wrong_path() {
    let home = quarters();
    let output = run(home.path(), &["review", "in", "--settings", "retroscpe.toml"]);
    assert_eq!(code(&output), 2);
    let told = told(&output);
    assert!(told.contains("there is no such file") && told.contains("check the path"), "{told}");
    assert!(!told.contains("README"), "{told}");
}

/// A log of cases with an impact in plain numbers and two flags that are named like references.
fn scale(name: &str, numbers: &[&str]) -> String {
    let mut text = format!("case_id,title,started_at,resolved_at,system,{name},external,parent\n");
    for at in 0..15 {
        let (day, number, flag) = (at + 1, numbers[at % numbers.len()], at % 2);
        let _ = writeln!(
            text,
            "{day},part {at} broke,2026-05-{day:02}T08:00:00Z,2026-05-{day:02}T09:00:00Z,system {flag},{number},{flag},{}",
            (at + 1) % 2
        );
    }
    text
}

#[test]
fn a_scale_of_plain_numbers_is_asked_about_and_a_flag_is_no_reference() {
    let cases: [(&str, &[&str]); 4] = [
        ("impact", &["0", "1", "2", "3", "4"]),
        ("severity", &["0", "1", "2", "3"]),
        ("Impact level", &["1", "2", "3"]),
        ("criticality", &["10", "20", "30", "40"]),
    ];
    for (name, numbers) in cases {
        let home = folder(&[("in/outages.csv", scale(name, numbers).as_bytes())]);
        let output = run(home.path(), &["init", "in"]);
        assert_eq!(code(&output), 0, "{}", told(&output));
        let text = std::fs::read_to_string(home.path().join("retroscope.toml")).unwrap();
        assert!(text.contains(&format!("# please decide: what do the numbers of \"{name}\" mean")), "{text}");
        assert!(!text.lines().any(|line| line.starts_with("severity =")), "{name} was mapped by guess:\n{text}");
        for line in ["reference", "parent", "duplicate_of", "problem"] {
            assert!(!text.lines().any(|l| l.starts_with(&format!("{line} ="))), "{line}:\n{text}");
        }
        assert_eq!(code(&review(home.path(), &["--period", "all"])), 0);
        let incidents = table(home.path(), "incidents");
        assert_eq!(incidents.len(), 15);
        assert!(incidents.iter().all(|row| row["severity"].is_empty()), "{name}");
        // With the marks removed and the question answered, the numbers are levels.
        let mut answered = text.replace(&format!("# severity = \"{name}\""), &format!("severity = \"{name}\""));
        answered = answered.replace("# [mapping.values.severity]", "[mapping.values.severity]");
        let last = numbers[numbers.len() - 1];
        for number in numbers {
            let level = if *number == last { "1" } else { "" };
            answered = answered.replace(&format!("# \"{number}\" = \"\""), &format!("\"{number}\" = \"{level}\""));
        }
        std::fs::write(home.path().join("retroscope.toml"), answered).unwrap();
        let output = review(home.path(), &["--period", "all"]);
        assert_eq!(code(&output), 0, "{}", told(&output));
        let worst = table(home.path(), "incidents").iter().filter(|row| row["severity"] == "1").count();
        let stated = table(home.path(), "incidents").iter().filter(|row| !row["severity"].is_empty()).count();
        assert_eq!((worst, stated), (15 / numbers.len(), 15 / numbers.len()), "{name}");
    }
    // A priority that begins with 1 is one by long custom.
    let home = folder(&[("in/outages.csv", scale("Priority", &["1", "2", "3"]).as_bytes())]);
    assert_eq!(code(&run(home.path(), &["init", "in"])), 0);
    let text = std::fs::read_to_string(home.path().join("retroscope.toml")).unwrap();
    assert!(text.lines().any(|line| line.starts_with("severity = \"Priority\"")), "{text}");
}

fn table(home: &Path, name: &str) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read(home.join(format!("out/data/{name}.csv"))).unwrap();
    csv::Reader::from_reader(text.as_slice()).deserialize().map(Result::unwrap).collect()
}

/// The case of two lists and the same of a workbook, along the way of a new user.
#[test]
fn lists_whose_numbers_start_again_lose_nothing() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/field/row-numbers-start-again");
    for form in ["csv", "xlsx"] {
        let home = folder(&[]);
        let exports = home.path().join("in");
        std::fs::create_dir_all(&exports).unwrap();
        for entry in std::fs::read_dir(case.join(form)).unwrap().map(|entry| entry.unwrap().path()) {
            std::fs::copy(&entry, exports.join(entry.file_name().unwrap())).unwrap();
        }
        assert_eq!(code(&run(home.path(), &["init", "in"])), 0);
        let output = review(home.path(), &["--period", "all"]);
        assert_eq!(code(&output), 0, "{}", told(&output));
        assert!(said(&output).contains("5 incidents") && !said(&output).contains("seen again"), "{}", said(&output));
        let mut lasted: Vec<(String, String)> =
            table(home.path(), "incidents").iter().map(|row| (row["title"].clone(), row["ttr_s"].clone())).collect();
        lasted.sort();
        let expected =
            [("Mail stuck", 20), ("No network", 90), ("Printer off", 30), ("Till slow", 45), ("VPN gone", 60)];
        assert_eq!(lasted, expected.map(|(title, minutes)| (title.to_owned(), (minutes * 60).to_string())), "{form}");
        let inspected = said(&run(home.path(), &["inspect", "in", "--settings", "retroscope.toml"]));
        assert_eq!(inspected.matches("the numbers start again there").count(), 1, "{inspected}");
    }
}

fn page(ids: std::ops::Range<u32>, offset: u32, more: bool) -> String {
    let one = |id: u32| {
        format!(
            r#"{{"id":"Q{id}","type":"incident","incident_number":{id},"title":"part {id} broke","created_at":"2026-05-{:02}T10:00:00Z","status":"resolved",
            "resolved_at":"2026-05-{:02}T11:00:00Z","urgency":"high","service":{{"id":"S1","summary":"card-gateway"}},"escalation_policy":{{"id":"E1"}},"html_url":"https://x.pagerduty.com/incidents/Q{id}"}}"#,
            id % 28 + 1,
            id % 28 + 1
        )
    };
    let all: Vec<String> = ids.map(one).collect();
    format!(r#"{{"incidents":[{}],"limit":5,"offset":{offset},"more":{more}}}"#, all.join(","))
}

#[test]
fn a_page_that_is_missing_is_missed_and_no_other() {
    let warnings = |files: &[(&str, String)]| {
        let home = folder(&[]);
        for (name, text) in files {
            std::fs::write(home.path().join(name), text).unwrap();
        }
        said(&run(home.path(), &["inspect", "."])).matches("more pages follow").count()
    };
    let whole = [
        ("p-1.json", page(0..5, 0, true)),
        ("p-2.json", page(5..10, 5, true)),
        ("p-3.json", page(10..15, 10, true)),
        ("p-4.json", page(15..17, 15, false)),
    ];
    assert_eq!(warnings(&whole), 0);
    assert_eq!(warnings(&whole[..3]), 1, "the last page is missing");
    let hole: Vec<_> = whole.iter().filter(|(name, _)| *name != "p-2.json").cloned().collect();
    assert_eq!(warnings(&hole), 1, "the second page is missing");
    assert_eq!(warnings(&whole[..1]), 1);
    // Without numbers of records the last page speaks for the rest.
    let bare = |text: &String| text.replace("\"offset\"", "\"page_of\"");
    let plain: Vec<_> = whole.iter().map(|(name, text)| (*name, bare(text))).collect();
    assert_eq!(warnings(&plain), 0);
    assert_eq!(warnings(&plain[..3]), 1);
}

#[test]
fn nobody_is_asked_for_reviews_that_are_given() {
    let review = "---\ntitle: Card payments fail\ndate: 2026-05-04\nseverity: 2\nstart: 2026-05-04T10:00:00Z\nend: 2026-05-04T11:00:00Z\n---\n\n\
        ## Summary\n\nCard payments failed.\n\n## Impact\n\nAll shops.\n\n## Root cause\n\nA certificate.\n\n## Action items\n\n- [ ] renew it\n";
    let home = folder(&[("in/page.json", page(0..5, 0, false).as_bytes())]);
    let without = said(&run(home.path(), &["inspect", "in"]));
    assert!(without.contains("the written reviews"), "{without}");
    std::fs::write(home.path().join("in/2026-05-04-cards.md"), review).unwrap();
    let with = said(&run(home.path(), &["inspect", "in"]));
    assert!(with.contains("the incident manager's incidents") && !with.contains("the written reviews"), "{with}");
}
