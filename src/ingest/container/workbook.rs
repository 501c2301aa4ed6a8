//! Excel workbooks (`.xlsx`) to tables: every visible sheet with a header and rows, read row by row.

mod contents;

use crate::ingest::container::budget::{Budget, LONG_TEXT, MAX_COLUMNS, Stop, mib};
use crate::ingest::container::guard::guarded;
use crate::ingest::container::sheet::{self, Opened};
use crate::ingest::container::table::RowRead;
use crate::ingest::head::Header;
use calamine::{DataRef, ExcelDateTime, Reader, SheetVisible, Xlsx, XlsxCellReader};
use contents::Contents;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::sync::Arc;

/// How much more text the cells may give than the workbook holds unpacked: a text that several cells share stands in it
/// once, and long texts hardly ever come again.
const MAX_REPEATED: u64 = 2;

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;
type Bytes<'a> = Cursor<&'a [u8]>;
/// Cells of one row by their column.
type Row = BTreeMap<u32, String>;

/// What was found in a workbook.
#[derive(Debug, Default)]
pub struct FoundSheets {
    pub tables: usize,
    pub notes: Vec<String>,
}

/// Reads a workbook, table by table, as long as `each` says to go on. What the file declares is held against the budget
/// before the library that reads it believes it.
///
/// # Errors
/// It is damaged, no workbook, or too large.
pub fn read(raw: Vec<u8>, budget: Budget, each: &mut dyn FnMut(Opened) -> bool) -> Result<FoundSheets, Stop> {
    let contents = Contents::of(&raw, budget)?;
    let mut book =
        guarded(|| Xlsx::new(Cursor::new(raw.as_slice())).map_err(|e| e.to_string())).map_err(Stop::Damaged)?;
    let most_text = (contents.unpacked * MAX_REPEATED).max(budget.declared() as u64);
    let mut limits = Limits { budget, long: 0, most_text };
    let mut found = FoundSheets::default();
    let names = names(&book, &contents, &mut found.notes);
    let mut tables = Vec::new();
    for name in &names {
        // Whether there are several tables has to be known before the first is read; of one alone, reading tells.
        if names.len() == 1 || is_table(&mut book, name, &mut limits)? {
            tables.push(name);
        }
    }
    for name in &tables {
        let Some(mut rows) = Rows::open(&mut book, name, &mut limits)? else { continue };
        let Some(first) = rows.next() else { continue };
        found.tables += 1;
        let (header, several) = (Arc::clone(&rows.header), tables.len() > 1);
        let mut all = std::iter::once(first).chain(rows.by_ref());
        let goes_on = each(Opened { name, container: "workbook", header: &header, rows: &mut all, several });
        if rows.strays > 0 {
            let strays = rows.strays;
            let note = format!("sheet {name}: {strays} cells stand in columns without a header and were not read");
            found.notes.push(note);
        }
        if !goes_on {
            break;
        }
    }
    Ok(found)
}

/// The visible sheets. Of those that show the same cells, the first.
fn names(book: &Book, contents: &Contents, notes: &mut Vec<String>) -> Vec<String> {
    let visible = book.sheets_metadata().iter().filter(|s| s.visible == SheetVisible::Visible);
    let (mut names, mut seen, mut again) = (Vec::new(), BTreeSet::new(), 0_usize);
    for sheet in visible {
        let part = contents.parts.get(&sheet.name).cloned().unwrap_or_else(|| format!("sheet {}", sheet.name));
        if seen.insert(part) {
            names.push(sheet.name.clone());
        } else {
            again += 1;
        }
    }
    if again > 0 {
        notes.push(format!("{again} sheets show the same cells as another one, which was read once"));
    }
    names
}

/// Whether a sheet has a header and a row below it.
fn is_table(book: &mut Book, name: &str, limits: &mut Limits) -> Result<bool, Stop> {
    match Rows::open(book, name, limits)? {
        Some(mut rows) => rows.next().transpose().map(|row| row.is_some()),
        None => Ok(false),
    }
}

/// What may be held of the rows of a workbook.
struct Limits {
    budget: Budget,
    /// Bytes of long texts so far, and how many may be.
    long: u64,
    most_text: u64,
}

/// The rows of one sheet below its header, in the order of the file.
struct Rows<'a, 'b> {
    name: &'a str,
    cells: XlsxCellReader<'a, Bytes<'b>>,
    /// A cell of the next row.
    ahead: Option<(u32, u32, String)>,
    header: Arc<Header>,
    columns: BTreeMap<u32, usize>,
    strays: usize,
    limits: &'a mut Limits,
}

impl<'a, 'b> Rows<'a, 'b> {
    /// Reads up to the header, which is the first row with two cells or more: a title above it has one. `None` for a sheet
    /// without one, as is one that holds a chart.
    fn open(book: &'a mut Book<'b>, name: &'a str, limits: &'a mut Limits) -> Result<Option<Self>, Stop>
    where
        'b: 'a,
    {
        let Ok(cells) = guarded(|| book.worksheet_cells_reader(name).map_err(|e| e.to_string())) else {
            return Ok(None);
        };
        let header = sheet::header(Vec::new());
        let columns = BTreeMap::new();
        let mut rows = Self { name, cells, ahead: None, header, columns, strays: 0, limits };
        rows.ahead = rows.cell()?;
        while let Some(row) = rows.row()? {
            if row.len() >= 2 {
                rows.columns = row.keys().copied().zip(0..).collect();
                rows.header = sheet::header(row.into_values().map(|h| h.trim().to_owned()).collect());
                return Ok(Some(rows));
            }
        }
        Ok(None)
    }

    /// The next cell: row, column, text.
    fn cell(&mut self) -> Result<Option<(u32, u32, String)>, Stop> {
        let cells = &mut self.cells;
        let cell = guarded(|| cells.next_cell().map_err(|e| e.to_string()));
        let cell = cell.map_err(|cause| Stop::Damaged(format!("sheet {}: {cause}", self.name)))?;
        let Some(cell) = cell else { return Ok(None) };
        let (row, column) = cell.get_position();
        let text = text(cell.get_value());
        if text.len() > LONG_TEXT {
            self.limits.long += text.len() as u64;
        }
        if self.limits.long > self.limits.most_text {
            let most = usize::try_from(self.limits.most_text).unwrap_or(usize::MAX);
            return Err(Stop::Over(format!("its long texts are repeated to more than {}", mib(most))));
        }
        Ok(Some((row, column, text)))
    }

    /// All cells of the next row that are not blank; once the header is known, only those below it.
    fn row(&mut self) -> Result<Option<Row>, Stop> {
        let Some(row) = self.ahead.as_ref().map(|(row, ..)| *row) else { return Ok(None) };
        let (mut found, mut length) = (Row::new(), 0);
        while let Some((_, column, text)) = self.ahead.take_if(|(own, ..)| *own == row) {
            if !text.trim().is_empty() {
                if self.columns.is_empty() || self.columns.contains_key(&column) {
                    length += text.len();
                    found.insert(column, text);
                } else {
                    self.strays += 1;
                }
            }
            if found.len() > MAX_COLUMNS {
                let cause = format!("sheet {} has more than {MAX_COLUMNS} columns", self.name);
                return Err(Stop::Over(cause));
            }
            if length > self.limits.budget.record() {
                return Err(Stop::record(&format!("row {row} of sheet {}", self.name), self.limits.budget));
            }
            self.ahead = self.cell()?;
        }
        Ok(Some(found))
    }
}

impl Iterator for Rows<'_, '_> {
    type Item = Result<RowRead, Stop>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let row = match self.row() {
                Ok(row) => row?,
                Err(stop) => {
                    self.ahead = None;
                    return Some(Err(stop));
                }
            };
            let mut values = vec![String::new(); self.columns.len()];
            for (column, text) in row {
                if let Some(value) = self.columns.get(&column).and_then(|at| values.get_mut(*at)) {
                    *value = text;
                }
            }
            if let Some(row) = sheet::row(&self.header, values) {
                return Some(Ok(row));
            }
        }
    }
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
