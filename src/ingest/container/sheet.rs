//! Tables that are no text: what workbooks, Parquet files and calendars hold, as rows with a header.

use crate::ingest::container::budget::Stop;
use crate::ingest::container::table::RowRead;
use crate::ingest::head::{Cells, Header, header_key};
use std::sync::Arc;

/// Most cells of one table. A small packed file can claim any number of rows, and every one of them costs time.
pub const MAX_CELLS: usize = 100_000_000;

/// A table whose rows are read one by one.
pub struct Opened<'a> {
    /// Name of the sheet, empty where a file holds one table only.
    pub name: &'a str,
    /// What a report calls it.
    pub container: &'static str,
    pub header: &'a Arc<Header>,
    pub rows: &'a mut dyn Iterator<Item = Result<RowRead, Stop>>,
    /// The file holds further tables.
    pub several: bool,
}

/// One table of a file, held as a whole.
pub struct Sheet {
    pub container: &'static str,
    pub header: Arc<Header>,
    pub rows: Vec<RowRead>,
    pub notes: Vec<String>,
}

impl Sheet {
    /// A table without rows yet.
    #[must_use]
    pub fn new(container: &'static str, stated: Vec<String>) -> Self {
        Self { container, header: header(stated), rows: Vec::new(), notes: Vec::new() }
    }

    /// Adds a row with one value for each header. Blank rows are left out, as they are in delimited tables.
    pub fn push(&mut self, values: Vec<String>) {
        self.rows.extend(row(&self.header, values));
    }
}

/// A header from what the file states.
#[must_use]
pub fn header(stated: Vec<String>) -> Arc<Header> {
    let keys = stated.iter().map(|h| header_key(h)).collect();
    Arc::new(Header { stated, keys })
}

/// A row with one value for each header; nothing for a blank one.
#[must_use]
pub fn row(header: &Arc<Header>, values: Vec<String>) -> Option<RowRead> {
    let is_blank = values.iter().all(|value| value.trim().is_empty());
    (!is_blank).then(|| RowRead::Cells(Cells { header: Arc::clone(header), values }))
}
