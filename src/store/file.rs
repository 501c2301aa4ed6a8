//! A single file that appears only when it is complete.

use crate::store::hidden::Hidden;
use crate::store::lock::Lock;
use crate::store::stop::Gate;
use crate::store::{StoreError, above, exchange, exists, stop, sync};
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// What happens to a file that has the name already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and writing is refused.
    Refuse,
    /// It is replaced when the new one is complete.
    Replace,
}

/// A file that is being written beside the place where it will stand. Until [`finish`] nothing there changes.
#[derive(Debug)]
pub struct Draft {
    /// As typed.
    shown: String,
    target: PathBuf,
    existing: Existing,
    out: BufWriter<File>,
    /// The hidden file, which is its own lock; none for a device or a pipe, which is written to directly.
    lock: Option<Lock>,
    part: PathBuf,
}

/// What stands under a name.
enum Place {
    Free,
    File(Metadata),
    /// A terminal, a pipe, `/dev/null`: nothing that could be replaced, and nothing that could be lost.
    Device,
}

fn place(path: &Path, shown: &str) -> Result<Place, StoreError> {
    let seen = match path.symlink_metadata() {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Place::Free),
        other => other.map_err(StoreError::io(shown))?,
    };
    // `/dev/stdout` is a link to whatever standard output is.
    let end = if seen.is_symlink() { path.metadata().ok() } else { Some(seen.clone()) };
    match end {
        Some(end) if end.is_dir() => Err(StoreError::refused(shown, "it is a folder", "name a file in it")),
        Some(end) if !end.is_file() => Ok(Place::Device),
        Some(_) if !seen.is_symlink() => Ok(Place::File(seen)),
        _ => Err(StoreError::refused(shown, "it is a link", "nothing was changed; name the file itself")),
    }
}

impl Draft {
    /// Starts a file that will stand at `path`.
    ///
    /// # Errors
    /// When something has the name that may not be replaced, another run is writing it, or the disk refuses.
    pub fn begin(path: &Path, existing: Existing) -> Result<Self, StoreError> {
        let shown = path.display().to_string();
        let name = path.file_name().ok_or_else(|| StoreError::nameless(&shown))?;
        match place(path, &shown)? {
            Place::File(_) if existing == Existing::Refuse => return Err(StoreError::Exists { path: shown }),
            Place::Device => {
                let out = OpenOptions::new().write(true).open(path).map_err(StoreError::io(&shown))?;
                let (out, target) = (BufWriter::new(out), path.to_owned());
                return Ok(Self { shown, target, existing, out, lock: None, part: PathBuf::new() });
            }
            Place::File(_) | Place::Free => {}
        }
        let folder = above(path).canonicalize().map_err(StoreError::io(&shown))?;
        let part = Hidden::of(&folder, name).part();
        let lock = Lock::take(&part, &shown)?;
        let target = folder.join(name);
        match lock.file.try_clone().and_then(|file| file.set_len(0).map(|()| file)) {
            Ok(file) => Ok(Self { shown, target, existing, out: BufWriter::new(file), lock: Some(lock), part }),
            Err(cause) => {
                lock.release(&mut stop::gate());
                Err(StoreError::io(&shown)(cause))
            }
        }
    }

    /// The file as typed.
    #[must_use]
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// The same file under another name in messages: by the folder that it stands for.
    pub(super) fn called(mut self, shown: &str) -> Self {
        shown.clone_into(&mut self.shown);
        self
    }

    /// Brings the bytes to the disk, and looks whether the name is still to be had.
    pub(super) fn settle(&mut self) -> Result<(), StoreError> {
        self.flush().map_err(StoreError::io(&self.shown))?;
        if self.lock.is_none() {
            return Ok(());
        }
        self.out.get_ref().sync_all().map_err(StoreError::io(&self.shown))?;
        match place(&self.target, &self.shown)? {
            Place::File(_) if self.existing == Existing::Refuse => Err(StoreError::Exists { path: self.shown.clone() }),
            Place::File(seen) => {
                // As for folders: who could not read it before shall not now.
                let _ = self.out.get_ref().set_permissions(seen.permissions());
                Ok(())
            }
            Place::Free => Ok(()),
            Place::Device => Err(StoreError::refused(&self.shown, "it is no file any more", "nothing was changed")),
        }
    }

    /// Gives the file its name. Returns a remark where the name may not be on the disk.
    pub(super) fn appear(mut self, gate: &mut Gate) -> io::Result<Option<String>> {
        if let Some(lock) = self.lock.take() {
            let placed = match self.existing {
                Existing::Refuse => exchange::to_free_name(&self.part, &self.target),
                Existing::Replace => fs::rename(&self.part, &self.target),
            };
            if let Err(cause) = placed {
                lock.release(gate);
                return Err(cause);
            }
            gate.forget(&self.part);
        }
        gate.complete(&self.shown);
        let synced = if self.part.as_os_str().is_empty() { Ok(()) } else { sync::folder(above(&self.target)) };
        let remark = |cause| format!("{} is complete, but may be lost in a power cut: {cause}", self.shown);
        Ok(synced.err().map(remark))
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        unless_closed(self.out.write(bytes), bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        unless_closed(self.out.flush(), ())
    }
}

/// A reader at the other end of a pipe that has gone away has read what it wanted; a file never answers so.
fn unless_closed<T>(result: io::Result<T>, done: T) -> io::Result<T> {
    match result {
        Err(cause) if cause.kind() == io::ErrorKind::BrokenPipe => Ok(done),
        other => other,
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if let Some(lock) = self.lock.take() {
            lock.release(&mut stop::gate());
        }
    }
}

/// Gives all files their names, once every one of them is complete. Returns remarks on what may not be on the disk.
///
/// # Errors
/// When the disk refuses or a name was taken meanwhile. None is there then, or the message says which are.
pub fn finish(mut drafts: Vec<Draft>) -> Result<Vec<String>, StoreError> {
    drafts.iter_mut().try_for_each(Draft::settle)?;
    let (mut written, mut remarks) = (Vec::new(), Vec::new());
    for draft in drafts {
        let shown = draft.shown.clone();
        match draft.appear(&mut stop::gate()) {
            Ok(remark) => remarks.extend(remark),
            Err(cause) if !written.is_empty() => {
                return Err(StoreError::Partly { path: shown, cause, written: written.join(", ") });
            }
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {
                return Err(StoreError::Exists { path: shown });
            }
            Err(cause) => return Err(StoreError::io(&shown)(cause)),
        }
        written.push(shown);
    }
    Ok(remarks)
}

/// Whether two paths lead to one place.
///
/// # Errors
/// The folder the program was started in is gone.
pub fn same_place(one: &Path, other: &Path) -> io::Result<bool> {
    Ok(super::resolve(one)? == super::resolve(other)? || (exists(one) && is_same_file(one, other)))
}

#[cfg(unix)]
fn is_same_file(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    matches!((one.metadata(), other.metadata()), (Ok(a), Ok(b)) if a.is_file() && (a.dev(), a.ino()) == (b.dev(), b.ino()))
}

#[cfg(not(unix))]
fn is_same_file(_one: &Path, _other: &Path) -> bool {
    false
}
