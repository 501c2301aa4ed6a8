//! Sources read through `Fields`: no source parses, walks or looks up in a way of its own.

use super::{File, none, rust_files};
use std::collections::BTreeSet;

/// What other ways of reading need.
const OLD: [&str; 4] = ["Deserialize", "Value", ".pointer(", "Cells"];

/// Files that still read in such a way, with the reason. The list can only become shorter.
const LEFT: &[(&str, &str)] = &[
    ("retroscope/tables", "it only tells whether a file is a part of a report"),
    ("servicenow/csv", "which columns a header has decides how its rows are read"),
    ("servicenow/row", "a field has a stored and a shown value, and a table has labels in the place of names"),
];

fn is_source(file: &File) -> bool {
    file.name != "mod" && file.text.contains("impl Source for ")
}

fn folder(file: &File) -> Option<&str> {
    file.name.rsplit_once('/').map(|(folder, _)| folder)
}

fn has_old(file: &File) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let whole = |line: &str, word: &str| {
        line.match_indices(word).any(|(at, _)| {
            let behind = &line[at + word.len()..];
            word.starts_with('.') || !(line[..at].ends_with(is_word) || behind.starts_with(is_word))
        })
    };
    file.code().any(|(_, line)| OLD.iter().any(|word| whole(line, word)))
}

#[test]
fn sources_read_through_fields() {
    let files = rust_files("src/ingest");
    let folders: BTreeSet<&str> = files.iter().filter(|file| is_source(file)).filter_map(folder).collect();
    let of_source = |file: &&File| is_source(file) || folder(file).is_some_and(|folder| folders.contains(folder));
    let sources: Vec<&File> = files.iter().filter(of_source).collect();
    assert!(sources.len() > 90, "{} files of sources", sources.len());
    let mut problems = Vec::new();
    for file in sources {
        let is_left = LEFT.iter().any(|(name, _)| *name == file.name);
        match (has_old(file), is_left) {
            (true, false) => problems.push(format!("src/ingest/{}.rs reads past `Fields`: one of {OLD:?}", file.name)),
            (false, true) => {
                problems.push(format!("src/ingest/{}.rs reads through `Fields` now: strike it", file.name))
            }
            _ => {}
        }
    }
    none(problems);
}
