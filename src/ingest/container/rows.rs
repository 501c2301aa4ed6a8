//! Rows of a table to records, and to rejects where they can't be used.

use crate::ingest::container::budget::{self, Budget};
use crate::ingest::container::literal;
use crate::ingest::container::table::RowRead;
use crate::ingest::head::{Cells, Head, Header};
use crate::ingest::{AnySource, Context, Item, Output, mend, recognise};
use crate::model::origin::{FileIndex, Origin};
use crate::model::reject::Reason;
use serde_json::Value;
use std::sync::Arc;

/// What a source is handed of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Cells,
    /// Cells, with nested values in Python's spelling written as JSON.
    Json,
    /// The object whose members the cells are.
    Object,
}

/// The form in which a table is read, and its head as that: rows that hold nested values are the objects they were before a
/// script wrote them as a table, if a source knows those or none knows the table.
#[must_use]
pub fn form<'a>(
    head: &Head,
    forced: Option<&str>,
    sources: &[&'a dyn AnySource],
) -> (Form, Option<&'a dyn AnySource>, Head) {
    let flat = || (Form::Cells, recognise::source(head, forced, sources), head.clone());
    let cells = || head.rows.iter().flatten().map(String::as_str);
    let python = cells().any(literal::is_python);
    if !python && !cells().any(|cell| cell.trim_start().starts_with(['{', '[']) && holds_object(cell)) {
        return flat();
    }
    let objects: Vec<Value> = head.rows.iter().map(|values| object(&head.stated, values)).collect();
    let nested = Head { objects, headers: Vec::new(), rows: Vec::new(), stated: Vec::new(), ..head.clone() };
    let (of_table, of_object) = (recognise::source(head, forced, sources), recognise::source(&nested, forced, sources));
    match (of_table, of_object) {
        (Some(table), Some(object))
            if !python && (table.kind().id == object.kind().id || table.kind().tool.id != object.kind().tool.id) =>
        {
            flat()
        }
        (_, Some(object)) => (Form::Object, Some(object), nested),
        (Some(table), None) => (if python { Form::Json } else { Form::Cells }, Some(table), head.clone()),
        (None, None) => (Form::Object, None, nested),
    }
}

fn holds_object(cell: &str) -> bool {
    match literal::nested(cell) {
        Some(Value::Object(members)) => !members.is_empty(),
        Some(Value::Array(list)) => list.iter().any(Value::is_object),
        _ => false,
    }
}

/// A row as the object that it was made of. Empty cells are members without a value.
fn object(stated: &[String], values: &[String]) -> Value {
    let mut members = serde_json::Map::new();
    let cells = values.iter().map(String::as_str).chain(std::iter::repeat(""));
    for (name, value) in stated.iter().zip(cells).filter(|(name, _)| !name.is_empty() && !name.starts_with("Unnamed: "))
    {
        let text = value.trim();
        let value = match literal::nested(text) {
            Some(value) => value,
            None if text.is_empty() || ["None", "NaN", "nan", "null"].contains(&text) => Value::Null,
            None => Value::String(text.to_owned()),
        };
        members.entry(name.clone()).or_insert(value);
    }
    Value::Object(members)
}

/// The same cells with Python's spelling of nested values replaced by JSON.
fn as_json(cells: &Cells) -> Cells {
    let json = |value: &String| {
        let nested = if literal::is_python(value) { literal::nested(value) } else { None };
        nested.map_or_else(|| value.clone(), |nested| nested.to_string())
    };
    Cells { header: Arc::clone(&cells.header), values: cells.values.iter().map(json).collect() }
}

/// Reads a stretch of rows, each with its number, from one sheet of a file; its name is empty where there are no sheets.
pub fn read(
    (source, form): (&dyn AnySource, Form),
    file: FileIndex,
    sheet: &str,
    rows: &[(u32, RowRead)],
    budget: Budget,
) -> Output {
    let mut out = Output { bytes: rows.iter().map(|(_, row)| weight(row)).sum(), ..Output::default() };
    for (row, read) in rows {
        let origin = Origin { file, row: *row, pointer: sheet.to_owned() };
        match read {
            RowRead::Cells(cells) if parsed_size(cells) > budget.tree() => {
                let detail = "the JSON in its cells would take more than a record may when it is parsed";
                out.reject(&origin, "", Reason::TooLarge, detail);
            }
            RowRead::Cells(cells) => match form {
                Form::Cells => mend::row(source, &Item::Row(cells), &origin, &mut out),
                Form::Json => mend::row(source, &Item::Row(&as_json(cells)), &origin, &mut out),
                Form::Object => {
                    let text = object(&cells.header.stated, &cells.values).to_string();
                    mend::read(source, &text, &origin, &Context::default(), &mut out);
                }
            },
            unusable => reject(unusable, &origin, &mut out),
        }
    }
    out
}

/// Bytes that a row holds.
#[must_use]
pub fn weight(read: &RowRead) -> usize {
    let RowRead::Cells(cells) = read else { return size_of::<RowRead>() };
    cells.values.iter().map(|value| size_of::<String>() + value.len()).sum()
}

/// Bytes that the JSON in the cells of a row takes as a parsed tree, at most. Counted only in rows that are long.
fn parsed_size(cells: &Cells) -> usize {
    let json = || cells.values.iter().filter(|value| value.starts_with(['[', '{']));
    let length: usize = json().map(String::len).sum();
    // Sources keep a cell under its name and under the path that its name spells.
    if length < budget::SMALL { length } else { json().map(|value| 2 * budget::counted(value)).sum() }
}

/// Refuses a row that holds no cells.
pub fn reject(read: &RowRead, origin: &Origin, out: &mut Output) {
    let (reason, detail) = match read {
        RowRead::Cells(_) => return,
        RowRead::TooMany(cells) => (
            Reason::TooManyCells,
            format!("{cells} cells, more than the header has: an unquoted delimiter may have shifted them"),
        ),
        RowRead::Malformed(cause) => (Reason::Malformed, cause.clone()),
        RowRead::NeverClosed(lines) => {
            (Reason::Truncated, format!("a quoted cell is never closed; {lines} lines behind it were not read"))
        }
    };
    out.reject(origin, "", reason, detail);
}

/// Whether a table is the raw layer of a connector, with the vendor's JSON in one of its columns.
#[must_use]
pub fn is_raw_layer(head: &Head) -> bool {
    let is_json = |cells: &Cells| cells.get("data").starts_with(['{', '[']);
    let header = Arc::new(Header { stated: head.headers.clone(), keys: head.headers.clone() });
    head.has_headers(&["params", "data", "url", "created_at"])
        && head.rows.first().is_some_and(|values| is_json(&Cells { header, values: values.clone() }))
}

/// Key under which the address of a raw record is added to it, where it had to be asked for at that address.
pub const ADDRESS: &str = "__address";

/// A record of a raw layer on one line, with the address it was asked for at: what it belongs to (the issue of a history
/// entry) may be told by that alone.
#[must_use]
pub fn with_address(data: &str, address: &str) -> String {
    let data = data.replace(['\n', '\r'], " ");
    let Some(members) = data.strip_prefix('{').map(str::trim_start).filter(|rest| !rest.starts_with('}')) else {
        return data;
    };
    if address.is_empty() {
        return data;
    }
    format!("{{{}:{},{members}", serde_json::Value::from(ADDRESS), serde_json::Value::from(address))
}
