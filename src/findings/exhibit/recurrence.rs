//! Shapes of the charts on problems that keep coming back.

use serde::{Deserialize, Serialize};

/// One problem of a register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// `FB-01`.
    pub id: String,
    pub name: String,
    pub famous: bool,
    /// What became of it ("came back", "fix held"); empty where it can't be told.
    pub state: String,
    /// All of them, also those before the first column, in order of time.
    pub occurrences: Vec<Occurred>,
    pub fixes: Vec<Fixed>,
}

/// One occurrence of a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occurred {
    pub at_ms: i64,
    /// Place in the list of severities, where stated.
    pub severity: Option<usize>,
    pub incidents: u64,
}

/// A claimed fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fixed {
    pub at_ms: i64,
    /// The problem occurred again after it.
    pub came_back: bool,
}

/// A quarter of a stacked chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quarter {
    pub name: String,
    /// Why its figures can't be held against those of the others; empty where they can.
    pub note: String,
}

/// What one problem took.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cost {
    pub name: String,
    pub famous: bool,
    /// In all, and of it on incidents of the period under review where that is known.
    #[serde(with = "crate::text::json::number")]
    pub all: f64,
    #[serde(default, with = "crate::text::json::number")]
    pub period: Option<f64>,
    /// Incidents of which it is known, and all of them.
    pub known: u64,
    pub incidents: u64,
}
