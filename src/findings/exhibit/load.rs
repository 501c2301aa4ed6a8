//! Shapes of the charts on what responders paid. None of them holds a figure of one person.

use serde::{Deserialize, Serialize};

/// The nights of one team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamCalendar {
    pub name: String,
    /// One per evening from the first one on: 0 nobody was disturbed, 1 fewer people than may be told apart, 2 more.
    pub levels: Vec<u8>,
    /// Nights of all its people together that were disturbed.
    pub nights: u64,
}

/// One Lorenz curve against chance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lorenz {
    pub name: String,
    /// What is counted, over how many people.
    pub n: u64,
    /// Share of what is counted in the quietest 0, 10, …, 100 % of the time.
    #[serde(with = "crate::text::json::number")]
    pub curve: Vec<f64>,
    /// The same of random spreads: 2.5 % and 97.5 % of them.
    #[serde(with = "crate::text::json::number")]
    pub chance: Vec<[f64; 2]>,
    /// Share in the busiest fifth of the time, as counted and usual by chance.
    #[serde(with = "crate::text::json::number")]
    pub fifth: f64,
    #[serde(with = "crate::text::json::number")]
    pub usual: f64,
}

/// How many shifts had how many incidents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftLoad {
    pub name: String,
    /// Shifts with 0, 1, 2, 3, and 4 or more incidents.
    pub shifts: [u64; 5],
}

/// A rule for early warning over history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarningRule {
    /// What it asks for, in words.
    pub name: String,
    pub fired: Vec<Firing>,
    /// Peaks with an early firing.
    pub peaks: u64,
}

/// One firing of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Firing {
    pub at_ms: i64,
    pub came: Came,
}

/// How a firing lay to the next peak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Came {
    /// Within the lead before a peak.
    Early,
    /// On the day of a peak.
    SameDay,
    /// Neither: a false alarm.
    Falsely,
}
