//! People who took part without being on call for it, apart by whether they were on call for another rota.

use crate::analyse::duty::{Kinds, parts};
use crate::frame::DataSet;
use crate::model::row::IncidentIx;

/// Parts of people in incidents of the period, by whether they were on call. A person counts once per incident.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PulledIn {
    pub kinds: Kinds,
    /// Distinct people who took part in any incident.
    pub all_people: u64,
}

impl PulledIn {
    /// Counts over included incidents of the period. Machine accounts are no people.
    #[must_use]
    pub fn of(data: &DataSet) -> Self {
        let incidents = data.incident_view();
        let counts = |row: IncidentIx| incidents.included.get(row) && incidents.in_period.get(row);
        let mut kinds = Kinds::default();
        parts(data).into_iter().filter(|((row, _), _)| counts(*row)).for_each(|(part, duty)| kinds.add(part, duty));
        Self { all_people: kinds.people().len() as u64, kinds }
    }
}
