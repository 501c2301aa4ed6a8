//! Rows of tables by their places, as tests write them.

use retroscope::model::row::Ix;

/// The row at a place, counted from 0.
pub(crate) fn row<I: Ix>(place: usize) -> I {
    I::at(place)
}

/// The places of rows.
pub(crate) fn places<I: Ix>(rows: &[I]) -> Vec<usize> {
    rows.iter().map(|row| row.place()).collect()
}
