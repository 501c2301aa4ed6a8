//! Excel workbooks (`.xlsx`) to tables: every visible sheet with a header and rows.

use crate::ingest::container::sheet::{MOST_CELLS, Sheet, guarded};
use calamine::{DataRef, ExcelDateTime, Reader, SheetVisible, Xlsx};
use std::collections::BTreeMap;
use std::io::Cursor;

/// Most bytes that a workbook may say it unpacks to; beyond it the file is taken for a bomb.
const MOST_UNPACKED: u64 = 1 << 30;

/// Cells of one row by their column.
type Row = BTreeMap<u32, String>;

/// Reads a workbook.
///
/// # Errors
/// It is damaged, no workbook, or too large.
pub fn sheets(raw: Vec<u8>) -> Result<Vec<Sheet>, String> {
    if unpacked_size(&raw) > MOST_UNPACKED {
        return Err(format!("it unpacks to more than {} MiB", MOST_UNPACKED >> 20));
    }
    guarded(|| {
        let mut book = Xlsx::new(Cursor::new(raw)).map_err(|e| e.to_string())?;
        let visible = book.sheets_metadata().iter().filter(|s| s.visible == SheetVisible::Visible);
        let names: Vec<String> = visible.map(|s| s.name.clone()).collect();
        let mut found = Vec::new();
        for name in names {
            // A sheet that holds a chart has no cells.
            let Ok(rows) = cells(&mut book, &name) else { continue };
            found.extend(sheet(&name, rows?)?);
        }
        Ok(found)
    })
}

/// The cells of a sheet one by one, because a grid would reach as far as its last cell, which may be anywhere. The outer
/// error means that the sheet has no cells, the inner one that they can't be read.
fn cells(book: &mut Xlsx<Cursor<Vec<u8>>>, name: &str) -> Result<Result<BTreeMap<u32, Row>, String>, String> {
    let mut reader = book.worksheet_cells_reader(name).map_err(|e| e.to_string())?;
    let mut rows: BTreeMap<u32, Row> = BTreeMap::new();
    loop {
        match reader.next_cell() {
            Ok(Some(cell)) => {
                let (row, column) = cell.get_position();
                let text = text(cell.get_value());
                if !text.trim().is_empty() {
                    rows.entry(row).or_default().insert(column, text);
                }
            }
            Ok(None) => return Ok(Ok(rows)),
            Err(error) => return Ok(Err(format!("sheet {name}: {error}"))),
        }
    }
}

/// The table of a sheet. Its header is the first row with two cells or more: a title above it has one.
fn sheet(name: &str, rows: BTreeMap<u32, Row>) -> Result<Option<Sheet>, String> {
    let mut rows = rows.into_values().skip_while(|row| row.len() < 2);
    let Some(header) = rows.next() else { return Ok(None) };
    let columns: BTreeMap<u32, usize> = header.keys().copied().zip(0..).collect();
    let mut sheet = Sheet::new(name, "workbook", header.into_values().map(|h| h.trim().to_owned()).collect());
    let mut strays = 0_usize;
    for row in rows {
        if columns.len().saturating_mul(sheet.rows.len()) > MOST_CELLS {
            return Err(format!("sheet {name} has too many cells"));
        }
        let mut values = vec![String::new(); columns.len()];
        for (column, text) in row {
            match columns.get(&column).and_then(|at| values.get_mut(*at)) {
                Some(value) => *value = text,
                None => strays += 1,
            }
        }
        sheet.push(values);
    }
    if sheet.rows.is_empty() {
        return Ok(None);
    }
    if strays > 0 {
        sheet.notes.push(format!("sheet {name}: {strays} cells stand in columns without a header and were not read"));
    }
    Ok(Some(sheet))
}

fn text(value: &DataRef) -> String {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(stamp) => moment(*stamp),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// A stamp as ISO 8601 text. Excel knows no zones, so none is stated. A number without a day is a time of day, and a
/// duration is given in hours, which may be more than 24.
fn moment(stamp: ExcelDateTime) -> String {
    if stamp.is_duration() {
        let seconds = (stamp.as_f64() * 86_400.0).round() as i64;
        let sign = if seconds < 0 { "-" } else { "" };
        let seconds = seconds.unsigned_abs();
        return format!("{sign}{}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60);
    }
    let (year, month, day, hour, minute, second, millis) = stamp.to_ymd_hms_milli();
    let fraction = if millis == 0 { String::new() } else { format!(".{millis:03}") };
    let time = format!("{hour:02}:{minute:02}:{second:02}{fraction}");
    if (0.0..1.0).contains(&stamp.as_f64()) { time } else { format!("{year:04}-{month:02}-{day:02} {time}") }
}

/// What the list of contents at the end of a ZIP file says its members unpack to, in bytes.
fn unpacked_size(raw: &[u8]) -> u64 {
    let entries = memchr::memmem::find_iter(raw, b"PK\x01\x02");
    let sizes = entries.filter_map(|at| raw.get(at + 24..at + 28)?.try_into().ok().map(u32::from_le_bytes));
    sizes.map(u64::from).sum()
}
