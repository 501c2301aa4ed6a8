//! Batches of records as they are read, normalised and appended to the columns; nothing of a batch is kept.

use crate::frame::events::{EventRow, Shift};
use crate::frame::records::{Fate, RecordFacts, Records, RejectRow};
use crate::model::annotation::{Annotation, StatedAnnotation};
use crate::model::batch::{Batch, Leaf, Mended};
use crate::model::earlier::EarlierPart;
use crate::model::note::{Note, StatedNote};
use crate::model::origin::Origin;
use crate::model::record::{Body, Record, Stamp, StatedEvent, StatedFollowUp, StatedIncident, StatedShift};
use crate::model::reject::{Reason, Reject};
use crate::model::remark::{Remark, RemarkRule};
use crate::model::row::{FileIx, MentionIx, RecordRow};
use crate::model::ticket::{StatedTicket, Ticket};
use crate::model::time::Millis;
use crate::normalise::cases::{Case, Cases, told};
use crate::normalise::earlier::EarlierParts;
use crate::normalise::loaded::Loaded;
use crate::normalise::stamp::DayOrder;
use crate::normalise::time::{self, OrderEvidence, TimeContext};
use crate::normalise::{
    NormaliseParams, Notes, annotation, custom, holiday, incident, ledgers, moments, note, plain_text,
};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// What the settings say about reading.
#[derive(Debug, Clone, Copy)]
pub struct IntakeParams<'a> {
    pub normalise: &'a NormaliseParams,
    /// Tool → whether the day comes first in its dates, where the file leaves that open.
    pub day_first: &'a BTreeMap<String, bool>,
    /// The zone of the reports, which whoever keeps a file by hand means.
    pub zone: Tz,
}

/// Takes batches in input order.
pub struct Intake<'a> {
    params: IntakeParams<'a>,
    loaded: Loaded,
    /// Batches of the current file that wait for evidence about the order of day and month.
    waiting: Vec<Batch>,
    file: u32,
    evidence: OrderEvidence,
    /// Cases of event logs, which are known when all their rows are.
    cases: Cases,
    /// Parts of earlier reports, which belong together by their folder.
    earlier: EarlierParts,
    /// Remarks about the record at hand; moved to the columns when it is done.
    remarks: Vec<Remark>,
}

impl<'a> Intake<'a> {
    #[must_use]
    pub fn new(params: IntakeParams<'a>, files: Vec<String>) -> Self {
        let loaded = Loaded { records: Records::of_files(files), ..Loaded::default() };
        let (waiting, remarks) = (Vec::new(), Vec::new());
        let (evidence, cases, earlier) = (OrderEvidence::default(), Cases::default(), EarlierParts::default());
        Self { params, loaded, waiting, file: 0, evidence, cases, earlier, remarks }
    }

    /// Takes the next batch.
    pub fn take(&mut self, batch: Batch) {
        if batch.file != self.file {
            self.flush();
            self.file = batch.file;
            self.evidence = OrderEvidence::default();
        }
        let mut undecided = false;
        for record in &batch.records {
            each_stamp(record, |stamp| {
                self.evidence.see(&stamp.text);
                undecided |= stamp.text.contains('/');
            });
        }
        let decided = self.evidence.order() != DayOrder::Unknown;
        if undecided && !decided {
            self.waiting.push(batch);
        } else {
            self.flush();
            self.append(batch);
        }
    }

    /// Appends what waited: the file is at its end, or the order is known now.
    pub fn flush(&mut self) {
        for batch in std::mem::take(&mut self.waiting) {
            self.append(batch);
        }
    }

    /// Everything is there: appends what waited, and the cases of event logs; puts names where ids stand, and takes back ends
    /// that no incident had.
    #[must_use]
    pub fn finish(mut self) -> Loaded {
        self.flush();
        for Case { row, record, stated, context, .. } in self.cases.settled() {
            self.settle_incident(row, &record, &stated, context);
            self.keep_remarks();
        }
        self.loaded.reports = self.earlier.settled();
        self.loaded.complete(self.params.normalise);
        moments::settle(&mut self.loaded, None);
        self.loaded
    }

    fn keep_remarks(&mut self) {
        self.remarks.drain(..).for_each(|remark| self.loaded.records.remarks.push(&remark));
    }

    fn append(&mut self, batch: Batch) {
        let zone = batch.zone.clone();
        let source = batch.source.clone();
        let mended = by_place(&batch.mended);
        for record in batch.records {
            let context = self.times(&record.source, &zone);
            self.tell_mended(&mended, &record.origin);
            self.append_record(&record, context);
            self.keep_remarks();
        }
        for reject in batch.rejects {
            self.tell_mended(&mended, &reject.origin);
            self.reject(&source, reject);
            self.keep_remarks();
        }
    }

    /// Remarks on the leaves of the record that is appended next.
    fn tell_mended(&mut self, mended: &BTreeMap<(u32, &str), &[Leaf]>, origin: &Origin) {
        let Some(leaves) = mended.get(&(origin.row, origin.pointer.as_str())) else { return };
        let record = self.loaded.records.source.next_row();
        self.remarks.extend(leaves.iter().map(|leaf| Remark {
            record,
            field: "raw",
            stated: format!("{}: {}", leaf.path, leaf.stated),
            normalised: leaf.became.clone(),
            rule: leaf.rule,
        }));
    }

    // The settings win over what the export says of itself; a day order from the settings fills in only where the file
    // leaves it open.
    fn times(&self, tool: &str, envelope: &str) -> TimeContext {
        let zone = self.params.normalise.zones.get(tool).copied().or_else(|| envelope.parse().ok());
        let order = match (self.evidence.order(), self.params.day_first.get(tool)) {
            (DayOrder::Unknown, Some(true)) => DayOrder::DayFirst,
            (DayOrder::Unknown, Some(false)) => DayOrder::MonthFirst,
            (known, _) => known,
        };
        TimeContext { zone, order }
    }

    /// Whoever keeps a file by hand means the calendar of the reports.
    fn by_hand(&self, context: TimeContext) -> TimeContext {
        TimeContext { zone: context.zone.or(Some(self.params.zone)), ..context }
    }

    fn append_record(&mut self, record: &Record, context: TimeContext) {
        match &record.body {
            Body::Incident(stated) => self.append_incident(record, stated, context),
            Body::Event(stated) => self.append_event(record, stated, context),
            Body::Events(list) => self.append_events(record, list, context),
            Body::Shift(stated) => {
                let row = self.push(record, "", None, Fate::Attached);
                self.append_shift(row, record, stated, context);
            }
            Body::Shifts(list) => {
                let row = self.push(record, "", None, Fate::Attached);
                list.iter().for_each(|stated| self.append_shift(row, record, stated, context));
            }
            Body::Person(person) => {
                self.push(record, "", None, Fate::Attached);
                self.loaded.mentions.code(&record.source, person);
            }
            Body::FollowUp { incident, item } => self.append_follow_up(record, incident, item, context),
            Body::Names(list) => {
                self.push(record, "", None, Fate::Attached);
                self.loaded.names.take(&record.source, list);
            }
            Body::Annotation(stated) => self.append_annotation(record, stated, context),
            Body::Note(stated) => self.append_note(record, stated),
            Body::Exposure(stated) => {
                let row = self.push(record, "", None, Fate::Attached);
                match ledgers::exposure(stated, self.by_hand(context), self.params.normalise) {
                    Ok(exposure) => self.loaded.exposure.push(exposure),
                    Err((reason, detail)) => self.refuse(record, row, reason, detail),
                }
            }
            Body::Change(stated) => {
                let row = self.push(record, "", None, Fate::Attached);
                match ledgers::change(stated, self.by_hand(context)) {
                    Ok(change) => self.loaded.changes.push(change),
                    Err((reason, detail)) => self.refuse(record, row, reason, detail),
                }
            }
            Body::Holiday(stated) => {
                let row = self.push(record, "", None, Fate::Attached);
                match holiday::days(stated, context.order) {
                    Ok(days) => self.loaded.holidays.extend(days),
                    Err((reason, detail)) => self.refuse(record, row, reason, detail),
                }
            }
            Body::Family(family) => {
                self.push(record, "", None, Fate::Attached);
                self.loaded.families.push(family.as_ref().clone());
            }
            Body::Ticket(stated) => self.append_ticket(record, stated, context),
            Body::Earlier(part) => {
                self.push(record, "", None, Fate::Attached);
                self.append_earlier(record, part);
            }
            Body::Reference => {
                self.push(record, "", None, Fate::Attached);
            }
        }
    }

    fn append_earlier(&mut self, record: &Record, part: &EarlierPart) {
        if let EarlierPart::Words(words) = part {
            self.loaded.asks.extend(words.asks.iter().cloned());
        }
        let file = record.origin.file;
        let label = &self.loaded.records.files[FileIx::at(file as usize)];
        self.earlier.take(label, file, part);
    }

    fn push(&mut self, record: &Record, url: &str, modified: Option<Millis>, fate: Fate) -> RecordRow {
        self.loaded.records.push(&RecordFacts {
            source: &record.source,
            entity: record.entity,
            native_id: &record.native_id,
            origin: &record.origin,
            url,
            modified,
            fate,
        })
    }

    fn append_incident(&mut self, record: &Record, stated: &StatedIncident, context: TimeContext) {
        if stated.told_by_events && stated.one_row_per_event {
            return self.append_change(record, stated, context);
        }
        let row = self.push(record, &stated.url, None, Fate::Kept);
        if let Some(reported) = &stated.reported {
            self.append_earlier(record, &EarlierPart::Incident(reported.as_ref().clone()));
        }
        if stated.told_by_events {
            self.settle_incident(row, record, &told(stated, context), context);
        } else {
            self.settle_incident(row, record, stated, context);
        }
    }

    /// One row of an event log: an entry of its case, which the first of its rows stands for.
    fn append_change(&mut self, record: &Record, stated: &StatedIncident, context: TimeContext) {
        let fate = if self.cases.knows(record) { Fate::Attached } else { Fate::Kept };
        let row = self.push(record, &stated.url, None, fate);
        let event = stated.events.first();
        let at = event.and_then(|event| time::parse(&event.at, context).ok().flatten()).map(|parsed| parsed.at);
        match (event, at) {
            (Some(event), Some(at)) => {
                self.append_entry(row, record, event, context, true);
                self.cases.take(row, record, stated, context, at);
            }
            (stated, _) => {
                let seen = stated.map_or("", |event| event.at.text.as_str());
                let detail = if seen.is_empty() {
                    "the row has no time".to_owned()
                } else {
                    format!("no usable time in: {seen}")
                };
                self.refuse(record, row, Reason::NoTime, detail);
            }
        }
    }

    fn settle_incident(&mut self, row: RecordRow, record: &Record, stated: &StatedIncident, context: TimeContext) {
        let loaded = &mut self.loaded;
        let mut notes = Notes { record: row, remarks: &mut self.remarks };
        let params = self.params.normalise;
        let stated = custom::read(stated, params, &mut notes);
        let incident = incident::normalise(record, &stated, context, params, &mut loaded.mentions, &mut notes);
        let times = incident.times;
        if times.started.or(times.detected).or(times.declared).is_none() {
            self.reject_without_start(record, row, &stated);
            return;
        }
        if let Some(modified) = times.modified {
            self.loaded.records.modified[row] = modified;
        }
        for at in [times.started, times.detected, times.declared, times.modified, times.resolved, times.closed] {
            self.loaded.latest = self.loaded.latest.max(at);
        }
        self.loaded.incidents.push(row, &incident);
        for event in &stated.events {
            self.append_entry(row, record, event, context, true);
        }
    }

    fn reject_without_start(&mut self, record: &Record, row: RecordRow, stated: &StatedIncident) {
        let stamps = [&stated.started_at, &stated.detected_at, &stated.declared_at];
        let seen: Vec<&str> = stamps.into_iter().flatten().map(|s| s.text.trim()).filter(|t| !t.is_empty()).collect();
        let impossible = self.remarks.iter();
        let is_impossible = impossible.into_iter().any(|r| r.rule == RemarkRule::ImpossibleTime);
        let (reason, detail) = if seen.is_empty() {
            (Reason::NoTime, "no start, detection or declaration time".to_owned())
        } else if is_impossible {
            (Reason::ImpossibleTime, format!("outside the years 1990 to 2100: {}", seen.join(", ")))
        } else {
            (Reason::NoTime, format!("no usable time in: {}", seen.join(", ")))
        };
        self.refuse(record, row, reason, detail);
    }

    fn refuse(&mut self, record: &Record, row: RecordRow, reason: Reason, detail: String) {
        self.loaded.records.fate[row] = Fate::Rejected;
        let reject = Reject { origin: record.origin.clone(), record_id: record.id(), reason, detail };
        self.loaded.records.rejects.push(RejectRow { source: record.source.clone(), reject });
    }

    fn append_ticket(&mut self, record: &Record, stated: &StatedTicket, context: TimeContext) {
        let row = self.push(record, "", None, Fate::Attached);
        let at = Notes { record: row, remarks: &mut self.remarks }.time(stated.at.as_ref(), context);
        let (source, id) = (record.source.clone(), record.native_id.clone());
        let StatedTicket { references, problems, .. } = stated.clone();
        self.loaded.tickets.push(Ticket { record: row, source, id, references, problems, at });
    }

    fn append_event(&mut self, record: &Record, stated: &StatedEvent, context: TimeContext) {
        let row = self.push(record, "", None, Fate::Attached);
        if !self.append_entry(row, record, stated, context, false) {
            let detail = format!("no usable time in: {}", stated.at.text);
            self.refuse(record, row, Reason::NoTime, detail);
        }
    }

    /// Several entries in one record: it is of use when one of them is.
    fn append_events(&mut self, record: &Record, list: &[StatedEvent], context: TimeContext) {
        let row = self.push(record, "", None, Fate::Attached);
        let usable = list.iter().filter(|stated| self.append_entry(row, record, stated, context, true)).count();
        if usable == 0 && !list.is_empty() {
            self.refuse(record, row, Reason::NoTime, "none of its entries has a usable time".to_owned());
        }
    }

    /// Appends one entry; false when it has no usable time.
    fn append_entry(
        &mut self,
        row: RecordRow,
        record: &Record,
        stated: &StatedEvent,
        context: TimeContext,
        embedded: bool,
    ) -> bool {
        let loaded = &mut self.loaded;
        let mut notes = Notes { record: row, remarks: &mut self.remarks };
        let Some(at) = notes.time(Some(&stated.at), context) else { return false };
        let actor = stated.actor.as_ref().and_then(|p| loaded.mentions.code(&record.source, p));
        let people: Vec<MentionIx> =
            stated.people.iter().filter_map(|p| loaded.mentions.code(&record.source, p)).collect();
        loaded.latest = loaded.latest.max(Some(at));
        loaded.events.push(&EventRow {
            record: row,
            source: &record.source,
            incident: if stated.incident.is_empty() { &record.native_id } else { &stated.incident },
            kind: stated.kind,
            at,
            actor,
            people: &people,
            automatic: stated.automatic,
            detection: &stated.detection,
            value: &stated.value,
            embedded,
        });
        true
    }

    fn append_shift(&mut self, row: RecordRow, record: &Record, stated: &StatedShift, context: TimeContext) {
        let loaded = &mut self.loaded;
        let Some(mention) = loaded.mentions.code(&record.source, &stated.person) else { return };
        let mut notes = Notes { record: row, remarks: &mut self.remarks };
        let start = notes.time(stated.start.as_ref(), context);
        let end = notes.time(stated.end.as_ref(), context);
        let (schedule, policy) = (stated.schedule.clone(), stated.policy.clone());
        loaded.shifts.push(Shift { record: row, mention, schedule, policy, level: stated.level, start, end });
    }

    fn append_follow_up(&mut self, record: &Record, incident: &str, item: &StatedFollowUp, context: TimeContext) {
        let row = self.push(record, "", None, Fate::Attached);
        let loaded = &mut self.loaded;
        let mut notes = Notes { record: row, remarks: &mut self.remarks };
        let item = incident::follow_up(record, item, context, &mut loaded.mentions, &mut notes);
        loaded.loose_follow_ups.push((row, record.source.clone(), incident.to_owned(), item));
    }

    fn append_annotation(&mut self, record: &Record, stated: &StatedAnnotation, context: TimeContext) {
        let row = self.push(record, "", None, Fate::Attached);
        match annotation::action(stated, context, &self.params.normalise.crosswalk) {
            Ok(action) => self.loaded.annotations.push(Annotation {
                record: row,
                target: stated.target.trim().to_owned(),
                reason: stated.reason.trim().to_owned(),
                action,
            }),
            Err(problem) => self.refuse(record, row, Reason::Malformed, problem),
        }
    }

    fn append_note(&mut self, record: &Record, stated: &StatedNote) {
        let row = self.push(record, "", None, Fate::Attached);
        let [text, reason] = [&stated.text, &stated.reason].map(|text| plain_text::plain(text));
        match note::read(stated) {
            Ok((about, state)) => {
                self.loaded.notes.push(Note { record: row, line: stated.line, about, text, state, reason });
            }
            Err(problem) => self.refuse(record, row, Reason::Malformed, problem),
        }
    }

    fn reject(&mut self, source: &str, reject: Reject) {
        let named = reject.record_id.rsplit(':').next().unwrap_or("").to_owned();
        let row = RecordFacts {
            source,
            entity: "rejected",
            native_id: &named,
            origin: &reject.origin,
            url: "",
            modified: None,
            fate: Fate::Rejected,
        };
        self.loaded.records.push(&row);
        self.loaded.records.rejects.push(RejectRow { source: source.to_owned(), reject });
    }
}

/// Mended leaves by the place of their record in its file.
fn by_place(mended: &[Mended]) -> BTreeMap<(u32, &str), &[Leaf]> {
    mended.iter().map(|one| ((one.origin.row, one.origin.pointer.as_str()), one.leaves.as_slice())).collect()
}

/// All stamps of a record that may hold a date with slashes.
fn each_stamp<'a>(record: &'a Record, mut each: impl FnMut(&'a Stamp)) {
    match &record.body {
        Body::Incident(i) => {
            let own = [
                &i.started_at,
                &i.detected_at,
                &i.declared_at,
                &i.acknowledged_at,
                &i.mitigated_at,
                &i.resolved_at,
                &i.closed_at,
                &i.modified_at,
            ];
            own.into_iter().flatten().for_each(&mut each);
            i.events.iter().filter(|_| i.told_by_events).for_each(|event| each(&event.at));
        }
        Body::Event(e) => each(&e.at),
        Body::Events(list) => list.iter().for_each(|event| each(&event.at)),
        Body::Shift(s) => [&s.start, &s.end].into_iter().flatten().for_each(each),
        Body::Exposure(e) => [&e.from, &e.to].into_iter().flatten().for_each(each),
        Body::Change(c) => c.at.iter().for_each(each),
        Body::Holiday(h) => h.date.iter().for_each(each),
        Body::Ticket(t) => t.at.iter().for_each(each),
        _ => {}
    }
}
