//! What one file gave once it is normalised, as the tables of a lake.
//!
//! Known are this file and the settings: names that stand in another file, cases that go on there, and incidents that are told
//! by several records are a review's to bring together.

use crate::frame::columns::{ColumnPart, IncidentColumns};
use crate::frame::events::Shift;
use crate::frame::records::{NO_TIME, RejectRow};
use crate::frame::remarks::RemarkRow;
use crate::lake::tables::{Cell, LakeTable};
use crate::model::column::Column;
use crate::model::incident::{FollowUp, ResolvedBy};
use crate::model::involvement::via_code;
use crate::model::record::StatedPerson;
use crate::model::row::{EntryRow, IncidentRow, MentionIx, RecordRow, ReferenceRow};
use crate::model::time::Millis;
use crate::normalise::loaded::Loaded;
use serde::Serialize;
use std::borrow::Cow;

/// The tables of one file.
pub(super) struct FileTables<'a> {
    loaded: &'a Loaded,
    sha256: &'a str,
    /// When what a record tells of began, where it says so.
    begun: Column<RecordRow, Option<Millis>>,
    /// Follow-ups with their record and the incident's own id.
    follow_ups: Column<usize, (RecordRow, &'a str, &'a FollowUp)>,
    parts: Column<usize, ColumnPart>,
    shifts: Column<usize, &'a Shift>,
    remarks: Column<usize, RemarkRow<'a>>,
    rejects: Column<usize, &'a RejectRow>,
}

/// A value as files call it: `MergedInto` is `merged-into`.
fn word<T: Serialize>(value: T) -> String {
    let name = serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
    let mut word = String::with_capacity(name.len() + 2);
    for c in name.chars() {
        if c.is_uppercase() && !word.is_empty() {
            word.push('-');
        }
        word.extend(c.to_lowercase());
    }
    word
}

fn begins(columns: &IncidentColumns, row: IncidentRow) -> Option<Millis> {
    columns.started.get(row).or(columns.detected.get(row)).or(columns.declared.get(row))
}

impl<'a> FileTables<'a> {
    pub(super) fn of(loaded: &'a Loaded, sha256: &'a str) -> Self {
        let mut begun = Column::filled(loaded.records.len(), None);
        let mut say = |record: RecordRow, at: Option<Millis>| begun[record] = begun[record].or(at);
        loaded.incidents.rows().for_each(|row| say(loaded.incidents.record[row], begins(&loaded.incidents, row)));
        loaded.events.rows().for_each(|row| say(loaded.events.record[row], Some(loaded.events.at[row])));
        loaded.shifts.iter().for_each(|shift| say(shift.record, shift.start.or(shift.end)));
        loaded.loose_follow_ups.iter().for_each(|(record, _, _, item)| say(*record, item.created));
        loaded.tickets.iter().for_each(|ticket| say(ticket.record, ticket.at));
        let own = loaded
            .incidents
            .follow_ups
            .iter()
            .map(|(row, item)| (loaded.incidents.record[*row], loaded.incidents.native_id.get(*row), item));
        let loose =
            loaded.loose_follow_ups.iter().map(|(record, _, incident, item)| (*record, incident.as_str(), item));
        Self {
            loaded,
            sha256,
            follow_ups: own.chain(loose).collect(),
            parts: loaded.incidents.parts.iter().copied().collect(),
            shifts: loaded.shifts.iter().collect(),
            remarks: loaded.records.remarks.iter().collect(),
            rejects: loaded.records.rejects.iter().collect(),
            begun,
        }
    }

    pub(super) fn all(&'a self) -> Vec<LakeTable<'a>> {
        vec![
            self.records(),
            self.incidents(),
            self.references(),
            self.involvements(),
            self.events(),
            self.people(),
            self.shifts(),
            self.follow_ups(),
            self.remarks(),
            self.rejects(),
        ]
    }

    /// A table of which each row belongs to a record.
    fn table(
        &'a self,
        name: &'static str,
        rows: usize,
        record: impl Fn(usize) -> RecordRow + Copy + 'a,
        cells: Vec<Cell<'a>>,
    ) -> LakeTable<'a> {
        let records = &self.loaded.records;
        let mut all = vec![
            Cell::text(move |row| records.id(record(row))),
            Cell::text(move |row| records.tool(record(row))),
            Cell::text(|_| self.sha256),
            Cell::Count(Box::new(move |row| Some(records.row[record(row)]))),
            Cell::Time(Box::new(move |row| Some(records.modified[record(row)]).filter(|at| *at != NO_TIME))),
        ];
        all.extend(cells);
        LakeTable { name, rows, at: Box::new(move |row| self.begun[record(row)]), cells: all }
    }

    fn records(&'a self) -> LakeTable<'a> {
        let records = &self.loaded.records;
        let cells = vec![
            Cell::text(|row| records.kind(RecordRow::at(row))),
            Cell::text(|row| records.native_id.get(RecordRow::at(row))),
            Cell::text(|row| records.pointer(RecordRow::at(row))),
            Cell::text(|row| records.url.get(RecordRow::at(row))),
            Cell::text(|row| records.fate[RecordRow::at(row)].code()),
        ];
        self.table("records", records.len(), RecordRow::at, cells)
    }

    fn incidents(&'a self) -> LakeTable<'a> {
        let c = &self.loaded.incidents;
        let at = IncidentRow::at;
        let texts = |of: fn(&IncidentColumns, IncidentRow) -> &str| Cell::text(move |row| of(c, at(row)));
        let words = |of: fn(&IncidentColumns, IncidentRow) -> String| Cell::text(move |row| of(c, at(row)));
        let mut cells = vec![
            texts(|c, row| c.native_id.get(row)),
            texts(|c, row| c.number.get(row)),
            words(|c, row| word(c.role[row])),
            words(|c, row| word(c.kind[row])),
            texts(|c, row| c.title.get(row)),
            texts(|c, row| c.summary.get(row)),
            texts(|c, row| c.status[row].code()),
            Cell::Count(Box::new(move |row| Some(u32::from(c.severity[at(row)])).filter(|level| *level > 0))),
            texts(|c, row| c.stated_severity.get(row)),
            Cell::Flag(Box::new(move |row| c.customer_facing[at(row)])),
            texts(|c, row| c.services.get(row)),
            texts(|c, row| c.components.get(row)),
            texts(|c, row| c.teams.get(row)),
            texts(|c, row| c.policy.get(row)),
            texts(|c, row| c.environment.get(row)),
            texts(|c, row| c.regions.get(row)),
            texts(|c, row| c.factors.get(row)),
        ];
        let times = [&c.started, &c.detected, &c.declared, &c.acknowledged, &c.mitigated, &c.resolved, &c.closed];
        cells.extend(times.map(|times| Cell::Time(Box::new(move |row| times.get(at(row))))));
        cells.push(texts(|c, row| c.detection[row].code()));
        cells.push(texts(|c, row| c.resolution[row].code()));
        cells.push(Cell::text(move |row| self.resolver(c.resolved_by[at(row)])));
        let counts = [&c.reopen_count, &c.reassignment_count, &c.escalation_count, &c.alert_count];
        cells.extend(counts.map(|counts| Cell::Count(Box::new(move |row| counts.get(at(row))))));
        cells.push(Cell::Decimal(Box::new(move |row| c.effort[at(row)])));
        cells.push(texts(|c, row| c.exclusion.get(row)));
        self.table("incidents", c.len(), move |row| c.record[at(row)], cells)
    }

    fn resolver(&self, by: ResolvedBy) -> Cow<'_, str> {
        match by {
            ResolvedBy::Person(mention) => Cow::Borrowed(self.person(Some(mention))),
            ResolvedBy::Machine => Cow::Borrowed("machine"),
            ResolvedBy::Merge => Cow::Borrowed("merge"),
            ResolvedBy::Unknown => Cow::Borrowed(""),
        }
    }

    /// By what the tool knows a person: the id, else the address, else the name.
    fn person(&self, mention: Option<MentionIx>) -> &str {
        let Some(mention) = mention else { return "" };
        let stated = &self.loaded.mentions.rows[mention].stated;
        let known = [&stated.id, &stated.email, &stated.name].into_iter().find(|text| !text.trim().is_empty());
        known.map_or("", |text| text.trim())
    }

    fn references(&'a self) -> LakeTable<'a> {
        let c = &self.loaded.incidents;
        let cells = vec![
            Cell::text(move |row| word(c.link_kind[ReferenceRow::at(row)])),
            Cell::text(move |row| c.link_target.get(ReferenceRow::at(row))),
        ];
        self.table("references", c.link_row.len(), move |row| c.record[c.link_row[ReferenceRow::at(row)]], cells)
    }

    fn involvements(&'a self) -> LakeTable<'a> {
        let c = &self.loaded.incidents;
        let parts: &Column<usize, _> = &self.parts;
        let cells = vec![
            Cell::text(move |row| self.person(Some(parts[row].mention))),
            Cell::text(move |row| c.roles.get(parts[row].role)),
            Cell::text(move |row| via_code(parts[row].via)),
            Cell::Time(Box::new(move |row| parts[row].notified)),
            Cell::Time(Box::new(move |row| parts[row].joined)),
            Cell::Time(Box::new(move |row| parts[row].left)),
        ];
        self.table("involvements", parts.len(), move |row| c.record[parts[row].row], cells)
    }

    fn events(&'a self) -> LakeTable<'a> {
        let e = &self.loaded.events;
        let at = EntryRow::at;
        let incident = move |row| e.key_of(at(row)).split_once('\u{1}').map_or("", |(_, id)| id);
        let cells = vec![
            Cell::text(incident),
            Cell::text(move |row| word(e.kind[at(row)])),
            Cell::Time(Box::new(move |row| Some(e.at[at(row)]))),
            Cell::text(move |row| self.person(e.actor[at(row)])),
            Cell::text(move |row| self.person(e.person[at(row)])),
            Cell::Flag(Box::new(move |row| Some(e.automatic[at(row)]))),
            Cell::text(move |row| e.detections.get(e.detection[at(row)])),
            Cell::text(move |row| e.values.get(e.value[at(row)])),
            Cell::Flag(Box::new(move |row| Some(e.embedded[at(row)]))),
        ];
        let table = self.table("events", e.len(), move |row| e.record[at(row)], cells);
        LakeTable { at: Box::new(move |row| Some(e.at[at(row)])), ..table }
    }

    fn people(&'a self) -> LakeTable<'a> {
        let people = &self.loaded.mentions.rows;
        let at = MentionIx::at;
        let stated = |of: fn(&'a StatedPerson) -> &'a str| Cell::text(move |row| of(&people[at(row)].stated));
        let cells = vec![
            Cell::text(|_| ""),
            Cell::text(move |row| people[at(row)].source.as_str()),
            Cell::text(|_| self.sha256),
            Cell::Count(Box::new(|_| None)),
            Cell::Time(Box::new(|_| None)),
            Cell::text(move |row| self.person(Some(at(row)))),
            stated(|person| &person.name),
            stated(|person| &person.email),
            stated(|person| &person.time_zone),
            stated(|person| &person.team),
            Cell::Flag(Box::new(move |row| Some(people[at(row)].stated.machine))),
        ];
        LakeTable { name: "people", rows: people.len(), at: Box::new(|_| None), cells }
    }

    fn shifts(&'a self) -> LakeTable<'a> {
        let shifts: &Column<usize, _> = &self.shifts;
        let cells = vec![
            Cell::text(move |row| self.person(Some(shifts[row].mention))),
            Cell::text(move |row| shifts[row].schedule.as_str()),
            Cell::text(move |row| shifts[row].policy.as_str()),
            Cell::Count(Box::new(move |row| shifts[row].level)),
            Cell::Time(Box::new(move |row| shifts[row].start)),
            Cell::Time(Box::new(move |row| shifts[row].end)),
        ];
        let table = self.table("shifts", shifts.len(), move |row| shifts[row].record, cells);
        LakeTable { at: Box::new(move |row| shifts[row].start.or(shifts[row].end)), ..table }
    }

    fn follow_ups(&'a self) -> LakeTable<'a> {
        let items: &Column<usize, _> = &self.follow_ups;
        let cells = vec![
            Cell::text(move |row| items[row].1),
            Cell::text(move |row| items[row].2.id.as_str()),
            Cell::text(move |row| items[row].2.title.as_str()),
            Cell::text(move |row| self.person(items[row].2.owner)),
            Cell::Time(Box::new(move |row| items[row].2.created)),
            Cell::Time(Box::new(move |row| items[row].2.due)),
            Cell::Time(Box::new(move |row| items[row].2.completed)),
            Cell::text(move |row| items[row].2.status.as_str()),
        ];
        let table = self.table("follow_ups", items.len(), move |row| items[row].0, cells);
        LakeTable { at: Box::new(move |row| items[row].2.created.or(self.begun[items[row].0])), ..table }
    }

    fn remarks(&'a self) -> LakeTable<'a> {
        let remarks: &Column<usize, _> = &self.remarks;
        let cells = vec![
            Cell::text(move |row| remarks[row].field),
            Cell::text(move |row| remarks[row].stated()),
            Cell::text(move |row| remarks[row].normalised()),
            Cell::text(move |row| remarks[row].rule.code()),
        ];
        self.table("remarks", remarks.len(), move |row| remarks[row].record, cells)
    }

    fn rejects(&'a self) -> LakeTable<'a> {
        let rejects: &Column<usize, _> = &self.rejects;
        let cells = vec![
            Cell::text(move |row| rejects[row].reject.record_id.as_str()),
            Cell::text(move |row| rejects[row].source.as_str()),
            Cell::text(|_| self.sha256),
            Cell::Count(Box::new(move |row| Some(rejects[row].reject.origin.row))),
            Cell::Time(Box::new(|_| None)),
            Cell::text(move |row| rejects[row].reject.origin.pointer.as_str()),
            Cell::text(move |row| rejects[row].reject.reason.code()),
            Cell::text(move |row| rejects[row].reject.detail.as_str()),
        ];
        LakeTable { name: "rejects", rows: rejects.len(), at: Box::new(|_| None), cells }
    }
}
