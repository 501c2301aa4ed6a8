//! What a file is to a lake, by its bytes, its place, and how it was read.

use crate::ingest::inputs::STDIN;
use crate::lake::index::{LakeError, LakeFile, LakeIndex};
use crate::lake::place;
use crate::store::licence::digest;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What a file is to a lake.
pub(super) enum Standing {
    /// It is there.
    Known(usize),
    /// It is there, and lay in a place where it is no more.
    Moved(usize),
    /// The same bytes lie in another place as well, and were read in the same way.
    Copy(usize),
    /// It has to be read, in place of an entry.
    Again(usize),
    New,
}

/// Where a file goes that a lake does not have as it is.
pub(super) enum Slot {
    /// In place of an entry.
    Of(usize),
    New,
}

/// A file that is met: the way to it, the digest of its bytes, and the key of its reading.
pub(super) struct Met<'a> {
    pub(super) way: &'a str,
    pub(super) sha256: &'a str,
    pub(super) key: &'a str,
}

/// What a file is to the lake in a folder, of which these entries were met already in this run.
pub(super) fn of(files: &[LakeFile], root: &Path, met: &Met, seen: &BTreeSet<usize>) -> Standing {
    let same = |file: &&LakeFile| file.sha256 == met.sha256;
    let mut all = files.iter().enumerate().filter(|(_, file)| same(file));
    if let Some((entry, file)) = all.clone().find(|(_, file)| file.path == met.way) {
        return if file.key == met.key { Standing::Known(entry) } else { Standing::Again(entry) };
    }
    // Where exports can't be seen at all, as when lakes are brought together on another machine, nothing tells that one moved.
    let is_here = || place::is_there(&place::absolute(root, met.way));
    let gone = |(entry, file): &(usize, &LakeFile)| {
        !seen.contains(entry) && file.path != STDIN && !place::is_there(&file.place(root)) && is_here()
    };
    if let Some((entry, file)) = all.clone().find(gone) {
        return if file.key == met.key { Standing::Moved(entry) } else { Standing::Again(entry) };
    }
    all.find(|(_, file)| file.key == met.key).map_or(Standing::New, |(entry, _)| Standing::Copy(entry))
}

/// The digest of a file of which another of the same length is there; of others none is needed.
pub(super) fn known_digest(files: &[LakeFile], at: &Path) -> Option<String> {
    let length = at.metadata().ok().filter(std::fs::Metadata::is_file)?.len();
    files.iter().any(|file| file.bytes == length).then(|| digest(at).ok()).flatten()
}

/// Another lake, whose files are left out.
pub(super) struct Elsewhere {
    root: PathBuf,
    files: Vec<LakeFile>,
}

impl Elsewhere {
    /// # Errors
    /// There is no lake, or its index is damaged.
    pub(super) fn open(lake: &Path) -> Result<Self, LakeError> {
        let files = LakeIndex::read(lake)?.files;
        Ok(Self { root: lake.canonicalize().unwrap_or_else(|_| lake.to_owned()), files })
    }

    /// Whether it holds the file in this place, read as it would be read now.
    pub(super) fn holds(&self, at: &Path, key: &dyn Fn(&str) -> String) -> bool {
        let way = place::relative(&self.root, at);
        known_digest(&self.files, at).is_some_and(|sha256| {
            let met = Met { way: &way, sha256: &sha256, key: &key(&sha256) };
            matches!(of(&self.files, &self.root, &met, &BTreeSet::new()), Standing::Known(_))
        })
    }
}
