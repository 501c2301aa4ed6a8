//! One bad leaf costs a leaf. Every value of the first record of every case is replaced by everything that has no business
//! there: the record has to stay, and of its facts only those may change that come from this value.

use super::harness::{Input, fact, mapped};
use super::{folder, folders, input, name};
use rayon::prelude::*;
use retroscope::ingest::container::budget::Budget;
use retroscope::ingest::container::documents::{Documents, Known, Start, Unit};
use retroscope::ingest::container::envelope::Keys;
use retroscope::ingest::container::rows;
use retroscope::ingest::container::scan::{self, Effort, ScannedText, TextSpan};
use retroscope::ingest::container::table::{RowRead, TableReader};
use retroscope::ingest::{AnySource, Output, SOURCES, mend};
use retroscope::model::origin::Origin;
use retroscope::model::reject::Reason;
use retroscope::model::remark::RemarkRule;
use serde::de::IgnoredAny;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Values of the first record that are tried. Records of other kinds of fields follow in the other cases.
const MAX_VALUES: usize = 60;

/// What stands in no sound export, as it would be written there.
fn odd() -> Vec<String> {
    let written = [
        r#""x\ud83d""#,
        r#""\udc00y""#,
        r#""a\x41b""#,
        r#""a\u12""#,
        r#""C:\Users\new""#,
        r#""it\'s""#,
        "\"a\tb\"",
        "\"a\r\nb\"",
        "\"a\u{1}\u{1b}b\"",
        "1e999",
        "-1E400",
        "00012",
        "+5",
        "0x1F",
        ".5",
        "5.",
        "NaN",
        "-Infinity",
        "undefined",
        "True",
        "-0",
        "-9223372036854775809",
        "18446744073709551616",
        "1.7976931348623157e308",
        "null",
        "true",
        "7",
        "",
        r#""""#,
        r#"{"a":{"b":[1]}}"#,
        r#"["x",["y",[null,{"z":1}]]]"#,
        "[[[[]]]]",
        "[]",
        "{}",
        r#""2026-13-45T99:99:99Z""#,
    ];
    let mut all: Vec<String> = written.iter().map(|text| (*text).to_owned()).collect();
    all.push("9".repeat(400));
    all.push(format!("{}{}", "[".repeat(300), "]".repeat(300)));
    all.push(format!("{}1{}", "{\"a\":".repeat(300), "}".repeat(300)));
    all
}

/// All values inside a value, itself left out, with the key in front of each where there is one.
fn values(text: &str, start: usize, found: &mut Vec<(Option<TextSpan>, TextSpan)>) {
    let effort = Effort::default();
    let whole = ScannedText::whole(text, &effort);
    let mut inside = Vec::new();
    match text.as_bytes().get(start) {
        Some(b'{') => {
            let _ = scan::members(whole, start, |key, value, end| {
                inside.push((Some(key), TextSpan { start: value, end: end.unwrap() }));
            });
        }
        Some(b'[') => {
            let _ = scan::elements(whole, start, |element| inside.push((None, element.unwrap())));
        }
        _ => {}
    }
    for (key, span) in inside {
        found.push((key, span));
        values(text, span.start, found);
    }
}

/// Reads one piece as a run would.
fn read(source: &dyn AnySource, piece: &str, unit: &Unit) -> Output {
    let mut out = Output::default();
    mend::read(source, piece, &Origin { row: 1, ..Origin::default() }, &unit.context, &mut out);
    assert_eq!(out.records.len() + out.rejects.len(), 1, "{}: {piece}", source.kind().id);
    out
}

/// The facts of what was read, one by one; nothing for a reject.
fn facts(out: &Output) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    if let Some(record) = out.records.first() {
        flatten(&fact(record), String::new(), 0, &mut found);
    }
    found
}

fn flatten(value: &Value, path: String, depth: usize, found: &mut BTreeSet<(String, String)>) {
    match value {
        Value::Object(members) if depth < 3 => {
            members.iter().for_each(|(key, inner)| flatten(inner, format!("{path}/{key}"), depth + 1, found));
        }
        _ => drop(found.insert((path, value.to_string()))),
    }
}

/// Names of the facts that differ.
fn changed(before: &BTreeSet<(String, String)>, after: &BTreeSet<(String, String)>) -> BTreeSet<String> {
    before.symmetric_difference(after).map(|(name, _)| name.clone()).collect()
}

/// The source that a case belongs to.
fn source_of(case: &Path, mappings: &mut Vec<retroscope::ingest::mapped::Mapped>) -> Option<&'static dyn AnySource> {
    let id = name(case.parent().unwrap());
    if id == "mapped" {
        mappings.push(mapped(&case.join("mapping.toml")));
        return None;
    }
    SOURCES.iter().copied().find(|source| source.kind().id == id)
}

fn cases() -> Vec<PathBuf> {
    folders(&folder()).iter().flat_map(|source| folders(source)).collect()
}

/// The units of a JSON file; none for tables and documents.
fn units(text: &str) -> Vec<Unit> {
    if !text.trim_start().starts_with(['{', '[']) {
        return Vec::new();
    }
    let mut arrays: Vec<&'static str> =
        SOURCES.iter().flat_map(|source| source.kind().arrays.iter().copied()).collect();
    arrays.sort_unstable();
    arrays.dedup();
    let is_record = |value: &Value| {
        let head = retroscope::ingest::head::Head { objects: vec![value.clone()], ..Default::default() };
        SOURCES.iter().any(|source| source.recognises(&head))
    };
    Documents::split(
        text,
        &Known { keys: &Keys::of(&arrays), is_record: &is_record, budget: Budget::default() },
        Start::default(),
    )
    .units
}

/// What goes wrong in one case.
fn problems(case: &Path, source: &dyn AnySource) -> (usize, Vec<String>) {
    let text = std::fs::read_to_string(input(case)).unwrap_or_default();
    let (mut tried, mut wrong) = (0, Vec::new());
    for unit in units(&text) {
        let Some(piece) = unit.pieces.first() else { continue };
        let whole = piece.span.of(&text);
        let sound = read(source, whole, &unit);
        if sound.records.is_empty() {
            continue;
        }
        let before = facts(&sound);
        let mut all = Vec::new();
        values(whole, scan::skip_blank(whole.as_bytes(), 0), &mut all);
        for (key, span) in all.into_iter().take(MAX_VALUES) {
            let with = |value: &str| {
                let (from, to) = (whole.get(..span.start).unwrap(), whole.get(span.end..).unwrap());
                read(source, &format!("{from}{value}{to}"), &unit)
            };
            let place = format!("{} {}", case.display(), key.map_or("", |key| key.of(whole)));
            // What this value has a part in: whatever changes when it is absent, or another one.
            let mut part = BTreeSet::new();
            let mut needed = false;
            for plain in ["null", r#""zz""#, r#""a@example.com""#, r#""2026-03-04T05:06:07Z""#, "3", "true", "[]", "{}"]
            {
                let out = with(plain);
                needed |= out.records.is_empty();
                part.extend(changed(&before, &facts(&out)));
            }
            for value in odd().iter().filter(|value| key.is_some() || !value.is_empty()) {
                tried += 1;
                let out = with(value);
                let shown: String = value.chars().take(30).collect();
                if let Some(reject) = out.rejects.first() {
                    let unread = reject.reason == Reason::Malformed && reject.detail.contains(" at line ");
                    let lost = unread || !needed;
                    wrong.extend(lost.then(|| format!("{place} {shown}: {}", reject.detail)));
                    continue;
                }
                let other: Vec<String> = changed(&before, &facts(&out)).difference(&part).cloned().collect();
                if !needed && !other.is_empty() {
                    wrong.push(format!("{place} {shown}: changes {other:?}"));
                }
                // What was no JSON has left a remark, unless the reader passes over this value anyway; that of our own
                // tables looks at no value at all.
                let strict = serde_json::from_str::<IgnoredAny>(value).is_ok() && !value.contains("99999");
                let told = out.mended.iter().flat_map(|one| &one.leaves).any(|leaf| leaf.rule == RemarkRule::Mended);
                if !strict && !told && !part.is_empty() && source.kind().id != "own-tables" {
                    wrong.push(format!("{place} {shown}: no remark"));
                }
            }
            wrong
                .extend(twice(whole, key, &before, &|text| read(source, text, &unit)).map(|w| format!("{place}: {w}")));
        }
    }
    (tried, wrong)
}

/// A key that stands there twice: the last of its values counts, as everywhere else in JSON.
fn twice(
    whole: &str,
    key: Option<TextSpan>,
    before: &BTreeSet<(String, String)>,
    read: &dyn Fn(&str) -> Output,
) -> Option<String> {
    let key = key?;
    let (from, to) = (whole.get(..key.start)?, whole.get(key.start..)?);
    let out = read(&format!("{from}{}: {{\"odd\":1}}, {to}", key.of(whole)));
    let other = changed(before, &facts(&out));
    (!other.is_empty()).then(|| format!("twice: {other:?} {:?}", out.rejects.first().map(|r| &r.detail)))
}

#[test]
fn no_value_of_a_json_record_costs_more_than_itself() {
    let found: Vec<(usize, Vec<String>)> = cases()
        .par_iter()
        .map(|case| {
            let mut mappings = Vec::new();
            match source_of(case, &mut mappings) {
                Some(source) => problems(case, source),
                None => problems(case, &mappings[0]),
            }
        })
        .collect();
    let tried: usize = found.iter().map(|(tried, _)| tried).sum();
    let wrong: Vec<String> = found.into_iter().flat_map(|(_, wrong)| wrong).collect();
    println!("{tried} odd values in JSON");
    assert!(tried > 40_000, "only {tried} values were tried");
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Cells that have surprised readers of tables.
const CELLS: [&str; 16] = [
    "1e999",
    "NaN",
    "+5",
    "00012",
    "-0",
    "0x1F",
    "18446744073709551616",
    "true",
    "{\"a\":{\"b\":[1]}}",
    "[\"x\",[\"y\"]]",
    "{\"a\":\"x\\ud83d\"}",
    "[[[[[[",
    "a\u{0}\u{1b}\tb",
    "\u{fffd}",
    "a\nb",
    "2026-13-45T99:99:99Z",
];

#[test]
fn no_cell_of_a_table_costs_more_than_itself() {
    let (mut tried, mut wrong) = (0, Vec::new());
    for case in cases() {
        let mut mappings = Vec::new();
        let found = source_of(&case, &mut mappings);
        let source: &dyn AnySource = found.unwrap_or_else(|| &mappings[0]);
        let path = input(&case);
        if path.extension().is_none_or(|e| e != "csv" && e != "tsv") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let Some(RowRead::Cells(mut first)) = TableReader::open(&text).ok().and_then(|mut table| table.next()) else {
            continue;
        };
        first.values = first.padded();
        let read = |cells: &retroscope::ingest::head::Cells| {
            rows::read((source, rows::Form::Cells), 0, "", &[(1, RowRead::Cells(cells.clone()))], Budget::default())
        };
        let before = facts(&read(&first));
        for column in 0..first.values.len() {
            let with = |value: &str| {
                let mut cells = first.clone();
                value.clone_into(&mut cells.values[column]);
                read(&cells)
            };
            let mut part = BTreeSet::new();
            let mut needed = before.is_empty();
            for plain in ["", "zz", "2026-03-04T05:06:07Z", "3", "true"] {
                let out = with(plain);
                needed |= out.records.is_empty();
                part.extend(changed(&before, &facts(&out)));
            }
            for value in CELLS {
                tried += 1;
                let out = with(value);
                let place = format!("{} {} {value}", case.display(), first.header.stated[column]);
                if let Some(reject) = out.rejects.first() {
                    wrong.extend((!needed).then(|| format!("{place}: {}", reject.detail)));
                    continue;
                }
                let other: Vec<String> = changed(&before, &facts(&out)).difference(&part).cloned().collect();
                if !needed && !other.is_empty() {
                    wrong.push(format!("{place}: changes {other:?}"));
                }
            }
        }
    }
    println!("{tried} odd cells");
    assert!(tried > 3_000, "only {tried} cells were tried");
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_file_whose_only_record_holds_a_bad_leaf_is_recognised() {
    let mut wrong = Vec::new();
    let mut files = 0;
    for case in cases() {
        let mut mappings = Vec::new();
        let Some(source) = source_of(&case, &mut mappings) else { continue };
        let path = input(&case);
        if path.extension().is_some_and(|e| e == "md") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let units = units(&text);
        let Some(piece) = units.first().and_then(|unit| unit.pieces.first()) else { continue };
        let (sound, _) = Input::open(&path).read_by_all();
        let mut all = Vec::new();
        values(&text, piece.span.start, &mut all);
        // What kind of record it is may stand in one word alone (`"type": "incidents"`).
        let is_text = |(key, span): &&(Option<TextSpan>, TextSpan)| {
            let kind = key.is_some_and(|key| key.of(&text) == "\"type\"");
            key.is_some() && !kind && span.of(&text).starts_with('"') && span.of(&text).len() > 2
        };
        let texts = all.iter().filter(is_text);
        for (_, span) in texts.take(4) {
            let inner = text.get(span.start..span.end - 1).unwrap();
            let bad = format!("{}{inner}\\ud83d\"{}", text.get(..span.start).unwrap(), text.get(span.end..).unwrap());
            let (out, report) = Input::bytes(&name(&path), bad.as_bytes()).read_by_all();
            files += 1;
            let same = report.units.iter().any(|unit| unit.source == Some(source.kind().id));
            if !same || out.records.len() + 1 < sound.records.len() {
                wrong.push(format!("{} {}: {:?}", case.display(), span.of(&text), report.problem));
            }
        }
    }
    assert!(files > 200, "only {files} files");
    assert!(wrong.is_empty(), "{} of {files}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn sound_exports_leave_no_remark_about_shapes() {
    let mut paths: Vec<PathBuf> = cases().iter().map(|case| input(case)).collect();
    paths.extend(super::everything::data_files());
    let mut told = Vec::new();
    for path in paths {
        let (out, _) = Input::open(&path).read_by_all();
        for leaf in out.mended.iter().flat_map(|one| &one.leaves) {
            told.push(format!("{}: {} {} {}", path.display(), leaf.rule.code(), leaf.path, leaf.stated));
        }
    }
    assert!(told.is_empty(), "{}\n{}", told.len(), told.join("\n"));
}
