//! Tickets of a support desk: what customers wrote, and which incident it is about.

use crate::model::row::{IncidentIx, RecordRow};
use crate::model::stamp::Stamp;
use crate::model::time::Millis;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A ticket as an export states it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StatedTicket {
    /// Ids, numbers and addresses of the incident that it is about.
    pub references: Vec<String>,
    /// Ids of the problem that it is one of: a record of the ticket system, or another ticket of the desk.
    pub problems: Vec<String>,
    /// When it was written.
    pub at: Option<Stamp>,
}

/// The same once it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    pub record: RecordRow,
    /// The desk and its own id.
    pub source: String,
    pub id: String,
    pub references: Vec<String>,
    pub problems: Vec<String>,
    pub at: Option<Millis>,
}

/// The tickets of all desks by incident.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tickets {
    /// How many there are, and how many of them name an incident of the data.
    pub all: u64,
    pub attached: u64,
    /// Tickets by row of the incident table.
    pub by_incident: BTreeMap<IncidentIx, u64>,
}
