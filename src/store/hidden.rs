//! The hidden names beside a target under which a run works.

use sha2::{Digest, Sha256};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Most characters of the target's name that a hidden name repeats; file systems take 255 bytes.
const MAX: usize = 40;
const MARK: &str = ".retroscope-";
/// Digits of the digest that keeps names apart which begin alike.
const DIGITS: usize = 8;

/// How many unfinished folders may lie beside a target before a run gives up. More than one only where what an earlier run
/// left can't be removed.
const STAGES: usize = 9;

/// Names that follow from the target's name only, so that the next run finds what a killed one left.
#[derive(Debug, Clone)]
pub(super) struct Hidden {
    folder: PathBuf,
    stem: String,
}

impl Hidden {
    /// The names for a target of this name in a folder.
    pub(super) fn of(folder: &Path, name: &OsStr) -> Self {
        let begin: String = name.to_string_lossy().chars().take(MAX).collect();
        let digest = Sha256::digest(name.as_encoded_bytes());
        let digits: String = digest.iter().take(DIGITS / 2).map(|byte| format!("{byte:02x}")).collect();
        Self { folder: folder.to_owned(), stem: format!(".{begin}{MARK}{digits}") }
    }

    /// Names of targets for which hidden things lie in a folder, in order. A name too long to be repeated is not found.
    pub(super) fn targets(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut found: Vec<String> = entries.filter_map(|e| Self::target(e.file_name().to_str()?)).collect();
        found.sort();
        found.dedup();
        found
    }

    fn target(hidden: &str) -> Option<String> {
        let (begin, rest) = hidden.strip_prefix('.')?.rsplit_once(MARK)?;
        let stem = Self::of(Path::new(""), OsStr::new(begin)).stem;
        let digits = rest.split('.').next()?;
        (stem.strip_prefix('.')? == format!("{begin}{MARK}{digits}")).then(|| begin.to_owned())
    }

    fn at(&self, what: &str) -> PathBuf {
        self.folder.join(format!("{}.{what}", self.stem))
    }

    /// Who holds its lock may change the target.
    pub(super) fn lock(&self) -> PathBuf {
        self.at("lock")
    }

    /// Where a folder is written; after an exchange the earlier one stands there.
    pub(super) fn stages(&self) -> impl Iterator<Item = PathBuf> {
        (1..=STAGES).map(|n| self.at(&format!("stage-{n}")))
    }

    /// Where the earlier folder waits, on file systems that can't exchange two.
    pub(super) fn earlier(&self) -> PathBuf {
        self.at("earlier")
    }

    /// Where a single file is written.
    pub(super) fn part(&self) -> PathBuf {
        self.at("part")
    }

    /// Whether anything of these names is there.
    pub(super) fn any(&self) -> bool {
        let places = [self.lock(), self.earlier()];
        places.into_iter().chain(self.stages()).any(|path| super::exists(&path))
    }
}
