//! Where files lie, as seen from a lake: the same from whichever folder the program is called, and the same for others who have
//! lake and exports side by side.

use crate::ingest::inputs::{Input, STDIN};
use std::path::{Component, Path, PathBuf};

/// Where an input lies, links of folders followed; `-` for standard input.
pub(super) fn of_input(input: &Input) -> PathBuf {
    let Some(name) = input.path.file_name().filter(|_| input.path != Path::new(STDIN)) else {
        return PathBuf::from(STDIN);
    };
    let folder = input.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = folder.canonicalize().or_else(|_| std::path::absolute(folder)).unwrap_or_else(|_| folder.to_owned());
    folder.join(name)
}

/// The way from a folder to a place, with forward slashes; both are whole paths without links. A place on another drive is
/// named by its whole path.
pub(super) fn relative(root: &Path, place: &Path) -> String {
    if place == Path::new(STDIN) {
        return STDIN.to_owned();
    }
    let (from, to): (Vec<Component>, Vec<Component>) = (root.components().collect(), place.components().collect());
    let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    if same == 0 {
        return place.display().to_string().replace('\\', "/");
    }
    let up = from.iter().skip(same).map(|_| "..".to_owned());
    let down = to.iter().skip(same).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// The place that such a way leads to.
pub(super) fn absolute(root: &Path, way: &str) -> PathBuf {
    if way == STDIN {
        return PathBuf::from(STDIN);
    }
    let mut place = PathBuf::new();
    for part in root.join(way).components() {
        match part {
            Component::ParentDir => {
                place.pop();
            }
            Component::CurDir => {}
            other => place.push(other),
        }
    }
    place
}

/// Whether a file is still where it lay. Standard input never is.
pub(super) fn is_there(place: &Path) -> bool {
    place != Path::new(STDIN) && place.is_file()
}

/// What people would type for a place: the way from the folder they are in, where it lies in that.
pub(super) fn shown(place: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).ok();
    let inside = here.and_then(|here| place.strip_prefix(here).map(Path::to_owned).ok());
    inside.unwrap_or_else(|| place.to_owned()).display().to_string().replace('\\', "/")
}
