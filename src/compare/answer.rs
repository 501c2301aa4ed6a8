//! What can be told of two reports. Also the form of `retroscope compare --json`.

use serde::Serialize;

/// The second of two reports held against the first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComparedReports {
    /// Nothing differs: neither what they say nor what they were made with.
    pub is_same: bool,
    pub reports: [ReportLine; 2],
    /// Both are on one period, so that their figures can be held against each other.
    pub is_one_period: bool,
    pub made_with: MadeWith,
    /// Figures of that period; areas where they differ.
    pub figures: Vec<FigureLine>,
    pub claims: ClaimChanges,
}

/// One of the two.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReportLine {
    /// As typed.
    pub folder: String,
    pub period: String,
    pub as_of: String,
    pub made_by: String,
}

/// What differs in what they were made with.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct MadeWith {
    pub inputs_came: Vec<String>,
    pub inputs_went: Vec<String>,
    /// The same path with another content.
    pub inputs_changed: Vec<String>,
    pub settings: Vec<SettingChange>,
    /// Program and version of both, where they differ.
    pub version: Option<[String; 2]>,
}

impl MadeWith {
    /// Whether any input differs.
    #[must_use]
    pub fn has_other_inputs(&self) -> bool {
        !(self.inputs_came.is_empty() && self.inputs_went.is_empty() && self.inputs_changed.is_empty())
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_same(&self) -> bool {
        !self.has_other_inputs() && self.settings.is_empty() && self.version.is_none()
    }
}

/// A setting that differs; `None` where it is not set.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SettingChange {
    pub key: String,
    pub values: [Option<String>; 2],
}

/// A figure of the period, in both reports.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FigureLine {
    /// As `data/restatement` calls it.
    pub figure: String,
    /// In words.
    pub name: String,
    /// In pieces, or in seconds.
    pub values: [f64; 2],
    /// "412 → 405: −10 new links and +3 records that came late".
    pub says: String,
    /// What each reason added; with the first value they add up to the second.
    pub steps: Vec<FigureStep>,
}

/// What one reason did to a figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FigureStep {
    pub reason: &'static str,
    pub change: f64,
    pub incident_ids: Vec<String>,
}

/// What became of the statements of the first report.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ClaimChanges {
    pub same: u64,
    pub came: Vec<StatementLine>,
    pub went: Vec<StatementLine>,
    pub changed: Vec<ClaimChange>,
}

impl ClaimChanges {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.came.is_empty() && self.went.is_empty() && self.changed.is_empty()
    }
}

/// A statement that one of the reports has alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatementLine {
    pub id: String,
    pub grade: &'static str,
    pub sentence: String,
    /// Why, as far as it can be told.
    pub why: Vec<String>,
}

/// A statement that both have, and that differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClaimChange {
    pub id: String,
    pub grades: [&'static str; 2],
    /// Numbers whose values differ.
    pub numbers: Vec<NumberChange>,
    pub sentences: [String; 2],
    /// Why, as far as it can be told.
    pub why: Vec<String>,
}

/// A number of a statement; `None` where the report does not have it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NumberChange {
    pub name: String,
    pub values: [Option<f64>; 2],
}
