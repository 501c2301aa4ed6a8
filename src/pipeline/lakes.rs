//! Lakes: the first two stages into one, and its files among the inputs of a run.

use crate::ingest::AnySource;
use crate::ingest::container::budget::Budget;
use crate::ingest::files::{FileReading, FileReport, ReadProgress};
use crate::ingest::inputs::{FoundInputs, Input, InputError};
use crate::ingest::registry::{self, sources};
use crate::lake::add::{self, AddParams, Added};
use crate::lake::index::{LakeError, LakeIndex};
use crate::lake::open;
use crate::lake::stated::replay;
use crate::model::batch::Batch;
use crate::normalise::intake::IntakeParams;
use crate::pipeline::Step;
use crate::settings::Settings;
use crate::store::licence::hex;
use crate::store::shelf::is_lake;
use sha2::{Digest, Sha256};
use std::path::Path;

pub use crate::lake::add::Brought;
pub use crate::lake::check::check;
pub use crate::lake::share::{Share, list_digest};

/// Reads all files, those of lakes from there. The sink gets every batch on the calling thread, in the order of files and rows.
pub(super) fn read(
    inputs: &[Input],
    sources: &[&dyn AnySource],
    budget: Budget,
    progress: &dyn Fn(ReadProgress),
    sink: &mut dyn FnMut(Batch),
) -> Vec<FileReport> {
    FileReading::new(sources, budget, &replay).all(inputs, progress, sink)
}

/// Files, folders, globs, lakes, `-` and `KIND=PATH` as a list of files.
///
/// # Errors
/// A path can't be opened, a pattern matches nothing, or a lake is damaged.
pub fn expand(given: &[String]) -> Result<Vec<Input>, InputError> {
    with_lakes(registry::expand_beside(given, None)?).map(|found| found.inputs)
}

/// The same, for a run that writes to a folder; with the earlier reports that were met on the way and left out.
///
/// # Errors
/// As for [`expand`].
pub fn expand_beside(given: &[String], out: Option<&Path>) -> Result<FoundInputs, InputError> {
    with_lakes(registry::expand_beside(given, out)?)
}

fn with_lakes(found: FoundInputs) -> Result<FoundInputs, InputError> {
    if found.lakes.is_empty() {
        return Ok(found);
    }
    let damaged = |error: LakeError| InputError::Lake { what: error.to_string(), hint: error.hint() };
    let inputs = open::together(&found.lakes, found.inputs).map_err(damaged)?;
    Ok(FoundInputs { inputs, ..found })
}

/// Files and other lakes for a lake.
///
/// # Errors
/// As for [`expand`].
pub fn expand_for(given: &[String], lake: &Path) -> Result<FoundInputs, InputError> {
    registry::expand_beside(given, Some(lake))
}

fn digest_of(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// What the reading of files hangs on, in a few digits that can be compared.
fn read_with(settings: &Settings) -> String {
    digest_of(&format!("{:?} {:?}", settings.mapped, settings.budget))
}

/// Reads and normalises files into the lake in a folder, and takes other lakes over.
///
/// # Errors
/// Something else is there, another run is at work, or the disk refuses; the lake is as it was.
pub fn normalise(brought: Brought, settings: &Settings, lake: &Path, step: &dyn Fn(Step)) -> Result<Added, LakeError> {
    let sources = sources(&settings.mapped);
    let Settings { normalise, day_first, zone, .. } = settings;
    let params = AddParams {
        reading: FileReading::new(&sources, settings.budget, &|_, _, _| Ok(())),
        intake: IntakeParams { normalise, day_first, zone: *zone },
        read_with: read_with(settings),
        normalised_with: digest_of(&format!("{normalise:?} {day_first:?} {zone}")),
    };
    add::add(lake, brought, &params, &|progress| step(Step::Reading(progress)))
}

/// The settings that the lake in a folder holds, with what messages call them.
///
/// # Errors
/// Its index is damaged.
pub fn settings_of(lake: &Path) -> Result<Vec<(String, String)>, LakeError> {
    if !is_lake(lake) {
        return Ok(Vec::new());
    }
    let files = LakeIndex::read(lake)?.files;
    let named = |text, path| (text, format!("{} in {}", path, lake.display()));
    Ok(files.into_iter().filter_map(|file| file.text.map(|text| named(text, file.path))).collect())
}

/// Files of lakes that were read with other mappings or limits than those of a run: mappings are used while files are read.
#[must_use]
pub fn read_otherwise(inputs: &[Input], settings: &Settings) -> u64 {
    let own = read_with(settings);
    inputs.iter().filter_map(|input| input.kept.as_ref()).filter(|kept| kept.read_with != own).count() as u64
}
