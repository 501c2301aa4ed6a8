//! One name means one thing: no two public types of different things have the same name.

use super::{File, none, rust_files};
use std::collections::{BTreeMap, BTreeSet};

/// What every analysis has: its parameters and its result.
const OF_EVERY_ANALYSIS: [&str; 2] = ["Params", "Output"];

/// Names that mean several things still. Each is a word of its own place there and hardly leaves it; the list may only grow
/// shorter.
const SEVERAL: &[&str] = &["Families", "Folder", "Item", "Options", "Review", "Rows", "Stated", "Step", "Summary"];

/// The public types of a file.
fn types(file: &File) -> impl Iterator<Item = &str> {
    let kinds = ["struct ", "enum ", "trait ", "type ", "union "];
    file.text.lines().filter_map(move |line| {
        let item = line.strip_prefix("pub ")?;
        let name = kinds.iter().find_map(|kind| item.strip_prefix(kind))?;
        name.split(|c: char| !c.is_alphanumeric() && c != '_').next()
    })
}

/// `FollowThrough` for `findings/follow_through`: sources, analyses and their rules are named after their files, so that a
/// tool's incidents stand in the folder of the tool.
fn of_file(file: &File) -> String {
    let path = file.name.strip_suffix("/mod").unwrap_or(&file.name);
    let words = path.rsplit('/').next().unwrap().split('_');
    words.map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}

/// Whether a type may share its name: it says what its file does, or it is an exhibit, which is named after what it shows.
fn is_shared(file: &File, name: &str) -> bool {
    OF_EVERY_ANALYSIS.contains(&name)
        || ["ingest", "analyse", "findings"].contains(&file.floor()) && of_file(file) == name
        || file.is_in("findings/exhibit")
}

/// Names that are given to several types, with the files.
fn several(files: &[File]) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files {
        for name in types(file).filter(|name| !is_shared(file, name)) {
            found.entry(name.to_owned()).or_default().insert(file.name.clone());
        }
    }
    found.retain(|_, files| files.len() > 1);
    found
}

#[test]
fn the_name_of_a_type_means_one_thing() {
    let found = several(&rust_files("src"));
    let fresh = found.iter().filter(|(name, _)| !SEVERAL.contains(&name.as_str()));
    let mut problems: Vec<String> =
        fresh.map(|(name, files)| format!("{name} means several things: it is declared in {files:?}")).collect();
    let done = SEVERAL.iter().filter(|name| !found.contains_key(**name));
    problems.extend(done.map(|name| format!("{name} means one thing now; take it off the list")));
    none(problems);
}

#[test]
fn a_second_meaning_is_found() {
    let file = |name: &str, text: &str| File { name: name.to_owned(), text: text.to_owned() };
    let planted = [
        file("analyse/load/bouts", "/// The week.\npub struct Clock<'a> {\n}\n"),
        file("link/interruptions", "pub enum Clock {\n}\nstruct Own;\n"),
        file("link/effort", "struct Own;\n"),
        file("analyse/volume", "pub struct Volume;\npub struct Params {\n}\n"),
        file("findings/volume", "pub struct Volume;\npub struct Params {\n}\n"),
    ];
    let found: Vec<String> = several(&planted).into_keys().collect();
    assert_eq!(found, ["Clock"]);
}
