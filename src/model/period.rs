//! Reporting periods: a label and a window. Bounds are instants; the reporting zone was applied when they were made.

use crate::model::time::{Millis, Window};
use chrono_tz::Tz;

/// One reporting period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// `2026Q3`, `2026-07`, `2026`, `2026-07-01..2026-09-30` or `all`.
    pub label: String,
    pub window: Window,
    /// The data end before the period does, or begin after it did.
    pub partial: bool,
}

impl Period {
    #[must_use]
    pub fn contains(&self, at: Millis) -> bool {
        self.window.contains(at)
    }

    /// Length in weeks; the exposure of weekly rates.
    #[must_use]
    pub fn weeks(&self) -> f64 {
        self.window.len() as f64 / (7.0 * 86_400_000.0)
    }
}

/// The periods of one run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Periods {
    /// The period under review.
    pub current: Period,
    /// The one before, when the data reach back to it.
    pub previous: Option<Period>,
    /// The same one a year earlier, when the data reach back to it.
    pub year_ago: Option<Period>,
    /// Quarters that the data touch, oldest first, at most eight up to the current period (all of them for `all`).
    pub quarters: Vec<Period>,
    /// When the exports were made: open incidents are censored here.
    pub as_of: Millis,
    /// Somebody said so; otherwise it is the latest stamp of the data, and what they cover is inferred from them.
    pub as_of_stated: bool,
    /// The zone in which quarters begin and end.
    pub zone: Tz,
    /// From the earliest to the latest incident start (inclusive); `None` without incidents.
    pub data: Option<Window>,
}
