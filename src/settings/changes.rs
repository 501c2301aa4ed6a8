//! `[[change]]`: changes of definitions, processes and tools that the settings name.

use crate::model::change::{ProcessChange, StatedChange};
use crate::model::record::Stamp;
use crate::normalise::ledgers;
use crate::normalise::time::TimeContext;
use chrono_tz::Tz;
use serde::Deserialize;

/// A change as the file writes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stated {
    /// A date or a time, with or without quotes; without an offset it is one of the reporting zone.
    at: toml::Value,
    pub what: String,
    /// What it concerns (`"ttr"`, `["ttd", "ttr"]`); left out: everything that is compared.
    #[serde(default)]
    metric: Metric,
    #[serde(default)]
    kind: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Metric {
    One(String),
    Several(Vec<String>),
}

impl Default for Metric {
    fn default() -> Self {
        Self::Several(Vec::new())
    }
}

impl Stated {
    /// The moment as written.
    #[must_use]
    pub fn at(&self) -> String {
        match &self.at {
            toml::Value::String(text) => text.clone(),
            other => other.to_string(),
        }
    }
}

/// Reads the changes.
///
/// # Errors
/// A moment that can't be read, or nothing said about what was changed.
pub fn check(stated: &[Stated], zone: Tz) -> Result<Vec<ProcessChange>, String> {
    let context = TimeContext { zone: Some(zone), ..TimeContext::default() };
    let read = |one: &Stated| {
        let metric = match &one.metric {
            Metric::One(text) => text.clone(),
            Metric::Several(list) => list.join(";"),
        };
        let at = Some(Stamp { text: one.at(), field: "at" });
        let stated = StatedChange { at, what: one.what.clone(), metric, kind: one.kind.clone() };
        ledgers::change(&stated, context).map_err(|(_, why)| format!("[[change]] \"{}\": {why}", one.what.trim()))
    };
    stated.iter().map(read).collect()
}
