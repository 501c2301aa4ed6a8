//! The data set that every analysis reads.

use crate::frame::col;
use crate::frame::read::{Codes, Flags, Floats, Instants, Rows, Texts};
use crate::frame::records::Records;
use crate::frame::stated::StatedRows;
use crate::frame::table::IncidentFacts;
use crate::model::ask::EarlierAsk;
use crate::model::change::ProcessChange;
use crate::model::clock::ClockShift;
use crate::model::column::Column;
use crate::model::earlier::EarlierReports;
use crate::model::exposure::Exposure;
use crate::model::family::EarlierFamily;
use crate::model::holiday::Holiday;
use crate::model::hours::HourProfile;
use crate::model::link::Link;
use crate::model::note::Note;
use crate::model::period::Periods;
use crate::model::person::Person;
use crate::model::row::{self, IncidentIx, PersonIx};
use crate::model::ticket::Tickets;
use polars::prelude::DataFrame;

/// All facts of one run, linked and columnar. Row numbers of `incidents` are the incident numbers of the other frames.
pub struct DataSet {
    /// One row per incident, columns as in the public table (without `family_id` and `storm_id`, which analyses add),
    /// sorted by incident id. Excluded incidents are here too, with `included` false.
    pub incidents: IncidentFacts,
    /// `incident` (u32), `person` (u32), `role`, `via`, `on_call`, `notified_at`, `joined_at`, `left_at`, `effort_s`.
    pub involvements: DataFrame,
    /// `incident` (u32), `person` (u32), `at`, `local_at` (wall clock), `zone` (text), `hour_class` (text). Pages to one person within
    /// the interruption gap count once; sorted by person, then time.
    pub interruptions: DataFrame,
    /// `incident` (u32), `person` (u32), `at`: pages for other incidents within the gap of an interruption, which those
    /// incidents reached the person with; sorted by person, then time.
    pub joint_pages: DataFrame,
    /// `incident` (u32), `person` (u32), `start_at`, `end_at`: stretches of people's work, made of what they did. Sorted by
    /// person; stretches of one person on several incidents may overlap.
    pub engagements: DataFrame,
    /// `person` (u32), `schedule`, `level` (u32), `start_at`, `end_at`; the same shift under several policies counts once.
    pub shifts: DataFrame,
    /// `follow_up_id`, `incident` (u32), `title`, `owner` as `person` (u32), `created_at`, `due_at`, `completed_at`, `status`.
    pub follow_ups: DataFrame,
    /// `incident` (u32), `factor`, `basis`, `record_id`, `quote`.
    pub factors: DataFrame,
    /// `incident` (u32), `at`, `kind`, `value`, `person` (u32), `actor` (u32), `automatic`, `record` (u32); in the order of
    /// incidents, then time.
    pub history: DataFrame,
    /// `incident` (u32), `problem` (text): explicit recurrence links, incidents that share a problem record.
    pub problems: DataFrame,
    /// What people say about incidents being the same problem: annotations, and duplicates that lie far apart.
    pub kin: Vec<Kin>,
    pub records: Records,
    /// What each tool states about each incident, before one is believed.
    pub stated: StatedRows,
    pub links: Vec<Link>,
    pub people: Column<PersonIx, Person>,
    pub periods: Periods,
    pub profile: HourProfile,
    /// Pages, e-mail and other notifications, before counting pages within the gap once.
    pub notifications: u64,
    /// Whether any export can say who was paged (log entries); without it load stays silent.
    pub has_pages: bool,
    /// Whether any export holds on-call shifts.
    pub has_shifts: bool,
    /// Tools and files read: (tool, records, incidents that have a record of it), in order of tool name.
    pub sources: Vec<SourceCount>,
    /// How much the areas were exposed, as people keep it; sorted by area, then start. Rows that say the same twice count
    /// once; stretches of one area that overlap are all here.
    pub exposure: Vec<Exposure>,
    /// Changes of definitions, processes and tools, as people keep them; sorted by time.
    pub changes: Vec<ProcessChange>,
    /// Tools whose clocks differ by a steady amount.
    pub clock_shifts: Vec<ClockShift>,
    /// Days on which people are off; sorted by date, each once. What is known of them is in the hour classes already.
    pub holidays: Vec<Holiday>,
    /// Families as earlier reports among the inputs list them, in input order.
    pub earlier_families: Vec<EarlierFamily>,
    /// What earlier reports among the inputs asked for, in input order.
    pub earlier_asks: Vec<EarlierAsk>,
    /// What earlier reports among the inputs counted.
    pub earlier_reports: EarlierReports,
    /// What the analyst says of the review, in input order.
    pub notes: Vec<Note>,
    /// Tickets of support desks by incident; `None` without any among the inputs.
    pub tickets: Option<Tickets>,
    /// Files among the inputs of which nothing was read, in input order.
    pub unread: Vec<Unread>,
}

/// A file of which nothing was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// As shown to people, relative to the inputs.
    pub file: String,
    /// In words, without a point at the end.
    pub why: String,
    /// It has rows or objects that no source takes: incidents may be among them.
    pub holds_records: bool,
}

/// What people say about two incidents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kin {
    pub incident: IncidentIx,
    pub other: IncidentIx,
    /// Both are the same problem; else the first is another one.
    pub is_same: bool,
}

/// What one tool contributed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceCount {
    pub tool: String,
    /// What a person calls it ("PagerDuty").
    pub title: String,
    pub incident_records: u64,
    pub incidents: u64,
}

/// The columns of the incident table that analyses use, typed.
#[derive(Clone, Copy)]
pub struct IncidentView<'a> {
    len: usize,
    pub id: Texts<'a, IncidentIx>,
    pub title: Texts<'a, IncidentIx>,
    /// Statistics use included incidents only.
    pub included: Flags<'a, IncidentIx>,
    /// Started inside the period under review.
    pub in_period: Flags<'a, IncidentIx>,
    /// Label of the quarter in which it started.
    pub period: Texts<'a, IncidentIx>,
    pub status: Texts<'a, IncidentIx>,
    pub severity: Codes<'a, IncidentIx>,
    pub service: Texts<'a, IncidentIx>,
    pub team: Texts<'a, IncidentIx>,
    /// All areas, `;`-joined, each `kind:name` with kind service, component, team, environment, region or factor.
    pub areas: Texts<'a, IncidentIx>,
    pub customer_facing: Texts<'a, IncidentIx>,
    /// `stated`, `detected` or `declared`: what the start was taken from.
    pub start_basis: Texts<'a, IncidentIx>,
    pub started: Instants<'a, IncidentIx>,
    pub detected: Instants<'a, IncidentIx>,
    pub acknowledged: Instants<'a, IncidentIx>,
    pub mitigated: Instants<'a, IncidentIx>,
    pub resolved: Instants<'a, IncidentIx>,
    pub closed: Instants<'a, IncidentIx>,
    pub resolution: Texts<'a, IncidentIx>,
    pub resolved_by: Texts<'a, IncidentIx>,
    pub reopen_count: Codes<'a, IncidentIx>,
    pub reassignment_count: Codes<'a, IncidentIx>,
    pub ttd: Floats<'a, IncidentIx>,
    pub tta: Floats<'a, IncidentIx>,
    pub ttm: Floats<'a, IncidentIx>,
    pub ttr: Floats<'a, IncidentIx>,
}

impl IncidentView<'_> {
    /// The rows of all incidents, excluded ones too.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = IncidentIx> + DoubleEndedIterator + Clone + use<> {
        row::rows(self.len)
    }

    /// How many incidents there are, excluded ones too.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}

impl DataSet {
    /// A further column of texts of the incident table.
    #[must_use]
    pub fn incident_texts(&self, name: &str) -> Texts<'_, IncidentIx> {
        self.incidents.texts(name)
    }

    /// Typed view of the incident table.
    #[must_use]
    pub fn incident_view(&self) -> IncidentView<'_> {
        let f = &self.incidents;
        IncidentView {
            len: f.height(),
            id: f.texts(col::INCIDENT_ID),
            title: f.texts(col::TITLE),
            included: f.flags(col::INCLUDED),
            in_period: f.flags(col::IN_PERIOD),
            period: f.texts(col::PERIOD),
            status: f.texts(col::STATUS),
            severity: f.codes(col::SEVERITY),
            service: f.texts(col::SERVICE),
            team: f.texts(col::TEAM),
            areas: f.texts(col::AREAS),
            customer_facing: f.texts(col::CUSTOMER_FACING),
            start_basis: f.texts(col::START_BASIS),
            started: f.instants(col::STARTED_AT),
            detected: f.instants(col::DETECTED_AT),
            acknowledged: f.instants(col::ACKNOWLEDGED_AT),
            mitigated: f.instants(col::MITIGATED_AT),
            resolved: f.instants(col::RESOLVED_AT),
            closed: f.instants(col::CLOSED_AT),
            resolution: f.texts(col::RESOLUTION),
            resolved_by: f.texts(col::RESOLVED_BY),
            reopen_count: f.codes(col::REOPEN_COUNT),
            reassignment_count: f.codes(col::REASSIGNMENT_COUNT),
            ttd: f.floats(col::TTD_S),
            tta: f.floats(col::TTA_S),
            ttm: f.floats(col::TTM_S),
            ttr: f.floats(col::TTR_S),
        }
    }

    /// Incident, person and instant of the pages that came together with an interruption.
    #[must_use]
    pub fn joint_view(&self) -> (Rows<'_, IncidentIx>, Rows<'_, PersonIx>, Instants<'_>) {
        let f = &self.joint_pages;
        (Rows::of(f, col::INCIDENT), Rows::of(f, col::PERSON), Instants::of(f, col::AT))
    }

    /// Typed view of the interruptions: incident, person, instant, wall clock, hour class.
    #[must_use]
    pub fn interruption_view(&self) -> InterruptionView<'_> {
        let f = &self.interruptions;
        InterruptionView {
            len: f.height(),
            incident: Rows::of(f, col::INCIDENT),
            person: Rows::of(f, col::PERSON),
            at: Instants::of(f, col::AT),
            local_at: Instants::of(f, col::LOCAL_AT),
            hour_class: Texts::of(f, col::HOUR_CLASS),
        }
    }

    /// Typed view of the shifts.
    #[must_use]
    pub fn shift_view(&self) -> ShiftView<'_> {
        let f = &self.shifts;
        ShiftView {
            len: f.height(),
            person: Rows::of(f, col::PERSON),
            schedule: Texts::of(f, col::SCHEDULE),
            start: Instants::of(f, col::START_AT),
            end: Instants::of(f, col::END_AT),
        }
    }

    /// Typed view of the stretches of people's work.
    #[must_use]
    pub fn engagement_view(&self) -> EngagementView<'_> {
        let f = &self.engagements;
        EngagementView {
            len: f.height(),
            incident: Rows::of(f, col::INCIDENT),
            person: Rows::of(f, col::PERSON),
            start: Instants::of(f, col::START_AT),
            end: Instants::of(f, col::END_AT),
        }
    }

    /// Typed view of the involvements.
    #[must_use]
    pub fn involvement_view(&self) -> InvolvementView<'_> {
        let f = &self.involvements;
        InvolvementView {
            len: f.height(),
            incident: Rows::of(f, col::INCIDENT),
            person: Rows::of(f, col::PERSON),
            via: Texts::of(f, col::VIA),
            on_call: Texts::of(f, col::ON_CALL),
            notified: Instants::of(f, col::NOTIFIED_AT),
            joined: Instants::of(f, col::JOINED_AT),
        }
    }
}

#[derive(Clone, Copy)]
pub struct InterruptionView<'a> {
    pub len: usize,
    pub incident: Rows<'a, IncidentIx>,
    pub person: Rows<'a, PersonIx>,
    pub at: Instants<'a>,
    /// The wall clock at the person's place, as if it were UTC milliseconds.
    pub local_at: Instants<'a>,
    pub hour_class: Texts<'a>,
}

#[derive(Clone, Copy)]
pub struct EngagementView<'a> {
    pub len: usize,
    pub incident: Rows<'a, IncidentIx>,
    pub person: Rows<'a, PersonIx>,
    pub start: Instants<'a>,
    pub end: Instants<'a>,
}

#[derive(Clone, Copy)]
pub struct ShiftView<'a> {
    pub len: usize,
    pub person: Rows<'a, PersonIx>,
    pub schedule: Texts<'a>,
    pub start: Instants<'a>,
    pub end: Instants<'a>,
}

#[derive(Clone, Copy)]
pub struct InvolvementView<'a> {
    pub len: usize,
    pub incident: Rows<'a, IncidentIx>,
    pub person: Rows<'a, PersonIx>,
    pub via: Texts<'a>,
    /// `yes`, `other-rota`, `no`, `unknown`.
    pub on_call: Texts<'a>,
    pub notified: Instants<'a>,
    pub joined: Instants<'a>,
}
