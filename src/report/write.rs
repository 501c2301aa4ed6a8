//! Tables as Parquet and CSV: small ones beside each other in memory, large ones slice by slice.

use crate::frame::read::{Codes, Floats, Instants, Texts};
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
/// Rows that are made CSV at once, and such pieces beside each other: a table of one slice is work for several processors too.
const CSV_SLICE: usize = SLICE / CSV_SLICES;
const CSV_SLICES: usize = 8;
/// Rows of tables that are made beside each other, in memory.
const BATCH: usize = 2 * SLICE;
/// More rows than this no spreadsheet takes; such a table is Parquet alone, unless CSV is asked for (`TABLES.md`).
pub const MAX_CSV_ROWS: usize = 250_000;

/// Where writing is: the table, and how many rows of all tables are written.
#[derive(Debug, Clone, Copy)]
pub struct WriteProgress {
    pub table: &'static str,
    pub done: usize,
    pub rows: usize,
}

/// Writes the tables as `data/<name>.csv` and `data/<name>.parquet`. A long table has no CSV
/// file unless `long_csv` says so; the paths of those left out come back.
///
/// # Errors
/// The sink can't take the bytes.
pub fn write(
    tables: &[PublicTable],
    long_csv: bool,
    sink: &mut dyn Sink,
    step: &dyn Fn(WriteProgress),
) -> Result<Vec<String>, SinkError> {
    let mut rest = tables;
    let mut left_out = Vec::new();
    let (mut done, rows) = (0, tables.iter().map(|table| table.rows).sum());
    while let Some((first, _)) = rest.split_first() {
        let (batch, later) = rest.split_at_checked(together(rest)).unwrap_or((rest, &[]));
        batch.iter().for_each(|table| step(WriteProgress { table: table.name, done, rows }));
        let sliced = |number: usize| step(WriteProgress { table: first.name, done: done + number, rows });
        if first.rows <= SLICE {
            write_small(batch, sink)?;
        } else if long_csv || first.rows <= MAX_CSV_ROWS {
            write_long(first, true, sink, &sliced)?;
        } else {
            left_out.push(csv_path(first));
            write_long(first, false, sink, &sliced)?;
        }
        done += batch.iter().map(|table| table.rows).sum::<usize>();
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
    for (table, (csv, parquet)) in tables.iter().zip(par::each(tables, write_both)) {
        sink.write(&csv_path(table), &csv?)?;
        sink.write(&parquet_path(table), &parquet?)?;
    }
    Ok(())
}

/// The CSV file and the Parquet file of a table that is made once.
fn write_both(table: &PublicTable) -> (Result<Vec<u8>, SinkError>, Result<Vec<u8>, SinkError>) {
    let whole = PublicTable::whole(table.name, table.slice(0, table.rows));
    let csv = || in_memory(|out| write_csv(&whole, out).map_err(|e| unwritten(&csv_path(&whole), e)));
    let parquet = || in_memory(|out| write_parquet(&whole, None, out).map_err(|e| unwritten(&parquet_path(&whole), e)));
    par::both(csv, parquet)
}

fn in_memory(write: impl FnOnce(&mut Vec<u8>) -> Result<(), SinkError>) -> Result<Vec<u8>, SinkError> {
    let mut bytes = Vec::new();
    write(&mut bytes)?;
    Ok(bytes)
}

fn write_long(
    table: &PublicTable,
    with_csv: bool,
    sink: &mut dyn Sink,
    sliced: &dyn Fn(usize),
) -> Result<(), SinkError> {
    if with_csv {
        let path = csv_path(table);
        write_csv(table, sink.create(&path)?).map_err(|e| unwritten(&path, e))?;
    }
    let path = parquet_path(table);
    let out = sink.create(&path)?;
    write_parquet(table, Some(sliced), out).map_err(|e| unwritten(&path, e))
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

/// Bounds of slices of so many rows; an empty table has one empty slice, so that its header is written too.
fn slices(rows: usize, of: usize) -> Vec<(usize, usize)> {
    let count = rows.div_ceil(of).max(1);
    (0..count).map(|i| (i * of, ((i + 1) * of).min(rows))).collect()
}

fn write_csv(table: &PublicTable, mut out: impl Write) -> Result<(), csv::Error> {
    let mut header = Rows::to(&mut out);
    header.row(table.slice(0, 0).columns().iter().map(|c| c.name().as_str()))?;
    header.finish()?;
    for group in slices(table.rows, CSV_SLICE).chunks(CSV_SLICES) {
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
    let columns: Vec<Cells> = frame.columns().iter().map(|column| Cells::of(frame, column)).collect();
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
    Text(Texts<'a>),
    Times(Instants<'a>, bool),
    Floats(Floats<'a>),
    Codes(Codes<'a>),
    Flags(&'a polars::prelude::BooleanChunked),
    Other(&'a Column),
}

impl<'a> Cells<'a> {
    fn of(frame: &'a DataFrame, column: &'a Column) -> Self {
        let name = column.name();
        match column.dtype() {
            DataType::String => Self::Text(Texts::of(frame, name)),
            DataType::Datetime(TimeUnit::Milliseconds, zone) => Self::Times(Instants::of(frame, name), zone.is_some()),
            DataType::Float64 => Self::Floats(Floats::of(frame, name)),
            DataType::UInt32 => Self::Codes(Codes::of(frame, name)),
            DataType::Boolean => column.bool().map_or(Self::Other(column), Self::Flags),
            _ => Self::Other(column),
        }
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

/// A long table has somebody who is told of its rows: its slices are packed while others are made.
fn write_parquet(
    table: &PublicTable,
    sliced: Option<&dyn Fn(usize)>,
    out: impl Write + Send,
) -> Result<(), PolarsError> {
    let schema = table.slice(0, 0).schema().as_ref().clone();
    let mut writer = ParquetWriter::new(out)
        .with_compression(ParquetCompression::Zstd(None))
        .set_parallel(table.rows > CSV_SLICE)
        .batched(&schema)?;
    let mut written = Ok(());
    let mut pack = |mut frame: DataFrame| {
        frame.align_chunks();
        if written.is_ok() {
            written = writer.write_batch(&frame);
        }
    };
    let make = |give: &mut dyn FnMut(DataFrame)| {
        for group in slices(table.rows, SLICE).chunks(SLICES) {
            par::each(group, |(from, to)| shown(table.slice(*from, *to))).into_iter().for_each(&mut *give);
            sliced.into_iter().zip(group.last()).for_each(|(sliced, (_, to))| sliced(*to));
        }
    };
    if sliced.is_some() {
        par::pipe(|_| par::HALF, make, pack);
    } else {
        make(&mut pack);
    }
    written?;
    writer.finish().map(|_| ())
}
