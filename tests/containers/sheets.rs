//! Workbooks and Parquet files are tables like any other.

use super::{Found, read, titles};
use crate::support::pack::{Cell, parquet, workbook, zip};
use polars::prelude::{Column, DataType, NamedFrom, Series, TimeUnit, TimeZone};
use retroscope::model::record::{Body, Record};

const HEADER: [&str; 5] = ["number", "short_description", "opened_at", "priority", "sys_updated_on"];

fn texts(row: &[&str]) -> Vec<Cell> {
    row.iter().map(|text| if text.is_empty() { Cell::Empty } else { Cell::Text((*text).to_owned()) }).collect()
}

/// Day 46245 is 2026-08-11.
fn ticket(number: &str, title: &str, at: Cell) -> Vec<Cell> {
    let mut row = texts(&[number, title]);
    row.extend([at, Cell::Number(2.0), Cell::Text("2026-08-12 09:00:00".to_owned())]);
    row
}

fn declared(record: &Record) -> String {
    let Body::Incident(incident) = &record.body else { panic!("{record:?}") };
    let stamps = [&incident.declared_at, &incident.started_at, &incident.detected_at];
    stamps.into_iter().flatten().next().map_or_else(String::new, |stamp| stamp.text.clone())
}

fn noted(found: &Found, words: &str) -> bool {
    let of_units = found.report.units.iter().flat_map(|u| &u.notes);
    found.report.notes.iter().chain(of_units).any(|n| n.contains(words))
}

#[test]
fn every_sheet_with_a_table_is_read() {
    let first = vec![
        texts(&["Incidents of the third quarter"]),
        vec![],
        texts(&HEADER),
        ticket("INC0000001", "a < b & \"c\"", Cell::Moment(46_245.0 + 50_553.0 / 86_400.0)),
        vec![],
        ticket("INC0000002", "two\nlines", Cell::Text("2026-08-11 15:00:00".to_owned())),
    ];
    let second = vec![texts(&HEADER), ticket("INC0000003", "on the second sheet", Cell::Moment(46_246.5))];
    let choices = vec![texts(&["Colour", "Meaning"]), texts(&["red", "bad"])];
    let blank = vec![texts(&["only a title"])];
    let book = workbook(&[("Aug", first), ("Sep", second), ("Choices", choices), ("Cover", blank)]);
    let found = read("incidents.xlsx", &book);
    assert_eq!(titles(&found), ["a < b & \"c\"", "two\nlines", "on the second sheet"], "{:?}", found.report);
    let places: Vec<(u32, &str)> = found.records.iter().map(|r| (r.origin.row, r.origin.pointer.as_str())).collect();
    assert_eq!(places, [(1, "Aug"), (2, "Aug"), (1, "Sep")]);
    let stamps: Vec<String> = found.records.iter().map(declared).collect();
    assert_eq!(stamps, ["2026-08-11 14:02:33", "2026-08-11 15:00:00", "2026-08-12 12:00:00"]);
    assert!(found.report.problem.is_none(), "a list of choices beside the tables is no problem");
    assert!(noted(&found, "1 row, not read"), "but it is not passed over in silence: {:?}", found.report);
}

#[test]
fn a_workbook_of_one_table_reads_like_the_same_table_as_text() {
    let rows = vec![texts(&HEADER), ticket("INC0000001", "x", Cell::Text("2026-08-11 15:00:00".to_owned()))];
    let book = read("incidents.xlsx", &workbook(&[("Page 1", rows)]));
    let text = format!("{}\nINC0000001,x,2026-08-11 15:00:00,2,2026-08-12 09:00:00\n", HEADER.join(","));
    assert_eq!(book.records, read("incidents.csv", text.as_bytes()).records);
    assert_eq!(book.records.len(), 1);
}

#[test]
fn workbooks_without_a_known_table_say_so() {
    let strange = vec![texts(&["Colour", "Meaning"]), texts(&["red", "bad"])];
    let problem = read("a.xlsx", &workbook(&[("S", strange)])).report.problem.unwrap();
    assert!(problem.message.contains("colour, meaning"), "{problem:?}");
    let problem = read("a.xlsx", &workbook(&[("S", vec![])])).report.problem.unwrap();
    assert!(problem.message.contains("without a table"), "{problem:?}");
    let problem = read("a.zip", &zip(&[("a.txt".to_owned(), "x".to_owned())])).report.problem.unwrap();
    assert!(problem.message.contains("ZIP"), "{problem:?}");
    let mut wide = vec![texts(&HEADER), ticket("INC0000001", "x", Cell::Empty)];
    wide[1].extend(texts(&["", "stray"]));
    assert!(noted(&read("a.xlsx", &workbook(&[("S", wide)])), "without a header"));
}

fn moments(name: &str, zone: Option<TimeZone>) -> Column {
    // 2026-08-11 14:02:33.250 and 2026-08-12 00:00:00.
    let stamps = Series::new(name.into(), [Some(1_786_456_953_250_i64), Some(1_786_492_800_000)]);
    stamps.cast(&DataType::Datetime(TimeUnit::Milliseconds, zone)).unwrap().into()
}

fn parquet_of(opened: Column) -> Vec<u8> {
    parquet(vec![
        Column::new("number".into(), ["INC0000001", "INC0000002"]),
        Column::new("short_description".into(), [Some("x"), None]),
        opened,
        Column::new("priority".into(), [Some(2.0), None]),
        Column::new("sys_updated_on".into(), ["2026-08-12 09:00:00", "2026-08-12 09:00:00"]),
    ])
}

#[test]
fn parquet_files_are_tables() {
    let found = read("incidents.parquet", &parquet_of(moments("opened_at", None)));
    assert_eq!(titles(&found), ["x", ""], "{:?}", found.report);
    let stamps: Vec<String> = found.records.iter().map(declared).collect();
    assert_eq!(stamps, ["2026-08-11T14:02:33.250", "2026-08-12T00:00:00"]);
    let Body::Incident(first) = &found.records[0].body else { panic!() };
    assert_eq!(first.severity, "2");
    assert_eq!(found.report.units[0].container, "Parquet");
    let found = read("incidents.parquet", &parquet_of(moments("opened_at", Some(TimeZone::UTC))));
    assert_eq!(declared(&found.records[0]), "2026-08-11T14:02:33.250Z");
    let days = Series::new("opened_at".into(), [20_676_i32, 20_677]).cast(&DataType::Date).unwrap();
    let found = read("incidents.parquet", &parquet_of(days.into()));
    assert_eq!(declared(&found.records[0]), "2026-08-11");
}

#[test]
fn damaged_sheets_are_refused_and_never_fatal() {
    let rows = vec![texts(&HEADER), ticket("INC0000001", "x", Cell::Moment(46_245.5))];
    let files = [("a.xlsx", workbook(&[("S", rows)])), ("a.parquet", parquet_of(moments("opened_at", None)))];
    for (name, whole) in files {
        for cut in (4..whole.len()).step_by(whole.len() / 60 + 1) {
            let found = read(name, &whole[..cut]);
            assert!(found.report.problem.is_some(), "{name} cut at {cut}");
        }
        for at in (4..whole.len()).step_by(whole.len() / 200 + 1) {
            let mut damaged = whole.clone();
            damaged[at] ^= 1 << (at % 8);
            read(name, &damaged);
        }
    }
}
