//! The report folder: its files and their versions, how they are written, and how they are known again.
//!
//! [`contract`] lists what stands in the folder; [`facts`], [`results`], [`recurrence`] and [`restatement`] make its tables, [`write`] writes
//! them, and [`manifest`] closes the folder. Editions and charts are drawn by `render`, into the same [`sink`]. [`earlier`] reads
//! a report that stands, [`lines`] makes the lines of its incidents.

pub mod contract;
pub mod earlier;
pub mod facts;
pub mod lines;
pub mod manifest;
pub mod read;
mod recurrence;
mod restatement;
mod results;
pub mod sink;
pub mod write;

use crate::analyse::Results;
use crate::analyse::follow_through::size::Size;
use crate::findings::Findings;
use crate::frame::dataset::DataSet;
use crate::ingest::files::FileReport;
use crate::normalise::mask::Mask;
use crate::par;
use crate::report::facts::{Naming, PublicTable};
use crate::report::lines::ReportIncidents;
use crate::report::manifest::ReportManifest;
use crate::report::sink::{Folder, Sink, SinkError};
use crate::store::manifest::MANIFEST;
use crate::text::date::iso;
use std::collections::BTreeMap;

/// Everything that documents are made from.
pub const FINDINGS: &str = "findings.json";

/// Everything a run has found.
pub struct Review {
    pub files: Vec<FileReport>,
    pub data: DataSet,
    pub results: Results,
    pub findings: Findings,
    /// Finds known people in texts, for those that are not made from the data set.
    pub mask: Mask,
    /// Whether tables with a person per row are written; they are the analyst's own.
    pub people: bool,
    /// Whether tables stand as CSV too however long they are.
    pub csv: bool,
}

/// Writes every public table; `step` is told the name of each. Returns the paths of what is too long to stand as CSV too.
///
/// # Errors
/// The sink can't take the bytes.
pub fn write_tables(
    review: &Review,
    names: bool,
    sink: &mut dyn Sink,
    step: &dyn Fn(write::WriteProgress),
) -> Result<Vec<String>, SinkError> {
    let data = &review.data;
    let naming = Naming { data, names, people: review.people };
    let rows = data.incident_view().rows();
    let families: Vec<Option<String>> =
        rows.clone().map(|row| review.results.recurrence.family_id(row).map(str::to_owned)).collect();
    let storms: Vec<Option<String>> = rows.map(|row| review.results.overlap.storm_id(row).map(str::to_owned)).collect();
    let sizes: Vec<Option<&str>> =
        review.results.follow_through.sizes.iter().map(|size| size.map(Size::code)).collect();
    let promises = facts::Promises { sizes: &sizes, standing: &review.results.follow_through.standing };
    let facts = || facts::all(&naming, &families, &storms, promises);
    let (mut tables, results) = par::both(facts, || results::all(review, &naming));
    tables.extend(results.into_iter().map(|(name, frame)| PublicTable::whole(name, frame)));
    tables.retain(|table| review.people || !contract::is_personal(table.name));
    write::write(&tables, review.csv, sink, step)
}

/// The lines of a review's incidents, as [`ReportIncidents::read`] finds them in its table.
#[must_use]
pub fn lines_of(review: &Review) -> ReportIncidents {
    ReportIncidents::of_facts(&review.data.incidents, &review.findings, review.data.periods.zone)
}

/// The manifest of a review; [`close`] writes it.
#[must_use]
pub fn manifest_of(review: &Review, settings: &BTreeMap<String, String>, seed: u64) -> ReportManifest {
    let as_of = iso(review.data.periods.as_of);
    ReportManifest::of(review, (settings, seed), &review.data.periods.current.label, &as_of)
}

/// Writes the manifest, which lists every other file and therefore comes last.
///
/// # Errors
/// The sink can't take the bytes.
pub fn close(manifest: ReportManifest, folder: &mut Folder) -> Result<(), SinkError> {
    let bytes = manifest.closed(folder.written());
    folder.write(MANIFEST, &bytes)
}
