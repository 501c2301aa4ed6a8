//! Nobody can be told from what a review hands on: no name anywhere, no figure of fewer than five people, none by
//! subtraction.

use super::organisation::{self, PEOPLE};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

struct Report {
    _folder: tempfile::TempDir,
    files: BTreeMap<PathBuf, String>,
}

/// One report of the organisation, by path of its files.
fn report() -> &'static Report {
    static REPORT: OnceLock<Report> = OnceLock::new();
    REPORT.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        organisation::write(folder.path());
        let files = review(folder.path(), "[zones]\nservicenow = \"UTC\"\n", "out");
        Report { _folder: folder, files }
    })
}

fn review(folder: &Path, settings: &str, out: &str) -> BTreeMap<PathBuf, String> {
    let file = folder.join(format!("{out}.toml"));
    std::fs::write(&file, settings).unwrap();
    let inputs = ["incidents.json", "log_entries.json", "users.json", "oncalls.json", "incident.csv"];
    let inputs =
        inputs.iter().map(|n| folder.join(n)).chain([12, 15, 60].map(|n| folder.join(format!("review-{n}.md"))));
    let mut program = Command::new(env!("CARGO_BIN_EXE_retroscope"));
    let done = program
        .arg("review")
        .args(inputs)
        .args(["--formats", "none", "--settings"])
        .arg(&file)
        .arg("--out")
        .arg(folder.join(out))
        .output();
    let done = done.unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.join(out)];
    while let Some(next) = folders.pop() {
        for path in std::fs::read_dir(&next).unwrap().map(|e| e.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder.join(out)).unwrap().to_owned();
                files.insert(name, String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned());
            }
        }
    }
    files
}

/// Parts of names, log-in names, addresses and ids of accounts.
fn identities() -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (number, (name, login, _)) in PEOPLE.iter().enumerate() {
        found.extend(name.split(' ').map(str::to_owned));
        found.extend([(*login).to_owned(), format!("PU{number:02}")]);
    }
    found.push("@harbour.example".to_owned());
    found
}

#[test]
fn no_file_of_a_report_names_anybody_but_in_the_words_of_others() {
    let mut leaks: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, text) in &report().files {
        for line in text.lines() {
            // The summary of an incident is what people wrote; the table of incidents, which quotes it, is the analyst's.
            let line = if path.file_stem().is_some_and(|s| s == "incidents") {
                line.split(" noticed it.").skip(1).collect::<String>()
            } else {
                line.to_owned()
            };
            let of_line = identities().into_iter().filter(|i| line.contains(i.as_str()));
            leaks.entry(path.display().to_string()).or_default().extend(of_line);
        }
    }
    leaks.retain(|path, found| !found.is_empty() && path != "data/incidents.parquet");
    assert!(leaks.is_empty(), "{leaks:?}");
}

/// Files for others than analysts: every edition but the analyst's, its charts with their numbers, and the tables
/// without people.
fn shared() -> Vec<(&'static Path, &'static str)> {
    let own = ["incidents", "involvements", "interruptions", "shifts", "follow_ups", "load", "people"];
    let analyst = |p: &Path| p.starts_with("analyst.html") || p.starts_with("analyst.md");
    let personal = |p: &Path| {
        p.starts_with("data") && p.file_stem().is_some_and(|stem| own.contains(&stem.to_string_lossy().as_ref()))
    };
    let files = report().files.iter().filter(|(path, _)| !analyst(path) && !personal(path));
    files.map(|(path, text)| (path.as_path(), text.as_str())).collect()
}

#[test]
fn what_is_handed_on_has_no_pseudonyms() {
    let leaks: Vec<String> = shared()
        .into_iter()
        .filter(|(_, text)| text.contains("person-0"))
        .map(|(path, _)| path.display().to_string())
        .collect();
    assert!(leaks.is_empty(), "{leaks:?}");
    assert!(shared().iter().any(|(path, _)| path.starts_with("executive.md")), "the executive's page is looked at");
}

fn findings() -> serde_json::Value {
    serde_json::from_str(&report().files[Path::new("findings.json")]).unwrap()
}

#[test]
fn counts_of_people_below_five_are_nowhere_in_the_findings() {
    let findings = findings();
    let few =
        ["1 person", "2 people", "3 people", "4 people", "one person", "two people", "three people", "four people"];
    let mut seen = 0;
    for claim in findings["claims"].as_array().unwrap() {
        let sentence = claim["sentence"].as_str().unwrap();
        // "Three people carried 40 %" names a number that is the same in every report, and so does the name of a rule.
        let unquoted: String = sentence.split(['“', '”']).step_by(2).collect();
        let text = unquoted.replace("Three people carried", "").to_lowercase();
        for phrase in few {
            let at = text.find(phrase);
            let part_of_more = at.is_some_and(|at| text[..at].ends_with(|c: char| c.is_ascii_digit() || c == ','));
            assert!(at.is_none() || part_of_more || text.contains("answered by one person alone"), "{sentence}");
        }
        for (name, value) in claim["numbers"].as_object().unwrap() {
            // Those on recurring problems count incidents that people ended.
            let counted = !claim["code"].as_str().unwrap().starts_with("recurrence.");
            let people = counted && (name == "people" || name.ends_with("_people") || name.starts_with("people_"));
            let value = value.as_f64().unwrap();
            seen += u64::from(people);
            assert!(!people || value == 0.0 || value >= 5.0, "{}: {name} is {value}", claim["id"]);
        }
    }
    assert!(seen > 3, "the findings hold numbers of people");
}

/// Tables of the section on load, with their columns by name.
fn tables() -> &'static BTreeMap<String, Vec<BTreeMap<String, String>>> {
    static TABLES: OnceLock<BTreeMap<String, Vec<BTreeMap<String, String>>>> = OnceLock::new();
    TABLES.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        organisation::write(folder.path());
        let run = crate::support::run::run(&[folder.path().to_owned()], "[zones]\nservicenow = \"UTC\"\n", "");
        let load = run.review.findings.sections.iter().find(|s| s.id == "load").unwrap();
        let rows = |t: &retroscope::findings::Table| {
            let names: Vec<&String> = t.columns.iter().map(|c| &c.name).collect();
            t.rows.iter().map(|r| names.iter().map(|n| (*n).clone()).zip(r.iter().cloned()).collect()).collect()
        };
        load.tables.iter().map(|t| (t.id.clone(), rows(t))).collect()
    })
}

#[test]
fn a_small_team_stands_with_another_so_that_no_total_gives_it_away() {
    let teams = &tables()["interruptions-by-team"];
    let names: Vec<&str> = teams.iter().map(|r| r["team"].as_str()).collect();
    // Three and five people together; the twelve alone.
    assert_eq!(names, ["Dozen", "small teams, and people without a team"]);
    assert_eq!(teams[1]["people"], "8");
    // What is left of the quarter without the teams that are shown is nobody's.
    let total = |column: &str| teams.iter().map(|r| r[column].replace(',', "").parse::<u64>().unwrap()).sum::<u64>();
    let quarter = &tables()["interruptions-by-quarter"][0];
    assert_eq!(total("interruptions").to_string(), quarter["interruptions"]);
    assert_eq!(total("in sleep hours").to_string(), quarter["sleep hours"]);
    assert_eq!(total("disturbed nights").to_string(), quarter["disturbed nights"]);
}

#[test]
fn a_small_rotation_takes_the_next_with_it() {
    let rotations = &tables()["load-by-rotation"];
    for (name, shown) in [("Dozen primary", true), ("Quint primary", false), ("Trio primary", false)] {
        let row = rotations.iter().find(|r| r["rotation"] == name).unwrap();
        let split = row.iter().filter(|(column, cell)| *column != "rotation" && *cell != "not shown").count();
        assert_eq!(split > 0, shown, "{row:?}");
    }
}

#[test]
fn services_of_few_people_are_not_split_and_not_alone() {
    let rows = &tables()["responders-by-service"];
    let hidden: Vec<&str> =
        rows.iter().filter(|r| r.values().any(|v| v == "not shown")).map(|r| r["service"].as_str()).collect();
    assert!(hidden.len() != 1, "{hidden:?} could be found by subtraction");
}
