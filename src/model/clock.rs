//! Tools whose clocks differ.

use crate::model::row::IncidentIx;
use crate::model::time::Millis;

/// A steady difference between the times of two tools, measured where both tell of one incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockShift {
    pub tool: String,
    pub other: String,
    /// How much later the times of `tool` lie than those of `other`, milliseconds.
    pub by: Millis,
    /// Incident of each pair of records, and by how much the one of `tool` begins later.
    pub pairs: Vec<(IncidentIx, Millis)>,
    /// The stretch that counts as this difference.
    pub low: Millis,
    pub high: Millis,
    /// Whether the times were brought onto one clock, and whose that is.
    pub settled: Option<String>,
    /// The tool whose times were moved, if they state no zone and were read as UTC.
    pub assumed: Option<String>,
}
