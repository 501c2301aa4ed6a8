//! The trail: what stands behind a statement, a chart or a cell of a report, down to the record in its file.
//!
//! Everything is read from the folder of the report; nothing is computed anew. [`answer`] holds what can be told,
//! `cli/explain` says it to people and programs.

pub mod answer;
mod cells;
mod charts;
mod claims;
mod filter;
mod incidents;
mod nearest;
pub mod original;
mod picked;
mod row;

pub use answer::Trail;

use crate::findings::Findings;
use crate::report::earlier::{Earlier, EarlierError};
use std::path::Path;

/// A report that is asked about.
pub struct Report {
    pub(in crate::trail) earlier: Earlier,
    pub(in crate::trail) findings: Findings,
}

/// What was found for a subject.
pub enum FoundSubject {
    /// Several where a name means several things: a chart and a table.
    Answers(Vec<Trail>),
    /// Nothing; the subjects that are most like it, the nearest first.
    Nearest(Vec<String>),
    /// Nothing, and why.
    Not(String),
}

impl Report {
    /// Opens the report in a folder.
    ///
    /// # Errors
    /// There is none, or it was changed since it was written.
    pub fn open(folder: &Path) -> Result<Self, EarlierError> {
        let earlier = Earlier::open(folder)?;
        let findings = earlier.findings()?;
        Ok(Self { earlier, findings })
    }

    /// The statements of the report by section, with its charts and tables: what can be asked about.
    #[must_use]
    pub fn overview(&self) -> Trail {
        Trail::Overview(claims::overview(self))
    }

    /// What stands behind a subject: a claim, a code, a section, an incident, a record, a problem, a storm, a chart or one of
    /// its points (`concurrency:2026-05-12`), a table, one of its rows (`areas:service/checkout-api`) or those that fit
    /// (`follow_ups:overdue=true`).
    ///
    /// # Errors
    /// A file of the report was changed since it was written.
    pub fn explain(&self, subject: &str) -> Result<FoundSubject, EarlierError> {
        let subject = subject.trim();
        let mut answers = claims::of(self, subject)?;
        if answers.is_empty() {
            answers.extend(charts::of(self, subject)?);
            answers.extend(cells::tables(self, subject)?);
            answers.extend(cells::page(self, subject));
        }
        if answers.is_empty()
            && let Some((name, key)) = subject.split_once(':')
        {
            answers.extend(cells::rows(self, name, key)?);
            answers.extend(cells::page_rows(self, name, key));
            if answers.is_empty() {
                answers.extend(cells::fitting(self, name, key)?);
            }
        }
        if answers.is_empty() {
            answers = incidents::of(self, subject)?;
        }
        if answers.is_empty() {
            answers.extend(claims::about(self, subject));
        }
        // Problems, storms and actions are rows of their tables too.
        for table in ["families", "storms", "follow_ups"].into_iter().filter(|_| !subject.contains(':')) {
            answers.extend(cells::rows(self, table, subject)?);
        }
        let why = subject.split_once(':').and_then(|(name, wanted)| filter::odd_column(name, wanted));
        if let (true, Some(why)) = (answers.is_empty(), why) {
            Ok(FoundSubject::Not(why))
        } else if answers.is_empty() {
            Ok(FoundSubject::Nearest(nearest::to(self, subject)?))
        } else {
            Ok(FoundSubject::Answers(answers))
        }
    }
}
