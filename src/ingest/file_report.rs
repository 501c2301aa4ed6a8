//! What reading gives: batches of records, and a report on each file.

use crate::ingest::head::Head;
use crate::ingest::recognise::Certainty;
use crate::model::fixed::{self, FixedName};
use crate::model::secret::Secret;
use serde::{Deserialize, Serialize};

/// Where reading is.
#[derive(Debug, Clone, Copy)]
pub struct ReadProgress {
    pub done: usize,
    pub files: usize,
    /// Bytes of files that were read, of those of all files as they lie on disk; pipes have none.
    pub bytes: u64,
    pub all: u64,
}

/// Something about a file that stands in the way of using it, or of using all of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub message: String,
    pub hint: String,
}

/// One stream of records inside a file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UnitReport {
    /// Kind of the source; `None` when no source takes it.
    #[serde(deserialize_with = "fixed::optional::deserialize")]
    pub source: Option<FixedName>,
    pub title: String,
    pub container: String,
    pub zone: String,
    pub records: u64,
    /// How sure it is that the source is the right one.
    pub certainty: Certainty,
    pub notes: Vec<String>,
    /// What speaks for or against more of the export being elsewhere; settled when all files are read.
    pub sign: Sign,
}

/// What became of one file.
#[derive(Debug, Clone, Default)]
pub struct FileReport {
    pub shown: String,
    pub bytes: u64,
    pub sha256: String,
    /// Never shown; see [`Secret`].
    pub secret: Secret,
    pub units: Vec<UnitReport>,
    pub problem: Option<Problem>,
    /// What a file that no source takes looks like: the start of a proposal how to read it.
    pub unknown: Option<Head>,
    /// The export that would hold incidents, where this file holds none and no other of its tool does.
    pub lacks: Option<&'static str>,
    /// Records and rejects.
    pub read: u64,
    pub notes: Vec<String>,
}

/// What the envelopes of one unit say about its place among the pages of an export.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sign {
    /// Records before the first and before what follows, where the envelope counts them.
    pub first: Option<usize>,
    pub next: Option<usize>,
    /// Records on all pages together.
    pub total: Option<usize>,
    /// It says that it is the last page, or that more follow.
    pub more: Option<bool>,
    /// A message that left something out, which no other file can hold.
    pub lost: bool,
    /// What to say if nothing speaks against it.
    pub note: Option<String>,
}
