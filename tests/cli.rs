//! The command as people meet it: help, messages, exit statuses, what is written and what is left alone.

mod init;
mod kept;
mod odd;
mod proposals;

use crate::support::shared;
use crate::support::user::quick;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const PAGE: &str = r#"{"incidents":[
 {"id":"QA1","type":"incident","incident_number":1,"title":"card gateway times out","created_at":"2026-05-04T10:00:00Z","status":"resolved",
  "resolved_at":"2026-05-04T11:00:00Z","urgency":"high","service":{"id":"S1","summary":"card-gateway"},"escalation_policy":{"id":"E1"},"html_url":"https://x.pagerduty.com/incidents/QA1"},
 {"id":"QA2","type":"incident","incident_number":2,"title":"queue grows","created_at":"2026-05-05T10:00:00Z","status":"resolved",
  "resolved_at":"2026-05-05T10:20:00Z","urgency":"low","service":{"id":"S2","summary":"queue"},"escalation_policy":{"id":"E1"},"html_url":"https://x.pagerduty.com/incidents/QA2"}
],"limit":100,"offset":0,"more":false}"#;

fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_retroscope")).current_dir(folder).args(quick(args)).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A folder with the given files.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

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

#[test]
fn help_teaches_and_succeeds() {
    let empty = folder(&[]);
    let help = run(empty.path(), &["--help"]);
    assert_eq!(code(&help), 0);
    for word in ["review", "inspect", "demo", "Examples", "Exit status"] {
        assert!(said(&help).contains(word), "{word}");
    }
    assert_eq!(code(&run(empty.path(), &["--version"])), 0);
    assert_eq!(code(&run(empty.path(), &["review", "--help"])), 0);
}

#[test]
fn what_could_not_be_done_says_what_to_do() {
    let home = folder(&[
        ("ok/page.json", PAGE.as_bytes()),
        ("bad.toml", b"[hours]\nprofil = \"rootly\"\n"),
        ("zone.toml", b"[report]\nzone = \"Berlin\"\n"),
    ]);
    let cases: [(&[&str], &str); 8] = [
        (&["review"], "INPUT"),
        (&["review", "nowhere"], "nowhere"),
        (&["review", "*.nothing"], "*.nothing"),
        (&["review", "ok", "--period", "2026Q5"], "2026Q3"),
        (&["review", "ok", "--as-of", "soon"], "2026-10-01"),
        (&["review", "ok", "--settings", "bad.toml"], "profil"),
        (&["review", "ok", "--settings", "zone.toml"], "Europe/Berlin"),
        (&["review", "ok", "--threads", "0"], "--threads"),
    ];
    for (args, words) in cases {
        let output = run(home.path(), args);
        assert_eq!(code(&output), 2, "{args:?}: {}", told(&output));
        assert!(told(&output).contains(words), "{args:?}: {}", told(&output));
        assert!(!home.path().join("reports").exists(), "{args:?} wrote something");
    }
}

#[test]
fn good_files_are_read_whatever_lies_beside_them() {
    let cut = &PAGE.as_bytes()[..PAGE.len() * 3 / 4];
    let home = folder(&[
        ("in/good.json", PAGE.as_bytes()),
        ("in/unknown.csv", b"Ticket,Headline,Began,Over\nT1,x,2026-05-01,2026-05-02\n"),
        ("in/empty.json", b""),
        ("in/truncated.json", cut),
        ("in/delimiter.csv", b"number^short_description^opened_at\nINC1^x^2026-05-01 10:00:00\n"),
        ("in/picture.json", b"\x89PNG\r\n\x1a\n\0\0\0"),
    ]);
    let output = run(home.path(), &["review", "in", "--out", "out", "--period", "all"]);
    assert_eq!(code(&output), 0, "{}", told(&output));
    for (file, words) in [
        ("unknown.csv", "ticket, headline, began, over"),
        ("unknown.csv", "[[mapping]]"),
        ("empty.json", "is empty"),
        ("truncated.json", "damaged"),
        ("delimiter.csv", "delimiter"),
        ("picture.json", "PNG"),
    ] {
        let told = told(&output);
        let at = told.lines().position(|l| l.contains(file)).unwrap_or_else(|| panic!("{file} is not named: {told}"));
        let lines: Vec<&str> = told.lines().skip(at).take(2).collect();
        assert!(lines.join(" ").contains(words), "{file}: {lines:?}");
    }
    let rejects = std::fs::read_to_string(home.path().join("out/data/rejects.csv")).unwrap();
    assert!(rejects.contains("truncated.json") && rejects.contains("truncated"), "{rejects}");
    let incidents = std::fs::read_to_string(home.path().join("out/data/incidents.csv")).unwrap();
    assert_eq!(incidents.lines().count(), 3, "the two incidents of the good file: {incidents}");
}

#[test]
fn nothing_usable_is_a_failure_with_advice() {
    let home = folder(&[("in/a.csv", b"x,y\n1,2\n"), ("in/b.json", b""), ("in/c.json", b"[{\"foo\":1}]")]);
    let output = run(home.path(), &["review", "in"]);
    assert_eq!(code(&output), 2);
    assert!(told(&output).contains("inspect") && told(&output).contains("[[mapping]]"), "{}", told(&output));
    assert!(!home.path().join("reports").exists());
    assert_eq!(code(&run(home.path(), &["inspect", "in"])), 2);
}

#[test]
fn a_folder_that_is_no_report_is_left_alone() {
    let home = folder(&[("in/good.json", PAGE.as_bytes()), ("mine/letter.txt", b"dear")]);
    let before = files(&home.path().join("mine"));
    let output = run(home.path(), &["review", "in", "--out", "mine"]);
    assert_eq!(code(&output), 2);
    assert!(told(&output).contains("mine"), "{}", told(&output));
    assert_eq!(files(&home.path().join("mine")), before);
}

#[test]
fn a_condition_decides_the_exit_status() {
    let home = folder(&[("in/good.json", PAGE.as_bytes())]);
    let with = |claim: &str| code(&run(home.path(), &["review", "in", "--out", "out", "--quiet", "--fail-on", claim]));
    assert_eq!(with("overlap.peak"), 1);
    assert_eq!(with("load.sleep-hours"), 0, "what can't be assessed does not hold");
    assert_eq!(with("no.such-claim"), 2, "a misspelt code would never hold");
}

#[test]
fn the_same_input_gives_the_same_folder() {
    let home = folder(&[("in/good.json", PAGE.as_bytes())]);
    for (out, threads) in [("a", "1"), ("b", "2"), ("a", "2")] {
        assert_eq!(code(&run(home.path(), &["review", "in", "--out", out, "--threads", threads, "--quiet"])), 0);
    }
    assert_eq!(files(&home.path().join("a")), files(&home.path().join("b")));
}

#[test]
fn a_huge_file_that_is_given_up_gives_the_same_folder_with_any_number_of_threads() {
    let home = folder(&[("in/good.json", PAGE.as_bytes())]);
    // Who was paged, and then more nothing than any line may have; what is left is too much to be read for a digest.
    let entry = |n: usize| {
        format!(
            r#"{{"id":"R{n}","type":"notify_log_entry","created_at":"2026-05-04T10:{:02}:00Z","incident":{{"id":"QA1"}},"user":{{"id":"U{n}","summary":"Ada {n}"}},"agent":{{"id":"S1","type":"service_reference"}},"channel":{{"type":"auto","notification":{{"type":"push"}}}}}}"#,
            n % 60
        ) + "\n"
    };
    let entries: String = (0..400).map(entry).collect();
    // One that has a line without an end, one with so much that is no record that no more of it is read, and one of unknown columns, of
    // which the next part has been cut when that shows.
    let rows = |row: &str, number: usize| row.repeat(number);
    for (name, text, told_why) in [
        ("log.ndjson", entries.clone(), "is longer than 128 MiB"),
        ("log.ndjson", entries.clone() + &rows("x\n", 10 << 20), "of its records can't be used"),
        ("rows.csv", "alpha,beta\n".to_owned() + &rows("1,2\n", 5 << 20), "rows.csv"),
    ] {
        std::fs::write(home.path().join("in/few.ndjson"), &entries).unwrap();
        let huge = home.path().join("in").join(name);
        std::fs::write(&huge, text).unwrap();
        std::fs::File::options().write(true).open(&huge).unwrap().set_len(3 << 29).unwrap();
        let made = ["1", "2", "5"].map(|threads| {
            let out = format!("{name}-{}-{threads}", told_why.len());
            let done = run(home.path(), &["review", "in", "--out", &out, "--threads", threads, "--people", "--quiet"]);
            assert_eq!(code(&done), 0, "{}", told(&done));
            files(&home.path().join(out))
        });
        assert_eq!(made[0], made[1], "{told_why}");
        assert_eq!(made[0], made[2], "{told_why}");
        let text = |name: &str| String::from_utf8(made[0][Path::new(name)].clone()).unwrap();
        assert!(text("data/interruptions.csv").lines().count() > 40);
        assert!(text("manifest.json").contains(told_why), "{}", text("manifest.json"));
        std::fs::remove_file(huge).unwrap();
    }
}

#[test]
fn quiet_prints_nothing_and_standard_input_is_a_file() {
    let home = folder(&[]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_retroscope"))
        .current_dir(home.path())
        .args(["review", "-", "--quiet", "--out", "out"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(PAGE.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((code(&output), said(&output).as_str(), told(&output).as_str()), (0, "", ""));
    let manifest = std::fs::read_to_string(home.path().join("out/manifest.json")).unwrap();
    assert!(manifest.contains("\"path\": \"-\""), "{manifest}");
}

#[test]
fn inspect_says_what_is_there_and_what_is_missing() {
    let home = folder(&[("in/good.json", PAGE.as_bytes())]);
    let before = files(home.path());
    let output = run(home.path(), &["inspect", "in"]);
    assert_eq!(code(&output), 0);
    for words in ["PagerDuty", "2 records", "log entries", "on-call"] {
        assert!(said(&output).contains(words), "{words}: {}", said(&output));
    }
    let json = run(home.path(), &["inspect", "in", "--json"]);
    let value: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(value["set"]["incidents"], 2);
    assert_eq!(value["files"][0]["units"][0]["source"], "pagerduty-incidents");
    assert_eq!(files(home.path()), before, "inspect writes nothing");
}

#[test]
fn settings_among_the_inputs_are_used() {
    let csv = "number,opened_at,short_description,resolved_at,sys_updated_on\nINC1,2026-05-04 10:00:00,x,2026-05-04 11:00:00,2026-05-04 11:00:00\n";
    let home = folder(&[
        ("in/incident.csv", csv.as_bytes()),
        ("in/retroscope.toml", b"[zones]\nservicenow = \"America/New_York\"\n"),
    ]);
    assert_eq!(code(&run(home.path(), &["review", "in", "--out", "out"])), 0);
    let incidents = std::fs::read_to_string(home.path().join("out/data/incidents.csv")).unwrap();
    assert!(incidents.contains("2026-05-04T14:00:00Z"), "{incidents}");
    let remarks = std::fs::read_to_string(home.path().join("out/data/remarks.csv")).unwrap();
    assert!(remarks.contains("2026-05-04 10:00:00,2026-05-04T14:00:00Z,zone-applied"), "{remarks}");
}

#[test]
fn names_say_where_they_stand() {
    let Some(shared) = shared() else { return };
    let export = shared.join("samples/pagerduty/incidents.json").display().to_string();
    let home = folder(&[]);
    let told = |editions: &[&str]| {
        let mut args = vec!["review", export.as_str(), "--out", "out", "--names"];
        args.extend(editions.iter().flat_map(|e| ["--edition", e]));
        let output = run(home.path(), &args);
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(told(&[]).contains("note: --names: names stand in the on-call edition"));
    assert!(told(&["executive", "managers"]).contains("--names changes none of these editions"));
    let out = home.path().join("out");
    assert!(out.join("managers.md").exists() && !out.join("oncall.md").exists() && !out.join("analyst.md").exists());
}

#[test]
fn names_appear_only_when_asked_for_and_never_for_leaders() {
    let Some(shared) = shared() else { return };
    let samples = shared.join("samples/pagerduty");
    let given: Vec<String> = ["incidents.json", "log_entries.json", "oncalls.json"]
        .iter()
        .map(|f| samples.join(f).display().to_string())
        .collect();
    let home = folder(&[]);
    for (out, names) in [("hidden", false), ("shown", true)] {
        let mut args = vec!["review", "--out", out, "--quiet"];
        args.extend(given.iter().map(String::as_str));
        args.extend(names.then_some(["--names", "--people"]).into_iter().flatten());
        assert_eq!(code(&run(home.path(), &args)), 0);
    }
    let has = |path: &str| String::from_utf8_lossy(&std::fs::read(home.path().join(path)).unwrap()).contains("Priya");
    assert!(files(&home.path().join("hidden")).values().all(|b| !String::from_utf8_lossy(b).contains("Priya")));
    assert!(has("shown/data/involvements.csv"));
    assert!(!has("shown/executive.html") && !has("shown/executive.md"));
}

/// Every code that `--fail-on` takes is listed, for people and for programs; without a flag the command says what it can do.
#[test]
fn explain_lists_every_code() {
    let home = folder(&[]);
    let known = retroscope::findings::codes::ALL;
    let listed = run(home.path(), &["explain", "--codes"]);
    let lines: Vec<String> = said(&listed).lines().map(str::to_owned).collect();
    for entry in known {
        let line = lines.iter().find(|line| line.split_whitespace().next() == Some(entry.code));
        let line = line.unwrap_or_else(|| panic!("{} is not listed", entry.code));
        assert!(line.ends_with(entry.tells) && line.contains(entry.reach.words()), "{line}");
        assert_eq!(line.contains(" * "), entry.headline, "{line}");
    }
    assert_eq!(lines.iter().filter(|line| line.starts_with("  ")).count(), known.len());
    assert!(lines.iter().any(|line| line == "storm (said by storm_pack)"), "{lines:?}");
    let machine = run(home.path(), &["explain", "--codes", "--json"]);
    let value: serde_json::Value = serde_json::from_str(&said(&machine)).unwrap();
    let entries = value["codes"].as_array().unwrap();
    assert_eq!(entries.len(), known.len());
    let peak = entries.iter().find(|entry| entry["code"] == "overlap.peak").unwrap();
    assert_eq!(peak["description"], "Says how many incidents were open at most.");
    assert_eq!((&peak["rule"], &peak["most"], &peak["headline"]), (&"overlap".into(), &"fact".into(), &false.into()));
    let nothing = run(home.path(), &["explain"]);
    assert!(said(&nothing).contains("retroscope explain --codes"), "{}", said(&nothing));
    assert_eq!([&listed, &machine, &nothing].map(code), [0, 0, 0]);
    assert_eq!(code(&run(home.path(), &["explain", "--json"])), 2);
}

/// A review that people wrote: what finds fault is told with its line; what is quoted, code or front matter is left alone.
#[test]
fn lint_says_what_finds_fault_and_where() {
    let review = "---\ntitle: should have\n---\n# Review of 4 May\n\nThe disk filled up. The on-call engineer should have seen the alert,\nand the outage was due to human error.\n\n> You should have called me.\n\n```\nroot cause\n```\n\n- Vera wrote “this was careless”.\n- Dana forgot to rotate the key, e.g. on 3 May.\n";
    let long = format!("{}end.\n", "word ".repeat(31));
    let home = folder(&[
        ("review.md", review.as_bytes()),
        ("long.txt", long.as_bytes()),
        ("fine.md", b"The alert came at 10:04. We will add a limit.\n"),
    ]);
    let found = run(home.path(), &["lint", "review.md", "long.txt", "fine.md"]);
    let told = said(&found);
    let lines: Vec<&str> = told.lines().collect();
    let begins = [
        "review.md:6: “due to”",
        "review.md:6: “human error”",
        "review.md:6: “should have”",
        "review.md:16: “forgot to”",
        "long.txt:1: a sentence of 32 words",
    ];
    assert_eq!(lines.len(), begins.len() + 1, "{told}");
    for (line, begin) in lines.iter().zip(begins) {
        assert!(line.starts_with(begin), "{line} begins with {begin}");
    }
    assert_eq!(lines.last(), Some(&"5 things to look at in 3 files."));
    assert_eq!(code(&found), 1);
    let fine = run(home.path(), &["lint", "fine.md"]);
    assert_eq!((code(&fine), said(&fine).trim()), (0, "Nothing to object to in 1 file."));
    for missing in [&["lint", "gone.md"][..], &["lint", "."], &["lint"]] {
        assert_eq!(code(&run(home.path(), missing)), 2, "{missing:?}");
    }
}
