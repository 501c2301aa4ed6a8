//! What a new user has and types: a folder `in` with files in it, the program, and the tables that come out.

use crate::support::run::Row;
use std::path::Path;
use std::process::{Command, Output};

/// Runs the program in a folder.
pub(crate) fn run(home: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_retroscope")).current_dir(home).args(quick(args)).output().unwrap()
}

/// The same command without what is made for passing on, unless it asks for that: most tests look at other things, and hundreds
/// of documents would be set and painted for nobody.
pub(crate) fn quick<'a>(args: &[&'a str]) -> Vec<&'a str> {
    let is_review = args.first() == Some(&"review") && !args.contains(&"--formats");
    args.iter().copied().chain(is_review.then_some(["--formats", "none"]).into_iter().flatten()).collect()
}

/// Copies a folder with everything in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(|e| e.unwrap().path()) {
        let target = to.join(entry.file_name().unwrap());
        if entry.is_dir() {
            copy(&entry, &target);
        } else {
            std::fs::copy(&entry, &target).unwrap();
        }
    }
}

/// A folder `in` with the files of a case below `tests/cases/field`, but for what is expected of them.
pub(crate) fn case(name: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let inside = home.path().join("in");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/field").join(name), &inside);
    let _ = std::fs::remove_file(inside.join("EXPECT.md"));
    home
}

/// A folder `in` with these files.
pub(crate) fn files(list: &[(&str, &str)]) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    for (name, text) in list {
        let path = home.path().join("in").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    home
}

/// A table of the report in `out`.
pub(crate) fn table(home: &Path, name: &str) -> Vec<Row> {
    let path = home.join(format!("out/data/{name}.csv"));
    let text = std::fs::read(&path).unwrap_or_else(|_| panic!("there is no {}", path.display()));
    csv::Reader::from_reader(text.as_slice()).deserialize().map(Result::unwrap).collect()
}
