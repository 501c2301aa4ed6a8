//! The columns of an unknown file, with the values of its first records.

use crate::ingest::head::{Head, header_key};
use crate::propose::updates::{self, Updates};
use serde_json::Value;
use std::collections::BTreeMap;

/// How deep objects inside objects are looked into.
const DEPTH: usize = 3;

/// One column of a table, or one place in JSON objects.
#[derive(Debug, Clone, Default)]
pub(super) struct Column {
    /// As a mapping names it: the header, a key, or a pointer.
    pub(super) stated: String,
    /// The words of the name, lower case.
    pub(super) words: Vec<String>,
    /// The values of the first records, trimmed; empty where the record has none.
    pub(super) values: Vec<String>,
}

impl Column {
    fn new(stated: &str, values: Vec<String>) -> Self {
        Self { stated: stated.to_owned(), words: words(stated), values }
    }

    /// The values that are there.
    pub(super) fn filled(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(String::as_str).filter(|value| !is_blank(value))
    }

    /// Different values, in order of first appearance.
    #[must_use]
    pub(super) fn distinct(&self) -> Vec<&str> {
        let mut seen: Vec<&str> = Vec::new();
        for value in self.filled() {
            if !seen.contains(&value) {
                seen.push(value);
            }
        }
        seen
    }
}

fn is_blank(value: &str) -> bool {
    value.is_empty() || ["-", "n/a", "null", "none"].iter().any(|blank| value.eq_ignore_ascii_case(blank))
}

/// The words of a column's name: cut at anything that is no letter or digit, and where small letters meet capitals.
fn words(stated: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(stated.len() + 8);
    let mut last_small = false;
    for c in stated.chars() {
        if c.is_uppercase() && last_small {
            spaced.push(' ');
        }
        last_small = c.is_lowercase() || c.is_ascii_digit();
        spaced.push(c);
    }
    let filler = ["", "de", "du", "d", "la", "der", "des", "of", "the"];
    folded(&header_key(&spaced)).split('_').filter(|word| !filler.contains(word)).map(str::to_owned).collect()
}

/// Letters without their marks: people write `début` and `debut`.
pub(super) fn folded(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect()
}

/// Where the records are, and their columns.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    /// Key of the array that holds the records, when they stand inside an object.
    pub(super) records: Option<String>,
    /// The list inside each record that tells its story.
    pub(super) updates: Option<Updates>,
    pub(super) columns: Vec<Column>,
}

/// The columns of the first records of a file.
#[must_use]
pub(super) fn of(head: &Head) -> Found {
    if !head.headers.is_empty() {
        return Found { records: None, updates: None, columns: of_table(head) };
    }
    let whole: Vec<&Value> = head.objects.iter().collect();
    let (records, objects) = match inner(&head.objects) {
        // What is the history of the object around it is no list of records.
        Some(_) if updates::of(&whole).is_some() => (None, whole),
        Some((key, objects)) => (Some(key), objects),
        None => (None, whole),
    };
    let updates = updates::of(&objects);
    let mut columns = of_objects(&objects);
    if let Some(updates) = &updates {
        let inside = format!("/{}/", updates.list);
        columns.retain(|column| !column.stated.starts_with(&inside) && column.stated != updates.list);
    }
    Found { records, updates, columns }
}

fn of_table(head: &Head) -> Vec<Column> {
    let mut seen = Vec::new();
    let mut columns = Vec::new();
    for (at, (key, stated)) in head.headers.iter().zip(&head.stated).enumerate() {
        // A repeated header is one column with several values, as the reader takes it.
        if key.is_empty() || seen.contains(&key) {
            continue;
        }
        seen.push(key);
        let value = |row: &Vec<String>| row.get(at).map(|v| v.trim().to_owned()).unwrap_or_default();
        columns.push(Column::new(stated, head.rows.iter().map(value).collect()));
    }
    columns
}

/// The list of objects inside the only object of a file: an envelope that no source knows.
fn inner(objects: &[Value]) -> Option<(String, Vec<&Value>)> {
    let [Value::Object(envelope)] = objects else { return None };
    let lists = envelope.iter().filter_map(|(key, value)| {
        let list = value.as_array()?;
        let objects: Vec<&Value> = list.iter().filter(|one| one.is_object()).take(Head::SAMPLE).collect();
        (!objects.is_empty()).then(|| (key.clone(), objects))
    });
    lists.max_by_key(|(_, objects)| objects.len())
}

fn of_objects(objects: &[&Value]) -> Vec<Column> {
    let mut places: Vec<String> = Vec::new();
    let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (row, object) in objects.iter().enumerate() {
        let mut found = Vec::new();
        scalars(object, "", DEPTH, &mut found);
        for (place, value) in found {
            if !places.contains(&place) {
                places.push(place.clone());
            }
            let column = values.entry(place).or_default();
            column.resize(row.max(column.len()), String::new());
            if column.len() == row {
                column.push(value);
            }
        }
    }
    let column = |place: &String| {
        let mut list = values.get(place).cloned().unwrap_or_default();
        list.resize(objects.len(), String::new());
        let flat = place.strip_prefix('/').filter(|rest| !rest.contains(['/', '~']));
        Column::new(flat.unwrap_or(place), list)
    };
    places.iter().map(column).collect()
}

fn scalars(value: &Value, at: &str, depth: usize, found: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::String(text) => found.push((at.to_owned(), text.trim().to_owned())),
        Value::Number(number) => found.push((at.to_owned(), number.to_string())),
        Value::Bool(yes) => found.push((at.to_owned(), yes.to_string())),
        Value::Array(list) => match list.first() {
            Some(first @ Value::Object(_)) if depth > 0 => scalars(first, &format!("{at}/*"), depth - 1, found),
            Some(first) if !first.is_array() => scalars(first, at, 0, found),
            _ => {}
        },
        Value::Object(object) if depth > 0 => {
            for (key, inner) in object {
                let key = key.replace('~', "~0").replace('/', "~1");
                scalars(inner, &format!("{at}/{key}"), depth - 1, found);
            }
        }
        Value::Object(_) => {}
    }
}
