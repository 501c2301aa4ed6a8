//! Links between records, and the groups they form.

use crate::model::row::RecordRow;
use serde::{Deserialize, Serialize};

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
    /// The same alert key in several tools.
    AlertKey,
    /// An id or address of the other record in the text of this one.
    Mention,
    /// The same content in another file under another id.
    SameContent,
    /// Nearness in time, area and words; the reason holds the parts of the score.
    Scored,
    /// A person said so.
    Annotation,
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
            Self::AlertKey => "alert-key",
            Self::Mention => "mention",
            Self::SameContent => "same-content",
            Self::Scored => "scored",
            Self::Annotation => "annotation",
            Self::Problem => "problem",
        }
    }
}

/// One link between two records.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    pub kind: &'static str,
    pub record_a: RecordRow,
    pub record_b: RecordRow,
    pub signal: Signal,
    /// 1 for explicit links. Scored links lie below: the probability that the two are one incident.
    pub score: f64,
    pub reason: String,
}

/// What a reference to another record means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum LinkKind {
    /// This record was merged into the target: same incident.
    MergedInto,
    /// This record duplicates the target: same incident.
    DuplicateOf,
    /// The target is the parent record of the same incident.
    Parent,
    /// The target is the same incident in another tool (an id, a number or a URL).
    ExternalRef,
    /// The target is a problem record that several incidents share: recurrence, not identity.
    Problem,
    /// Loosely related; never merged.
    Related,
    /// The target is a key that monitoring gave to the alert, and to other tools as well. Used again whenever the alert
    /// fires again.
    AlertKey,
}
