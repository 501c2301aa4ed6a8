//! Families of an earlier report: their numbers and names are kept, so that readers of several reports find them again.

use serde::{Deserialize, Serialize};

/// A family as an earlier report lists it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EarlierFamily {
    /// `FB-07`.
    pub family_id: String,
    pub name: String,
    /// Ids of its incidents, in the order of that report.
    pub incident_ids: Vec<String>,
}
