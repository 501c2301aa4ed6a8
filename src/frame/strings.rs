//! A column of short texts in one buffer: eight bytes a value beside the text itself, instead of twenty-four.

use crate::model::column::missing;
use crate::model::row::{self, Ix};
use std::collections::BTreeMap;
use std::marker::PhantomData;

/// Append-only text column, by the rows of one table. The empty text stands for "unknown".
#[derive(Debug, Clone)]
pub struct Strings<I = u32> {
    buffer: String,
    ends: Vec<usize>,
    rows: PhantomData<fn() -> I>,
}

impl<I> Default for Strings<I> {
    fn default() -> Self {
        Self { buffer: String::new(), ends: Vec::new(), rows: PhantomData }
    }
}

impl<I: Ix> Strings<I> {
    /// Appends a value and gives back its row.
    pub fn push(&mut self, value: &str) -> I {
        let row = I::at(self.ends.len());
        self.buffer.push_str(value);
        self.ends.push(self.buffer.len());
        row
    }

    /// The value of a row. A row that does not exist is a bug.
    #[must_use]
    pub fn get(&self, row: I) -> &str {
        let place = row.place();
        let start = place.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let bounds = start.zip(self.ends.get(place).copied());
        match bounds.and_then(|(start, end)| self.buffer.get(start..end)) {
            Some(value) => value,
            None => missing(row, self.ends.len()),
        }
    }

    /// The value, or `None` when it is empty.
    #[must_use]
    pub fn some(&self, row: I) -> Option<&str> {
        let value = self.get(row);
        (!value.is_empty()).then_some(value)
    }

    /// All values in the order of rows.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.rows().map(|row| self.get(row))
    }

    /// All rows, in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = I> + DoubleEndedIterator + Clone + use<I> {
        row::rows(self.ends.len())
    }

    /// Puts texts in place of others, by row. Copies the column, so call it once for many.
    pub fn replace(&mut self, texts: &BTreeMap<I, String>) {
        let mut whole = Self::default();
        for row in self.rows() {
            whole.push(texts.get(&row).map_or_else(|| self.get(row), String::as_str));
        }
        *self = whole;
    }

    /// Gives back what growing reserved and nobody will use.
    pub fn shrink(&mut self) {
        self.buffer.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// Texts that occur often, stored once and named by number in order of first appearance. The type of the number says
/// which dictionary it is of.
#[derive(Debug, Clone)]
pub struct Dictionary<I = u32> {
    values: Strings<I>,
    index: rustc_hash::FxHashMap<Box<str>, I>,
}

impl<I> Default for Dictionary<I> {
    fn default() -> Self {
        Self { values: Strings::default(), index: rustc_hash::FxHashMap::default() }
    }
}

impl<I: Ix> Dictionary<I> {
    /// The number of a text, given out now if it is new.
    pub fn code(&mut self, value: &str) -> I {
        if let Some(&code) = self.index.get(value) {
            return code;
        }
        let code = self.values.push(value);
        self.index.insert(value.into(), code);
        code
    }

    /// The number of a text that is already known.
    #[must_use]
    pub fn find(&self, value: &str) -> Option<I> {
        self.index.get(value).copied()
    }

    /// The text of a number.
    #[must_use]
    pub fn get(&self, code: I) -> &str {
        self.values.get(code)
    }

    /// All texts in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.values.iter()
    }

    /// Puts texts in place of others; the numbers stay. `new` gives `None` for a text that is kept.
    pub fn replace(&mut self, new: &dyn Fn(&str) -> Option<String>) {
        let changed: BTreeMap<I, String> =
            self.values.rows().filter_map(|code| Some((code, new(self.get(code))?))).collect();
        if changed.is_empty() {
            return;
        }
        self.values.replace(&changed);
        self.index.clear();
        for code in self.values.rows() {
            self.index.entry(self.values.get(code).into()).or_insert(code);
        }
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}
