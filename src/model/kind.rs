//! What kind of system, of record and of coming: words that records and incidents share.

use serde::{Deserialize, Serialize};

/// The kind of system an export comes from. It decides which source is believed for which field when several
/// describe the same incident (see `link/precedence.rs`); no code above `ingest` may know more about a source than this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Role {
    Pager,
    Manager,
    Ticket,
    StatusPage,
    Review,
    /// Of which nothing more is known.
    #[default]
    Table,
}

/// How a person came to an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Via {
    Paged,
    Escalated,
    Requested,
    SelfJoined,
    #[default]
    Unknown,
}

/// What sort of record the export calls this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Kind {
    #[default]
    Incident,
    Alert,
    Maintenance,
    Drill,
    Test,
    /// Written up afterwards: its clock of detection and response is that of the writing.
    Backfilled,
    /// Somebody asks for something (an answer, an access, a device); nothing broke.
    Request,
}
