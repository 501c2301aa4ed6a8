//! Numbers in, statements out. Every sentence of every report is made here, once.

pub mod areas;
pub mod asks;
pub mod behind;
pub mod claim;
pub mod codes;
pub mod communication;
pub mod compose;
pub mod coordination;
pub mod corrections;
pub mod draft;
pub mod exhibit;
pub mod factors;
pub mod follow_through;
pub mod grade;
pub mod load;
pub mod mttx;
pub mod notes;
pub mod oncall;
pub mod overlap;
pub mod pack;
pub mod quality;
pub mod ranges;
pub mod recurrence;
pub mod restatement;
pub mod rule;
pub mod severity;
pub mod storm_pack;
pub mod tree;
pub mod volume;
pub mod words;
pub mod worth;

pub use asks::Check;
pub use behind::Behind;
pub use claim::{Basis, Claim, Grade, Touch};
pub use compose::terms::PageTerm;
pub use corrections::Corrections;
pub use exhibit::{Bar, Durations, Exhibit, Figure, Series, Span};
pub use exhibit::{ControlLimits, FallStep, FunnelLimit, FunnelPoint, NoiseBand, RankRow, SurvivalCurve, SurvivalStep};
pub use exhibit::{Lane, LaneBar};
pub use notes::PlacedNote;
pub use pack::{Pack, PackPart};

use crate::model::hours::INTERRUPTION_GAP;
use crate::model::time::SECOND;
use serde::{Deserialize, Serialize};

/// The rules, in the order of the report's sections. One per analysis, one more for the people on call, who ask of several,
/// one for what the last report asked for, and one for its figures.
pub const RULES: &[&dyn rule::Rule] = &[
    &recurrence::Recurrence,
    &areas::Areas,
    &communication::Communication,
    &coordination::Coordination,
    &volume::Volume,
    &factors::Factors,
    &overlap::Overlap,
    &load::Load,
    &oncall::Oncall,
    &severity::Severity,
    &mttx::Mttx,
    &follow_through::FollowThrough,
    &asks::Asks,
    &restatement::Restatement,
];

/// Version of `findings.json`.
pub const SCHEMA_VERSION: u32 = 1;

fn usual_gap() -> u64 {
    (INTERRUPTION_GAP / SECOND).unsigned_abs()
}

fn is_usual_gap(seconds: &u64) -> bool {
    *seconds == usual_gap()
}

/// A small table for people, cells already worded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Kebab-case id, unique in the report.
    pub id: String,
    pub title: String,
    /// One sentence above the table: what it holds and how to read it.
    pub note: String,
    pub columns: Vec<TableColumn>,
    pub rows: Vec<Vec<String>>,
    /// Where the rest of it is (`data/areas.csv`), empty when this is all.
    pub more: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableColumn {
    pub name: String,
    /// Numbers are set flush right.
    pub numeric: bool,
}

/// A part of the report about one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Kebab-case id (`areas`), also the anchor.
    pub id: String,
    pub title: String,
    /// The question it answers, as a sentence.
    pub question: String,
    /// How it was computed, what it needs, when it stays silent, known bias: one paragraph each.
    pub method: Vec<String>,
    /// Claim ids in the order in which they are read.
    pub claims: Vec<String>,
    pub exhibits: Vec<String>,
    pub tables: Vec<Table>,
}

/// One row of "three budgets" on the executive page: what it is about, the claim that fills it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Budget {
    /// "What customers felt", "What responders paid", "What we promised and did".
    pub title: String,
    /// Sentence of this quarter.
    pub this_quarter: String,
    /// Sentence on how sure we are.
    pub certainty: String,
    /// Claim id, shown small.
    pub claim: String,
}

/// Everything the editions are made from, and the content of `findings.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    pub schema_version: u32,
    /// Version of the tool that wrote it.
    pub made_by: String,
    /// Label of the period (`Q3 2026`).
    pub period: String,
    /// "1 July – 30 September 2026".
    pub period_long: String,
    /// The opening line: how many incidents, from which sources, compared with what.
    pub opening: String,
    pub claims: Vec<Claim>,
    /// Claim ids, top insight first; at most five.
    pub headlines: Vec<String>,
    pub budgets: Vec<Budget>,
    /// Claim id of the paragraph on MTTR.
    pub mttx: Option<String>,
    /// What we ask for, at most three, plain sentences.
    pub asks: Vec<String>,
    /// What the next review counts to say what became of each of them, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub checks: Vec<Check>,
    /// What this data cannot say, and the cheapest field to start recording.
    pub unknowns: Vec<String>,
    pub comparisons_made: u64,
    /// How many of them may be worded as evidence, and share the error budget of the report.
    #[serde(default)]
    pub tests_made: u64,
    /// Pages to one person within so many seconds count once, as the glossary says; left out where it is the usual figure.
    #[serde(skip_serializing_if = "is_usual_gap", default = "usual_gap")]
    pub interruption_gap_s: u64,
    pub sections: Vec<Section>,
    pub exhibits: Vec<Exhibit>,
    /// Words that pages explain where they use them.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub terms: Vec<PageTerm>,
    /// Whose incidents these are, as the settings say; empty where they do not.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub organisation: String,
    /// One per storm of the period, in order of time.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub packs: Vec<Pack>,
    /// Tables with a row per person, there only where names were asked for. No edition but the one for on-call leads may
    /// show them.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub named: Vec<Table>,
    /// What the analyst says of claims, sections and incidents, in the order of the inputs.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub notes: Vec<PlacedNote>,
    /// The incidents that stand below claims, in order of time, each with the place where an export tells of it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub behind: Vec<Behind>,
    /// What can be put right by hand, with the lines that do it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub corrections: Option<Corrections>,
}

impl Findings {
    #[must_use]
    pub fn claim(&self, id: &str) -> Option<&Claim> {
        self.claims.iter().find(|c| c.id == id)
    }

    /// A table of the pages.
    #[must_use]
    pub fn table(&self, id: &str) -> Option<&Table> {
        self.sections.iter().flat_map(|section| &section.tables).find(|table| table.id == id)
    }

    #[must_use]
    pub fn exhibit(&self, id: &str) -> Option<&Exhibit> {
        self.exhibits.iter().find(|e| e.id == id)
    }
}
