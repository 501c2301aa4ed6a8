//! What stands behind statements, charts and cells: everything can be asked about, and the trail ends at the record in its file.

mod claims;
mod lists;
mod originals;
mod rows;
mod said;

use crate::support::run::GITHUB_FEED;
use crate::support::shared;
use crate::support::user::{copy, run};
use retroscope::trail::{FoundSubject, Report, Trail};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Reports with their inputs, made once: the demo with tables of people and without, the samples, and a real export.
struct Made {
    home: tempfile::TempDir,
    /// Folder of the report, folder of its inputs.
    reports: Vec<(String, PathBuf)>,
}

impl Made {
    fn open(&self, name: &str) -> Report {
        Report::open(&self.home.path().join(name)).unwrap()
    }
}

fn made() -> &'static Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(|| {
        let home = tempfile::tempdir().unwrap();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo"), &home.path().join("demo"));
        fs::write(home.path().join("github.toml"), GITHUB_FEED).unwrap();
        let mut sets = vec![("plain", "demo".to_owned(), vec![]), ("people", "demo".to_owned(), vec!["--people"])];
        if let Some(shared) = shared() {
            copy(&shared.join("samples"), &home.path().join("in"));
            sets.push(("samples", "in".to_owned(), vec!["--period", "all", "--people"]));
            let github = shared.join("data/github-two-source").display().to_string();
            sets.push(("github", github, vec!["--settings", "github.toml", "--period", "all"]));
        }
        let reports = sets.into_iter().map(|(name, input, flags)| {
            let args = ["review", &input, "--formats", "none", "--out", name, "--quiet"];
            let output = run(home.path(), &[&args[..], &flags].concat());
            assert_eq!(output.status.code(), Some(0), "{name}: {}", String::from_utf8_lossy(&output.stderr));
            (name.to_owned(), home.path().join(input))
        });
        let reports = reports.collect();
        Made { home, reports }
    })
}

#[track_caller]
fn answers(report: &Report, subject: &str) -> Vec<Trail> {
    match report.explain(subject).unwrap() {
        FoundSubject::Answers(answers) => answers,
        FoundSubject::Not(why) => panic!("{subject}: {why}"),
        FoundSubject::Nearest(near) => panic!("nothing is known of {subject}; most like it: {near:?}"),
    }
}

/// A table of a report as its CSV file says it, by another reader.
fn csv_rows(folder: &Path, file: &str) -> Vec<Vec<(String, String)>> {
    let mut reader = csv::Reader::from_path(folder.join(file)).unwrap();
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let row = |record: csv::StringRecord| header.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// What the program says, and its exit status.
fn said(args: &[&str]) -> (i32, String, String) {
    let output = run(made().home.path(), &[&["explain"], args].concat());
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_owned()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}
