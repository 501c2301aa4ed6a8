//! The block of fields at the top of a Markdown file.
//!
//! These files are written by hand, mostly during an incident, so everything that can go wrong has: tabs, unquoted
//! colons, fences that never close, a key twice. A strict parser is asked first; where it refuses, lines are read one by
//! one, because half the fields of a file are worth more than none.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::ingest::head::header_key;
use serde_json::Value;

/// A value as written. Scalars stay text: a date or an id with leading zeros must not become a number.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    Text(String),
    List(Vec<Node>),
    Map(Fields),
    /// A scalar that the YAML parser took for a number or a truth value; replaced by the text of its line.
    Typed(String),
}

/// Keys (as header keys, see [`header_key`]) and values, in the order of the file.
pub type Fields = Vec<(String, Node)>;

/// A Markdown file in two parts.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    pub fields: Fields,
    pub body: &'a str,
}

impl Document<'_> {
    /// The first text that is not blank under one of the keys; empty when there is none.
    #[must_use]
    pub fn text(&self, keys: &[&str]) -> &str {
        self.stated(keys).map_or("", |(_, text)| text)
    }

    /// The first text that is not blank under one of the keys, with the key it stood under.
    #[must_use]
    pub fn stated<'k>(&self, keys: &[&'k str]) -> Option<(&'k str, &str)> {
        keys.iter().find_map(|key| Some((*key, self.node(key).and_then(Node::text)?)))
    }

    /// All names under the first of the keys that holds any; a bare text is split at commas.
    #[must_use]
    pub fn names(&self, keys: &[&str]) -> Vec<String> {
        let found = keys.iter().filter_map(|key| self.node(key)).map(Node::names);
        found.into_iter().find(|names| !names.is_empty()).unwrap_or_default()
    }

    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.node(key).is_some()
    }

    #[must_use]
    pub fn node(&self, key: &str) -> Option<&Node> {
        self.fields.iter().find(|(name, _)| name == key).map(|(_, node)| node)
    }
}

impl Node {
    /// The text of a scalar that is not blank.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Typed(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            Self::List(_) | Self::Map(_) => None,
        }
    }

    fn names(&self) -> Vec<String> {
        match self {
            Self::List(nodes) => nodes.iter().filter_map(Self::name).collect(),
            Self::Map(_) => self.name().into_iter().collect(),
            Self::Text(text) | Self::Typed(text) => {
                text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
            }
        }
    }

    fn name(&self) -> Option<String> {
        match self {
            Self::Map(fields) => {
                let named = fields.iter().find(|(key, _)| key == "name" || key == "title");
                named.and_then(|(_, node)| node.text()).map(str::to_owned)
            }
            _ => self.text().map(str::to_owned),
        }
    }
}

/// A whole YAML text as JSON, its scalars as text: a date or an id with leading zeros must not become a number. `None` for what
/// is no YAML, or a bare scalar.
#[must_use]
pub fn yaml(text: &str) -> Option<Value> {
    let node = serde_saphyr::from_str::<Node>(text.trim_start_matches('\u{feff}')).ok()?;
    matches!(node, Node::List(_) | Node::Map(_)).then(|| to_json(&node))
}

/// A node as JSON.
#[must_use]
pub fn to_json(node: &Node) -> Value {
    match node {
        Node::Text(text) | Node::Typed(text) => Value::String(text.clone()),
        Node::List(list) => list.iter().map(to_json).collect(),
        Node::Map(fields) => {
            let members = fields.iter().map(|(key, node)| (key.clone(), to_json(node)));
            Value::Object(members.collect())
        }
    }
}

/// Splits a file and reads its fields. A file without front matter is all body.
#[must_use]
pub fn parse(text: &str) -> Document<'_> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if let Some(document) = json_document(text) {
        return document;
    }
    let (fence, rest) = match text.split_once('\n') {
        Some((line, rest)) if matches!(line.trim_end(), "---" | "+++") => (line.trim_end(), rest),
        _ => return Document { fields: Vec::new(), body: text },
    };
    let (block, body) = split(rest, fence);
    let fields = if fence == "+++" { toml_fields(block) } else { yaml_fields(block) };
    Document { fields, body }
}

/// Fields as one JSON object at the top of the file, without a fence.
fn json_document(text: &str) -> Option<Document<'_>> {
    if !text.starts_with('{') || text.starts_with("{{") {
        return None;
    }
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Node>();
    let Some(Ok(Node::Map(fields))) = values.next() else { return None };
    Some(Document { fields, body: text.get(values.byte_offset()..)? })
}

/// How many lines that cannot be front matter are forgiven before the closing fence is taken for a rule in the body.
const ODD_LINES: usize = 2;

fn split<'a>(rest: &'a str, fence: &str) -> (&'a str, &'a str) {
    let mut at = 0;
    let mut odd = 0;
    let mut first_odd = None;
    let mut after_blank = false;
    for line in rest.split_inclusive('\n') {
        let plain = line.trim_end();
        let closes = plain == fence || (plain == "..." && fence == "---");
        if closes && odd <= ODD_LINES {
            return (rest.get(..at).unwrap_or(""), rest.get(at + line.len()..).unwrap_or(""));
        }
        if !plain.is_empty() && !belongs(plain, after_blank) {
            odd += 1;
            first_odd.get_or_insert(at);
        }
        after_blank = plain.is_empty();
        at += line.len();
    }
    let end = first_odd.unwrap_or(rest.len());
    (rest.get(..end).unwrap_or(rest), rest.get(end..).unwrap_or(""))
}

/// A field, an indented line, a list item or a comment. After a blank line, `#` is more likely a heading.
fn belongs(line: &str, after_blank: bool) -> bool {
    line.starts_with([' ', '\t'])
        || line.starts_with("- ")
        || (line.starts_with('#') && !after_blank)
        || field(line).is_some()
        || line.split_once('=').is_some_and(|(key, _)| is_key(key.trim()))
}

/// `key: value`, at the start of a line.
fn field(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim_matches(['"', '\'']);
    let spaced = value.is_empty() || value.starts_with([' ', '\t']);
    (spaced && is_key(key)).then(|| (key, value.trim()))
}

fn is_key(key: &str) -> bool {
    let words = key.split_whitespace().count();
    (1..=4).contains(&words) && key.chars().all(|c| c.is_alphanumeric() || "_- ".contains(c))
}

fn toml_fields(block: &str) -> Fields {
    let Ok(table) = block.parse::<toml::Table>() else { return line_fields(block) };
    table.into_iter().map(|(key, value)| (header_key(&key), from_toml(value))).collect()
}

fn from_toml(value: toml::Value) -> Node {
    match value {
        toml::Value::String(text) => Node::Text(text),
        toml::Value::Array(list) => Node::List(list.into_iter().map(from_toml).collect()),
        toml::Value::Table(table) => {
            Node::Map(table.into_iter().map(|(key, value)| (header_key(&key), from_toml(value))).collect())
        }
        other => Node::Text(other.to_string()),
    }
}

fn yaml_fields(block: &str) -> Fields {
    let lines = line_fields(block);
    let Ok(Node::Map(mut fields)) = serde_saphyr::from_str::<Node>(block) else { return lines };
    for (key, node) in &mut fields {
        if matches!(node, Node::Typed(_)) {
            let written = lines.iter().find(|(name, node)| name == key && matches!(node, Node::Text(_)));
            if let Some((_, written)) = written {
                *node = written.clone();
            }
        }
    }
    fields
}

/// Reads `key: value`, `key: [a, b]`, lists of `- item` lines and indented text blocks; skips what it does not know.
fn line_fields(block: &str) -> Fields {
    let mut fields: Fields = Vec::new();
    for line in block.lines().map(str::trim_end) {
        let inner = line.trim_start();
        if inner.is_empty() || inner.starts_with('#') {
            continue;
        }
        match (field(line), inner.strip_prefix("- ")) {
            (Some((key, value)), _) => fields.push((header_key(key), scalar_or_list(value))),
            (None, Some(entry)) => push_entry(&mut fields, unquoted(entry)),
            (None, None) if inner.len() < line.len() => push_line(&mut fields, inner),
            (None, None) => {}
        }
    }
    fields
}

fn scalar_or_list(value: &str) -> Node {
    let inline = value.strip_prefix('[').and_then(|rest| rest.split(']').next());
    match inline {
        Some(inside) => {
            Node::List(inside.split(',').map(unquoted).filter(|name| !name.is_empty()).map(Node::Text).collect())
        }
        None if matches!(value, "|" | ">" | "|-" | ">-") => Node::Text(String::new()),
        None => Node::Text(unquoted(value)),
    }
}

/// An item of a list belongs to the field above it.
fn push_entry(fields: &mut Fields, entry: String) {
    let Some((_, node)) = fields.last_mut() else { return };
    match node {
        Node::List(list) => list.push(Node::Text(entry)),
        Node::Text(text) if text.is_empty() => *node = Node::List(vec![Node::Text(entry)]),
        _ => {}
    }
}

/// A further line of a text block belongs to the field above it.
fn push_line(fields: &mut Fields, line: &str) {
    if let Some((_, Node::Text(text))) = fields.last_mut() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(line);
    }
}

/// A value without its quotes; without quotes, a comment behind it is left out.
fn unquoted(value: &str) -> String {
    let value = value.trim();
    for quote in ['"', '\''] {
        if let Some(inside) = value.strip_prefix(quote).and_then(|rest| rest.split(quote).next()) {
            return inside.to_owned();
        }
    }
    if value.starts_with('#') {
        return String::new();
    }
    value.split(" #").next().unwrap_or(value).trim().to_owned()
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_str<E>(self, v: &str) -> Result<Node, E> {
        Ok(Node::Text(v.to_owned()))
    }
    fn visit_bool<E>(self, v: bool) -> Result<Node, E> {
        Ok(Node::Typed(v.to_string()))
    }
    fn visit_i64<E>(self, v: i64) -> Result<Node, E> {
        Ok(Node::Typed(v.to_string()))
    }
    fn visit_u64<E>(self, v: u64) -> Result<Node, E> {
        Ok(Node::Typed(v.to_string()))
    }
    fn visit_f64<E>(self, v: f64) -> Result<Node, E> {
        Ok(Node::Typed(v.to_string()))
    }
    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Text(String::new()))
    }
    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Text(String::new()))
    }
    fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<Node, D::Error> {
        Node::deserialize(d)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(node) = seq.next_element()? {
            list.push(node);
        }
        Ok(Node::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut fields = Vec::new();
        while let Some((key, node)) = map.next_entry::<String, Node>()? {
            fields.push((header_key(&key), node));
        }
        Ok(Node::Map(fields))
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

/// The prose of a body: template shortcodes (`{{< track … >}}`) and hidden comments are left out.
#[must_use]
pub fn prose(body: &str) -> String {
    let mut text = body.to_owned();
    for (open, close) in [("{{<", ">}}"), ("{{%", "%}}"), ("<!--", "-->")] {
        text = without(&text, open, close);
    }
    text.trim().to_owned()
}

/// An opening mark without its closing one is left alone: it may be text.
fn without(text: &str, open: &str, close: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(open) {
        let Some((_, behind)) = after.split_once(close) else { break };
        kept.push_str(before);
        rest = behind;
    }
    kept.push_str(rest);
    kept
}
