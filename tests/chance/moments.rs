//! The moment of the exports against the data: what lies after it, and ends that are none.

use super::{from_csv, inputs_of, second, time};
use crate::support::run::settings;
use retroscope::findings::Grade;
use retroscope::pipeline::{self, Later, Request, asked};
use std::fmt::Write as _;
use std::path::Path;

fn checked(folder: &Path, as_of: &str) -> Result<(), Later> {
    let inputs = inputs_of(folder);
    let settings = settings(&std::fs::read_to_string(folder.join("retroscope.toml")).unwrap());
    let period = asked("2026Q2").unwrap();
    let as_of = Some(second(as_of) * 1_000);
    let request = Request { inputs: &inputs, settings: &settings, period, as_of, names: false };
    pipeline::review_unless_later(&request, &|_| {}).map(|(_, review)| assert!(review.is_some()))
}

fn folder(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/truth").join(name).join("in")
}

#[test]
fn a_moment_before_the_data_is_refused() {
    let later = checked(&folder("11-as-of-before-the-data"), "2026-05-15T00:00:00Z").unwrap_err();
    assert_eq!((later.count, later.record.as_str(), later.row), (28, "inc:incident:I01028", 89));
    assert!(later.file.ends_with("inc.csv"));
    assert!(checked(&folder("11-as-of-before-the-data"), "2026-07-02T00:00:00Z").is_ok());
}

#[test]
fn a_day_lasts_until_its_end() {
    // The last one of this file begins on 12 June at 05:22.
    let case = folder("15-exposure-from-the-first-incident");
    assert!(checked(&case, "2026-06-12T00:00:00Z").is_ok());
    let later = checked(&case, "2026-06-12T05:00:00Z").unwrap_err();
    assert_eq!((later.count, later.record.as_str()), (1, "inc:incident:I00000"));
    assert_eq!(checked(&case, "2026-05-20T12:00:00Z").unwrap_err().count, 1);
    assert_eq!(checked(&case, "2026-04-01T12:00:00Z").unwrap_err().count, 3);
}

#[test]
fn what_began_later_can_be_left_out() {
    let found = super::case_at("11-as-of-before-the-data", Some("2026-05-15T00:00:00Z"));
    assert_eq!(found.claim("areas.total").unwrap().numbers["incidents"], 32.0);
    let left = found.claim("quality.excluded/after-as-of").unwrap();
    assert_eq!(left.n, Some(28));
    // No incident is open for less than no time.
    let open = found.claim("mttx.open/ttr").unwrap();
    assert!(open.numbers["open"] < 10.0 && open.grade == Grade::Fact, "{open:?}");
}

#[test]
fn the_command_says_so() {
    let folder = folder("11-as-of-before-the-data");
    let out = tempfile::tempdir().unwrap();
    let report = out.path().join("out");
    let run = |more: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_retroscope"));
        command.arg("review").arg(&folder).args([
            "--formats",
            "none",
            "--period",
            "2026Q2",
            "--as-of",
            "2026-05-15",
            "--quiet",
            "--out",
        ]);
        command.arg(&report).args(more).output().unwrap()
    };
    let refused = run(&[]);
    let said = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(2));
    for part in [
        "28 records begin after it",
        "inc:incident:I01028 of 16 May 2026, 16:36 UTC (inc.csv, row 89)",
        "--ignore-later",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!report.exists());
    assert_eq!(run(&["--ignore-later"]).status.code(), Some(0));
    assert!(report.join("findings.json").exists());
}

const SETTINGS: &str = include_str!("../cases/truth/10-half-are-open/in/retroscope.toml");

/// Forty incidents, every fourth of them open with this end.
fn with_ends(end: &str) -> String {
    let mut csv = "id,title,started_at,resolved_at,service,severity,status\n".to_owned();
    for at in 0..40_i64 {
        let start = second("2026-04-02T08:00:00Z") + at * 2 * 86_400;
        let (end, status) =
            if at % 4 == 3 { (end.to_owned(), "open") } else { (time(start + 3_600 + at * 60), "resolved") };
        writeln!(csv, "I{at},valve {},{},{end},a,2,{status}", at * 37 % 101, time(start)).unwrap();
    }
    csv
}

#[test]
fn ends_that_stand_for_not_yet_are_none() {
    for (end, as_of) in [
        // In 2099; far past all else; after the stated moment of export.
        ("2099-12-31T00:00:00Z", None),
        ("2031-01-01T00:00:00Z", None),
        ("2026-08-01T00:00:00Z", Some("2026-07-02T00:00:00Z")),
    ] {
        let found = from_csv("inc.csv", &with_ends(end), SETTINGS, as_of);
        let ttr = found.claim("mttx.ttr").unwrap();
        assert_eq!((ttr.numbers["known"], ttr.numbers["censored"]), (30.0, 10.0), "{end}");
        assert!(ttr.numbers["max_s"] < 10_000.0, "{end}");
        let open = found.claim("mttx.open/ttr").unwrap();
        assert_eq!(open.numbers["open"], 10.0);
    }
    // An end some weeks after everything else may be one.
    let found = from_csv("inc.csv", &with_ends("2026-08-01T00:00:00Z"), SETTINGS, None);
    assert_eq!(found.claim("mttx.ttr").unwrap().numbers["known"], 40.0);
}

#[test]
fn a_tool_that_says_when_it_was_changed_knows_no_later_end() {
    let mut csv = "id,title,created_at,started_at,resolved_at,updated_at,service,severity,status\n".to_owned();
    for at in 0..40_i64 {
        let start = second("2026-04-02T08:00:00Z") + at * 2 * 86_400;
        let open = at % 8 == 7;
        let end = if open { second("2026-09-30T00:00:00Z") } else { start + 5_400 };
        let status = if open { "open" } else { "resolved" };
        let changed = start + 7_200;
        writeln!(
            csv,
            "I{at},valve {},{},{},{},{},a,2,{status}",
            at * 37 % 101,
            time(start),
            time(start),
            time(end),
            time(changed)
        )
        .unwrap();
    }
    let settings = SETTINGS.replace(
        "status = \"status\"",
        "status = \"status\"\nmodified_at = \"updated_at\"\ndeclared_at = \"created_at\"",
    );
    let found = from_csv("inc.csv", &csv, &settings, None);
    let ttr = found.claim("mttx.ttr").unwrap();
    assert_eq!((ttr.numbers["known"], ttr.numbers["censored"]), (35.0, 5.0), "{:?}", ttr.numbers);
}
