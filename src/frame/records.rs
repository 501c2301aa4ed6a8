//! The table of all records read, whatever became of them. It carries the reconciliation.

use crate::frame::remarks::Remarks;
use crate::frame::strings::{Dictionary, Strings};
use crate::model::column::Column;
use crate::model::origin::Origin;
use crate::model::reject::Reject;
use crate::model::row::{FileIx, IncidentIx, KindIx, PointerIx, RecordRow, SourceIx};
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

/// Marks a time that is not known.
pub const NO_TIME: Millis = Millis::MIN;

/// All records of the run, one row each, as columns.
#[derive(Debug, Clone, Default)]
pub struct Records {
    /// Tool names (`pagerduty`), numbered.
    pub sources: Dictionary<SourceIx>,
    /// Parts of ids between the colons (`incident`, `log-entry`), numbered.
    pub entities: Dictionary<KindIx>,
    /// Names of the input files as given, in input order.
    pub files: Column<FileIx, String>,
    pub source: Column<RecordRow, SourceIx>,
    pub entity: Column<RecordRow, KindIx>,
    pub native_id: Strings<RecordRow>,
    pub file: Column<RecordRow, FileIx>,
    /// Row in the file, as [`Origin::row`] counts.
    pub row: Column<RecordRow, u32>,
    pub url: Strings<RecordRow>,
    pub modified: Column<RecordRow, Millis>,
    pub fate: Column<RecordRow, Fate>,
    /// `None` for a record that belongs to no incident.
    pub incident: Column<RecordRow, Option<IncidentIx>>,
    pointers: Dictionary<PointerIx>,
    pointer: Column<RecordRow, (PointerIx, u32)>,
    pub remarks: Remarks,
    pub rejects: Vec<RejectRow>,
}

/// A reject and the tool of the file it stood in.
#[derive(Debug, Clone)]
pub struct RejectRow {
    pub source: String,
    pub reject: Reject,
}

/// The facts of a record that this table keeps.
pub struct RecordFacts<'a> {
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
        Self { files: files.into(), ..Self::default() }
    }

    /// All rows, in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = RecordRow> + DoubleEndedIterator + Clone + use<> {
        self.source.rows()
    }

    /// Appends a record and returns its row.
    pub fn push(&mut self, row: &RecordFacts) -> RecordRow {
        let index = self.source.push(self.sources.code(row.source));
        self.entity.push(self.entities.code(row.entity));
        self.native_id.push(row.native_id);
        self.file.push(FileIx::at(row.origin.file as usize));
        self.row.push(row.origin.row);
        self.url.push(row.url);
        self.modified.push(row.modified.unwrap_or(NO_TIME));
        self.fate.push(row.fate);
        self.incident.push(None);
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
    pub fn pointer(&self, record: RecordRow) -> String {
        match self.pointer[record] {
            (head, NO_TAIL) => self.pointers.get(head).to_owned(),
            (head, tail) => format!("{}/{tail}", self.pointers.get(head)),
        }
    }

    /// Puts texts in place of others in the pointers.
    pub fn replace_pointers(&mut self, new: &dyn Fn(&str) -> Option<String>) {
        self.pointers.replace(new);
    }

    /// The tool of a record, by the name that settings know.
    #[must_use]
    pub fn tool(&self, record: RecordRow) -> &str {
        self.sources.get(self.source[record])
    }

    /// The input file of a record, as given.
    #[must_use]
    pub fn file_name(&self, record: RecordRow) -> &str {
        &self.files[self.file[record]]
    }

    /// The kind of a record, as the middle part of its id says.
    #[must_use]
    pub fn kind(&self, record: RecordRow) -> &str {
        self.entities.get(self.entity[record])
    }

    /// Whether a record is about people, so that its id is made of accounts and its place tells whose it is.
    #[must_use]
    pub fn is_about_people(&self, record: RecordRow) -> bool {
        ABOUT_PEOPLE.contains(&self.kind(record))
    }

    /// Whether a record comes from an earlier report of ours, which repeats what exports say.
    #[must_use]
    pub fn is_of_report(&self, record: RecordRow) -> bool {
        self.kind(record) == "reviewed"
    }

    /// `source:entity:native id`, the public id of a record.
    #[must_use]
    pub fn id(&self, record: RecordRow) -> String {
        let parts = [self.tool(record), ":", self.kind(record), ":", self.native_id.get(record)];
        let mut id = String::with_capacity(parts.iter().map(|part| part.len()).sum());
        parts.into_iter().for_each(|part| id.push_str(part));
        id
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
        self.source.shrink();
        self.entity.shrink();
        self.file.shrink();
        self.row.shrink();
        self.incident.shrink();
        self.native_id.shrink();
        self.url.shrink();
        self.remarks.shrink();
        self.modified.shrink();
        self.fate.shrink();
        self.pointer.shrink();
    }

    /// Sets what became of a record.
    pub fn settle(&mut self, record: RecordRow, fate: Fate, incident: Option<IncidentIx>) {
        self.fate[record] = fate;
        self.incident[record] = incident;
    }
}
