//! How much an area was exposed to what can go wrong: deploys, requests, services run. The denominators of rates.

use crate::model::stamp::Stamp;
use crate::model::time::Millis;
use serde::{Deserialize, Serialize};

/// One row of `exposure.csv` as stated.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StatedExposure {
    pub area: String,
    pub from: Option<Stamp>,
    pub to: Option<Stamp>,
    pub deploys: String,
    pub requests: String,
    pub services: String,
}

/// What was done in one area in one stretch of time, `[from, to)`. At least one of the figures is there; all are finite
/// and not negative. Stretches of one area may overlap, because people keep a row per week beside a row per quarter: who
/// adds up has to look.
#[derive(Debug, Clone, PartialEq)]
pub struct Exposure {
    /// `kind:name` as in the column `areas` of the incidents, or [`Exposure::ALL`]. A name that no incident has is there
    /// too: an area without incidents has a rate as well.
    pub area: String,
    pub from: Millis,
    pub to: Millis,
    /// Deploys in this stretch.
    pub deploys: Option<f64>,
    /// Requests in this stretch.
    pub requests: Option<f64>,
    /// Services that were run, as an average over the stretch.
    pub services: Option<f64>,
}

impl Exposure {
    /// The area of a row about everything.
    pub const ALL: &'static str = "all";
}
