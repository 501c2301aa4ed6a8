//! What signals ask of two entities: their tools, records and times.

use crate::frame::columns::IncidentColumns;
use crate::link::signals::versions::Entities;
use crate::model::time::Millis;

/// The believed version of each entity.
pub struct Near<'a> {
    pub columns: &'a IncidentColumns,
    pub entities: &'a Entities,
}

impl Near<'_> {
    /// Row of the believed version in the incident columns.
    #[must_use]
    pub fn row(&self, entity: u32) -> usize {
        self.entities.newest.get(entity as usize).copied().unwrap_or(0) as usize
    }

    #[must_use]
    pub fn record(&self, entity: u32) -> u32 {
        self.columns.record.get(self.row(entity)).copied().unwrap_or(0)
    }

    #[must_use]
    pub fn tool(&self, entity: u32) -> u32 {
        self.columns.source.get(self.row(entity)).copied().unwrap_or(0)
    }

    /// The earliest of the times at which it began.
    #[must_use]
    pub fn start(&self, entity: u32) -> Option<Millis> {
        let row = self.row(entity);
        let times = [&self.columns.started, &self.columns.detected, &self.columns.declared];
        times.iter().filter_map(|column| column.get(row)).min()
    }

    #[must_use]
    pub fn end(&self, entity: u32) -> Option<Millis> {
        self.columns.resolved.get(self.row(entity))
    }

    /// Whether the second begins within `most` of the first, or before the first is over.
    #[must_use]
    pub fn is_near(&self, first: u32, second: u32, most: Millis) -> bool {
        let (Some(a), Some(b)) = (self.start(first), self.start(second)) else { return false };
        let overlaps =
            |start: Millis, end: Option<Millis>, other: Millis| end.is_some_and(|e| start <= other && other <= e);
        a.abs_diff(b) <= most.unsigned_abs() || overlaps(a, self.end(first), b) || overlaps(b, self.end(second), a)
    }
}
