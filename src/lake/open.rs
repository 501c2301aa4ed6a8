//! A lake among the inputs: its files in place of the exports that they were read from.

use crate::ingest::inputs::{Input, Kept, STDIN};
use crate::lake::index::{LakeError, LakeFile, LakeIndex, LakePart, is_replaced};
use crate::lake::place;
use crate::par;
use crate::store::licence::digest;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const REPAIR: &str = "nothing was written; put the part back from a copy, or delete lake.json and everything beside it and add all exports again; `retroscope normalise --check` names everything that is damaged";

/// The files of lakes and other inputs as one list, in the order in which a folder with all of them would be read. What lies
/// both in a lake and among the others is read once.
///
/// # Errors
/// A lake can't be read, or a part of it is not what was written.
pub fn together(lakes: &[PathBuf], others: Vec<Input>) -> Result<Vec<Input>, LakeError> {
    let mut kept = Vec::new();
    for lake in lakes {
        kept.extend(inputs(lake)?);
    }
    let (mut fresh, mut all) = (Vec::new(), kept);
    for input in others {
        let at = place::of_input(&input);
        match of_lake(&all, &at) {
            Some(same) => {
                // Where it lies now is where it is read from by name.
                if let Some(known) = all.get_mut(same).filter(|known| !place::is_there(&known.path)) {
                    known.shown = place::shown(&at);
                    known.path = at;
                }
            }
            None => {
                all.retain(|known| known.path != at || !stands_back(known));
                fresh.push(input);
            }
        }
    }
    all.extend(fresh);
    all.sort_by_cached_key(|input| {
        let at = place::of_input(input);
        (at == Path::new(STDIN), at)
    });
    Ok(all)
}

/// Whether a newer file at the same place stands for it.
fn stands_back(known: &Input) -> bool {
    known.kept.as_ref().is_some_and(|kept| kept.text.is_some() || is_replaced(&kept.report.units, kept.report.read))
}

/// The file of a lake that has the bytes of a file that lies here, in this place or in one where it is no more.
fn of_lake(all: &[Input], at: &Path) -> Option<usize> {
    let length = at.metadata().ok().filter(std::fs::Metadata::is_file)?.len();
    let report = |input: &Input| input.kept.as_ref().map(|kept| (kept.report.bytes, kept.report.sha256.clone()));
    all.iter().find(|input| report(input).is_some_and(|(bytes, _)| bytes == length))?;
    let sha256 = digest(at).ok()?;
    let same = |input: &&Input| report(input).is_some_and(|(_, known)| known == sha256);
    let here = all.iter().position(|input| same(&input) && input.path == at);
    here.or_else(|| all.iter().position(|input| same(&input) && !place::is_there(&input.path)))
}

/// The files of one lake.
fn inputs(lake: &Path) -> Result<Vec<Input>, LakeError> {
    let index = LakeIndex::read(lake)?;
    let root = lake.canonicalize().unwrap_or_else(|_| lake.to_owned());
    let parts: BTreeMap<&str, &LakePart> = index.parts.iter().map(|part| (part.path.as_str(), part)).collect();
    let mut wanted: Vec<&LakePart> = Vec::new();
    for path in index.files.iter().filter_map(|file| file.stated.as_deref()) {
        match parts.get(path) {
            Some(part) => wanted.push(part),
            None => return Err(damaged(lake, path, "lake.json names it and does not list it")),
        }
    }
    wanted.sort_by(|a, b| a.path.cmp(&b.path));
    wanted.dedup();
    let looked = par::each(&wanted, |part| state(&root, part));
    for (part, state) in wanted.iter().zip(looked) {
        state.map_err(|why| damaged(lake, &part.path, &why))?;
    }
    Ok(index.files.iter().map(|file| input(&root, file)).collect())
}

pub(super) fn damaged(lake: &Path, part: &str, why: &str) -> LakeError {
    LakeError::Unread { what: format!("read {}/{part}: {why}", lake.display()), hint: REPAIR }
}

/// Whether a part is what was written.
pub(super) fn state(root: &Path, part: &LakePart) -> Result<(), String> {
    let place = root.join(&part.path);
    let length = match place.metadata() {
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Err("it is not there".to_owned()),
        other => other.map_err(|cause| cause.to_string())?.len(),
    };
    if length != part.bytes {
        return Err(format!("it has {length} bytes, and {} were written", part.bytes));
    }
    match digest(&place) {
        Ok(sha256) if sha256 == part.sha256 => Ok(()),
        Ok(_) => Err("its bytes are not those that were written".to_owned()),
        Err(cause) => Err(cause.to_string()),
    }
}

fn input(root: &Path, file: &LakeFile) -> Input {
    let path = file.place(root);
    let (shown, mut report) = (place::shown(&path), file.report());
    if let Some(head) = &mut report.unknown {
        head.path.clone_from(&shown);
    }
    let kept = Kept {
        lake: root.to_owned(),
        report,
        records: file.stated.as_ref().map(|part| root.join(part)),
        text: file.text.clone(),
        read_with: file.read_with.clone(),
    };
    Input { shown, path, forced: file.forced.clone(), kept: Some(Arc::new(kept)) }
}
