//! What one stretch of a file gave: records, rejects, and what had to be mended to read them.

use crate::model::origin::{FileIndex, Origin};
use crate::model::record::Record;
use crate::model::reject::Reject;
use crate::model::remark::RemarkRule;
use serde::{Deserialize, Serialize};

/// Records of one stretch of one file.
#[derive(Debug)]
pub struct Batch {
    pub file: FileIndex,
    /// Tool of the source that read them.
    pub source: String,
    /// The zone that the file states for its times; empty where it states none.
    pub zone: String,
    pub records: Vec<Record>,
    pub rejects: Vec<Reject>,
    /// Leaves of these that are not as they were written.
    pub mended: Vec<Mended>,
    /// Bytes of what they were read from: how much of the memory it takes, about.
    pub bytes: usize,
}

/// A leaf that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaf {
    /// JSON pointer inside the record; the column, for a table.
    pub path: String,
    /// What was wrong with it: the spots of a string, a number, a shape. Never all of a text, which may name people.
    pub stated: String,
    /// What was read instead; empty when the value was left out.
    pub became: String,
    pub rule: RemarkRule,
}

/// All leaves of one record that are not as they were written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mended {
    pub origin: Origin,
    pub leaves: Vec<Leaf>,
}
