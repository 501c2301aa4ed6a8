//! Fields that a site defined itself: their names, and their values as text.

use serde_json::Value;
use std::collections::BTreeMap;

use super::adf;
use crate::ingest::lenient::{clipped, push_name};
use crate::model::record::StatedField;

/// Beginnings of values that only programs read: dumps of objects, ranks, summaries of development.
const NOISE: [&str; 5] = ["com.atlassian.", "com.pyxis.", "{", "0|", "org."];

/// Names of fields that count time by a calendar of its own, or that a board keeps for itself.
const OF_BOARDS: [&str; 8] =
    ["sprint", "rank", "development", "epic link", "epic name", "time to", "[chart]", "request participants"];

/// The fields of an issue that hold something a person wrote or chose, in the order of their names.
#[must_use]
pub fn custom(issue: &Value, beside: &BTreeMap<String, String>) -> Vec<StatedField> {
    let Some(fields) = issue.get("fields").and_then(Value::as_object) else { return Vec::new() };
    let named = |id: &str| {
        let own = issue.pointer(&format!("/names/{id}")).and_then(Value::as_str);
        own.or_else(|| beside.get(id).map(String::as_str)).unwrap_or(id).trim().to_owned()
    };
    let of_site = fields.iter().filter(|(id, value)| id.starts_with("customfield_") && !value.is_null());
    of_site.filter_map(|(id, value)| field(named(id), value)).collect()
}

fn field(name: String, value: &Value) -> Option<StatedField> {
    let mut values = Vec::new();
    gather(value, &mut values);
    (!values.is_empty() && !is_of_boards(&name)).then_some(StatedField { name, values })
}

/// Whether a field, by its name, holds nothing that a review could use.
#[must_use]
pub fn is_of_boards(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    OF_BOARDS.iter().any(|word| name.starts_with(word)) && (!name.starts_with("time to") || !name.contains("detect"))
}

/// Whether a text is something that only programs read.
#[must_use]
pub fn is_noise(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || NOISE.iter().any(|start| text.starts_with(start))
}

fn gather(value: &Value, values: &mut Vec<String>) {
    match value {
        Value::String(text) if !is_noise(text) => push_name(values, &clipped(text)),
        Value::Number(number) => push_name(values, &number.to_string()),
        Value::Bool(yes) => push_name(values, if *yes { "true" } else { "false" }),
        Value::Array(all) => all.iter().for_each(|one| gather(one, values)),
        Value::Object(_) if adf::is_document(value) => push_name(values, &adf::text(value)),
        Value::Object(_) => push_name(values, &chosen(value)),
        _ => {}
    }
}

/// What an option, a cascade of two options, a person or a group is called; empty for cycles of an agreement, requests
/// and the like.
fn chosen(value: &Value) -> String {
    let of = |pointer: &str| value.pointer(pointer).and_then(Value::as_str).unwrap_or("").trim();
    let is_sprint = value.get("boardId").is_some();
    let is_agreement = value.get("completedCycles").is_some() || value.get("ongoingCycle").is_some();
    if is_sprint || is_agreement {
        return String::new();
    }
    if !of("/value").is_empty() && !of("/child/value").is_empty() {
        return format!("{} / {}", of("/value"), of("/child/value"));
    }
    let named = ["/value", "/displayName", "/label", "/title", "/name", "/key"];
    named.iter().map(|pointer| of(pointer)).find(|text| !text.is_empty()).unwrap_or("").to_owned()
}
