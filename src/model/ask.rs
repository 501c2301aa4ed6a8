//! What an earlier report asked for, so that the next one can say what became of it.

use crate::model::fixed;
use crate::model::time::Window;
use serde::{Deserialize, Serialize};

/// One ask of an earlier report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EarlierAsk {
    /// The period of that report, as it is called there ("Q2 2026").
    pub period: String,
    /// The ask as it was worded.
    pub ask: String,
    /// What is to be counted; `None` where the report holds nothing that could be.
    pub check: Option<EarlierCheck>,
}

/// What an earlier report wanted to be counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EarlierCheck {
    /// What is counted (`problem-stays-away`).
    pub code: String,
    /// Names of what it is about: problems by id and name, rotations.
    pub subject: Vec<String>,
    /// The number that the count is held against.
    #[serde(with = "fixed::bits")]
    pub threshold: f64,
    /// From when on and until when.
    pub window: Window,
    /// Ids of the incidents that the ask hangs on.
    pub incident_ids: Vec<String>,
}
