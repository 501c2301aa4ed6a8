//! Delimited tables: which delimiter, the header, and one row at a time.

use crate::ingest::container::budget::MAX_COLUMNS;
use crate::ingest::head::{Cells, Header, header_key};
use std::sync::Arc;

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The delimiter that a spreadsheet program names in a line of its own (`sep=;`), and the text behind that line.
fn stated_delimiter(text: &str) -> Option<(u8, &str)> {
    let rest = text.strip_prefix("sep=").or_else(|| text.strip_prefix("SEP="))?;
    let delimiter = rest.bytes().next().filter(|b| b.is_ascii() && !matches!(b, b'\n' | b'\r' | b'"'))?;
    let rest = rest.get(1..)?;
    rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r'])).map(|text| (delimiter, text))
}

/// How many lines of title may stand above a header.
const TITLE_LINES: usize = 5;
/// Cells that a line must have before it can be the header below a title.
const HEADER_CELLS: usize = 3;

/// The text from its header on: people write a title above their table, in a line with one cell.
fn behind_title(text: &str) -> &str {
    let cells = |line: &str| line.split(char::from(delimiter(line))).filter(|cell| !cell.trim().is_empty()).count();
    let mut rest = text;
    for _ in 0..=TITLE_LINES {
        let (line, next) = rest.split_once('\n').unwrap_or((rest, ""));
        if line.contains('"') {
            break;
        }
        match cells(line) {
            0 | 1 => rest = next,
            n if n >= HEADER_CELLS => return rest,
            _ => break,
        }
    }
    text
}

/// Where a quoted cell begins that is never closed: everything behind it is inside that cell.
fn never_closed(text: &str, delimiter: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut at, mut begins) = (0, true);
    while let Some(byte) = bytes.get(at) {
        if begins && *byte == b'"' {
            match closing_quote(bytes, at + 1) {
                Some(end) => at = end,
                None => return Some(at),
            }
        }
        begins = bytes.get(at).is_some_and(|b| *b == delimiter || matches!(b, b'\n' | b'\r'));
        at += 1;
    }
    None
}

/// Position behind the quote that closes a cell; doubled quotes stand for one inside it.
fn closing_quote(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr(b'"', bytes.get(at..)?)? + 1;
        if bytes.get(at) != Some(&b'"') {
            return Some(at);
        }
        at += 1;
    }
}

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
    /// A quoted cell of this row is never closed, so the rest of the file is inside it; how many lines that are.
    NeverClosed(usize),
}

/// Why a text has no header that can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoHeader {
    Absent,
    /// So many columns, more than any table has.
    TooWide(usize),
}

/// What was seen of the rows so far.
#[derive(Debug, Clone, Copy, Default)]
pub struct RowsSeen {
    rows: usize,
    /// Rows with fewer cells than the header.
    short: usize,
    /// Whether the last one is among them.
    last: bool,
}

/// A table being read.
pub struct TableReader<'a> {
    pub header: Arc<Header>,
    pub seen: RowsSeen,
    records: csv::StringRecordsIntoIter<&'a [u8]>,
    text: &'a str,
    never_closed: Option<usize>,
}

/// The delimiter of a table that begins so, and the text from its header on.
#[must_use]
pub fn layout(text: &str) -> (u8, &str) {
    stated_delimiter(text).unwrap_or_else(|| {
        let text = behind_title(text);
        (delimiter(text), text)
    })
}

fn reader(text: &str, delimiter: u8, has_headers: bool) -> csv::Reader<&[u8]> {
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(delimiter).flexible(true).has_headers(has_headers).from_reader(text.as_bytes())
}

impl<'a> TableReader<'a> {
    /// Reads the header.
    ///
    /// # Errors
    /// There is none, or it is too wide.
    pub fn open(text: &'a str) -> Result<Self, NoHeader> {
        let (delimiter, text) = layout(text);
        let mut reader = reader(text, delimiter, true);
        let found = reader.headers().map_err(|_| NoHeader::Absent)?;
        if found.len() > MAX_COLUMNS {
            return Err(NoHeader::TooWide(found.len()));
        }
        let stated: Vec<String> = found.iter().map(|h| h.trim().to_owned()).collect();
        if stated.iter().all(String::is_empty) {
            return Err(NoHeader::Absent);
        }
        let keys = stated.iter().map(|h| header_key(h)).collect();
        let header = Arc::new(Header { stated, keys });
        Ok(Self {
            header,
            records: reader.into_records(),
            text,
            never_closed: never_closed(text, delimiter),
            seen: RowsSeen::default(),
        })
    }

    /// Goes on with the next part of the same table.
    #[must_use]
    pub fn go_on(text: &'a str, header: Arc<Header>, delimiter: u8, seen: RowsSeen) -> Self {
        let records = reader(text, delimiter, false).into_records();
        Self { header, records, text, never_closed: never_closed(text, delimiter), seen }
    }

    /// Whether the text looks as if it was cut inside its last row: only that row is short, and no end of line follows.
    /// Call it after the last row.
    #[must_use]
    pub fn looks_cut(&self) -> bool {
        let RowsSeen { rows, short, last } = self.seen;
        rows > 1 && short == 1 && last && !self.text.ends_with(['\n', '\r'])
    }
}

impl Iterator for TableReader<'_> {
    type Item = RowRead;

    fn next(&mut self) -> Option<RowRead> {
        loop {
            let record = match self.records.next()? {
                Ok(record) => record,
                Err(error) => return Some(RowRead::Malformed(error.to_string())),
            };
            if let Some(quote) = self.never_closed.filter(|q| self.records.reader().position().byte() > *q as u64) {
                let rest = self.text.get(quote..).unwrap_or("").trim_end();
                return Some(RowRead::NeverClosed(memchr::memchr_iter(b'\n', rest.as_bytes()).count()));
            }
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
            let short = record.len() < width;
            let RowsSeen { rows, short: earlier, .. } = self.seen;
            self.seen = RowsSeen { rows: rows + 1, short: earlier + usize::from(short), last: short };
            // A row holds what it holds: millions of short ones below a wide header would else be made of empty cells.
            let values: Vec<String> = record.iter().take(used).map(str::to_owned).collect();
            return Some(RowRead::Cells(Cells { header: Arc::clone(&self.header), values }));
        }
    }
}
