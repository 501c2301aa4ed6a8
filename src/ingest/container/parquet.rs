//! Parquet files to a table of texts.

use crate::ingest::container::sheet::{MOST_CELLS, Sheet, guarded};
use chrono::{DateTime, NaiveDateTime};
use polars::prelude::{AnyValue, ArrowDataType, DataFrame, TimeUnit};
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use std::io::Cursor;

/// Reads a Parquet file. Columns of kinds that have no text of their own (structures, decimals) are left out with a note.
///
/// # Errors
/// It is damaged or too large.
pub fn table(raw: Vec<u8>) -> Result<Sheet, String> {
    guarded(|| {
        let mut reader = ParquetReader::new(Cursor::new(raw));
        let schema = reader.schema().map_err(|e| e.to_string())?;
        let number = reader.num_rows().map_err(|e| e.to_string())?;
        if number.saturating_mul(schema.len()) > MOST_CELLS {
            return Err(format!("it has {number} rows of {} columns, which is too many", schema.len()));
        }
        let (kept, left): (Vec<_>, Vec<_>) = schema.iter_values().partition(|field| is_readable(&field.dtype));
        let names: Vec<String> = kept.iter().map(|field| field.name.to_string()).collect();
        let mut sheet = Sheet::new("", "Parquet", names.clone());
        let frame = reader.with_columns(Some(names)).finish().map_err(|e| e.to_string())?;
        fill(&mut sheet, &frame);
        if !left.is_empty() {
            let left: Vec<&str> = left.iter().map(|field| field.name.as_str()).collect();
            sheet.notes.push(format!("columns that hold no plain values were not read: {}", left.join(", ")));
        }
        Ok(sheet)
    })
}

fn is_readable(kind: &ArrowDataType) -> bool {
    use ArrowDataType as Kind;
    match kind {
        Kind::List(item) | Kind::LargeList(item) => is_readable(&item.dtype),
        Kind::Struct(_)
        | Kind::Map(..)
        | Kind::Union(_)
        | Kind::FixedSizeList(..)
        | Kind::Dictionary(..)
        | Kind::Extension(_)
        | Kind::Decimal(..)
        | Kind::Decimal32(..)
        | Kind::Decimal64(..)
        | Kind::Decimal256(..)
        | Kind::Interval(_)
        | Kind::Unknown => false,
        _ => true,
    }
}

fn fill(sheet: &mut Sheet, frame: &DataFrame) {
    let columns: Vec<_> = sheet.header.stated.iter().map(|name| frame.column(name).ok()).collect();
    for row in 0..frame.height() {
        let value = |column: &Option<&polars::prelude::Column>| {
            column.and_then(|c| c.get(row).ok()).map_or_else(String::new, |value| text(&value))
        };
        sheet.push(columns.iter().map(value).collect());
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
