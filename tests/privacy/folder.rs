//! A report as an attacker has it: every file of the folder as text, tables of Parquet too.

use crate::support::pack::unpacked;
use polars::prelude::AnyValue;
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;

/// Text of each file by its path inside the folder.
pub(super) type Files = BTreeMap<String, String>;

/// Reviews inputs with the program itself and reads the whole folder; `more` are further flags.
pub(super) fn review(inputs: &[&Path], out: &Path, more: &[&str]) -> Files {
    let mut program = Command::new(env!("CARGO_BIN_EXE_retroscope"));
    // Pictures say what drawings say.
    program.arg("review").args(inputs).args(["--formats", "pdf,pptx,xlsx,eml", "--quiet", "--out"]).arg(out);
    let done = program.args(more).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    read(out)
}

/// All files below a folder. Their paths count as text too.
pub(super) fn read(out: &Path) -> Files {
    let mut files = Files::new();
    let mut folders = vec![out.to_owned()];
    while let Some(next) = folders.pop() {
        for path in std::fs::read_dir(&next).unwrap().map(|e| e.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(out).unwrap().to_string_lossy().into_owned();
            let raw = std::fs::read(&path).unwrap();
            let text = if name.ends_with(".parquet") { decoded(raw) } else { unpacked(&raw) };
            files.insert(name.clone(), format!("{name}\n{text}"));
        }
    }
    files
}

/// A Parquet file as lines of cells.
fn decoded(raw: Vec<u8>) -> String {
    let frame = ParquetReader::new(Cursor::new(raw)).finish().unwrap();
    let mut text = String::new();
    for column in frame.columns() {
        text.push_str(column.name());
        text.push('\n');
        for row in 0..frame.height() {
            match column.get(row).unwrap() {
                AnyValue::Null => {}
                AnyValue::String(value) => text.push_str(value),
                other => text.push_str(&other.to_string()),
            }
            text.push('\n');
        }
    }
    text
}

/// Rows of a table of the folder.
pub(super) fn rows(files: &Files, table: &str) -> Vec<BTreeMap<String, String>> {
    let name = format!("data/{table}.csv");
    let text = files[&name].split_once('\n').unwrap().1;
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

/// Files that hold any of these words, in whatever case, with the first of the words and what stands around it.
pub(super) fn hits<'a>(files: &'a Files, words: &[String]) -> Vec<(&'a str, String)> {
    let mut found = Vec::new();
    for (name, text) in files {
        let small = text.to_lowercase();
        for word in words {
            if let Some(at) = small.find(word.as_str()) {
                let before: String = small[..at].chars().rev().take(60).collect();
                let near: String = before.chars().rev().chain(small[at..].chars().take(60)).collect();
                found.push((name.as_str(), format!("{word}: {near}")));
            }
        }
    }
    found
}
