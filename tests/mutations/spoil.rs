//! Ways to damage an export.

use retroscope::stats::random::Rng;
use serde_json::{Map, Value, json};
use std::path::Path;

/// An export to be damaged.
pub(super) struct Export {
    /// File name.
    pub(super) name: String,
    /// The last parts of its path, for messages.
    pub(super) shown: String,
    bytes: Vec<u8>,
    content: Content,
}

enum Content {
    /// Documents one behind the other.
    Json(Vec<Value>),
    Table(Vec<csv::StringRecord>),
    Text(Vec<String>),
}

/// Values that have surprised readers of exports before.
const ODD: [&str; 24] = [
    "",
    " ",
    "0",
    "-1",
    "NaN",
    "null",
    "true",
    "x",
    "[]",
    "{}",
    "99999999999999999999",
    "-9223372036854775808",
    "1e308",
    "2026-13-45T99:99:99Z",
    "0001-01-01T00:00:00Z",
    "+262143-12-31T23:59:59Z",
    "1969-12-31T23:59:60+14:00",
    "31.02.2026 24:60",
    "P99999999999999DT1H",
    "9999999999h 99m",
    "=cmd|'/c'!A1",
    "\u{0}\u{feff}\u{202e}",
    "é\u{301}🏳️‍🌈ß漢字",
    "\"unclosed, \n---\n```",
];

impl Export {
    pub(super) fn open(path: &Path) -> Self {
        let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        let shown = parts[parts.len().saturating_sub(3)..].join("/");
        Self { shown, ..Self::of(parts.last().unwrap(), std::fs::read(path).unwrap()) }
    }

    /// The bytes of a file of a name.
    pub(super) fn of(name: &str, bytes: Vec<u8>) -> Self {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let documents: Result<Vec<Value>, _> = serde_json::Deserializer::from_str(&text).into_iter().collect();
        let is_table = name.ends_with(".csv") || name.ends_with(".tsv");
        let content = match documents {
            Ok(documents) if !documents.is_empty() => Content::Json(documents),
            _ if is_table => Content::Table(table(&text)),
            _ => Content::Text(text.lines().map(str::to_owned).collect()),
        };
        Self { name: name.to_owned(), shown: name.to_owned(), bytes, content }
    }

    /// The documents of a JSON file.
    pub(super) fn documents(&self) -> Option<&[Value]> {
        if let Content::Json(documents) = &self.content { Some(documents) } else { None }
    }

    pub(super) fn size(&self) -> usize {
        self.bytes.len()
    }

    /// A damaged version, and what was done to it.
    pub(super) fn spoilt(&self, random: &mut Rng) -> (&'static str, Vec<u8>) {
        if self.bytes.is_empty() {
            return ("empty", Vec::new());
        }
        match random.below(10) {
            0 => ("cut", self.bytes[..random.place(self.bytes.len())].to_vec()),
            1 => ("flipped bits", self.flipped(random)),
            2 => ("a stretch left out or doubled", self.moved(random)),
            _ => match &self.content {
                Content::Json(documents) => json_spoilt(documents, random),
                Content::Table(rows) => ("other cells", table_spoilt(rows.clone(), random)),
                Content::Text(lines) => ("other lines", text_spoilt(lines.clone(), random)),
            },
        }
    }

    fn flipped(&self, random: &mut Rng) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        for _ in 0..=random.below(8) {
            let at = random.place(bytes.len());
            bytes[at] ^= 1 << random.below(8);
        }
        bytes
    }

    fn moved(&self, random: &mut Rng) -> Vec<u8> {
        let (one, other) = (random.place(self.bytes.len()), random.place(self.bytes.len()));
        let (from, to) = (one.min(other), one.max(other));
        let middle = if random.chance(0.5) { &[][..] } else { &self.bytes[from..to] };
        [&self.bytes[..from], middle, middle, &self.bytes[to..]].concat()
    }
}

fn table(text: &str) -> Vec<csv::StringRecord> {
    let delimiter = retroscope::ingest::container::table::delimiter(text);
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.records().filter_map(Result::ok).collect()
}

pub(super) fn odd(random: &mut Rng) -> &'static str {
    ODD[random.place(ODD.len())]
}

fn json_spoilt(documents: &[Value], random: &mut Rng) -> (&'static str, Vec<u8>) {
    let mut documents = documents.to_vec();
    let drops = random.chance(0.4);
    for _ in 0..=random.below(6) {
        let at = random.place(documents.len());
        let nodes = count(&documents[at]);
        let mut left = random.place(nodes);
        change(&mut documents[at], &mut left, drops, random);
    }
    let texts: Vec<String> = documents.iter().map(Value::to_string).collect();
    (if drops { "keys left out" } else { "other types" }, texts.join("\n").into_bytes())
}

pub(super) fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(map) => map.values().map(count).sum(),
        _ => 0,
    }
}

/// Changes the value that comes after so many others.
fn change(value: &mut Value, left: &mut usize, drops: bool, random: &mut Rng) -> bool {
    if *left == 0 {
        match value {
            Value::Object(map) if drops && !map.is_empty() => drop_key(map, random),
            Value::Array(items) if drops => {
                items.pop();
            }
            _ if drops => *value = Value::Null,
            _ => *value = other(value, random),
        }
        return true;
    }
    *left -= 1;
    match value {
        Value::Array(items) => items.iter_mut().any(|item| change(item, left, drops, random)),
        Value::Object(map) => map.values_mut().any(|item| change(item, left, drops, random)),
        _ => false,
    }
}

fn drop_key(map: &mut Map<String, Value>, random: &mut Rng) {
    let key = map.keys().nth(random.place(map.len())).cloned().unwrap();
    map.remove(&key);
}

/// A value of another type, or an odd one of the same.
fn other(value: &Value, random: &mut Rng) -> Value {
    match random.below(12) {
        0 => Value::Null,
        1 => json!(random.chance(0.5)),
        2 => json!(random.next_u64()),
        3 => json!(i64::MIN),
        4 => json!(1e308),
        5 => json!([]),
        6 => json!({}),
        7 => json!([value, null, [value]]),
        8 => json!({"value": value, "id": null, "display_value": [value]}),
        9 => json!("x".repeat(5_000)),
        _ => json!(odd(random)),
    }
}

fn table_spoilt(mut rows: Vec<csv::StringRecord>, random: &mut Rng) -> Vec<u8> {
    for _ in 0..=random.below(6) {
        if rows.is_empty() {
            break;
        }
        let at = random.place(rows.len());
        let mut cells: Vec<String> = rows[at].iter().map(str::to_owned).collect();
        let cell = random.place(cells.len().max(1));
        match random.below(6) {
            0 => cells.push(odd(random).to_owned()),
            1 => cells.truncate(cell),
            2 => {
                let by = cell.min(cells.len());
                cells.rotate_left(by);
            }
            _ => {
                if let Some(cell) = cells.get_mut(cell) {
                    *cell = odd(random).to_owned();
                }
            }
        }
        if random.chance(0.1) {
            rows.remove(at);
        } else {
            rows[at] = csv::StringRecord::from(cells);
        }
    }
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in rows {
        writer.write_record(&row).unwrap();
    }
    writer.into_inner().unwrap()
}

fn text_spoilt(mut lines: Vec<String>, random: &mut Rng) -> Vec<u8> {
    for _ in 0..=random.below(6) {
        if lines.is_empty() {
            break;
        }
        let (at, to) = (random.place(lines.len()), random.place(lines.len()));
        match random.below(5) {
            0 => drop(lines.remove(at)),
            1 => lines.swap(at, to),
            2 => lines.insert(to, lines[at].clone()),
            3 => lines[at] = odd(random).to_owned(),
            _ => {
                let (key, _) = lines[at].split_once(':').unwrap_or((&lines[at], ""));
                lines[at] = format!("{key}: {}", odd(random));
            }
        }
    }
    lines.join("\n").into_bytes()
}
