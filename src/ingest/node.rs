//! One JSON value as it stands in its text: texts without escapes are not copied, and all values lie one behind the other in
//! one list.
//!
//! [`Value`] copies every key and every text of a record, of which a source needs a few, and asks for memory for each object.
//! What is read of a node is the same as of a value: of two members with one key the later one counts, and members are told
//! in the order of their keys.

use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};
use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

/// Bytes of text for each value, as guessed before they are counted.
const BYTES_A_VALUE: usize = 24;
/// Most entries whose room is kept for the next tree of the thread.
const KEPT: usize = 16_384;
/// Stands for "there is none before it".
const NONE: u32 = u32::MAX;

thread_local! {
    /// The room of the last tree: asking for some kilobytes for each record took a tenth of reading, because pieces of that size
    /// are not kept at hand.
    static ROOM: Cell<Vec<Entry<'static>>> = const { Cell::new(Vec::new()) };
}

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
    /// Tells most keys apart without a look at their letters.
    mark: u32,
    /// The member before it in the same object.
    before: u32,
    /// The first entry behind all that is in it.
    behind: u32,
}

/// Length, first, middle and last letter of a key. Comparing letters by letters took an eighth of reading.
fn mark(key: &str) -> u32 {
    let bytes = key.as_bytes();
    let letter = |at: usize| bytes.get(at).copied().unwrap_or(0);
    let length = u8::try_from(bytes.len()).unwrap_or(u8::MAX);
    u32::from_le_bytes([length, letter(0), letter(bytes.len() / 2), letter(bytes.len().saturating_sub(1))])
}

#[derive(Debug)]
enum What<'a> {
    Null,
    Bool(bool),
    Number(Number),
    Text(Cow<'a, str>),
    List,
    Object {
        /// The last member.
        last: u32,
        /// A key has a large letter, or one outside ASCII.
        raised: bool,
    },
}

impl<'a> Tree<'a> {
    /// Parses a text that is one JSON value. O(n).
    ///
    /// # Errors
    /// It is none; says where it stops being one.
    pub fn of(text: &'a str) -> Result<Self, serde_json::Error> {
        let mut tree = Self { entries: ROOM.take() };
        tree.entries.reserve(text.len() / BYTES_A_VALUE + 1);
        let mut parser = serde_json::Deserializer::from_str(text);
        Place { entries: &mut tree.entries, key: Cow::Borrowed(""), before: NONE }.deserialize(&mut parser)?;
        parser.end()?;
        Ok(tree)
    }

    /// The value itself.
    #[must_use]
    pub fn root(&self) -> Node<'_> {
        Node { entries: &self.entries, at: 0 }
    }
}

impl Drop for Tree<'_> {
    fn drop(&mut self) {
        let mut entries = std::mem::take(&mut self.entries);
        if entries.capacity() <= KEPT {
            entries.clear();
            // An empty list of another lifetime in the same room: collecting in place takes no new one.
            ROOM.set(entries.into_iter().map_while(|_| None).collect());
        }
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
        let inside = Children { entries: self.entries, at: self.at + 1, behind: entry.behind as usize };
        match &entry.what {
            What::Null => Shape::Null,
            What::Bool(yes) => Shape::Bool(*yes),
            What::Number(number) => Shape::Number(number),
            What::Text(text) => Shape::Text(text),
            What::List => Shape::List(inside),
            What::Object { .. } => Shape::Object(inside),
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

    /// The last member that has a key and passes; none of anything but an object. From the last one on, because that counts.
    fn last(self, is_it: impl Fn(&Entry<'a>) -> bool) -> Option<Self> {
        let What::Object { last, .. } = self.entries.get(self.at)?.what else { return None };
        let mut at = last as usize;
        while let Some(entry) = self.entries.get(at) {
            if is_it(entry) {
                return Some(Node { entries: self.entries, at });
            }
            at = entry.before as usize;
        }
        None
    }

    /// The member with exactly this key.
    #[must_use]
    pub fn member(self, key: &str) -> Option<Self> {
        let mark = mark(key);
        self.last(|entry| entry.mark == mark && entry.key == key)
    }

    /// The last member whose key passes.
    #[must_use]
    pub fn member_like(self, is_it: impl Fn(&str) -> bool) -> Option<Self> {
        self.last(|entry| is_it(&entry.key))
    }

    /// Whether a key of the object has a large letter, or one outside ASCII.
    #[must_use]
    pub fn has_raised_keys(self) -> bool {
        self.entries.get(self.at).is_some_and(|entry| matches!(entry.what, What::Object { raised: true, .. }))
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
        self.at = entry.behind as usize;
        Some((&entry.key, node))
    }
}

/// Where the next value goes.
struct Place<'t, 'a> {
    entries: &'t mut Vec<Entry<'a>>,
    key: Cow<'a, str>,
    /// The member before it in the same object.
    before: u32,
}

/// A place among entries. There are fewer of them than bytes of a record, which the budget limits.
fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(NONE)
}

impl<'a> Place<'_, 'a> {
    /// Puts an entry there and gives its place. What is in it is not known yet.
    fn open(&mut self, what: What<'a>) -> usize {
        let (at, mark) = (self.entries.len(), mark(&self.key));
        let key = std::mem::take(&mut self.key);
        self.entries.push(Entry { key, what, mark, before: self.before, behind: number(at + 1) });
        at
    }

    fn put(mut self, what: What<'a>) {
        self.open(what);
    }
}

/// All that was put behind this entry is in it.
fn close(entries: &mut [Entry], at: usize) {
    let behind = number(entries.len());
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
    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        let at = self.open(What::List);
        while seq
            .next_element_seed(Place { entries: &mut *self.entries, key: Cow::Borrowed(""), before: NONE })?
            .is_some()
        {}
        close(self.entries, at);
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let at = self.open(What::Object { last: NONE, raised: false });
        let (mut before, mut any) = (NONE, false);
        while let Some(MemberName(key)) = map.next_key()? {
            any |= !key.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase());
            let next = number(self.entries.len());
            map.next_value_seed(Place { entries: &mut *self.entries, key, before })?;
            before = next;
        }
        close(self.entries, at);
        if let Some(Entry { what: What::Object { last, raised }, .. }) = self.entries.get_mut(at) {
            (*last, *raised) = (before, any);
        }
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
