//! The list of codes against the code that gives them.

use retroscope::findings::codes;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Codes that are put together from a section and a word.
const SECTIONS: [&str; 2] = ["mttx", "quality"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            sources(&path, found);
        } else if path.file_name().unwrap() != "codes.rs" {
            found.push(path);
        }
    }
}

/// Texts in quotes that look like a code of a known section.
fn literals() -> BTreeSet<String> {
    let mut paths = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/findings"), &mut paths);
    let sections: BTreeSet<&str> = codes::ALL.iter().filter_map(|(code, _)| code.split('.').next()).collect();
    let mut found = BTreeSet::new();
    for text in paths.iter().map(|path| std::fs::read_to_string(path).unwrap()) {
        for literal in text.split('"').skip(1).step_by(2) {
            let is_word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
            if let Some((section, word)) = literal.split_once('.')
                && sections.contains(section)
                && is_word(word)
                && !["json", "html", "md", "csv", "rs"].contains(&word)
            {
                found.insert(literal.to_owned());
            }
        }
    }
    found
}

#[test]
fn every_code_in_the_findings_is_listed_and_nothing_else() {
    let found = literals();
    let unlisted: Vec<&String> = found.iter().filter(|code| !codes::is_known(code)).collect();
    assert!(unlisted.is_empty(), "add to src/findings/codes.rs: {unlisted:?}");
    assert!(found.len() > 60, "only {} literals were found", found.len());
    let never: Vec<&str> = codes::ALL
        .iter()
        .map(|(code, _)| *code)
        .filter(|code| !found.contains(*code) && !SECTIONS.iter().any(|section| code.starts_with(section)))
        .collect();
    assert!(never.is_empty(), "no claim has these codes any more: {never:?}");
}
