//! What a file is to a lake, by its bytes, its place, and how it was read.

use crate::ingest::inputs::STDIN;
use crate::lake::index::{LakeError, LakeFile, LakeIndex};
use crate::lake::place;
use crate::store::licence::digest;
use std::path::{Path, PathBuf};

/// What a file is to a lake.
pub(super) enum Standing {
    /// It is there.
    Known,
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

/// What the file at the end of a way is to a lake, by its digest and the key of its reading.
pub(super) fn of(files: &[LakeFile], root: &Path, way: &str, (sha256, key): (&str, &str)) -> Standing {
    let same = |file: &&LakeFile| file.sha256 == sha256;
    let mut all = files.iter().enumerate().filter(|(_, file)| same(file));
    if let Some((entry, file)) = all.clone().find(|(_, file)| file.path == way) {
        return if file.key == key { Standing::Known } else { Standing::Again(entry) };
    }
    let gone = |file: &LakeFile| file.path != STDIN && !place::is_there(&file.place(root));
    if let Some((entry, file)) = all.clone().find(|(_, file)| gone(file)) {
        return if file.key == key { Standing::Moved(entry) } else { Standing::Again(entry) };
    }
    all.find(|(_, file)| file.key == key).map_or(Standing::New, |(entry, _)| Standing::Copy(entry))
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
        let is_known =
            |sha256: String| matches!(of(&self.files, &self.root, &way, (&sha256, &key(&sha256))), Standing::Known);
        known_digest(&self.files, at).is_some_and(is_known)
    }
}
