//! Reading values that are not quite what an export's documentation promises.
//!
//! Exports pass through connectors, scripts and spreadsheets before they reach us: numbers arrive as text, references as
//! bare names, lists as null. The types here accept all of that, so that one odd field never costs a whole record. What
//! they cannot read becomes "not stated"; nothing is invented.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::ingest::container::rows::ADDRESS;
use crate::ingest::head::Cells;
use crate::ingest::{Item, Output, mend};
use crate::model::origin::Origin;
use crate::model::record::Stamp;
use crate::model::reject::Reason;

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

/// Parses an item as one object of a kind, or refuses it.
pub fn parse<'a, T: Deserialize<'a>>(item: &Item<'a>, origin: &Origin, out: &mut Output) -> Option<T> {
    let Item::Json(text) = *item else {
        out.reject(origin, "", Reason::Malformed, format!("expected a JSON object, found {}", shape(item)));
        return None;
    };
    match serde_json::from_str(text) {
        Ok(object) => Some(object),
        Err(error) => {
            out.reject(origin, "", Reason::Malformed, error.to_string());
            None
        }
    }
}

/// An item as a row of a table, or refuses it.
pub fn row<'a>(item: &Item<'a>, origin: &Origin, out: &mut Output) -> Option<&'a Cells> {
    if let Item::Row(cells) = *item {
        return Some(cells);
    }
    out.reject(origin, "", Reason::Malformed, format!("expected a table row, found {}", shape(item)));
    None
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

/// Text that may have been written as a number or a truth value. Null, lists and objects read as empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text<'a>(Cow<'a, str>);

impl Text<'_> {
    /// The text, trimmed.
    #[must_use]
    pub fn get(&self) -> &str {
        self.0.trim()
    }

    #[must_use]
    pub fn owned(&self) -> String {
        self.get().to_owned()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.get().is_empty()
    }
}

/// A type that can stand for a value of the wrong shape. Implementers must be able to read any object without failing,
/// which they are when all their fields are loose and defaulted.
pub trait Loose<'de>: Deserialize<'de> + Default {
    /// What a bare text in this place says; by default nothing.
    #[must_use]
    fn from_text(_text: Cow<'de, str>) -> Self {
        Self::default()
    }
}

/// An object, or whatever was written in its place.
#[derive(Debug, Clone, Default)]
pub struct Part<T>(pub T);

/// A list, or whatever was written in its place: null is empty, a single value is a list of one.
#[derive(Debug, Clone)]
pub struct List<T>(pub Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("text")
    }
    fn visit_borrowed_str<E>(self, v: &'de str) -> Result<Self::Value, E> {
        Ok(Text(Cow::Borrowed(v)))
    }
    fn visit_str<E>(self, v: &str) -> Result<Self::Value, E> {
        Ok(Text(Cow::Owned(v.to_owned())))
    }
    fn visit_bool<E>(self, v: bool) -> Result<Self::Value, E> {
        Ok(Text(Cow::Borrowed(if v { "true" } else { "false" })))
    }
    fn visit_u64<E>(self, v: u64) -> Result<Self::Value, E> {
        Ok(Text(Cow::Owned(v.to_string())))
    }
    fn visit_i64<E>(self, v: i64) -> Result<Self::Value, E> {
        Ok(Text(Cow::Owned(v.to_string())))
    }
    fn visit_f64<E>(self, v: f64) -> Result<Self::Value, E> {
        Ok(Text(Cow::Owned(v.to_string())))
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Text::default())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        misfit_list(seq)?;
        Ok(Text::default())
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let found = serde_json::Map::deserialize(MapAccessDeserializer::new(map))?;
        if !found.is_empty() {
            mend::note(Value::Object(found));
        }
        Ok(Text::default())
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

impl<'de: 'a, 'a> Loose<'de> for Text<'a> {
    fn from_text(text: Cow<'de, str>) -> Self {
        Self(text)
    }
}

/// Passes a list where none belongs, and notes it unless nothing is in it.
fn misfit_list<'de, A: SeqAccess<'de>>(mut seq: A) -> Result<(), A::Error> {
    let mut found = Vec::new();
    while let Some(value) = seq.next_element::<Value>()? {
        found.push(value);
    }
    if !found.is_empty() {
        mend::note(Value::Array(found));
    }
    Ok(())
}

/// Notes a plain value that stands where an object or a list belongs.
fn misfit<T: Default>(value: impl Into<Value>) -> T {
    mend::note(value.into());
    T::default()
}

struct PartVisitor<T>(PhantomData<T>);

impl<'de, T: Loose<'de>> Visitor<'de> for PartVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map))
    }
    fn visit_borrowed_str<E>(self, v: &'de str) -> Result<T, E> {
        Ok(T::from_text(Cow::Borrowed(v)))
    }
    fn visit_str<E>(self, v: &str) -> Result<T, E> {
        Ok(T::from_text(Cow::Owned(v.to_owned())))
    }
    fn visit_bool<E>(self, v: bool) -> Result<T, E> {
        Ok(misfit(v))
    }
    fn visit_u64<E>(self, v: u64) -> Result<T, E> {
        Ok(T::from_text(Cow::Owned(v.to_string())))
    }
    fn visit_i64<E>(self, v: i64) -> Result<T, E> {
        Ok(T::from_text(Cow::Owned(v.to_string())))
    }
    fn visit_f64<E>(self, v: f64) -> Result<T, E> {
        Ok(misfit(v))
    }
    fn visit_unit<E>(self) -> Result<T, E> {
        Ok(T::default())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<T, A::Error> {
        misfit_list(seq)?;
        Ok(T::default())
    }
}

impl<'de, T: Loose<'de>> Deserialize<'de> for Part<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PartVisitor(PhantomData)).map(Self)
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Loose<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(Part(value)) = seq.next_element::<Part<T>>()? {
            list.push(value);
        }
        Ok(list)
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Vec<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(|value| vec![value])
    }
    fn visit_borrowed_str<E>(self, v: &'de str) -> Result<Vec<T>, E> {
        Ok(if v.trim().is_empty() { Vec::new() } else { vec![T::from_text(Cow::Borrowed(v))] })
    }
    fn visit_str<E>(self, v: &str) -> Result<Vec<T>, E> {
        Ok(if v.trim().is_empty() { Vec::new() } else { vec![T::from_text(Cow::Owned(v.to_owned()))] })
    }
    fn visit_bool<E>(self, v: bool) -> Result<Vec<T>, E> {
        Ok(misfit(v))
    }
    // Some tools give the number of members where others give the members.
    fn visit_u64<E>(self, _: u64) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }
    fn visit_i64<E>(self, _: i64) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }
    fn visit_f64<E>(self, _: f64) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }
    fn visit_unit<E>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }
}

impl<'de, T: Loose<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListVisitor(PhantomData)).map(Self)
    }
}
