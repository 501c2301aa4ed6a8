//! Links between records, and the groups they form.

pub use crate::model::record::LinkKind;

/// By what two records were found to describe the same incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Signal {
    /// The same native id in several files or versions.
    SameId,
    /// One row per event of the same id.
    EventRow,
    /// A reference stated in one of the records.
    Reference,
    /// Rows of one source that differ only in service.
    SameOutage,
    /// A shared problem record: recurrence, not identity.
    Problem,
}

impl Signal {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SameId => "same-id",
            Self::EventRow => "event-row",
            Self::Reference => "reference",
            Self::SameOutage => "same-outage",
            Self::Problem => "problem",
        }
    }
}

/// One link between two records, by row in the table of all records.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    pub kind: &'static str,
    pub record_a: u32,
    pub record_b: u32,
    pub signal: Signal,
    /// 1 for explicit links. Scored links (a later stage) lie below.
    pub score: f64,
    pub reason: String,
}
