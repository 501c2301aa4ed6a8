//! Wrappers of JSON records.

use super::read::{Expected, Wrapped, packed};
use retroscope::ingest::container::budget::Budget;
use retroscope::ingest::container::documents::{Documents, Known, Start, Unit};
use retroscope::ingest::container::envelope::Keys;
use retroscope::ingest::head::Head;
use retroscope::ingest::{Context, SOURCES};
use serde::de::IgnoredAny;
use serde_json::Value;

use std::sync::Arc;

/// The streams of records of a text, as the containers see them.
fn units(text: &str) -> Vec<Unit> {
    let arrays: Vec<&'static str> = SOURCES.iter().flat_map(|s| s.kind().arrays.iter().copied()).collect();
    let is_record = |value: &Value| {
        let head = Head { objects: vec![value.clone()], ..Head::default() };
        SOURCES.iter().any(|s| s.recognises(&head))
    };
    Documents::split(
        text,
        &Known { keys: &Keys::of(&arrays), is_record: &is_record, budget: Budget::default() },
        Start::default(),
    )
    .units
}

/// Without line ends, which JSON has between values only.
fn on_one_line(json: &str) -> String {
    json.replace(['\n', '\r'], " ")
}

pub(super) fn wrappings(extension: &str, text: &str) -> Vec<Wrapped> {
    let mut all = packed(extension, text);
    all.push(Wrapped::new("CRLF", extension, text.replace("\r\n", "\n").replace('\n', "\r\n"), Expected::All));
    let units = units(text);
    for unit in units.iter().filter(|unit| !unit.pieces.is_empty()) {
        all.extend(bare(text, unit));
    }
    let Some(documents) = documents(text) else { return all };
    let twice: Vec<&str> = documents.iter().chain(&documents).copied().collect();
    all.push(Wrapped::new("pages one behind the other", "json", twice.join("\n"), Expected::Twice));
    all.push(Wrapped::new("pages without line ends", "json", twice.concat(), Expected::Twice));
    all.push(Wrapped::new("an array of pages", "json", format!("[{}]", twice.join(",\n")), Expected::Twice));
    if let ([_], [unit]) = (documents.as_slice(), units.as_slice()) {
        all.extend(pages(text, unit));
    }
    all
}

/// The values of a text as they are written, one behind the other; `None` where it holds anything else.
fn documents(text: &str) -> Option<Vec<&str>> {
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    let (mut found, mut from) = (Vec::new(), 0);
    while let Some(next) = stream.next() {
        next.ok()?;
        found.push(text[from..stream.byte_offset()].trim());
        from = stream.byte_offset();
    }
    Some(found)
}

/// One page for each record.
fn pages(text: &str, unit: &Unit) -> Vec<Wrapped> {
    let (Some(first), Some(last)) = (unit.pieces.first(), unit.pieces.last()) else { return Vec::new() };
    let (before, behind) = (&text[..first.span.start], &text[last.span.end..]);
    let page = |piece: &str| on_one_line(&format!("{before}{piece}{behind}"));
    let pages: Vec<String> = unit.pieces.iter().map(|piece| page(piece.span.of(text))).collect();
    vec![
        Wrapped::new("a page for each record", "json", pages.join("\n"), Expected::All),
        Wrapped::new("an array of a page for each record", "json", format!("[{}]", pages.join(",")), Expected::All),
    ]
}

/// The records of one stream without what stood around them.
fn bare(text: &str, unit: &Unit) -> Vec<Wrapped> {
    let records: Vec<String> = unit.pieces.iter().map(|piece| on_one_line(piece.span.of(text))).collect();
    let alone = Context { array: unit.context.array.clone(), beside: Arc::default(), ..Context::default() };
    let expected =
        || Expected::Rows { rows: unit.pieces.iter().map(|piece| piece.row).collect(), whole: unit.context == alone };
    let stream = if unit.name.is_empty() { "records" } else { unit.name.as_str() };
    let each = |line: &dyn Fn(&String) -> String| records.iter().map(line).collect::<String>();
    let airbyte = each(&|record| {
        format!(
            "{{\"type\":\"RECORD\",\"record\":{{\"stream\":\"{stream}\",\"emitted_at\":1635486767828,\"data\":{record}}}}}\n"
        )
    });
    let singer = each(&|record| format!("{{\"type\":\"RECORD\",\"stream\":\"{stream}\",\"record\":{record}}}\n"));
    let arrays = records.iter().map(|record| format!("[{record}]")).collect::<Vec<_>>();
    let texts = [
        ("a bare array", "json", format!("[{}]", records.join(","))),
        ("an array with a record a line", "json", format!("[\n  {}\n]\n", records.join(",\n  "))),
        ("arrays one behind the other", "json", arrays.join("\n")),
        ("an array of arrays", "json", format!("[{}]", arrays.join(","))),
        ("JSON lines", "jsonl", each(&|record| format!("{record}\n"))),
        ("JSON lines with blank lines and CRLF", "ndjson", each(&|record| format!("{record}\r\n\r\n"))),
        (
            "Airbyte messages",
            "jsonl",
            format!(
                "{{\"type\":\"LOG\",\"log\":{{\"level\":\"INFO\",\"message\":\"x\"}}}}\n{airbyte}{{\"type\":\"STATE\",\"state\":{{\"data\":{{}}}}}}\n"
            ),
        ),
        (
            "Singer messages",
            "jsonl",
            format!(
                "{{\"type\":\"SCHEMA\",\"stream\":\"{stream}\",\"schema\":{{}},\"key_properties\":[]}}\n{singer}{{\"type\":\"STATE\",\"value\":{{}}}}\n"
            ),
        ),
        ("a DevLake raw table", "csv", raw_table(&records)),
        ("Steampipe rows", "json", format!("{{\"columns\":[],\"rows\":[{}]}}", records.join(","))),
    ];
    texts.into_iter().map(|(name, extension, text)| Wrapped::new(name, extension, text, expected())).collect()
}

fn raw_table(records: &[String]) -> String {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(["id", "params", "data", "url", "input", "created_at"]).unwrap();
    for (number, record) in (1..).zip(records) {
        let id: u32 = number;
        let cells =
            [&id.to_string(), "{\"ConnectionId\":1}", record, "https://api.example.com/x", "null", "2026-08-12"];
        table.write_record(cells).unwrap();
    }
    String::from_utf8(table.into_inner().unwrap()).unwrap()
}
