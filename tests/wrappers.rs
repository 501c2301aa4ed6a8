//! What every source has to stand: the input of each of its cases in every wrapper that people and connectors put around
//! records. The source must be found without help, and the records must be the same.

mod json;
mod read;
mod tables;
mod whole;

use read::{Expected, Wrapped};
use retroscope::ingest::SOURCES;
use std::path::{Path, PathBuf};

/// Kinds whose records show what they are by the key of their envelope only, and why. Bare, they are not recognised.
const NAMED_BY_ENVELOPE: &[(&str, &str)] =
    &[("victorops-on-call", "a schedule holds its shifts under a key that is also the key of an envelope")];

fn cases(id: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/sources").join(id);
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<PathBuf> = entries.map(|e| e.unwrap().path()).filter(|p| p.is_dir()).collect();
    found.sort();
    found
}

fn input(case: &Path) -> PathBuf {
    let mut files = std::fs::read_dir(case).unwrap().map(|entry| entry.unwrap().path());
    let is_input = |path: &PathBuf| path.file_stem().is_some_and(|stem| stem == "input");
    files.find(is_input).unwrap_or_else(|| panic!("{}: no input.*", case.display()))
}

/// All that can be put around a file, by what it holds.
fn wrappings(extension: &str, text: &str) -> Vec<Wrapped> {
    let start = text.trim_start();
    // A line of a log may begin with a bracket and is no JSON.
    let is_json = !["md", "log"].contains(&extension) && start.starts_with(['{', '[']);
    if is_json {
        json::wrappings(extension, text)
    } else if !["md", "log"].contains(&extension) && !start.starts_with(['<', '#', '-']) {
        tables::wrappings(extension, text)
    } else {
        let mut all = read::packed(extension, text);
        all.push(Wrapped::new("CRLF", extension, text.replace('\n', "\r\n"), Expected::All));
        all
    }
}

#[test]
fn every_source_stands_every_wrapper() {
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for source in SOURCES {
        let cases = cases(source.kind().id);
        if cases.is_empty() {
            wrong.push(format!("{}: no folder with cases in tests/cases/sources", source.kind().id));
        }
        let named = NAMED_BY_ENVELOPE.iter().any(|(id, _)| *id == source.kind().id);
        for case in cases {
            let path = input(&case);
            let extension = path.extension().unwrap().to_string_lossy().into_owned();
            let raw = std::fs::read(&path).unwrap();
            let base = read::read(&format!("input.{extension}"), &raw);
            // A case that is packed or in an old encoding by itself can't be wrapped again as text.
            let Ok(text) = String::from_utf8(raw) else { continue };
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            let name = case.file_name().unwrap().to_string_lossy().into_owned();
            for wrapped in wrappings(&extension, text).into_iter().filter(|w| !(named && w.is_bare())) {
                tried += 1;
                if let Some(what) = wrapped.differs(source.kind().id, &base) {
                    wrong.push(format!("{}/{name} as {}: {what}", source.kind().id, wrapped.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {tried} wrappings go wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(tried > 300, "only {tried} wrappings were tried");
}

#[test]
fn kinds_named_by_their_envelope_exist() {
    for (id, why) in NAMED_BY_ENVELOPE {
        assert!(SOURCES.iter().any(|source| source.kind().id == *id), "{id} is no source");
        assert!(!why.is_empty(), "{id}: say why");
    }
}
