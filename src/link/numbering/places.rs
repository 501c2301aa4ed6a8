//! The files and sheets that records stand in, and what records are called by them.

use crate::frame::columns::IncidentColumns;
use crate::frame::records::Records;
use crate::model::row::{FileIx, IncidentRow, Ix};
use std::collections::{BTreeMap, BTreeSet};

/// A file, and a sheet of it by number; 0 where the file has none.
pub(super) type Place = (FileIx, u32);

/// Sheets by number, as they are met.
#[derive(Debug, Default)]
pub(super) struct Places {
    sheets: Vec<String>,
    numbers: BTreeMap<String, u32>,
}

impl Places {
    /// Where a row of the incident columns stands.
    pub(super) fn of(&mut self, columns: &IncidentColumns, records: &Records, row: IncidentRow) -> Place {
        let record = columns.record[row];
        let file = records.file[record];
        let pointer = records.pointer(record);
        // A pointer that begins with a slash is a way into JSON, and no sheet.
        if pointer.is_empty() || pointer.starts_with('/') {
            return (file, 0);
        }
        let sheets = &mut self.sheets;
        let number = self.numbers.entry(pointer.clone()).or_insert_with(|| {
            sheets.push(pointer);
            u32::at(sheets.len())
        });
        (file, *number)
    }

    /// What a record is called when its number is not enough: by its sheet where all lists are in one file, else by its
    /// file and sheet.
    pub(super) fn name(
        &mut self,
        columns: &IncidentColumns,
        records: &Records,
        row: IncidentRow,
        concerned: Option<&BTreeSet<Place>>,
    ) -> String {
        let (file, sheet) = self.of(columns, records, row);
        let files: BTreeSet<FileIx> = concerned.into_iter().flatten().map(|(file, _)| *file).collect();
        let sheet = sheet.checked_sub(1).and_then(|at| self.sheets.get(at as usize));
        let label = match sheet {
            Some(sheet) if files.len() < 2 => sheet.clone(),
            Some(sheet) => format!("{} {sheet}", label(records, file, &files)),
            None => label(records, file, &files),
        };
        // Lists of ids are joined by semicolons.
        format!("{}/{}", label.replace(';', ","), columns.native_id.get(row))
    }
}

/// A file's name without its folder and ending, unless another of the files has the same.
fn label(records: &Records, file: FileIx, files: &BTreeSet<FileIx>) -> String {
    let path = |file: FileIx| records.files[file].as_str();
    let stem = |file: FileIx| {
        let name = path(file).rsplit(['/', '\\']).next().unwrap_or("");
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    };
    let own = stem(file);
    let is_shared = files.iter().any(|other| *other != file && stem(*other) == own);
    if is_shared || own.is_empty() { path(file).to_owned() } else { own.to_owned() }
}
