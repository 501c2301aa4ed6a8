//! A column of short texts in one buffer: eight bytes a value beside the text itself, instead of twenty-four.

/// Append-only text column. The empty text stands for "unknown".
#[derive(Debug, Clone, Default)]
pub struct Strings {
    buffer: String,
    ends: Vec<usize>,
}

impl Strings {
    pub fn push(&mut self, value: &str) {
        self.buffer.push_str(value);
        self.ends.push(self.buffer.len());
    }

    /// The value of a row; empty for a row that does not exist.
    #[must_use]
    pub fn get(&self, row: usize) -> &str {
        let Some(&end) = self.ends.get(row) else { return "" };
        let start = if row == 0 { 0 } else { self.ends.get(row - 1).copied().unwrap_or(0) };
        self.buffer.get(start..end).unwrap_or("")
    }

    /// The value, or `None` when it is empty.
    #[must_use]
    pub fn some(&self, row: usize) -> Option<&str> {
        let value = self.get(row);
        (!value.is_empty()).then_some(value)
    }

    /// Puts texts in place of others, by row. Copies the column, so call it once for many.
    pub fn replace(&mut self, texts: &std::collections::BTreeMap<usize, String>) {
        let mut whole = Self::default();
        for row in 0..self.len() {
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

/// Texts that occur often, stored once and named by number in order of first appearance.
#[derive(Debug, Clone, Default)]
pub struct Dictionary {
    values: Strings,
    index: rustc_hash::FxHashMap<Box<str>, u32>,
}

impl Dictionary {
    /// The number of a text, given out now if it is new.
    pub fn code(&mut self, value: &str) -> u32 {
        if let Some(&code) = self.index.get(value) {
            return code;
        }
        let code = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.values.push(value);
        self.index.insert(value.into(), code);
        code
    }

    /// The number of a text that is already known.
    #[must_use]
    pub fn find(&self, value: &str) -> Option<u32> {
        self.index.get(value).copied()
    }

    #[must_use]
    pub fn get(&self, code: u32) -> &str {
        self.values.get(code as usize)
    }

    /// Puts texts in place of others; the numbers stay. `new` gives `None` for a text that is kept.
    pub fn replace(&mut self, new: &dyn Fn(&str) -> Option<String>) {
        let codes = 0..u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        let changed: std::collections::BTreeMap<usize, String> =
            codes.filter_map(|code| Some((code as usize, new(self.get(code))?))).collect();
        if changed.is_empty() {
            return;
        }
        self.values.replace(&changed);
        self.index.clear();
        for code in 0..u32::try_from(self.values.len()).unwrap_or(u32::MAX) {
            self.index.entry(self.values.get(code as usize).into()).or_insert(code);
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
