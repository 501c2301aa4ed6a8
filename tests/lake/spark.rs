//! Spark makes the lake that one machine makes, whoever dies on the way, and counts what the report counts, row by row.
//!
//! Real Spark, with two workers in processes of their own (`local-cluster`). `RETROSCOPE_SPARK` names a Python that has PySpark;
//! `.ci/run` installs one.

use super::grown::step_by_step;
use super::{assert_same, contents, demo_of, good, parts};
use crate::support::run::Row;
use crate::support::shared;
use polars::prelude::{AnyValue, DataFrame};
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Mutex, PoisonError};

const PROGRAM: &str = env!("CARGO_BIN_EXE_retroscope");

/// The Python that has PySpark; `None`, with a note, where there is none.
fn spark() -> Option<String> {
    let python = std::env::var("RETROSCOPE_SPARK").unwrap_or_else(|_| "python3".to_owned());
    let there = Command::new(&python).args(["-c", "import pyspark"]).output().is_ok_and(|told| told.status.success());
    if !there {
        println!("skipped: no PySpark is here");
    }
    there.then_some(python)
}

/// One at a time: each is four programs with a gigabyte of their own.
static TURN: Mutex<()> = Mutex::new(());

/// Runs the job on two workers with a core each.
fn job(python: &str, home: &Path, program: &str, args: &[&str]) -> Output {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("spark/retroscope_spark.py");
    // Small tables: two hundred shuffles of nothing would take minutes.
    let own = "--conf spark.sql.shuffle.partitions=4 --conf spark.ui.enabled=false --driver-memory 1g --conf spark.local.dir=spark-local pyspark-shell";
    Command::new(python)
        .current_dir(home)
        .env("PYSPARK_SUBMIT_ARGS", own)
        .env("SPARK_LOCAL_IP", "127.0.0.1")
        .arg(script)
        .args(args)
        .args(["--master", "local-cluster[2,1,1024]", "--retroscope", program])
        .output()
        .unwrap()
}

#[track_caller]
fn done(output: &Output) -> String {
    let told = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    told
}

/// A value as the tables of a report print it.
fn cell(value: &AnyValue) -> String {
    match value {
        AnyValue::Null => String::new(),
        AnyValue::String(text) => (*text).to_owned(),
        AnyValue::StringOwned(text) => text.to_string(),
        AnyValue::Datetime(at, unit, _) | AnyValue::DatetimeOwned(at, unit, _) => {
            let per_second = match format!("{unit:?}").as_str() {
                "Milliseconds" => 1_000,
                "Microseconds" => 1_000_000,
                _ => 1_000_000_000,
            };
            let (seconds, rest) = (at.div_euclid(per_second), at.rem_euclid(per_second));
            let at =
                chrono::DateTime::from_timestamp(seconds, u32::try_from(rest * (1_000_000_000 / per_second)).unwrap());
            at.unwrap().to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
        }
        other => other.to_string(),
    }
}

fn rows(frame: &DataFrame) -> Vec<Row> {
    let names: Vec<String> = frame.get_column_names().iter().map(|name| name.to_string()).collect();
    let row = |at: usize| {
        let of = |name: &String| (name.clone(), cell(&frame.column(name).unwrap().get(at).unwrap()));
        names.iter().map(of).collect()
    };
    (0..frame.height()).map(row).collect()
}

fn read(path: &Path) -> Vec<Row> {
    rows(&ParquetReader::new(fs::File::open(path).unwrap()).finish().unwrap())
}

/// A table that Spark wrote.
fn counted(home: &Path, table: &str) -> Vec<Row> {
    let files = contents(&home.join("counted").join(table)).into_keys();
    let parquet = files.filter(|path| path.extension().is_some_and(|end| end == "parquet"));
    parquet.flat_map(|path| read(&home.join("counted").join(table).join(path))).collect()
}

fn reported(home: &Path, table: &str) -> Vec<Row> {
    read(&home.join(format!("report/data/{table}.parquet")))
}

fn pick<const N: usize>(row: &Row, columns: [&str; N]) -> [String; N] {
    columns.map(|column| row[column].clone())
}

/// What the lake calls people, with the names that the report gives them.
fn names(home: &Path) -> BTreeMap<[String; 2], String> {
    let rows = parts(home, "people").into_iter().flat_map(|path| read(&path));
    let named = rows.filter(|row| !row["name"].is_empty());
    named.map(|row| (pick(&row, ["source", "person"]), row["name"].clone())).collect()
}

fn differing<T: Ord + std::fmt::Debug>(table: &str, ours: &BTreeSet<T>, theirs: &BTreeSet<T>) {
    let (missing, more): (Vec<_>, Vec<_>) =
        (ours.difference(theirs).take(3).collect(), theirs.difference(ours).take(3).collect());
    assert!(missing.is_empty() && more.is_empty(), "{table}: not counted {missing:?}, counted too much {more:?}");
}

/// Every table that Spark counted, against the report of the same lake. Reports call a person by name, whatever the tool.
fn compare(home: &Path) {
    let names = names(home);
    let name = |row: &Row| names.get(&pick(row, ["source", "person"])).unwrap_or(&row["person"]).clone();

    let theirs = counted(home, "interruptions");
    let ours: BTreeSet<_> =
        reported(home, "interruptions").iter().map(|row| pick(row, ["incident_id", "person_id", "at"])).collect();
    assert!(ours.len() > 500 && ours.len() == theirs.len(), "{} and {}", ours.len(), theirs.len());
    let theirs = theirs.iter().map(|row| [row["incident_id"].clone(), name(row), row["at"].clone()]).collect();
    differing("interruptions", &ours, &theirs);

    // The accounts of one person together: first called, first seen to act, last seen.
    let mut whole: BTreeMap<[String; 2], [String; 3]> = BTreeMap::new();
    for row in counted(home, "involvements") {
        let [called, acted, left] = pick(&row, ["notified_at", "joined_at", "left_at"]);
        let known = whole.entry([row["incident_id"].clone(), name(&row)]).or_default();
        for (slot, at) in known.iter_mut().zip([called, acted]) {
            if !at.is_empty() && (slot.is_empty() || at < *slot) {
                *slot = at;
            }
        }
        known[2] = left.max(known[2].clone());
    }
    let ours = reported(home, "involvements");
    let ours = ours
        .iter()
        .map(|row| (pick(row, ["incident_id", "person_id"]), pick(row, ["notified_at", "joined_at", "left_at"])));
    let (ours, theirs): (BTreeSet<_>, BTreeSet<_>) = (ours.collect(), whole.into_iter().collect());
    assert!(ours.len() > 500, "{}", ours.len());
    differing("involvements", &ours, &theirs);

    let level = |row: &Row| {
        let number = |name: &str| (row[name].parse::<f64>().unwrap() * 1000.0).round() as i64;
        (number("level"), number("seconds"), number("seconds_at_least"), row["first_at"].clone())
    };
    let (ours, theirs): (BTreeSet<_>, BTreeSet<_>) = (
        reported(home, "concurrency").iter().map(level).collect(),
        counted(home, "concurrency").iter().map(level).collect(),
    );
    assert!(ours.len() > 3, "{}", ours.len());
    differing("concurrency", &ours, &theirs);
    newest(home);
}

/// One row for each record, and of several versions the one that the report counts.
fn newest(home: &Path) {
    let theirs: BTreeMap<String, [String; 2]> = counted(home, "incidents")
        .iter()
        .map(|row| (row["record_id"].clone(), pick(row, ["file_sha256", "row"])))
        .collect();
    let stated: BTreeSet<String> =
        parts(home, "incidents").iter().flat_map(|path| read(path)).map(|row| row["record_id"].clone()).collect();
    assert_eq!(theirs.keys().collect::<Vec<_>>(), stated.iter().collect::<Vec<_>>());
    assert_eq!(counted(home, "incidents").len(), theirs.len());
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(home.join("report/manifest.json")).unwrap()).unwrap();
    let digest = |input: &serde_json::Value| {
        (input["path"].as_str().unwrap().to_owned(), input["sha256"].as_str().map(str::to_owned))
    };
    let digests: BTreeMap<String, Option<String>> = manifest["inputs"].as_array().unwrap().iter().map(digest).collect();
    let mut kept = 0;
    for row in reported(home, "records").iter().filter(|row| row["fate"] == "kept") {
        let Some([sha256, number]) = theirs.get(&row["record_id"]) else { continue };
        assert_eq!(*number, row["row"], "{row:?}");
        if let Some(Some(own)) = digests.get(&row["file"]) {
            assert_eq!(sha256, own, "{row:?}");
        }
        kept += 1;
    }
    assert!(kept > 400, "{kept}");
}

/// A program that behaves like ours, and with which the machine dies that reads the second share for the first time.
fn deadly(home: &Path) -> String {
    let path = home.join("deadly");
    let script = format!(
        "#!/bin/sh
case \"$*\" in *'--share 2/'*) if mkdir \"$0.died\" 2>/dev/null; then
    '{PROGRAM}' \"$@\" & own=$!
    parent() {{ sed 's/^.*) //' \"/proc/$1/stat\" | cut -d' ' -f2; }}
    daemon=$(parent $PPID); machine=$(parent $daemon)
    [ \"$(cat /proc/$machine/comm)\" = java ] || exit 3
    sleep 0.05
    kill -9 $machine $daemon $own
    echo $machine > \"$0.died/machine\"
    exit 3
fi;; esac
exec '{PROGRAM}' \"$@\"
"
    );
    fs::write(&path, script).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path.display().to_string()
}

/// What lies beside the inputs, hidden or not.
fn beside(home: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(home).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names.retain(|name| !name.starts_with("deadly") && name != "spark-local");
    names
}

/// The lake on two workers, one of which dies; then what is counted from it. A lake that grew step by step comes to the same report.
fn both_ways(python: &str, home: &Path) {
    good(home, &["normalise", "in", "--to", "whole", "--quiet"]);
    let told = done(&job(python, home, &deadly(home), &["in", "--to", "lake", "--shares", "6"]));
    assert!(home.join("deadly.died/machine").exists(), "no machine died: {told}");
    assert!(contents(&home.join("whole")) == contents(&home.join("lake")), "not the lake of one machine");
    good(home, &["normalise", "--check", "lake"]);
    let review = |input, out| good(home, &["review", input, "--out", out, "--people", "--names", "--quiet"]);
    review("lake", "report");
    review("in", "raw");
    assert_same(&home.join("raw"), &home.join("report"));
    step_by_step(home, 4, 1, [&[], &["--people", "--names"]]);
    fs::remove_dir_all(home.join("raw")).unwrap();
    done(&job(python, home, PROGRAM, &["--from", "lake", "--report", "report", "--aggregates", "counted"]));
    compare(home);
    assert_eq!(beside(home), ["counted", "in", "lake", "report", "whole"], "nothing else is left");
}

#[test]
fn the_demo_on_two_workers_of_which_one_dies() {
    let Some(python) = spark() else { return };
    both_ways(&python, super::with(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo")).path());
}

/// The workload of the benchmarks, made by its generator.
#[test]
fn a_hundred_thousand_on_two_workers_of_which_one_dies() {
    let Some(shared) = shared() else { return };
    let Some(python) = spark() else { return };
    if cfg!(debug_assertions) {
        println!("skipped: a hundred thousand incidents take too long without optimisation");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("in");
    let made = Command::new(&python).arg(shared.join("bench/gen.py")).arg("100000").arg(&data).output().unwrap();
    done(&made);
    // What was planted is no input.
    fs::remove_dir_all(data.join("truth")).unwrap();
    both_ways(&python, home.path());
}

/// A second quarter goes into the lake that is there, and only that is read; records stand for themselves without a report.
#[test]
fn spark_adds_what_is_new() {
    let Some(python) = spark() else { return };
    let home = demo_of("200");
    let home = home.path();
    let files = super::exports(home);
    // The settings among the files are there from the first: with others everything would be read again.
    let is_old = |(at, file): &(usize, &String)| at % 2 == 0 || file.ends_with("retroscope.toml");
    let old: Vec<&str> = files.iter().enumerate().filter(is_old).map(|(_, file)| file.as_str()).collect();
    assert!(old.contains(&"in/retroscope.toml"), "{old:?}");
    good(home, &[&["normalise"][..], &old, &["--to", "lake", "--quiet"]].concat());
    let args = ["in", "--to", "lake", "--aggregates", "counted", "--shares", "3"];
    let told = done(&job(&python, home, PROGRAM, &args));
    let taken = format!("{} files were taken over from other lakes", files.len() - old.len());
    assert!(told.contains(&taken), "{taken}: {told}");
    good(home, &["review", "lake", "--out", "kept", "--quiet"]);
    good(home, &["review", "in", "--out", "raw", "--quiet"]);
    assert_same(&home.join("raw"), &home.join("kept"));
    let records: BTreeSet<String> =
        counted(home, "interruptions").iter().map(|row| row["incident_id"].clone()).collect();
    assert!(records.len() > 20, "{}", records.len());
    // A report of other exports brings nothing together.
    good(home, &["review", files[0].as_str(), files[1].as_str(), "--out", "other", "--people", "--quiet"]);
    let refused = job(&python, home, PROGRAM, &["--from", "lake", "--report", "other", "--aggregates", "counted"]);
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && told.contains("is in the lake and not in that report"), "{told}");
    // A folder with something else in it is not touched.
    fs::create_dir(home.join("mine")).unwrap();
    fs::write(home.join("mine/letter.txt"), "mine").unwrap();
    let refused = job(&python, home, PROGRAM, &["--from", "lake", "--aggregates", "mine"]);
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("it holds something else"));
    assert_eq!(contents(&home.join("mine")).len(), 1);
}

/// What a file can't give is said in the program's words, and the lake is as it was.
#[test]
fn what_goes_wrong_on_a_worker_is_said() {
    let Some(python) = spark() else { return };
    let home = demo_of("200");
    let home = home.path();
    good(home, &["normalise", "in", "--to", "lake", "--quiet"]);
    let before = contents(&home.join("lake"));
    fs::write(home.join("broken.toml"), "[report\n").unwrap();
    let output = job(&python, home, PROGRAM, &["in", "--to", "lake", "--settings", "broken.toml"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && told.contains("broken.toml"), "{told}");
    assert!(contents(&home.join("lake")) == before);
    assert_eq!(beside(home), ["broken.toml", "in", "lake"]);
}
