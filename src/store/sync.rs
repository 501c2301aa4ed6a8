//! From memory to the disk: a report that was announced must still be there after a power cut.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Brings a folder with everything in it to the disk, what is inside first.
pub(super) fn tree(folder_path: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder_path)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            tree(&entry.path())?;
        } else {
            File::open(entry.path())?.sync_all()?;
        }
    }
    folder(folder_path)
}

/// Brings the names in a folder to the disk. File systems that keep no such promise say so, and that is no failure.
#[cfg(unix)]
pub(super) fn folder(path: &Path) -> io::Result<()> {
    match File::open(path)?.sync_all() {
        Err(cause) if matches!(cause.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput) => Ok(()),
        other => other,
    }
}

#[cfg(not(unix))]
pub(super) fn folder(_path: &Path) -> io::Result<()> {
    Ok(())
}
