//! The tools whose exports are read.

use crate::ingest::Output;
use crate::model::origin::Origin;
use crate::model::record::{Body, Record, Role};

/// A tool: what its records are called, and which kind of system it is. Stated once, for all its exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tool {
    /// First part of record ids (`pagerduty`).
    pub id: &'static str,
    /// What people call it.
    pub title: &'static str,
    pub role: Role,
}

impl Tool {
    /// A record of this tool.
    #[must_use]
    pub fn record(self, entity: &'static str, native_id: impl Into<String>, body: Body, origin: &Origin) -> Record {
        Record {
            origin: origin.clone(),
            source: self.id.to_owned(),
            role: self.role,
            entity,
            native_id: native_id.into(),
            body,
        }
    }

    /// Hands over a record of this tool.
    pub fn keep(
        self,
        entity: &'static str,
        native_id: impl Into<String>,
        body: Body,
        origin: &Origin,
        out: &mut Output,
    ) {
        out.records.push(self.record(entity, native_id, body, origin));
    }
}
