//! After a run that was killed: whatever it left is put back or removed.

use crate::store::StoreError;
use crate::store::exists;
use crate::store::hidden::Hidden;
use crate::store::licence::{Depth, Manifest, Standing, look};
use crate::store::lock::Lock;
use crate::store::stop;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::Path;

/// Clears up beside every target of a folder that no run is working on. Returns what could not be cleared.
///
/// For a run that will learn only later where it writes.
#[must_use]
pub fn folder(path: &Path) -> Vec<String> {
    let targets = Hidden::targets(path);
    targets.iter().flat_map(|name| target(&path.join(name), path, OsStr::new(name))).collect()
}

/// Clears up beside one target, unless a run is working on it. Returns what could not be cleared.
pub(super) fn target(target: &Path, folder: &Path, name: &OsStr) -> Vec<String> {
    let hidden = Hidden::of(folder, name);
    if !hidden.any() {
        return Vec::new();
    }
    let Some(lock) = Lock::take_now(&hidden.lock(), &target.display().to_string()) else { return Vec::new() };
    let notes = under_lock(target, &hidden);
    lock.release(&mut stop::gate());
    notes.unwrap_or_else(|error| vec![error.to_string()])
}

/// Clears up beside a target whose lock is held. Where file systems can't exchange folders a run can be killed between
/// two renames; the earlier report then comes back.
///
/// # Errors
/// The earlier report can't be put back.
pub(super) fn under_lock(target: &Path, hidden: &Hidden) -> Result<Vec<String>, StoreError> {
    let earlier = hidden.earlier();
    if exists(&earlier) && !exists(target) {
        let _gate = stop::gate();
        fs::rename(&earlier, target).map_err(|cause| StoreError::Aside {
            path: target.display().to_string(),
            hidden: earlier.display().to_string(),
            cause,
        })?;
    }
    let left = std::iter::once(earlier).chain(hidden.stages()).filter(|path| exists(path));
    Ok(left.filter_map(|path| clear(&path).err()).collect())
}

/// Removes a folder that a run left: half of a report, or one that was replaced. The latter may hold what somebody put into
/// it at the last moment; it then stays.
fn clear(path: &Path) -> Result<(), String> {
    let _gate = stop::gate();
    let shown = path.display().to_string();
    let failed = |cause: io::Error| still_there(path, &cause);
    if !matches!(Manifest::of(path), Manifest::Ours(_)) {
        return fs::remove_dir_all(path).map_err(failed);
    }
    match look(path, &shown, Depth::Bytes) {
        Ok(Standing::Report(survey)) => survey.remove(path).map_err(failed),
        Ok(_) => Ok(()),
        Err(StoreError::Refused { why, .. }) => Err(format!("{shown} was left as it is: {why}")),
        Err(error) => Err(format!("{shown} was left as it is: could not {error}")),
    }
}

/// What is said of an earlier report that can't be removed; the new one stands all the same.
pub(super) fn still_there(path: &Path, cause: &io::Error) -> String {
    format!("an earlier report is still in {}, because it could not be removed: {cause}", path.display())
}
