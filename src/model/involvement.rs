//! One person's part in one incident.

use crate::model::kind::Via;
use crate::model::row::{IncidentIx, PersonIx};
use crate::model::time::Millis;

/// One person's part in one incident, brought together from all records and entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Involved {
    pub incident: IncidentIx,
    pub person: PersonIx,
    pub role: String,
    pub via: Via,
    pub on_call: OnCall,
    pub notified: Option<Millis>,
    pub joined: Option<Millis>,
    pub left: Option<Millis>,
}

impl Involved {
    /// A part of which no more is known than how the person came.
    #[must_use]
    pub fn by(incident: IncidentIx, person: PersonIx, via: Via) -> Self {
        let (role, on_call) = (String::new(), OnCall::Unknown);
        Self { incident, person, role, via, on_call, notified: None, joined: None, left: None }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum OnCall {
    /// For this incident.
    Yes,
    /// On call at that moment, but for another rota.
    OtherRota,
    /// For nothing at all.
    No,
    #[default]
    Unknown,
}

impl OnCall {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::OtherRota => "other-rota",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }
}

/// Code of a way of coming, for the public table.
#[must_use]
pub fn via_code(via: Via) -> &'static str {
    match via {
        Via::Paged => "paged",
        Via::Escalated => "escalated",
        Via::Requested => "requested",
        Via::SelfJoined => "self",
        Via::Unknown => "unknown",
    }
}
