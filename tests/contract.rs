//! The report folder is what its contract says: `report/contract.rs` against the written files, and against `TABLES.md`.

use crate::support::shared;
use polars::prelude::{DataType, SchemaRef};
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use retroscope::report::contract::{ColumnKind, TABLES, is_personal};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

fn review(out: &Path, more: &[&str]) {
    let demo = concat!(env!("CARGO_MANIFEST_DIR"), "/data/demo");
    let out = out.display().to_string();
    let args = ["review", demo, "--formats", "none", "--quiet", "--out", &out];
    let run = Command::new(env!("CARGO_BIN_EXE_retroscope")).args(args).args(more).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

fn kind(of: &DataType) -> ColumnKind {
    match of {
        DataType::String => ColumnKind::Text,
        DataType::UInt32 => ColumnKind::Count,
        DataType::Float64 => ColumnKind::Number,
        DataType::Boolean => ColumnKind::Flag,
        DataType::Datetime(..) => ColumnKind::Time,
        other => panic!("{other} is of no kind that the contract knows"),
    }
}

fn schema(path: &Path) -> SchemaRef {
    ParquetReader::new(std::fs::File::open(path).unwrap()).finish().unwrap().schema().clone()
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn every_table_has_the_columns_of_the_contract_and_there_is_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("r");
    review(&out, &["--people"]);
    let files = |name: &str| [format!("{name}.csv"), format!("{name}.parquet")];
    assert_eq!(names(&out.join("data")), TABLES.iter().flat_map(|table| files(table.name)).collect());
    for table in TABLES {
        let path = out.join("data").join(table.name);
        let written = schema(&path.with_extension("parquet"));
        let written: Vec<(&str, ColumnKind)> = written.iter().map(|(name, of)| (name.as_str(), kind(of))).collect();
        assert_eq!(written, table.columns, "{}.parquet", table.name);
        let text = std::fs::read_to_string(path.with_extension("csv")).unwrap();
        let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
        assert_eq!(header, table.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>(), "{}.csv", table.name);
    }
}

#[test]
fn tables_with_a_person_per_row_are_those_that_are_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("r");
    review(&out, &[]);
    let kept: Vec<&str> = TABLES.iter().map(|table| table.name).filter(|name| !is_personal(name)).collect();
    assert!(kept.len() < TABLES.len());
    let written: BTreeSet<String> =
        names(&out.join("data")).into_iter().filter_map(|file| Some(file.strip_suffix(".csv")?.to_owned())).collect();
    assert_eq!(written, kept.into_iter().map(str::to_owned).collect());
}

#[test]
fn a_table_is_known_by_columns_of_its_own() {
    for table in TABLES.iter().filter(|table| !table.known_by.is_empty()) {
        let has = |column: &&str| table.columns.iter().any(|(name, _)| name == column);
        assert!(table.known_by.iter().all(has), "{}: known by a column that it lacks", table.name);
        let headers: Vec<String> = table.columns.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(retroscope::report::contract::table_with(&headers), Some(table.name));
    }
}

/// Columns that `TABLES.md` lists for a table; words in brackets explain.
fn listed(line: &str) -> Option<(&str, Vec<&str>)> {
    let mut cells = line.strip_prefix("| `")?.split(" | ");
    let name = cells.next()?.strip_suffix('`')?;
    let columns = cells.next()?.trim_end_matches(" |").split(", ");
    Some((name, columns.map(|column| column.split(' ').next().unwrap_or("")).collect()))
}

#[test]
fn every_column_that_users_were_promised_is_there() {
    let Some(shared) = shared() else { return };
    let text = std::fs::read_to_string(shared.join("TABLES.md")).unwrap();
    let mut compared = 0;
    for (name, columns) in text.lines().filter_map(listed) {
        let Some(table) = TABLES.iter().find(|table| table.name == name) else { continue };
        let missing: Vec<&&str> =
            columns.iter().filter(|column| !table.columns.iter().any(|(own, _)| own == *column)).collect();
        assert!(missing.is_empty(), "{name} lacks {missing:?}");
        compared += columns.len();
    }
    assert!(compared > 150, "only {compared} columns were found in TABLES.md");
}
