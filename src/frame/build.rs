//! Columns from iterators. The one place where polars types are put together.

use crate::model::bug;
use crate::model::row::Ix;
use crate::model::time::Millis;
use crate::par;
use polars::prelude::{
    BooleanChunked, Float64Chunked, Int64Chunked, IntoColumn, NewChunkedArray, PlSmallStr, StringChunked,
    StringChunkedBuilder, TimeUnit, TimeZone, UInt32Chunked,
};
pub use polars::prelude::{Column, DataFrame};

/// A text column; `None` and the empty text are both "unknown".
pub fn text<S: AsRef<str>>(name: &str, len: usize, values: impl Iterator<Item = Option<S>>) -> Column {
    let mut builder = StringChunkedBuilder::new(PlSmallStr::from_str(name), len);
    for value in values {
        match value.as_ref().map(AsRef::as_ref) {
            Some("") | None => builder.append_null(),
            Some(value) => builder.append_value(value),
        }
    }
    let column: StringChunked = builder.finish();
    column.into_column()
}

/// A column of instants, milliseconds in UTC.
pub fn times(name: &str, values: impl Iterator<Item = Option<Millis>>) -> Column {
    let column = Int64Chunked::from_iter_options(PlSmallStr::from_str(name), values);
    column.into_datetime(TimeUnit::Milliseconds, Some(TimeZone::UTC)).into_column()
}

/// A column of wall-clock times without a zone, milliseconds.
pub fn local_times(name: &str, values: impl Iterator<Item = Option<Millis>>) -> Column {
    let column = Int64Chunked::from_iter_options(PlSmallStr::from_str(name), values);
    column.into_datetime(TimeUnit::Milliseconds, None).into_column()
}

/// A column of decimals.
pub fn floats(name: &str, values: impl Iterator<Item = Option<f64>>) -> Column {
    Float64Chunked::from_iter_options(PlSmallStr::from_str(name), values).into_column()
}

/// A column of counts or codes.
pub fn codes(name: &str, values: impl Iterator<Item = Option<u32>>) -> Column {
    UInt32Chunked::from_iter_options(PlSmallStr::from_str(name), values).into_column()
}

/// A column of rows of another table.
pub fn rows<I: Ix>(name: &str, values: impl Iterator<Item = Option<I>>) -> Column {
    codes(name, values.map(|row| row.map(I::number)))
}

/// A column of yes and no.
pub fn flags(name: &str, values: impl Iterator<Item = Option<bool>>) -> Column {
    BooleanChunked::from_iter_options(PlSmallStr::from_str(name), values).into_column()
}

/// Makes columns beside each other, where a processor is free.
#[must_use]
pub fn beside<C: Send>(columns: &[Box<dyn Fn() -> C + Send + Sync + '_>]) -> Vec<C> {
    par::each(columns, |make| make())
}

/// A frame of columns that all have the same length by construction.
#[must_use]
pub fn frame(columns: Vec<Column>) -> DataFrame {
    DataFrame::new_infer_height(columns)
        .unwrap_or_else(|e| bug::broken("columns of a table have one length", &e.to_string()))
}
