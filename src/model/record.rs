//! What one row or object of an export states, before anything is interpreted.
//!
//! All facts are optional and kept as text. A source fills in what its format has and leaves the rest alone:
//! an absent fact means "not in this export" and must never become zero or "no" on the way.

use crate::model::annotation::StatedAnnotation;
use crate::model::change::StatedChange;
use crate::model::earlier::{EarlierPart, ReportedIncident};
use crate::model::exposure::StatedExposure;
use crate::model::family::EarlierFamily;
use crate::model::holiday::StatedHoliday;
use crate::model::note::StatedNote;
use crate::model::origin::Origin;
use crate::model::ticket::StatedTicket;

pub use crate::model::kind::{Kind, Role, Via};
pub use crate::model::link::LinkKind;
pub use crate::model::stamp::Stamp;

/// A person as an export names them. Any of the parts may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatedPerson {
    /// The tool's own id (`PUPRIYA`, sys_id), else empty.
    pub id: String,
    pub name: String,
    pub email: String,
    /// IANA zone name, as stated.
    pub time_zone: String,
    pub team: String,
    /// True when the export itself says that this is a service or integration, not a person.
    pub machine: bool,
}

/// One person's part in one incident, as stated.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatedInvolvement {
    pub person: StatedPerson,
    /// Free text role (`Incident Lead`, `assignee`, `resolver`); empty when not stated.
    pub role: String,
    pub via: Via,
    pub notified_at: Option<Stamp>,
    pub joined_at: Option<Stamp>,
    pub left_at: Option<Stamp>,
}

/// A reference as stated: an id, a number, or a URL of the target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedLink {
    pub kind: LinkKind,
    pub target: String,
}

/// Who or what ended the incident, as far as the export says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum StatedResolver {
    #[default]
    Unknown,
    Person(StatedPerson),
    /// An integration, a timeout or a service account.
    Machine,
    Merge,
}

/// A follow-up (action item) as stated.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatedFollowUp {
    pub id: String,
    pub title: String,
    pub owner: StatedPerson,
    pub created_at: Option<Stamp>,
    pub due_at: Option<Stamp>,
    pub completed_at: Option<Stamp>,
    pub status: String,
}

/// A field that an organisation defined itself, under the name it gave it (`Affected services`, `customfield_10104`).
/// What it means is decided later, from its name and the settings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatedField {
    pub name: String,
    pub values: Vec<String>,
}

/// Interruptions that the tool itself counted, by the hour of the day at the person's place. `None`: not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StatedInterruptions {
    pub total: Option<u32>,
    pub business: Option<u32>,
    pub off: Option<u32>,
    pub sleep: Option<u32>,
}

/// The facts of one incident record. Everything is optional.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatedIncident {
    /// Human number (`4211`, `INC0041877`), when it differs from the native id.
    pub number: String,
    pub url: String,
    pub title: String,
    pub summary: String,
    pub kind: Kind,
    pub status: String,
    pub severity: String,
    pub urgency: String,
    /// Yes / no when the export states customer impact; a status page does by being one.
    pub customer_facing: Option<bool>,
    pub services: Vec<String>,
    pub components: Vec<String>,
    pub teams: Vec<String>,
    /// Escalation policy that decided whom to page; empty when not stated.
    pub policy: String,
    pub environments: Vec<String>,
    pub regions: Vec<String>,
    pub factors: Vec<String>,
    pub started_at: Option<Stamp>,
    pub detected_at: Option<Stamp>,
    pub declared_at: Option<Stamp>,
    pub acknowledged_at: Option<Stamp>,
    pub mitigated_at: Option<Stamp>,
    pub resolved_at: Option<Stamp>,
    pub closed_at: Option<Stamp>,
    /// When the record was last changed; decides which version of one id is the newest.
    pub modified_at: Option<Stamp>,
    /// Free text of how it was noticed (`web_trigger`, `Phone`, `Monitoring`).
    pub detection: String,
    /// Free text of how it ended (close code, resolution name).
    pub resolution: String,
    pub resolver: StatedResolver,
    pub reopen_count: Option<u32>,
    pub reassignment_count: Option<u32>,
    pub escalation_count: Option<u32>,
    pub alert_count: Option<u32>,
    pub links: Vec<StatedLink>,
    pub people: Vec<StatedInvolvement>,
    pub follow_ups: Vec<StatedFollowUp>,
    /// The incident's own history, where the export holds it inside the record. Entries that have records of their own
    /// are `Body::Event`. `StatedEvent::incident` stays empty here.
    pub events: Vec<StatedEvent>,
    /// Fields that the organisation defined itself, which the source can't know the meaning of.
    pub custom: Vec<StatedField>,
    pub interruptions: StatedInterruptions,
    /// Time that the tool says all responders together spent, in seconds, as text (`6292`, `8490.0`).
    pub effort_s: String,
    /// Keys that make two rows of one file the same outage though they differ in service (for sources that write one
    /// row per service). Empty: never joined this way. Compared exactly, within one source.
    pub outage_key: String,
    /// True for sources that write one row per event: the last row of the file holds the final state, the others
    /// are attached to it.
    pub one_row_per_event: bool,
    /// True where what happened stands in `events` alone (a row of a log of changes, the updates of a page): when the
    /// incident began, was resolved and closed, and its status, follow from them as far as no field states it.
    pub told_by_events: bool,
    /// People whom the record names and who took no part in the response (callers, customers): they are known, so that
    /// their names are masked, and count nowhere.
    pub bystanders: Vec<StatedPerson>,
    /// Lengths from the start that the record states beside its times, in seconds, by the field that they speak of. A
    /// check: times that contradict them are kept and remarked on.
    pub stated_lengths: Vec<(&'static str, i64)>,
    /// The row of the earlier report that this record stands for; only of such records.
    pub reported: Option<Box<ReportedIncident>>,
}

/// What happened, in one log entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq, Default)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    Service,
    Component,
    Team,
    Policy,
}

/// A name behind an id that incident records use (`b5f0c7de-…` is `checkout-api`). Sources put the id where the name
/// belongs; it is replaced when all files are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedName {
    pub kind: NameKind,
    pub id: String,
    pub name: String,
}

/// What one record is about.
#[derive(Debug, Clone, PartialEq)]
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
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    pub origin: Origin,
    /// The tool (`pagerduty`, `servicenow`, `statuspage`, `gcp`, `cstate`, or the name a mapping gives itself). Together
    /// with the native id it makes the record id; two files of one tool share it.
    pub source: String,
    pub role: Role,
    /// `incident`, `log-entry`, `shift`, `user`, …: the middle part of the record id.
    pub entity: &'static str,
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
