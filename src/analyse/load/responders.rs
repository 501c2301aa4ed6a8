//! How many people answered an incident, beside what is usual for its severity; METHODS 7.13. Never per team.

use crate::analyse::load::key_people::Responders;
use crate::frame::DataSet;
use crate::model::row::{IncidentIx, PersonIx};
use crate::stats::quantile;
use std::collections::{BTreeMap, BTreeSet};

/// Fewest incidents of a severity with known responders, over all history, to say what is usual.
pub const MIN_INCIDENTS: usize = 20;

/// One severity.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Usual {
    pub severity: u32,
    /// Incidents with at least one known responder over all data, and the distinct people behind them.
    pub incidents: u64,
    pub people: u64,
    /// Half of these incidents, and nineteen in twenty, were answered by at most so many people.
    pub median: u64,
    pub most: u64,
    /// Incidents of the period with known responders, and the rows of those that more people answered than `most`.
    pub in_period: u64,
    pub unusual: Vec<IncidentIx>,
}

/// All severities with enough incidents, the worst first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Turnout {
    pub severities: Vec<Usual>,
    /// Incidents of the period that are not compared: without a known responder, without a severity, and of a severity
    /// with too few incidents.
    pub without_responder: u64,
    pub without_severity: u64,
    pub too_few: u64,
}

#[derive(Default)]
struct Counts {
    all: Vec<f64>,
    people: BTreeSet<PersonIx>,
    period: Vec<(IncidentIx, u64)>,
}

impl Turnout {
    /// Over included incidents. `responders` are the people who answered each row. O(n log n).
    #[must_use]
    pub fn of(data: &DataSet, responders: &Responders) -> Self {
        let view = data.incident_view();
        let mut found = Self::default();
        let mut of: BTreeMap<u32, Counts> = BTreeMap::new();
        for row in view.rows().filter(|row| view.included.get(*row)) {
            let in_period = view.in_period.get(row);
            let people: Vec<PersonIx> = responders.people(row).collect();
            if people.is_empty() {
                found.without_responder += u64::from(in_period);
                continue;
            }
            let Some(severity) = view.severity.get(row) else {
                found.without_severity += u64::from(in_period);
                continue;
            };
            let counts = of.entry(severity).or_default();
            counts.all.push(people.len() as f64);
            if in_period {
                counts.period.push((row, people.len() as u64));
            }
            counts.people.extend(people);
        }
        for (severity, counts) in of {
            match usual(severity, &counts) {
                Some(usual) => found.severities.push(usual),
                None => found.too_few += counts.period.len() as u64,
            }
        }
        found
    }

    /// Incidents of the period that were compared, and rows of the unusual ones.
    #[must_use]
    pub fn unusual(&self) -> (u64, Vec<IncidentIx>) {
        let compared = self.severities.iter().map(|s| s.in_period).sum();
        (compared, self.severities.iter().flat_map(|s| s.unusual.iter().copied()).collect())
    }
}

/// Quantiles are numbers of people that occurred: the smallest that enough incidents do not exceed.
fn usual(severity: u32, counts: &Counts) -> Option<Usual> {
    if counts.all.len() < MIN_INCIDENTS {
        return None;
    }
    let sorted = quantile::sorted(counts.all.clone());
    let [median, most] = [0.5, 0.95].map(|p| quantile::inverted(&sorted, p).unwrap_or(0.0) as u64);
    let unusual = counts.period.iter().filter(|(_, n)| *n > most).map(|(row, _)| *row);
    Some(Usual {
        severity,
        incidents: counts.all.len() as u64,
        people: counts.people.len() as u64,
        median,
        most,
        in_period: counts.period.len() as u64,
        unusual: unusual.collect(),
    })
}
