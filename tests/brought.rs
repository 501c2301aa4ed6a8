//! Files as people bring them, along the way a new user takes: `inspect`, `init`, and `review` with the proposed settings
//! unchanged. Each case stands beside a second input of its kind, with other words and another tool's habits.

mod itsm;
mod kinds;
mod messages;
mod nagios;
mod people;
mod plain;
mod reviews;
mod screen;
mod words;

use crate::support::pack::unpacked;
use crate::support::run::Row;
use crate::support::user::{self, run};
use std::path::Path;
use std::process::Output;

/// What a new user sees and gets.
struct Way {
    home: tempfile::TempDir,
    inspect: Output,
    init: Output,
    /// The proposed settings.
    settings: String,
    review: Output,
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Goes the way with the files of one case.
fn case(name: &str) -> Way {
    way(user::case(name))
}

fn texts(files: &[(&str, &str)]) -> Way {
    way(user::files(files))
}

fn way(home: tempfile::TempDir) -> Way {
    let inspect = run(home.path(), &["inspect", "in"]);
    let init = run(home.path(), &["init", "in"]);
    let settings = std::fs::read_to_string(home.path().join("retroscope.toml")).unwrap_or_default();
    let review = reviewed(home.path());
    Way { home, inspect, init, settings, review }
}

fn reviewed(home: &Path) -> Output {
    let args = ["review", "in", "--settings", "retroscope.toml", "--period", "all", "--out", "out"];
    run(home, &args)
}

impl Way {
    fn table(&self, name: &str) -> Vec<Row> {
        user::table(self.home.path(), name)
    }

    fn incidents(&self) -> Vec<Row> {
        self.table("incidents")
    }

    /// The incident whose title begins so.
    fn incident(&self, title: &str) -> Row {
        let rows = self.incidents();
        let found = rows.iter().find(|row| row["title"].starts_with(title));
        found.unwrap_or_else(|| panic!("no incident {title} among {rows:?}")).clone()
    }

    /// All texts of the report for leaders and for managers.
    fn pages(&self, names: &[&str]) -> String {
        let files = std::fs::read_dir(self.home.path().join("out")).unwrap().map(|entry| entry.unwrap().path());
        let wanted = files.filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            path.is_file() && names.iter().any(|wanted| name.starts_with(wanted))
        });
        wanted.map(|path| unpacked(&std::fs::read(path).unwrap())).collect::<Vec<_>>().join("\n")
    }

    /// The line of the settings that gives a fact its column, without the samples; empty when there is none.
    fn mapped(&self, fact: &str) -> String {
        let is_it = |line: &&str| line.split('=').next().is_some_and(|name| name.trim() == fact);
        let line = self.settings.lines().find(is_it).unwrap_or("");
        line.split("  #").next().unwrap_or("").split('=').nth(1).unwrap_or("").trim().trim_matches('"').to_owned()
    }
}

/// The times of an incident in the order in which they come.
fn times(row: &Row) -> [&str; 5] {
    ["started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at"].map(|name| row[name].as_str())
}
