//! The log of Nagios and its kin (Icinga, Naemon) as a table with one row for each problem.
//!
//! The log tells of changes of state, one line each. A problem begins with the first bad state of a host or service, counts
//! once that state is confirmed (`HARD`), and ends with the next good one. What never was confirmed is no problem.

use crate::ingest::container::sheet::Sheet;
use std::collections::BTreeMap;

/// Columns of the table.
pub const COLUMNS: [&str; 8] =
    ["nagios_host", "nagios_service", "nagios_state", "began", "confirmed", "acknowledged", "acknowledged_by", "ended"];

/// Whether a text is such a log: a time in brackets, and a word of the program behind it.
#[must_use]
pub fn is_log(start: &str) -> bool {
    let words = [
        " ALERT: ",
        "CURRENT SERVICE STATE",
        "CURRENT HOST STATE",
        "LOG ROTATION",
        "LOG VERSION",
        "NOTIFICATION: ",
        "Nagios ",
    ];
    let line = start.lines().next().unwrap_or("");
    moment(line).is_some_and(|(_, rest)| words.iter().any(|word| rest.contains(word)))
}

/// The problems of a log, in the order in which they began.
#[must_use]
pub fn problems(text: &str) -> Sheet {
    let mut sheet = Sheet::new("Nagios log", COLUMNS.iter().map(|&name| name.to_owned()).collect());
    let (mut open, mut done): (BTreeMap<(String, String), Problem>, Vec<Problem>) = (BTreeMap::new(), Vec::new());
    for (at, rest) in text.lines().filter_map(moment) {
        if let Some(change) = Change::of(rest) {
            let key = (change.host.to_owned(), change.service.to_owned());
            if ["OK", "UP", "RECOVERY"].contains(&change.state) {
                done.extend(open.remove(&key).map(|problem| Problem { ended: at.to_owned(), ..problem }));
            } else {
                open.entry(key).or_insert_with(|| Problem::new(&change, at)).go_on(&change, at);
            }
        } else if let Some((key, by)) = acknowledgement(rest)
            && let Some(problem) = open.get_mut(&key).filter(|problem| problem.acknowledged.is_empty())
        {
            (problem.acknowledged, problem.by) = (at.to_owned(), by);
        }
    }
    done.extend(open.into_values());
    done.retain(|problem| !problem.confirmed.is_empty());
    done.sort_by(|a, b| (&a.began, &a.host, &a.service).cmp(&(&b.began, &b.host, &b.service)));
    for p in done {
        sheet.push(vec![p.host, p.service, p.state, p.began, p.confirmed, p.acknowledged, p.by, p.ended]);
    }
    sheet
}

/// `[1767600000] …`
fn moment(line: &str) -> Option<(&str, &str)> {
    let (at, rest) = line.trim().strip_prefix('[')?.split_once("] ")?;
    let is_time = (9..=10).contains(&at.len()) && at.chars().all(|c| c.is_ascii_digit());
    is_time.then_some((at, rest))
}

/// One line that tells of a state.
struct Change<'a> {
    host: &'a str,
    service: &'a str,
    state: &'a str,
    hard: bool,
}

impl<'a> Change<'a> {
    fn of(rest: &'a str) -> Option<Self> {
        let (kind, told) = rest.split_once(": ")?;
        let parts: Vec<&str> = told.split(';').collect();
        match (kind, parts.as_slice()) {
            ("SERVICE ALERT" | "CURRENT SERVICE STATE" | "INITIAL SERVICE STATE", [host, service, state, hard, ..]) => {
                Some(Self { host, service, state, hard: *hard == "HARD" })
            }
            ("HOST ALERT" | "CURRENT HOST STATE" | "INITIAL HOST STATE", [host, state, hard, ..]) => {
                Some(Self { host, service: "", state, hard: *hard == "HARD" })
            }
            _ => None,
        }
    }
}

/// A command by which somebody took a problem on: of which host and service, and who.
fn acknowledgement(rest: &str) -> Option<((String, String), String)> {
    let command = rest.strip_prefix("EXTERNAL COMMAND: ")?;
    let parts: Vec<&str> = command.split(';').collect();
    match parts.as_slice() {
        ["ACKNOWLEDGE_SVC_PROBLEM", host, service, _, _, _, who, ..] => {
            Some((((*host).to_owned(), (*service).to_owned()), (*who).to_owned()))
        }
        ["ACKNOWLEDGE_HOST_PROBLEM", host, _, _, _, who, ..] => {
            Some((((*host).to_owned(), String::new()), (*who).to_owned()))
        }
        _ => None,
    }
}

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
}

impl Problem {
    fn new(change: &Change, at: &str) -> Self {
        let (host, service) = (change.host.to_owned(), change.service.to_owned());
        Self { host, service, began: at.to_owned(), ..Self::default() }
    }

    fn go_on(&mut self, change: &Change, at: &str) {
        let order = ["WARNING", "UNKNOWN", "CRITICAL", "UNREACHABLE", "DOWN"];
        let rank = |state: &str| order.iter().position(|own| *own == state);
        if self.state.is_empty() || rank(change.state) > rank(&self.state) {
            change.state.clone_into(&mut self.state);
        }
        if change.hard && self.confirmed.is_empty() {
            at.clone_into(&mut self.confirmed);
        }
    }
}
