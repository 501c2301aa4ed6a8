//! Exports that change from one review to the next, reports in folders, and figures counted from raw tables.

use crate::support::run::{Row, Run, run_as_of, settings};
use retroscope::model::time::Millis;
use retroscope::pipeline::{EDITIONS, Wanted, write_report};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Two tools: the pager, and tickets that may name the number of a page.
pub(super) const TOOLS: &str = r#"
[[mapping]]
name = "pager"
files = ["pager*.csv"]
role = "pager"
[mapping.fields]
id = "number"
title = "title"
started_at = "began"
resolved_at = "over"
severity = "sev"
services = "service"
customer_facing = "customers"
status = "state"

[[mapping]]
name = "desk"
files = ["desk*.csv"]
role = "ticket"
[mapping.fields]
id = "number"
title = "title"
started_at = "began"
resolved_at = "over"
severity = "sev"
services = "service"
customer_facing = "customers"
status = "state"
reference = "page"
"#;

/// A folder with exports and reports in it.
pub(super) struct World {
    pub(super) root: tempfile::TempDir,
}

impl World {
    pub(super) fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("exports")).unwrap();
        Self { root }
    }

    pub(super) fn exports(&self) -> PathBuf {
        self.root.path().join("exports")
    }

    pub(super) fn report(&self, name: &str) -> PathBuf {
        self.root.path().join("reports").join(name)
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.exports().join(name), text).unwrap();
    }

    pub(super) fn remove(&self, name: &str) {
        std::fs::remove_file(self.exports().join(name)).unwrap();
    }

    /// A review of the exports, with these reports beside them.
    pub(super) fn review(&self, toml: &str, period: &str, as_of: Option<Millis>, reports: &[&str]) -> Run {
        let mut inputs = vec![self.exports()];
        inputs.extend(reports.iter().map(|name| self.report(name)));
        run_as_of(&inputs, toml, period, as_of)
    }

    /// The same, kept in a folder.
    pub(super) fn keep(&self, name: &str, toml: &str, period: &str, as_of: Option<Millis>, reports: &[&str]) -> Run {
        let run = self.review(toml, period, as_of, reports);
        let out = self.report(name);
        std::fs::create_dir_all(out.parent().unwrap()).unwrap();
        write_report(&run.review, &settings(toml), Wanted { editions: EDITIONS, formats: &[] }, false, &out, &|_| {})
            .unwrap();
        run
    }
}

/// A raw table of a report.
pub(super) fn table(report: &Path, name: &str) -> Vec<Row> {
    let text = std::fs::read_to_string(report.join(format!("data/{name}.csv"))).unwrap();
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

/// The second quarter of 2026.
pub(super) fn in_spring(row: &Row) -> bool {
    let at = row["started_at"].as_str();
    ("2026-04-01T00:00:00Z".."2026-07-01T00:00:00Z").contains(&at)
}

fn ms(iso: &str) -> Option<i64> {
    chrono::DateTime::parse_from_rfc3339(iso).ok().map(|at| at.timestamp_millis())
}

/// Every figure that can be added up, counted from a table of incidents; durations in milliseconds.
pub(super) fn counted(rows: &[Row], is_in: impl Fn(&Row) -> bool) -> BTreeMap<String, i64> {
    let mut all = BTreeMap::new();
    let mut add = |what: String, n: i64| *all.entry(what).or_insert(0) += n;
    for row in rows.iter().filter(|row| row["included"] == "true" && is_in(row)) {
        add("incidents".to_owned(), 1);
        add("customer-facing".to_owned(), i64::from(row["customer_facing"] == "yes"));
        let severity = if row["severity"].is_empty() { "unknown" } else { &row["severity"] };
        add(format!("severity/{severity}"), 1);
        let goes_on = ["open", "acknowledged", "mitigated"].contains(&row["status"].as_str());
        let open = goes_on && row["resolved_at"].is_empty() && row["closed_at"].is_empty();
        add("open".to_owned(), i64::from(open));
        let time = ms(&row["started_at"]).zip(ms(&row["resolved_at"])).map(|(a, b)| b - a).filter(|time| *time >= 0);
        add("recovered".to_owned(), i64::from(time.is_some()));
        add("recovery_s".to_owned(), time.unwrap_or(0));
        for area in row["areas"].split(';').filter(|area| !area.is_empty()) {
            add(format!("area/{area}"), 1);
        }
    }
    all
}

/// One figure of `data/restatement`: then, now, and the change by reason; durations in milliseconds.
pub(super) type Line = (i64, i64, BTreeMap<String, i64>);

/// `data/restatement` by figure.
pub(super) fn restated(run: &Run) -> BTreeMap<String, Line> {
    let mut all: BTreeMap<String, Line> = BTreeMap::new();
    for row in run.table("restatement") {
        let scale = if row["figure"] == "recovery_s" { 1_000.0 } else { 1.0 };
        let number = |column: &str| (row[column].parse::<f64>().unwrap() * scale).round() as i64;
        let line = all.entry(row["figure"].clone()).or_insert_with(|| (number("then"), number("now"), BTreeMap::new()));
        if !row["reason"].is_empty() {
            assert_eq!(row["incidents"].parse::<usize>().unwrap(), row["incident_ids"].split(';').count());
            assert!(line.2.insert(row["reason"].clone(), number("change")).is_none(), "{row:?}");
        }
    }
    all
}

/// Then and all reasons are now; both sides are what the raw tables hold.
#[track_caller]
pub(super) fn adds_up(run: &Run, then: &BTreeMap<String, i64>, now: &BTreeMap<String, i64>) {
    let found = restated(run);
    for (figure, (before, after, reasons)) in &found {
        assert_eq!(before + reasons.values().sum::<i64>(), *after, "{figure}: {reasons:?}");
        assert_eq!(*before, then.get(figure).copied().unwrap_or(0), "{figure} then");
        assert_eq!(*after, now.get(figure).copied().unwrap_or(0), "{figure} now");
    }
    // What the table leaves out has not changed.
    for figure in then.keys().chain(now.keys()).filter(|figure| !found.contains_key(*figure)) {
        assert!(figure.starts_with("area/"), "{figure} is missing");
        assert_eq!(then.get(figure), now.get(figure), "{figure}");
    }
}

/// Whether nothing is restated.
#[track_caller]
pub(super) fn nothing_moved(run: &Run) {
    assert!(
        restated(run).values().all(|(then, now, reasons)| then == now && reasons.is_empty()),
        "{:?}",
        restated(run)
    );
    let findings = &run.review.findings;
    let told = findings.claim("restatement.figures").expect("a line for the analyst");
    assert!(told.sentence.ends_with("and nothing that it counted has changed."), "{}", told.sentence);
    assert!(findings.claim("restatement.moved").is_none());
}
