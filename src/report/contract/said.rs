//! The tables of what a report says: its statements, and the last report's figures then and now.

use super::ColumnKind::{Count, Number, Text};
use super::TableContract;

/// `data/claims`.
pub(super) const CLAIMS: TableContract = TableContract {
    name: "claims",
    personal: false,
    known_by: &["claim_id", "code", "grade", "basis", "sentence"],
    columns: &[
        ("claim_id", Text),
        ("code", Text),
        ("grade", Text),
        ("basis", Text),
        ("sentence", Text),
        ("n", Count),
        ("estimate", Number),
        ("lo", Number),
        ("hi", Number),
        ("incident_ids", Text),
    ],
};

/// `data/restatement`: a row for each figure and each reason that moved it.
pub(super) const RESTATEMENT: TableContract = TableContract {
    name: "restatement",
    personal: false,
    known_by: &["figure", "then", "now", "reason", "change"],
    columns: &[
        ("figure", Text),
        ("then", Number),
        ("now", Number),
        ("reason", Text),
        ("change", Number),
        ("incidents", Count),
        ("incident_ids", Text),
    ],
};
