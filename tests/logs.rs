//! Files as people really bring them, along the way of a new user: `inspect`, `init`, and `review` with the proposed
//! settings unchanged. Each kind twice: the case that was read wrongly, and one with other words from another tool.

mod cells;
mod changes;
mod ends;
mod pages;
mod vendors;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

/// A row of the table of incidents.
type Row = BTreeMap<String, String>;

/// What a new user has after the three commands.
struct Trip {
    home: tempfile::TempDir,
    inspected: String,
    settings: String,
    rows: Vec<Row>,
}

fn run(home: &Path, args: &[&str]) -> (i32, String) {
    let Output { status, stdout, stderr } =
        Command::new(env!("CARGO_BIN_EXE_retroscope")).current_dir(home).args(args).output().unwrap();
    (status.code().unwrap(), format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr)))
}

/// A folder `in` with the files of a case below `tests/cases/field`.
fn case(name: &str) -> tempfile::TempDir {
    fn copy(from: &Path, to: &Path) {
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
    let home = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/field").join(name), &home.path().join("in"));
    home
}

/// A folder `in` with these files.
fn files(list: &[(&str, &str)]) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    for (name, text) in list {
        let path = home.path().join("in").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    home
}

/// `inspect`, `init`, and `review` with what `init` wrote, none of it changed.
fn trip(home: tempfile::TempDir) -> Trip {
    let (code, inspected) = run(home.path(), &["inspect", "in"]);
    assert!(code < 2 || inspected.contains("retroscope init"), "{inspected}");
    let (code, said) = run(home.path(), &["init", "in"]);
    assert_eq!(code, 0, "{said}");
    let settings = std::fs::read_to_string(home.path().join("retroscope.toml")).unwrap();
    let rows = reviewed(home.path());
    Trip { home, inspected, settings, rows }
}

fn reviewed(home: &Path) -> Vec<Row> {
    let args = ["review", "in", "--settings", "retroscope.toml", "--out", "out", "--period", "all", "--people"];
    let (code, said) = run(home, &args);
    assert_eq!(code, 0, "{said}");
    table(home, "incidents")
}

fn table(home: &Path, name: &str) -> Vec<Row> {
    let text = std::fs::read(home.join(format!("out/data/{name}.csv"))).unwrap();
    csv::Reader::from_reader(text.as_slice()).deserialize().map(Result::unwrap).collect()
}

impl Trip {
    /// The incident of an id of its tool, or of a title.
    fn row(&self, name: &str) -> &Row {
        let fits = |row: &&Row| row["incident_id"].ends_with(&format!(":{name}")) || row["title"] == name;
        self.rows.iter().find(fits).unwrap_or_else(|| panic!("no incident {name} in {:?}", self.rows))
    }

    /// Start, end and the time of closing.
    fn span(&self, name: &str) -> (&str, &str, &str) {
        let row = self.row(name);
        (&row["started_at"], &row["resolved_at"], &row["closed_at"])
    }

    fn cell(&self, name: &str, column: &str) -> &str {
        &self.row(name)[column]
    }

    /// Whole minutes from the start to the end; `None` where there is no end.
    fn minutes(&self, name: &str) -> Option<i64> {
        let (start, end, _) = self.span(name);
        let at = |text: &str| chrono::DateTime::parse_from_rfc3339(text).ok();
        Some((at(end)? - at(start)?).num_minutes())
    }

    fn proposes(&self, line: &str) {
        let there = self.settings.lines().any(|own| own.starts_with(line));
        assert!(there, "{line} is not proposed:\n{}", self.settings);
    }

    fn table(&self, name: &str) -> Vec<Row> {
        table(self.home.path(), name)
    }
}
