//! Which folder may be replaced: one that is empty, or an earlier report of ours with nothing else in it.
//!
//! The manifest of a report lists every file of it with size and digest. That list is the only licence to remove anything: a
//! folder that holds a file, a link or a folder that is not on it, or a file that was changed since, is left alone.

use crate::store::manifest::{KIND, MANIFEST, VERSION};
use crate::store::survey::Survey;
use crate::store::{StoreError, above};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, Metadata};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

/// No manifest of ours is longer: a million inputs fit. A longer one is somebody else's.
const MAX_MANIFEST: u64 = 1 << 28;
/// How many files in the way are named.
const NAMED: usize = 5;

const ELSEWHERE: &str = "nothing was changed; choose another folder";
const MOVE_AWAY: &str = "nothing was changed; move them elsewhere, or choose another folder";
const DELETE: &str = "nothing was changed; keep what you need of it and delete the folder, or choose another one";

/// A file of a report, as its manifest lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedFile {
    /// Path inside the report, with forward slashes.
    pub path: String,
    pub bytes: u64,
    /// Digest in hexadecimal digits.
    pub sha256: String,
}

/// What the manifest of a folder says it is.
pub enum Manifest {
    /// There is none.
    None,
    /// It is not one of ours.
    Foreign,
    /// Ours, of a version that listed no files.
    Earlier,
    /// Ours, of a version that this program does not know.
    Later,
    Ours(Vec<ListedFile>),
}

#[derive(Deserialize)]
struct Head {
    kind: Option<String>,
    schema_version: Option<u64>,
    made_by: Option<String>,
}

#[derive(Deserialize)]
struct Body {
    files: Vec<ListedFile>,
}

impl Manifest {
    /// Looks at the manifest of a folder, and at nothing else in it.
    #[must_use]
    pub fn of(folder: &Path) -> Self {
        let path = folder.join(MANIFEST);
        match path.symlink_metadata() {
            Err(_) => return Self::None,
            Ok(seen) if !seen.is_file() || seen.len() > MAX_MANIFEST => return Self::Foreign,
            Ok(_) => {}
        }
        let Ok(Head { kind, schema_version: Some(version), made_by }) = parse(&path) else { return Self::Foreign };
        let ours = kind.as_deref() == Some(KIND);
        let made_by_us = made_by.is_some_and(|by| by.starts_with("retroscope "));
        match (ours, version) {
            (true, VERSION) => parse(&path).map_or(Self::Foreign, |Body { files }| Self::Ours(files)),
            (true, later) if later > VERSION => Self::Later,
            // The first version had no kind.
            (false, 1) if kind.is_none() && made_by_us => Self::Earlier,
            _ => Self::Foreign,
        }
    }
}

/// Reads what is wanted of a manifest; the rest is never held.
fn parse<T: DeserializeOwned>(path: &Path) -> io::Result<T> {
    let text = BufReader::new(File::open(path)?.take(MAX_MANIFEST));
    serde_json::from_reader(text).map_err(io::Error::from)
}

/// Whether a folder is a report of ours, of whatever version.
#[must_use]
pub fn is_report(folder: &Path) -> bool {
    matches!(Manifest::of(folder), Manifest::Ours(_) | Manifest::Earlier | Manifest::Later)
}

/// What stands at a target.
pub(super) enum Standing {
    Nothing,
    Empty,
    /// An earlier report and nothing else.
    Report(Survey),
}

/// How closely the files of an earlier report are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    Sizes,
    Bytes,
}

/// Looks at what stands at a target.
///
/// # Errors
/// Anything that may not be replaced; the message names what is in the way.
pub(super) fn look(path: &Path, shown: &str, depth: Depth) -> Result<Standing, StoreError> {
    let seen = match path.symlink_metadata() {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Standing::Nothing),
        other => other.map_err(StoreError::io(shown))?,
    };
    if let Some((why, hint)) = no_folder(path, &seen) {
        return Err(StoreError::refused(shown, why, hint));
    }
    let names = names(path).map_err(StoreError::io(shown))?;
    if names.is_empty() {
        return Ok(Standing::Empty);
    }
    let refuse = |why: String, hint| Err(StoreError::refused(shown, why, hint));
    match Manifest::of(path) {
        Manifest::None => refuse(format!("it holds {} and is no earlier report", few(&names)), ELSEWHERE),
        Manifest::Foreign => {
            refuse(format!("it holds {}, and its {MANIFEST} is not that of a report", few(&names)), ELSEWHERE)
        }
        Manifest::Earlier => refuse(
            "it holds a report of an earlier version, which does not list its files, so that yours among them can't be told"
                .to_owned(),
            DELETE,
        ),
        Manifest::Later => refuse("it holds a report of a later version of retroscope".to_owned(), DELETE),
        Manifest::Ours(entries) => of_report(path, shown, &entries, depth),
    }
}

fn no_folder(path: &Path, seen: &Metadata) -> Option<(&'static str, &'static str)> {
    if seen.is_symlink() {
        Some(("it is a link", "nothing was changed; name the folder itself"))
    } else if !seen.is_dir() {
        Some(("it is no folder", ELSEWHERE))
    } else if is_mount_point(path, seen) {
        Some(("something is mounted there, so that it can't be exchanged as a whole", "name a folder inside it"))
    } else {
        None
    }
}

#[cfg(unix)]
fn is_mount_point(path: &Path, seen: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    above(path).metadata().is_ok_and(|above| above.dev() != seen.dev())
}

#[cfg(not(unix))]
fn is_mount_point(path: &Path, _seen: &Metadata) -> bool {
    above(path).as_os_str().is_empty()
}

fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// The first few, and how many more.
fn few(names: &[String]) -> String {
    let more = names.len().saturating_sub(NAMED);
    let first = names.get(..names.len() - more).unwrap_or_default().join(", ");
    if more == 0 { first } else { format!("{first} and {more} more") }
}

fn of_report(path: &Path, shown: &str, entries: &[ListedFile], depth: Depth) -> Result<Standing, StoreError> {
    let listed: BTreeMap<PathBuf, &ListedFile> =
        entries.iter().map(|entry| (PathBuf::from(&entry.path), entry)).collect();
    let folders: BTreeSet<PathBuf> =
        listed.keys().flat_map(|file| file.ancestors().skip(1)).map(Path::to_owned).collect();
    let survey = Survey::of(path, &folders).map_err(StoreError::io(shown))?;
    let mut strange: Vec<String> = survey.odd.iter().map(|odd| odd.display().to_string()).collect();
    let mut changed = Vec::new();
    for file in survey.files.keys().filter(|file| file.as_path() != Path::new(MANIFEST)) {
        match listed.get(file) {
            None => strange.push(file.display().to_string()),
            Some(entry) if !is_as_listed(&path.join(file), entry, depth) => changed.push(file.display().to_string()),
            Some(_) => {}
        }
    }
    strange.sort();
    let mut why = Vec::new();
    if !strange.is_empty() {
        why.push(format!("besides the earlier report it holds {}", few(&strange)));
    }
    if !changed.is_empty() {
        why.push(format!("since the earlier report was written somebody changed {}", few(&changed)));
    }
    if why.is_empty() {
        Ok(Standing::Report(survey))
    } else {
        Err(StoreError::refused(shown, why.join("; "), MOVE_AWAY))
    }
}

/// A file that can't be read counts as changed: it can't be told.
fn is_as_listed(path: &Path, entry: &ListedFile, depth: Depth) -> bool {
    let same_size = path.symlink_metadata().is_ok_and(|seen| seen.len() == entry.bytes);
    same_size && (depth == Depth::Sizes || digest(path).is_ok_and(|digest| digest == entry.sha256))
}

/// The digest of a file, read piece by piece, as the manifest writes it.
///
/// # Errors
/// The file can't be read.
pub fn digest(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 17];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex(&hasher.finalize())),
            n => hasher.update(buffer.get(..n).unwrap_or_default()),
        }
    }
}

/// A digest as the manifest writes it.
pub(crate) fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
