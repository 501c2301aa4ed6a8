//! What earlier reports among the inputs say of their period, for the next review to say what has changed since.

use crate::model::ask::EarlierAsk;
use crate::model::time::{Millis, Window};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// An incident as a report counts it: the facts that figures hang on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReportedIncident {
    pub id: String,
    /// Ids of its records, `;`-joined.
    pub record_ids: String,
    pub included: bool,
    /// Why it is left out of statistics; empty where it is not.
    pub exclusion: String,
    /// Whether that report counts it to the period under review.
    pub in_period: bool,
    pub status: String,
    /// From 1, the worst.
    pub severity: Option<u32>,
    pub stated_severity: String,
    /// `yes`, `no` or `unknown`.
    pub customer_facing: String,
    /// `;`-joined, each `kind:name`.
    pub areas: String,
    pub started: Option<Millis>,
    pub resolved: Option<Millis>,
    pub closed: Option<Millis>,
    /// How often it interrupted somebody; `None` where the report does not say so.
    pub pages: Option<u32>,
    /// Whether a file tells of it that the other of two reports did not have. Only known of the later one.
    pub fresh: bool,
}

/// What a report was made with, from its manifest.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReportTerms {
    /// The period as files call it (`2026Q2`).
    pub period: String,
    /// From its first instant up to its end; `None` where the report does not say so.
    pub window: Option<Window>,
    pub as_of: Option<Millis>,
    /// Program and version.
    pub made_by: String,
    pub settings: BTreeMap<String, String>,
    /// Digests of the input files.
    pub digests: BTreeSet<String>,
}

/// A headline of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierHeadline {
    /// Id of its claim.
    pub id: String,
    pub lead: String,
    pub sentence: String,
}

/// What a report says in words.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct EarlierWords {
    /// The period as people call it (`Q2 2026`).
    pub period: String,
    pub asks: Vec<EarlierAsk>,
    pub headlines: Vec<EarlierHeadline>,
}

/// A part of a report, as it stands in one of its files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum EarlierPart {
    Terms(ReportTerms),
    Words(EarlierWords),
    Incident(ReportedIncident),
    /// A fact that a person corrected: record id, field, the value put in its place.
    Correction([String; 3]),
    /// Two records that a person brought together.
    ByHand([String; 2]),
    /// One interruption of this incident.
    Page(String),
}

/// One report over its period, as far as its figures can be compared with those of another.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReportedPeriod {
    pub terms: ReportTerms,
    pub incidents: Vec<ReportedIncident>,
    /// Facts that people corrected: record id, field, value.
    pub corrections: Vec<[String; 3]>,
    /// Ids of records that people brought together or kept apart.
    pub by_hand: BTreeSet<String>,
}

/// An earlier report among the inputs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EarlierReport {
    /// Its folder, relative to the inputs.
    pub folder: String,
    pub words: EarlierWords,
    pub reported: ReportedPeriod,
}

/// The earlier reports of a run, and what is needed to hold them against its data.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EarlierReports {
    /// In the order of their folders.
    pub list: Vec<EarlierReport>,
    /// Digest of each input file, in input order.
    pub digests: Vec<String>,
    /// Ids of records that people bring together or keep apart now.
    pub by_hand: BTreeSet<String>,
    /// Program, version and settings of this run, as its own manifest will tell them.
    pub own: ReportTerms,
}
