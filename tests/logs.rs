//! Files as people really bring them, along the way of a new user: `inspect`, `init`, and `review` with the proposed
//! settings unchanged. Each kind twice: the case that was read wrongly, and one with other words from another tool.

mod cells;
mod changes;
mod ends;
mod pages;
mod vendors;

use crate::support::run::Row;
use crate::support::user::{case, files, table};
use std::path::Path;

/// What a new user has after the three commands.
struct Trip {
    home: tempfile::TempDir,
    inspected: String,
    settings: String,
    rows: Vec<Row>,
}

/// The exit status, and everything that was said.
fn run(home: &Path, args: &[&str]) -> (i32, String) {
    let done = crate::support::user::run(home, args);
    let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    (done.status.code().unwrap(), said)
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
