//! Tables as files: whatever their length, CSV and Parquet say the same, and what has no CSV file is named.

use polars::prelude::DataFrame;
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use retroscope::frame::build;
use retroscope::report::facts::PublicTable;
use retroscope::report::sink::Memory;
use retroscope::report::write::write;
use std::io::Cursor;

/// A table of so many rows with a text, a number and a gap in every third row.
fn table(name: &'static str, rows: usize) -> PublicTable<'static> {
    let text = |row: usize| (!row.is_multiple_of(3)).then(|| format!("row {row}"));
    PublicTable::sliced(name, rows, move |from, to| {
        let number = |row: usize| u32::try_from(row % 1_000).ok();
        build::frame(vec![
            build::text("name", to - from, (from..to).map(text)),
            build::codes("number", (from..to).map(number)),
        ])
    })
}

fn written(tables: &[PublicTable], long_csv: bool) -> (Memory, Vec<String>) {
    let mut memory = Memory::default();
    let left_out = write(tables, long_csv, &mut memory, &|_| {}).unwrap();
    (memory, left_out)
}

fn parquet(memory: &Memory, name: &str) -> DataFrame {
    let bytes = memory.files[&format!("data/{name}.parquet")].clone();
    ParquetReader::new(Cursor::new(bytes)).finish().unwrap()
}

fn csv(memory: &Memory, name: &str) -> String {
    String::from_utf8(memory.files[&format!("data/{name}.csv")].clone()).unwrap()
}

/// The rows as a person would write them, told apart from how they are made.
fn expected(rows: usize) -> String {
    let name = |row: usize| if row.is_multiple_of(3) { String::new() } else { format!("row {row}") };
    let lines = (0..rows).map(|row| format!("{},{}\n", name(row), row % 1_000));
    std::iter::once("name,number\n".to_owned()).chain(lines).collect()
}

#[test]
fn every_length_is_written_whole_and_in_order() {
    let lengths = [("empty", 0), ("one", 1), ("slice", 100_000), ("more", 100_001), ("longest", 250_000)];
    let tables: Vec<PublicTable> = lengths.iter().map(|(name, rows)| table(name, *rows)).collect();
    let (memory, left_out) = written(&tables, false);
    assert!(left_out.is_empty(), "{left_out:?}");
    for (name, rows) in lengths {
        assert!(csv(&memory, name) == expected(rows), "{name}");
        let frame = parquet(&memory, name);
        assert_eq!(frame.height(), rows, "{name}");
        let number = frame.column("number").unwrap().u32().unwrap();
        assert!(number.iter().enumerate().all(|(row, n)| n == Some((row % 1_000) as u32)), "{name}");
    }
}

#[test]
fn a_table_too_long_for_a_spreadsheet_is_parquet_alone_unless_csv_is_asked_for() {
    let tables = [table("short", 10), table("long", 250_001)];
    let (memory, left_out) = written(&tables, false);
    assert_eq!(left_out, ["data/long.csv"]);
    assert!(!memory.files.contains_key("data/long.csv"));
    assert_eq!(parquet(&memory, "long").height(), 250_001);
    assert_eq!(csv(&memory, "short"), expected(10));
    let (memory, left_out) = written(&tables, true);
    assert!(left_out.is_empty());
    assert!(csv(&memory, "long") == expected(250_001));
}
