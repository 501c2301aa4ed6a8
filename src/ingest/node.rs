//! One JSON value as it stands in its text: texts without escapes are not copied, and all values lie one behind the other in
//! one list.
//!
//! [`Value`] copies every key and every text of a record, of which a source needs a few, and asks for memory for each object.
//! What is read of a node is the same as of a value: of two members with one key the later one counts, and members are told
//! in the order of their keys.

use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};
use std::borrow::Cow;
use std::fmt;

/// Bytes of text for each value, as guessed before they are counted.
const BYTES_A_VALUE: usize = 24;

/// A JSON value and all that is in it.
#[derive(Debug)]
pub struct Tree<'a> {
    /// Each value stands before those that are in it.
    entries: Vec<Entry<'a>>,
}

#[derive(Debug)]
struct Entry<'a> {
    /// Name of the member that it is; empty outside objects.
    key: Cow<'a, str>,
    what: What<'a>,
    /// The first entry behind all that is in it.
    behind: usize,
}

#[derive(Debug)]
enum What<'a> {
    Null,
    Bool(bool),
    Number(Number),
    Text(Cow<'a, str>),
    List,
    Object,
}

impl<'a> Tree<'a> {
    /// Parses a text that is one JSON value. O(n).
    ///
    /// # Errors
    /// It is none; says where it stops being one.
    pub fn of(text: &'a str) -> Result<Self, serde_json::Error> {
        let mut entries = Vec::with_capacity(text.len() / BYTES_A_VALUE + 1);
        let mut parser = serde_json::Deserializer::from_str(text);
        Place { entries: &mut entries, key: Cow::Borrowed("") }.deserialize(&mut parser)?;
        parser.end()?;
        Ok(Self { entries })
    }

    /// The value itself.
    #[must_use]
    pub fn root(&self) -> Node<'_> {
        Node { entries: &self.entries, at: 0 }
    }
}

/// A value of a tree. As cheap to hand on as a reference.
#[derive(Debug, Clone, Copy)]
pub struct Node<'a> {
    entries: &'a [Entry<'a>],
    at: usize,
}

/// What a value is, and what is in it.
enum Shape<'a> {
    Null,
    Bool(bool),
    Number(&'a Number),
    Text(&'a str),
    List(Children<'a>),
    Object(Children<'a>),
}

impl<'a> Node<'a> {
    fn shape(self) -> Shape<'a> {
        let Some(entry) = self.entries.get(self.at) else { return Shape::Null };
        let inside = Children { entries: self.entries, at: self.at + 1, behind: entry.behind };
        match &entry.what {
            What::Null => Shape::Null,
            What::Bool(yes) => Shape::Bool(*yes),
            What::Number(number) => Shape::Number(number),
            What::Text(text) => Shape::Text(text),
            What::List => Shape::List(inside),
            What::Object => Shape::Object(inside),
        }
    }

    #[must_use]
    pub fn is_null(self) -> bool {
        matches!(self.shape(), Shape::Null)
    }

    /// The text that it is; nothing of anything else, and so with those below.
    #[must_use]
    pub fn text(self) -> Option<&'a str> {
        if let Shape::Text(text) = self.shape() { Some(text) } else { None }
    }

    #[must_use]
    pub fn number(self) -> Option<&'a Number> {
        if let Shape::Number(number) = self.shape() { Some(number) } else { None }
    }

    #[must_use]
    pub fn truth(self) -> Option<bool> {
        if let Shape::Bool(yes) = self.shape() { Some(yes) } else { None }
    }

    /// The values of a list.
    #[must_use]
    pub fn list(self) -> Option<Children<'a>> {
        if let Shape::List(list) = self.shape() { Some(list) } else { None }
    }

    /// The members of an object.
    #[must_use]
    pub fn object(self) -> Option<Children<'a>> {
        if let Shape::Object(members) = self.shape() { Some(members) } else { None }
    }

    /// The same as an owned value, for remarks about it.
    #[must_use]
    pub fn value(self) -> Value {
        match self.shape() {
            Shape::Null => Value::Null,
            Shape::Bool(yes) => Value::Bool(yes),
            Shape::Number(number) => Value::Number(number.clone()),
            Shape::Text(text) => Value::String(text.to_owned()),
            Shape::List(list) => Value::Array(list.map(|(_, node)| node.value()).collect()),
            Shape::Object(members) => {
                Value::Object(members.map(|(key, node)| (key.to_owned(), node.value())).collect())
            }
        }
    }
}

/// The values in a list or object with their names, in the order of the text.
#[derive(Debug, Clone)]
pub struct Children<'a> {
    entries: &'a [Entry<'a>],
    at: usize,
    behind: usize,
}

impl Children<'_> {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.at >= self.behind
    }
}

impl<'a> Iterator for Children<'a> {
    type Item = (&'a str, Node<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let entry = self.entries.get(self.at).filter(|_| self.at < self.behind)?;
        let node = Node { entries: self.entries, at: self.at };
        self.at = entry.behind;
        Some((&entry.key, node))
    }
}

/// Where the next value goes.
struct Place<'t, 'a> {
    entries: &'t mut Vec<Entry<'a>>,
    key: Cow<'a, str>,
}

impl<'a> Place<'_, 'a> {
    fn put(self, what: What<'a>) {
        let behind = self.entries.len() + 1;
        self.entries.push(Entry { key: self.key, what, behind });
    }
}

/// All that was put behind this entry is in it.
fn close(entries: &mut [Entry], at: usize) {
    let behind = entries.len();
    if let Some(entry) = entries.get_mut(at) {
        entry.behind = behind;
    }
}

impl<'de: 'a, 'a> DeserializeSeed<'de> for Place<'_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de: 'a, 'a> Visitor<'de> for Place<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any valid JSON value")
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        self.put(What::Null);
        Ok(())
    }
    fn visit_bool<E>(self, v: bool) -> Result<(), E> {
        self.put(What::Bool(v));
        Ok(())
    }
    fn visit_u64<E>(self, v: u64) -> Result<(), E> {
        self.put(What::Number(v.into()));
        Ok(())
    }
    fn visit_i64<E>(self, v: i64) -> Result<(), E> {
        self.put(What::Number(v.into()));
        Ok(())
    }
    fn visit_f64<E>(self, v: f64) -> Result<(), E> {
        self.put(Number::from_f64(v).map_or(What::Null, What::Number));
        Ok(())
    }
    fn visit_borrowed_str<E>(self, v: &'de str) -> Result<(), E> {
        self.put(What::Text(Cow::Borrowed(v)));
        Ok(())
    }
    fn visit_str<E>(self, v: &str) -> Result<(), E> {
        self.put(What::Text(Cow::Owned(v.to_owned())));
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let at = self.entries.len();
        self.entries.push(Entry { key: self.key, what: What::List, behind: at });
        while seq.next_element_seed(Place { entries: &mut *self.entries, key: Cow::Borrowed("") })?.is_some() {}
        close(self.entries, at);
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let at = self.entries.len();
        self.entries.push(Entry { key: self.key, what: What::Object, behind: at });
        while let Some(MemberName(key)) = map.next_key()? {
            map.next_value_seed(Place { entries: &mut *self.entries, key })?;
        }
        close(self.entries, at);
        Ok(())
    }
}

/// The name of a member.
struct MemberName<'a>(Cow<'a, str>);

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = MemberName<'de>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a key")
    }
    fn visit_borrowed_str<E>(self, v: &'de str) -> Result<MemberName<'de>, E> {
        Ok(MemberName(Cow::Borrowed(v)))
    }
    fn visit_str<E>(self, v: &str) -> Result<MemberName<'de>, E> {
        Ok(MemberName(Cow::Owned(v.to_owned())))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for MemberName<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(KeyVisitor)
    }
}
