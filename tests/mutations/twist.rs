//! Changes to a whole set of exports: their records, times and cells, and what the files are packed in.

use super::spoil::{Export, count, odd};
use flate2::Compression;
use flate2::write::GzEncoder;
use retroscope::stats::random::Rng;
use serde_json::{Map, Value, json};
use std::io::Write;

/// One file of a set.
pub(super) type File = (String, Vec<u8>);

/// Stands in a tree for text that no tree can hold.
const MARK: &str = "@@raw@@";

/// Text in the place of a value that is no JSON, or JSON that readers don't expect.
const RAW: [&str; 22] = [
    r#""x\ud83d""#,
    r#""\udc00""#,
    r#""a\x41""#,
    r#""a\u12""#,
    "\"a\tb\n\u{1}\"",
    "1e999",
    "-1E400",
    "00012",
    "+5",
    "0x1F",
    "NaN",
    "-Infinity",
    "-0",
    "18446744073709551616",
    "99999999999999999999999999999999999999999999999999",
    "1.7976931348623157e308",
    "undefined",
    "",
    "[[[[[[[[[[[[]]]]]]]]]]]]",
    r#"{"a":{"a":{"a":1}}}"#,
    r#"1, "id": "again""#,
    "True",
];

/// Times that real exports hold where others are expected: gaps and folds of clocks, ends of calendars, other grammars.
const TIMES: [&str; 16] = [
    "2026-03-29T02:30:00",
    "2026-10-25T02:30:00",
    "2024-02-29T23:59:60Z",
    "2099-12-31T23:59:59Z",
    "1990-01-01T00:00:00Z",
    "1989-12-31T23:59:59Z",
    "2026-07-01",
    "01/07/2026 10:00",
    "13/07/2026 9:05 PM",
    "1783072800",
    "1783072800123",
    "0001-01-01T00:00:00Z",
    "2026-07-01T10:00:00+14:00",
    "2026-07-01 10:00:00.123456789 -1200",
    "Wed, 01 Jul 2026 10:00:00 GMT",
    "1 July 2026 at 10:00",
];

/// Changes a set in a few ways, and says how.
pub(super) fn twist(files: &mut Vec<File>, donors: &[File], random: &mut Rng) -> String {
    let mut done = Vec::new();
    for (name, bytes) in files.iter_mut() {
        if random.chance(0.25) {
            continue;
        }
        for _ in 0..=random.below(2) {
            let how = one(name, bytes, donors, random);
            done.push(format!("{name}: {how}"));
        }
    }
    for _ in 0..random.below(3) {
        done.push(together(files, random).to_owned());
    }
    if random.chance(0.3) {
        let at = random.place(files.len());
        if let Some(file) = files.get_mut(at) {
            done.push(format!("{}: {}", file.0.clone(), packed(file, random)));
        }
    }
    done.join("; ")
}

fn one(name: &str, bytes: &mut Vec<u8>, donors: &[File], random: &mut Rng) -> &'static str {
    let export = Export::of(name, bytes.clone());
    let (how, made) = match (export.documents(), random.below(4)) {
        (_, 0) => export.spoilt(random),
        (Some(documents), _) => ("structure", json(documents.to_vec(), donors, random)),
        (None, 1) => ("other years", years(bytes, random)),
        (None, 2) if name.contains(".csv") || name.contains(".tsv") => ("another header", header(bytes, random)),
        _ => export.spoilt(random),
    };
    *bytes = made;
    how
}

fn json(mut documents: Vec<Value>, donors: &[File], random: &mut Rng) -> Vec<u8> {
    let mut raw = Vec::new();
    for _ in 0..=random.below(4) {
        let at = random.place(documents.len());
        let document = &mut documents[at];
        match random.below(9) {
            0..=2 => records(document, random),
            3 => member(document, random),
            4 => splice(document, donors, random),
            5 | 6 => {
                raw.push(RAW[random.place(RAW.len())]);
                *node(document, random) = json!(format!("{MARK}{}", raw.len() - 1));
            }
            7 => retime(document, random),
            _ => *node(document, random) = json!(odd(random)),
        }
    }
    let pretty = random.chance(0.2);
    let written = |document: &Value| if pretty { format!("{document:#}") } else { document.to_string() };
    let mut text: String = documents.iter().map(written).collect::<Vec<_>>().join("\n");
    for (number, raw) in raw.iter().enumerate() {
        text = text.replace(&format!("\"{MARK}{number}\""), raw);
    }
    text.into_bytes()
}

/// A value anywhere in a document.
fn node<'a>(document: &'a mut Value, random: &mut Rng) -> &'a mut Value {
    let mut left = random.place(count(document));
    nth(document, &mut left).unwrap()
}

/// The value that comes after so many others.
fn nth<'a>(value: &'a mut Value, left: &mut usize) -> Option<&'a mut Value> {
    if *left == 0 {
        return Some(value);
    }
    *left -= 1;
    match value {
        Value::Array(items) => items.iter_mut().find_map(|item| nth(item, left)),
        Value::Object(map) => map.values_mut().find_map(|item| nth(item, left)),
        _ => None,
    }
}

/// Ways to all values that a test takes.
fn ways(value: &Value, way: &str, takes: &dyn Fn(&Value) -> bool, found: &mut Vec<String>) {
    if takes(value) {
        found.push(way.to_owned());
    }
    let step = |key: &str| format!("{way}/{}", key.replace('~', "~0").replace('/', "~1"));
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| ways(item, &step(&at.to_string()), takes, found));
        }
        Value::Object(map) => map.iter().for_each(|(key, item)| ways(item, &step(key), takes, found)),
        _ => {}
    }
}

fn chosen<'a>(document: &'a mut Value, takes: &dyn Fn(&Value) -> bool, random: &mut Rng) -> Option<&'a mut Value> {
    let mut found = Vec::new();
    ways(document, "", takes, &mut found);
    let way = found.get(random.place(found.len().max(1)))?;
    document.pointer_mut(way)
}

/// Records left out, doubled, moved, doubled under another id.
fn records(document: &mut Value, random: &mut Rng) {
    let is_list = |value: &Value| value.as_array().is_some_and(|list| !list.is_empty());
    let Some(Value::Array(list)) = chosen(document, &is_list, random) else { return };
    let (one, other) = (random.place(list.len()), random.place(list.len()));
    match random.below(4) {
        0 => drop(list.remove(one)),
        1 => list.swap(one, other),
        2 => list.insert(other, list[one].clone()),
        _ => {
            let mut copy = list[one].clone();
            if let Some(id) = copy.get_mut("id") {
                *id = json!(format!("again-{}", random.below(1_000)));
            }
            list.push(copy);
        }
    }
}

/// A member left out, renamed, or doubled under another spelling.
fn member(document: &mut Value, random: &mut Rng) {
    let is_object = |value: &Value| value.as_object().is_some_and(|map| !map.is_empty());
    let Some(Value::Object(map)) = chosen(document, &is_object, random) else { return };
    let key = map.keys().nth(random.place(map.len())).cloned().unwrap();
    match random.below(3) {
        0 => drop(map.remove(&key)),
        1 => rename(map, &key, &key.to_uppercase()),
        _ => {
            let value = map[&key].clone();
            map.insert(key.replace('_', ""), value);
        }
    }
}

fn rename(map: &mut Map<String, Value>, from: &str, to: &str) {
    if let Some(value) = map.remove(from) {
        map.insert(to.to_owned(), value);
    }
}

/// A value of another file in the place of one of this.
fn splice(document: &mut Value, donors: &[File], random: &mut Rng) {
    let (name, bytes) = &donors[random.place(donors.len())];
    let export = Export::of(name, bytes.clone());
    let Some(donor) = export.documents().and_then(<[Value]>::first) else { return };
    let mut donor = donor.clone();
    let taken = node(&mut donor, random).take();
    *node(document, random) = taken;
}

/// Another time in the place of one.
fn retime(document: &mut Value, random: &mut Rng) {
    let is_time = |value: &Value| value.as_str().is_some_and(|text| text.starts_with("20") && text.len() >= 10);
    if let Some(at) = chosen(document, &is_time, random) {
        *at = json!(TIMES[random.place(TIMES.len())]);
    }
}

/// All of a file earlier or later by whole years.
fn years(bytes: &[u8], random: &mut Rng) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let to = ["1999", "2019", "2024", "2025", "2031", "0001"][random.place(6)];
    let from = ["2024", "2025", "2026"][random.place(3)];
    text.replace(from, to).into_bytes()
}

/// The header of a table in other letters, left out, doubled, or cut by another delimiter.
fn header(bytes: &[u8], random: &mut Rng) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let first = first.trim_end_matches('\r');
    let made = match random.below(6) {
        0 => format!("{}\n{rest}", first.to_uppercase()),
        1 => rest.to_owned(),
        2 => format!("{first},{first}\n{rest}"),
        3 => text.replace(',', ";"),
        4 => format!("Report of the quarter\n\n{first}\n{rest}"),
        _ => format!("{first}\n{rest}\n{first}\n{rest}"),
    };
    made.into_bytes()
}

/// Changes to the files among each other.
fn together(files: &mut Vec<File>, random: &mut Rng) -> &'static str {
    let (one, other) = (random.place(files.len()), random.place(files.len()));
    match random.below(5) {
        0 if files.len() > 1 => {
            files.remove(one);
            "a file left out"
        }
        1 => {
            let (name, bytes) = files[one].clone();
            files.push((format!("again-{name}"), bytes));
            "a file twice"
        }
        2 => {
            let bytes = files[one].1.clone();
            files[one].1 = std::mem::replace(&mut files[other].1, bytes);
            "names swapped"
        }
        3 => {
            let more = files[other].1.clone();
            files[one].1.push(b'\n');
            files[one].1.extend(more);
            "two files in one"
        }
        _ => {
            let (stem, _) = files[one].0.rsplit_once('.').unwrap_or((&files[one].0, ""));
            files[one].0 = format!("{stem}.{}", ["json", "csv", "md", "txt", "jsonl"][random.place(5)]);
            "another ending"
        }
    }
}

/// Other ends of lines, other encodings, compression.
fn packed(file: &mut File, random: &mut Rng) -> &'static str {
    let text = String::from_utf8_lossy(&file.1).into_owned();
    let (how, bytes) = match random.below(7) {
        0 => ("CRLF", text.replace('\n', "\r\n").into_bytes()),
        1 => ("CR", text.replace('\n', "\r").into_bytes()),
        2 => ("byte order mark", [&[0xef, 0xbb, 0xbf][..], text.as_bytes()].concat()),
        3 => ("UTF-16", [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()),
        4 => ("Latin-1", text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()),
        kind => {
            let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
            packer.write_all(&file.1).unwrap();
            let mut bytes = packer.finish().unwrap();
            file.0.push_str(".gz");
            if kind == 6 {
                let most = random.place(bytes.len());
                bytes.truncate(most);
            }
            ("packed", bytes)
        }
    };
    file.1 = bytes;
    how
}
