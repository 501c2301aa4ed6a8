//! What each file holds, counted before its records are linked: the ground of `inspect`.

use crate::frame::records::Fate;
use crate::frame::remarks::RemarkRow;
use crate::model::column::Column;
use crate::model::record::EventKind;
use crate::model::remark::RemarkRule;
use crate::model::row::{FileIx, IncidentRow, RecordRow, SourceIx};
use crate::model::time::Millis;
use crate::normalise::loaded::Loaded;
use std::collections::BTreeMap;

/// Questions that a record may answer, in the order in which they are listed, with the words for them.
pub const QUESTIONS: &[(StatedFact, &str)] = &[
    (StatedFact::Severity, "severity"),
    (StatedFact::Service, "service"),
    (StatedFact::Team, "team"),
    (StatedFact::ImpactStart, "start of the impact"),
    (StatedFact::Acknowledged, "acknowledgement"),
    (StatedFact::Mitigated, "mitigation"),
    (StatedFact::Resolved, "resolution"),
    (StatedFact::Detection, "how it was noticed"),
    (StatedFact::ResolvedBy, "who or what ended it"),
    (StatedFact::Responders, "who responded"),
    (StatedFact::Paged, "who was paged when"),
    (StatedFact::Reopened, "re-openings"),
    (StatedFact::Links, "duplicates and other tools"),
    (StatedFact::Factors, "contributing factors"),
    (StatedFact::FollowUps, "follow-ups"),
];

/// One thing that an incident record may state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatedFact {
    Severity,
    Service,
    Team,
    ImpactStart,
    Acknowledged,
    Mitigated,
    Resolved,
    Detection,
    ResolvedBy,
    Responders,
    Paged,
    Reopened,
    Links,
    Factors,
    FollowUps,
}

/// What the records of one tool in one file hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Census {
    pub tool: String,
    /// Incident records with a usable start.
    pub incidents: u64,
    pub first: Option<Millis>,
    pub last: Option<Millis>,
    /// Incident records that answer each question.
    pub known: BTreeMap<StatedFact, u64>,
    pub entries: u64,
    pub pages: u64,
    pub shifts: u64,
    pub loose_follow_ups: u64,
    pub rejected: u64,
    /// Stated times without an offset: read as UTC for want of a zone, with an example.
    pub assumed_utc: (u64, String),
    /// Stated times without an offset, read in the zone of the settings or of the export.
    pub zone_applied: u64,
    /// Dates whose order of day and month could not be told, with an example.
    pub ambiguous: (u64, String),
}

impl Census {
    /// How many incident records answer a question.
    #[must_use]
    pub fn known(&self, question: StatedFact) -> u64 {
        self.known.get(&question).copied().unwrap_or(0)
    }

    fn see(&mut self, at: Option<Millis>) {
        self.first = [self.first, at].into_iter().flatten().min();
        self.last = self.last.max(at);
    }
}

/// The facts of a run, by file and tool.
#[derive(Debug, Default)]
pub struct Held(BTreeMap<(FileIx, SourceIx), Census>);

impl Held {
    /// Counts what was loaded. It must not be linked yet.
    #[must_use]
    pub fn of(loaded: &Loaded) -> Self {
        let mut held = Self::default();
        held.count_incidents(loaded);
        held.count_events(loaded);
        for shift in &loaded.shifts {
            held.at(loaded, shift.record).shifts += 1;
        }
        for (record, ..) in &loaded.loose_follow_ups {
            held.at(loaded, *record).loose_follow_ups += 1;
        }
        for (record, fate) in loaded.records.fate.enumerate() {
            if *fate == Fate::Rejected {
                held.at(loaded, record).rejected += 1;
            }
        }
        held.count_remarks(loaded);
        held
    }

    /// The facts of one file, one entry for each tool in it.
    pub fn of_file(&self, file: u32) -> impl Iterator<Item = &Census> {
        let file = FileIx::at(file as usize);
        self.0.range((file, SourceIx::at(0))..).take_while(move |((of, _), _)| *of == file).map(|(_, facts)| facts)
    }

    /// All facts, in the order of files.
    pub fn all(&self) -> impl Iterator<Item = &Census> {
        self.0.values()
    }

    fn at(&mut self, loaded: &Loaded, record: RecordRow) -> &mut Census {
        let records = &loaded.records;
        let facts = self.0.entry((records.file[record], records.source[record])).or_default();
        if facts.tool.is_empty() {
            records.tool(record).clone_into(&mut facts.tool);
        }
        facts
    }

    fn count_incidents(&mut self, loaded: &Loaded) {
        let all = &loaded.incidents;
        let mut responders: Column<IncidentRow, bool> = Column::filled(all.len(), false);
        all.parts.iter().for_each(|part| responders[part.row] = true);
        let mut linked: Column<IncidentRow, bool> = Column::filled(all.len(), false);
        all.link_row.iter().for_each(|row| linked[*row] = true);
        let mut promised: Column<IncidentRow, bool> = Column::filled(all.len(), false);
        all.follow_ups.iter().for_each(|(row, _)| promised[*row] = true);
        for row in all.rows() {
            let record = all.record[row];
            let start = all.started.get(row).or(all.detected.get(row)).or(all.declared.get(row));
            let facts = self.at(loaded, record);
            facts.incidents += 1;
            facts.see(start);
            let mut answers = |question: StatedFact, known: bool| {
                *facts.known.entry(question).or_default() += u64::from(known);
            };
            stated(all, row, &mut answers);
            answers(StatedFact::Responders, responders[row]);
            answers(StatedFact::Links, linked[row]);
            answers(StatedFact::FollowUps, promised[row]);
        }
    }

    fn count_events(&mut self, loaded: &Loaded) {
        let events = &loaded.events;
        let mut last = None;
        for row in events.rows() {
            let entry = (events.record[row], events.at[row]);
            let facts = self.at(loaded, entry.0);
            facts.entries += u64::from(last.replace(entry) != Some(entry));
            facts.pages += u64::from(events.kind[row] == EventKind::Notified);
        }
    }

    fn count_remarks(&mut self, loaded: &Loaded) {
        for remark in loaded.records.remarks.iter() {
            let facts = match remark.rule {
                RemarkRule::ZoneAssumedUtc | RemarkRule::ZoneApplied | RemarkRule::AmbiguousDate => {
                    self.at(loaded, remark.record)
                }
                _ => continue,
            };
            match remark.rule {
                RemarkRule::ZoneApplied => facts.zone_applied += 1,
                RemarkRule::ZoneAssumedUtc => see_example(&mut facts.assumed_utc, remark),
                _ => see_example(&mut facts.ambiguous, remark),
            }
        }
    }
}

fn see_example(slot: &mut (u64, String), remark: RemarkRow) {
    slot.0 += 1;
    if slot.1.is_empty() {
        slot.1 = remark.stated().into_owned();
    }
}

fn stated(all: &crate::frame::columns::IncidentColumns, row: IncidentRow, answers: &mut impl FnMut(StatedFact, bool)) {
    use crate::model::incident::{Detection, ResolvedBy};
    answers(StatedFact::Severity, all.severity[row] > 0);
    answers(StatedFact::Service, all.services.some(row).is_some());
    answers(StatedFact::Team, all.teams.some(row).is_some());
    answers(StatedFact::ImpactStart, all.started.get(row).is_some());
    answers(StatedFact::Acknowledged, all.acknowledged.get(row).is_some());
    answers(StatedFact::Mitigated, all.mitigated.get(row).is_some());
    answers(StatedFact::Resolved, all.resolved.get(row).is_some());
    answers(StatedFact::Detection, all.detection[row] != Detection::Unknown);
    answers(StatedFact::ResolvedBy, all.resolved_by[row] != ResolvedBy::Unknown);
    answers(StatedFact::Reopened, all.reopen_count.get(row).is_some());
    answers(StatedFact::Factors, all.factors.some(row).is_some());
}
