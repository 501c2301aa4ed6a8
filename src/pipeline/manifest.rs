//! What a report was made from. Everything in it is the same for the same inputs, settings and seed.

use crate::ingest::files::FileReport;
use crate::settings::Settings;
use crate::text;
use serde::Serialize;
use std::collections::BTreeMap;

/// Version of `manifest.json`.
const SCHEMA_VERSION: u32 = 1;

#[derive(Debug, Serialize)]
struct Manifest<'a> {
    schema_version: u32,
    made_by: String,
    period: &'a str,
    as_of: String,
    seed: u64,
    tz_database: &'static str,
    settings: &'a BTreeMap<String, String>,
    inputs: Vec<InputEntry<'a>>,
}

#[derive(Debug, Serialize)]
struct InputEntry<'a> {
    path: &'a str,
    bytes: u64,
    sha256: &'a str,
    source: String,
    records: u64,
    problem: Option<String>,
}

/// The content of `manifest.json`.
#[must_use]
pub fn json(files: &[FileReport], settings: &Settings, period: &str, as_of: &str) -> Vec<u8> {
    let manifest = Manifest {
        schema_version: SCHEMA_VERSION,
        made_by: format!("retroscope {}", env!("CARGO_PKG_VERSION")),
        period,
        as_of: as_of.to_owned(),
        seed: settings.seed,
        tz_database: chrono_tz::IANA_TZDB_VERSION,
        settings: &settings.shown,
        inputs: files.iter().map(entry).collect(),
    };
    text::json::pretty(&manifest).unwrap_or_default().into_bytes()
}

fn entry(file: &FileReport) -> InputEntry<'_> {
    let mut sources: Vec<&str> = file.units.iter().filter_map(|u| u.source).collect();
    sources.sort_unstable();
    sources.dedup();
    InputEntry {
        path: &file.shown,
        bytes: file.bytes,
        sha256: &file.sha256,
        source: sources.join(" "),
        records: file.read,
        problem: file.problem.as_ref().map(|p| p.message.clone()),
    }
}
