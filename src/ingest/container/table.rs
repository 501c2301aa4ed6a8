//! Delimited tables: which delimiter, the header, and one row at a time.

use crate::ingest::head::{Cells, Header, header_key};
use std::sync::Arc;

const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// The delimiter that occurs most in the header, outside quotes; a comma when none does.
#[must_use]
pub fn delimiter(text: &str) -> u8 {
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut quoted = false;
    for byte in text.trim_start().bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            _ => {
                for (slot, candidate) in counts.iter_mut().zip(DELIMITERS) {
                    *slot += usize::from(byte == candidate);
                }
            }
        }
    }
    let best = counts.iter().zip(DELIMITERS).rev().max_by_key(|(count, _)| **count);
    best.filter(|(count, _)| **count > 0).map_or(b',', |(_, delimiter)| delimiter)
}

/// A row, or why it can't be used.
pub enum RowRead {
    Cells(Cells),
    /// More cells than the header has: an unquoted delimiter shifted them, and assigning them would be guessing.
    TooMany(usize),
    Malformed(String),
}

/// A table being read.
pub struct Table<'a> {
    pub header: Arc<Header>,
    records: csv::StringRecordsIntoIter<&'a [u8]>,
}

impl<'a> Table<'a> {
    /// Reads the header. `None` when there is none.
    #[must_use]
    pub fn open(text: &'a str) -> Option<Self> {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter(text))
            .flexible(true)
            .has_headers(true)
            .from_reader(text.as_bytes());
        let stated: Vec<String> = reader.headers().ok()?.iter().map(|h| h.trim().to_owned()).collect();
        if stated.iter().all(String::is_empty) {
            return None;
        }
        let keys = stated.iter().map(|h| header_key(h)).collect();
        Some(Self { header: Arc::new(Header { stated, keys }), records: reader.into_records() })
    }
}

impl Iterator for Table<'_> {
    type Item = RowRead;

    fn next(&mut self) -> Option<RowRead> {
        loop {
            let record = match self.records.next()? {
                Ok(record) => record,
                Err(error) => return Some(RowRead::Malformed(error.to_string())),
            };
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let width = self.header.keys.len();
            // Trailing empty cells are what spreadsheets leave behind; they shift nothing.
            let used = record
                .iter()
                .enumerate()
                .filter(|(_, cell)| !cell.trim().is_empty())
                .map(|(at, _)| at + 1)
                .last()
                .unwrap_or(0);
            if used > width {
                return Some(RowRead::TooMany(used));
            }
            let mut values: Vec<String> = record.iter().take(width).map(str::to_owned).collect();
            values.resize(width, String::new());
            return Some(RowRead::Cells(Cells { header: Arc::clone(&self.header), values }));
        }
    }
}
