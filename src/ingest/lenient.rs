//! Reading values that are not quite what an export's documentation promises.
//!
//! Exports pass through connectors, scripts and spreadsheets before they reach us: numbers arrive as text, references as
//! bare names, lists as null. `fields` accepts all of that; here stands what is made of a text once it is found. What can't be
//! read becomes "not stated"; nothing is invented.

use sha2::{Digest, Sha256};

use crate::ingest::Item;
use crate::ingest::container::rows::ADDRESS;
use crate::model::record::Stamp;

/// Longest free text that is kept of one record, in characters. Families are found by what is said first; the rest of a
/// long write-up only costs memory at a million incidents.
pub const TEXT_LIMIT: usize = 2_000;

/// Cells that mean "not set" in tables. Compared exactly, because `none` is a severity on status pages.
const UNSET: [&str; 14] = [
    "?",
    "-",
    "--",
    "N/A",
    "n/a",
    "NaN",
    "None",
    "null",
    "NULL",
    "UNKNOWN",
    "UNSET",
    "Unassigned",
    "Not Available",
    "(empty)",
];

/// A cell of a table without the marks that stand for "not set"; empty when it is one of them.
#[must_use]
pub fn cell(stated: &str) -> &str {
    let stated = stated.trim();
    if UNSET.contains(&stated) { "" } else { stated }
}

/// A stamp, or nothing when the text is blank.
#[must_use]
pub fn stamp(text: &str, field: &'static str) -> Option<Stamp> {
    let text = text.trim();
    (!text.is_empty()).then(|| Stamp { text: text.to_owned(), field })
}

/// A whole number that is not negative, written as text or as a spreadsheet float (`3.0`).
#[must_use]
pub fn count(text: &str) -> Option<u32> {
    let text = text.trim();
    text.strip_suffix(".0").unwrap_or(text).parse().ok()
}

/// Adds a name unless it is blank or already there. The order of the export is kept.
pub fn push_name(names: &mut Vec<String>, name: &str) {
    let name = name.trim();
    if !name.is_empty() && !names.iter().any(|known| known == name) {
        names.push(name.to_owned());
    }
}

/// The first of the texts that is not blank, trimmed; empty when all are.
#[must_use]
pub fn first<'a>(texts: &[&'a str]) -> &'a str {
    texts.iter().map(|text| text.trim()).find(|text| !text.is_empty()).unwrap_or("")
}

/// The parts that are not blank, one per line, cut at [`TEXT_LIMIT`].
#[must_use]
pub fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
        if text.len() >= TEXT_LIMIT {
            break;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(part);
    }
    clipped(&text)
}

/// The first [`TEXT_LIMIT`] characters.
#[must_use]
pub fn clipped(text: &str) -> String {
    match text.char_indices().nth(TEXT_LIMIT) {
        Some((end, _)) => text.get(..end).unwrap_or(text).trim_end().to_owned(),
        None => text.trim_end().to_owned(),
    }
}

/// A name for a record that has none: the same for the same text, wherever it stands in its file.
#[must_use]
pub fn fingerprint(text: &str) -> String {
    // The address that a raw layer adds is no part of the record.
    let own = match serde_json::from_str::<serde_json::Value>(text) {
        Ok(serde_json::Value::Object(mut object)) => {
            object.remove(ADDRESS);
            serde_json::Value::Object(object).to_string()
        }
        _ => text.split_whitespace().collect(),
    };
    let digest = Sha256::digest(own.as_bytes());
    digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// What stands in an item, for the message about one of the wrong shape.
#[must_use]
pub fn shape(item: &Item) -> &'static str {
    match item {
        Item::Json(_) => "a JSON object",
        Item::Row(_) => "a table row",
        Item::Text { .. } => "a text document",
    }
}

/// Web addresses in a text, as far as they reach; closing brackets, quotes and full stops around them are left out.
pub fn web_addresses(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("http").filter_map(move |(at, _)| {
        let rest = text.get(at..)?;
        let end = rest.find(|c: char| c.is_whitespace() || "<>\"'()[]{}|`".contains(c)).unwrap_or(rest.len());
        let address = rest.get(..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_', '\\']);
        (address.starts_with("https://") || address.starts_with("http://")).then_some(address)
    })
}

/// Whether an address leads to one incident or ticket of another tool: a pager incident, an issue key, a ticket number.
/// Only shapes that cannot be anything else are accepted, because such a link joins two records.
#[must_use]
pub fn leads_to_record(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let mut parts = path.split('/').skip(2);
    let host = parts.next().unwrap_or("").to_lowercase();
    let parts: Vec<&str> = parts.collect();
    let follows = |name: &str| {
        let at = parts.iter().position(|part| *part == name)?;
        parts.get(at + 1).copied().filter(|id| !id.is_empty())
    };
    (host.contains("pagerduty") && follows("incidents").is_some())
        || follows("browse").is_some_and(is_issue_key)
        || address.split(|c: char| !c.is_ascii_alphanumeric()).any(is_ticket_number)
}

/// `OPS-1050`: letters, a hyphen, digits.
fn is_issue_key(text: &str) -> bool {
    text.split_once('-').is_some_and(|(project, number)| {
        !project.is_empty()
            && project.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && !number.is_empty()
            && number.chars().all(|c| c.is_ascii_digit())
    })
}

/// `INC0041877`: the prefix and at least five digits.
fn is_ticket_number(text: &str) -> bool {
    text.strip_prefix("INC").is_some_and(|digits| digits.len() >= 5 && digits.chars().all(|c| c.is_ascii_digit()))
}
