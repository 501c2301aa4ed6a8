//! Invented incidents, and what a review says of them.

use crate::support::run::settings;
use crate::support::words;
use retroscope::findings::{Claim, Findings, Grade};
use retroscope::model::time::Millis;
use retroscope::pipeline::{self, Request, asked};
use retroscope::stats::random::Rng;
use std::fmt::Write as _;
use std::path::Path;

/// The moment at which a text in RFC 3339 lies, in seconds.
pub(crate) fn second(text: &str) -> i64 {
    chrono::DateTime::parse_from_rfc3339(text).unwrap().timestamp()
}

/// One invented incident.
pub(crate) struct Made {
    pub(crate) start: i64,
    pub(crate) seconds: i64,
    pub(crate) service: String,
    pub(crate) severity: u32,
}

impl Made {
    /// One that began at a random moment of a window (seconds), of half an hour, service `a`, severity 3.
    pub(crate) fn within(rng: &mut Rng, [from, to]: [i64; 2]) -> Self {
        let start = from + i64::try_from(rng.below(u64::try_from(to - from).unwrap())).unwrap();
        Self { start, seconds: 1_800, service: "a".to_owned(), severity: 3 }
    }

    /// With a log-normal duration of this median (seconds) and spread of logs.
    pub(crate) fn lasting(mut self, rng: &mut Rng, median: f64, spread: f64) -> Self {
        self.seconds = (median * (spread * rng.normal()).exp()) as i64;
        self
    }
}

/// The second quarter of 2026 and the one before.
pub(crate) fn quarters() -> [[i64; 2]; 2] {
    [["2026-04-01T00:00:00Z", "2026-07-01T00:00:00Z"], ["2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z"]]
        .map(|ends| ends.map(second))
}

/// What a review of the second quarter of 2026 says of a folder with its settings, exported at a moment (RFC 3339), or at the
/// one that the data tell.
pub(crate) fn reviewed_at(folder: &Path, as_of: Option<&str>) -> Findings {
    let inputs = inputs_of(folder);
    let settings = settings(&std::fs::read_to_string(folder.join("retroscope.toml")).unwrap());
    let as_of: Option<Millis> = as_of.map(|at| second(at) * 1_000);
    let request =
        Request { inputs: &inputs, settings: &settings, period: asked("2026Q2").unwrap(), as_of, names: false };
    let (_, review) = pipeline::review(&request, &|_| {});
    let findings = review.unwrap().findings;
    words::check(&findings);
    findings
}

/// The same, exported on 2 July.
pub(crate) fn reviewed(folder: &Path) -> Findings {
    reviewed_at(folder, Some(EXPORTED))
}

/// The files of a folder.
pub(crate) fn inputs_of(folder: &Path) -> Vec<pipeline::Input> {
    pipeline::expand(&[folder.display().to_string()]).unwrap()
}

/// "2026-04-01T08:00:00Z".
pub(crate) fn time(second: i64) -> String {
    chrono::DateTime::from_timestamp(second, 0).unwrap().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// What a review says of one file of this name with these settings.
pub(crate) fn from_csv(name: &str, csv: &str, settings: &str, as_of: Option<&str>) -> Findings {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), csv).unwrap();
    std::fs::write(folder.path().join("retroscope.toml"), settings).unwrap();
    reviewed_at(folder.path(), as_of)
}

/// What a review says of incidents with one more field each.
pub(crate) fn table_of(field: &str, rows: &[(Made, &str)]) -> Findings {
    let mut csv = format!("id,title,started_at,resolved_at,service,severity,status,{field}\n");
    for (at, (made, value)) in rows.iter().enumerate() {
        let end = (made.start + made.seconds).min(second(EXPORTED) - 60);
        let title = format!("{} {}", WORDS[at % WORDS.len()], at * 7_919 % 99_991);
        let (start, end) = (time(made.start), time(end));
        writeln!(csv, "I{at:05},{title},{start},{end},{},{},resolved,{value}", made.service, made.severity).unwrap();
    }
    let settings = include_str!("../cases/truth/5-severity-order-by-chance/in/retroscope.toml");
    from_csv("inc.csv", &csv, &format!("{settings}{field} = \"{field}\"\n"), Some(EXPORTED))
}

/// The same for invented incidents, written as the cases are.
pub(crate) fn told(incidents: &[Made]) -> Findings {
    told_at(incidents, Some(EXPORTED))
}

pub(crate) fn told_at(incidents: &[Made], as_of: Option<&str>) -> Findings {
    let mut csv = "id,title,started_at,resolved_at,service,severity,status\n".to_owned();
    for (at, made) in incidents.iter().enumerate() {
        // Titles that share no rare word make no families.
        let title = format!("{} {}", WORDS[at % WORDS.len()], at * 7_919 % 99_991);
        // None ends after the export.
        let end = (made.start + made.seconds).min(second(EXPORTED) - 60);
        let (start, end) = (time(made.start), time(end));
        writeln!(csv, "I{at:05},{title},{start},{end},{},{},resolved", made.service, made.severity).unwrap();
    }
    from_csv("inc.csv", &csv, include_str!("../cases/truth/5-severity-order-by-chance/in/retroscope.toml"), as_of)
}

pub(crate) const EXPORTED: &str = "2026-07-02T00:00:00Z";
pub(crate) const WORDS: [&str; 6] = ["queue", "ledger", "cache", "router", "mail", "index"];

/// Whether a claim of this code stands among the headlines.
pub(crate) fn in_headlines(findings: &Findings, code: &str) -> bool {
    findings.headlines.iter().any(|id| id == code || id.starts_with(&format!("{code}/")))
}

pub(crate) fn is_evidence(claim: &Claim) -> bool {
    matches!(claim.grade, Grade::Evidence | Grade::Strong)
}
