//! Where documents go: a folder that appears only when it is complete, or memory.

mod folder;

pub use folder::Folder;

use crate::store::StoreError;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{self, Write};
use std::path::{Component, Path};

/// Why something could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SinkError {
    #[error("write {path}: {cause}")]
    Io { path: String, cause: io::Error },
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("write {path}: the name leaves the report's folder")]
    BadName { path: String },
    #[error("make the report: {0}; this is a mistake in retroscope, please report it")]
    Internal(String),
}

impl SinkError {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Io { .. } => "nothing that was there before has changed; check the place and its free space",
            Self::Store(error) => error.hint(),
            Self::BadName { .. } | Self::Internal(_) => "nothing was changed",
        }
    }

    pub(crate) fn internal(cause: impl Display) -> Self {
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
    fn create<'a>(&'a mut self, path: &str) -> Result<Box<dyn Write + Send + 'a>, SinkError>;

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
    fn create<'a>(&'a mut self, path: &str) -> Result<Box<dyn Write + Send + 'a>, SinkError> {
        checked(path)?;
        let file = self.files.entry(path.to_owned()).or_default();
        file.clear();
        Ok(Box::new(file))
    }
}
