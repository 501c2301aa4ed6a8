//! Columns of texts: few different ones as codes, others in one buffer.

use crate::frame::narrow::Narrow;
use crate::model::column::missing;
use crate::model::row::{self, Ix};
use crate::par;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::marker::PhantomData;

/// So many different texts a column has before it is asked how often they come again.
const FEW: usize = 256;
/// From then on a column of codes has a new text in at most one of so many rows.
const ONE_IN: usize = 8;

/// Append-only text column, by the rows of one table. The empty text stands for "unknown". Most columns of a table hold a few
/// words again and again, or nothing: those take a byte a row, or none. Others take four bytes beside the text.
#[derive(Debug, Clone)]
pub struct Strings<I = u32> {
    kept: Kept,
    rows: PhantomData<fn() -> I>,
}

#[derive(Debug, Clone)]
enum Kept {
    Coded(Words, Narrow),
    Whole(Buffer),
}

impl<I> Default for Strings<I> {
    fn default() -> Self {
        Self { kept: Kept::Coded(Words::default(), Narrow::default()), rows: PhantomData }
    }
}

impl<I: Ix> Strings<I> {
    /// Appends a value and gives back its row.
    pub fn push(&mut self, value: &str) -> I {
        let row = I::at(self.len());
        if let Kept::Coded(words, codes) = &mut self.kept {
            if let Some(code) = words.known(value, FEW.max(codes.len() / ONE_IN)) {
                codes.push(code);
                return row;
            }
            let mut whole = Buffer::default();
            (0..codes.len())
                .filter_map(|place| words.values.get(codes.get(place)? as usize))
                .for_each(|v| whole.push(v));
            self.kept = Kept::Whole(whole);
        }
        if let Kept::Whole(whole) = &mut self.kept {
            whole.push(value);
        }
        row
    }

    /// The value of a row. A row that does not exist is a bug.
    #[must_use]
    #[inline]
    pub fn get(&self, row: I) -> &str {
        let place = row.place();
        let value = match &self.kept {
            Kept::Coded(words, codes) => codes.get(place).and_then(|code| words.values.get(code as usize)),
            Kept::Whole(whole) => whole.get(place),
        };
        value.unwrap_or_else(|| missing(row, self.len()))
    }

    /// The value, or `None` when it is empty.
    #[must_use]
    #[inline]
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
        row::rows(self.len())
    }

    /// Puts texts in place of others, by row. Copies the column, so call it once for many.
    pub fn replace(&mut self, texts: &BTreeMap<I, String>) {
        let mut whole = Self::default();
        for row in self.rows() {
            whole.push(texts.get(&row).map_or_else(|| self.get(row), String::as_str));
        }
        *self = whole;
    }

    /// Puts texts in place of others, by what they are; `new` gives `None` for one that is kept. Of a column of codes each
    /// different text is asked about once.
    pub fn change(&mut self, new: impl Fn(&str) -> Option<String> + Sync + Send)
    where
        I: Send + Sync,
    {
        if let Kept::Coded(words, _) = &mut self.kept {
            return words.replace(&new);
        }
        let rows: Vec<I> = self.rows().collect();
        let of = |row: &I| Some((*row, new(self.get(*row))?));
        let changed: BTreeMap<I, String> =
            par::chunks(&rows, |rows| rows.iter().filter_map(of).collect::<Vec<_>>()).into_iter().flatten().collect();
        if !changed.is_empty() {
            self.replace(&changed);
        }
    }

    /// Gives back what growing reserved and nobody will use.
    pub fn shrink(&mut self) {
        match &mut self.kept {
            Kept::Coded(_, codes) => codes.shrink(),
            Kept::Whole(whole) => whole.shrink(),
        }
    }

    #[must_use]
    pub fn len(&self) -> usize {
        match &self.kept {
            Kept::Coded(_, codes) => codes.len(),
            Kept::Whole(whole) => whole.ends.len(),
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Texts one behind the other.
#[derive(Debug, Clone, Default)]
struct Buffer {
    text: String,
    /// Where each ends, without what four bytes can't hold.
    ends: Vec<u32>,
    /// The places from which on an end is four gigabytes further, once for each time.
    turns: Vec<usize>,
}

impl Buffer {
    fn push(&mut self, value: &str) {
        let place = self.ends.len();
        self.text.push_str(value);
        let end = self.text.len() as u64;
        while (self.turns.len() as u64) < end >> 32 {
            self.turns.push(place);
        }
        self.ends.push(end as u32);
    }

    #[inline]
    fn end(&self, place: usize) -> Option<usize> {
        let end = *self.ends.get(place)? as usize;
        // Nearly every column is smaller.
        if self.turns.is_empty() {
            return Some(end);
        }
        Some(end + (self.turns.partition_point(|turn| *turn <= place) << 32))
    }

    #[inline]
    fn get(&self, place: usize) -> Option<&str> {
        let start = place.checked_sub(1).map_or(Some(0), |before| self.end(before))?;
        self.text.get(start..self.end(place)?)
    }

    fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

/// Different texts, numbered in order of first appearance.
#[derive(Debug, Clone, Default)]
struct Words {
    values: Buffer,
    index: FxHashMap<Box<str>, u32>,
}

impl Words {
    fn find(&self, value: &str) -> Option<u32> {
        self.index.get(value).copied()
    }

    /// The number of a text, given out now if it is new and there are not `most` of them.
    fn known(&mut self, value: &str, most: usize) -> Option<u32> {
        if let Some(code) = self.find(value) {
            return Some(code);
        }
        let code = u32::try_from(self.values.ends.len()).ok().filter(|_| self.values.ends.len() < most)?;
        self.values.push(value);
        self.index.insert(value.into(), code);
        Some(code)
    }

    /// Two that become the same text keep their numbers; the first of them is found by it.
    fn replace(&mut self, new: &dyn Fn(&str) -> Option<String>) {
        let places = 0..self.values.ends.len();
        let changed: Vec<Option<String>> = places.clone().map(|place| new(self.values.get(place)?)).collect();
        if changed.iter().all(Option::is_none) {
            return;
        }
        let mut whole = Self::default();
        for (place, changed) in places.zip(changed) {
            let value = changed.as_deref().or_else(|| self.values.get(place)).unwrap_or_default();
            whole.values.push(value);
            whole.index.entry(value.into()).or_insert(place as u32);
        }
        *self = whole;
    }
}

/// Texts that occur often, stored once and named by number in order of first appearance. The type of the number says
/// which dictionary it is of.
#[derive(Debug, Clone)]
pub struct Dictionary<I = u32> {
    words: Words,
    codes: PhantomData<fn() -> I>,
}

impl<I> Default for Dictionary<I> {
    fn default() -> Self {
        Self { words: Words::default(), codes: PhantomData }
    }
}

impl<I: Ix> Dictionary<I> {
    /// The number of a text, given out now if it is new.
    pub fn code(&mut self, value: &str) -> I {
        let next = self.len();
        I::at(self.words.known(value, usize::MAX).map_or(next, |code| code as usize))
    }

    /// The number of a text that is already known.
    #[must_use]
    pub fn find(&self, value: &str) -> Option<I> {
        self.words.find(value).map(|code| I::at(code as usize))
    }

    /// The text of a number.
    #[must_use]
    pub fn get(&self, code: I) -> &str {
        self.words.values.get(code.place()).unwrap_or_else(|| missing(code, self.len()))
    }

    /// All texts in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        row::rows(self.len()).map(|code: I| self.get(code))
    }

    /// Puts texts in place of others; the numbers stay. `new` gives `None` for a text that is kept.
    pub fn replace(&mut self, new: &dyn Fn(&str) -> Option<String>) {
        self.words.replace(new);
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.words.values.ends.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
