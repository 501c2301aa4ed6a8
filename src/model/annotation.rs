//! What people say about incidents after the exports were made: corrections, merges, splits, exclusions.

use crate::model::incident::{Detection, Resolution, Status};
use crate::model::row::RecordRow;
use crate::model::time::Millis;
use serde::{Deserialize, Serialize};

/// An annotation as stated, one row of `annotations.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StatedAnnotation {
    pub action: String,
    /// Record id, incident id, native id, number or address of what it is about.
    pub target: String,
    pub field: String,
    pub value: String,
    pub reason: String,
}

/// An annotation that can be carried out, if its target is there.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotation {
    /// The annotation itself, which is a record as well.
    pub record: RecordRow,
    pub target: String,
    pub reason: String,
    pub action: Action,
}

/// What is to be done. All of it lies above the records: they keep what they state.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Another value for one field, with the text of the value.
    Set(CorrectedField, String),
    /// The target and this other record are one incident.
    Merge(String),
    /// The target is no part of the incident of this other record; empty: it stands for itself.
    Split(String),
    /// Left out of statistics.
    Exclude,
    /// Kept in statistics, whatever a rule says.
    Include,
    /// A contributing factor, confirmed by people.
    ConfirmFactor(String),
    /// The target and this other record are the same problem, at another time.
    SameProblem(String),
    /// The target is another problem than this other record.
    OtherProblem(String),
    /// The problem was fixed at this moment.
    ClaimFix(Millis),
}

/// A corrected field, with its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CorrectedField {
    Time(TimeField, Millis),
    Severity(u8),
    Status(Status),
    Detection(Detection),
    Resolution(Resolution),
    CustomerFacing(bool),
    Text(TextField),
}

/// Times that can be corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TimeField {
    Started,
    Detected,
    Declared,
    Acknowledged,
    Mitigated,
    Resolved,
    Closed,
}

/// Texts that can be corrected. Lists are separated by `;`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextField {
    Title,
    Summary,
    Services,
    Components,
    Teams,
    Environment,
    Regions,
    Factors,
}
