//! Where documents go: a folder that appears only when it is complete, or memory.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path, PathBuf};

/// The file by which an earlier report of ours is known. Whoever fills a folder writes it.
pub const MANIFEST: &str = "manifest.json";

/// Why something could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SinkError {
    #[error("write {path}: {cause}")]
    Io { path: String, cause: io::Error },
    #[error("replace {path}: it isn't an earlier report (it has no {MANIFEST}); choose another folder or empty it")]
    NotOurs { path: String },
    #[error("write {path}: the name leaves the report's folder")]
    BadName { path: String },
    #[error("make the report: {0}; this is a mistake in retroscope, please report it")]
    Internal(String),
}

impl SinkError {
    pub(super) fn internal(cause: impl Display) -> Self {
        Self::Internal(cause.to_string())
    }
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> SinkError {
    let path = path.display().to_string();
    move |cause| SinkError::Io { path, cause }
}

/// Takes the files of a report by their paths inside it (`charts/areas.svg`, always with forward slashes).
///
/// A path is written at most once; the caller may write in any order. An implementer makes missing folders and refuses
/// paths that lead out of the report; it must not change a byte.
pub trait Sink {
    /// Opens a file for a lot of data.
    ///
    /// # Errors
    /// When the path leads out of the report or can't be written.
    fn create<'a>(&'a mut self, path: &str) -> Result<Box<dyn Write + 'a>, SinkError>;

    /// Writes a whole file.
    ///
    /// # Errors
    /// When the path leads out of the report or can't be written.
    fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), SinkError> {
        let name = Path::new(path).to_owned();
        let mut file = self.create(path)?;
        file.write_all(bytes).and_then(|()| file.flush()).map_err(failed(&name))
    }
}

/// The path, if it stays inside the report.
fn checked(path: &str) -> Result<&Path, SinkError> {
    let inner = Path::new(path);
    let plain = inner.components().all(|c| matches!(c, Component::Normal(_)));
    if plain && !path.is_empty() && !path.contains('\\') {
        Ok(inner)
    } else {
        Err(SinkError::BadName { path: path.to_owned() })
    }
}

/// Files in memory, for tests.
#[derive(Debug, Default)]
pub struct Memory {
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Memory {
    /// A file as text, if it was written and is UTF-8.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok())
    }
}

impl Sink for Memory {
    fn create<'a>(&'a mut self, path: &str) -> Result<Box<dyn Write + 'a>, SinkError> {
        checked(path)?;
        let file = self.files.entry(path.to_owned()).or_default();
        file.clear();
        Ok(Box::new(file))
    }
}

/// A report that is being written beside the place where it will stand.
///
/// Until [`Folder::finish`] nothing at the target changes, so a run that stops leaves the earlier report as it was.
/// What a stopped run leaves behind is removed when the next one starts. The names of the temporary folders depend on
/// the target only; two runs must not write to one target at the same time.
#[derive(Debug)]
pub struct Folder {
    target: PathBuf,
    partial: PathBuf,
    earlier: PathBuf,
    finished: bool,
}

impl Folder {
    /// Starts a report that will stand at `target`, whose parent folders are made when they are missing.
    ///
    /// # Errors
    /// When `target` is something other than an empty folder or an earlier report, or the disk refuses.
    pub fn begin(target: &Path) -> Result<Self, SinkError> {
        let name = target.file_name().ok_or_else(|| SinkError::BadName { path: target.display().to_string() })?;
        let name = name.to_string_lossy();
        let digest = Sha256::digest(name.as_bytes());
        let suffix: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        let folder = Self {
            target: target.to_owned(),
            partial: target.with_file_name(format!(".{name}.partial-{suffix}")),
            earlier: target.with_file_name(format!(".{name}.earlier-{suffix}")),
            finished: false,
        };
        folder.recover()?;
        folder.replaceable()?;
        fs::create_dir_all(&folder.partial).map_err(failed(&folder.partial))?;
        Ok(folder)
    }

    /// Clears up after a run that stopped. If it stopped between the two renames, the earlier report comes back.
    fn recover(&self) -> Result<(), SinkError> {
        remove(&self.partial)?;
        if self.earlier.exists() && !self.target.exists() {
            return fs::rename(&self.earlier, &self.target).map_err(failed(&self.target));
        }
        remove(&self.earlier)
    }

    /// Only an empty folder or an earlier report may be replaced: a mistyped path must not cost anyone their files.
    fn replaceable(&self) -> Result<(), SinkError> {
        if !self.target.exists() {
            return Ok(());
        }
        let not_ours = || SinkError::NotOurs { path: self.target.display().to_string() };
        if !self.target.is_dir() {
            return Err(not_ours());
        }
        let empty = fs::read_dir(&self.target).map_err(failed(&self.target))?.next().is_none();
        if empty || self.target.join(MANIFEST).is_file() { Ok(()) } else { Err(not_ours()) }
    }

    /// Puts the complete report in its place and removes the earlier one. Returns where it stands.
    ///
    /// # Errors
    /// When the disk refuses; the earlier report is then back in its place.
    pub fn finish(mut self) -> Result<PathBuf, SinkError> {
        self.replaceable()?;
        let replaced = self.target.exists();
        if replaced {
            fs::rename(&self.target, &self.earlier).map_err(failed(&self.earlier))?;
        }
        if let Err(cause) = fs::rename(&self.partial, &self.target) {
            if replaced {
                fs::rename(&self.earlier, &self.target).map_err(failed(&self.target))?;
            }
            return Err(failed(&self.target)(cause));
        }
        self.finished = true;
        if replaced {
            remove(&self.earlier)?;
        }
        Ok(self.target.clone())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.finished {
            // Best effort: what stays behind is removed by the next run.
            let _ = fs::remove_dir_all(&self.partial);
        }
    }
}

impl Sink for Folder {
    fn create<'a>(&'a mut self, path: &str) -> Result<Box<dyn Write + 'a>, SinkError> {
        let path = self.partial.join(checked(path)?);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(failed(parent))?;
        }
        Ok(Box::new(BufWriter::new(fs::File::create(&path).map_err(failed(&path))?)))
    }
}

fn remove(folder: &Path) -> Result<(), SinkError> {
    match fs::remove_dir_all(folder) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(failed(folder)(cause)),
        _ => Ok(()),
    }
}
