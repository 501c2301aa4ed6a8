//! What a report was made from. Everything in it is the same for the same inputs, settings and seed.

use crate::ingest::files::FileReport;
use crate::normalise::mask::Mask;
use crate::report::{Review, contract};
use crate::store::licence::ListedFile;
use crate::store::manifest::{KIND, VERSION};
use crate::text;
use crate::text::date::iso;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// The content of `manifest.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReportManifest {
    pub kind: String,
    pub schema_version: u64,
    /// What computed the figures.
    pub made_by: String,
    /// What made the documents, where that was another version.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub drawn_by: Option<String>,
    pub period: String,
    /// The first instant of the period, and the one after its last; empty where a version did not write them.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub from: String,
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub until: String,
    pub as_of: String,
    pub seed: u64,
    pub tz_database: String,
    pub settings: BTreeMap<String, String>,
    /// Whether tables with a person per row were written.
    pub people: bool,
    /// Tables that were not written, and files that were not because of their length.
    pub left_out: Vec<String>,
    pub inputs: Vec<InputEntry>,
    /// Every file of the report but this one: who replaces the report removes these and nothing else.
    pub files: Vec<ListedFile>,
    /// What a later version of the same form adds; kept as it is when a report is drawn again.
    #[serde(flatten)]
    pub more: BTreeMap<String, Value>,
}

/// One file that the report was made from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct InputEntry {
    /// The way from the inputs' common folder.
    pub path: String,
    pub bytes: u64,
    pub sha256: String,
    /// Ids of the kinds of export in it, with blanks between them.
    pub source: String,
    pub records: u64,
    pub problem: Option<String>,
}

/// Program and version, as a manifest names them.
#[must_use]
pub fn this_version() -> String {
    format!("retroscope {}", env!("CARGO_PKG_VERSION"))
}

impl ReportManifest {
    /// The manifest of a review, before any file of it is listed; with the settings in effect and the seed.
    #[must_use]
    pub fn of(review: &Review, (settings, seed): (&BTreeMap<String, String>, u64), period: &str, as_of: &str) -> Self {
        let mask = &review.mask;
        let names = &review.data.records.files;
        let window = review.data.periods.current.window;
        let left_out = if review.people { Vec::new() } else { contract::personal() };
        Self {
            kind: KIND.to_owned(),
            schema_version: VERSION,
            made_by: this_version(),
            drawn_by: None,
            period: period.to_owned(),
            from: iso(window.start),
            until: iso(window.end),
            as_of: as_of.to_owned(),
            seed,
            tz_database: chrono_tz::IANA_TZDB_VERSION.to_owned(),
            settings: settings.iter().map(|(key, value)| (mask.applied(key), mask.applied(value))).collect(),
            people: review.people,
            left_out: left_out.into_iter().map(str::to_owned).collect(),
            inputs: review.files.iter().zip(names).map(|(file, name)| entry(file, name, mask)).collect(),
            files: Vec::new(),
            more: BTreeMap::new(),
        }
    }

    /// The same, naming files of it that were not written.
    #[must_use]
    pub fn without(mut self, paths: Vec<String>) -> Self {
        self.left_out.extend(paths);
        self
    }

    /// The same for documents that are made again, by this version.
    #[must_use]
    pub fn drawn_again(&self) -> Self {
        let by = this_version();
        Self { drawn_by: Some(by).filter(|by| *by != self.made_by), ..self.clone() }
    }

    /// Its bytes, once all other files of the report are written.
    #[must_use]
    pub fn closed(self, written: Vec<ListedFile>) -> Vec<u8> {
        let whole = Self { files: written, ..self };
        text::json::pretty(&whole).unwrap_or_default().into_bytes()
    }
}

fn entry(file: &FileReport, path: &str, mask: &Mask) -> InputEntry {
    let mut sources: Vec<&str> = file.units.iter().filter_map(|u| u.source).collect();
    sources.sort_unstable();
    sources.dedup();
    InputEntry {
        path: path.to_owned(),
        bytes: file.bytes,
        sha256: file.sha256.clone(),
        source: sources.join(" "),
        records: file.read,
        problem: file.problem.as_ref().map(|p| mask.applied(&p.message)),
    }
}
