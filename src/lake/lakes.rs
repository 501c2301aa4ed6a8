//! Lakes into a lake: what others keep is taken over as it is, and no export is read again.

use crate::lake::add::Run;
use crate::lake::index::{LakeError, LakeFile, LakeIndex, LakePart};
use crate::lake::parts::Summed;
use crate::lake::standing::Met;
use crate::lake::{open, place, tables};
use crate::store::{StoreError, shelf};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const ITSELF: &str = "nothing was changed; name other lakes, that lie apart from it";

const OTHER_BYTES: &str =
    "the lake that it is for has other bytes in the part of this name; add the exports again instead";

impl Run<'_> {
    /// Takes over what another lake keeps. Its files stand as if they had been read now, in its order.
    ///
    /// # Errors
    /// It is damaged or lies in this one, or the disk refuses.
    pub(super) fn lake(&mut self, lake: &Path) -> Result<(), LakeError> {
        let index = LakeIndex::read(lake)?;
        let root = lake.canonicalize().unwrap_or_else(|_| lake.to_owned());
        if root.starts_with(self.shelf.root()) || self.shelf.root().starts_with(&root) {
            let what = format!("add {} to {}: one lies in the other", lake.display(), self.shelf.root().display());
            return Err(LakeError::Unread { what, hint: ITSELF });
        }
        let listed: BTreeMap<&str, &LakePart> = index.parts.iter().map(|part| (part.path.as_str(), part)).collect();
        let sums = |part: &LakePart| (part.path.clone(), (part.bytes, part.sha256.clone()));
        let mut held: BTreeMap<String, (u64, String)> = self.parts.iter().map(sums).collect();
        for file in &index.files {
            let way = place::relative(self.shelf.root(), &file.place(&root));
            let met = Met { way: &way, sha256: &file.sha256, key: &file.key };
            let Some(slot) = self.keep(self.standing(&met), &way) else { continue };
            for path in file.parts.iter().chain(&file.stated) {
                let part = listed.get(path.as_str());
                let part = part.ok_or_else(|| open::damaged(lake, path, "lake.json names it and does not list it"))?;
                match held.get(path) {
                    Some(same) if *same == (part.bytes, part.sha256.clone()) => {}
                    Some(_) => return Err(open::damaged(lake, path, OTHER_BYTES)),
                    None => {
                        self.part(lake, &root, part)?;
                        held.extend([sums(part)]);
                    }
                }
            }
            self.done.taken += 1;
            self.put(slot, LakeFile { path: way, added: self.added, ..file.clone() });
        }
        Ok(())
    }

    /// A part of another lake.
    fn part(&mut self, lake: &Path, root: &Path, part: &LakePart) -> Result<(), LakeError> {
        let inside = PathBuf::from(&part.path);
        if !is_place_of_a_part(&inside, part) {
            return Err(open::damaged(lake, &part.path, "lake.json names a place outside of the lake's tables"));
        }
        let unread = |cause: io::Error| open::damaged(lake, &part.path, &cause.to_string());
        let mut from = File::open(root.join(&inside)).map_err(unread)?;
        let mut to = Summed::to(self.shelf.create(&inside)?);
        let copied = io::copy(&mut from, &mut to).and_then(|_| to.flush());
        if let Some(told) = to.told() {
            return Err(StoreError::io(self.shelf.shown_inside(&inside))(io::Error::other(told)).into());
        }
        copied.map_err(unread)?;
        if to.sums() != (part.bytes, part.sha256.clone()) {
            return Err(open::damaged(lake, &part.path, "its bytes are not those that were written"));
        }
        self.parts.push(part.clone());
        Ok(())
    }
}

/// Whether a part lies where parts of its table lie.
fn is_place_of_a_part(inside: &Path, part: &LakePart) -> bool {
    let is_known = part.table == tables::STATED || tables::TABLES.iter().any(|(name, _, _)| *name == part.table);
    shelf::is_inside(inside)
        && is_known
        && inside.starts_with(&part.table)
        && inside.extension().is_some_and(|end| end == "parquet")
}
