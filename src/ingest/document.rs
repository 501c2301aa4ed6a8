//! From an item to its fields: the object is parsed, or the item refused with the reason.

use crate::ingest::fields::Fields;
use crate::ingest::head::Cells;
use crate::ingest::lenient::{cell, shape};
use crate::ingest::node::Tree;
use crate::ingest::{Item, Output, mend};
use crate::model::origin::Origin;
use crate::model::reject::Reason;
use serde_json::{Map, Value};

/// How deep the names of columns may lead; no export needs more, and a name may be anything.
const DEEPEST: usize = 8;

/// An object that was parsed and that [`Fields`] look into.
pub enum Document<'a> {
    Parsed(Tree<'a>),
    /// The object that a row of a table was made of.
    Made(Value),
    /// A row that never was anything else.
    Row(&'a Cells),
}

impl Document<'_> {
    #[must_use]
    pub fn fields(&self) -> Fields<'_> {
        match self {
            Self::Parsed(tree) => Fields::Node(tree.root()),
            Self::Made(value) => Fields::Value(value),
            Self::Row(cells) => Fields::Row(cells),
        }
    }
}

/// Parses an item as one JSON object, or refuses it. A row of a table is the object that was flattened into it.
pub fn object<'a>(item: &Item<'a>, origin: &Origin, out: &mut Output) -> Option<Document<'a>> {
    match item {
        Item::Row(cells) => Some(Document::Made(from_row(cells))),
        _ => json(item, origin, out),
    }
}

/// The same for exports that are either JSON or a table of their own.
pub fn json_or_row<'a>(item: &Item<'a>, origin: &Origin, out: &mut Output) -> Option<Document<'a>> {
    match item {
        Item::Row(cells) => Some(Document::Row(cells)),
        _ => json(item, origin, out),
    }
}

/// The same for exports that are JSON and nothing else.
pub fn json<'a>(item: &Item<'a>, origin: &Origin, out: &mut Output) -> Option<Document<'a>> {
    let detail = match *item {
        Item::Json(text) => match Tree::of(text) {
            Ok(tree) if tree.root().object().is_some() => return Some(Document::Parsed(tree)),
            Ok(_) => "expected a JSON object, found another value".to_owned(),
            Err(error) => error.to_string(),
        },
        _ => format!("expected a JSON object, found {}", shape(item)),
    };
    out.reject(origin, "", Reason::Malformed, detail);
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
