//! What a Parquet file declares, held against the budget before a library believes it.
//!
//! A footer of some bytes can promise any number of rows, and a page of some bytes any number of values. The headers of all
//! pages are looked at, nothing is unpacked, and row groups are decoded in stretches that fit.

use crate::ingest::container::budget::{Budget, MAX_COLUMNS, RATIO_FROM, Stop, is_bomb, mib};
use crate::ingest::container::guard::guarded;
use crate::ingest::container::parquet::kinds::{Kind, is_readable, widened};
use crate::ingest::container::sheet::MAX_CELLS;
use polars::prelude::{ArrowField, ArrowSchema};
use polars_io::parquet::read::{FileMetadata, infer_schema};
use polars_parquet::parquet::page::CompressedPage;
use polars_parquet::read::{ColumnChunkMetadata, PageReader, PhysicalType, RowGroupMetadata};
use polars_parquet::write::schema_to_metadata_key;
use std::collections::BTreeSet;
use std::io::Cursor;
use std::ops::Range;
use std::sync::Arc;

/// More row groups than any export has; each costs time of its own.
const MAX_GROUPS: usize = 10_000;
/// Cells that are decoded at once: a file that turns out to be a filler then costs no more time than these.
const CELLS: usize = 2 << 20;
/// Bytes of one value in memory, at least.
const VALUE: usize = 8;
/// The same for texts: a view with a length.
const TEXT: usize = 16;

/// A stretch of rows that is decoded at once.
#[derive(Debug, Clone)]
pub(super) struct Slice {
    groups: Range<usize>,
    /// First row inside these groups, and how many.
    pub(super) from: usize,
    pub(super) rows: usize,
}

/// How a file is read.
pub(super) struct Plan {
    metadata: FileMetadata,
    pub(super) names: Vec<String>,
    pub(super) kinds: Vec<Kind>,
    pub(super) slices: Vec<Slice>,
    /// Bytes of all pages, unpacked.
    pub(super) unpacked: usize,
    pub(super) notes: Vec<String>,
}

impl Plan {
    pub(super) fn of(raw: &[u8], budget: Budget) -> Result<Self, Stop> {
        footer(raw, budget)?;
        let (metadata, schema) = guarded(|| {
            let metadata = polars_parquet::read::read_metadata(&mut Cursor::new(raw)).map_err(|e| e.to_string())?;
            let schema = infer_schema(&metadata).map_err(|e| e.to_string())?;
            Ok((metadata, schema))
        })
        .map_err(Stop::Damaged)?;
        declared(&metadata, &schema, raw.len())?;
        let (kept, left): (Vec<&ArrowField>, Vec<&ArrowField>) =
            schema.iter_values().partition(|field| is_readable(&field.dtype));
        let mut plan = Self {
            names: kept.iter().map(|field| field.name.to_string()).collect(),
            kinds: kept.iter().map(|field| Kind::of(&field.dtype)).collect(),
            slices: Vec::new(),
            unpacked: 0,
            notes: note(&left),
            metadata,
        };
        plan.cut(raw, budget)?;
        let decoded: ArrowSchema = schema.iter_values().map(widened).map(|field| (field.name.clone(), field)).collect();
        plan.metadata.key_value_metadata = Some(vec![schema_to_metadata_key(&decoded)]);
        Ok(plan)
    }

    /// The metadata of the row groups of one slice.
    pub(super) fn metadata(&self, slice: &Slice) -> Arc<FileMetadata> {
        let row_groups: Vec<RowGroupMetadata> =
            self.metadata.row_groups.get(slice.groups.clone()).unwrap_or(&[]).to_vec();
        let num_rows = row_groups.iter().map(RowGroupMetadata::num_rows).sum();
        let around = FileMetadata { row_groups: Vec::new(), ..self.metadata.clone() };
        Arc::new(FileMetadata { row_groups, num_rows, ..around })
    }

    /// Gathers row groups that fit together, and cuts those that don't fit alone.
    fn cut(&mut self, raw: &[u8], budget: Budget) -> Result<(), Stop> {
        let names: BTreeSet<&str> = self.names.iter().map(String::as_str).collect();
        let (most, columns) = (budget.declared(), self.names.len().max(1));
        let (mut slices, mut held) = (Vec::<Slice>::new(), most);
        for (index, group) in self.metadata.row_groups.iter().enumerate() {
            let (size, unpacked) = size(group, &names, raw, budget)?;
            self.unpacked = self.unpacked.saturating_add(unpacked);
            let rows = group.num_rows();
            if let Some(last) = slices
                .last_mut()
                .filter(|last| held.saturating_add(size) <= most && (last.rows + rows).saturating_mul(columns) <= CELLS)
            {
                held += size;
                last.groups.end = index + 1;
                last.rows += rows;
                continue;
            }
            let parts = (size / most).max(rows.saturating_mul(columns) / CELLS) + 1;
            held = if parts > 1 { most } else { size };
            let step = rows.div_ceil(parts).max(1);
            let starts = (0..rows.max(1)).step_by(step);
            slices.extend(starts.map(|from| Slice {
                groups: index..index + 1,
                from,
                rows: step.min(rows.saturating_sub(from)),
            }));
        }
        self.slices = slices;
        Ok(())
    }
}

fn note(left: &[&ArrowField]) -> Vec<String> {
    let names: Vec<&str> = left.iter().map(|field| field.name.as_str()).collect();
    if names.is_empty() {
        return Vec::new();
    }
    vec![format!("columns that hold no plain values were not read: {}", names.join(", "))]
}

/// The length of the footer, before the footer is parsed.
fn footer(raw: &[u8], budget: Budget) -> Result<(), Stop> {
    let end: Option<[u8; 4]> = raw.len().checked_sub(8).and_then(|at| raw.get(at..at + 4)?.try_into().ok());
    let length = end.map_or(0, u32::from_le_bytes) as usize;
    if length < raw.len() && length > budget.document() {
        return Err(Stop::Over(format!("its list of contents has more than {}", mib(budget.document()))));
    }
    Ok(())
}

fn declared(metadata: &FileMetadata, schema: &ArrowSchema, packed: usize) -> Result<(), Stop> {
    let (rows, columns, groups) = (metadata.num_rows, schema.len(), metadata.row_groups.len());
    let in_groups = metadata.row_groups.iter().map(RowGroupMetadata::num_rows).fold(0, usize::saturating_add);
    let cells = rows.max(in_groups).saturating_mul(columns.max(1));
    if columns > MAX_COLUMNS {
        return Err(Stop::Over(format!("it has {columns} columns, more than a spreadsheet can have")));
    }
    if groups > MAX_GROUPS {
        return Err(Stop::Over(format!("it has {groups} row groups, more than any export")));
    }
    if cells > MAX_CELLS {
        return Err(Stop::Over(format!("it declares {rows} rows of {columns} columns, which is too many")));
    }
    if is_bomb(packed as u64, cells.saturating_mul(VALUE) as u64, RATIO_FROM) {
        return Err(Stop::bomb(RATIO_FROM));
    }
    Ok(())
}

/// What a row group takes when it is decoded, and its pages unpacked, both in bytes.
fn size(group: &RowGroupMetadata, names: &BTreeSet<&str>, raw: &[u8], budget: Budget) -> Result<(usize, usize), Stop> {
    let (mut all, mut pages) = (0_usize, 0_usize);
    for chunk in group.parquet_columns() {
        let name = chunk.descriptor().path_in_schema.first().map_or("", |name| name.as_str());
        if !names.contains(name) {
            continue;
        }
        let (values, unpacked) = guarded(|| pages_of(chunk, raw)).map_err(Stop::Damaged)?;
        let is_text = chunk.physical_type() == PhysicalType::ByteArray;
        let values = values.max(usize::try_from(chunk.num_values()).unwrap_or(0)).max(group.num_rows());
        let size = values.saturating_mul(if is_text { TEXT } else { VALUE }).saturating_add(unpacked);
        let is_list = chunk.descriptor().descriptor.max_rep_level > 0;
        if unpacked > budget.declared() || (is_list && size > budget.declared()) {
            let cause = format!("the column {name} would take {} in one row group", mib(size));
            return Err(Stop::Over(cause));
        }
        all = all.saturating_add(size);
        pages = pages.saturating_add(unpacked);
    }
    Ok((all, pages))
}

/// Values of a column and the size of its pages, as their headers state them.
fn pages_of(chunk: &ColumnChunkMetadata, raw: &[u8]) -> Result<(usize, usize), String> {
    let range = chunk.byte_range();
    let bounds = usize::try_from(range.start).ok().zip(usize::try_from(range.end).ok());
    let bytes = bounds.and_then(|(start, end)| raw.get(start..end)).ok_or("a column lies outside of the file")?;
    let reader = PageReader::new(Cursor::new(bytes.to_vec().into()), chunk, Vec::new(), bytes.len());
    let (mut values, mut unpacked) = (0_usize, 0_usize);
    for page in reader {
        match page.map_err(|e| e.to_string())? {
            CompressedPage::Data(page) => {
                values = values.saturating_add(page.num_values());
                unpacked = unpacked.saturating_add(page.uncompressed_size());
            }
            CompressedPage::Dict(_) => unpacked = unpacked.saturating_add(dictionary(bytes)?),
        }
    }
    Ok((values, unpacked))
}

/// The size of the dictionary that begins a column, unpacked: the second number of its header. The library keeps it to
/// itself.
fn dictionary(bytes: &[u8]) -> Result<usize, String> {
    // A 32-bit number, the next field; then what kind of page this is, doubled.
    let size = bytes.strip_prefix(&[0x15, 0x04, 0x15]).ok_or("the header of a dictionary makes no sense")?;
    let mut value = 0_usize;
    for (shift, byte) in (0..).step_by(7).zip(size.iter().take(5)) {
        value |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(value / 2);
        }
    }
    Err("the header of a dictionary makes no sense".to_owned())
}
