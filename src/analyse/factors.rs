//! **Question.** Which contributing factors are recorded, and which are recorded together?
//! **Method.** Included incidents per factor; a factor counts once per incident however many records state it, and an
//! incident with several factors counts for each of them. Pairs of factors, and factors with services and teams, against
//! chance: Fisher's exact test among the incidents that record a factor, adjusted for all tests of the table (Benjamini and
//! Hochberg). The test needs independent incidents, so those of one problem count once.
//! **Needs.** Factors in the exports, in reviews, or confirmed by annotation.
//! **Silent when.** Nothing records a factor; pairs of which either is recorded fewer than five times.
//! **Known bias.** Factors are what somebody wrote down, mostly for large incidents. What is recorded together need not
//! have anything to do with each other.

pub mod together;

use crate::analyse::Analysis;
use crate::frame::read::{Rows, Texts};
use crate::frame::{DataSet, col};
use crate::model::column::Column;
use crate::model::row::{FamilyIx, IncidentIx};
use std::collections::{BTreeMap, BTreeSet};
use together::{FactorPair, FactorUnit};

pub struct Factors;

#[derive(Default)]
pub struct Params;

/// One factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    pub factor: String,
    /// Included incidents of the period, of the period before, and of all history up to the end of the period.
    pub incidents: u64,
    pub previous: u64,
    pub ever: u64,
    /// Rows of the incidents of the period.
    pub rows: Vec<IncidentIx>,
}

#[derive(Default)]
pub struct Output {
    /// Included incidents of the period, and those that record a factor.
    pub incidents: u64,
    pub recorded: u64,
    /// The same up to the end of the period: pairs are looked for in all of them.
    pub ever: u64,
    pub ever_recorded: u64,
    /// Most incidents of the period first, then of all history, then by name.
    pub counts: Vec<Count>,
    /// What each incident up to the end of the period that records a factor is recorded with, in order of rows.
    pub units: Vec<FactorUnit>,
}

/// Pairs that were tested, the least likely first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FactorPairs {
    /// Of factors.
    pub pairs: Vec<FactorPair>,
    /// Of factors with services and teams.
    pub areas: Vec<FactorPair>,
}

impl Output {
    /// What is recorded together among incidents that are independent of each other: `family_of` gives the problem of each
    /// row of the incident table, where one is known.
    #[must_use]
    pub fn together(&self, family_of: &Column<IncidentIx, Option<FamilyIx>>) -> FactorPairs {
        let units = together::independent(&self.units, family_of);
        FactorPairs { pairs: together::factors(&units), areas: together::areas(&units) }
    }
}

impl Analysis for Factors {
    type Params = Params;
    type Output = Output;

    fn run(data: &DataSet, _params: &Params) -> Output {
        let view = data.incident_view();
        let periods = &data.periods;
        let end = periods.current.window.end;
        let known = |row: &IncidentIx| view.included.get(*row) && view.started.get(*row).is_some_and(|at| at < end);
        let rows: Vec<IncidentIx> = view.rows().filter(known).collect();
        let now = |row: &IncidentIx| view.in_period.get(*row);
        let before = |row: &IncidentIx| {
            periods.previous.as_ref().is_some_and(|p| view.started.get(*row).is_some_and(|at| p.contains(at)))
        };
        let of_row = stated(data);
        let recorded: Vec<IncidentIx> = rows.iter().copied().filter(|row| of_row.contains_key(row)).collect();
        let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
        for row in &recorded {
            for factor in of_row.get(row).into_iter().flatten() {
                let count = counts.entry(factor).or_insert_with(|| Count {
                    factor: factor.clone(),
                    incidents: 0,
                    previous: 0,
                    ever: 0,
                    rows: Vec::new(),
                });
                count.ever += 1;
                count.previous += u64::from(before(row));
                count.incidents += u64::from(now(row));
                count.rows.extend(now(row).then_some(*row));
            }
        }
        let mut counts: Vec<Count> = counts.into_values().collect();
        counts.sort_by(|a, b| (b.incidents, b.ever).cmp(&(a.incidents, a.ever)).then_with(|| a.factor.cmp(&b.factor)));
        Output {
            incidents: rows.iter().filter(|row| now(row)).count() as u64,
            recorded: recorded.iter().filter(|row| now(row)).count() as u64,
            ever: rows.len() as u64,
            ever_recorded: recorded.len() as u64,
            units: together::units(&view, &recorded, &of_row),
            counts,
        }
    }
}

/// Factors of each incident, each once. Spellings that differ in case are one factor, under the spelling that sorts first.
fn stated(data: &DataSet) -> BTreeMap<IncidentIx, BTreeSet<String>> {
    let frame = &data.factors;
    let mut of_row: BTreeMap<IncidentIx, BTreeSet<String>> = BTreeMap::new();
    if frame.height() == 0 {
        return of_row;
    }
    let (incident, factor) = (Rows::of(frame, col::INCIDENT), Texts::of(frame, col::FACTOR));
    let entry = |row: usize| Some((incident.get(row)?, factor.get(row)?.trim()));
    let entries: Vec<(IncidentIx, &str)> = (0..frame.height()).filter_map(entry).filter(|e| !e.1.is_empty()).collect();
    let mut spelling: BTreeMap<String, &str> = BTreeMap::new();
    for (_, name) in &entries {
        let known = spelling.entry(name.to_lowercase()).or_insert(name);
        *known = (*known).min(name);
    }
    for (row, name) in entries {
        let own = spelling.get(&name.to_lowercase()).copied().unwrap_or(name);
        of_row.entry(row).or_default().insert(own.to_owned());
    }
    of_row
}
