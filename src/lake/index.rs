//! `lake.json`: which files a lake holds, what reading them gave, and the parts that keep it.

use crate::ingest::file_report::{FileReport, Problem, UnitReport};
use crate::ingest::head::Head;
use crate::lake::place;
use crate::model::secret::Secret;
use crate::store::StoreError;
use crate::store::shelf::{INDEX, KIND, VERSION};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

const NAME_IT: &str = "nothing was changed; name the folder of a lake: the one with lake.json in it";
const AGAIN: &str = "nothing was changed; put lake.json back from a copy, or make the lake again with `retroscope normalise` and all exports";
const UPDATE: &str = "nothing was changed; use the version of retroscope that wrote it, or a later one";

/// Why a lake can't be read or added to. Fragments that complete "could not …".
#[derive(Debug, thiserror::Error)]
pub enum LakeError {
    #[error("{what}")]
    Unread { what: String, hint: &'static str },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl LakeError {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Unread { hint, .. } => hint,
            Self::Store(error) => error.hint(),
        }
    }
}

/// The whole index. Whatever is not in it is not in the lake.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LakeIndex {
    pub kind: String,
    pub schema_version: u64,
    /// Program and version that wrote it last.
    pub made_by: String,
    /// In the order of their paths, those of one path in the order in which they were added.
    pub files: Vec<LakeFile>,
    /// In the order of their paths.
    pub parts: Vec<LakePart>,
}

/// One part: a Parquet file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LakePart {
    /// Path inside the lake, with forward slashes.
    pub path: String,
    pub table: String,
    /// `2026Q2`; `unknown` for rows without a time; empty for a table that has no quarters.
    pub quarter: String,
    pub bytes: u64,
    /// Digest in hexadecimal digits.
    pub sha256: String,
    pub rows: u64,
}

/// One file that was read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LakeFile {
    /// Where it lay, as the way from the lake's folder, with forward slashes; `-` for standard input.
    pub path: String,
    pub bytes: u64,
    pub sha256: String,
    /// The digest that makes pseudonyms, in hexadecimal digits.
    pub secret: String,
    /// Kind from `KIND=PATH`.
    pub forced: Option<String>,
    /// Digest of all that its reading hung on: bytes, name, version, settings.
    pub key: String,
    /// Digest of the mappings and limits with which it was read.
    pub read_with: String,
    /// Program and version that read it.
    pub made_by: String,
    /// Number of the run that added it, from 1.
    pub added: u64,
    /// Records and rejects.
    pub records: u64,
    pub units: Vec<UnitReport>,
    pub problem: Option<Problem>,
    pub unknown: Option<Head>,
    pub notes: Vec<String>,
    /// The whole text, of a file with settings.
    pub text: Option<String>,
    /// The part with what it states; `None` where it states nothing.
    pub stated: Option<String>,
    /// All parts that keep something of it.
    pub parts: Vec<String>,
}

/// Kinds of files that people keep by hand or that we write: a newer file at the same place stands for the older one.
const REPLACED: [&str; 8] =
    ["annotations", "changes", "exposure", "holidays", "notes", "own-incidents", "own-tables", "people"];

/// Whether a newer file at the same place takes the place of one that gave this. An export is kept: it may hold what a later one
/// does not.
pub(super) fn is_replaced(units: &[UnitReport], read: u64) -> bool {
    read == 0 || units.iter().filter_map(|unit| unit.source).all(|source| REPLACED.contains(&source))
}

impl LakeFile {
    /// What reading gave.
    pub(super) fn report(&self) -> FileReport {
        FileReport {
            bytes: self.bytes,
            sha256: self.sha256.clone(),
            secret: secret(&self.secret),
            units: self.units.clone(),
            problem: self.problem.clone(),
            unknown: self.unknown.clone(),
            read: self.records,
            notes: self.notes.clone(),
            ..FileReport::default()
        }
    }

    /// Where it lay, for a lake in this folder.
    pub(super) fn place(&self, root: &Path) -> PathBuf {
        place::absolute(root, &self.path)
    }
}

fn secret(text: &str) -> Secret {
    let mut bytes = [0; 32];
    let digits: Vec<u8> = text.chars().filter_map(|c| c.to_digit(16)).filter_map(|d| u8::try_from(d).ok()).collect();
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = pair.iter().fold(0, |byte, digit| (byte << 4) | digit);
    }
    Secret::new(bytes)
}

pub(super) fn this_version() -> String {
    format!("retroscope {}", env!("CARGO_PKG_VERSION"))
}

impl LakeIndex {
    /// That of a lake without files.
    pub(super) fn empty() -> Self {
        let (kind, made_by) = (KIND.to_owned(), this_version());
        Self { kind, schema_version: VERSION, made_by, files: Vec::new(), parts: Vec::new() }
    }

    /// The index of the lake in a folder.
    ///
    /// # Errors
    /// There is no lake, its index is damaged, or it is of a version that this program does not know.
    pub fn read(lake: &Path) -> Result<Self, LakeError> {
        let shown = lake.display();
        let no = |why: String, hint| LakeError::Unread { what: format!("read {shown} as a lake: {why}"), hint };
        let bytes = fs::read(lake.join(INDEX)).map_err(|cause| match cause.kind() {
            ErrorKind::NotFound => no(format!("it holds no {INDEX}"), NAME_IT),
            _ => no(cause.to_string(), "nothing was changed; check the place and its rights"),
        })?;
        let damaged = |cause: &dyn std::fmt::Display| no(format!("its {INDEX} is damaged ({cause})"), AGAIN);
        let version: Version = serde_json::from_slice(&bytes).map_err(|cause| damaged(&cause))?;
        if version.kind != KIND {
            return Err(no(format!("its {INDEX} is not that of a lake"), NAME_IT));
        }
        if version.schema_version != VERSION {
            return Err(no("it is of another version of retroscope".to_owned(), UPDATE));
        }
        serde_json::from_slice(&bytes).map_err(|cause| damaged(&cause))
    }

    /// Its bytes. They hold what the exports hold as they hold it: it has to come back unchanged.
    pub(super) fn bytes(&self) -> io::Result<Vec<u8>> {
        let mut bytes = serde_json::to_vec_pretty(self).map_err(io::Error::from)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

/// What is looked at before the rest of the index is believed.
#[derive(Deserialize)]
struct Version {
    kind: String,
    schema_version: u64,
}
