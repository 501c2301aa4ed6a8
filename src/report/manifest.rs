//! What a report was made from. Everything in it is the same for the same inputs, settings and seed.

use crate::ingest::files::FileReport;
use crate::normalise::mask::Mask;
use crate::report::{Review, contract};
use crate::store::licence::ListedFile;
use crate::store::manifest::{KIND, VERSION};
use crate::text;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Debug, Serialize)]
struct Manifest<'a> {
    kind: &'static str,
    schema_version: u64,
    made_by: String,
    period: &'a str,
    as_of: String,
    seed: u64,
    tz_database: &'static str,
    settings: BTreeMap<String, String>,
    /// Whether tables with a person per row were written.
    people: bool,
    /// Tables that were not, and files that were not.
    left_out: Vec<String>,
    inputs: Vec<InputEntry<'a>>,
    /// Every file of the report but this one: who replaces the report removes these and nothing else.
    files: &'a [ListedFile],
}

#[derive(Debug, Serialize)]
struct InputEntry<'a> {
    /// The way from the inputs' common folder.
    path: &'a str,
    bytes: u64,
    sha256: &'a str,
    source: String,
    records: u64,
    problem: Option<String>,
}

/// The content of `manifest.json`: the settings in effect and the seed among it; `written` lists all other files of the
/// report, `long` those that were left out because of their length.
#[must_use]
pub fn json(
    review: &Review,
    (settings, seed): (&BTreeMap<String, String>, u64),
    period: &str,
    as_of: &str,
    (long, written): (Vec<String>, &[ListedFile]),
) -> Vec<u8> {
    let mask = &review.mask;
    let names = &review.data.records.files;
    let personal = if review.people { Vec::new() } else { contract::personal() };
    let manifest = Manifest {
        kind: KIND,
        schema_version: VERSION,
        made_by: format!("retroscope {}", env!("CARGO_PKG_VERSION")),
        period,
        as_of: as_of.to_owned(),
        seed,
        tz_database: chrono_tz::IANA_TZDB_VERSION,
        settings: settings.iter().map(|(key, value)| (mask.applied(key), mask.applied(value))).collect(),
        people: review.people,
        left_out: personal.into_iter().map(str::to_owned).chain(long).collect(),
        inputs: review.files.iter().zip(names).map(|(file, name)| entry(file, name, mask)).collect(),
        files: written,
    };
    text::json::pretty(&manifest).unwrap_or_default().into_bytes()
}

fn entry<'a>(file: &'a FileReport, path: &'a str, mask: &Mask) -> InputEntry<'a> {
    let mut sources: Vec<&str> = file.units.iter().filter_map(|u| u.source).collect();
    sources.sort_unstable();
    sources.dedup();
    InputEntry {
        path,
        bytes: file.bytes,
        sha256: &file.sha256,
        source: sources.join(" "),
        records: file.read,
        problem: file.problem.as_ref().map(|p| mask.applied(&p.message)),
    }
}
