//! What Nagios and its kin (Icinga, Naemon) tell of changes of state, as a table with one row for each problem.
//!
//! A problem begins with the first bad state of a host or service, counts once that state is confirmed (`HARD`) or somebody
//! is told of it, and ends with the next good one. What never was confirmed is no problem.

pub mod answer;
mod log;

pub use answer::{entries, is_answer};
pub use log::is_log;

use crate::ingest::container::sheet::Sheet;
use std::collections::BTreeMap;

/// Columns of the table.
pub const COLUMNS: [&str; 9] = [
    "nagios_host",
    "nagios_service",
    "nagios_state",
    "began",
    "confirmed",
    "acknowledged",
    "acknowledged_by",
    "ended",
    "notified",
];

/// Separates the parts of one page in the column `notified`, and one page from the next: no name holds them.
pub const PARTS: [char; 2] = ['\u{1f}', '\u{1e}'];

/// One thing that happened to a host or a service of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NagiosEntry {
    /// As stated: seconds or milliseconds since 1970, or a date and a time.
    pub at: String,
    pub host: String,
    /// Empty for the host itself.
    pub service: String,
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A state, in capitals, and whether it is confirmed.
    State { state: String, hard: bool },
    /// Somebody took it on.
    Acknowledged { by: String },
    /// Somebody was told of a state, and by which command.
    Told { who: String, by: String, state: String },
}

/// The problems of a log, in the order in which they began.
#[must_use]
pub fn problems(text: &str) -> Sheet {
    table(log::entries(text), "Nagios log")
}

/// The problems that entries in the order of time tell of.
#[must_use]
pub fn table(entries: impl IntoIterator<Item = NagiosEntry>, container: &'static str) -> Sheet {
    let mut sheet = Sheet::new(container, COLUMNS.iter().map(|&name| name.to_owned()).collect());
    let (mut open, mut done): (BTreeMap<(String, String), Problem>, Vec<Problem>) = (BTreeMap::new(), Vec::new());
    for entry in entries {
        let key = (entry.host.clone(), entry.service.clone());
        let at = entry.at.as_str();
        match &entry.what {
            What::State { state, .. } | What::Told { state, .. } if is_good(state) => {
                done.extend(open.remove(&key).map(|problem| Problem { ended: at.to_owned(), ..problem }));
            }
            What::State { state, hard } => {
                open.entry(key).or_insert_with(|| Problem::new(&entry)).go_on(state, *hard, at);
            }
            What::Told { who, by, state } => {
                let problem = open.entry(key).or_insert_with(|| Problem::new(&entry));
                problem.go_on(state, true, at);
                problem.told.push([at, who, by].join(&PARTS[0].to_string()));
            }
            What::Acknowledged { by } => {
                if let Some(problem) = open.get_mut(&key).filter(|problem| problem.acknowledged.is_empty()) {
                    (problem.acknowledged, problem.by) = (at.to_owned(), by.clone());
                }
            }
        }
    }
    done.extend(open.into_values());
    done.retain(|problem| !problem.confirmed.is_empty());
    done.sort_by(|a, b| (&a.began, &a.host, &a.service).cmp(&(&b.began, &b.host, &b.service)));
    for p in done {
        let told = p.told.join(&PARTS[1].to_string());
        sheet.push(vec![p.host, p.service, p.state, p.began, p.confirmed, p.acknowledged, p.by, p.ended, told]);
    }
    sheet
}

fn is_good(state: &str) -> bool {
    ["OK", "UP", "RECOVERY"].contains(&state)
}

/// Bad states, the worst last.
const ORDER: [&str; 5] = ["WARNING", "UNKNOWN", "CRITICAL", "UNREACHABLE", "DOWN"];

#[derive(Default)]
struct Problem {
    host: String,
    service: String,
    /// The worst state so far.
    state: String,
    began: String,
    confirmed: String,
    acknowledged: String,
    by: String,
    ended: String,
    told: Vec<String>,
}

impl Problem {
    fn new(entry: &NagiosEntry) -> Self {
        let (host, service) = (entry.host.clone(), entry.service.clone());
        Self { host, service, began: entry.at.clone(), ..Self::default() }
    }

    fn go_on(&mut self, state: &str, hard: bool, at: &str) {
        let rank = |state: &str| ORDER.iter().position(|own| *own == state);
        if self.state.is_empty() || rank(state) > rank(&self.state) {
            state.clone_into(&mut self.state);
        }
        if hard && self.confirmed.is_empty() {
            at.clone_into(&mut self.confirmed);
        }
    }
}
