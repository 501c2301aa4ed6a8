//! One writer at a time: a lock on a hidden file beside the target.
//!
//! The lock is the system's, so that it ends with the process however that ends; the file alone means nothing. It is removed
//! while the lock is held. Who then gets the lock of a removed file notices that the name leads elsewhere, and begins again.

use crate::store::StoreError;
use crate::store::stop::{self, Gate};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// How long a run waits for another that writes to the same place: writing takes seconds.
const PATIENCE: u32 = 200;
const PAUSE: Duration = Duration::from_millis(50);

/// The lock, and the file that carries it.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    pub(super) file: File,
}

enum Attempt {
    Got(Lock),
    Held,
    Again,
}

impl Lock {
    /// Takes the lock, waiting for another run for some seconds. The file is registered as temporary.
    ///
    /// # Errors
    /// Another run goes on holding it, or the file can't be made.
    pub(super) fn take(path: &Path, shown: &str) -> Result<Self, StoreError> {
        for _ in 0..PATIENCE {
            match attempt(path, shown)? {
                Attempt::Got(lock) => return Ok(lock),
                Attempt::Held => thread::sleep(PAUSE),
                Attempt::Again => {}
            }
        }
        Err(StoreError::Busy { path: shown.to_owned() })
    }

    /// Takes the lock if nobody holds it.
    pub(super) fn take_now(path: &Path, shown: &str) -> Option<Self> {
        match attempt(path, shown) {
            Ok(Attempt::Got(lock)) => Some(lock),
            _ => None,
        }
    }

    /// Removes the file and gives the lock back.
    pub(super) fn release(self, gate: &mut Gate) {
        // If it can't be removed it stays as an empty file that the next run takes over.
        let _ = fs::remove_file(&self.path);
        gate.forget(&self.path);
    }
}

fn attempt(path: &Path, shown: &str) -> Result<Attempt, StoreError> {
    let mut gate = stop::gate();
    let (file, made) = open(path).map_err(StoreError::io(shown))?;
    match file.try_lock() {
        Ok(()) if !leads_to(path, &file) => return Ok(Attempt::Again),
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(Attempt::Held),
        // Without locks, having made the file is the lock.
        Err(TryLockError::Error(_)) if made => {}
        Err(TryLockError::Error(_)) => {
            return Err(StoreError::NoLocks { path: shown.to_owned(), hidden: path.display().to_string() });
        }
    }
    gate.file(path);
    Ok(Attempt::Got(Lock { path: path.to_owned(), file }))
}

/// How often a name may come and go while it is opened; a link that leads nowhere does so for ever.
const TRIES: u32 = 100;

/// The file, and whether it was made just now. Never truncated: another run may be writing to it.
fn open(path: &Path) -> io::Result<(File, bool)> {
    for _ in 0..TRIES {
        match OpenOptions::new().write(true).create_new(true).open(path) {
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {}
            other => return other.map(|file| (file, true)),
        }
        match OpenOptions::new().write(true).open(path) {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
            other => return other.map(|file| (file, false)),
        }
    }
    Err(io::ErrorKind::NotFound.into())
}

/// Whether the name still leads to the file that was opened: its last owner may have removed it meanwhile. A link never does.
#[cfg(unix)]
fn leads_to(path: &Path, file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    let same = |a: &fs::Metadata, b: &fs::Metadata| (a.dev(), a.ino()) == (b.dev(), b.ino());
    matches!((path.symlink_metadata(), file.metadata()), (Ok(named), Ok(opened)) if same(&named, &opened))
}

#[cfg(not(unix))]
fn leads_to(path: &Path, _file: &File) -> bool {
    path.is_file()
}
