//! What `ingest` delivered of one file, without any loss, as rows of a table and back.
//!
//! A row is a record, a reject or what was mended, as JSON, with columns beside it by which it can be found. Rows stand in
//! the order of delivery and know their batch: rules that look at a batch as a whole see the same ones again.

use crate::frame::build;
use crate::ingest::container::guard::guarded;
use crate::ingest::inputs::Kept;
use crate::lake::parts::PartWriter;
use crate::model::batch::{Batch, Mended};
use crate::model::origin::{FileIndex, Origin};
use crate::model::record::Record;
use crate::model::reject::Reject;
use crate::par;
use crate::store::StoreError;
use polars::prelude::{DataFrame, StringChunked};
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs::File;
use std::path::Path;

/// The table's columns.
pub const COLUMNS: [&str; 8] = ["batch", "part", "source", "zone", "record_id", "row", "pointer", "stated"];

/// Rows per group of rows, and bytes of text after which a group ends in any case: what is held at once when it is read again.
const MAX_ROWS: usize = 20_000;
const MAX_BYTES: usize = 16 << 20;

const RECORD: &str = "record";
const REJECT: &str = "reject";
const MENDED: &str = "mended";
/// Stands for a batch without anything in it, which ends the one before.
const NOTHING: &str = "nothing";

struct StatedRow {
    batch: u32,
    part: &'static str,
    source: String,
    zone: String,
    record_id: String,
    row: u32,
    pointer: String,
    stated: String,
}

/// Writes the batches of one file.
pub(super) struct StatedWriter<'a> {
    part: PartWriter<'a>,
    rows: Vec<StatedRow>,
    bytes: usize,
    batches: u32,
    broken: Option<StoreError>,
}

impl<'a> StatedWriter<'a> {
    pub(super) fn new(part: PartWriter<'a>) -> Self {
        Self { part, rows: Vec::new(), bytes: 0, batches: 0, broken: None }
    }

    /// Takes the next batch. What goes wrong is told at the end.
    pub(super) fn take(&mut self, batch: &Batch) {
        let begun = self.rows.len();
        self.push(batch, RECORD, &batch.records, &|record: &Record| (record.id(), &record.origin));
        self.push(batch, REJECT, &batch.rejects, &|reject: &Reject| (reject.record_id.clone(), &reject.origin));
        self.push(batch, MENDED, &batch.mended, &|mended: &Mended| (String::new(), &mended.origin));
        if self.rows.len() == begun {
            let nowhere = Origin::default();
            self.add(batch, NOTHING, String::new(), &nowhere, String::new());
        }
        self.batches += 1;
        if self.rows.len() >= MAX_ROWS || self.bytes >= MAX_BYTES {
            self.flush();
        }
    }

    fn push<T: Serialize + Sync>(
        &mut self,
        batch: &Batch,
        part: &'static str,
        items: &[T],
        of: &dyn Fn(&T) -> (String, &Origin),
    ) {
        let texts = par::chunks(items, |items| items.iter().map(serde_json::to_string).collect::<Vec<_>>());
        for (item, text) in items.iter().zip(texts.into_iter().flatten()) {
            let (id, origin) = of(item);
            match text {
                Ok(text) => self.add(batch, part, id, origin, text),
                Err(cause) => {
                    self.broken.get_or_insert(self.part.failed(&cause));
                }
            }
        }
    }

    fn add(&mut self, batch: &Batch, part: &'static str, record_id: String, origin: &Origin, stated: String) {
        self.bytes += stated.len();
        self.rows.push(StatedRow {
            batch: self.batches,
            part,
            source: batch.source.clone(),
            zone: batch.zone.clone(),
            record_id,
            row: origin.row,
            pointer: origin.pointer.clone(),
            stated,
        });
    }

    fn flush(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        self.bytes = 0;
        for rows in cut(&rows) {
            if self.broken.is_none()
                && let Err(error) = self.part.write(frame(rows))
            {
                self.broken = Some(error);
            }
        }
    }

    /// Closes the part; `None` where there was nothing to keep.
    ///
    /// # Errors
    /// The disk refused something.
    pub(super) fn finish(mut self) -> Result<Option<super::index::LakePart>, StoreError> {
        self.flush();
        match self.broken {
            Some(error) => Err(error),
            None => self.part.finish(),
        }
    }
}

/// Rows in groups that are held at once. A batch can be larger than a group.
fn cut(rows: &[StatedRow]) -> Vec<&[StatedRow]> {
    let (mut groups, mut rest) = (Vec::new(), rows);
    while !rest.is_empty() {
        let mut bytes = 0;
        let fits = |row: &&StatedRow| {
            bytes += row.stated.len();
            bytes < MAX_BYTES
        };
        let number = rest.iter().take(MAX_ROWS).take_while(fits).count().max(1);
        let (group, later) = rest.split_at_checked(number).unwrap_or((rest, &[]));
        groups.push(group);
        rest = later;
    }
    groups
}

fn frame(rows: &[StatedRow]) -> DataFrame {
    let text = |name: &str, of: &dyn Fn(&StatedRow) -> &str| {
        build::text(name, rows.len(), rows.iter().map(|row| Some(of(row).to_owned())))
    };
    build::frame(vec![
        build::codes("batch", rows.iter().map(|row| Some(row.batch))),
        text("part", &|row| row.part),
        text("source", &|row| &row.source),
        text("zone", &|row| &row.zone),
        text("record_id", &|row| &row.record_id),
        build::codes("row", rows.iter().map(|row| Some(row.row))),
        text("pointer", &|row| &row.pointer),
        text("stated", &|row| &row.stated),
    ])
}

/// One row, read back.
enum Item {
    Record(Box<Record>),
    Reject(Reject),
    Mended(Mended),
    Nothing,
}

/// Gives the batches of a file that a lake keeps, as they were delivered when it was read; `file` is its number in this run.
///
/// # Errors
/// A part can't be read, or holds what none of ours does.
pub fn replay(kept: &Kept, file: FileIndex, sink: &mut dyn FnMut(Batch)) -> Result<(), String> {
    let Some(path) = &kept.records else { return Ok(()) };
    let failed = |cause: String| format!("{} can't be read: {cause}", path.display());
    let mut at_hand: Option<(u32, Batch)> = None;
    for (from, rows) in groups(path).map_err(failed)? {
        let frame = slice(path, from, rows).map_err(failed)?;
        take(&frame, file, &mut at_hand, sink).map_err(failed)?;
    }
    if let Some((_, batch)) = at_hand {
        sink(batch);
    }
    Ok(())
}

/// The groups of rows of a part: the first row and how many.
fn groups(path: &Path) -> Result<Vec<(usize, usize)>, String> {
    guarded(|| {
        let file = File::open(path).map_err(|e| e.to_string())?;
        let mut reader = ParquetReader::new(file);
        let metadata = reader.get_metadata().map_err(|e| e.to_string())?;
        let lengths = metadata.row_groups.iter().map(|group| group.num_rows());
        Ok(lengths.scan(0, |next, rows| Some((std::mem::replace(next, *next + rows), rows))).collect())
    })
}

fn slice(path: &Path, from: usize, rows: usize) -> Result<DataFrame, String> {
    guarded(|| {
        let file = File::open(path).map_err(|e| e.to_string())?;
        ParquetReader::new(file).with_slice(Some((from, rows))).finish().map_err(|e| e.to_string())
    })
}

fn take(
    frame: &DataFrame,
    file: FileIndex,
    at_hand: &mut Option<(u32, Batch)>,
    sink: &mut dyn FnMut(Batch),
) -> Result<(), String> {
    let text = |name: &str| -> Result<&StringChunked, String> {
        frame.column(name).and_then(|column| column.str()).map_err(|e| e.to_string())
    };
    let numbers = frame.column("batch").and_then(|column| column.u32()).map_err(|e| e.to_string())?;
    let (parts, stated) = (text("part")?, text("stated")?);
    let (sources, zones) = (text("source")?, text("zone")?);
    let rows: Vec<usize> = (0..frame.height()).collect();
    let items = par::chunks(&rows, |rows| {
        let read = |row: &usize| item(parts.get(*row).unwrap_or_default(), stated.get(*row).unwrap_or_default());
        rows.iter().map(read).collect::<Vec<_>>()
    });
    for (row, item) in rows.iter().zip(items.into_iter().flatten()) {
        let number = numbers.get(*row).unwrap_or_default();
        if at_hand.as_ref().is_none_or(|(own, _)| *own != number) {
            let (source, zone) = (sources.get(*row).unwrap_or_default(), zones.get(*row).unwrap_or_default());
            let (records, rejects, mended) = (Vec::new(), Vec::new(), Vec::new());
            let (source, zone) = (source.to_owned(), zone.to_owned());
            let batch = Batch { file, source, zone, records, rejects, mended, bytes: 0 };
            if let Some((_, whole)) = at_hand.replace((number, batch)) {
                sink(whole);
            }
        }
        if let Some((_, batch)) = at_hand {
            batch.bytes += stated.get(*row).unwrap_or_default().len();
            put(item?, file, batch);
        }
    }
    Ok(())
}

fn item(part: &str, stated: &str) -> Result<Item, String> {
    fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
        serde_json::from_str(text).map_err(|e| e.to_string())
    }
    match part {
        RECORD => read(stated).map(|record| Item::Record(Box::new(record))),
        REJECT => read(stated).map(Item::Reject),
        MENDED => read(stated).map(Item::Mended),
        NOTHING => Ok(Item::Nothing),
        other => Err(format!("it has a row of a kind that is not known ({other})")),
    }
}

fn put(item: Item, file: FileIndex, batch: &mut Batch) {
    match item {
        Item::Record(mut record) => {
            record.origin.file = file;
            batch.records.push(*record);
        }
        Item::Reject(mut reject) => {
            reject.origin.file = file;
            batch.rejects.push(reject);
        }
        Item::Mended(mut mended) => {
            mended.origin.file = file;
            batch.mended.push(mended);
        }
        Item::Nothing => {}
    }
}
