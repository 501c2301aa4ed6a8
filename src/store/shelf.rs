//! A folder that grows: parts that an index names, and that stand for nothing before it names them.
//!
//! New parts are written under a hidden name inside the folder. Once all of them are on the disk they get their names, and then
//! the index that names them is exchanged for the earlier one in one step. A run that stops before that leaves the folder as it was:
//! what it had put in place already stands in a journal beside its parts, by which the next run takes it away again. Nothing is
//! removed that an index or a journal of ours does not name.

use crate::store::error::StoreError;
use crate::store::file::{Draft, Existing};
use crate::store::folder::make_way;
use crate::store::hidden::Hidden;
use crate::store::lock::Lock;
use crate::store::{above, exists, stop, sync};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Write};
use std::path::{Component, Path, PathBuf};

/// The file by which such a folder is known, and which names its parts.
pub const INDEX: &str = "lake.json";
/// What its `kind` says.
pub const KIND: &str = "retroscope-lake";
/// Version of its form.
pub const VERSION: u64 = 1;

const ELSEWHERE: &str = "nothing was changed; choose another folder";
const UPDATE: &str = "nothing was changed; use the version of retroscope that wrote it, or a later one";

/// What every version of an index says.
#[derive(Deserialize)]
struct Head {
    kind: Option<String>,
    schema_version: Option<u64>,
    #[serde(default)]
    parts: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    path: PathBuf,
}

/// What a run is about to put in place and to take away. Of both, what the index does not name is to go.
#[derive(Serialize, Deserialize)]
struct Journal {
    parts: Vec<PathBuf>,
}

/// What stands in a folder, by its index.
enum Found {
    None,
    Foreign,
    Later,
    Ours(BTreeSet<PathBuf>),
}

fn found(folder: &Path) -> Found {
    let path = folder.join(INDEX);
    if !path.symlink_metadata().is_ok_and(|seen| seen.is_file()) {
        return if exists(&path) { Found::Foreign } else { Found::None };
    }
    let head: io::Result<Head> =
        File::open(&path).and_then(|file| serde_json::from_reader(BufReader::new(file)).map_err(io::Error::from));
    match head {
        Ok(Head { kind: Some(kind), schema_version: Some(version), parts }) if kind == KIND => match version {
            VERSION => Found::Ours(parts.into_iter().map(|part| part.path).collect()),
            later if later > VERSION => Found::Later,
            _ => Found::Foreign,
        },
        _ => Found::Foreign,
    }
}

/// Whether a folder is one of these, of whatever version, also if its index is damaged.
#[must_use]
pub fn is_lake(folder: &Path) -> bool {
    folder.join(INDEX).symlink_metadata().is_ok_and(|seen| seen.is_file())
        && (matches!(found(folder), Found::Ours(_) | Found::Later) || begins_like_ours(folder))
}

/// An index of ours that was cut off or changed is still no export.
fn begins_like_ours(folder: &Path) -> bool {
    let mut start = Vec::new();
    let read = File::open(folder.join(INDEX)).and_then(|file| file.take(200).read_to_end(&mut start));
    read.is_ok() && String::from_utf8_lossy(&start).contains(KIND)
}

/// A folder that is being added to. Until [`Shelf::finish`] nothing changes that its index names, and from [`Shelf::begin`] on no
/// other run adds to it.
#[derive(Debug)]
pub struct Shelf {
    /// As typed.
    shown: String,
    root: PathBuf,
    /// Held until everything is cleared up, and thus longer than the index is a draft.
    lock: Option<Lock>,
    index: Option<Draft>,
    stage: PathBuf,
    /// Folders that were not there, this one among them.
    way: Vec<PathBuf>,
}

fn hidden(root: &Path) -> Hidden {
    Hidden::of(root, OsStr::new(INDEX))
}

/// Where new parts are written.
fn stage(root: &Path) -> PathBuf {
    hidden(root).stages().next().unwrap_or_else(|| root.join(".stage"))
}

fn journal_in(stage: &Path) -> PathBuf {
    stage.join("journal.json")
}

/// What a run that was killed had in hand; empty where none was, or where it had not yet begun to put anything in place.
fn journal(stage: &Path) -> BTreeSet<PathBuf> {
    let read = fs::read(journal_in(stage)).ok().and_then(|bytes| serde_json::from_slice::<Journal>(&bytes).ok());
    read.map(|journal| journal.parts.into_iter().filter(|path| is_inside(path)).collect()).unwrap_or_default()
}

/// Whether a path leads to a place inside whatever folder it is put behind.
pub(crate) fn is_inside(path: &Path) -> bool {
    path.components().next().is_some() && path.components().all(|part| matches!(part, Component::Normal(_)))
}

/// Says whether a folder may be added to: it is not there, is empty, or is one of ours.
///
/// # Errors
/// Something else is there.
pub fn check(path: &Path) -> Result<(), StoreError> {
    let shown = path.display().to_string();
    if path.file_name().is_none() {
        return Err(StoreError::nameless(&shown));
    }
    match path.metadata() {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound && !exists(path) => return Ok(()),
        Err(cause) => return Err(StoreError::io(&shown)(cause)),
        Ok(seen) if !seen.is_dir() => return Err(StoreError::refused(&shown, "it is no folder", ELSEWHERE)),
        Ok(_) => {}
    }
    match found(path) {
        Found::Ours(_) => Ok(()),
        Found::Later => Err(StoreError::refused(&shown, "it holds a lake of a later version of retroscope", UPDATE)),
        Found::Foreign => Err(StoreError::refused(&shown, format!("its {INDEX} is not that of a lake"), ELSEWHERE)),
        Found::None => {
            let strange = strangers(path).map_err(StoreError::io(&shown))?;
            match strange {
                None => Ok(()),
                Some(name) => Err(StoreError::refused(&shown, format!("it holds {name} and is no lake"), ELSEWHERE)),
            }
        }
    }
}

/// Something in a folder without an index that no run of ours left there.
fn strangers(root: &Path) -> io::Result<Option<String>> {
    let hidden = hidden(root);
    let ours = [hidden.lock(), hidden.part(), stage(root)];
    let left: BTreeSet<PathBuf> =
        journal(&stage(root)).iter().filter_map(|path| Some(root.join(path.iter().next()?))).collect();
    let mut names: Vec<PathBuf> =
        fs::read_dir(root)?.map(|entry| entry.map(|e| e.path())).collect::<io::Result<_>>()?;
    names.sort();
    let strange = names.into_iter().find(|path| !ours.contains(path) && !left.contains(path));
    Ok(strange.and_then(|path| path.file_name().map(|name| name.to_string_lossy().into_owned())))
}

impl Shelf {
    /// Begins to add to a folder, and takes away what a run left that was killed.
    ///
    /// # Errors
    /// Something is there that is not ours, another run is at work, or the disk refuses.
    pub fn begin(path: &Path) -> Result<Self, StoreError> {
        check(path)?;
        let shown = path.display().to_string();
        let way = make_way(path).map_err(StoreError::io(&shown))?;
        let mut shelf = Self { shown, root: path.to_owned(), lock: None, index: None, stage: PathBuf::new(), way };
        shelf.root = path.canonicalize().map_err(StoreError::io(&shelf.shown))?;
        shelf.lock = Some(Lock::take(&hidden(&shelf.root).lock(), &shelf.shown)?);
        shelf.index = Some(Draft::begin(&shelf.root.join(INDEX), Existing::Replace)?.called(&shelf.shown));
        // Another run may have been at work until the lock was free.
        check(&shelf.root)?;
        let stage = stage(&shelf.root);
        shelf.clear(&stage).map_err(StoreError::io(&shelf.shown))?;
        let mut gate = stop::gate();
        fs::create_dir(&stage).map_err(StoreError::io(&shelf.shown))?;
        gate.tree(&stage);
        drop(gate);
        shelf.stage = stage;
        Ok(shelf)
    }

    /// The folder, links followed.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Takes away what a run left that did not come to its end.
    fn clear(&self, stage: &Path) -> io::Result<()> {
        if !exists(stage) {
            return Ok(());
        }
        let Found::Ours(named) = found(&self.root) else {
            self.remove(journal(stage).iter())?;
            return fs::remove_dir_all(stage);
        };
        self.remove(journal(stage).iter().filter(|path| !named.contains(*path)))?;
        fs::remove_dir_all(stage)
    }

    /// Removes parts, and the folders that are empty then.
    fn remove<'a>(&self, parts: impl Iterator<Item = &'a PathBuf>) -> io::Result<()> {
        for part in parts.filter(|path| is_inside(path)) {
            match fs::remove_file(self.root.join(part)) {
                Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(cause),
                _ => {}
            }
            // A folder that holds something stays.
            for folder in part.ancestors().skip(1).take_while(|folder| !folder.as_os_str().is_empty()) {
                let _ = fs::remove_dir(self.root.join(folder));
            }
        }
        Ok(())
    }

    /// Opens a new part, by its path inside the folder.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn create(&self, inside: &Path) -> Result<File, StoreError> {
        let path = self.stage.join(inside);
        let _gate = stop::gate();
        let made = fs::create_dir_all(above(&path)).and_then(|()| File::create(&path));
        made.map_err(StoreError::io(self.shown_inside(inside)))
    }

    /// Gives a new part another name.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn rename(&self, from: &Path, to: &Path) -> Result<(), StoreError> {
        let _gate = stop::gate();
        let made = fs::create_dir_all(above(&self.stage.join(to)));
        let renamed = made.and_then(|()| fs::rename(self.stage.join(from), self.stage.join(to)));
        renamed.map_err(StoreError::io(self.shown_inside(to)))
    }

    /// A part as messages call it: by the place where it will stand.
    #[must_use]
    pub fn shown_inside(&self, inside: &Path) -> PathBuf {
        Path::new(&self.shown).join(inside)
    }

    /// Puts the new parts and the index that names them in place, and takes away those that it does not name any more. Returns
    /// remarks on what could not be removed.
    ///
    /// # Errors
    /// When the disk refuses; the folder is then as it was.
    pub fn finish(mut self, index: &[u8], new: &[PathBuf], gone: &[PathBuf]) -> Result<Vec<String>, StoreError> {
        let Some(mut draft) = self.index.take() else { return Ok(Vec::new()) };
        let failed = StoreError::io(self.shown.clone());
        self.prepare(&mut draft, index, new, gone).map_err(failed)?;
        draft.settle()?;
        let mut gate = stop::gate();
        if let Err(cause) = self.place(new) {
            // What was moved goes again; where that fails too the next run does it.
            let _ = self.remove(new.iter());
            drop(gate);
            return Err(StoreError::io(&self.shown)(cause));
        }
        let mut remarks: Vec<String> = match draft.appear(&mut gate) {
            Ok(remark) => remark.into_iter().collect(),
            Err(cause) => {
                let _ = self.remove(new.iter());
                drop(gate);
                return Err(StoreError::io(&self.shown)(cause));
            }
        };
        self.way.drain(..).for_each(|folder| gate.forget(&folder));
        gate.forget(&self.stage);
        let cleared = self.remove(gone.iter()).and_then(|()| fs::remove_dir_all(&self.stage));
        if let Err(cause) = cleared {
            remarks.push(format!("{}: something of an earlier state could not be removed: {cause}", self.shown));
        }
        self.stage = PathBuf::new();
        if let Some(lock) = self.lock.take() {
            lock.release(&mut gate);
        }
        Ok(remarks)
    }

    /// Brings everything to the disk, the journal last.
    fn prepare(&self, draft: &mut Draft, index: &[u8], new: &[PathBuf], gone: &[PathBuf]) -> io::Result<()> {
        draft.write_all(index)?;
        let parts = new.iter().chain(gone).cloned().collect();
        let journal = serde_json::to_vec(&Journal { parts })?;
        // Behind the gate as all that is made: a signal that is taking the stage away would find it not empty, and leave it behind.
        let gate = stop::gate();
        fs::write(journal_in(&self.stage), journal)?;
        drop(gate);
        sync::tree(&self.stage)
    }

    fn place(&self, new: &[PathBuf]) -> io::Result<()> {
        let mut folders = BTreeSet::new();
        for part in new {
            let target = self.root.join(part);
            fs::create_dir_all(above(&target))?;
            fs::rename(self.stage.join(part), &target)?;
            folders.extend(part.ancestors().skip(1).map(|folder| self.root.join(folder)));
        }
        folders.iter().try_for_each(|folder| sync::folder(folder))
    }
}

impl Drop for Shelf {
    fn drop(&mut self) {
        let mut gate = stop::gate();
        if !self.stage.as_os_str().is_empty() {
            // Best effort: what stays behind is removed by the next run.
            let _ = fs::remove_dir_all(&self.stage);
            gate.forget(&self.stage);
        }
        drop(gate);
        // The draft and the lock lie in the folder, which can't be removed before.
        self.index = None;
        let mut gate = stop::gate();
        if let Some(lock) = self.lock.take() {
            lock.release(&mut gate);
        }
        for folder in self.way.drain(..).rev() {
            let _ = fs::remove_dir(&folder);
            gate.forget(&folder);
        }
    }
}
