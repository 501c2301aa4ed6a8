//! What the tolerant types and look-ups come upon: a value of a shape that nothing can be read from.
//!
//! They stand deep inside readers that know neither the record nor the output, and eighty readers handing both down to every
//! look-up would hide what they read. So the findings wait here, per thread, until the item is done; an item is read on one
//! thread from beginning to end.

use crate::model::batch::Leaf;
use crate::model::remark::RemarkRule;
use serde_json::Value;
use std::cell::RefCell;

/// How many findings one item can have; further ones say nothing new.
const MAX: usize = 64;

thread_local! {
    static FOUND: RefCell<Vec<Value>> = const { RefCell::new(Vec::new()) };
}

/// Notes a value that was left out because of its shape.
pub fn note(value: Value) {
    FOUND.with_borrow_mut(|found| {
        if found.len() < MAX && !found.contains(&value) {
            found.push(value);
        }
    });
}

/// Forgets what recognition came upon.
pub(super) fn begin() {
    FOUND.with_borrow_mut(Vec::clear);
}

/// Takes what was found since the last item, with the place in its text, if it has one.
pub(super) fn found(text: &str) -> Vec<Leaf> {
    let values = FOUND.take();
    if values.is_empty() {
        return Vec::new();
    }
    let whole = super::value(text).unwrap_or(Value::Null);
    let leaf = |value: &Value| Leaf {
        path: place(&whole, value, String::new()).unwrap_or_default(),
        stated: shape(value),
        became: String::new(),
        rule: RemarkRule::WrongType,
    };
    values.iter().map(leaf).collect()
}

/// What a value is; what it says may name people.
pub(super) fn shape(value: &Value) -> String {
    match value {
        Value::Object(_) => "an object".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::String(_) => "a text".to_owned(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// Where a value stands. Depth is bounded by the parser that made the tree.
fn place(whole: &Value, value: &Value, path: String) -> Option<String> {
    if whole == value {
        return Some(path);
    }
    match whole {
        Value::Object(members) => members.iter().find_map(|(key, inner)| place(inner, value, format!("{path}/{key}"))),
        Value::Array(items) => {
            (0..).zip(items).find_map(|(index, inner): (usize, _)| place(inner, value, format!("{path}/{index}")))
        }
        _ => None,
    }
}
