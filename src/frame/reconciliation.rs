//! What became of the records of each file, counted: read = kept + attached + merged + excluded + rejected.

use crate::frame::records::{Fate, Records};
use crate::model::row::{FileIx, RecordRow, SourceIx};
use std::collections::BTreeMap;

/// What became of the records of one file from one tool.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileCount {
    pub source: String,
    pub file: String,
    /// Counts in the order of [`Fate::ALL`].
    pub fates: [u64; 5],
}

impl FileCount {
    #[must_use]
    pub fn read(&self) -> u64 {
        self.fates.iter().sum()
    }

    #[must_use]
    pub fn count(&self, fate: Fate) -> u64 {
        Fate::ALL.iter().zip(self.fates).filter(|(f, _)| **f == fate).map(|(_, n)| n).sum()
    }
}

/// Counts per tool and file, in that order.
#[must_use]
pub fn file_counts(records: &Records) -> Vec<FileCount> {
    let mut counts: BTreeMap<(SourceIx, FileIx), [u64; 5]> = BTreeMap::new();
    let mut rows = records.rows().peekable();
    let of = |row: RecordRow| (records.source[row], records.file[row]);
    // Records of one file lie one behind the other: the counts are looked up once for all of them.
    while let Some(first) = rows.peek().copied() {
        let fates = counts.entry(of(first)).or_default();
        while let Some(row) = rows.next_if(|row| of(*row) == of(first)) {
            fates.get_mut(records.fate[row] as usize).into_iter().for_each(|slot| *slot += 1);
        }
    }
    let name = |file: FileIx| records.files[file].clone();
    let mut list: Vec<FileCount> = counts
        .into_iter()
        .map(|((source, file), fates)| FileCount {
            source: records.sources.get(source).to_owned(),
            file: name(file),
            fates,
        })
        .collect();
    list.sort();
    list
}
