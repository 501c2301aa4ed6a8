//! Parts on their way into a lake: Parquet files, counted and digested while they are written.

use crate::lake::index::LakePart;
use crate::lake::tables::LakeTable;
use crate::store::StoreError;
use crate::store::licence::hex;
use crate::store::shelf::Shelf;
use polars::prelude::DataFrame;
use polars_io::parquet::write::{BatchedWriter, ParquetCompression, ParquetWriter};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Rows that are made into columns at once.
const SLICE: usize = 50_000;

struct Sums {
    out: BufWriter<File>,
    digest: Sha256,
    bytes: u64,
    /// What the disk said first. The writer of Parquet does not always pass it on.
    broken: Option<String>,
}

/// Counts and digests what passes. Shared, because the writer of Parquet keeps what it writes to.
#[derive(Clone)]
pub(super) struct Summed(Arc<Mutex<Sums>>);

impl Summed {
    pub(super) fn to(file: File) -> Self {
        let out = BufWriter::new(file);
        Self(Arc::new(Mutex::new(Sums { out, digest: Sha256::new(), bytes: 0, broken: None })))
    }

    /// Nobody else ever holds it for longer than a write.
    fn held(&self) -> MutexGuard<'_, Sums> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the disk refused.
    pub(super) fn told(&self) -> Option<String> {
        self.held().broken.clone()
    }

    /// How many bytes passed, and their digest.
    pub(super) fn sums(&self) -> (u64, String) {
        let sums = self.held();
        (sums.bytes, hex(&sums.digest.clone().finalize()))
    }
}

impl Sums {
    fn noticed<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        if let Err(cause) = &result {
            self.broken.get_or_insert_with(|| cause.to_string());
        }
        result
    }
}

impl Write for Summed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut sums = self.held();
        let result = sums.out.write(bytes);
        let written = sums.noticed(result)?;
        sums.digest.update(bytes.get(..written).unwrap_or_default());
        sums.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut sums = self.held();
        let result = sums.out.flush();
        sums.noticed(result)
    }
}

/// One part that is being written. There is no file before it has a row.
pub(super) struct PartWriter<'a> {
    shelf: &'a Shelf,
    part: LakePart,
    open: Option<(Summed, BatchedWriter<Summed>)>,
}

impl<'a> PartWriter<'a> {
    /// A part of a table with the rows of one quarter; `stem` is its name without the ending.
    pub(super) fn new(shelf: &'a Shelf, table: &str, quarter: &str, stem: &str) -> Self {
        let folder = if quarter.is_empty() { String::new() } else { format!("quarter={quarter}/") };
        let path = format!("{table}/{folder}{stem}.parquet");
        let (table, quarter) = (table.to_owned(), quarter.to_owned());
        Self { shelf, part: LakePart { path, table, quarter, bytes: 0, sha256: String::new(), rows: 0 }, open: None }
    }

    /// What to say where something stands in the way.
    pub(super) fn failed(&self, cause: &dyn Display) -> StoreError {
        let shown = self.shelf.shown_inside(&PathBuf::from(&self.part.path));
        let told = self.open.as_ref().and_then(|(summed, _)| summed.told());
        StoreError::io(shown)(io::Error::other(told.unwrap_or_else(|| cause.to_string())))
    }

    /// Writes rows, as a group of their own.
    ///
    /// # Errors
    /// The disk refuses.
    pub(super) fn write(&mut self, mut frame: DataFrame) -> Result<(), StoreError> {
        if self.open.is_none() {
            let summed = Summed::to(self.shelf.create(&PathBuf::from(&self.part.path))?);
            let writer = ParquetWriter::new(summed.clone())
                .with_compression(ParquetCompression::Zstd(None))
                .batched(frame.schema());
            self.open = Some((summed, writer.map_err(|cause| self.failed(&cause))?));
        }
        self.part.rows += frame.height() as u64;
        frame.align_chunks();
        let written = self.open.as_mut().map_or(Ok(()), |(_, writer)| writer.write_batch(&frame));
        written.map_err(|cause| self.failed(&cause))
    }

    /// Closes the part; `None` where it has no row.
    ///
    /// # Errors
    /// The disk refuses.
    pub(super) fn finish(mut self) -> Result<Option<LakePart>, StoreError> {
        let Some((mut summed, writer)) = self.open.take() else { return Ok(None) };
        let closed = writer.finish().map_err(|cause| cause.to_string());
        if let Err(cause) = closed.and_then(|_| summed.flush().map_err(|cause| cause.to_string())) {
            return Err(self.failed(&summed.told().unwrap_or(cause)));
        }
        (self.part.bytes, self.part.sha256) = summed.sums();
        Ok(Some(self.part))
    }
}

/// Writes a table of one file, a part for each quarter.
///
/// # Errors
/// The disk refuses.
pub(super) fn write(shelf: &Shelf, table: &LakeTable, stem: &str) -> Result<Vec<LakePart>, StoreError> {
    let mut quarters: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for row in 0..table.rows {
        quarters.entry(table.quarter(row)).or_default().push(row);
    }
    let mut parts = Vec::new();
    for (quarter, rows) in quarters {
        let mut part = PartWriter::new(shelf, table.name, &quarter, stem);
        for rows in rows.chunks(SLICE) {
            part.write(table.frame(rows))?;
        }
        parts.extend(part.finish()?);
    }
    Ok(parts)
}
