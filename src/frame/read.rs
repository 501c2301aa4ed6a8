//! Typed access to the columns of a frame. A missing or mistyped column is a bug of ours, never the user's, and so is a
//! row that the frame does not have.

use crate::frame::strings::Strings;
use crate::model::bug;
use crate::model::column::missing;
use crate::model::row::Ix;
use crate::model::time::Millis;
use polars::prelude::{
    BooleanType, ChunkedArray, DataFrame, Float64Type, Int64Type, PolarsDataType, PolarsError, PolarsResult, Series,
    StaticArray, StringType, UInt32Type,
};
use std::marker::PhantomData;

fn column<'a>(frame: &'a DataFrame, name: &str) -> PolarsResult<&'a Series> {
    frame.column(name).map(polars::prelude::Column::as_materialized_series)
}

fn mistyped(name: &str, error: &PolarsError) -> ! {
    bug::broken("every table has its columns, and every column its type", &format!("{name}: {error}"))
}

/// The place of a row, which the frame has.
fn inside<I: Ix>(row: I, rows: usize) -> usize {
    if row.place() < rows { row.place() } else { missing(row, rows) }
}

/// A column of one piece, as ours are, is read without looking for the piece: that took 4 % of a review of a million.
enum Pieces<'a, T: PolarsDataType> {
    One(&'a T::Array, usize),
    Many(&'a ChunkedArray<T>),
}

impl<T: PolarsDataType> Clone for Pieces<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: PolarsDataType> Copy for Pieces<'_, T> {}

impl<'a, T: PolarsDataType> Pieces<'a, T> {
    fn of(column: &'a ChunkedArray<T>) -> Self {
        if column.chunks().len() == 1 {
            Self::One(column.downcast_as_array(), column.len())
        } else {
            Self::Many(column)
        }
    }

    fn get<I: Ix>(self, row: I) -> Option<T::Physical<'a>> {
        match self {
            Self::One(values, rows) => values.get(inside(row, rows)),
            Self::Many(column) => column.get(inside(row, column.len())),
        }
    }
}

/// Declares kinds of columns: the name, the type of the frame's column below it, how that is found, and what a row holds. `I` is
/// the type of the frame's rows; a frame that nothing refers to is read by plain places.
macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident<$below:ty> holds $value:ty, $find:expr;)*) => {$(
        $(#[$doc])*
        pub struct $name<'a, I = usize>(Pieces<'a, $below>, PhantomData<fn() -> I>);

        impl<I> Clone for $name<'_, I> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<I> Copy for $name<'_, I> {}

        impl<'a> $name<'a> {
            #[must_use]
            pub fn of(frame: &'a DataFrame, name: &str) -> Self {
                Self::typed(frame, name)
            }
        }

        impl<'a, I: Ix> $name<'a, I> {
            /// A column of the frame whose rows are of this type.
            #[must_use]
            pub(in crate::frame) fn typed(frame: &'a DataFrame, name: &str) -> Self {
                Self::found(frame, name).unwrap_or_else(|e| mistyped(name, &e))
            }

            /// The same of a frame that was read back.
            ///
            /// # Errors
            /// It has no such column, or one of another type.
            pub fn found(frame: &'a DataFrame, name: &str) -> PolarsResult<Self> {
                let find: fn(&'a Series) -> PolarsResult<&'a ChunkedArray<$below>> = $find;
                Ok(Self(Pieces::of(find(column(frame, name)?)?), PhantomData))
            }

            #[must_use]
            pub fn get(&self, row: I) -> Option<$value> {
                self.0.get(row)
            }
        }
    )*};
}

/// Optional texts: of a frame, or as the incident table keeps them.
#[derive(Clone, Copy)]
pub enum Texts<'a, I = usize> {
    Framed(FramedTexts<'a, I>),
    Kept(&'a Strings<I>),
}

impl<'a> Texts<'a> {
    #[must_use]
    pub fn of(frame: &'a DataFrame, name: &str) -> Self {
        Self::typed(frame, name)
    }
}

impl<'a, I: Ix> Texts<'a, I> {
    /// A column of the frame whose rows are of this type.
    #[must_use]
    pub(in crate::frame) fn typed(frame: &'a DataFrame, name: &str) -> Self {
        Self::Framed(FramedTexts::typed(frame, name))
    }

    /// As [`Instants::found`].
    ///
    /// # Errors
    /// It has no such column, or one of another type.
    pub fn found(frame: &'a DataFrame, name: &str) -> PolarsResult<Self> {
        FramedTexts::found(frame, name).map(Self::Framed)
    }

    #[must_use]
    pub(in crate::frame) fn kept(texts: &'a Strings<I>) -> Self {
        Self::Kept(texts)
    }

    #[must_use]
    pub fn get(&self, row: I) -> Option<&'a str> {
        match self {
            Self::Framed(texts) => texts.get(row),
            Self::Kept(texts) => texts.some(row),
        }
    }
}

columns! {
    /// Optional texts of a frame.
    FramedTexts<StringType> holds &'a str, |series| series.str();
    /// Optional instants.
    Instants<Int64Type> holds Millis, |series| series.datetime().map(|stamps| stamps.physical());
    /// Optional decimals.
    Floats<Float64Type> holds f64, |series| series.f64();
    /// Optional counts and codes.
    Codes<UInt32Type> holds u32, |series| series.u32();
}

/// Rows of another table, of the type `R`.
pub struct Rows<'a, R, I = usize>(Codes<'a, I>, PhantomData<fn() -> R>);

impl<R, I> Clone for Rows<'_, R, I> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R, I> Copy for Rows<'_, R, I> {}

impl<'a, R: Ix> Rows<'a, R> {
    #[must_use]
    pub fn of(frame: &'a DataFrame, name: &str) -> Self {
        Self(Codes::typed(frame, name), PhantomData)
    }
}

impl<R: Ix, I: Ix> Rows<'_, R, I> {
    #[must_use]
    pub fn get(&self, row: I) -> Option<R> {
        self.0.get(row).map(|number| R::at(number as usize))
    }
}

/// Yes or no; unknown reads as no.
pub struct Flags<'a, I = usize>(Pieces<'a, BooleanType>, PhantomData<fn() -> I>);

impl<I> Clone for Flags<'_, I> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<I> Copy for Flags<'_, I> {}

impl<'a> Flags<'a> {
    #[must_use]
    pub fn of(frame: &'a DataFrame, name: &str) -> Self {
        Self::typed(frame, name)
    }
}

impl<'a, I: Ix> Flags<'a, I> {
    /// A column of the frame whose rows are of this type.
    #[must_use]
    pub(in crate::frame) fn typed(frame: &'a DataFrame, name: &str) -> Self {
        Self::found(frame, name).unwrap_or_else(|e| mistyped(name, &e))
    }

    /// As [`Instants::found`].
    ///
    /// # Errors
    /// It has no such column, or one of another type.
    pub fn found(frame: &'a DataFrame, name: &str) -> PolarsResult<Self> {
        Ok(Self(Pieces::of(column(frame, name)?.bool()?), PhantomData))
    }

    #[must_use]
    pub fn get(&self, row: I) -> bool {
        self.0.get(row).unwrap_or(false)
    }
}
