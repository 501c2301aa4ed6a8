//! A record that could not be used. A value, never an error: reading goes on.

use crate::model::origin::Origin;
use serde::{Deserialize, Serialize};

/// Why a record was refused. The code is part of the public `rejects` table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Reason {
    /// The bytes are not valid JSON, CSV, YAML or text of the format the file claims.
    Malformed,
    /// The record has no identifier and nothing else to build one from.
    NoIdentifier,
    /// No usable time at all: neither start nor detection nor declaration.
    NoTime,
    /// A time is outside the years that an incident can have (1990 to 2100).
    ImpossibleTime,
    /// The row has more cells than the header, so its values can't be assigned safely.
    TooManyCells,
    /// An entry refers to an incident that no export holds.
    UnknownIncident,
    /// The file ends in the middle of a record.
    Truncated,
    /// One record is so large that the whole budget of reading would go into it.
    TooLarge,
}

impl Reason {
    /// Kebab-case code for the `rejects` table.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::NoIdentifier => "no-identifier",
            Self::NoTime => "no-time",
            Self::ImpossibleTime => "impossible-time",
            Self::TooManyCells => "too-many-cells",
            Self::UnknownIncident => "unknown-incident",
            Self::Truncated => "truncated",
            Self::TooLarge => "too-large",
        }
    }
}

/// One refused record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reject {
    pub origin: Origin,
    /// Empty when the record could not even be identified.
    pub record_id: String,
    pub reason: Reason,
    /// What was seen, in one line, for the analyst.
    pub detail: String,
}
