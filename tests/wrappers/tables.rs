//! Forms of tables.

use super::read::{Expected, Wrapped, packed};
use crate::support::pack::{self, Cell};
use csv::{ReaderBuilder, StringRecord, Terminator, WriterBuilder};
use polars::prelude::Column;
use retroscope::ingest::container::table::delimiter;
use std::collections::BTreeSet;

pub(super) fn wrappings(extension: &str, text: &str) -> Vec<Wrapped> {
    let mut all = packed(extension, text);
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter(text)).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let rows: Vec<StringRecord> = reader.records().map(Result::unwrap).collect();
    if text.starts_with("sep=") || rows.first().is_none_or(|header| header.len() < 2) {
        return all;
    }
    for (name, delimiter) in [("commas", b','), ("semicolons", b';'), ("tabs", b'\t'), ("bars", b'|')] {
        let bytes = written(&rows, delimiter, Terminator::Any(b'\n'));
        all.push(Wrapped::new(name, extension, bytes, Expected::All));
    }
    for (name, end) in [("CRLF", Terminator::CRLF), ("CR", Terminator::Any(b'\r'))] {
        all.push(Wrapped::new(name, extension, written(&rows, b',', end), Expected::All));
    }
    let with_blanks: Vec<u8> = rows
        .iter()
        .flat_map(|row| [written(std::slice::from_ref(row), b',', Terminator::CRLF), b"\n".to_vec()].concat())
        .collect();
    all.push(Wrapped::new("blank lines and mixed ends of line", extension, with_blanks, Expected::All));
    all.extend(binary(&rows));
    all
}

fn written(rows: &[StringRecord], delimiter: u8, end: Terminator) -> Vec<u8> {
    let mut writer = WriterBuilder::new().delimiter(delimiter).terminator(end).flexible(true).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

/// The table as a workbook and as a Parquet file, where these can hold it: a name for each column, no shifted rows.
fn binary(rows: &[StringRecord]) -> Vec<Wrapped> {
    let header = &rows[0];
    let is_plain = |row: &StringRecord| row.len() <= header.len() && !row.iter().any(|c| c.contains(char::is_control));
    if header.iter().any(|name| name.trim().is_empty()) || !rows.iter().all(is_plain) {
        return Vec::new();
    }
    let cell = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
    let sheet: Vec<Vec<Cell>> = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    let mut all = vec![Wrapped::new("a workbook", "xlsx", pack::workbook(&[("Page 1", sheet)]), Expected::All)];
    let names: BTreeSet<&str> = header.iter().collect();
    if names.len() == header.len() {
        let column = |(at, name): (usize, &str)| {
            let values: Vec<Option<&str>> = rows[1..].iter().map(|row| row.get(at)).collect();
            Column::new(name.into(), values)
        };
        let columns = header.iter().enumerate().map(column).collect();
        all.push(Wrapped::new("a Parquet file", "parquet", pack::parquet(columns), Expected::All));
    }
    all
}
