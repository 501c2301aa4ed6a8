//! Changes of definitions, processes and tools that make figures before and after hard to compare.

use crate::model::stamp::Stamp;
use crate::model::time::Millis;
use serde::{Deserialize, Serialize};

/// One row of `changes.csv` as stated.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StatedChange {
    pub at: Option<Stamp>,
    pub what: String,
    /// What it concerns (`ttr`); several with `;` between them.
    pub metric: String,
    /// What sort of change it is (`definition`), in the words of whoever keeps the file.
    pub kind: String,
}

/// A change at a moment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProcessChange {
    pub at: Millis,
    pub what: String,
    /// What it concerns (`ttr`, `severity`), in small letters; empty: everything that is compared.
    pub metrics: Vec<String>,
}
