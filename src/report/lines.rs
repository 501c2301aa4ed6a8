//! The incidents of a report as lines of one table: from the data set while a report is made, and from its own table when
//! it is drawn again. Both give the same lines.

use crate::findings::Findings;
use crate::findings::draft::{severity_of, stands_open};
use crate::frame::col;
use crate::frame::read::{Codes, Flags, Floats, Instants, Texts};
use crate::frame::table::IncidentFacts;
use crate::model::row::{IncidentIx, Ix};
use crate::report::earlier::Earlier;
use crate::text::{clip, date, visible};
use chrono_tz::Tz;
use polars::prelude::{DataFrame, PolarsResult};
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use std::collections::BTreeSet;
use std::fs::File;

/// Incidents that a page can hold and still open at once.
pub const MAX_LINES: usize = 20_000;
/// Characters of a title, as below statements.
const TITLE: usize = 90;
/// The table that holds them.
const TABLE: &str = "data/incidents.parquet";
/// Zone of the review where a report does not name one.
const ZONE: &str = "report.zone";

/// The columns that lines are made of.
const COLUMNS: [&str; 10] = [
    col::INCIDENT_ID,
    col::TITLE,
    col::INCLUDED,
    col::STATUS,
    col::SEVERITY,
    col::SERVICE,
    col::STARTED_AT,
    col::RESOLVED_AT,
    col::CLOSED_AT,
    col::TTR_S,
];

/// Incidents in order of time, those without a start last.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReportIncidents {
    /// How many incidents the report has; more than there are lines where these are a sample.
    pub total: usize,
    pub lines: Vec<ReportIncident>,
}

/// An incident in few words; none of them is about people.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReportIncident {
    pub incident_id: String,
    /// Minutes since the beginning of 1970, by the clocks of the review's zone.
    pub began: Option<i64>,
    /// Seconds until it was resolved.
    pub lasted: Option<f64>,
    /// It is not over, as far as its status says so.
    pub is_open: bool,
    /// "SEV2".
    pub severity: Option<String>,
    pub service: Option<String>,
    pub title: String,
    /// Whether statistics count it.
    pub counted: bool,
}

impl ReportIncidents {
    /// The lines of a table of incidents: all of them, or a sample of [`MAX_LINES`] in which those that stand behind statements
    /// come first, and of the others every so many. `None` where the table is not such a one.
    #[must_use]
    pub fn of(table: &DataFrame, findings: &Findings, zone: Tz) -> Option<Self> {
        Some(Self::told(&Cells::<usize>::of(table).ok()?, table.height(), findings, zone))
    }

    /// The same of the facts while a report is made.
    #[must_use]
    pub fn of_facts(facts: &IncidentFacts, findings: &Findings, zone: Tz) -> Self {
        Self::told(&Cells::of_facts(facts), facts.height(), findings, zone)
    }

    fn told<I: Ix>(cells: &Cells<I>, total: usize, findings: &Findings, zone: Tz) -> Self {
        let mut rows = chosen(cells, total, findings);
        rows.sort_by_key(|row| (cells.started.get(*row).is_none(), cells.started.get(*row), *row));
        // Where no incident has an end, that one has none says nothing of it.
        let ended = |row: I| cells.resolved.get(row).or(cells.closed.get(row)).is_some();
        let ends = (0..total).map(I::at).any(ended);
        Self { total, lines: rows.into_iter().map(|row| cells.line(row, ends, zone)).collect() }
    }

    /// The same from a report that stands. `None` where it has no such table, or one that can't be read: pages tell less then.
    #[must_use]
    pub fn read(earlier: &Earlier, findings: &Findings) -> Option<Self> {
        let file = File::open(earlier.verified(TABLE).ok()?).ok()?;
        let wanted = COLUMNS.iter().map(|name| (*name).to_owned()).collect();
        let table = ParquetReader::new(file).with_columns(Some(wanted)).finish().ok()?;
        let zone = earlier.manifest.settings.get(ZONE).map_or(Ok(Tz::UTC), |zone| zone.parse()).ok()?;
        Self::of(&table, findings, zone)
    }
}

/// The rows that get a line.
fn chosen<I: Ix>(cells: &Cells<I>, total: usize, findings: &Findings) -> Vec<I> {
    let all = (0..total).map(I::at);
    if total <= MAX_LINES {
        return all.collect();
    }
    let ids = findings.claims.iter().flat_map(|claim| &claim.incident_ids);
    let told: BTreeSet<_> = ids.map(|id| visible::line(id)).collect();
    let is_told = |row: &I| cells.id.get(*row).is_some_and(|id| told.contains(&visible::line(id)));
    let (mut rows, others): (Vec<I>, Vec<I>) = all.partition(is_told);
    rows.truncate(MAX_LINES);
    let room = MAX_LINES - rows.len();
    rows.extend((0..room).filter_map(|at| others.get(at * others.len() / room)));
    rows
}

/// The columns of a table of incidents.
struct Cells<'a, I> {
    id: Texts<'a, I>,
    title: Texts<'a, I>,
    included: Flags<'a, I>,
    status: Texts<'a, I>,
    severity: Codes<'a, I>,
    service: Texts<'a, I>,
    started: Instants<'a, I>,
    resolved: Instants<'a, I>,
    closed: Instants<'a, I>,
    ttr: Floats<'a, I>,
}

impl<'a> Cells<'a, IncidentIx> {
    fn of_facts(facts: &'a IncidentFacts) -> Self {
        Self {
            id: facts.texts(col::INCIDENT_ID),
            title: facts.texts(col::TITLE),
            included: facts.flags(col::INCLUDED),
            status: facts.texts(col::STATUS),
            severity: facts.codes(col::SEVERITY),
            service: facts.texts(col::SERVICE),
            started: facts.instants(col::STARTED_AT),
            resolved: facts.instants(col::RESOLVED_AT),
            closed: facts.instants(col::CLOSED_AT),
            ttr: facts.floats(col::TTR_S),
        }
    }
}

impl<'a, I: Ix> Cells<'a, I> {
    fn of(table: &'a DataFrame) -> PolarsResult<Self> {
        Ok(Self {
            id: Texts::found(table, col::INCIDENT_ID)?,
            title: Texts::found(table, col::TITLE)?,
            included: Flags::found(table, col::INCLUDED)?,
            status: Texts::found(table, col::STATUS)?,
            severity: Codes::found(table, col::SEVERITY)?,
            service: Texts::found(table, col::SERVICE)?,
            started: Instants::found(table, col::STARTED_AT)?,
            resolved: Instants::found(table, col::RESOLVED_AT)?,
            closed: Instants::found(table, col::CLOSED_AT)?,
            ttr: Floats::found(table, col::TTR_S)?,
        })
    }

    /// As the table is written: a text shows everything that it holds.
    fn line(&self, row: I, ends: bool, zone: Tz) -> ReportIncident {
        let text = |column: Texts<I>| column.get(row).map(|text| visible::line(text).into_owned());
        ReportIncident {
            incident_id: text(self.id).unwrap_or_default(),
            began: self.started.get(row).and_then(|at| date::wall_minutes(at, zone)),
            lasted: self.ttr.get(row),
            is_open: ends && stands_open(self.status.get(row), self.resolved.get(row)),
            severity: severity_of(self.severity.get(row)),
            service: text(self.service).filter(|name| !name.is_empty()),
            title: clip::truncate(&text(self.title).unwrap_or_default(), TITLE),
            counted: self.included.get(row),
        }
    }
}
