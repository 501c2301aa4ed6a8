//! The whole pipeline in memory: exports and settings in, public tables out.

use crate::support::{duty, figures, words};
use retroscope::findings::Findings;
use retroscope::model::time::Millis;
use retroscope::pipeline::{self, Asked, Request, Review, asked};
use retroscope::report::sink::Memory;
use retroscope::settings::Settings;
use retroscope::text::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A row of a public table.
pub(crate) type Row = BTreeMap<String, String>;

/// A finished run and its tables as the CSV files say them.
pub(crate) struct Run {
    pub(crate) review: Review,
    pub(crate) tables: Memory,
}

/// Settings from TOML text.
pub(crate) fn settings(toml: &str) -> Settings {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("retroscope.toml");
    std::fs::write(&path, toml).unwrap();
    Settings::read(&path).unwrap()
}

/// A mapping for the feed of GitHub's status page, which is kept as JSON lines.
pub(crate) const GITHUB_FEED: &str = r#"
[[mapping]]
name = "github-atom"
files = ["github_atom_incidents.jsonl"]
role = "status-page"
reference_tail = true
[mapping.fields]
id = "id"
title = "title"
url = "url"
reference = "url"
started_at = "downtime_start"
resolved_at = "downtime_end"
modified_at = "updated_at"
severity = "impact"
kind = "impact"
components = "components"
"#;

/// Reviews both sources of GitHub's status page; `None` without the shared data.
pub(crate) fn github(period: &str) -> Option<Run> {
    Some(run(&[crate::support::shared()?.join("data/github-two-source")], GITHUB_FEED, period))
}

/// Reviews files with settings.
pub(crate) fn run(paths: &[PathBuf], toml: &str, period: &str) -> Run {
    run_as_of(paths, toml, period, None)
}

/// The same, with the moment at which the exports were made.
pub(crate) fn run_as_of(paths: &[PathBuf], toml: &str, period: &str, as_of: Option<Millis>) -> Run {
    let given: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
    let inputs = pipeline::expand(&given).unwrap();
    let settings = settings(toml);
    let period = if period.is_empty() { Asked::Default } else { asked(period).unwrap() };
    let request = Request { inputs: &inputs, settings: &settings, period, as_of, names: false };
    let (files, review) = pipeline::review(&request, &|_| {});
    let mut review = review.unwrap_or_else(|| panic!("nothing usable: {files:?}"));
    // Tests look at the tables of people as an analyst would.
    review.people = true;
    words::check(&review.findings);
    survives(&review.findings);
    let mut tables = Memory::default();
    pipeline::write_tables(&review, false, &mut tables, &|_| {}).unwrap();
    let run = Run { review, tables };
    run.agrees();
    run
}

/// Whatever a report says is the same once it is read back.
fn survives(findings: &Findings) {
    let text = json::pretty(findings).unwrap();
    let again: Findings = serde_json::from_str(&text).unwrap();
    assert!(json::pretty(&again).unwrap() == text, "findings.json reads differently once it was read");
    // No text was made visible and no number is none: then nothing at all differs.
    let plain = !json::filtered(findings).unwrap().1 && !text.contains("\"NaN\"");
    assert!(!plain || again == *findings, "something is lost between the findings and findings.json");
}

/// Reviews one file or folder below a base, for all time.
pub(crate) fn run_all(base: &Path, names: &[&str], toml: &str) -> Run {
    let paths: Vec<PathBuf> = names.iter().map(|n| base.join(n)).collect();
    run(&paths, toml, "all")
}

impl Run {
    /// A public table by name.
    pub(crate) fn table(&self, name: &str) -> Vec<Row> {
        let text = self.tables.text(&format!("data/{name}.csv")).unwrap_or_else(|| panic!("no table {name}"));
        csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
    }

    /// Tables and sentences say the same, and nobody counts as available and as not on call at once.
    #[track_caller]
    fn agrees(&self) {
        let given = figures::with_tables(&self.review.findings, &|name| self.table(name));
        let (problems, _) = figures::differing(&given);
        assert!(problems.is_empty(), "{}", problems.iter().take(8).cloned().collect::<Vec<_>>().join("\n"));
        duty::check(&self.review.data);
    }

    /// The one row of `mttx` for a metric and a group.
    pub(crate) fn mttx(&self, metric: &str, kind: &str, group: &str, period: &str) -> Row {
        let fits =
            |r: &Row| r["metric"] == metric && r["group_kind"] == kind && r["group"] == group && r["period"] == period;
        self.table("mttx").into_iter().find(fits).unwrap_or_else(|| panic!("no row {metric} {kind} {group} {period}"))
    }

    /// Incidents of an area in a period.
    pub(crate) fn area(&self, kind: &str, area: &str, period: &str) -> String {
        let fits = |r: &Row| r["kind"] == kind && r["area"] == area && r["period"] == period;
        self.table("areas").into_iter().find(fits).map_or_else(String::new, |r| r["incidents"].clone())
    }
}

/// Hours of a cell in seconds, to four decimals.
pub(crate) fn hours(cell: &str) -> String {
    format!("{:.4}", cell.parse::<f64>().unwrap() / 3_600.0)
}

/// How many rows fit.
pub(crate) fn count(rows: &[Row], fits: impl Fn(&Row) -> bool) -> usize {
    rows.iter().filter(|r| fits(r)).count()
}
