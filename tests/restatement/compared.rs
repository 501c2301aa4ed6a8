//! `retroscope compare`: statements, inputs, settings and version of two reports.

use super::world::{TOOLS, World};
use crate::support::builder::ms;
use retroscope::compare::answer::ComparedReports;
use retroscope::compare::compare;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const HEAD: &str = "number,title,began,over,sev,service,customers,state\n";

/// A quarter of pages, the first of which is still open and of a severity that the settings know.
fn pages(first: &str, more: &str) -> String {
    let rows: String = (1..=20)
        .map(|n| {
            let day = format!("2026-{:02}-{:02}", 4 + n / 10, 1 + n % 10 * 2);
            format!(
                "p-{},Thing {n} is odd,{day}T09:00:00Z,{day}T{:02}:00:00Z,SEV{},mail,no,resolved\n",
                10_000 + n,
                10 + n % 5,
                1 + n % 3
            )
        })
        .collect();
    format!("{HEAD}p-10000,Kite is stuck,2026-04-15T09:00:00Z,{first}\n{rows}{more}")
}

const OPEN: &str = ",sev-amber,cart,yes,open";
const OVER: &str = "2026-04-16T09:00:00Z,sev-amber,cart,yes,resolved";

fn settings(level: u8) -> String {
    format!("[severity]\n\"sev-amber\" = {level}\n{TOOLS}")
}

fn world() -> World {
    let world = World::new();
    world.write("pager.csv", &pages(OPEN, ""));
    world.keep("first", &settings(3), "2026Q2", Some(ms("2026-07-01 00:00")), &[]);
    world
}

fn told(world: &World, first: &str, second: &str) -> ComparedReports {
    compare(&world.report(first), &world.report(second)).unwrap()
}

fn cli(args: &[&Path], more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_retroscope")).arg("compare").args(args).args(more).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn the_same_folder_twice_differs_in_nothing() {
    let world = world();
    let found = told(&world, "first", "first");
    assert!(found.is_same && found.claims.same > 10);
    let folder = world.report("first");
    let output = cli(&[&folder, &folder], &[]);
    assert_eq!(output.status.code(), Some(0));
    assert!(said(&output).contains("Nothing differs"), "{}", said(&output));
    // Made again with the same, in another folder, it differs in nothing either.
    world.keep("twice", &settings(3), "2026Q2", Some(ms("2026-07-01 00:00")), &[]);
    assert!(told(&world, "first", "twice").is_same);
}

#[test]
fn inputs_settings_figures_and_statements_are_told_with_reasons() {
    let world = world();
    let late = "p-10090,Ferry turns back,2026-06-11T09:00:00Z,2026-06-11T11:00:00Z,SEV1,ferry,yes,resolved\n";
    world.write("pager.csv", &pages(OVER, ""));
    world.write("pager-late.csv", &format!("{HEAD}{late}"));
    world.keep("second", &settings(2), "2026Q2", Some(ms("2026-07-01 00:00")), &[]);
    let found = told(&world, "first", "second");
    assert!(!found.is_same && found.is_one_period);
    assert_eq!(found.made_with.inputs_changed, ["pager.csv"]);
    assert_eq!(found.made_with.inputs_came, ["pager-late.csv"]);
    assert!(found.made_with.inputs_went.is_empty() && found.made_with.version.is_none());
    let setting = &found.made_with.settings[0];
    assert_eq!(
        (setting.key.as_str(), setting.values.clone()),
        ("severity.sev-amber", [Some("3".to_owned()), Some("2".to_owned())])
    );
    let figure = |name: &str| found.figures.iter().find(|line| line.figure == name).unwrap();
    assert_eq!(figure("incidents").says, "21 → 22: +1 records that came late");
    assert_eq!(figure("open").says, "1 → 0: −1 late closures");
    assert_eq!(figure("severity/2").says, "7 → 8: +1 changed map or settings");
    for line in &found.figures {
        let [then, now] = line.values;
        assert!((then + line.steps.iter().map(|step| step.change).sum::<f64>() - now).abs() < 1e-6, "{line:?}");
    }
    // Statements are told once each, and what both say alike is counted.
    let claims = &found.claims;
    assert!(claims.same > 0 && !claims.changed.is_empty());
    let total = claims.changed.iter().find(|claim| claim.id.starts_with("areas.total"));
    let total = total.expect("a statement on the number of incidents");
    let number = total.numbers.iter().find(|n| n.name == "incidents").unwrap();
    assert_eq!(number.values, [Some(21.0), Some(22.0)], "{}", total.id);
    assert!(claims.changed.iter().all(|claim| !claim.why.is_empty()));

    let output = cli(&[&world.report("first"), &world.report("second")], &["--json"]);
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json, serde_json::to_value(&found).unwrap());
    let text = said(&cli(&[&world.report("first"), &world.report("second")], &[]));
    for part in [
        "1 input changed: pager.csv",
        "Setting severity.sev-amber: 3 → 2",
        "21 → 22: +1 records that came late",
        "Statements: ",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    assert!(text.lines().count() < 80, "{text}");
}

#[test]
fn another_period_and_another_version_are_named() {
    let world = world();
    world.keep("may", &settings(3), "2026-05", Some(ms("2026-07-01 00:00")), &[]);
    let found = told(&world, "first", "may");
    assert!(!found.is_one_period && found.figures.is_empty() && found.made_with.is_same());
    assert!(found.claims.changed.iter().all(|claim| claim.why == ["another period"]));
    let text = said(&cli(&[&world.report("first"), &world.report("may")], &[]));
    assert!(text.contains("The reports are on Q2 2026 and May 2026"), "{text}");

    world.keep("newer", &settings(3), "2026Q2", Some(ms("2026-07-01 00:00")), &[]);
    let path = world.report("newer").join("manifest.json");
    let mut manifest: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    manifest["made_by"] = "retroscope 77.0.0".into();
    fs::write(&path, manifest.to_string()).unwrap();
    let found = told(&world, "first", "newer");
    assert!(!found.is_same && found.made_with.version.as_ref().unwrap()[1] == "retroscope 77.0.0");
}

#[test]
fn a_folder_that_is_no_report_one_that_was_edited_and_another_schema_are_refused() {
    let world = world();
    let first = world.report("first");
    let refused = |other: &Path, why: &str| {
        for pair in [[first.as_path(), other], [other, first.as_path()]] {
            let output = cli(&pair, &[]);
            let error = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{error}");
            assert!(error.starts_with("error: could not read ") && error.contains(why), "{error}");
            assert!(error.contains("hint: ") && output.stdout.is_empty(), "{error}");
        }
    };
    refused(&world.root.path().join("nowhere"), "there is no such folder");
    refused(&world.exports(), "it holds no manifest.json");
    refused(&world.exports().join("pager.csv"), "it is no folder");
    for (name, path) in [("edited", "findings.json"), ("table", "data/incidents.parquet")] {
        world.keep(name, &settings(3), "2026Q2", Some(ms("2026-07-01 00:00")), &[]);
        let file = world.report(name).join(path);
        let mut bytes = fs::read(&file).unwrap();
        bytes.push(b'\n');
        fs::write(&file, bytes).unwrap();
        refused(&world.report(name), "somebody changed it since the report was written");
    }
    world.keep("later", &settings(3), "2026Q2", Some(ms("2026-07-01 00:00")), &[]);
    let path = world.report("later").join("manifest.json");
    let mut manifest: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    manifest["schema_version"] = 99.into();
    fs::write(&path, manifest.to_string()).unwrap();
    refused(&world.report("later"), "later version");
}
