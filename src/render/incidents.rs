//! The table of all incidents as data that stands in the page with the trail. Its script makes rows of it, and finds by it
//! which incidents stand under which statement.

use super::view::{ReportView, anchor};
use crate::findings::Findings;
use crate::report::lines::{ReportIncident, ReportIncidents};
use crate::report::write::MAX_CSV_ROWS;
use crate::text::number::thousands;
use crate::text::visible;
use serde::Serialize;
use std::collections::BTreeMap;

/// What the template puts into the page.
#[derive(Debug, Clone)]
pub struct IncidentTable {
    /// JSON that is inert inside a `script` element.
    pub data: String,
    /// What the table holds, where that is not everything.
    pub note: String,
}

/// The shape of the data. Texts that repeat stand in lists; rows name their places there.
#[derive(Serialize)]
struct Block<'a> {
    total: usize,
    severities: &'a [&'a str],
    services: &'a [&'a str],
    /// What ids begin with: "pagerduty:incident:".
    tools: &'a [&'a str],
    rows: Vec<Row<'a>>,
    /// Statements of the page by their anchors, with the numbers of their rows.
    claims: Vec<(String, String)>,
}

/// Minutes since the row before began (since 1970 in the first), seconds that it lasted, severity, service, tool, id, title.
#[derive(Serialize)]
struct Row<'a>(Option<i64>, Lasted, i64, i64, usize, &'a str, &'a str, #[serde(skip_serializing_if = "is_counted")] u8);

/// `false`: it is not over. Null: not known.
#[derive(Serialize)]
#[serde(untagged)]
enum Lasted {
    Open(bool),
    Whole(Option<i64>),
    Seconds(f64),
}

fn is_counted(mark: &u8) -> bool {
    *mark == 0
}

/// The data of the table for the statements that a page holds; `None` where there is no incident.
///
/// # Errors
/// Never for what we write: it is plain numbers and texts.
pub fn table(
    lines: &ReportIncidents,
    findings: &Findings,
    view: &ReportView,
) -> Result<Option<IncidentTable>, serde_json::Error> {
    if lines.lines.is_empty() {
        return Ok(None);
    }
    let (mut severities, mut services, mut tools) = (Words::default(), Words::default(), Words::default());
    severities.sorted(lines.lines.iter().filter_map(|line| line.severity.as_deref()));
    services.sorted(lines.lines.iter().filter_map(|line| line.service.as_deref()));
    tools.sorted(lines.lines.iter().map(|line| parted(&line.incident_id).0));
    let mut before = 0;
    let rows = lines.lines.iter().map(|line| {
        let since = line.began.map(|at| at - std::mem::replace(&mut before, at));
        let (tool, id) = parted(&line.incident_id);
        let (severity, service) = (severities.place(line.severity.as_deref()), services.place(line.service.as_deref()));
        Row(since, lasted(line), severity, service, tools.at(tool), id, &line.title, u8::from(!line.counted))
    });
    let rows = rows.collect();
    let claims = claims(lines, findings, view);
    let (severities, services, tools) = (&severities.words, &services.words, &tools.words);
    let block = Block { total: lines.total, severities, services, tools, rows, claims };
    Ok(Some(IncidentTable { data: inert(&block)?, note: note(lines) }))
}

fn lasted(line: &ReportIncident) -> Lasted {
    match line.lasted {
        Some(seconds) if seconds.fract() == 0.0 && seconds.abs() < 1e15 => Lasted::Whole(Some(seconds as i64)),
        Some(seconds) => Lasted::Seconds(seconds),
        None if line.is_open => Lasted::Open(false),
        None => Lasted::Whole(None),
    }
}

/// Words that repeat, in order, with their places.
#[derive(Default)]
struct Words<'a> {
    words: Vec<&'a str>,
    places: BTreeMap<&'a str, usize>,
}

impl<'a> Words<'a> {
    fn sorted(&mut self, all: impl Iterator<Item = &'a str>) {
        self.places = all.map(|word| (word, 0)).collect();
        self.places.values_mut().enumerate().for_each(|(at, place)| *place = at);
        self.words = self.places.keys().copied().collect();
    }

    fn at(&self, word: &str) -> usize {
        self.places.get(word).copied().unwrap_or(0)
    }

    /// -1 where there is no word.
    fn place(&self, word: Option<&str>) -> i64 {
        word.map_or(-1, |word| i64::try_from(self.at(word)).unwrap_or(-1))
    }
}

/// What an id begins with, and what its tool calls the incident.
fn parted(id: &str) -> (&str, &str) {
    let at = id.match_indices(':').nth(1).map_or(0, |(at, _)| at + 1);
    id.split_at_checked(at).unwrap_or(("", id))
}

/// The statements of the page that name incidents.
fn claims(lines: &ReportIncidents, findings: &Findings, view: &ReportView) -> Vec<(String, String)> {
    let places: BTreeMap<&str, usize> =
        lines.lines.iter().enumerate().map(|(at, line)| (line.incident_id.as_str(), at)).collect();
    let shown = view.sections.iter().flat_map(|section| &section.claims);
    let told = shown.filter_map(|claim| findings.claim(&claim.id)).filter_map(|claim| {
        let mut rows: Vec<usize> =
            claim.incident_ids.iter().filter_map(|id| places.get(id.as_str())).copied().collect();
        rows.sort_unstable();
        rows.dedup();
        (!rows.is_empty()).then(|| (anchor("claim", &claim.id), runs(&rows)))
    });
    told.collect()
}

/// Rows as runs: how many are left out before each, and behind a plus how many more follow its first, both to the base of 36.
/// "4 2+1" are the rows 4, 7 and 8.
fn runs(rows: &[usize]) -> String {
    let (mut out, mut next, mut rest) = (String::new(), 0, rows);
    while let Some((first, _)) = rest.split_first() {
        let more = rest.iter().zip(*first..).take_while(|(row, wanted)| *row == wanted).count() - 1;
        let gap = if out.is_empty() { digits(first - next) } else { format!(" {}", digits(first - next)) };
        out.push_str(&gap);
        if more > 0 {
            out.extend(["+", &digits(more)]);
        }
        next = first + more + 1;
        rest = rest.get(more + 1..).unwrap_or(&[]);
    }
    out
}

fn digits(mut number: usize) -> String {
    let mut found = Vec::new();
    loop {
        let digit = (number % 36) as u8;
        found.push(char::from(if digit < 10 { b'0' + digit } else { b'a' + digit - 10 }));
        number /= 36;
        if number == 0 {
            break;
        }
    }
    found.iter().rev().collect()
}

/// JSON in which nothing can end the element that it stands in; every text went through the filter before.
fn inert(block: &Block) -> Result<String, serde_json::Error> {
    let json = visible::page(&serde_json::to_string(block)?).into_owned();
    Ok(json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"))
}

fn note(lines: &ReportIncidents) -> String {
    let shown = lines.lines.len();
    if shown == lines.total {
        return String::new();
    }
    let csv = if lines.total <= MAX_CSV_ROWS { " and data/incidents.csv" } else { "" };
    format!(
        "These are {} of {} incidents, as a page holds no more: those behind statements first, and of the others an even \
         sample. All of them are in data/incidents.parquet{csv}.",
        thousands(shown as u64),
        thousands(lines.total as u64)
    )
}
