//! A column of a table: values by row, with a type for the row.

use crate::model::bug;
use crate::model::row::{self, Ix};
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// One value for each row of a table. A row that is not there is a bug of ours and stops the run: taking another row in
/// its place would make a report that is wrong and looks right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column<I, T> {
    values: Vec<T>,
    rows: PhantomData<fn() -> I>,
}

/// Names the bug: a row from another table, or one of a column that was given up.
#[cold]
pub fn missing<I: Ix>(row: I, len: usize) -> ! {
    bug::broken("every row is a row of its table", &format!("{} at {} of {len}", I::OF, row.place()))
}

impl<I: Ix, T> Column<I, T> {
    #[must_use]
    pub fn new() -> Self {
        Self::from(Vec::new())
    }

    #[must_use]
    pub fn with_capacity(rows: usize) -> Self {
        Self::from(Vec::with_capacity(rows))
    }

    /// The same value in so many rows.
    #[must_use]
    pub fn filled(rows: usize, value: T) -> Self
    where
        T: Clone,
    {
        Self::from(vec![value; rows])
    }

    /// Appends a value and gives back its row.
    #[inline]
    pub fn push(&mut self, value: T) -> I {
        let row = I::at(self.values.len());
        self.values.push(value);
        row
    }

    /// Appends the same value until there are at least so many rows.
    pub fn pad(&mut self, rows: usize, value: T)
    where
        T: Clone,
    {
        self.values.resize(rows.max(self.values.len()), value);
    }

    /// All rows, in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = I> + DoubleEndedIterator + Clone + use<I, T> {
        row::rows(self.values.len())
    }

    /// Rows with their values, in order.
    pub fn enumerate(&self) -> impl ExactSizeIterator<Item = (I, &T)> + DoubleEndedIterator + Clone {
        self.values.iter().enumerate().map(|(place, value)| (I::at(place), value))
    }

    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.values.iter()
    }

    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.values.iter_mut()
    }

    /// The values without their rows.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        &self.values
    }

    /// Changes the values of two rows.
    pub fn swap(&mut self, a: I, b: I) {
        let len = self.values.len();
        if let Some(row) = [a, b].into_iter().find(|row| row.place() >= len) {
            missing(row, len);
        }
        self.values.swap(a.place(), b.place());
    }

    /// The row that the next value will have.
    #[must_use]
    pub fn next_row(&self) -> I {
        I::at(self.values.len())
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Gives back what growing reserved and nobody will use.
    pub fn shrink(&mut self) {
        self.values.shrink_to_fit();
    }
}

impl<I: Ix, T> Index<I> for Column<I, T> {
    type Output = T;

    #[inline]
    fn index(&self, row: I) -> &T {
        match self.values.get(row.place()) {
            Some(value) => value,
            None => missing(row, self.values.len()),
        }
    }
}

impl<I: Ix, T> IndexMut<I> for Column<I, T> {
    #[inline]
    fn index_mut(&mut self, row: I) -> &mut T {
        let len = self.values.len();
        match self.values.get_mut(row.place()) {
            Some(value) => value,
            None => missing(row, len),
        }
    }
}

impl<I, T> Default for Column<I, T> {
    fn default() -> Self {
        Self { values: Vec::new(), rows: PhantomData }
    }
}

impl<I, T> From<Vec<T>> for Column<I, T> {
    fn from(values: Vec<T>) -> Self {
        Self { values, rows: PhantomData }
    }
}

impl<I, T> FromIterator<T> for Column<I, T> {
    fn from_iter<A: IntoIterator<Item = T>>(values: A) -> Self {
        Self::from(values.into_iter().collect::<Vec<T>>())
    }
}

impl<I, T> IntoIterator for Column<I, T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.values.into_iter()
    }
}

impl<'a, I, T> IntoIterator for &'a Column<I, T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.values.iter()
    }
}

impl<'a, I, T> IntoIterator for &'a mut Column<I, T> {
    type Item = &'a mut T;
    type IntoIter = std::slice::IterMut<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.values.iter_mut()
    }
}
