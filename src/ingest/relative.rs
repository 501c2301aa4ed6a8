//! What the inputs are called in files: by their way from the folder that they have in common, never by where they lie on
//! somebody's machine.

use crate::ingest::inputs::{Input, STDIN};
use crate::model::labels::distinct;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

/// Folders whose folders are named after people.
const HOMES: [&str; 5] = ["home", "homes", "Users", "users", "Documents and Settings"];
/// What a folder of somebody's own is called.
const NAMELESS: &str = "inputs";

/// One label per input, in their order, each different: the path from the deepest folder that holds all of them, with
/// forward slashes. Where no such folder can be named without naming its owner, the path begins with the name of the
/// deepest folder of those that lie together.
#[must_use]
pub fn labels(inputs: &[Input]) -> Vec<String> {
    let paths: Vec<Option<PathBuf>> = inputs.iter().map(absolute).collect();
    let folders: Vec<&Path> = paths.iter().flatten().filter_map(|path| path.parent()).collect();
    let labels = match common(&folders).filter(|common| paths.iter().flatten().all(|path| is_nameless(common, path))) {
        Some(common) => paths.iter().map(|path| path.as_ref().map(|path| inside(&common, path))).collect(),
        None => apart(&paths),
    };
    let named = labels.into_iter().map(|label| label.unwrap_or_else(|| STDIN.to_owned()));
    distinct(named.collect())
}

/// Where a file lies, links of folders followed; `None` for standard input.
fn absolute(input: &Input) -> Option<PathBuf> {
    if input.path == Path::new(STDIN) {
        return None;
    }
    let name = input.path.file_name()?;
    let folder = input.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = folder.canonicalize().or_else(|_| std::path::absolute(folder)).unwrap_or_else(|_| folder.to_owned());
    Some(folder.join(name))
}

/// The deepest folder that all have in common; `None` where that is a root or a folder of homes.
fn common(folders: &[&Path]) -> Option<PathBuf> {
    let mut folders = folders.iter();
    let mut shared: Vec<Component> = folders.next()?.components().collect();
    for folder in folders {
        let same = shared.iter().zip(folder.components()).take_while(|(a, b)| **a == *b).count();
        shared.truncate(same);
    }
    let named = shared.iter().any(|part| matches!(part, Component::Normal(_)));
    let is_homes = shared.last().is_some_and(|part| is_home(*part));
    (named && !is_homes).then(|| shared.iter().collect())
}

fn is_home(part: Component) -> bool {
    HOMES.iter().any(|home| part.as_os_str() == *home)
}

/// Whether the way from a folder to a path goes through no folder of homes.
fn is_nameless(folder: &Path, path: &Path) -> bool {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    let mut folders: Vec<Component> = inside.components().collect();
    folders.pop();
    folders.pop();
    !folders.into_iter().any(is_home)
}

fn inside(folder: &Path, path: &Path) -> String {
    let way = path.strip_prefix(folder).unwrap_or(path);
    let parts = way.components().filter(|part| matches!(part, Component::Normal(_)));
    parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Labels of files that lie apart: those of one home, or of one folder under the root, are together.
fn apart(paths: &[Option<PathBuf>]) -> Vec<Option<String>> {
    let mut groups: BTreeMap<PathBuf, Vec<&Path>> = BTreeMap::new();
    for path in paths.iter().flatten() {
        groups.entry(place(path)).or_default().push(path.parent().unwrap_or(path));
    }
    let mut names: BTreeMap<PathBuf, (PathBuf, String)> = BTreeMap::new();
    let mut given = BTreeSet::new();
    for path in paths.iter().flatten() {
        let place = place(path);
        if names.contains_key(&place) {
            continue;
        }
        let folder = groups.get(&place).and_then(|folders| common(folders)).unwrap_or_else(|| place.clone());
        let own = folder.parent().is_some_and(|above| above.components().next_back().is_some_and(is_home));
        let last = folder.file_name().filter(|_| !own).map_or_else(|| NAMELESS.into(), |n| n.to_string_lossy());
        let mut name = last.to_string();
        let mut number = 2;
        while !given.insert(name.clone()) {
            name = format!("{last}-{number}");
            number += 1;
        }
        names.insert(place, (folder, name));
    }
    let label = |path: &PathBuf| {
        let (folder, name) = names.get(&place(path))?;
        Some(format!("{name}/{}", inside(folder, path)))
    };
    paths.iter().map(|path| path.as_ref().and_then(label)).collect()
}

/// The home, or the first folder under the root, that a path lies in.
fn place(path: &Path) -> PathBuf {
    let folders: Vec<Component> = path.parent().unwrap_or(path).components().collect();
    let home = folders.iter().position(|part| is_home(*part)).map(|at| at + 2);
    let first = folders.iter().position(|part| matches!(part, Component::Normal(_))).map(|at| at + 1);
    folders.iter().take(home.or(first).unwrap_or(folders.len())).collect()
}
