//! By how much the times of two records, and the clocks of two tools, differ.

use crate::model::row::ToolIx;
use crate::model::time::{HOUR, Millis};

/// Zones lie at most this far apart.
pub(super) const MAX: Millis = 14 * HOUR;

/// Records are looked for a little further, because nobody notes to the minute.
pub(super) const REACH: Millis = MAX + HOUR;

/// A difference between the clocks of two tools, numbered as among the sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Steady {
    pub tool: ToolIx,
    pub other: ToolIx,
    /// How much later the times of `tool` lie than those of `other`.
    pub by: Millis,
    /// The stretch in which the differences lie.
    pub low: Millis,
    pub high: Millis,
}

/// By how much the second of two records begins after the first and ends after it.
#[derive(Debug, Clone, Copy)]
pub struct Apart {
    pub begin: Millis,
    pub end: Option<Millis>,
    /// Whether the same kind of beginning was compared: start with start, detection with detection.
    pub alike: bool,
}
