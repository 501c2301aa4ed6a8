//! What a folder holds, seen closely enough to notice any change of it.

use crate::store::manifest::MANIFEST;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

/// Identity, length and moment of the last change of a file.
type Stamp = [i128; 5];

/// Everything below a folder. Paths are inside it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Survey {
    pub(super) files: BTreeMap<PathBuf, Stamp>,
    /// Folders that may be there.
    folders: BTreeSet<PathBuf>,
    /// Links, pipes and other things that are no files, and folders that nothing of ours stands in; not looked into.
    pub(super) odd: Vec<PathBuf>,
}

impl Survey {
    /// Walks through a folder, into those folders only that are expected there.
    pub(super) fn of(root: &Path, expected: &BTreeSet<PathBuf>) -> io::Result<Self> {
        let mut found = Self::default();
        let mut waiting = vec![PathBuf::new()];
        while let Some(inside) = waiting.pop() {
            for entry in fs::read_dir(root.join(&inside))? {
                let path = inside.join(entry?.file_name());
                let seen = root.join(&path).symlink_metadata()?;
                if seen.is_file() {
                    found.files.insert(path, stamp(&seen));
                } else if seen.is_dir() && expected.contains(&path) {
                    waiting.push(path.clone());
                    found.folders.insert(path);
                } else {
                    found.odd.push(path);
                }
            }
        }
        found.odd.sort();
        Ok(found)
    }

    /// Whether the folder is still as it was surveyed.
    pub(super) fn still_holds(&self, root: &Path) -> bool {
        Self::of(root, &self.folders).is_ok_and(|now| now == *self)
    }

    /// Removes what was surveyed and nothing else: a folder that holds more stays, with that in it. The manifest goes last,
    /// so that an interrupted removal can still be told from anybody's files.
    pub(super) fn remove(&self, root: &Path) -> io::Result<()> {
        let manifest = Path::new(MANIFEST);
        let others = self.files.keys().map(PathBuf::as_path).filter(|path| *path != manifest);
        for path in others {
            gone(fs::remove_file(root.join(path)))?;
        }
        // Folders sort before what is in them.
        for path in self.folders.iter().rev() {
            gone(fs::remove_dir(root.join(path)))?;
        }
        gone(fs::remove_file(root.join(manifest)))?;
        gone(fs::remove_dir(root))
    }
}

/// What is gone already needs no removal.
fn gone(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(unix)]
fn stamp(seen: &Metadata) -> Stamp {
    use std::os::unix::fs::MetadataExt;
    let nanoseconds = |s: i64, n: i64| i128::from(s) * 1_000_000_000 + i128::from(n);
    [
        i128::from(seen.dev()),
        i128::from(seen.ino()),
        i128::from(seen.len()),
        nanoseconds(seen.mtime(), seen.mtime_nsec()),
        nanoseconds(seen.ctime(), seen.ctime_nsec()),
    ]
}

#[cfg(not(unix))]
fn stamp(seen: &Metadata) -> Stamp {
    let since = |at: io::Result<std::time::SystemTime>| {
        let passed = at.ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
        passed.and_then(|p| i128::try_from(p.as_nanos()).ok()).unwrap_or(0)
    };
    [0, 0, i128::from(seen.len()), since(seen.modified()), since(seen.created())]
}
