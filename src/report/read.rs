//! Rows of a report's tables, read back: out of the Parquet file, else out of the CSV file.

use crate::report::earlier::{Earlier, EarlierError};
use crate::text::cell;
use crate::text::date::iso;
use polars::prelude::{AnyValue, DataFrame};
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use std::fs::File;
use std::sync::Arc;

/// Rows held at once while a table is gone through.
const SLICE: usize = 50_000;

/// One row of a table of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// Its place in the table, counted from 1.
    pub number: u64,
    pub columns: Arc<Vec<String>>,
    /// Texts as written, numbers in full, times in UTC; empty where it is unknown.
    pub cells: Vec<String>,
}

impl TableRow {
    /// A cell; empty where there is no such column.
    #[must_use]
    pub fn get(&self, column: &str) -> &str {
        let at = self.columns.iter().position(|name| name == column);
        at.and_then(|at| self.cells.get(at)).map_or("", String::as_str)
    }
}

/// Goes through a table (`data/areas`) or the numbers of a chart (`charts/areas-pareto`), and keeps the rows that are wanted.
/// `None` where the report has no such table.
///
/// # Errors
/// The file was changed since the report was written, or can't be read.
pub fn rows(
    earlier: &Earlier,
    table: &str,
    wanted: &dyn Fn(&TableRow) -> bool,
) -> Result<Option<Vec<TableRow>>, EarlierError> {
    let mut kept = Vec::new();
    let mut take = |row: TableRow| {
        if wanted(&row) {
            kept.push(row);
        }
    };
    let (parquet, csv) = (format!("{table}.parquet"), format!("{table}.csv"));
    if earlier.has(&parquet) {
        from_parquet(earlier, &parquet, &mut take)?;
    } else if earlier.has(&csv) {
        from_csv(earlier, &csv, &mut take)?;
    } else {
        return Ok(None);
    }
    Ok(Some(kept))
}

fn from_parquet(earlier: &Earlier, path: &str, take: &mut dyn FnMut(TableRow)) -> Result<(), EarlierError> {
    let place = earlier.verified(path)?;
    let open = || File::open(&place).map_err(|cause| earlier.unreadable(path, &cause));
    let unreadable = |cause: polars::prelude::PolarsError| earlier.unreadable(path, &cause);
    let all = ParquetReader::new(open()?).num_rows().map_err(unreadable)?;
    let mut columns = Arc::new(Vec::new());
    for from in (0..all).step_by(SLICE) {
        let frame = ParquetReader::new(open()?).with_slice(Some((from, SLICE))).finish().map_err(unreadable)?;
        if from == 0 {
            columns = Arc::new(frame.columns().iter().map(|c| c.name().to_string()).collect());
        }
        for at in 0..frame.height() {
            take(TableRow { number: (from + at) as u64 + 1, columns: Arc::clone(&columns), cells: cells(&frame, at) });
        }
    }
    Ok(())
}

fn cells(frame: &DataFrame, row: usize) -> Vec<String> {
    let text = |value: AnyValue| match value {
        AnyValue::Null => String::new(),
        AnyValue::String(text) => text.to_owned(),
        AnyValue::StringOwned(text) => text.to_string(),
        AnyValue::Datetime(at, _, Some(_)) | AnyValue::DatetimeOwned(at, _, Some(_)) => iso(at),
        AnyValue::Datetime(at, _, None) | AnyValue::DatetimeOwned(at, _, None) => {
            iso(at).trim_end_matches('Z').to_owned()
        }
        AnyValue::Float64(value) => value.to_string(),
        other => other.to_string(),
    };
    frame.columns().iter().map(|column| column.get(row).map_or_else(|_| String::new(), text)).collect()
}

fn from_csv(earlier: &Earlier, path: &str, take: &mut dyn FnMut(TableRow)) -> Result<(), EarlierError> {
    let place = earlier.verified(path)?;
    let unreadable = |cause: csv::Error| earlier.unreadable(path, &cause);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(place).map_err(unreadable)?;
    let columns: Arc<Vec<String>> = Arc::new(reader.headers().map_err(unreadable)?.iter().map(str::to_owned).collect());
    for (at, record) in (1..).zip(reader.records()) {
        let cells = record.map_err(unreadable)?.iter().map(unguarded).collect();
        take(TableRow { number: at, columns: Arc::clone(&columns), cells });
    }
    Ok(())
}

/// A cell without the apostrophe that keeps a spreadsheet from running it.
fn unguarded(cell: &str) -> String {
    let bare = cell.strip_prefix('\'').filter(|bare| cell::guard(bare) == cell);
    bare.unwrap_or(cell).to_owned()
}
