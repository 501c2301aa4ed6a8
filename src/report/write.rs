//! Tables as Parquet and CSV, written slice by slice.

use crate::report::facts::PublicTable;
use crate::report::sink::{Sink, SinkError};
use crate::text::date;
use crate::text::rows::Rows;
use crate::text::visible;
use polars::prelude::{AnyValue, ChunkApply, Column, DataFrame, DataType, IntoColumn, TimeUnit};
use polars_io::parquet::write::{ParquetCompression, ParquetWriter};
use std::borrow::Cow;
use std::io::Write;

/// Rows per slice: small enough to keep memory flat, large enough for good row groups.
const SLICE: usize = 100_000;

/// Writes one table as `data/<name>.csv` and `data/<name>.parquet`.
///
/// # Errors
/// The sink can't take the bytes.
pub fn write(table: &PublicTable, sink: &mut dyn Sink) -> Result<(), SinkError> {
    write_csv(table, sink)?;
    write_parquet(table, sink)
}

fn unwritten(path: &str, cause: impl std::fmt::Display) -> SinkError {
    SinkError::Io { path: path.to_owned(), cause: std::io::Error::other(cause.to_string()) }
}

/// Bounds of the slices; an empty table has one empty slice, so that its header is written too.
fn slices(rows: usize) -> impl Iterator<Item = (usize, usize)> {
    let count = rows.div_ceil(SLICE).max(1);
    (0..count).map(move |i| (i * SLICE, ((i + 1) * SLICE).min(rows)))
}

fn write_csv(table: &PublicTable, sink: &mut dyn Sink) -> Result<(), SinkError> {
    let path = format!("data/{}.csv", table.name);
    let failed = |e: csv::Error| unwritten(&path, e);
    let mut writer = Rows::to(sink.create(&path)?);
    for (index, (from, to)) in slices(table.rows).enumerate() {
        let frame = table.slice(from, to);
        if index == 0 {
            writer.row(frame.columns().iter().map(|c| c.name().as_str())).map_err(failed)?;
        }
        write_rows(&frame, &mut writer).map_err(failed)?;
    }
    writer.finish().map_err(|e| unwritten(&path, e))
}

fn write_rows<W: Write>(frame: &DataFrame, writer: &mut Rows<W>) -> Result<(), csv::Error> {
    let columns: Vec<Cells> = frame.columns().iter().map(Cells::of).collect();
    let mut text = String::new();
    for row in 0..frame.height() {
        for column in &columns {
            text.clear();
            column.print(row, &mut text);
            writer.cell(&text)?;
        }
        writer.end()?;
    }
    Ok(())
}

/// One column, typed once per slice instead of once per cell.
enum Cells<'a> {
    Text(&'a polars::prelude::StringChunked),
    Times(&'a polars::prelude::Int64Chunked, bool),
    Floats(&'a polars::prelude::Float64Chunked),
    Codes(&'a polars::prelude::UInt32Chunked),
    Flags(&'a polars::prelude::BooleanChunked),
    Other(&'a Column),
}

impl<'a> Cells<'a> {
    fn of(column: &'a Column) -> Self {
        let series = column.as_materialized_series();
        let typed = match column.dtype() {
            DataType::String => series.str().ok().map(Self::Text),
            DataType::Datetime(TimeUnit::Milliseconds, zone) => {
                series.datetime().ok().map(|times| Self::Times(times.physical(), zone.is_some()))
            }
            DataType::Float64 => series.f64().ok().map(Self::Floats),
            DataType::UInt32 => series.u32().ok().map(Self::Codes),
            DataType::Boolean => series.bool().ok().map(Self::Flags),
            _ => None,
        };
        typed.unwrap_or(Self::Other(column))
    }

    /// Prints one cell; unknown is empty.
    fn print(&self, row: usize, out: &mut String) {
        use std::fmt::Write as _;
        match self {
            Self::Text(values) => out.push_str(values.get(row).unwrap_or_default()),
            Self::Times(values, utc) => {
                if let Some(at) = values.get(row) {
                    let iso = date::iso(at);
                    out.push_str(if *utc { &iso } else { iso.trim_end_matches('Z') });
                }
            }
            Self::Floats(values) => {
                if let Some(value) = values.get(row) {
                    // Interpolation leaves noise in the last digits; nothing we measure is finer than a microsecond.
                    let _ = write!(out, "{}", (value * 1e6).round() / 1e6);
                }
            }
            Self::Codes(values) => {
                if let Some(value) = values.get(row) {
                    let _ = write!(out, "{value}");
                }
            }
            Self::Flags(values) => {
                if let Some(value) = values.get(row) {
                    out.push_str(if value { "true" } else { "false" });
                }
            }
            Self::Other(column) => match column.get(row) {
                Ok(AnyValue::Null) | Err(_) => {}
                Ok(value) => {
                    let _ = write!(out, "{value}");
                }
            },
        }
    }
}

/// The frame with its texts made visible, as they are in the CSV file beside it. There is no guard against formulas:
/// a value of a typed column is text to whatever reads it.
fn shown(mut frame: DataFrame) -> DataFrame {
    let names: Vec<_> = frame.columns().iter().map(|c| c.name().clone()).collect();
    for name in names {
        let Ok(texts) = frame.column(&name).and_then(Column::str) else { continue };
        if texts.iter().flatten().all(|text| matches!(visible::line(text), Cow::Borrowed(_))) {
            continue;
        }
        let texts = texts.apply_values(visible::line).into_column();
        // The name and the length are those of the column that it replaces.
        let _ = frame.with_column(texts);
    }
    frame
}

fn write_parquet(table: &PublicTable, sink: &mut dyn Sink) -> Result<(), SinkError> {
    let path = format!("data/{}.parquet", table.name);
    let failed = |e: polars::prelude::PolarsError| unwritten(&path, e);
    let schema = table.slice(0, 0).schema().as_ref().clone();
    let mut writer = ParquetWriter::new(sink.create(&path)?)
        .with_compression(ParquetCompression::Zstd(None))
        .set_parallel(false)
        .batched(&schema)
        .map_err(failed)?;
    for (from, to) in slices(table.rows) {
        let mut frame = shown(table.slice(from, to));
        frame.align_chunks();
        writer.write_batch(&frame).map_err(failed)?;
    }
    writer.finish().map(|_| ()).map_err(failed)
}
