//! Others read a lake: figures of the report, counted by DuckDB and by polars over its tables. The queries are those of
//! `docs/lake.md`.

use super::{good, parts, with};
use crate::support::run::Row;
use polars::prelude::DataFrame;
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The demo with its lake and its report.
fn made() -> tempfile::TempDir {
    let home = with(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo"));
    good(home.path(), &["review", "in", "--out", "report", "--people", "--quiet"]);
    good(home.path(), &["normalise", "in", "--to", "lake", "--quiet"]);
    home
}

fn table(home: &Path, name: &str) -> Vec<Row> {
    let text = fs::read(home.join(format!("report/data/{name}.csv"))).unwrap();
    csv::Reader::from_reader(text.as_slice()).deserialize().map(Result::unwrap).collect()
}

/// The blocks of code of one language in the docs.
fn code(language: &str) -> Vec<String> {
    let docs = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/lake.md")).unwrap();
    let begin = format!("```{language}\n");
    docs.split(&begin).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

/// Runs Python with a library; `None` where it is not there. `RETROSCOPE_PYTHON` names another Python than the usual one.
fn python(home: &Path, library: &str, script: &str, args: &[&str]) -> Option<String> {
    let python = std::env::var("RETROSCOPE_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let there = Command::new(&python).args(["-c", &format!("import {library}")]).output().ok()?;
    if !there.status.success() {
        return None;
    }
    let output = Command::new(&python).current_dir(home).args(["-c", script]).args(args).output().unwrap();
    assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

/// Asks DuckDB; `None` where there is none.
fn duckdb(home: &Path, query: &str) -> Option<String> {
    let script = "import sys, duckdb\nfor row in duckdb.sql(sys.argv[1]).fetchall():\n    print(*row, sep='|')\n";
    python(home, "duckdb", script, &[query])
}

/// Records that were read, by tool, as lines.
fn read_by_tool(home: &Path) -> String {
    let mut read: BTreeMap<String, u64> = BTreeMap::new();
    for row in table(home, "reconciliation") {
        *read.entry(row["source"].clone()).or_default() += row["read"].parse::<u64>().unwrap();
    }
    read.iter().map(|(tool, n)| format!("{tool}|{n}\n")).collect()
}

#[test]
fn duckdb_counts_what_the_report_counts() {
    let home = made();
    let queries = code("sql");
    assert_eq!(queries.len(), 4, "the queries of docs/lake.md");
    let Some(told) = duckdb(home.path(), &queries[0]) else {
        println!("skipped: no DuckDB for Python is here");
        return;
    };
    assert_eq!(told, read_by_tool(home.path()));
    let interruptions = table(home.path(), "interruptions").len();
    assert_eq!(duckdb(home.path(), &queries[1]).unwrap(), format!("{interruptions}\n"));
    let newest = duckdb(home.path(), &queries[2]).unwrap();
    let records: BTreeSet<String> = table(home.path(), "records").iter().map(|row| row["record_id"].clone()).collect();
    assert!(newest.lines().count() > 100);
    assert!(newest.lines().all(|line| records.contains(line.split('|').next().unwrap())), "{newest}");
    let files = duckdb(home.path(), &queries[3]).unwrap();
    assert!(files.contains("in/pagerduty/incidents-0001.json|"), "{files}");
    let report = duckdb(home.path(), code("sql report").first().unwrap()).unwrap();
    let in_period = table(home.path(), "incidents")
        .iter()
        .filter(|row| row["in_period"] == "true" && row["included"] == "true")
        .count();
    assert_eq!(report.trim().split('|').next_back().unwrap(), in_period.to_string(), "{report}");
}

#[test]
fn polars_in_python_counts_what_the_report_counts() {
    let home = made();
    match python(home.path(), "polars", &code("python")[0], &[]) {
        Some(told) => assert_eq!(told, read_by_tool(home.path())),
        None => println!("skipped: no polars for Python is here"),
    }
}

fn frames(home: &Path, table: &str) -> Vec<DataFrame> {
    let read = |path| ParquetReader::new(fs::File::open(path).unwrap()).finish().unwrap();
    parts(home, table).into_iter().map(read).collect()
}

/// The interruptions of the report, from the entries of the lake: pages to one person within a minute of the first count once.
#[test]
fn polars_counts_what_the_report_counts() {
    let home = made();
    let mut pages: BTreeSet<(String, String, i64)> = BTreeSet::new();
    for frame in frames(home.path(), "events") {
        let text = |name: &str| frame.column(name).unwrap().str().unwrap().clone();
        let (kinds, sources, people) = (text("kind"), text("source"), text("person"));
        let at = frame.column("at").unwrap().datetime().unwrap().physical().clone();
        for row in (0..frame.height()).filter(|row| kinds.get(*row) == Some("notified")) {
            let Some(person) = people.get(row) else { continue };
            pages.insert((sources.get(row).unwrap().to_owned(), person.to_owned(), at.get(row).unwrap()));
        }
    }
    let (mut interruptions, mut group): (usize, Option<(String, String, i64)>) = (0, None);
    for page in pages {
        let same =
            |first: &&(String, String, i64)| (&first.0, &first.1) == (&page.0, &page.1) && page.2 - first.2 <= 60_000;
        if group.as_ref().filter(same).is_none() {
            interruptions += 1;
            group = Some(page);
        }
    }
    assert!(interruptions > 500);
    assert_eq!(interruptions, table(home.path(), "interruptions").len());
}

/// A quarter by itself: what stands in its folder is what began in it.
#[test]
fn a_quarter_holds_what_began_in_it() {
    let home = made();
    let mut seen = 0;
    for path in parts(home.path(), "incidents") {
        let quarter = path.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
        let (year, number) = quarter.strip_prefix("quarter=").unwrap().split_once('Q').unwrap();
        let frame = ParquetReader::new(fs::File::open(&path).unwrap()).finish().unwrap();
        let instants = |name: &str| frame.column(name).unwrap().datetime().unwrap().physical().clone();
        let [started, detected, declared] = ["started_at", "detected_at", "declared_at"].map(instants);
        for row in 0..frame.height() {
            let at = started.get(row).or(detected.get(row)).or(declared.get(row)).unwrap();
            let date = chrono::DateTime::from_timestamp_millis(at).unwrap().format("%Y-%m").to_string();
            let (stated_year, month) = date.split_once('-').unwrap();
            assert_eq!((stated_year, month.parse::<u32>().unwrap().div_ceil(3).to_string().as_str()), (year, number));
            seen += 1;
        }
    }
    assert!(seen > 900, "{seen}");
}
