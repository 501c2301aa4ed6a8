//! Output as a transaction: a report, a demo or a file is there whole or not at all, whatever happens; nobody else's files are
//! touched; and what is said about it is true.
//!
//! Most of these run the program itself on a small demo. `RETROSCOPE_ROUNDS` sets how often the tests by chance repeat
//! (concurrent pairs, kills, signals, failing system calls); without it they take some seconds.

mod demos;
mod faults;
mod files;
mod killed;
mod output;
mod overlap;
mod settings;
mod sink;
mod strangers;
mod together;

use crate::support::user::{copy, quick};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// How often a test by chance repeats: as asked in the environment, or `usual`.
fn rounds(usual: u32) -> u32 {
    std::env::var("RETROSCOPE_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}

fn program(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_retroscope"));
    command.current_dir(home).args(quick(args));
    command
}

fn run(home: &Path, args: &[&str]) -> Output {
    program(home, args).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Runs what has to succeed.
fn good(home: &Path, args: &[&str]) -> Output {
    let output = run(home, args);
    assert_eq!(code(&output), 0, "{args:?}: {}", told(&output));
    output
}

/// Runs what has to be refused, and gives the message.
fn refused(home: &Path, args: &[&str]) -> String {
    let output = run(home, args);
    assert_eq!(code(&output), 2, "{args:?}: {}", told(&output));
    assert!(told(&output).starts_with("error: could not "), "{args:?}: {}", told(&output));
    told(&output)
}

fn write(home: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = home.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// Everything below a folder: digests of files, targets of links, and empty folders. Hidden things too.
fn snapshot(root: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()) {
            let seen = entry.symlink_metadata().unwrap();
            let inside = entry.strip_prefix(root).unwrap().to_owned();
            if seen.is_dir() {
                found.insert(inside, "a folder".to_owned());
                waiting.push(entry);
            } else if seen.is_symlink() {
                found.insert(inside, format!("a link to {}", fs::read_link(&entry).unwrap().display()));
            } else {
                found.insert(inside, digest(&fs::read(&entry).unwrap()));
            }
        }
    }
    found
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Checks a report against its own manifest: nothing is missing, changed or added. Gives the manifest, which by its digests
/// stands for the whole of it.
#[track_caller]
fn whole(report: &Path) -> String {
    let text = fs::read_to_string(report.join("manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut found = snapshot(report);
    found.retain(|_, digest| digest != "a folder");
    found.remove(Path::new("manifest.json")).unwrap();
    let listed = manifest["files"].as_array().unwrap();
    assert!(listed.len() > 20, "the report lists {} files", listed.len());
    for file in listed {
        let path = Path::new(file["path"].as_str().unwrap());
        assert_eq!(found.remove(path).as_deref(), file["sha256"].as_str(), "{}", path.display());
        assert_eq!(report.join(path).metadata().unwrap().len(), file["bytes"].as_u64().unwrap());
    }
    assert!(found.is_empty(), "not in the manifest: {found:?}");
    text
}

/// Two small demos, `one` and `two`, and the whole reports of each, as manifests. Made once.
struct Demos {
    home: tempfile::TempDir,
    one: String,
    two: String,
}

fn demos() -> &'static Demos {
    static DEMOS: OnceLock<Demos> = OnceLock::new();
    DEMOS.get_or_init(|| {
        let home = tempfile::tempdir().unwrap();
        let report = |name: &str, seed: &str| {
            good(home.path(), &["demo", name, "--incidents", "60", "--seed", seed]);
            good(home.path(), &["review", name, "--out", "report", "--quiet"]);
            let manifest = whole(&home.path().join("report"));
            fs::remove_dir_all(home.path().join("report")).unwrap();
            manifest
        };
        let (one, two) = (report("one", "1"), report("two", "2"));
        assert_ne!(one, two);
        Demos { home, one, two }
    })
}

/// A folder with both demos in it and files of somebody beside them, on which a test may work.
fn workplace() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    for demo in ["one", "two"] {
        copy(&demos().home.path().join(demo), &place.path().join(demo));
    }
    write(place.path(), &[("notes.md", "mine"), (".hidden", "mine too"), ("reports/letter.txt", "dear")]);
    place
}

/// What stands in a workplace beside the report: it may not change, and nothing may come to it.
fn around(place: &Path, report: &str) -> BTreeMap<PathBuf, String> {
    let mut found = snapshot(place);
    found.retain(|path, _| !path.starts_with(report));
    found
}
