//! A folder that appears only when it is complete.

use crate::store::hidden::Hidden;
use crate::store::licence::{self, Depth, Standing};
use crate::store::lock::Lock;
use crate::store::survey::Survey;
use crate::store::{StoreError, above, exchange, exists, recover, resolve, stop, sync};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// What may stand at the target beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replaces {
    /// Nothing, or an empty folder.
    Nothing,
    /// An earlier report with nothing else in it, too.
    Report,
}

/// A folder that is being written beside the place where it will stand.
///
/// Until [`Folder::finish`] nothing at the target changes, so a run that stops leaves what was there. From [`Folder::begin`]
/// on, no other run writes to the same target.
#[derive(Debug)]
pub struct Folder {
    /// The target as typed.
    shown: String,
    target: PathBuf,
    hidden: Hidden,
    replaces: Replaces,
    lock: Option<Lock>,
    /// Where it is written, once that is made.
    stage: Option<PathBuf>,
    /// Folders above the target that were not there.
    way: Vec<PathBuf>,
    notes: Vec<String>,
}

/// Says before long work whether a folder could be written, and clears up after a run that was killed.
///
/// # Errors
/// When something stands at the target that may not be replaced.
pub fn check(path: &Path, replaces: Replaces) -> Result<Vec<String>, StoreError> {
    let shown = path.display().to_string();
    let name = path.file_name().ok_or_else(|| StoreError::nameless(&shown))?;
    let notes = match above(path).canonicalize() {
        Ok(folder) => recover::target(&folder.join(name), &folder, name),
        Err(_) => Vec::new(),
    };
    allowed(path, &shown, replaces, Depth::Bytes)?;
    Ok(notes)
}

fn allowed(path: &Path, shown: &str, replaces: Replaces, depth: Depth) -> Result<Standing, StoreError> {
    let hint = "nothing was changed; choose a folder that is not there yet";
    let standing = licence::look(path, shown, depth)?;
    if replaces == Replaces::Nothing && matches!(standing, Standing::Report(_)) {
        return Err(StoreError::refused(shown, "it holds a report", hint));
    }
    let real = resolve(above(path)).map_err(StoreError::io(shown))?;
    match real.ancestors().find(|folder| licence::is_report(folder)) {
        Some(report) => {
            Err(StoreError::refused(shown, format!("it would lie inside the report {}", report.display()), hint))
        }
        None => Ok(standing),
    }
}

/// Makes a folder inside one that is being written, with all folders above it.
///
/// # Errors
/// When the disk refuses.
pub fn make_folder(path: &Path) -> io::Result<()> {
    let _gate = stop::gate();
    fs::create_dir_all(path)
}

/// Makes a file inside a folder that is being written.
///
/// # Errors
/// When the disk refuses.
pub fn make_file(path: &Path) -> io::Result<File> {
    let _gate = stop::gate();
    File::create(path)
}

impl Folder {
    /// Starts a folder that will stand at `path`, whose parent folders are made when they are missing.
    ///
    /// # Errors
    /// When something stands there that may not be replaced, another run is writing there, or the disk refuses.
    pub fn begin(path: &Path, replaces: Replaces) -> Result<Self, StoreError> {
        let shown = path.display().to_string();
        let name = path.file_name().ok_or_else(|| StoreError::nameless(&shown))?;
        allowed(path, &shown, replaces, Depth::Sizes)?;
        let way = make_way(above(path)).map_err(StoreError::io(&shown))?;
        let mut folder = Self {
            target: PathBuf::new(),
            hidden: Hidden::of(Path::new(""), name),
            replaces,
            lock: None,
            stage: None,
            way,
            notes: Vec::new(),
            shown,
        };
        let real = above(path).canonicalize().map_err(StoreError::io(&folder.shown))?;
        folder.hidden = Hidden::of(&real, name);
        folder.target = real.join(name);
        folder.lock = Some(Lock::take(&folder.hidden.lock(), &folder.shown)?);
        folder.notes = recover::under_lock(&folder.target, &folder.hidden)?;
        // Another run may have written there until the lock was free.
        allowed(&folder.target, &folder.shown, replaces, Depth::Sizes)?;
        folder.open_stage()?;
        Ok(folder)
    }

    fn open_stage(&mut self) -> Result<(), StoreError> {
        let stage = self.hidden.stages().find(|stage| !exists(stage));
        let stage = stage.ok_or_else(|| StoreError::Refused {
            path: self.shown.clone(),
            why: "too much is left of earlier runs that can't be removed".to_owned(),
            hint: "delete the hidden folders beside it whose names end in `stage` and a number",
        })?;
        let mut gate = stop::gate();
        fs::create_dir(&stage).map_err(StoreError::io(&self.shown))?;
        gate.tree(&stage);
        drop(gate);
        self.stage = Some(stage);
        Ok(())
    }

    /// Where the folder is written until it is complete.
    #[must_use]
    pub fn stage(&self) -> &Path {
        self.stage.as_deref().unwrap_or(&self.target)
    }

    /// Opens a file inside it, and makes the folders on the way.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn create(&self, inside: &Path) -> Result<File, StoreError> {
        let path = self.stage().join(inside);
        let made = path.parent().map_or(Ok(()), make_folder).and_then(|()| make_file(&path));
        made.map_err(StoreError::io(self.shown_inside(inside)))
    }

    /// A file of it as messages call it: by the place where it will stand.
    #[must_use]
    pub fn shown_inside(&self, inside: &Path) -> PathBuf {
        Path::new(&self.shown).join(inside)
    }

    /// Puts the complete folder in its place and removes the earlier report. Returns remarks on what could not be removed.
    ///
    /// # Errors
    /// When the disk refuses, or something came to stand at the target that may not be replaced; it is left as it was.
    pub fn finish(mut self) -> Result<Vec<String>, StoreError> {
        let Some(stage) = self.stage.clone() else { return Ok(Vec::new()) };
        sync::tree(&stage).map_err(StoreError::io(&self.shown))?;
        let standing = allowed(&self.target, &self.shown, self.replaces, Depth::Bytes)?;
        if let Ok(seen) = self.target.metadata() {
            // Whom the earlier report was hidden from shall not see the new one. Best effort: not all file systems know rights.
            let _ = fs::set_permissions(&stage, seen.permissions());
        }
        let mut gate = stop::gate();
        let replaced = match standing {
            Standing::Nothing | Standing::Empty => {
                // Where something else came meanwhile, this fails and changes nothing.
                fs::rename(&stage, &self.target).map_err(StoreError::io(&self.shown))?;
                None
            }
            Standing::Report(survey) => Some((self.replace(&stage, &survey)?, survey)),
        };
        gate.complete(&self.shown);
        gate.forget(&stage);
        self.stage = None;
        let way: Vec<PathBuf> = self.way.drain(..).inspect(|folder| gate.forget(folder)).collect();
        let mut parents = way.iter().map(|folder| above(folder)).chain([above(&self.target)]);
        if let Err(cause) = parents.try_for_each(sync::folder) {
            self.notes.push(format!("{} is complete, but may be lost in a power cut: {cause}", self.shown));
        }
        if let Some((place, survey)) = replaced
            && let Err(cause) = survey.remove(&place)
        {
            self.notes.push(recover::still_there(&place, &cause));
        }
        drop(gate);
        Ok(std::mem::take(&mut self.notes))
    }

    /// Exchanges the complete folder for the earlier report. Returns where the latter is now.
    fn replace(&self, stage: &Path, survey: &Survey) -> Result<PathBuf, StoreError> {
        if exchange::folders(stage, &self.target).map_err(StoreError::io(&self.shown))? {
            if survey.still_holds(stage) {
                return Ok(stage.to_owned());
            }
            // Somebody put something into it at the last moment.
            let back = exchange::folders(stage, &self.target);
            back.map_err(|cause| self.aside(stage, cause))?;
            return Err(self.changed());
        }
        let earlier = self.hidden.earlier();
        fs::rename(&self.target, &earlier).map_err(StoreError::io(&self.shown))?;
        let placed = if survey.still_holds(&earlier) {
            fs::rename(stage, &self.target).map_err(StoreError::io(&self.shown))
        } else {
            Err(self.changed())
        };
        if let Err(error) = placed {
            fs::rename(&earlier, &self.target).map_err(|cause| self.aside(&earlier, cause))?;
            return Err(error);
        }
        Ok(earlier)
    }

    fn changed(&self) -> StoreError {
        StoreError::refused(
            &self.shown,
            "somebody changed it while it was being replaced",
            "nothing was changed; try again",
        )
    }

    fn aside(&self, hidden: &Path, cause: io::Error) -> StoreError {
        StoreError::Aside { path: self.shown.clone(), hidden: hidden.display().to_string(), cause }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let mut gate = stop::gate();
        if let Some(stage) = self.stage.take() {
            // Best effort: what stays behind is removed by the next run.
            let _ = fs::remove_dir_all(&stage);
            gate.forget(&stage);
        }
        if let Some(lock) = self.lock.take() {
            lock.release(&mut gate);
        }
        for folder in self.way.drain(..).rev() {
            let _ = fs::remove_dir(&folder);
            gate.forget(&folder);
        }
    }
}

/// Makes a folder with all folders above it, and returns those that were not there, the outermost first.
pub(super) fn make_way(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut missing: Vec<PathBuf> = folder
        .ancestors()
        .take_while(|folder| !folder.as_os_str().is_empty() && !exists(folder))
        .map(Path::to_owned)
        .collect();
    missing.reverse();
    let mut made: Vec<PathBuf> = Vec::new();
    for folder in missing {
        let mut gate = stop::gate();
        match fs::create_dir(&folder) {
            Ok(()) => {
                gate.way(&folder);
                made.push(folder);
            }
            // Another run may have been faster.
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {}
            Err(cause) => {
                made.iter().rev().for_each(|made| drop(fs::remove_dir(made)));
                made.iter().for_each(|made| gate.forget(made));
                return Err(cause);
            }
        }
    }
    Ok(made)
}
