//! Rows of varying length, one after the other in one piece of memory.

/// Rows are numbered from 0 in the order of their coming.
#[derive(Debug, Clone)]
pub struct Flat<T> {
    ends: Vec<usize>,
    items: Vec<T>,
}

impl<T> Default for Flat<T> {
    fn default() -> Self {
        Self { ends: Vec::new(), items: Vec::new() }
    }
}

impl<T> Flat<T> {
    /// Adds a row.
    pub fn push(&mut self, row: impl IntoIterator<Item = T>) {
        self.items.extend(row);
        self.ends.push(self.items.len());
    }

    /// Adds the rows of each part in turn; each part is given back to the system as soon as it has been copied.
    pub fn append(&mut self, parts: Vec<Self>) {
        for part in parts {
            let before = self.items.len();
            self.items.extend(part.items);
            self.ends.extend(part.ends.iter().map(|end| before + end));
        }
    }

    /// The items of a row; none for a row that isn't there.
    #[must_use]
    pub fn row(&self, row: usize) -> &[T] {
        let start = row.checked_sub(1).map_or(0, |before| self.ends.get(before).copied().unwrap_or(0));
        let end = self.ends.get(row).copied().unwrap_or(start);
        self.items.get(start..end).unwrap_or_default()
    }

    /// All rows in order.
    pub fn rows(&self) -> impl Iterator<Item = &[T]> {
        (0..self.ends.len()).map(|row| self.row(row))
    }

    /// Items of all rows.
    #[must_use]
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}
