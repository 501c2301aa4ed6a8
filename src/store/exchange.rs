//! Renames that do more than the standard library's: exchange two names, or take a name only if it is free.

use std::fs;
use std::io;
use std::path::Path;

/// Exchanges two folders in one step, so that each name always leads to one of them. False, and nothing done, where the
/// system or the file system can't.
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub(super) fn folders(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    known(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(io::Error::from))
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub(super) fn folders(_one: &Path, _other: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Gives a file a name that nothing has yet.
///
/// # Errors
/// `AlreadyExists` when something has that name, which is then left alone.
pub(super) fn to_free_name(from: &Path, to: &Path) -> io::Result<()> {
    if without_replacing(from, to)? {
        return Ok(());
    }
    // A link is never made over a name that is taken. Where there are no links either, looking is all that is left.
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from),
        Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists || super::exists(to) => {
            Err(io::ErrorKind::AlreadyExists.into())
        }
        Err(_) => fs::rename(from, to),
    }
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn without_replacing(from: &Path, to: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    known(renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE).map_err(io::Error::from))
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn without_replacing(_from: &Path, _to: &Path) -> io::Result<bool> {
    Ok(false)
}

/// What a kernel or a file system answers that doesn't know the flag.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn known(result: io::Result<()>) -> io::Result<bool> {
    match result {
        Ok(()) => Ok(true),
        Err(cause) if matches!(cause.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput) => Ok(false),
        Err(cause) => Err(cause),
    }
}
