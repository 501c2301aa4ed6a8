//! `normalise`: files into a lake. What is there already is skipped, and a run that stops leaves the lake as it was.

use crate::ingest::file_report::FileReport;
use crate::ingest::files::{FileReading, ReadProgress, sizes};
use crate::ingest::head::Head;
use crate::ingest::inputs::{Input, STDIN};
use crate::lake::file_tables::FileTables;
use crate::lake::index::{LakeError, LakeFile, LakeIndex, LakePart, is_replaced, this_version};
use crate::lake::parts::{self, PartWriter};
use crate::lake::standing::{self, Elsewhere, Met, Slot, Standing};
use crate::lake::stated::StatedWriter;
use crate::lake::{place, tables};
use crate::model::batch::Batch;
use crate::normalise::intake::{Intake, IntakeParams};
use crate::par;
use crate::store::StoreError;
use crate::store::licence::hex;
use crate::store::shelf::{INDEX, Shelf};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The file that holds settings, among exports.
pub const SETTINGS: &str = "retroscope.toml";

/// How files are read and normalised.
pub struct AddParams<'a> {
    pub reading: FileReading<'a>,
    pub intake: IntakeParams<'a>,
    /// Digest of the settings that reading hangs on.
    pub read_with: String,
    /// Digest of the settings that the tables of a lake hang on beside these.
    pub normalised_with: String,
}

/// What is to come into a lake.
#[derive(Clone, Copy)]
pub struct Brought<'a> {
    pub inputs: &'a [Input],
    /// Other lakes, taken over as they are.
    pub lakes: &'a [PathBuf],
    /// A lake whose files are left out.
    pub unless_in: Option<&'a Path>,
}

/// What was done.
#[derive(Default)]
pub struct Added {
    /// Files that were read, with what came of it.
    pub read: Vec<FileReport>,
    /// Files that were there already.
    pub known: u64,
    /// Files that were there already and lay elsewhere then.
    pub moved: u64,
    /// Files that took the place of one that was read before.
    pub replaced: u64,
    /// Files of other lakes, taken over without being read again.
    pub taken: u64,
    /// Files that another lake holds, and that were left out therefore.
    pub left_out: u64,
    /// All files and records of the lake afterwards.
    pub files: u64,
    pub records: u64,
    pub remarks: Vec<String>,
}

pub(super) struct Run<'a> {
    pub(super) shelf: Shelf,
    params: &'a AddParams<'a>,
    pub(super) files: Vec<LakeFile>,
    pub(super) parts: Vec<LakePart>,
    pub(super) added: u64,
    /// Entries of `files` that were met in this run.
    pub(super) seen: BTreeSet<usize>,
    pub(super) done: Added,
}

/// Adds files and other lakes to the lake in a folder, which is made where it is not there.
///
/// # Errors
/// Something else is in the folder, its index is damaged, another run adds to it, or the disk refuses. The lake is as it was.
pub fn add(
    lake: &Path,
    brought: Brought,
    params: &AddParams,
    progress: &dyn Fn(ReadProgress),
) -> Result<Added, LakeError> {
    let elsewhere = brought.unless_in.map(Elsewhere::open).transpose()?;
    let shelf = Shelf::begin(lake)?;
    let is_new = !shelf.root().join(INDEX).exists();
    let index = if is_new { LakeIndex::empty() } else { LakeIndex::read(shelf.root())? };
    let added = index.files.iter().map(|file| file.added).max().unwrap_or(0) + 1;
    let before: BTreeSet<String> = index.parts.iter().map(|part| part.path.clone()).collect();
    let (files, parts) = (index.files, index.parts);
    let (seen, done) = (BTreeSet::new(), Added::default());
    let mut run = Run { shelf, params, files, parts, added, seen, done };
    for lake in brought.lakes {
        run.lake(lake)?;
    }
    let (files, sizes) = (brought.inputs.len(), sizes(brought.inputs));
    let (mut passed, all) = (0, sizes.iter().sum());
    for ((done, input), size) in brought.inputs.iter().enumerate().zip(sizes) {
        let tell = |own: u64| progress(ReadProgress { done, files, bytes: passed + own.min(size), all });
        tell(0);
        run.input(input, elsewhere.as_ref(), &tell)?;
        passed += size;
    }
    progress(ReadProgress { done: files, files, bytes: all, all });
    run.finish(is_new, &before)
}

impl Run<'_> {
    fn input(&mut self, input: &Input, elsewhere: Option<&Elsewhere>, passed: &dyn Fn(u64)) -> Result<(), LakeError> {
        let at = place::of_input(input);
        if elsewhere.is_some_and(|lake| lake.holds(&at, &|sha256| self.key(input, sha256))) {
            self.done.left_out += 1;
            return Ok(());
        }
        let way = place::relative(self.shelf.root(), &at);
        let known = standing::known_digest(&self.files, &at);
        let standing = known.map_or(Standing::New, |sha256| {
            let key = self.key(input, &sha256);
            self.standing(&Met { way: &way, sha256: &sha256, key: &key })
        });
        let Some(slot) = self.keep(standing, &way) else { return Ok(()) };
        let file = self.read(input, &at, way, passed)?;
        self.put(slot, file);
        Ok(())
    }

    pub(super) fn standing(&self, met: &Met) -> Standing {
        standing::of(&self.files, self.shelf.root(), met, &self.seen)
    }

    /// Does what there is to do for a file that is there; else gives the place for it.
    pub(super) fn keep(&mut self, standing: Standing, way: &str) -> Option<Slot> {
        match standing {
            Standing::Known(entry) => {
                self.seen.insert(entry);
                self.done.known += 1;
            }
            Standing::Moved(entry) => {
                self.seen.insert(entry);
                self.done.moved += 1;
                if let Some(file) = self.files.get_mut(entry) {
                    way.clone_into(&mut file.path);
                }
            }
            Standing::Copy(entry) => {
                let path = way.to_owned();
                let copy = self.files.get(entry).map(|file| LakeFile { path, added: self.added, ..file.clone() });
                self.done.known += 1;
                self.seen.insert(self.files.len());
                self.files.extend(copy);
            }
            Standing::Again(entry) => return Some(Slot::Of(entry)),
            Standing::New => return Some(Slot::New),
        }
        None
    }

    pub(super) fn put(&mut self, slot: Slot, file: LakeFile) {
        match slot {
            Slot::New => self.take(file),
            Slot::Of(entry) => {
                self.seen.insert(entry);
                self.done.replaced += 1;
                if let Some(slot) = self.files.get_mut(entry) {
                    *slot = LakeFile { added: slot.added, ..file };
                }
            }
        }
    }

    /// Takes a file that was read, in place of what stood there where a newer one stands for it.
    fn take(&mut self, file: LakeFile) {
        if self.files.iter().any(|old| (&old.path, &old.key) == (&file.path, &file.key)) {
            // What can be read only once, and was read before.
            self.done.known += 1;
            self.done.read.pop();
            return;
        }
        let old = self.files.iter().position(|old| {
            let is_settings = old.text.is_some();
            old.path == file.path && old.path != STDIN && (is_settings || is_replaced(&old.units, old.records))
        });
        self.seen.insert(old.unwrap_or(self.files.len()));
        match old.and_then(|old| self.files.get_mut(old)) {
            Some(slot) => {
                self.done.replaced += 1;
                *slot = file;
            }
            None => self.files.push(file),
        }
    }

    /// Digest of all that the reading of a file hangs on. Of its place these are its name and that of its folder.
    fn key(&self, input: &Input, sha256: &str) -> String {
        // However it was typed.
        let at = place::of_input(input);
        let names: Vec<String> = at.iter().rev().take(2).map(|name| name.to_string_lossy().into_owned()).collect();
        let forced = input.forced.as_deref().unwrap_or_default();
        let (version, params) = (this_version(), self.params);
        let mut digest = Sha256::new();
        for part in [sha256, &version, forced, &params.read_with, &params.normalised_with]
            .into_iter()
            .chain(names.iter().map(String::as_str))
        {
            digest.update(part.as_bytes());
            digest.update([0]);
        }
        hex(&digest.finalize())
    }

    fn read(&mut self, input: &Input, at: &Path, way: String, passed: &dyn Fn(u64)) -> Result<LakeFile, StoreError> {
        // The digest is known at the end; until then the place in this run tells parts apart.
        let name = format!("new-{}", self.done.read.len());
        let mut stated = StatedWriter::new(PartWriter::new(&self.shelf, tables::STATED, "", &name));
        let mut intake = Intake::new(self.params.intake, vec![way.clone()]);
        let take = |batch| {
            stated.take(&batch);
            intake.take(batch);
        };
        let weigh = |batch: &Batch| batch.bytes;
        let report = par::pipe(weigh, |sink| self.params.reading.file(input, 0, sink, passed), take);
        let stated = stated.finish()?;
        let key = self.key(input, &report.sha256);
        let stem = stem(&report.sha256, &key);
        let loaded = intake.finish();
        let file_tables = FileTables::of(&loaded, &report.sha256);
        let mut written = Vec::new();
        let stated = stated.map(|part| self.renamed(part, &name, &stem)).transpose()?;
        let stated_path = stated.as_ref().map(|part| part.path.clone());
        written.extend(stated);
        for table in file_tables.all() {
            written.extend(parts::write(&self.shelf, &table, &stem)?);
        }
        let is_settings = at.file_name().is_some_and(|name| name == SETTINGS);
        let text = if is_settings { std::fs::read_to_string(at).ok() } else { None };
        let file = LakeFile {
            path: way,
            bytes: report.bytes,
            sha256: report.sha256.clone(),
            secret: hex(&report.secret.bytes()),
            forced: input.forced.clone(),
            key,
            read_with: self.params.read_with.clone(),
            made_by: this_version(),
            added: self.added,
            records: report.read,
            units: report.units.clone(),
            problem: report.problem.clone(),
            // How its path was typed is nobody's business later.
            unknown: report.unknown.clone().map(|head| Head { path: String::new(), ..head }),
            notes: report.notes.clone(),
            text,
            stated: stated_path,
            parts: written.iter().map(|part| part.path.clone()).collect(),
        };
        self.parts.extend(written);
        self.done.read.push(report);
        Ok(file)
    }

    /// A part under the name that its file has.
    fn renamed(&self, part: LakePart, from: &str, to: &str) -> Result<LakePart, StoreError> {
        let path = part.path.replace(from, to);
        self.shelf.rename(Path::new(&part.path), Path::new(&path))?;
        Ok(LakePart { path, ..part })
    }

    fn finish(mut self, is_new: bool, before: &BTreeSet<String>) -> Result<Added, LakeError> {
        self.files.sort_by(|a, b| (&a.path, a.added).cmp(&(&b.path, b.added)));
        let named: BTreeSet<&String> = self.files.iter().flat_map(|file| &file.parts).collect();
        self.parts.retain(|part| named.contains(&part.path));
        self.parts.sort_by(|a, b| a.path.cmp(&b.path));
        self.parts.dedup_by(|a, b| a.path == b.path);
        let is_part = |path: &&String| named.contains(path);
        let gone: Vec<PathBuf> = before.iter().filter(|path| !is_part(path)).map(PathBuf::from).collect();
        let new: Vec<PathBuf> =
            named.iter().filter(|path| !before.contains(**path)).map(|path| PathBuf::from(path.as_str())).collect();
        self.done.files = self.files.len() as u64;
        self.done.records = self.files.iter().map(|file| file.records).sum();
        let nothing = self.done.read.is_empty() && self.done.moved + self.done.taken == 0 && !is_new;
        let changed = LakeIndex { files: self.files, parts: self.parts, ..LakeIndex::empty() };
        if nothing && !changed.files.iter().any(|file| file.added == self.added) {
            return Ok(self.done);
        }
        let bytes = changed.bytes().map_err(StoreError::io(self.shelf.root()))?;
        self.done.remarks = self.shelf.finish(&bytes, &new, &gone)?;
        Ok(self.done)
    }
}

/// What the parts of one reading are called: enough of both digests to be told apart.
fn stem(sha256: &str, key: &str) -> String {
    let begin = |text: &str, digits: usize| text.chars().take(digits).collect::<String>();
    format!("{}-{}", begin(sha256, 16), begin(key, 12))
}
