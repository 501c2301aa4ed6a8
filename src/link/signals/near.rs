//! What signals ask of two entities: their tools, records and times.

use crate::frame::columns::IncidentColumns;
use crate::link::signals::versions::Entities;
use crate::model::row::{EntityIx, IncidentRow, RecordRow, ToolIx};
use crate::model::time::Millis;

/// The believed version of each entity.
pub struct Near<'a> {
    pub columns: &'a IncidentColumns,
    pub entities: &'a Entities,
}

impl Near<'_> {
    /// Row of the believed version in the incident columns.
    #[must_use]
    pub fn row(&self, entity: EntityIx) -> IncidentRow {
        self.entities.newest[entity]
    }

    #[must_use]
    pub fn record(&self, entity: EntityIx) -> RecordRow {
        self.columns.record[self.row(entity)]
    }

    #[must_use]
    pub fn tool(&self, entity: EntityIx) -> ToolIx {
        self.columns.source[self.row(entity)]
    }

    /// The earliest of the times at which it began.
    #[must_use]
    pub fn start(&self, entity: EntityIx) -> Option<Millis> {
        let row = self.row(entity);
        let times = [&self.columns.started, &self.columns.detected, &self.columns.declared];
        times.iter().filter_map(|column| column.get(row)).min()
    }

    #[must_use]
    pub fn end(&self, entity: EntityIx) -> Option<Millis> {
        self.columns.resolved.get(self.row(entity))
    }

    /// Whether the second begins within `most` of the first, or before the first is over.
    #[must_use]
    pub fn is_near(&self, first: EntityIx, second: EntityIx, most: Millis) -> bool {
        let (Some(a), Some(b)) = (self.start(first), self.start(second)) else { return false };
        let overlaps =
            |start: Millis, end: Option<Millis>, other: Millis| end.is_some_and(|e| start <= other && other <= e);
        a.abs_diff(b) <= most.unsigned_abs() || overlaps(a, self.end(first), b) || overlaps(b, self.end(second), a)
    }
}
