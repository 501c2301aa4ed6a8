//! Tables that are no text: what workbooks and Parquet files hold, as rows with a header.

use crate::ingest::container::table::RowRead;
use crate::ingest::head::{Cells, Header, header_key};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Most cells of one table. A small packed file can claim any number of rows, and every one of them costs memory.
pub const MOST_CELLS: usize = 100_000_000;

/// One table of a file.
pub struct Sheet {
    /// Name of the sheet, empty where a file holds one table only.
    pub name: String,
    /// What a report calls it.
    pub container: &'static str,
    pub header: Arc<Header>,
    pub rows: Vec<RowRead>,
    pub notes: Vec<String>,
}

impl Sheet {
    /// A table without rows yet.
    #[must_use]
    pub fn new(name: &str, container: &'static str, stated: Vec<String>) -> Self {
        let keys = stated.iter().map(|h| header_key(h)).collect();
        let header = Arc::new(Header { stated, keys });
        Self { name: name.to_owned(), container, header, rows: Vec::new(), notes: Vec::new() }
    }

    /// Adds a row with one value for each header. Blank rows are left out, as they are in delimited tables.
    pub fn push(&mut self, values: Vec<String>) {
        if values.iter().any(|value| !value.trim().is_empty()) {
            self.rows.push(RowRead::Cells(Cells { header: Arc::clone(&self.header), values }));
        }
    }
}

/// Runs a reader of a binary format. The libraries behind it are careful, but a damaged file must never end a run: where
/// one of them gives up by panicking, the file is refused like any other that can't be read.
///
/// # Errors
/// What the reader says, or that it gave up.
pub fn guarded<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err("its inside makes no sense".to_owned()))
}
