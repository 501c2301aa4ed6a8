//! The one writer of CSV files. Every cell of every table, header or not, passes through the filter and the guard.

use crate::text::cell;
use std::io::{self, Write};

/// Rows of a CSV file. Numbers and times are written like texts: the guard leaves them as they are.
pub struct Rows<W: Write> {
    out: csv::Writer<W>,
}

impl<W: Write> Rows<W> {
    /// A table written to `out`, which need not be buffered.
    pub fn to(out: W) -> Self {
        // A row of another length would be a mistake of ours, and no reason to lose a table.
        Self { out: csv::WriterBuilder::new().flexible(true).from_writer(out) }
    }

    /// A cell; [`Rows::end`] ends its row.
    ///
    /// # Errors
    /// What `out` cannot take.
    pub fn cell(&mut self, text: &str) -> Result<(), csv::Error> {
        self.out.write_field(cell::safe(text).as_bytes())
    }

    /// Ends a row that was written cell by cell.
    ///
    /// # Errors
    /// What `out` cannot take.
    pub fn end(&mut self) -> Result<(), csv::Error> {
        self.out.write_record(None::<&[u8]>)
    }

    /// A whole row.
    ///
    /// # Errors
    /// As for [`Rows::end`].
    pub fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) -> Result<(), csv::Error> {
        cells.into_iter().try_for_each(|text| self.cell(text.as_ref()))?;
        self.end()
    }

    /// Writes what is still held back.
    ///
    /// # Errors
    /// What `out` cannot take.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}
