//! One checkable statement with everything that is needed to check it.

use crate::model::row::IncidentIx;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How much the evidence carries (`fact` is a census statement; the rest follow the evidence grades G0 to G4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    Fact,
    NotAssessable,
    NoEvidence,
    AboutSame,
    Weak,
    Evidence,
    Strong,
}

impl Grade {
    /// How far a grade reaches: the one order of grades, by which they are capped, compared and put into headlines. "About the
    /// same" is a finding of its own and reaches as far as "no evidence". A fact is certain but says nothing about a change, so
    /// it stands below evidence of one, and above what may be chance.
    #[must_use]
    pub fn reach(self) -> u8 {
        match self {
            Self::NotAssessable => 0,
            Self::NoEvidence | Self::AboutSame => 1,
            Self::Weak => 2,
            Self::Fact => 3,
            Self::Evidence => 4,
            Self::Strong => 5,
        }
    }

    /// Whether it reaches at least as far as another.
    #[must_use]
    pub fn is_at_least(self, other: Self) -> bool {
        self.reach() >= other.reach()
    }

    /// Itself, or the grade that caps it where it reaches further.
    #[must_use]
    pub fn capped(self, most: Self) -> Self {
        if self.reach() > most.reach() { most } else { self }
    }

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Fact => "fact",
            Self::NotAssessable => "not-assessable",
            Self::NoEvidence => "no-evidence",
            Self::AboutSame => "about-same",
            Self::Weak => "weak",
            Self::Evidence => "evidence",
            Self::Strong => "strong",
        }
    }
}

/// Where the statement comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    Observed,
    Computed,
    Inferred,
    Assumed,
    Asserted,
}

impl Basis {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Observed => "observed",
            Self::Computed => "computed",
            Self::Inferred => "inferred",
            Self::Assumed => "assumed",
            Self::Asserted => "asserted",
        }
    }
}

/// One statement. The sentence is made once, by the rule that made the claim, and every edition prints it as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// The code, plus `/` and a subject where there is one (`recurrence.came-back/FB-07`).
    pub id: String,
    /// Stable kebab-case code (`areas.most-incidents`).
    pub code: String,
    pub grade: Grade,
    pub basis: Basis,
    /// A short bold lead for the sentence ("One problem keeps coming back"), may be empty.
    pub lead: String,
    /// The statement itself, plain text, complete sentences.
    pub sentence: String,
    /// What the sentence says, as numbers: name with unit suffix → value.
    #[serde(with = "crate::text::json::number")]
    pub numbers: BTreeMap<String, f64>,
    pub method: String,
    pub period: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub compared_with: Option<String>,
    pub n: Option<u64>,
    #[serde(default, with = "crate::text::json::number")]
    pub interval: Option<[f64; 2]>,
    #[serde(default, with = "crate::text::json::number")]
    pub q: Option<f64>,
    /// Share of incidents that could be used, 0 to 1.
    #[serde(default, with = "crate::text::json::number")]
    pub coverage: Option<f64>,
    pub robustness: Vec<String>,
    pub caveats: Vec<String>,
    pub incident_ids: Vec<String>,
    /// Ids of the exhibits that show it.
    pub exhibits: Vec<String>,
    /// Weight for ordering within a grade, in responder hours where known, else incident hours or counts.
    #[serde(with = "crate::text::json::number")]
    pub weight: f64,
    /// The same in two to four short sentences, for pages that are read in three minutes; empty where the sentence is short.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub brief: String,
    /// What it touches, the largest share first; of claims that may be headlines.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub touches: Vec<Touch>,
    /// All incidents behind it, as rows, and which part of them is new; only while findings are composed.
    #[serde(skip)]
    pub rows: Vec<IncidentIx>,
    #[serde(skip, default = "whole")]
    pub fresh: f64,
    /// The largest share, 0 to 1, by which headlines are ordered; `None` where nothing is there to hold it against. Only while
    /// findings are composed.
    #[serde(skip, default)]
    pub worth: Option<f64>,
    /// The measures by which its worth is told; empty: all of them.
    #[serde(skip)]
    pub measures: &'static [&'static str],
}

impl Claim {
    /// Forgets what was only needed while findings were composed.
    pub(super) fn settle(&mut self) {
        self.rows = Vec::new();
        self.fresh = 1.0;
        self.worth = None;
        self.measures = &[];
    }
}

fn whole() -> f64 {
    1.0
}

/// How much of something the incidents of a claim hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Touch {
    /// `customer-incidents`, `customer-hours`, `night-pages`, `disturbed-nights`, `responder-hours` or `incidents`.
    pub what: String,
    #[serde(with = "crate::text::json::number")]
    pub part: f64,
    /// All of it in the period.
    #[serde(with = "crate::text::json::number")]
    pub of: f64,
}

impl Touch {
    /// 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        if self.of > 0.0 { self.part / self.of } else { 0.0 }
    }
}
