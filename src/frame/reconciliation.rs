//! What became of the records of each file, counted: read = kept + attached + merged + excluded + rejected.

use crate::frame::records::{Fate, Records};
use crate::model::row::FileIx;
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
    let mut counts: BTreeMap<(&str, FileIx), [u64; 5]> = BTreeMap::new();
    for row in records.rows() {
        let fates = counts.entry((records.tool(row), records.file[row])).or_default();
        let place = Fate::ALL.iter().position(|f| records.fate[row] == *f);
        if let Some(slot) = place.and_then(|p| fates.get_mut(p)) {
            *slot += 1;
        }
    }
    let name = |file: FileIx| records.files[file].clone();
    let mut list: Vec<FileCount> = counts
        .into_iter()
        .map(|((source, file), fates)| FileCount { source: source.to_owned(), file: name(file), fates })
        .collect();
    list.sort();
    list
}
