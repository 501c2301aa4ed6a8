//! **Question.** Where are the data weak, and which values cannot be what they say?
//! **Method.** Coverage per tool and field over included incidents, and checks: orders that cannot be, zero lengths,
//! heaping (multiples of 5, 15 or 60 minutes more than twice as often as by chance, exact binomial), five or more ends
//! in one instant, detection equal to the start in more than half, whole-hour differences between tools, clocks that
//! differ by a steady amount, numbers of rows that start again, gaps,
//! collection that stopped, people without a zone, and values that were not understood or were read by assumption.
//! **Needs.** What each tool states about each incident, and the remarks of reading.
//! **Silent when.** A check has fewer values than it needs; then it has no row.
//! **Known bias.** Only what was exported is seen. A quiet time and a lost export look alike, so neither is called an
//! improvement.

pub mod clocks;
pub mod gaps;
pub mod numbers;
pub mod times;
pub mod values;
pub mod zones;

use crate::analyse::Analysis;
use crate::frame::DataSet;
use crate::frame::stated::{FIELDS, Stated};
use crate::model::column::Column;
use crate::model::row::{IncidentIx, StatingIx};

pub struct Quality;

#[derive(Default)]
pub struct Params;

/// One check of one field of one tool that found something.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// Kebab-case: `impossible-order`, `zero-length`, `heaping`, `bulk-closure`, `simultaneous`, `zone-suspicion`, `gap`,
    /// `collection-stopped`, `clock-shift`, `numbers-start-again`, `people-without-zone`, or the rule of a remark.
    pub code: &'static str,
    pub source: String,
    pub field: &'static str,
    /// Values looked at; unknown for checks of remarks.
    pub looked: Option<u64>,
    pub suspicious: u64,
    /// Heaping: minutes. Zones: hours that the tool runs ahead. Clocks: minutes. Otherwise nothing.
    pub size: Option<i64>,
    /// Gaps and stops: from, to, milliseconds.
    pub span: Option<[i64; 2]>,
    /// Clocks: the other tool. Numbers that start again: two records that one number stood for.
    pub other: String,
    /// Clocks: least and most minutes by which the times of the tool lie later.
    pub range: Option<[i64; 2]>,
    /// Clocks: the tool on whose clock the times are counted; empty where they are left as they are.
    pub believed: String,
    /// Clocks: the tool whose times were moved, if they state no zone and were read as UTC; else empty.
    pub assumed: String,
    /// Rows of the incident table.
    pub rows: Vec<IncidentIx>,
}

impl Check {
    /// A check over incidents.
    #[must_use]
    pub fn of(code: &'static str, source: &str, field: &'static str, looked: u64, rows: Vec<IncidentIx>) -> Self {
        Self {
            code,
            source: source.to_owned(),
            field,
            looked: Some(looked),
            suspicious: rows.len() as u64,
            size: None,
            span: None,
            other: String::new(),
            range: None,
            believed: String::new(),
            assumed: String::new(),
            rows,
        }
    }
}

/// How many included incidents of a tool have a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    pub source: String,
    pub field: &'static str,
    pub present: u64,
    pub missing: u64,
    /// Incidents of any check of the field, each once.
    pub suspicious: u64,
}

pub struct Output {
    /// By source, then in the order of [`FIELDS`].
    pub coverage: Vec<Coverage>,
    /// By source, then code, then field.
    pub checks: Vec<Check>,
}

impl Output {
    /// Checks of one code.
    pub fn of<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a Check> {
        self.checks.iter().filter(move |c| c.code == code)
    }
}

impl Analysis for Quality {
    type Params = Params;
    type Output = Output;

    fn run(data: &DataSet, _params: &Params) -> Output {
        let view = data.incident_view();
        let mut checks = Vec::new();
        let named = data.stated.tools.iter().map(|tool| (tool.as_str(), Vec::new()));
        let mut tools: Column<StatingIx, (&str, Vec<Stated>)> = named.collect();
        for row in data.stated.rows.iter().filter(|row| view.included.get(row.incident)) {
            tools[row.tool].1.push(*row);
        }
        let mut tools: Vec<(&str, Vec<Stated>)> = tools.into_iter().collect();
        tools.sort_by(|a, b| a.0.cmp(b.0));
        for (tool, rows) in &tools {
            times::check(tool, rows, &mut checks);
        }
        gaps::check(&tools, data.periods.as_of, &mut checks);
        zones::check(data, &mut checks);
        clocks::check(data, &mut checks);
        numbers::check(data, &mut checks);
        values::check(data, &mut checks);
        checks.sort_by(|a, b| (&a.source, a.code, a.field, a.span).cmp(&(&b.source, b.code, b.field, b.span)));
        let coverage = tools.iter().flat_map(|(tool, rows)| coverage(tool, rows, &checks)).collect();
        Output { coverage, checks }
    }
}

fn coverage(tool: &str, rows: &[Stated], checks: &[Check]) -> Vec<Coverage> {
    let of_field = |(index, field): (usize, &&'static str)| {
        let present = rows.iter().filter(|row| row.has(index)).count() as u64;
        let mut odd: Vec<IncidentIx> =
            checks.iter().filter(|c| c.source == tool && c.field == *field).flat_map(|c| &c.rows).copied().collect();
        odd.sort_unstable();
        odd.dedup();
        let missing = (rows.len() as u64).saturating_sub(present);
        Coverage { source: tool.to_owned(), field, present, missing, suspicious: odd.len() as u64 }
    };
    FIELDS.iter().enumerate().map(of_field).collect()
}
