//! Typed access to the columns of a frame. A missing or mistyped column is a bug of ours, never the user's.

use crate::model::bug;
use crate::model::row::Ix;
use crate::model::time::Millis;
use polars::prelude::{BooleanChunked, DataFrame, Float64Chunked, Int64Chunked, StringChunked, UInt32Chunked};
use std::marker::PhantomData;

fn column<'a>(frame: &'a DataFrame, name: &str) -> &'a polars::prelude::Series {
    match frame.column(name) {
        Ok(column) => column.as_materialized_series(),
        Err(error) => bug::broken("every table has its columns", &error.to_string()),
    }
}

fn mistyped(name: &str, error: &polars::prelude::PolarsError) -> ! {
    bug::broken("every column has its type", &format!("{name}: {error}"))
}

/// Optional texts.
#[derive(Clone, Copy)]
pub struct Texts<'a>(&'a StringChunked);

impl<'a> Texts<'a> {
    #[must_use]
    pub fn of(frame: &'a DataFrame, name: &str) -> Self {
        Self(column(frame, name).str().unwrap_or_else(|e| mistyped(name, &e)))
    }

    #[must_use]
    pub fn get(&self, row: usize) -> Option<&'a str> {
        self.0.get(row)
    }
}

/// Optional instants.
#[derive(Clone, Copy)]
pub struct Instants<'a>(&'a Int64Chunked);

impl<'a> Instants<'a> {
    #[must_use]
    pub fn of(frame: &'a DataFrame, name: &str) -> Self {
        Self(column(frame, name).datetime().unwrap_or_else(|e| mistyped(name, &e)).physical())
    }

    #[must_use]
    pub fn get(&self, row: usize) -> Option<Millis> {
        self.0.get(row)
    }
}

/// Optional decimals.
#[derive(Clone, Copy)]
pub struct Floats<'a>(&'a Float64Chunked);

impl<'a> Floats<'a> {
    #[must_use]
    pub fn of(frame: &'a DataFrame, name: &str) -> Self {
        Self(column(frame, name).f64().unwrap_or_else(|e| mistyped(name, &e)))
    }

    #[must_use]
    pub fn get(&self, row: usize) -> Option<f64> {
        self.0.get(row)
    }
}

/// Optional counts and codes.
#[derive(Clone, Copy)]
pub struct Codes<'a>(&'a UInt32Chunked);

impl<'a> Codes<'a> {
    #[must_use]
    pub fn of(frame: &'a DataFrame, name: &str) -> Self {
        Self(column(frame, name).u32().unwrap_or_else(|e| mistyped(name, &e)))
    }

    #[must_use]
    pub fn get(&self, row: usize) -> Option<u32> {
        self.0.get(row)
    }
}

/// Rows of another table.
#[derive(Clone, Copy)]
pub struct Rows<'a, I>(Codes<'a>, PhantomData<fn() -> I>);

impl<'a, I: Ix> Rows<'a, I> {
    #[must_use]
    pub fn of(frame: &'a DataFrame, name: &str) -> Self {
        Self(Codes::of(frame, name), PhantomData)
    }

    #[must_use]
    pub fn get(&self, row: usize) -> Option<I> {
        self.0.get(row).map(|number| I::at(number as usize))
    }
}

/// Yes or no; unknown reads as no.
#[derive(Clone, Copy)]
pub struct Flags<'a>(&'a BooleanChunked);

impl<'a> Flags<'a> {
    #[must_use]
    pub fn of(frame: &'a DataFrame, name: &str) -> Self {
        Self(column(frame, name).bool().unwrap_or_else(|e| mistyped(name, &e)))
    }

    #[must_use]
    pub fn get(&self, row: usize) -> bool {
        self.0.get(row).unwrap_or(false)
    }
}
