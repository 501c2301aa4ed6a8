//! Parquet files to a table of texts.

mod kinds;
mod plan;

use crate::ingest::container::budget::{Budget, LONG_TEXT, Stop, mib};
use crate::ingest::container::guard::guarded;
use crate::ingest::container::sheet::{self, Opened};
use crate::ingest::container::table::RowRead;
use crate::ingest::head::Header;
use chrono::{DateTime, NaiveDateTime};
use plan::{Plan, Slice};
use polars::prelude::{AnyValue, Column, DataFrame, TimeUnit};
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use std::io::Cursor;
use std::sync::Arc;

/// How much more text a file may give than it holds unpacked, before it is taken for a filler: words that come again and
/// again stand in a Parquet file once, long texts hardly ever come again.
const MAX_REPEATED: usize = 4;

/// Reads a Parquet file, some row groups at a time. Columns of kinds that have no text of their own (structures, decimals)
/// are left out with a note. What the file declares is held against the budget before anything is laid out for it.
///
/// # Errors
/// It is damaged or too large.
pub fn read(raw: Vec<u8>, budget: Budget, each: &mut dyn FnMut(Opened)) -> Result<Vec<String>, Stop> {
    let plan = Plan::of(&raw, budget)?;
    let header = sheet::header(plan.names.clone());
    let mut rows = Rows {
        slices: plan.slices.clone().into_iter(),
        most_text: (plan.unpacked * MAX_REPEATED).max(budget.declared()),
        raw: &raw,
        plan: &plan,
        header: Arc::clone(&header),
        budget,
        frame: None,
        long: 0,
    };
    each(Opened { name: "", container: "Parquet", header: &header, rows: &mut rows, several: false });
    Ok(plan.notes)
}

/// Rows, decoded slice by slice.
struct Rows<'a> {
    raw: &'a [u8],
    plan: &'a Plan,
    header: Arc<Header>,
    budget: Budget,
    slices: std::vec::IntoIter<Slice>,
    /// The slice at hand, and the next row in it.
    frame: Option<(Vec<Option<Column>>, usize, usize)>,
    /// Bytes of long texts so far, and how many may be.
    long: usize,
    most_text: usize,
}

impl Rows<'_> {
    fn decode(&mut self, slice: &Slice) -> Result<(), Stop> {
        let frame: DataFrame = guarded(|| {
            let mut reader = ParquetReader::new(Cursor::new(self.raw));
            reader.set_metadata(self.plan.metadata(slice));
            let reader = reader.with_columns(Some(self.plan.names.clone()));
            reader.with_slice(Some((slice.from, slice.rows))).finish().map_err(|e| e.to_string())
        })
        .map_err(Stop::Damaged)?;
        let columns = self.plan.names.iter().map(|name| frame.column(name).ok().cloned()).collect();
        self.frame = Some((columns, 0, frame.height()));
        Ok(())
    }

    fn cells(&mut self) -> Option<Result<Option<RowRead>, Stop>> {
        let (columns, row, height) = self.frame.as_mut()?;
        if row >= height {
            self.frame = None;
            return None;
        }
        let at = *row;
        *row += 1;
        let (mut values, mut length) = (Vec::with_capacity(columns.len()), 0);
        for (column, kind) in columns.iter().zip(&self.plan.kinds) {
            let value =
                column.as_ref().and_then(|c| c.get(at).ok()).map_or_else(String::new, |value| kind.text(&value, text));
            length += value.len();
            self.long += if value.len() > LONG_TEXT { value.len() } else { 0 };
            values.push(value);
        }
        if length > self.budget.record() {
            return Some(Err(Stop::record(&format!("row {} of a row group", at + 1), self.budget)));
        }
        if self.long > self.most_text {
            let cause = format!("its long texts are repeated to more than {}", mib(self.most_text));
            return Some(Err(Stop::Over(cause)));
        }
        Some(Ok(sheet::row(&self.header, values)))
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<RowRead, Stop>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.cells() {
                Some(Ok(Some(row))) => return Some(Ok(row)),
                Some(Ok(None)) => {}
                Some(Err(stop)) => return Some(Err(stop)),
                None => {
                    let slice = self.slices.next()?;
                    if let Err(stop) = self.decode(&slice) {
                        return Some(Err(stop));
                    }
                }
            }
        }
    }
}

fn text(value: &AnyValue) -> String {
    match value {
        AnyValue::String(text) => (*text).to_owned(),
        AnyValue::StringOwned(text) => text.to_string(),
        AnyValue::Binary(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        AnyValue::Boolean(yes) => yes.to_string(),
        AnyValue::Float32(number) => number.to_string(),
        AnyValue::Float64(number) => number.to_string(),
        AnyValue::Date(days) => day(*days),
        AnyValue::Datetime(at, unit, zone) => moment(*at, *unit, zone.is_some()),
        AnyValue::DatetimeOwned(at, unit, zone) => moment(*at, *unit, zone.is_some()),
        AnyValue::Duration(length, unit) => (*length as f64 / per_second(*unit) as f64).to_string(),
        AnyValue::List(items) => items.iter().map(|item| text(&item)).collect::<Vec<_>>().join(", "),
        number => number.extract::<i128>().map_or_else(String::new, |number| number.to_string()),
    }
}

fn per_second(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Nanoseconds => 1_000_000_000,
        TimeUnit::Microseconds => 1_000_000,
        TimeUnit::Milliseconds => 1_000,
    }
}

fn day(days: i32) -> String {
    let at = DateTime::from_timestamp(i64::from(days) * 86_400, 0);
    at.map_or_else(String::new, |at| at.format("%Y-%m-%d").to_string())
}

/// A stamp as ISO 8601 text. One with a zone is an instant; one without says what a clock on a wall showed.
fn moment(at: i64, unit: TimeUnit, zoned: bool) -> String {
    let parts = per_second(unit);
    let nanos = u32::try_from(at.rem_euclid(parts) * (1_000_000_000 / parts)).unwrap_or(0);
    let at: Option<NaiveDateTime> = DateTime::from_timestamp(at.div_euclid(parts), nanos).map(|at| at.naive_utc());
    let zone = if zoned { "Z" } else { "" };
    at.map_or_else(String::new, |at| format!("{}{zone}", at.format("%Y-%m-%dT%H:%M:%S%.f")))
}
