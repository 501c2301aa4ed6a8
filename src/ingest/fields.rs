//! The one way to the facts of a record: a view of a JSON object that borrows what it gives.
//!
//! Paths are written with `/` and in snake case (`service/summary`); the camel case that client libraries re-export is
//! found as well (`public_id` is `publicId`). Texts are trimmed, and copied only where they were numbers. What is missing
//! reads as "not stated"; so does what is of another shape, and that is noted for a remark. Nothing is invented.

use crate::ingest::head::{Cells, Head};
use crate::ingest::lenient::{self, cell, push_name, shape, stamp};
use crate::ingest::node::{Children, Node};
use crate::ingest::{Context, Item, Output, mend};
use crate::model::origin::Origin;
use crate::model::record::{LinkKind, Stamp, StatedField, StatedLink, StatedPerson};
use crate::model::reject::Reason;
use serde_json::{Number, Value};
use std::borrow::Cow;
use std::slice::Iter;

/// Where the name of an object may stand.
const NAMES: [&str; 8] =
    ["data/attributes/name", "attributes/name", "name", "label", "value", "title", "summary", "slug"];

/// The row of a table that an item is, or refuses it.
pub fn row<'a>(item: &Item<'a>, origin: &Origin, out: &mut Output) -> Option<Fields<'a>> {
    if let Item::Row(cells) = *item {
        return Some(Fields::Row(cells));
    }
    out.reject(origin, "", Reason::Malformed, format!("expected a table row, found {}", shape(item)));
    None
}

/// A view of one value; mostly of an object, hence the name. As cheap to hand on as a reference.
#[derive(Debug, Clone, Copy)]
pub enum Fields<'a> {
    /// There is no such value.
    Nothing,
    Node(Node<'a>),
    /// A value that was parsed before a source was chosen: a sampled record, or what stands beside the records.
    Value(&'a Value),
    /// A row of a table, by its normalised headers.
    Row(&'a Cells),
    /// A cell that is set.
    Cell(&'a str),
}

impl<'a> Fields<'a> {
    /// What stands at a path; nothing when the path leads nowhere. A table has `service_name` where JSON has
    /// `service/name`.
    #[must_use]
    pub fn at(self, path: &str) -> Self {
        match self {
            // Most paths are one step, and looking for the end of a step takes longer than to see that there is none.
            _ if !path.as_bytes().contains(&b'/') => self.member(path),
            Fields::Row(_) => self.member(&path.replace('/', "_")),
            _ => path.split('/').fold(self, Self::member),
        }
    }

    /// The member with this key, or with the key in camel case.
    fn member(self, key: &str) -> Self {
        let exact = self.exact(key);
        if exact.is_some() || !key.contains('_') {
            return exact.unwrap_or(Fields::Nothing);
        }
        let found = match self {
            Fields::Node(node) if !node.has_raised_keys() && is_raised_in_camel(key) => None,
            Fields::Node(node) => node.member_like(|own| is_camel_of(own, key)).map(Fields::Node),
            Fields::Value(Value::Object(members)) => {
                members.iter().find(|(own, _)| is_camel_of(own, key)).map(|(_, value)| Fields::Value(value))
            }
            _ => None,
        };
        found.unwrap_or(Fields::Nothing)
    }

    /// The member with exactly this key, null or not, where the spelling tells one tool from another.
    #[must_use]
    pub fn exact(self, key: &str) -> Option<Self> {
        match self {
            Fields::Node(node) => node.member(key).map(Fields::Node),
            Fields::Value(value) => value.get(key).map(Fields::Value),
            Fields::Row(cells) => Some(cell(cells.get(key))).filter(|text| !text.is_empty()).map(Fields::Cell),
            Fields::Cell(_) | Fields::Nothing => None,
        }
    }

    /// Whether something stands at a path that is not null.
    #[must_use]
    pub fn has(self, path: &str) -> bool {
        !self.at(path).is_null()
    }

    /// Whether there is nothing, or null.
    #[must_use]
    pub fn is_null(self) -> bool {
        match self {
            Fields::Node(node) => node.is_null(),
            _ => matches!(self, Fields::Nothing | Fields::Value(Value::Null)),
        }
    }

    #[must_use]
    pub fn is_object(self) -> bool {
        match self {
            Fields::Node(node) => node.object().is_some(),
            _ => matches!(self, Fields::Value(Value::Object(_))),
        }
    }

    #[must_use]
    pub fn is_list(self) -> bool {
        match self {
            Fields::Node(node) => node.list().is_some(),
            _ => matches!(self, Fields::Value(Value::Array(_))),
        }
    }

    /// The text that stands here, with the blanks around it; nothing where something else stands.
    #[must_use]
    pub fn written(self) -> Option<&'a str> {
        match self {
            Fields::Node(node) => node.text(),
            Fields::Value(Value::String(text)) => Some(text),
            Fields::Cell(text) => Some(text),
            _ => None,
        }
    }

    /// The same, trimmed.
    #[must_use]
    pub fn plain(self) -> Option<&'a str> {
        self.written().map(str::trim)
    }

    /// All cells of a row under a header that hold something, for headers that are repeated.
    #[must_use]
    pub fn all(self, header: &str) -> Vec<&'a str> {
        self.columns().filter(|(_, key, text)| *key == header && !text.is_empty()).map(|(_, _, text)| text).collect()
    }

    /// The columns of a row in their order: the header as stated, the header normalised, the cell.
    pub fn columns(self) -> impl Iterator<Item = (&'a str, &'a str, &'a str)> {
        let row = if let Fields::Row(cells) = self { Some(cells) } else { None };
        row.into_iter().flat_map(|cells| {
            let headers = cells.header.stated.iter().zip(&cells.header.keys);
            headers.zip(&cells.values).map(|((stated, key), value)| (stated.as_str(), key.as_str(), value.trim()))
        })
    }

    /// The number that stands here; nothing where something else stands, a text with digits too.
    #[must_use]
    pub fn number(self) -> Option<&'a Number> {
        match self {
            Fields::Node(node) => node.number(),
            Fields::Value(Value::Number(number)) => Some(number),
            _ => None,
        }
    }

    fn truth(self) -> Option<bool> {
        match self {
            Fields::Node(node) => node.truth(),
            Fields::Value(value) => value.as_bool(),
            _ => None,
        }
    }

    /// The cell of a row under a header, without the marks that stand for "not set"; empty when there is none.
    #[must_use]
    pub fn cell(self, header: &str) -> &'a str {
        cell(self.raw(header))
    }

    /// The cell of a row under a header, as it stands there, trimmed: where `none` or a dash is a word of the tool.
    #[must_use]
    pub fn raw(self, header: &str) -> &'a str {
        match self {
            Fields::Row(cells) => cells.get(header),
            _ => self.at(header).plain().unwrap_or(""),
        }
    }

    /// What a text, number or truth value says, trimmed; empty for anything else.
    #[must_use]
    pub fn said(self) -> Cow<'a, str> {
        if let Some(text) = self.plain() {
            return Cow::Borrowed(text);
        }
        let number = self.number().map(|number| Cow::Owned(number.to_string()));
        let yes = || self.truth().map(|yes| Cow::Borrowed(if yes { "true" } else { "false" }));
        number.or_else(yes).unwrap_or(Cow::Borrowed(""))
    }

    /// The object at a path, or the bare text in its place; what is neither is noted, and reads as nothing.
    #[must_use]
    pub fn part(self, path: &str) -> Self {
        let found = self.at(path);
        let is_odd = found.truth().is_some() || found.is_list() || found.number().is_some_and(Number::is_f64);
        if !is_odd {
            return found;
        }
        if !found.items().is_empty() || !found.is_list() {
            mend::note(found.value());
        }
        Fields::Nothing
    }

    /// The text at a path; empty when there is none.
    #[must_use]
    pub fn text(self, path: &str) -> Cow<'a, str> {
        let found = self.at(path);
        let text = found.said();
        if text.is_empty() {
            found.misfit();
        }
        text
    }

    /// The text at a path, to keep.
    #[must_use]
    pub fn string(self, path: &str) -> String {
        self.text(path).into_owned()
    }

    /// The first text that is not blank among several paths.
    #[must_use]
    pub fn first(self, paths: &[&str]) -> Cow<'a, str> {
        let found = paths.iter().map(|path| self.at(path).said()).find(|text| !text.is_empty());
        found.unwrap_or_else(|| {
            paths.iter().for_each(|path| self.at(path).misfit());
            Cow::Borrowed("")
        })
    }

    /// The stamp at the first path that holds one. The stand-ins for "not set" are left out.
    #[must_use]
    pub fn time(self, paths: &[&str], field: &'static str) -> Option<Stamp> {
        let stated = paths.iter().map(|path| self.at(path).said()).find(|text| is_set(text));
        if stated.is_none() {
            paths.iter().for_each(|path| self.at(path).misfit());
        }
        stamp(&stated?, field)
    }

    /// Yes or no at a path, also where a table wrote it as a word.
    #[must_use]
    pub fn flag(self, path: &str) -> Option<bool> {
        match self.text(path).to_lowercase().as_str() {
            "true" | "yes" => Some(true),
            "false" | "no" => Some(false),
            _ => None,
        }
    }

    /// A whole number that is not negative.
    #[must_use]
    pub fn count(self, path: &str) -> Option<u32> {
        lenient::count(&self.text(path))
    }

    /// The members of a list, of the `data` of a JSON:API list, or the one object that stands in its place.
    #[must_use]
    pub fn list(self, path: &str) -> Items<'a> {
        let found = self.at(path);
        if found.is_list() || found.is_null() {
            return found.items();
        }
        match found.exact("data") {
            Some(data) if data.is_list() || data.is_null() => data.items(),
            _ => Items::One(found),
        }
    }

    /// The members of the list that stands here; none when it is no list.
    #[must_use]
    pub fn items(self) -> Items<'a> {
        match self {
            Fields::Node(node) => node.list().map_or(Items::None, Items::Nodes),
            Fields::Value(Value::Array(list)) => Items::Values(list.iter()),
            _ => Items::None,
        }
    }

    /// The members of the object that stands here, in the order of their keys.
    #[must_use]
    pub fn members(self) -> Vec<(&'a str, Self)> {
        match self {
            Fields::Node(node) => {
                let members = node.object().into_iter().flatten();
                let mut all: Vec<(&str, Self)> = members.map(|(key, node)| (key, Fields::Node(node))).collect();
                // Of two members with one key the later one counts, so the later ones come first here.
                all.reverse();
                all.sort_by_key(|(key, _)| *key);
                all.dedup_by_key(|(key, _)| *key);
                all
            }
            Fields::Value(Value::Object(members)) => {
                members.iter().map(|(key, value)| (key.as_str(), Fields::Value(value))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Notes a list or an object with something in it, where only a text could have been read.
    fn misfit(self) {
        let holds = match self {
            Fields::Node(node) => node.list().or(node.object()).is_some_and(|inside| !inside.is_empty()),
            Fields::Value(Value::Array(list)) => !list.is_empty(),
            Fields::Value(Value::Object(members)) => !members.is_empty(),
            _ => false,
        };
        if holds {
            mend::note(self.value());
        }
    }

    /// A copy of what stands here.
    #[must_use]
    pub fn value(self) -> Value {
        match self {
            Fields::Nothing => Value::Null,
            Fields::Node(node) => node.value(),
            Fields::Value(value) => value.clone(),
            Fields::Row(_) => {
                let cells = self.columns().map(|(_, key, text)| (key.to_owned(), Value::String(text.to_owned())));
                Value::Object(cells.collect())
            }
            Fields::Cell(text) => Value::String(text.to_owned()),
        }
    }

    /// What an object is called: a bare text, or its name in any of the usual places.
    #[must_use]
    pub fn label(self) -> Cow<'a, str> {
        let bare = self.said();
        if bare.is_empty() { self.first(&NAMES) } else { bare }
    }

    /// The labels of a list, without repetition.
    #[must_use]
    pub fn labels(self, path: &str) -> Vec<String> {
        let mut names = Vec::new();
        self.list(path).for_each(|each| push_name(&mut names, &each.label()));
        names
    }

    /// All values of a field that an organisation defined, whatever its kind: a text, a list, an object with a name.
    #[must_use]
    pub fn values(self) -> Vec<String> {
        let mut found = Vec::new();
        let all = if self.is_list() { self.items() } else { Items::One(self) };
        all.for_each(|each| push_name(&mut found, &each.label()));
        found
    }

    /// What stands here as a field that an organisation defined, unless it has no name or nothing in it.
    #[must_use]
    pub fn custom(self, name: &str) -> Option<StatedField> {
        let (name, values) = (name.trim(), self.values());
        (!name.is_empty() && !values.is_empty()).then(|| StatedField { name: name.to_owned(), values })
    }

    /// The members of an object of labels (`{"region": "us-east-1"}`) as fields.
    #[must_use]
    pub fn customs(self, path: &str) -> Vec<StatedField> {
        self.at(path).members().into_iter().filter_map(|(name, value)| value.custom(name)).collect()
    }

    /// A person, as a plain object or as a JSON:API resource.
    #[must_use]
    pub fn person(self) -> StatedPerson {
        let inner = self.at("data");
        let stated = if inner.is_object() { inner } else { self };
        let attributes = stated.at("attributes");
        let of = if attributes.is_object() { attributes } else { stated };
        let whole = || format!("{} {}", of.text("first_name"), of.text("last_name")).trim().to_owned();
        let name = of.first(&["full_name", "display_name", "name"]).into_owned();
        StatedPerson {
            id: stated.string("id"),
            name: if name.is_empty() { whole() } else { name },
            email: of.string("email"),
            time_zone: of.string("time_zone"),
            ..StatedPerson::default()
        }
    }

    /// The member of `included` that this JSON:API reference names.
    #[must_use]
    pub fn included(self, context: &'a Context) -> Option<Self> {
        let key = format!("{}/{}", self.text("type"), self.text("id"));
        context.beside.included.get(&key).map(Fields::Value)
    }

    /// The objects that a JSON:API relationship names: those beside the records where they are there, else the references.
    pub fn related(self, name: &str, context: &'a Context) -> impl Iterator<Item = Self> {
        let references = self.list(&format!("relationships/{name}/data"));
        references.map(move |reference| reference.included(context).unwrap_or(reference))
    }
}

/// The members of a list, or the one value that stands in its place.
#[derive(Debug, Clone)]
pub enum Items<'a> {
    None,
    One(Fields<'a>),
    Nodes(Children<'a>),
    Values(Iter<'a, Value>),
}

impl Items<'_> {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.clone().next().is_none()
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Fields<'a>;

    fn next(&mut self) -> Option<Fields<'a>> {
        match self {
            Self::None => None,
            Self::One(value) => {
                let value = *value;
                *self = Self::None;
                Some(value)
            }
            Self::Nodes(nodes) => nodes.next().map(|(_, node)| Fields::Node(node)),
            Self::Values(values) => values.next().map(Fields::Value),
        }
    }
}

/// Whether a key has a large letter in camel case: a small one stands behind a line that is not its beginning.
fn is_raised_in_camel(key: &str) -> bool {
    let inside = key.trim_start_matches('_').as_bytes();
    inside.windows(2).any(|two| matches!(two, [b'_', b'a'..=b'z']))
}

/// Whether a name is another one in camel case: `publicId` is `public_id`.
fn is_camel_of(name: &str, snake: &str) -> bool {
    // Nearly every name is told apart by its first letter; this is asked of each member for each key that is not there.
    if name.as_bytes().first() != snake.trim_start_matches('_').as_bytes().first() {
        return false;
    }
    let mut own = name.chars();
    let (mut begun, mut raised) = (false, false);
    for c in snake.chars() {
        if c == '_' {
            raised = begun;
            continue;
        }
        let fits = if raised { c.to_uppercase().all(|upper| own.next() == Some(upper)) } else { own.next() == Some(c) };
        if !fits {
            return false;
        }
        (begun, raised) = (true, false);
    }
    own.next().is_none()
}

/// Whether a time is stated: connectors and some tools write the year 1 or the year 1970 instead of nothing.
#[must_use]
pub fn is_set(time: &str) -> bool {
    !matches!(time, "" | "0" | "false") && !time.starts_with("0001-01-01") && !time.starts_with("1970-01-01T00:00:00")
}

/// Whether nothing is known of a person.
#[must_use]
pub fn is_nobody(person: &StatedPerson) -> bool {
    person.id.is_empty() && person.name.is_empty() && person.email.is_empty()
}

/// Adds a link unless its target is blank or there already.
pub fn link(links: &mut Vec<StatedLink>, kind: LinkKind, target: &str) {
    let target = target.trim();
    if !target.is_empty() && !links.iter().any(|known| known.target == target) {
        links.push(StatedLink { kind, target: target.to_owned() });
    }
}

/// The sampled records of a file.
pub fn sampled(head: &Head) -> impl Iterator<Item = Fields<'_>> {
    head.objects.iter().map(Fields::Value)
}
