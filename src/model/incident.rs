//! One incident record after normalisation: typed values instead of stated text.

use crate::model::kind::{Kind, Role, Via};
use crate::model::link::LinkKind;
use crate::model::row::{MentionIx, RecordRow};
use crate::model::time::Millis;

/// Life cycle state in our own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Status {
    Open,
    Acknowledged,
    Mitigated,
    Resolved,
    Closed,
    Cancelled,
    Merged,
    Scheduled,
    #[default]
    Unknown,
}

impl Status {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Acknowledged => "acknowledged",
            Self::Mitigated => "mitigated",
            Self::Resolved => "resolved",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
            Self::Merged => "merged",
            Self::Scheduled => "scheduled",
            Self::Unknown => "unknown",
        }
    }

    /// Whether the incident is over as far as its record says.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Resolved | Self::Closed | Self::Cancelled | Self::Merged)
    }
}

/// Who or what noticed the incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Detection {
    Monitor,
    Customer,
    Human,
    #[default]
    Unknown,
}

impl Detection {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Monitor => "monitor",
            Self::Customer => "customer",
            Self::Human => "human",
            Self::Unknown => "unknown",
        }
    }
}

/// How the incident ended. *Resolved* is not *solved*: most values say only that it is quiet for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Resolution {
    Fixed,
    WorkedAround,
    RolledBack,
    Restarted,
    AutoResolved,
    Vendor,
    FalseAlarm,
    Duplicate,
    #[default]
    Unknown,
}

impl Resolution {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::WorkedAround => "worked-around",
            Self::RolledBack => "rolled-back",
            Self::Restarted => "restarted",
            Self::AutoResolved => "auto-resolved",
            Self::Vendor => "vendor",
            Self::FalseAlarm => "false-alarm",
            Self::Duplicate => "duplicate",
            Self::Unknown => "unknown",
        }
    }
}

/// Who ended it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ResolvedBy {
    /// A person, by mention.
    Person(MentionIx),
    Machine,
    Merge,
    #[default]
    Unknown,
}

/// The times of an incident, each optional.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Times {
    pub started: Option<Millis>,
    pub detected: Option<Millis>,
    pub declared: Option<Millis>,
    pub acknowledged: Option<Millis>,
    pub mitigated: Option<Millis>,
    pub resolved: Option<Millis>,
    pub closed: Option<Millis>,
    pub modified: Option<Millis>,
}

/// One person's part in the incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Involvement {
    pub person: MentionIx,
    pub role: String,
    pub via: Via,
    pub notified: Option<Millis>,
    pub joined: Option<Millis>,
    pub left: Option<Millis>,
}

/// A follow-up with parsed times.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FollowUp {
    pub id: String,
    pub title: String,
    pub owner: Option<MentionIx>,
    pub created: Option<Millis>,
    pub due: Option<Millis>,
    pub completed: Option<Millis>,
    pub status: String,
    /// The record that tells of it, where it is one of its own; else that of its incident.
    pub record: Option<RecordRow>,
}

/// A normalised incident record. It lives only until it has been appended to the columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Incident {
    pub source: String,
    pub role: Role,
    pub native_id: String,
    pub number: String,
    pub url: String,
    pub title: String,
    pub summary: String,
    pub kind: Kind,
    pub status: Status,
    pub severity: Option<u8>,
    pub stated_severity: String,
    pub customer_facing: Option<bool>,
    pub services: Vec<String>,
    pub components: Vec<String>,
    pub teams: Vec<String>,
    pub environment: String,
    pub regions: Vec<String>,
    pub factors: Vec<String>,
    pub times: Times,
    pub detection: Detection,
    pub resolution: Resolution,
    pub resolved_by: ResolvedBy,
    pub reopen_count: Option<u32>,
    pub reassignment_count: Option<u32>,
    pub escalation_count: Option<u32>,
    pub alert_count: Option<u32>,
    /// Interruptions and seconds of work that the tool itself counted.
    pub interruptions: Option<u32>,
    pub sleep_interruptions: Option<u32>,
    pub effort_s: Option<f64>,
    pub policy: String,
    pub links: Vec<(LinkKind, String)>,
    pub people: Vec<Involvement>,
    pub follow_ups: Vec<FollowUp>,
    /// The rule by which this record is left out of statistics, empty when none applies.
    pub exclusion: String,
    pub outage_key: String,
    pub one_row_per_event: bool,
}
