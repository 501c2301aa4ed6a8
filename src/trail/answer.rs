//! What can be told, as plain values: the form of `explain --json`.

use crate::findings;
use crate::text::json::number;
use serde::Serialize;

/// What stands behind one subject.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Trail {
    Overview(Overview),
    /// A statement, down to its records.
    Claim(Box<Claim>),
    Incident(Box<IncidentTrail>),
    Record(Box<RecordTrail>),
    Chart(ChartTrail),
    /// A table of the report's `data` folder.
    Table(TableTrail),
    /// Rows of a table, or points of a chart.
    Rows(Rows),
    /// Rows of a table that fit what was asked.
    List(ListTrail),
    /// A table of a page, as worded there.
    Page(PageTrail),
}

/// What a report says, and what else can be asked about.
#[derive(Debug, Clone, Serialize)]
pub struct Overview {
    pub period: String,
    pub opening: String,
    pub sections: Vec<SectionTrail>,
    pub charts: Vec<Line>,
    pub tables: Vec<Line>,
}

/// Statements of one section, or of the pack of one storm.
#[derive(Debug, Clone, Serialize)]
pub struct SectionTrail {
    pub id: String,
    pub title: String,
    pub question: String,
    /// What the analyst says of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<NoteTrail>,
    pub claims: Vec<ClaimLine>,
}

/// What something is called, and what it says in a line.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    pub id: String,
    pub says: String,
}

/// A statement in a line.
#[derive(Debug, Clone, Serialize)]
pub struct ClaimLine {
    pub id: String,
    pub grade: &'static str,
    pub sentence: String,
}

impl From<&findings::Claim> for ClaimLine {
    fn from(claim: &findings::Claim) -> Self {
        Self { id: claim.id.clone(), grade: claim.grade.code(), sentence: claim.sentence.clone() }
    }
}

/// A note by the analyst.
#[derive(Debug, Clone, Serialize)]
pub struct NoteTrail {
    /// "notes.toml, line 12".
    pub place: String,
    /// How the statement stands, then what is said of it.
    pub says: Vec<String>,
}

impl NoteTrail {
    /// The notes that are about something.
    pub(in crate::trail) fn of(
        findings: &findings::Findings,
        is_about: impl Fn(&findings::PlacedNote) -> bool,
    ) -> Vec<Self> {
        let says = |note: &findings::PlacedNote| {
            let all = [&note.standing, &note.said].into_iter();
            all.filter(|text| !text.is_empty()).cloned().collect()
        };
        let about = findings.notes.iter().filter(|note| is_about(note));
        about.map(|note| Self { place: note.place.clone(), says: says(note) }).collect()
    }
}

/// A figure of a statement.
#[derive(Debug, Clone, Serialize)]
pub struct NumberTrail {
    pub name: String,
    #[serde(with = "number")]
    pub value: f64,
    /// "seconds", "incidents per week"; empty where the name says it.
    pub unit: &'static str,
}

/// A p-value that is adjusted for everything that was compared.
#[derive(Debug, Clone, Serialize)]
pub struct Adjusted {
    #[serde(with = "number")]
    pub q: f64,
    /// How many comparisons the report made.
    pub comparisons: u64,
}

/// How much of something the incidents of a statement hold.
#[derive(Debug, Clone, Serialize)]
pub struct TouchTrail {
    pub what: String,
    #[serde(with = "number")]
    pub part: f64,
    #[serde(with = "number")]
    pub of: f64,
}

/// Everything that is known of a statement.
#[derive(Debug, Clone, Serialize)]
pub struct Claim {
    pub id: String,
    pub code: String,
    /// What statements of its code say; empty for a code that this version does not know.
    pub tells: String,
    pub section: String,
    pub section_title: String,
    pub grade: &'static str,
    pub basis: &'static str,
    pub lead: String,
    pub sentence: String,
    /// What the analyst says of it.
    pub notes: Vec<NoteTrail>,
    pub period: String,
    pub compared_with: Option<String>,
    pub numbers: Vec<NumberTrail>,
    pub n: Option<u64>,
    #[serde(with = "number")]
    pub interval: Option<[f64; 2]>,
    pub adjusted: Option<Adjusted>,
    #[serde(with = "number")]
    pub coverage: Option<f64>,
    pub method: String,
    /// How its section works: formulas and their sources, what it needs, known bias.
    pub section_method: Vec<String>,
    pub robustness: Vec<String>,
    pub caveats: Vec<String>,
    pub touches: Vec<TouchTrail>,
    pub charts: Vec<Line>,
    /// Subjects that list what it counts.
    pub lists: Vec<SubjectLine>,
    pub incidents: Vec<IncidentLine>,
}

/// An incident in a line, with the records that it is made from.
#[derive(Debug, Clone, Default, Serialize)]
pub struct IncidentLine {
    pub incident_id: String,
    pub started_at: String,
    pub title: String,
    pub service: String,
    pub severity: String,
    /// From its start to its end; `None` where either is not known.
    #[serde(with = "number")]
    pub duration_s: Option<f64>,
    pub records: Vec<RecordLine>,
}

/// A record and where it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RecordLine {
    pub record_id: String,
    pub fate: String,
    pub source: String,
    pub file: String,
    /// Empty where it would tell which person it is about.
    pub row: String,
    pub pointer: String,
    pub native_id: String,
    pub url: String,
    /// The record as it stands in its file, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<Original>,
}

/// A record in its file, or why it can't be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Original {
    Text(String),
    Not(String),
}

/// One value with what its column means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    pub column: String,
    /// Empty where it is not known.
    pub value: String,
    pub meaning: &'static str,
}

/// Everything that is known of an incident.
#[derive(Debug, Clone, Serialize)]
pub struct IncidentTrail {
    pub line: IncidentLine,
    /// What the analyst says of it.
    pub notes: Vec<NoteTrail>,
    /// What is known of it; columns without a value are left out.
    pub cells: Vec<Cell>,
    /// Why its records are one incident: rows of `data/links`.
    pub links: Vec<LinkTrail>,
    /// What was changed in its records on the way in.
    pub remarks: Vec<RemarkTrail>,
    pub claims: Vec<ClaimLine>,
}

/// Why two records belong together.
#[derive(Debug, Clone, Serialize)]
pub struct LinkTrail {
    pub record_a: String,
    pub record_b: String,
    pub signal: String,
    pub reason: String,
}

/// What was made of a stated value.
#[derive(Debug, Clone, Serialize)]
pub struct RemarkTrail {
    pub record_id: String,
    pub field: String,
    pub stated: String,
    pub normalised: String,
    pub rule: String,
}

/// Everything that is known of a record.
#[derive(Debug, Clone, Serialize)]
pub struct RecordTrail {
    pub line: RecordLine,
    /// The incident that it counts for, where it does.
    pub incident: Option<IncidentLine>,
    pub links: Vec<LinkTrail>,
    pub remarks: Vec<RemarkTrail>,
}

/// A chart.
#[derive(Debug, Clone, Serialize)]
pub struct ChartTrail {
    pub id: String,
    pub headline: String,
    pub subtitle: String,
    pub footer: String,
    pub alt: String,
    /// The drawing and the numbers behind it, inside the folder.
    pub files: Vec<String>,
    pub columns: Vec<Cell>,
    /// How a point can be asked for.
    pub examples: Vec<String>,
    pub points: u64,
    /// The statements that it shows.
    pub claims: Vec<ClaimLine>,
}

/// A table of the `data` folder: its columns, with the values of its first row.
#[derive(Debug, Clone, Serialize)]
pub struct TableTrail {
    pub name: String,
    pub rows: u64,
    pub columns: Vec<Cell>,
    pub examples: Vec<String>,
}

/// Rows of a table or points of a chart.
#[derive(Debug, Clone, Serialize)]
pub struct Rows {
    /// `data/areas`, `charts/concurrency`.
    pub table: String,
    pub rows: Vec<RowTrail>,
    /// The statements that the chart shows.
    pub claims: Vec<ClaimLine>,
}

/// One row with what its columns mean.
#[derive(Debug, Clone, Serialize)]
pub struct RowTrail {
    /// Counted from 1.
    pub number: u64,
    pub cells: Vec<Cell>,
    /// How the incidents below were picked; empty where none can be.
    pub picked: String,
    pub incidents: Vec<IncidentLine>,
}

/// Something that can be listed.
#[derive(Debug, Clone, Serialize)]
pub struct SubjectLine {
    pub subject: String,
    /// What it lists.
    pub says: String,
    pub rows: u64,
}

/// Rows of a table that fit what was asked, each in a line.
#[derive(Debug, Clone, Serialize)]
pub struct ListTrail {
    pub subject: String,
    /// `data/follow_ups`.
    pub table: String,
    /// How many rows the table has.
    pub of: u64,
    /// Columns that were asked for and hold nothing in any row.
    pub blank: Vec<String>,
    /// Those of its columns that say what a row is about.
    pub columns: Vec<String>,
    pub rows: Vec<ListLine>,
}

/// One row of them.
#[derive(Debug, Clone, Serialize)]
pub struct ListLine {
    /// Counted from 1 in the whole table.
    pub number: u64,
    pub cells: Vec<String>,
}

/// A table of a page.
#[derive(Debug, Clone, Serialize)]
pub struct PageTrail {
    pub id: String,
    pub title: String,
    pub note: String,
    /// Where the rest of it is.
    pub more: String,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// The statements of its section.
    pub claims: Vec<ClaimLine>,
}
