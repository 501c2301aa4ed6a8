//! A table of texts in little memory: all cells in one string.

use crate::families::Text;
use chrono::{DateTime, NaiveDate};
use std::path::Path;

const COLUMNS: [&str; 5] = ["id", "created_at", "component", "title", "description"];

/// Where the cells of a record begin, and how long each is.
#[derive(Debug, Clone, Copy)]
struct Cells {
    start: usize,
    lengths: [u32; COLUMNS.len()],
}

/// Records in order of time and id.
#[derive(Debug, Default)]
pub(crate) struct Table {
    text: String,
    records: Vec<Cells>,
}

impl Table {
    /// # Errors
    /// The file can't be read or has no column `id`.
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path).map_err(|e| e.to_string())?;
        let headers = reader.byte_headers().map_err(|e| e.to_string())?.clone();
        let column = |name: &str| headers.iter().position(|h| h.trim_ascii().eq_ignore_ascii_case(name.as_bytes()));
        let columns = COLUMNS.map(column);
        if columns.first().copied().flatten().is_none() {
            return Err("it has no column `id`".to_owned());
        }
        let mut out = Self::default();
        let mut row = csv::ByteRecord::new();
        while reader.read_byte_record(&mut row).map_err(|e| e.to_string())? {
            let start = out.text.len();
            let lengths = columns.map(|at| {
                let before = out.text.len();
                out.text.push_str(&String::from_utf8_lossy(at.and_then(|at| row.get(at)).unwrap_or_default()));
                u32::try_from(out.text.len() - before).unwrap_or(u32::MAX)
            });
            out.records.push(Cells { start, lengths });
        }
        let mut records = std::mem::take(&mut out.records);
        let key = |r: &Cells| (out.cell(*r, 1), out.cell(*r, 0));
        records.sort_by(|a, b| key(a).cmp(&key(b)));
        out.records = records;
        Ok(out)
    }

    fn cell(&self, record: Cells, column: usize) -> &str {
        let start = record.start + record.lengths.iter().take(column).map(|l| *l as usize).sum::<usize>();
        let length = record.lengths.get(column).map_or(0, |l| *l as usize);
        self.text.get(start..start + length).unwrap_or_default()
    }

    fn of(&self, record: usize, column: usize) -> &str {
        self.records.get(record).map_or("", |cells| self.cell(*cells, column))
    }

    /// Id of a record.
    #[must_use]
    pub(crate) fn id(&self, record: usize) -> &str {
        self.of(record, 0)
    }

    /// Number of records.
    #[must_use]
    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    /// What is compared, in order.
    #[must_use]
    pub(crate) fn texts(&self) -> Vec<Text<'_>> {
        let text = |record: usize| Text {
            title: self.of(record, 3),
            description: self.of(record, 4),
            component: self.of(record, 2),
            at: seconds(self.of(record, 1)),
        };
        (0..self.len()).map(text).collect()
    }
}

/// Seconds since 1970 of `2026-10-01T06:00:00Z`, or of the day `2026-10-01` begins with.
fn seconds(stamp: &str) -> Option<i64> {
    let whole = DateTime::parse_from_rfc3339(stamp).ok().map(|t| t.timestamp());
    let day = || NaiveDate::parse_from_str(stamp.get(..10)?, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0);
    whole.or_else(|| day().map(|t| t.and_utc().timestamp()))
}
