//! `init` as a new user meets it: a folder, one command, and a settings file that runs as it is.

use super::{code, files, folder, run, said, told};
use proptest::prelude::*;
use retroscope::settings::Settings;
use std::collections::BTreeMap;
use std::path::Path;

const OUTAGES: &str = "Date;Began;Over;What happened;Systems;Prio;Who;Ticket\n\
14.08.2026;09:15;10:40;Checkout slow for German customers;shop, payments;rot;Ana Ruiz;OPS-17\n\
15.08.2026;22:05;23:10;Search index stale;search;gelb;Ben Otto;OPS-18\n\
19.08.2026;03:30;05:00;Payments rejected by bank;payments;rot;Ana Ruiz;OPS-21\n";

const DESK: &str = r#"{"generatedAt":"2026-09-01","cases":[
 {"caseNo":"C-1","headline":"Mail delayed for all","openedOn":"2026-08-11 10:00","durationMinutes":42,"owner":{"mail":"kim@example.com"},"criticality":"High"},
 {"caseNo":"C-2","headline":"VPN down in the morning","openedOn":"2026-08-12 11:00","durationMinutes":13,"owner":{"mail":"lee@example.com"},"criticality":"Low"}]}"#;

const ROTA: &str = "engineer,from,to,rotation\n\
ana.ruiz@example.com,2026-08-10T08:00:00Z,2026-08-17T08:00:00Z,Primary\n\
ben.otto@example.com,2026-08-17T08:00:00Z,2026-08-24T08:00:00Z,Primary\n";

/// The case inputs of five vendors, and files of the organisation's own.
fn five_vendors(own: &[(&str, &str)]) -> tempfile::TempDir {
    let home = folder(&[]);
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/sources");
    let exports = home.path().join("in");
    std::fs::create_dir_all(&exports).unwrap();
    for source in ["pagerduty-incidents", "servicenow-csv", "statuspage", "google-cloud-status", "cstate"] {
        let mut cases: Vec<_> = std::fs::read_dir(cases.join(source)).unwrap().map(|e| e.unwrap().path()).collect();
        cases.sort();
        let inputs = std::fs::read_dir(cases.first().unwrap()).unwrap().map(|e| e.unwrap().path());
        let input = inputs.into_iter().find(|p| p.file_stem().unwrap() == "input").unwrap();
        let name = format!("{source}.{}", input.extension().unwrap().to_string_lossy());
        std::fs::copy(input, exports.join(name)).unwrap();
    }
    for (name, text) in own {
        std::fs::write(exports.join(name), text).unwrap();
    }
    home
}

fn incidents(home: &Path) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read(home.join("out/data/incidents.csv")).unwrap();
    csv::Reader::from_reader(text.as_slice()).deserialize().map(Result::unwrap).collect()
}

fn cell<'a>(rows: &'a [BTreeMap<String, String>], title: &str, column: &str) -> &'a str {
    let row = rows.iter().find(|row| row["title"] == title).unwrap_or_else(|| panic!("no incident {title}"));
    &row[column]
}

#[test]
fn the_proposal_for_five_vendors_and_unknown_tables_runs_unchanged() {
    let home = five_vendors(&[("Outage log 2026.csv", OUTAGES), ("desk.json", DESK), ("rota-q3.csv", ROTA)]);
    let output = run(home.path(), &["init", "in"]);
    assert_eq!(code(&output), 0, "{}", told(&output));
    assert!(said(&output).contains("retroscope review in --settings retroscope.toml"), "{}", said(&output));
    let review = ["review", "in", "--settings", "retroscope.toml", "--out", "out", "--period", "all", "--people"];
    let output = run(home.path(), &review);
    assert_eq!(code(&output), 0, "{}", told(&output));
    assert!(!told(&output).contains("not recognised"), "{}", told(&output));

    let rows = incidents(home.path());
    assert_eq!(cell(&rows, "Search index stale", "started_at"), "2026-08-15T22:05:00Z");
    assert_eq!(cell(&rows, "Search index stale", "resolved_at"), "2026-08-15T23:10:00Z");
    assert!(cell(&rows, "Checkout slow for German customers", "areas").contains("payments"));
    assert_eq!(cell(&rows, "Mail delayed for all", "resolved_at"), "2026-08-11T10:42:00Z");
    assert_eq!(cell(&rows, "Mail delayed for all", "severity"), "2");
    let shifts = std::fs::read_to_string(home.path().join("out/data/shifts.csv")).unwrap();
    assert_eq!(shifts.lines().filter(|line| line.contains("Primary")).count(), 2, "{shifts}");
}

#[test]
fn the_proposal_asks_what_only_a_person_can_know() {
    let home = five_vendors(&[("Outage log 2026.csv", OUTAGES)]);
    let text = said(&run(home.path(), &["init", "in", "--out", "-"]));
    for asked in [
        "# outage-log = \"Europe/Berlin\"  # please confirm: 6 times of outage-log (like 14.08.2026 09:15) were read as UTC",
        "# \"rot\" = 1  # please decide: 2 records of outage-log without a known severity until then",
        "title = \"What happened\"",
        "“Search index stale”",
        "Ana Ruiz, ",
        "Ben Otto",
    ] {
        assert!(text.contains(asked), "{asked} is not in\n{text}");
    }
    assert!(!home.path().join("-").exists() && !home.path().join("retroscope.toml").exists());
}

/// A title above the header, and a list two envelopes deep.
#[test]
fn titled_tables_and_nested_lists_are_read_as_proposed() {
    let titled = "Outage Tracker 2026,,,\n,,,\nBegan,Over,What happened,Prio\n\
                  2026-08-14 09:15,2026-08-14 10:40,Checkout slow for all,high\n";
    let nested = r#"{"meta":{"page":1},"data":{"outages":[{"uuid":"9f1c-1","headline":"Search index stale","began":"2026-08-15T22:05:00Z"},
        {"uuid":"9f1c-2","headline":"Bank timeouts at night","began":"2026-08-16T22:05:00Z"}]}}"#;
    let home = five_vendors(&[("tracker.csv", titled), ("api.json", nested)]);
    assert_eq!(code(&run(home.path(), &["init", "in"])), 0);
    let review = ["review", "in", "--settings", "retroscope.toml", "--out", "out", "--period", "all"];
    let output = run(home.path(), &review);
    assert_eq!(code(&output), 0, "{}", told(&output));
    let rows = incidents(home.path());
    assert_eq!(cell(&rows, "Checkout slow for all", "resolved_at"), "2026-08-14T10:40:00Z");
    assert_eq!(cell(&rows, "Search index stale", "started_at"), "2026-08-15T22:05:00Z");
    assert_eq!(cell(&rows, "Bank timeouts at night", "started_at"), "2026-08-16T22:05:00Z");
}

#[test]
fn a_file_that_is_there_is_left_alone() {
    let home = five_vendors(&[]);
    std::fs::write(home.path().join("retroscope.toml"), "[report]\nseed = 7\n").unwrap();
    let before = files(home.path());
    let output = run(home.path(), &["init", "in"]);
    assert_eq!(code(&output), 2);
    assert!(told(&output).contains("it is there already") && told(&output).contains("--out"), "{}", told(&output));
    assert_eq!(files(home.path()), before);
}

#[test]
fn a_table_without_any_time_is_proposed_as_comments_that_say_what_is_missing() {
    let home = five_vendors(&[("colours.csv", "colour,shade\nred,dark\nblue,light\n")]);
    let text = said(&run(home.path(), &["init", "in", "--out", "-"]));
    assert!(text.contains("not read yet, because no column was found that says when something began"), "{text}");
    assert!(text.contains("# [[mapping]]"), "{text}");
    assert!(Settings::parse(&text, "the proposal").is_ok());
}

#[test]
fn two_files_of_one_kind_share_a_mapping_and_two_kinds_of_one_name_do_not() {
    let other = "Outage,Start,Finished,Sev\nDisk full on a node,2026-01-02 10:00,2026-01-02 11:00,P1\n";
    let home = five_vendors(&[("outages-1.csv", OUTAGES), ("outages-2.csv", OUTAGES), ("outages.csv", other)]);
    let text = said(&run(home.path(), &["init", "in", "--out", "-"]));
    assert_eq!(text.matches("\n[[mapping]]").count(), 2, "{text}");
    assert!(text.contains("files = [\"outages-1.csv\", \"outages-2.csv\"]"), "{text}");
    assert!(text.contains("name = \"outages\"") && text.contains("name = \"outages-2\""), "{text}");
    assert!(Settings::parse(&text, "the proposal").is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Whatever stands in headers and cells, the proposal is a settings file.
    #[test]
    fn nothing_in_a_table_breaks_out_of_the_proposal(
        headers in prop::collection::vec("[a-zA-Z\"'#=\\]\\[\u{85}\u{2028}\\\\é ]{1,12}", 2..6),
        cells in prop::collection::vec("[a-z0-9\"'#\\]\\[\\\\\u{0}-\u{9f}\u{2028} -]{0,20}", 6..30),
        name in "[a-z\"'#\\[*? ]{1,10}",
    ) {
        let quoted = |list: &[String]| list.iter().map(|v| format!("\"{}\"", v.replace('"', "\"\""))).collect::<Vec<_>>().join(",");
        let mut text = format!("started at,{}\n", quoted(&headers));
        for row in cells.chunks(headers.len()) {
            text.push_str(&format!("2026-03-04 10:00,{}\n", quoted(row)));
        }
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join(format!("{name}.csv"));
        std::fs::write(&path, text).unwrap();
        let inputs = retroscope::pipeline::expand(&[glob::Pattern::escape(&home.path().display().to_string())]);
        let inputs = inputs.unwrap();
        let text = retroscope::cli::init::proposal(&inputs).map_err(|e| TestCaseError::fail(format!("{e:?}")))?;
        prop_assert!(Settings::parse(&text, "the proposal").is_ok(), "{}", text);
    }
}
