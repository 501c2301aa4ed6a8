//! Tables as Parquet and CSV: small ones beside each other in memory, large ones slice by slice.

use crate::par;
use crate::report::facts::PublicTable;
use crate::report::sink::{Sink, SinkError};
use crate::text::date;
use crate::text::rows::Rows;
use crate::text::visible;
use polars::prelude::{AnyValue, ChunkApply, Column, DataFrame, DataType, IntoColumn, PolarsError, TimeUnit};
use polars_io::parquet::write::{ParquetCompression, ParquetWriter};
use std::borrow::Cow;
use std::io::Write;

/// Rows per slice: small enough to keep memory flat, large enough for good row groups.
const SLICE: usize = 100_000;
/// Slices made beside each other.
const SLICES: usize = 2;
/// Rows of tables that are made beside each other, in memory.
const BATCH: usize = 2 * SLICE;
/// More rows than this no spreadsheet takes; such a table is Parquet alone, unless CSV is asked for (`TABLES.md`).
pub const MAX_CSV_ROWS: usize = 250_000;

/// Writes the tables as `data/<name>.csv` and `data/<name>.parquet`; `step` is told the name of each. A long table has no CSV
/// file unless `long_csv` says so; the paths of those left out come back.
///
/// # Errors
/// The sink can't take the bytes.
pub fn write(
    tables: &[PublicTable],
    long_csv: bool,
    sink: &mut dyn Sink,
    step: &dyn Fn(&'static str),
) -> Result<Vec<String>, SinkError> {
    let mut rest = tables;
    let mut left_out = Vec::new();
    while let Some((first, _)) = rest.split_first() {
        let (batch, later) = rest.split_at_checked(together(rest)).unwrap_or((rest, &[]));
        batch.iter().for_each(|table| step(table.name));
        if first.rows <= SLICE {
            write_small(batch, sink)?;
        } else if long_csv || first.rows <= MAX_CSV_ROWS {
            write_long(first, true, sink)?;
        } else {
            left_out.push(csv_path(first));
            write_long(first, false, sink)?;
        }
        rest = later;
    }
    Ok(left_out)
}

/// How many of the next tables are made beside each other: one that is long stands alone.
fn together(tables: &[PublicTable]) -> usize {
    let mut rows = 0;
    let fits = |table: &&PublicTable| {
        rows += table.rows;
        table.rows <= SLICE && rows <= BATCH
    };
    tables.iter().take_while(fits).count().max(1)
}

fn write_small(tables: &[PublicTable], sink: &mut dyn Sink) -> Result<(), SinkError> {
    let made = par::each(tables, |table| {
        let csv = || in_memory(|out| write_csv(table, out).map_err(|e| unwritten(&csv_path(table), e)));
        let parquet =
            || in_memory(|out| write_parquet(table, false, out).map_err(|e| unwritten(&parquet_path(table), e)));
        par::both(csv, parquet)
    });
    for (table, (csv, parquet)) in tables.iter().zip(made) {
        sink.write(&csv_path(table), &csv?)?;
        sink.write(&parquet_path(table), &parquet?)?;
    }
    Ok(())
}

fn in_memory(write: impl FnOnce(&mut Vec<u8>) -> Result<(), SinkError>) -> Result<Vec<u8>, SinkError> {
    let mut bytes = Vec::new();
    write(&mut bytes)?;
    Ok(bytes)
}

fn write_long(table: &PublicTable, with_csv: bool, sink: &mut dyn Sink) -> Result<(), SinkError> {
    if with_csv {
        let path = csv_path(table);
        write_csv(table, sink.create(&path)?).map_err(|e| unwritten(&path, e))?;
    }
    let path = parquet_path(table);
    let out = sink.create(&path)?;
    write_parquet(table, true, out).map_err(|e| unwritten(&path, e))
}

fn csv_path(table: &PublicTable) -> String {
    format!("data/{}.csv", table.name)
}

fn parquet_path(table: &PublicTable) -> String {
    format!("data/{}.parquet", table.name)
}

fn unwritten(path: &str, cause: impl std::fmt::Display) -> SinkError {
    SinkError::Io { path: path.to_owned(), cause: std::io::Error::other(cause.to_string()) }
}

/// Bounds of the slices; an empty table has one empty slice, so that its header is written too.
fn slices(rows: usize) -> Vec<(usize, usize)> {
    let count = rows.div_ceil(SLICE).max(1);
    (0..count).map(|i| (i * SLICE, ((i + 1) * SLICE).min(rows))).collect()
}

fn write_csv(table: &PublicTable, mut out: impl Write) -> Result<(), csv::Error> {
    let mut header = Rows::to(&mut out);
    header.row(table.slice(0, 0).columns().iter().map(|c| c.name().as_str()))?;
    header.finish()?;
    for group in slices(table.rows).chunks(SLICES) {
        let made = par::each(group, |(from, to)| {
            let mut bytes = Vec::new();
            let mut writer = Rows::to(&mut bytes);
            write_rows(&table.slice(*from, *to), &mut writer)?;
            writer.finish()?;
            Ok::<_, csv::Error>(bytes)
        });
        for bytes in made {
            out.write_all(&bytes?)?;
        }
    }
    out.flush()?;
    Ok(())
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

/// `beside`: columns of a slice are packed beside each other, and slices made so.
fn write_parquet(table: &PublicTable, beside: bool, out: impl Write) -> Result<(), PolarsError> {
    let schema = table.slice(0, 0).schema().as_ref().clone();
    let mut writer = ParquetWriter::new(out)
        .with_compression(ParquetCompression::Zstd(None))
        .set_parallel(beside)
        .batched(&schema)?;
    for group in slices(table.rows).chunks(SLICES) {
        for mut frame in par::each(group, |(from, to)| shown(table.slice(*from, *to))) {
            frame.align_chunks();
            writer.write_batch(&frame)?;
        }
    }
    writer.finish().map(|_| ())
}
