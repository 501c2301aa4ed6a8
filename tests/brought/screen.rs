//! A folder with one file of each kind: `inspect` and `init` name every file, and tell no more of one than fits on a screen.

use crate::support::shared;
use crate::support::user::{copy, run};
use std::path::{Path, PathBuf};

use super::{said, told};

/// Lines that one file may take.
const SCREEN: usize = 24;

/// All files below a folder, with `/` between folders.
fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() { walk(&entry, found) } else { found.push(entry) }
    }
}

/// Every case of `cases/field` and `cases/sources`, and every shared sample, each in a folder of its own.
fn one_of_each() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    copy(&cases.join("field"), &home.path().join("in/field"));
    copy(&cases.join("sources"), &home.path().join("in/sources"));
    if let Some(shared) = shared() {
        copy(&shared.join("samples"), &home.path().join("in/samples"));
    }
    let mut all = Vec::new();
    walk(&home.path().join("in"), &mut all);
    for path in all {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if ["EXPECT.md", "expected.json", "README.md", "retroscope.toml", "mapping.toml"].contains(&name.as_str()) {
            std::fs::remove_file(path).unwrap();
        }
    }
    home
}

/// The paths that are told of in a text, each with the lines about it.
fn blocks(text: &str) -> Vec<(String, Vec<String>)> {
    let mut blocks: Vec<(String, Vec<String>)> = Vec::new();
    for line in text.lines() {
        if line.starts_with("in/") {
            blocks.push((line.to_owned(), Vec::new()));
        } else if line.is_empty() {
            break;
        }
        if let Some((_, lines)) = blocks.last_mut() {
            lines.push(line.to_owned());
        }
    }
    blocks
}

#[test]
fn a_folder_with_one_of_each_kind_is_told_of_in_a_screen_for_each() {
    let home = one_of_each();
    let inspect = run(home.path(), &["inspect", "in"]);
    let text = said(&inspect);
    if let Ok(folder) = std::env::var("SHOW_SCREENS") {
        std::fs::write(Path::new(&folder).join("inspect.txt"), &text).unwrap();
    }
    let mut files = Vec::new();
    walk(&home.path().join("in"), &mut files);
    let blocks = blocks(&text);
    for (name, lines) in &blocks {
        assert!(lines.len() <= SCREEN, "{name} takes {} lines:\n{}", lines.len(), lines.join("\n"));
        assert!(lines.len() > 1, "nothing is said of {name}");
        let mut once = lines.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), lines.len(), "something is said twice:\n{}", lines.join("\n"));
    }
    for path in &files {
        let shown = path.strip_prefix(home.path()).unwrap().to_string_lossy().into_owned();
        let folder = shown.rsplit_once('/').unwrap().0;
        let named = blocks.iter().any(|(name, _)| *name == shown);
        let grouped = blocks.iter().any(|(name, _)| {
            name.split_once(" and ")
                .is_some_and(|(first, _)| first.rsplit_once('/').is_some_and(|(own, _)| own == folder))
        });
        assert!(named || grouped, "{shown} is not named");
    }
    let init = run(home.path(), &["init", "in"]);
    let settings = std::fs::read_to_string(home.path().join("retroscope.toml")).unwrap();
    if let Ok(folder) = std::env::var("SHOW_SCREENS") {
        std::fs::write(Path::new(&folder).join("retroscope.toml"), &settings).unwrap();
        std::fs::write(Path::new(&folder).join("init.txt"), said(&init) + &told(&init)).unwrap();
    }
    for (name, _) in blocks.iter().filter(|(name, _)| !name.contains(" and ")) {
        assert!(settings.contains(name.as_str()) || told(&init).contains(name.as_str()), "init does not name {name}");
    }
    let screen = said(&init).lines().count();
    assert!(screen <= SCREEN, "{}", said(&init));
    // A mapping is as long as its table is wide, and no longer than a screen but for columns that are not used.
    for mapping in settings.split("[[mapping]]").skip(1) {
        let lines = mapping.lines().filter(|line| !line.contains("not used:")).count();
        assert!(lines <= 2 * SCREEN, "{mapping}");
    }
}
