//! The table of all records read, whatever became of them. It carries the reconciliation.

use crate::frame::strings::{Dictionary, Strings};
use crate::model::origin::Origin;
use crate::model::reject::Reject;
use crate::model::remark::{Remark, Rule};
use crate::model::time::Millis;

/// What became of a record. The words of the public `records` table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    Kept,
    Attached,
    Merged,
    Excluded,
    Rejected,
}

impl Fate {
    pub const ALL: [Self; 5] = [Self::Kept, Self::Attached, Self::Merged, Self::Excluded, Self::Rejected];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Attached => "attached",
            Self::Merged => "merged",
            Self::Excluded => "excluded",
            Self::Rejected => "rejected",
        }
    }
}

/// Kinds of records whose ids name accounts.
pub const ABOUT_PEOPLE: [&str; 10] = [
    "user",
    "shift",
    "on-call",
    "on-call-log",
    "on-call-now",
    "schedule",
    "notification",
    "notifications",
    "responses",
    "role-assignment",
];

/// Marks a record that belongs to no incident.
pub const NO_INCIDENT: u32 = u32::MAX;
/// Marks a time that is not known.
pub const NO_TIME: Millis = Millis::MIN;

/// All records of the run, one row each, as columns.
#[derive(Debug, Clone, Default)]
pub struct Records {
    /// Tool names (`pagerduty`), numbered.
    pub sources: Dictionary,
    /// Parts of ids between the colons (`incident`, `log-entry`), numbered.
    pub entities: Dictionary,
    /// Names of the input files as given, in input order.
    pub files: Vec<String>,
    pub source: Vec<u32>,
    pub entity: Vec<u32>,
    pub native_id: Strings,
    pub file: Vec<u32>,
    pub row: Vec<u32>,
    pub url: Strings,
    pub modified: Vec<Millis>,
    pub fate: Vec<Fate>,
    pub incident: Vec<u32>,
    pointers: Dictionary,
    pointer: Vec<(u32, u32)>,
    pub remarks: Remarks,
    pub rejects: Vec<RejectRow>,
}

/// A reject and the tool of the file it stood in.
#[derive(Debug, Clone)]
pub struct RejectRow {
    pub source: String,
    pub reject: Reject,
}

/// What normalisation changed, as columns: a million stated times with an offset are as many remarks.
#[derive(Debug, Clone, Default)]
pub struct Remarks {
    record: Vec<u32>,
    field: Vec<&'static str>,
    stated: Strings,
    normalised: Strings,
    rule: Vec<Rule>,
}

/// One remark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RemarkRow<'a> {
    pub record: u32,
    pub field: &'static str,
    pub stated: &'a str,
    pub normalised: &'a str,
    pub rule: Rule,
}

impl Remarks {
    pub fn push(&mut self, remark: &Remark) {
        self.record.push(remark.record);
        self.field.push(remark.field);
        self.stated.push(&remark.stated);
        self.normalised.push(&remark.normalised);
        self.rule.push(remark.rule);
    }

    #[must_use]
    pub fn get(&self, row: usize) -> Option<RemarkRow<'_>> {
        let (stated, normalised) = (self.stated.get(row), self.normalised.get(row));
        Some(RemarkRow {
            record: *self.record.get(row)?,
            field: self.field.get(row)?,
            stated,
            normalised,
            rule: *self.rule.get(row)?,
        })
    }

    /// All remarks in input order.
    pub fn iter(&self) -> impl Iterator<Item = RemarkRow<'_>> {
        (0..self.len()).filter_map(|row| self.get(row))
    }

    /// Changes the texts, column by column.
    pub fn replace(&mut self, change: &dyn Fn(&mut Strings)) {
        change(&mut self.stated);
        change(&mut self.normalised);
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.record.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.record.is_empty()
    }
}

/// The facts of a record that this table keeps.
pub struct Row<'a> {
    pub source: &'a str,
    pub entity: &'a str,
    pub native_id: &'a str,
    pub origin: &'a Origin,
    pub url: &'a str,
    pub modified: Option<Millis>,
    pub fate: Fate,
}

const NO_TAIL: u32 = u32::MAX;

impl Records {
    /// No records yet, of these input files.
    #[must_use]
    pub fn of_files(files: Vec<String>) -> Self {
        Self { files, ..Self::default() }
    }

    /// Appends a record and returns its row.
    pub fn push(&mut self, row: &Row) -> u32 {
        let index = u32::try_from(self.source.len()).unwrap_or(u32::MAX);
        self.source.push(self.sources.code(row.source));
        self.entity.push(self.entities.code(row.entity));
        self.native_id.push(row.native_id);
        self.file.push(row.origin.file);
        self.row.push(row.origin.row);
        self.url.push(row.url);
        self.modified.push(row.modified.unwrap_or(NO_TIME));
        self.fate.push(row.fate);
        self.incident.push(NO_INCIDENT);
        self.push_pointer(&row.origin.pointer);
        index
    }

    // Pointers of one array differ only in their last part, a number: the rest is stored once.
    fn push_pointer(&mut self, pointer: &str) {
        let split = pointer.rsplit_once('/').and_then(|(head, tail)| {
            let number: u32 = tail.parse().ok()?;
            (number.to_string() == tail && number != NO_TAIL).then_some((head, number))
        });
        let (head, tail) = split.unwrap_or((pointer, NO_TAIL));
        let code = self.pointers.code(head);
        self.pointer.push((code, tail));
    }

    /// The JSON pointer of a record, empty for tables.
    #[must_use]
    pub fn pointer(&self, record: u32) -> String {
        match self.pointer.get(record as usize) {
            Some(&(head, NO_TAIL)) => self.pointers.get(head).to_owned(),
            Some(&(head, tail)) => format!("{}/{tail}", self.pointers.get(head)),
            None => String::new(),
        }
    }

    /// Puts texts in place of others in the pointers.
    pub fn replace_pointers(&mut self, new: &dyn Fn(&str) -> Option<String>) {
        self.pointers.replace(new);
    }

    /// Whether a record is about people, so that its id is made of accounts and its place tells whose it is.
    #[must_use]
    pub fn is_about_people(&self, record: u32) -> bool {
        let entity = self.entity.get(record as usize).map_or("", |code| self.entities.get(*code));
        ABOUT_PEOPLE.contains(&entity)
    }

    /// Whether a record comes from an earlier report of ours, which repeats what exports say.
    #[must_use]
    pub fn is_of_report(&self, record: u32) -> bool {
        let entity = self.entity.get(record as usize).copied().unwrap_or(0);
        self.entities.get(entity) == "reviewed"
    }

    /// `source:entity:native id`, the public id of a record.
    #[must_use]
    pub fn id(&self, record: u32) -> String {
        let row = record as usize;
        let part = |codes: &[u32], names: &Dictionary| names.get(codes.get(row).copied().unwrap_or(0)).to_owned();
        format!(
            "{}:{}:{}",
            part(&self.source, &self.sources),
            part(&self.entity, &self.entities),
            self.native_id.get(row)
        )
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.source.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.source.is_empty()
    }

    /// Gives back what growing reserved and nobody will use.
    pub fn shrink(&mut self) {
        for codes in [&mut self.source, &mut self.entity, &mut self.file, &mut self.row, &mut self.incident] {
            codes.shrink_to_fit();
        }
        for texts in [&mut self.native_id, &mut self.url, &mut self.remarks.stated, &mut self.remarks.normalised] {
            texts.shrink();
        }
        self.modified.shrink_to_fit();
        self.fate.shrink_to_fit();
        self.pointer.shrink_to_fit();
    }

    /// Sets what became of a record.
    pub fn settle(&mut self, record: u32, fate: Fate, incident: u32) {
        if let Some(slot) = self.fate.get_mut(record as usize) {
            *slot = fate;
        }
        if let Some(slot) = self.incident.get_mut(record as usize) {
            *slot = incident;
        }
    }
}
