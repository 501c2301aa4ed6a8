//! Everything that was read, as columns, before records are linked.

use crate::frame::columns::IncidentColumns;
use crate::frame::events::{EventColumns, Shift};
use crate::frame::records::Records;
use crate::model::annotation::Annotation;
use crate::model::ask::EarlierAsk;
use crate::model::change::ProcessChange;
use crate::model::earlier::EarlierReport;
use crate::model::exposure::Exposure;
use crate::model::family::EarlierFamily;
use crate::model::holiday::Holiday;
use crate::model::note::Note;
use crate::model::person::Mentions;
use crate::model::record::NameKind;
use crate::model::row::RecordRow;
use crate::model::ticket::Ticket;
use crate::model::time::Millis;
use crate::normalise::names::Names;
use crate::normalise::{NormaliseParams, roll_up};

/// Everything that was read, as columns.
#[derive(Debug, Default)]
pub struct Loaded {
    pub records: Records,
    pub incidents: IncidentColumns,
    pub events: EventColumns,
    pub shifts: Vec<Shift>,
    pub mentions: Mentions,
    pub names: Names,
    /// Follow-ups listed apart from their incident: (source, native id of the incident, item).
    pub loose_follow_ups: Vec<(RecordRow, String, String, crate::model::incident::FollowUp)>,
    /// What people say about incidents, in the order in which they said it.
    pub annotations: Vec<Annotation>,
    /// What the analyst says of the review, in the order of the inputs.
    pub notes: Vec<Note>,
    /// How much the areas were exposed; an area may still be a bare name.
    pub exposure: Vec<Exposure>,
    /// Changes of definitions, processes and tools.
    pub changes: Vec<ProcessChange>,
    /// Days on which people are off.
    pub holidays: Vec<Holiday>,
    /// Families of earlier reports, in input order.
    pub families: Vec<EarlierFamily>,
    /// What earlier reports asked for, in input order.
    pub asks: Vec<EarlierAsk>,
    /// Earlier reports, in the order of their folders; what they were made with, and what they counted.
    pub reports: Vec<EarlierReport>,
    /// Tickets of support desks, in input order.
    pub tickets: Vec<Ticket>,
    /// The latest created, updated, resolved or closed stamp: when the exports were made, unless the user says otherwise.
    pub latest: Option<Millis>,
}

impl Loaded {
    /// Everything is read: puts names where ids stand, and gives back what growing reserved and nobody will use.
    pub fn complete(&mut self, params: &NormaliseParams) {
        if !self.names.is_empty() {
            let names = &self.names;
            self.incidents.put_names(&|source, kind, id| names.of(source, kind, id, params));
            // A shift names its policy or its team in one field.
            for shift in &mut self.shifts {
                let source = self.mentions.rows[shift.mention].source.as_str();
                let name = |kind| names.of(source, kind, &shift.policy, params);
                if let Some(name) = name(NameKind::Policy).or_else(|| name(NameKind::Team)) {
                    shift.policy = name;
                }
            }
        }
        self.holidays.sort();
        self.holidays.dedup();
        roll_up::apply(&mut self.incidents, &mut self.records, params);
        self.records.shrink();
        self.incidents.shrink();
    }
}
