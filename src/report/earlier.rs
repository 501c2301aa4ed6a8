//! A report that stands in a folder, read back: what its manifest lists, and nothing that somebody changed since.

use crate::findings::{Findings, SCHEMA_VERSION};
use crate::report::FINDINGS;
use crate::report::manifest::ReportManifest;
use crate::report::sink::{Sink, SinkError};
use crate::store::licence::{self, ListedFile, hex};
use crate::store::manifest::MANIFEST;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

const NAME_IT: &str =
    "nothing was changed; name the folder of a report: the one with manifest.json and findings.json in it";
const AGAIN: &str = "nothing was changed; make the report again with `retroscope review` and its inputs";
const PUT_BACK: &str = "nothing was changed; put the file back as it was, or make the report again with `retroscope review` and its inputs";
const UPDATE: &str = "nothing was changed; use the version of retroscope that wrote it, or a later one";
const CHECK: &str = "nothing was changed; check the place and its rights";

/// Why a report can't be read. Fragments that complete "could not …".
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub struct EarlierError {
    what: String,
    hint: &'static str,
}

impl EarlierError {
    fn new(what: impl Into<String>, hint: &'static str) -> Self {
        Self { what: what.into(), hint }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        self.hint
    }
}

/// A report in its folder.
pub struct Earlier {
    root: PathBuf,
    /// The folder as typed.
    shown: String,
    pub manifest: ReportManifest,
}

/// What is looked at before the rest of `findings.json` is believed.
#[derive(Deserialize)]
struct Head {
    schema_version: u64,
}

impl Earlier {
    /// Opens the report in a folder; only its manifest is read.
    ///
    /// # Errors
    /// It is no folder, no report of ours, or one of a version that lists other things.
    pub fn open(folder: &Path) -> Result<Self, EarlierError> {
        let shown = folder.display().to_string();
        let no = |why: &str, hint| Err(EarlierError::new(format!("read {shown} as a report: {why}"), hint));
        match folder.metadata() {
            Err(cause) if cause.kind() == ErrorKind::NotFound => return no("there is no such folder", NAME_IT),
            Err(cause) => return no(&cause.to_string(), CHECK),
            Ok(seen) if !seen.is_dir() => return no("it is no folder", NAME_IT),
            Ok(_) => {}
        }
        let manifest = match licence::Manifest::of(folder) {
            licence::Manifest::None => return no(&format!("it holds no {MANIFEST}"), NAME_IT),
            licence::Manifest::Foreign => return no(&format!("its {MANIFEST} is not that of a report"), NAME_IT),
            licence::Manifest::Earlier => {
                return no("it holds a report of an earlier version, which does not list its files", AGAIN);
            }
            licence::Manifest::Later => return no("it holds a report of a later version of retroscope", UPDATE),
            licence::Manifest::Ours(_) => fs::read(folder.join(MANIFEST)),
        };
        let parsed = manifest.and_then(|bytes| serde_json::from_slice(&bytes).map_err(io::Error::from));
        match parsed {
            Ok(manifest) => Ok(Self { root: folder.to_owned(), shown, manifest }),
            Err(cause) => no(&format!("its {MANIFEST} is damaged ({cause})"), AGAIN),
        }
    }

    /// The files that are kept when documents are made again: the findings and the tables. Also whether each still stands.
    pub fn kept(&self) -> impl Iterator<Item = (&ListedFile, bool)> {
        let kept = self.manifest.files.iter().filter(|entry| entry.path == FINDINGS || entry.path.starts_with("data/"));
        kept.map(|entry| (entry, self.has(&entry.path)))
    }

    /// Whether a file of the report still stands.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.listed(path).is_some() && self.root.join(path).symlink_metadata().is_ok()
    }

    fn listed(&self, path: &str) -> Option<&ListedFile> {
        self.manifest.files.iter().find(|entry| entry.path == path)
    }

    fn missing(&self, path: &str) -> EarlierError {
        EarlierError::new(format!("read {}/{path}: it is not there", self.shown), PUT_BACK)
    }

    fn changed(&self, path: &str) -> EarlierError {
        let why = "somebody changed it since the report was written";
        EarlierError::new(format!("read {}/{path}: {why}", self.shown), PUT_BACK)
    }

    fn failed(&self, path: &str) -> impl FnOnce(io::Error) -> EarlierError {
        let (gone, what) = (self.missing(path), format!("read {}/{path}", self.shown));
        move |cause| match cause.kind() {
            ErrorKind::NotFound => gone,
            _ => EarlierError::new(format!("{what}: {cause}"), CHECK),
        }
    }

    /// A file of the report, as it was written.
    ///
    /// # Errors
    /// The manifest doesn't list it, it is gone, or its bytes are not those that the manifest lists.
    pub fn bytes(&self, path: &str) -> Result<Vec<u8>, EarlierError> {
        let entry = self.listed(path).ok_or_else(|| self.missing(path))?;
        let bytes = fs::read(self.root.join(path)).map_err(self.failed(path))?;
        if bytes.len() as u64 == entry.bytes && hex(&Sha256::digest(&bytes)) == entry.sha256 {
            Ok(bytes)
        } else {
            Err(self.changed(path))
        }
    }

    /// Where a file of the report stands, once its bytes are known to be those that were written.
    ///
    /// # Errors
    /// As for [`Earlier::bytes`].
    pub(super) fn verified(&self, path: &str) -> Result<PathBuf, EarlierError> {
        let entry = self.listed(path).ok_or_else(|| self.missing(path))?;
        let place = self.root.join(path);
        let digest = licence::digest(&place).map_err(self.failed(path))?;
        if digest == entry.sha256 { Ok(place) } else { Err(self.changed(path)) }
    }

    /// What to say of a file whose bytes are those that were written, and that can't be read all the same.
    pub(super) fn unreadable(&self, path: &str, cause: &dyn std::fmt::Display) -> EarlierError {
        EarlierError::new(format!("read {}/{path}: {cause}", self.shown), AGAIN)
    }

    /// Everything that the documents were made from.
    ///
    /// # Errors
    /// As for [`Earlier::bytes`]; or it is damaged, or of a version that this program does not read.
    pub fn findings(&self) -> Result<Findings, EarlierError> {
        let bytes = self.bytes(FINDINGS)?;
        let damaged = |cause: serde_json::Error| {
            EarlierError::new(format!("read {}/{FINDINGS}: it is damaged ({cause})", self.shown), PUT_BACK)
        };
        let Head { schema_version: version } = serde_json::from_slice(&bytes).map_err(damaged)?;
        let known = u64::from(SCHEMA_VERSION);
        if version != known {
            let what = format!(
                "read {}/{FINDINGS}: its schema version is {version}, and this version of retroscope reads {known}",
                self.shown
            );
            return Err(EarlierError::new(what, if version > known { UPDATE } else { AGAIN }));
        }
        serde_json::from_slice(&bytes).map_err(damaged)
    }

    /// Copies a file of the report into another place, piece by piece.
    ///
    /// # Errors
    /// [`Copy::Unread`]: as for [`Earlier::bytes`]; [`Copy::Unwritten`]: the sink can't take it.
    pub fn copy(&self, entry: &ListedFile, sink: &mut dyn Sink) -> Result<(), Copy> {
        let path = &entry.path;
        let mut file = File::open(self.root.join(path)).map_err(self.failed(path))?;
        let mut digest = Sha256::new();
        let mut out = sink.create(path)?;
        let mut buffer = vec![0; 1 << 17];
        loop {
            let n = io::Read::read(&mut file, &mut buffer).map_err(self.failed(path))?;
            let Some(bytes) = buffer.get(..n).filter(|bytes| !bytes.is_empty()) else { break };
            digest.update(bytes);
            out.write_all(bytes).map_err(|cause| SinkError::Io { path: path.clone(), cause })?;
        }
        if hex(&digest.finalize()) == entry.sha256 { Ok(()) } else { Err(self.changed(path).into()) }
    }
}

/// Why a file of a report can't be copied.
#[derive(Debug, thiserror::Error)]
pub enum Copy {
    #[error(transparent)]
    Unread(#[from] EarlierError),
    #[error(transparent)]
    Unwritten(#[from] SinkError),
}

impl Copy {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Unread(error) => error.hint(),
            Self::Unwritten(error) => error.hint(),
        }
    }
}
