//! Signs that not all records of an export are here, and what other files of the same export say to that.

use crate::ingest::file_report::{FileReport, Sign};
use std::collections::{BTreeMap, BTreeSet};

/// The pages of one export together: files of one kind whose paths differ only in digits.
#[derive(Debug, Default)]
struct Series {
    units: usize,
    records: u64,
    /// Where pages begin, by the number of records before them.
    firsts: BTreeSet<usize>,
    /// One of them says that it is the last, or shows it.
    has_end: bool,
    /// The last unit with a note.
    last: usize,
}

/// Puts the notes that stand into the units: a file whose next page is among the files lacks nothing. `labels`: what each file is
/// called, the way to it included.
pub fn settle(reports: &mut [FileReport], labels: &[String]) {
    let mut all: BTreeMap<(&'static str, String), Series> = BTreeMap::new();
    let named = reports.iter().zip(labels);
    let units = named.flat_map(|(file, label)| file.units.iter().map(move |unit| (series(label), unit)));
    let mut places = Vec::new();
    for (at, (path, unit)) in units.enumerate() {
        let key = (unit.source.unwrap_or_default(), path);
        let series = all.entry(key.clone()).or_default();
        series.units += 1;
        series.records += unit.records;
        series.firsts.extend(unit.sign.first);
        series.has_end |= unit.sign.note.is_none();
        series.last = if unit.sign.note.is_some() { at } else { series.last };
        places.push(key);
    }
    let units = reports.iter_mut().flat_map(|file| &mut file.units);
    for ((at, key), unit) in places.iter().enumerate().zip(units) {
        let stands = all.get(key).is_none_or(|series| series.lacks(at, &unit.sign));
        if let Some(note) = unit.sign.note.take().filter(|_| stands) {
            unit.notes.push(note);
        }
    }
}

impl Series {
    /// Whether the note of a unit stands beside all others.
    fn lacks(&self, at: usize, sign: &Sign) -> bool {
        if sign.lost || self.units == 1 {
            return true;
        }
        if let Some(total) = sign.total.filter(|total| *total > 0) {
            return self.records < total as u64;
        }
        match sign.next.filter(|_| self.firsts.len() > 1) {
            Some(next) => !self.firsts.contains(&next),
            // Without numbers a last page answers for all; where none is, one file stands for the rest.
            None => !self.has_end && at == self.last,
        }
    }
}

/// The path without its digits: what the pages of one export have in common.
fn series(path: &str) -> String {
    path.chars().filter(|c| !c.is_ascii_digit()).collect()
}
