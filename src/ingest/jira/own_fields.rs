//! Fields that a site defined itself: their names, and their values as text.

use crate::ingest::fields::Fields;
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
pub fn custom(issue: Fields, beside: &BTreeMap<String, String>) -> Vec<StatedField> {
    let names = issue.at("names");
    let named = |id: &str| {
        let own = names.exact(id).and_then(Fields::plain);
        own.or_else(|| beside.get(id).map(String::as_str)).unwrap_or(id).trim().to_owned()
    };
    let all = issue.at("fields").members();
    let of_site = all.into_iter().filter(|(id, value)| id.starts_with("customfield_") && !value.is_null());
    of_site.filter_map(|(id, value)| field(named(id), value)).collect()
}

fn field(name: String, value: Fields) -> Option<StatedField> {
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

fn gather(value: Fields, values: &mut Vec<String>) {
    if let Some(text) = value.plain() {
        if !is_noise(text) {
            push_name(values, &clipped(text));
        }
    } else if value.is_list() {
        value.items().for_each(|one| gather(one, values));
    } else if adf::is_document(value) {
        push_name(values, &adf::text(value));
    } else if value.is_object() {
        push_name(values, &chosen(value));
    } else {
        push_name(values, &value.said());
    }
}

/// What an option, a cascade of two options, a person or a group is called; empty for cycles of an agreement, requests
/// and the like.
fn chosen(value: Fields) -> String {
    let of = |path: &str| value.at(path).plain().unwrap_or("");
    let is_sprint = value.exact("boardId").is_some();
    let is_agreement = value.exact("completedCycles").is_some() || value.exact("ongoingCycle").is_some();
    if is_sprint || is_agreement {
        return String::new();
    }
    if !of("value").is_empty() && !of("child/value").is_empty() {
        return format!("{} / {}", of("value"), of("child/value"));
    }
    let named = ["value", "displayName", "label", "title", "name", "key"];
    named.iter().map(|path| of(path)).find(|text| !text.is_empty()).unwrap_or("").to_owned()
}
