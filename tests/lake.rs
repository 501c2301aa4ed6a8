//! A lake: what was read, kept as Parquet. A review of it comes to the same bytes as one of the exports, however the files came
//! into it; it is there as it was or as it is to be, whatever happens; and others can read it.
//!
//! `RETROSCOPE_ROUNDS` sets how often the tests by chance repeat.

mod damaged;
mod form;
mod grown;
mod killed;
mod names;
mod queries;
mod same;
mod shares;
mod spark;

use crate::support::user::{copy, quick};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

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

/// Everything that was said.
fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Runs what has to succeed, and gives what it said.
#[track_caller]
fn good(home: &Path, args: &[&str]) -> String {
    let output = run(home, args);
    assert_eq!(code(&output), 0, "{args:?}: {}", told(&output));
    told(&output)
}

/// Runs what has to be refused, and gives the message.
#[track_caller]
fn refused(home: &Path, args: &[&str]) -> String {
    let output = run(home, args);
    assert_eq!(code(&output), 2, "{args:?}: {}", told(&output));
    let told = told(&output);
    assert!(told.starts_with("error: could not "), "{args:?}: {told}");
    told
}

/// Every file below a folder with its bytes, hidden ones too.
fn contents(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(folder) = waiting.pop() {
        for path in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.insert(path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// Two reports, byte for byte, the manifest with its inputs too.
#[track_caller]
fn assert_same(one: &Path, other: &Path) {
    let (one, other) = (contents(one), contents(other));
    assert!(one.len() > 20, "{} files", one.len());
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    let differing: Vec<&PathBuf> = one.iter().filter(|(path, bytes)| &other[*path] != *bytes).map(|(p, _)| p).collect();
    assert!(differing.is_empty(), "not the same: {differing:?}");
}

/// The small demo that most tests use: two hundred incidents in all tools.
fn demo() -> tempfile::TempDir {
    demo_of("200")
}

/// A demo of this many incidents.
fn demo_of(incidents: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    good(home.path(), &["demo", "in", "--incidents", incidents, "--seed", "7"]);
    home
}

/// All files of a folder of exports, in the order in which a folder is read.
fn exports(home: &Path) -> Vec<String> {
    let given = [home.join("in").display().to_string()];
    let inputs = retroscope::pipeline::expand(&given).unwrap();
    inputs.iter().map(|input| input.path.strip_prefix(home).unwrap().display().to_string()).collect()
}

fn index(home: &Path) -> serde_json::Value {
    serde_json::from_slice(&fs::read(home.join("lake/lake.json")).unwrap()).unwrap()
}

/// Parts of a table of a lake.
fn parts(home: &Path, table: &str) -> Vec<PathBuf> {
    let all = contents(&home.join("lake")).into_keys();
    all.filter(|path| path.starts_with(table)).map(|path| home.join("lake").join(path)).collect()
}

/// Copies what a test is about to a folder `in`.
fn with(from: &Path) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    copy(from, &home.path().join("in"));
    home
}
