//! Where a record stood: the file, the row, and the way to it inside the file.

use serde::{Deserialize, Serialize};

/// Index of an input file in the order in which the run lists its inputs.
pub type FileIndex = u32;

/// The place of one record in one input file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Origin {
    /// Which input file.
    pub file: FileIndex,
    /// Row in the file: the data row of a table (first row after the header is 1), the line of an NDJSON file,
    /// or the running number of an element of a JSON array, counted from 1.
    pub row: u32,
    /// JSON pointer (`/incidents/12`), empty for tables.
    pub pointer: String,
}
