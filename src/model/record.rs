//! What one row or object of an export states, before anything is interpreted.
//!
//! All facts are optional and kept as text. A source fills in what its format has and leaves the rest alone:
//! an absent fact means "not in this export" and must never become zero or "no" on the way.

use crate::model::annotation::StatedAnnotation;
use crate::model::change::StatedChange;
use crate::model::earlier::{EarlierPart, ReportedIncident};
use crate::model::exposure::StatedExposure;
use crate::model::family::EarlierFamily;
use crate::model::fixed::{self, FixedName};
use crate::model::holiday::StatedHoliday;
use crate::model::note::StatedNote;
use crate::model::origin::Origin;
use crate::model::ticket::StatedTicket;
use serde::{Deserialize, Serialize};

pub use crate::model::kind::{Kind, Role, Via};
pub use crate::model::link::LinkKind;
pub use crate::model::stamp::Stamp;

/// What an export does not state takes no room in a file of ours.
fn is_unset<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A person as an export names them. Any of the parts may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StatedPerson {
    /// The tool's own id (`PUPRIYA`, sys_id), else empty.
    #[serde(skip_serializing_if = "is_unset")]
    pub id: String,
    #[serde(skip_serializing_if = "is_unset")]
    pub name: String,
    #[serde(skip_serializing_if = "is_unset")]
    pub email: String,
    /// IANA zone name, as stated.
    #[serde(skip_serializing_if = "is_unset")]
    pub time_zone: String,
    #[serde(skip_serializing_if = "is_unset")]
    pub team: String,
    /// True when the export itself says that this is a service or integration, not a person.
    #[serde(skip_serializing_if = "is_unset")]
    pub machine: bool,
}

/// One person's part in one incident, as stated.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StatedInvolvement {
    #[serde(skip_serializing_if = "is_unset")]
    pub person: StatedPerson,
    /// Free text role (`Incident Lead`, `assignee`, `resolver`); empty when not stated.
    #[serde(skip_serializing_if = "is_unset")]
    pub role: String,
    #[serde(skip_serializing_if = "is_unset")]
    pub via: Via,
    #[serde(skip_serializing_if = "is_unset")]
    pub notified_at: Option<Stamp>,
    #[serde(skip_serializing_if = "is_unset")]
    pub joined_at: Option<Stamp>,
    #[serde(skip_serializing_if = "is_unset")]
    pub left_at: Option<Stamp>,
}

/// A reference as stated: an id, a number, or a URL of the target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedLink {
    pub kind: LinkKind,
    pub target: String,
}

/// Who or what ended the incident, as far as the export says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum StatedResolver {
    #[default]
    Unknown,
    Person(StatedPerson),
    /// An integration, a timeout or a service account.
    Machine,
    Merge,
}

/// A follow-up (action item) as stated.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StatedFollowUp {
    #[serde(skip_serializing_if = "is_unset")]
    pub id: String,
    #[serde(skip_serializing_if = "is_unset")]
    pub title: String,
    #[serde(skip_serializing_if = "is_unset")]
    pub owner: StatedPerson,
    #[serde(skip_serializing_if = "is_unset")]
    pub created_at: Option<Stamp>,
    #[serde(skip_serializing_if = "is_unset")]
    pub due_at: Option<Stamp>,
    #[serde(skip_serializing_if = "is_unset")]
    pub completed_at: Option<Stamp>,
    #[serde(skip_serializing_if = "is_unset")]
    pub status: String,
}

/// A field that an organisation defined itself, under the name it gave it (`Affected services`, `customfield_10104`).
/// What it means is decided later, from its name and the settings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StatedField {
    pub name: String,
    pub values: Vec<String>,
}

/// Interruptions that the tool itself counted, by the hour of the day at the person's place. `None`: not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StatedInterruptions {
    pub total: Option<u32>,
    pub business: Option<u32>,
    pub off: Option<u32>,
    pub sleep: Option<u32>,
}

/// The facts of one incident record. Everything is optional.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StatedIncident {
    /// Human number (`4211`, `INC0041877`), when it differs from the native id.
    #[serde(skip_serializing_if = "is_unset")]
    pub number: String,
    #[serde(skip_serializing_if = "is_unset")]
    pub url: String,
    #[serde(skip_serializing_if = "is_unset")]
    pub title: String,
    #[serde(skip_serializing_if = "is_unset")]
    pub summary: String,
    #[serde(skip_serializing_if = "is_unset")]
    pub kind: Kind,
    #[serde(skip_serializing_if = "is_unset")]
    pub status: String,
    #[serde(skip_serializing_if = "is_unset")]
    pub severity: String,
    #[serde(skip_serializing_if = "is_unset")]
    pub urgency: String,
    /// Yes / no when the export states customer impact; a status page does by being one.
    #[serde(skip_serializing_if = "is_unset")]
    pub customer_facing: Option<bool>,
    #[serde(skip_serializing_if = "is_unset")]
    pub services: Vec<String>,
    #[serde(skip_serializing_if = "is_unset")]
    pub components: Vec<String>,
    #[serde(skip_serializing_if = "is_unset")]
    pub teams: Vec<String>,
    /// Escalation policy that decided whom to page; empty when not stated.
    #[serde(skip_serializing_if = "is_unset")]
    pub policy: String,
    #[serde(skip_serializing_if = "is_unset")]
    pub environments: Vec<String>,
    #[serde(skip_serializing_if = "is_unset")]
    pub regions: Vec<String>,
    #[serde(skip_serializing_if = "is_unset")]
    pub factors: Vec<String>,
    #[serde(skip_serializing_if = "is_unset")]
    pub started_at: Option<Stamp>,
    #[serde(skip_serializing_if = "is_unset")]
    pub detected_at: Option<Stamp>,
    #[serde(skip_serializing_if = "is_unset")]
    pub declared_at: Option<Stamp>,
    #[serde(skip_serializing_if = "is_unset")]
    pub acknowledged_at: Option<Stamp>,
    #[serde(skip_serializing_if = "is_unset")]
    pub mitigated_at: Option<Stamp>,
    #[serde(skip_serializing_if = "is_unset")]
    pub resolved_at: Option<Stamp>,
    #[serde(skip_serializing_if = "is_unset")]
    pub closed_at: Option<Stamp>,
    /// When the record was last changed; decides which version of one id is the newest.
    #[serde(skip_serializing_if = "is_unset")]
    pub modified_at: Option<Stamp>,
    /// Free text of how it was noticed (`web_trigger`, `Phone`, `Monitoring`).
    #[serde(skip_serializing_if = "is_unset")]
    pub detection: String,
    /// Free text of how it ended (close code, resolution name).
    #[serde(skip_serializing_if = "is_unset")]
    pub resolution: String,
    #[serde(skip_serializing_if = "is_unset")]
    pub resolver: StatedResolver,
    #[serde(skip_serializing_if = "is_unset")]
    pub reopen_count: Option<u32>,
    #[serde(skip_serializing_if = "is_unset")]
    pub reassignment_count: Option<u32>,
    #[serde(skip_serializing_if = "is_unset")]
    pub escalation_count: Option<u32>,
    #[serde(skip_serializing_if = "is_unset")]
    pub alert_count: Option<u32>,
    #[serde(skip_serializing_if = "is_unset")]
    pub links: Vec<StatedLink>,
    #[serde(skip_serializing_if = "is_unset")]
    pub people: Vec<StatedInvolvement>,
    #[serde(skip_serializing_if = "is_unset")]
    pub follow_ups: Vec<StatedFollowUp>,
    /// The incident's own history, where the export holds it inside the record. Entries that have records of their own
    /// are `Body::Event`. `StatedEvent::incident` stays empty here.
    #[serde(skip_serializing_if = "is_unset")]
    pub events: Vec<StatedEvent>,
    /// Fields that the organisation defined itself, which the source can't know the meaning of.
    #[serde(skip_serializing_if = "is_unset")]
    pub custom: Vec<StatedField>,
    #[serde(skip_serializing_if = "is_unset")]
    pub interruptions: StatedInterruptions,
    /// Time that the tool says all responders together spent, in seconds, as text (`6292`, `8490.0`).
    #[serde(skip_serializing_if = "is_unset")]
    pub effort_s: String,
    /// Keys that make two rows of one file the same outage though they differ in service (for sources that write one
    /// row per service). Empty: never joined this way. Compared exactly, within one source.
    #[serde(skip_serializing_if = "is_unset")]
    pub outage_key: String,
    /// True for sources that write one row per event: the last row of the file holds the final state, the others
    /// are attached to it.
    #[serde(skip_serializing_if = "is_unset")]
    pub one_row_per_event: bool,
    /// True where what happened stands in `events` alone (a row of a log of changes, the updates of a page): when the
    /// incident began, was resolved and closed, and its status, follow from them as far as no field states it.
    #[serde(skip_serializing_if = "is_unset")]
    pub told_by_events: bool,
    /// People whom the record names and who took no part in the response (callers, customers): they are known, so that
    /// their names are masked, and count nowhere.
    #[serde(skip_serializing_if = "is_unset")]
    pub bystanders: Vec<StatedPerson>,
    /// Lengths from the start that the record states beside its times, in seconds, by the field that they speak of. A
    /// check: times that contradict them are kept and remarked on.
    #[serde(deserialize_with = "fixed::lengths::deserialize")]
    #[serde(skip_serializing_if = "is_unset")]
    pub stated_lengths: Vec<(&'static str, i64)>,
    /// The row of the earlier report that this record stands for; only of such records.
    #[serde(skip_serializing_if = "is_unset")]
    pub reported: Option<Box<ReportedIncident>>,
}

impl StatedIncident {
    /// Whether nothing in it speaks of any moment, so that it can't be placed in time whatever the settings are.
    #[must_use]
    pub fn is_timeless(&self) -> bool {
        let stamps = [
            &self.started_at,
            &self.detected_at,
            &self.declared_at,
            &self.acknowledged_at,
            &self.mitigated_at,
            &self.resolved_at,
            &self.closed_at,
            &self.modified_at,
        ];
        stamps.into_iter().all(Option::is_none)
            && self.events.is_empty()
            && self.custom.is_empty()
            && self.reported.is_none()
    }
}

/// What happened, in one log entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EventKind {
    Triggered,
    Assigned,
    /// A page by phone, SMS or push. E-mail is `Emailed`: it never counts as an interruption.
    Notified,
    Emailed,
    Acknowledged,
    Unacknowledged,
    Escalated,
    Reassigned,
    Requested,
    Resolved,
    Reopened,
    /// Somebody joined the response who need not have been paged.
    Joined,
    Mitigated,
    Merged,
    /// Change of status; the new one is in `value`. Entries that are more than that (an acknowledgement, a resolution,
    /// a reopening) have their own kind.
    Status,
    /// Change of severity or priority; the new one is in `value`.
    Severity,
    Note,
    Other,
}

/// One log entry of one incident, as stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedEvent {
    /// Native id of the incident, in the same source.
    pub incident: String,
    pub kind: EventKind,
    pub at: Stamp,
    /// Who acted (`machine` is set for integrations and timeouts).
    pub actor: Option<StatedPerson>,
    /// Whom it concerns: the paged, assigned or escalated-to people.
    pub people: Vec<StatedPerson>,
    /// True when the entry was made by a timer or an integration rather than by a hand.
    pub automatic: bool,
    /// How it was noticed, on trigger entries only (`api`, `web_trigger`).
    pub detection: String,
    /// What it was changed to: a status, a severity, the survivor of a merge. Empty for other kinds.
    pub value: String,
}

impl StatedEvent {
    /// A change that nobody is named for.
    #[must_use]
    pub fn changed(kind: EventKind, at: Stamp, value: &str) -> Self {
        Self {
            incident: String::new(),
            kind,
            at,
            actor: None,
            people: Vec::new(),
            automatic: false,
            detection: String::new(),
            value: value.to_owned(),
        }
    }
}

/// One stretch of time on call, as stated. A missing end means "never goes off", a missing start "always was".
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StatedShift {
    pub person: StatedPerson,
    pub schedule: String,
    /// Escalation policy or team the shift serves; empty when not stated.
    pub policy: String,
    pub level: Option<u32>,
    pub start: Option<Stamp>,
    pub end: Option<Stamp>,
}

/// What a name stands for in the tool that gave it an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum NameKind {
    Service,
    Component,
    Team,
    Policy,
}

/// A name behind an id that incident records use (`b5f0c7de-…` is `checkout-api`). Sources put the id where the name
/// belongs; it is replaced when all files are read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedName {
    pub kind: NameKind,
    pub id: String,
    pub name: String,
}

/// What one record is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Body {
    Incident(Box<StatedIncident>),
    Event(Box<StatedEvent>),
    /// Several entries stated in one record, of one incident or of several.
    Events(Vec<StatedEvent>),
    Shift(Box<StatedShift>),
    /// All shifts of one schedule, where the export states them inside one object.
    Shifts(Vec<StatedShift>),
    Person(Box<StatedPerson>),
    FollowUp {
        incident: String,
        item: Box<StatedFollowUp>,
    },
    /// Names behind ids; nothing else of the record is needed.
    Names(Vec<StatedName>),
    /// What a person says about incidents of other records.
    Annotation(Box<StatedAnnotation>),
    /// What the analyst says of the review.
    Note(Box<StatedNote>),
    /// How much an area was exposed.
    Exposure(Box<StatedExposure>),
    /// A change of a definition, a process or a tool.
    Change(Box<StatedChange>),
    /// Days on which people are off.
    Holiday(Box<StatedHoliday>),
    /// A family of an earlier report.
    Family(Box<EarlierFamily>),
    /// What an earlier report says of its period.
    Earlier(Box<EarlierPart>),
    /// A ticket of a support desk.
    Ticket(Box<StatedTicket>),
    /// A record that a review needs nothing of (the definition of a role, a schedule without entries).
    Reference,
}

/// One row or object of one export.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub origin: Origin,
    /// The tool (`pagerduty`, `servicenow`, `statuspage`, `gcp`, `cstate`, or the name a mapping gives itself). Together
    /// with the native id it makes the record id; two files of one tool share it.
    pub source: String,
    pub role: Role,
    /// `incident`, `log-entry`, `shift`, `user`, …: the middle part of the record id.
    #[serde(deserialize_with = "fixed::deserialize")]
    pub entity: FixedName,
    /// The tool's immutable id, or what the source's documentation says stands for it.
    pub native_id: String,
    pub body: Body,
}

impl Record {
    /// `source:entity:native id`. Deterministic: the same export always gives the same ids.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}:{}:{}", self.source, self.entity, self.native_id)
    }
}
