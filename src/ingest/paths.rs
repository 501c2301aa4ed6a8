//! Facts out of a parsed JSON object, for exports whose objects are deep and differ between versions of one tool.
//!
//! Paths are written with `/` and in snake case; the camel case that client libraries re-export is found as well
//! (`public_id` is `publicId`). What is missing or of another shape reads as "not stated".

use serde_json::{Map, Value};

use crate::ingest::head::Cells;
use crate::ingest::lenient::{cell, parse, push_name, stamp};
use crate::ingest::{Context, Item, Output, mend};
use crate::model::origin::Origin;
use crate::model::record::{LinkKind, Stamp, StatedField, StatedLink, StatedPerson};
use crate::model::reject::Reason;

static NOTHING: Value = Value::Null;

/// How deep the names of columns may lead; no export needs more, and a name may be anything.
const DEEPEST: usize = 8;

/// Parses an item as one JSON object, or refuses it. A row of a table is the object that was flattened into it.
pub fn object(item: &Item, origin: &Origin, out: &mut Output) -> Option<Value> {
    if let Item::Row(cells) = item {
        return Some(from_row(cells));
    }
    let value: Value = parse(item, origin, out)?;
    if value.is_object() {
        return Some(value);
    }
    out.reject(origin, "", Reason::Malformed, "expected a JSON object, found another value");
    None
}

/// A row as the object it was made of: a column `attributes.title` is the title of the attributes, and lists and objects
/// stand in their cells as JSON. Columns are found under their stated names and under their normalised ones.
fn from_row(cells: &Cells) -> Value {
    let mut object = Map::new();
    let columns = cells.header.stated.iter().zip(&cells.header.keys).zip(&cells.values);
    for ((stated, key), value) in columns {
        let text = cell(value);
        if text.is_empty() {
            continue;
        }
        let parsed = if text.starts_with(['[', '{']) { mend::value(text) } else { None };
        let value = parsed.unwrap_or_else(|| Value::String(text.to_owned()));
        let steps: Vec<&str> = stated.splitn(DEEPEST, '.').collect();
        object.entry(key.clone()).or_insert_with(|| value.clone());
        put(&mut object, &steps, value);
    }
    Value::Object(object)
}

/// Puts a value where its steps lead. What is there already stays.
fn put(object: &mut Map<String, Value>, steps: &[&str], value: Value) {
    let Some((first, rest)) = steps.split_first() else { return };
    if rest.is_empty() {
        object.entry((*first).to_owned()).or_insert(value);
        return;
    }
    let inside = object.entry((*first).to_owned()).or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(inside) = inside {
        put(inside, rest, value);
    }
}

/// The value at a path; null when there is none.
#[must_use]
pub fn at<'a>(value: &'a Value, path: &str) -> &'a Value {
    path.split('/').try_fold(value, member).unwrap_or(&NOTHING)
}

fn member<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    value.get(key).or_else(|| if key.contains('_') { value.get(camel(key)) } else { None })
}

/// `public_id` as `publicId`.
fn camel(key: &str) -> String {
    let mut name = String::with_capacity(key.len());
    let mut raised = false;
    for c in key.chars() {
        match c {
            '_' => raised = !name.is_empty(),
            c if raised => {
                name.extend(c.to_uppercase());
                raised = false;
            }
            c => name.push(c),
        }
    }
    name
}

/// What a text, number or truth value says, trimmed; empty for anything else.
#[must_use]
pub fn said(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
    }
}

/// Yes or no at a path, also where a table wrote it as a word.
#[must_use]
pub fn yes_or_no(value: &Value, path: &str) -> Option<bool> {
    match text(value, path).to_lowercase().as_str() {
        "true" | "yes" => Some(true),
        "false" | "no" => Some(false),
        _ => None,
    }
}

/// The text at a path; empty when there is none.
#[must_use]
pub fn text(value: &Value, path: &str) -> String {
    let found = at(value, path);
    let text = said(found);
    if text.is_empty() {
        misfit(found);
    }
    text
}

/// Notes a list or an object with something in it, where only a text could have been read.
fn misfit(value: &Value) {
    let holds = match value {
        Value::Array(list) => !list.is_empty(),
        Value::Object(object) => !object.is_empty(),
        _ => false,
    };
    if holds {
        mend::note(value.clone());
    }
}

/// The first text that is not blank among several paths.
#[must_use]
pub fn first(value: &Value, paths: &[&str]) -> String {
    let found = paths.iter().map(|path| said(at(value, path))).find(|text| !text.is_empty());
    found.unwrap_or_else(|| {
        paths.iter().for_each(|path| misfit(at(value, path)));
        String::new()
    })
}

/// The members of a list, of the `data` of a JSON:API list, or the one object that stands in its place.
#[must_use]
pub fn list<'a>(value: &'a Value, path: &str) -> &'a [Value] {
    match at(value, path) {
        Value::Array(list) => list,
        Value::Null => &[],
        one => match one.get("data") {
            Some(Value::Array(list)) => list,
            Some(Value::Null) => &[],
            _ => std::slice::from_ref(one),
        },
    }
}

/// The stamp at the first path that holds one. The stand-ins for "not set" are left out.
#[must_use]
pub fn when(value: &Value, paths: &[&str], field: &'static str) -> Option<Stamp> {
    let stated = paths.iter().map(|path| said(at(value, path))).find(|text| is_set(text));
    if stated.is_none() {
        paths.iter().for_each(|path| misfit(at(value, path)));
    }
    stamp(&stated?, field)
}

/// Whether a time is stated: connectors and some tools write the year 1 or the year 1970 instead of nothing.
#[must_use]
pub fn is_set(time: &str) -> bool {
    !matches!(time, "" | "0" | "false") && !time.starts_with("0001-01-01") && !time.starts_with("1970-01-01T00:00:00")
}

/// A whole number that is not negative.
#[must_use]
pub fn count(value: &Value, path: &str) -> Option<u32> {
    crate::ingest::lenient::count(&text(value, path))
}

/// What an object is called: a bare text, or its name in any of the usual places.
#[must_use]
pub fn label(value: &Value) -> String {
    let plain = said(value);
    if !plain.is_empty() {
        return plain;
    }
    first(value, &["data/attributes/name", "attributes/name", "name", "label", "value", "title", "summary", "slug"])
}

/// The labels of a list, without repetition.
#[must_use]
pub fn labels(value: &Value, path: &str) -> Vec<String> {
    let mut names = Vec::new();
    for each in list(value, path) {
        push_name(&mut names, &label(each));
    }
    names
}

/// All values of a field that an organisation defined, whatever its kind: a text, a list, an object with a name.
#[must_use]
pub fn values(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let all = if let Value::Array(list) = value { list.as_slice() } else { std::slice::from_ref(value) };
    for each in all {
        push_name(&mut found, &label(each));
    }
    found
}

/// A field that an organisation defined, unless it has no name or nothing in it.
#[must_use]
pub fn field(name: &str, value: &Value) -> Option<StatedField> {
    let (name, values) = (name.trim(), values(value));
    (!name.is_empty() && !values.is_empty()).then(|| StatedField { name: name.to_owned(), values })
}

/// The members of an object of labels (`{"region": "us-east-1"}`) as fields.
#[must_use]
pub fn fields(value: &Value, path: &str) -> Vec<StatedField> {
    let members = at(value, path).as_object().into_iter().flatten();
    members.filter_map(|(name, value)| field(name, value)).collect()
}

/// A person, as a plain object or as a JSON:API resource.
#[must_use]
pub fn person(value: &Value) -> StatedPerson {
    let inner = at(value, "data");
    let value = if inner.is_object() { inner } else { value };
    let attributes = at(value, "attributes");
    let of = if attributes.is_object() { attributes } else { value };
    let whole = format!("{} {}", text(of, "first_name"), text(of, "last_name"));
    let stated = first(of, &["full_name", "display_name", "name"]);
    let name = if stated.is_empty() { whole.trim().to_owned() } else { stated };
    StatedPerson {
        id: text(value, "id"),
        name,
        email: text(of, "email"),
        time_zone: text(of, "time_zone"),
        ..StatedPerson::default()
    }
}

/// Whether nothing is known of a person.
#[must_use]
pub fn is_nobody(person: &StatedPerson) -> bool {
    person.id.is_empty() && person.name.is_empty() && person.email.is_empty()
}

/// The member of `included` that a JSON:API reference names.
#[must_use]
pub fn included<'a>(context: &'a Context, reference: &Value) -> Option<&'a Value> {
    context.beside.included.get(&format!("{}/{}", text(reference, "type"), text(reference, "id")))
}

/// The objects that a JSON:API relationship names: those beside the records where they are there, else the references.
#[must_use]
pub fn related<'a>(object: &'a Value, name: &str, context: &'a Context) -> Vec<&'a Value> {
    let references = list(object, &format!("relationships/{name}/data"));
    references.iter().map(|reference| included(context, reference).unwrap_or(reference)).collect()
}

/// Adds a link unless its target is blank or there already.
pub fn link(links: &mut Vec<StatedLink>, kind: LinkKind, target: &str) {
    let target = target.trim();
    if !target.is_empty() && !links.iter().any(|known| known.target == target) {
        links.push(StatedLink { kind, target: target.to_owned() });
    }
}
