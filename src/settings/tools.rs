//! Names of tools in the settings: `[zones]` and `[day_first]`. A misspelt one would be silently without effect, and the
//! times of a tool wrong by hours.

use crate::ingest::SOURCES;
use std::collections::BTreeSet;

/// How alike a name must be to be proposed; 1 is the same. Lower, and nearly any word would be "like" some tool.
const ALIKE: f64 = 0.75;

/// Every tool that a section may name: those of the sources, and the mappings of the same file.
pub(super) fn known<'a>(mappings: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    SOURCES.iter().map(|source| source.kind().tool.id).chain(mappings).map(str::to_owned).collect()
}

/// Checks the names in a section.
///
/// # Errors
/// A name is of no tool; the message says which there are.
pub(super) fn check<'a>(
    section: &str,
    mut names: impl Iterator<Item = &'a String>,
    known: &BTreeSet<String>,
) -> Result<(), String> {
    let Some(strange) = names.find(|name| !known.contains(*name)) else { return Ok(()) };
    let near = nearest(strange, known).map(|name| format!(" (is it {name}?)")).unwrap_or_default();
    let list: Vec<&str> = known.iter().map(String::as_str).collect();
    Err(format!("{section}.{strange} is no tool{near}; known are the names of [[mapping]]s and {}", list.join(", ")))
}

/// The known name that is most like a strange one: one begins with the other (`pagerduty-incidents`), or few letters differ.
fn nearest<'a>(strange: &str, known: &'a BTreeSet<String>) -> Option<&'a str> {
    let plain = strange.to_lowercase().replace([' ', '_', '.'], "-");
    let similarity = |name: &str| {
        let begins = name.len() > 3 && (plain.starts_with(name) || name.starts_with(&plain) && plain.len() > 3);
        if begins { 1.0 } else { strsim::jaro_winkler(&plain, name) }
    };
    let mut best: Option<(f64, &str)> = None;
    for name in known {
        let score = similarity(name);
        if score >= ALIKE && best.is_none_or(|(most, _)| score > most) {
            best = Some((score, name));
        }
    }
    best.map(|(_, name)| name)
}
