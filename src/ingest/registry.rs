//! The kinds of export by name: what a person may type, and what they are called.

use crate::ingest::inputs::{self, FoundInputs, Input, InputError};
use crate::ingest::mapped::Mapped;
use crate::ingest::{AnySource, SOURCES};
use std::path::Path;

/// Every source, those that the settings describe before all others.
pub fn sources(mapped: &[Mapped]) -> Vec<&dyn AnySource> {
    let mapped = mapped.iter().map(|source| source as &dyn AnySource);
    mapped.chain(SOURCES.iter().copied()).collect()
}

/// The kinds that `KIND=PATH` may name.
fn known() -> Vec<&'static str> {
    let mut kinds: Vec<&'static str> = SOURCES.iter().map(|s| s.kind().id).collect();
    kinds.push("mapped");
    kinds
}

/// The kinds with what people call them, in the order in which they are asked.
#[must_use]
pub fn kinds() -> Vec<(&'static str, &'static str)> {
    let mut kinds: Vec<_> = SOURCES.iter().map(|s| (s.kind().id, s.kind().title)).collect();
    kinds.push(("mapped", "any table or JSON that a [[mapping]] of the settings describes"));
    kinds
}

/// What a person calls a tool; a mapping is called by its own name.
#[must_use]
pub fn tool_title(tool: &str) -> String {
    let source = SOURCES.iter().find(|s| s.kind().tool.id == tool);
    source.map_or_else(|| tool.to_owned(), |s| s.kind().tool.title.to_owned())
}

/// Files, folders, globs, `-` and `KIND=PATH` as a list of files.
///
/// # Errors
/// A path can't be opened, or a pattern matches nothing.
pub fn expand(given: &[String]) -> Result<Vec<Input>, InputError> {
    inputs::expand(given, &known())
}

/// The same, for a run that writes to a folder; with the earlier reports that were met on the way and left out.
///
/// # Errors
/// A path can't be opened, or a pattern matches nothing.
pub fn expand_beside(given: &[String], out: Option<&Path>) -> Result<FoundInputs, InputError> {
    inputs::expand_beside(given, &known(), out)
}
