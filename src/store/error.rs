//! Why something was not written, and what to do about it.

use std::io;
use std::path::Path;

/// Why something was not written. Fragments that complete "could not …". Unless it says otherwise nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk or the system refuses.
    #[error("write {path}: {cause}")]
    Io { path: String, cause: io::Error },
    /// What stands at the target may not be replaced, or nothing can stand there.
    #[error("write {path}: {why}")]
    Refused { path: String, why: String, hint: &'static str },
    /// Another run holds the lock.
    #[error("write {path}: another run is writing it")]
    Busy { path: String },
    /// The file system knows no locks, and hidden work of some run lies there.
    #[error("write {path}: {hidden} is there, and the file system can't tell whether a run still works on it")]
    NoLocks { path: String, hidden: String },
    /// A single file of that name is there.
    #[error("write {path}: it is there already")]
    Exists { path: String },
    /// Several files were to be written, and some are.
    #[error("write {path}: {cause}; {written} was written")]
    Partly { path: String, cause: io::Error, written: String },
    /// The earlier report was moved away and can't be moved back at once.
    #[error("put {path} back: {cause}; it is complete in {hidden}")]
    Aside { path: String, hidden: String, cause: io::Error },
}

impl StoreError {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Io { .. } => {
                "nothing that was there before has changed; check the place and its free space, or choose another one"
            }
            Self::Refused { hint, .. } => hint,
            Self::Busy { .. } => "nothing was changed; wait until that run is done, or choose another place",
            Self::NoLocks { .. } => "if no other run is at work, delete that and try again",
            Self::Exists { .. } => "nothing was changed; choose another name",
            Self::Partly { .. } => "the others are as they were; check the place and its free space",
            Self::Aside { .. } => "the next run that writes there puts it back; or rename it by hand",
        }
    }

    /// An error of the system, with the path that it is about.
    pub fn io(path: impl AsRef<Path>) -> impl FnOnce(io::Error) -> Self {
        let path = path.as_ref().display().to_string();
        move |cause| Self::Io { path, cause }
    }

    pub(super) fn refused(path: &str, why: impl Into<String>, hint: &'static str) -> Self {
        Self::Refused { path: path.to_owned(), why: why.into(), hint }
    }

    /// A path like `..` or `/`, that names no place of its own.
    pub(super) fn nameless(path: &str) -> Self {
        Self::refused(path, "it names no place of its own", "write it like reports/2026-Q3")
    }
}
