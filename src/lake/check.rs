//! `normalise --check`: whether a lake is what was written.

use crate::ingest::container::guard::guarded;
use crate::lake::index::{LakeError, LakeIndex, LakePart};
use crate::lake::{open, stated, tables};
use crate::par;
use crate::store::shelf::INDEX;
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// What was found.
#[derive(Default)]
pub struct Checked {
    /// What is wrong, one line each, in order of path.
    pub wrong: Vec<String>,
    /// Parts that the index does not name: what a run left that was stopped. They count nowhere, and the next run that adds
    /// something takes away those that it knows.
    pub strays: Vec<String>,
    pub files: u64,
    pub parts: u64,
    pub records: u64,
}

/// Looks at every part: its bytes, its columns and its rows; and whether the files and parts of the index fit together.
///
/// # Errors
/// There is no lake.
pub fn check(lake: &Path) -> Result<Checked, LakeError> {
    let index = match LakeIndex::read(lake) {
        Ok(index) => index,
        Err(error) if lake.join(INDEX).exists() => {
            return Ok(Checked { wrong: vec![format!("could not {error}")], ..Checked::default() });
        }
        Err(error) => return Err(error),
    };
    let looked = par::each(&index.parts, |part| part_state(lake, part).err());
    let mut wrong: Vec<String> = index
        .parts
        .iter()
        .zip(looked)
        .filter_map(|(part, wrong)| Some(format!("{}/{}: {}", lake.display(), part.path, wrong?)))
        .collect();
    let listed: BTreeSet<&str> = index.parts.iter().map(|part| part.path.as_str()).collect();
    for file in &index.files {
        let missing = file.parts.iter().chain(&file.stated).filter(|path| !listed.contains(path.as_str()));
        wrong.extend(missing.map(|path| format!("{}/{INDEX}: it names {path} and does not list it", lake.display())));
        wrong.extend(counts(file.records, &index, file.stated.as_deref()).map(|why| format!("{}: {why}", file.path)));
    }
    let strays = parquet(lake, lake).into_iter().filter(|path| !listed.contains(path.as_str())).collect();
    let records = index.files.iter().map(|file| file.records).sum();
    Ok(Checked { wrong, strays, files: index.files.len() as u64, parts: index.parts.len() as u64, records })
}

/// The part that keeps what a file states has a row for each record, and more for what was mended.
fn counts(records: u64, index: &LakeIndex, stated: Option<&str>) -> Option<String> {
    let rows = stated.and_then(|path| index.parts.iter().find(|part| part.path == path)).map_or(0, |part| part.rows);
    (rows < records).then(|| format!("{records} records were read, and {rows} are kept"))
}

fn part_state(lake: &Path, part: &LakePart) -> Result<(), String> {
    open::state(lake, part)?;
    let place = lake.join(&part.path);
    let (rows, columns) = guarded(|| {
        let mut reader = ParquetReader::new(File::open(&place).map_err(|e| e.to_string())?);
        let rows = reader.num_rows().map_err(|e| e.to_string())?;
        let schema = reader.schema().map_err(|e| e.to_string())?;
        Ok((rows as u64, schema.iter_names().map(|name| name.to_string()).collect::<Vec<_>>()))
    })?;
    let wanted: Vec<&str> =
        if part.table == tables::STATED { stated::COLUMNS.to_vec() } else { tables::names(&part.table).collect() };
    if rows != part.rows {
        return Err(format!("it has {rows} rows, and {} were written", part.rows));
    }
    if columns != wanted {
        return Err(format!("its columns are {}, and should be {}", columns.join(", "), wanted.join(", ")));
    }
    Ok(())
}

/// Parquet files below a folder, as their ways inside the lake; hidden folders are not looked into.
fn parquet(lake: &Path, folder: &Path) -> Vec<String> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    let mut found = Vec::new();
    for path in entries {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_dir() && !name.starts_with('.') {
            found.extend(parquet(lake, &path));
        } else if name.ends_with(".parquet") {
            found.extend(path.strip_prefix(lake).ok().map(|way| way.display().to_string().replace('\\', "/")));
        }
    }
    found
}
