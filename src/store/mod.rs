//! Output as a transaction: what the program writes appears whole or not at all, and nothing of anybody else is lost.
//!
//! [`folder`] is for folders (a report, a demo), [`file`] for single files. Both work under hidden names beside the target,
//! hold a lock there, bring everything to the disk, and then change the target in one step. [`licence`] says which folder may
//! be replaced, [`stop`] what has to be removed when the run is told to stop. Knows names and bytes, nothing of reports.

pub mod error;
mod exchange;
pub mod file;
pub mod folder;
mod hidden;
pub mod licence;
mod lock;
pub mod manifest;
pub mod recover;
pub mod shelf;
pub mod stop;
mod survey;
mod sync;

pub use error::StoreError;

use std::io;
use std::path::{Component, Path, PathBuf};

/// Where a path leads, links followed, whether it exists or not: the way to its nearest existing folder, then the rest.
///
/// # Errors
/// The folder the program was started in is gone.
pub fn resolve(path: &Path) -> io::Result<PathBuf> {
    let whole = std::path::absolute(path)?;
    let parts: Vec<Component> = whole.components().collect();
    for known in (0..=parts.len()).rev() {
        let there: PathBuf = parts.iter().take(known).collect();
        let Ok(mut real) = there.canonicalize() else { continue };
        for part in parts.iter().skip(known) {
            match part {
                Component::ParentDir => {
                    real.pop();
                }
                other => real.push(other),
            }
        }
        return Ok(real);
    }
    Ok(whole)
}

/// The folder that a path stands in, as typed.
fn above(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Whether there is anything of this name, a link that leads nowhere included.
fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}
