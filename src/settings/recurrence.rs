//! `[recurrence]`: what makes two incidents the same problem, and what a fix may cost.

use crate::analyse::recurrence::Params;
use serde::{Deserialize, Serialize};

/// The section as the file writes it.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Recurrence {
    /// Least likeness of two texts that are taken for one problem, above 0 and below 1. Texts that differ much among
    /// themselves ask for more by themselves.
    pub least_likeness: f64,
    /// Hours that a fix may take, each a case of its own.
    pub fix_hours: Vec<f64>,
}

impl Default for Recurrence {
    fn default() -> Self {
        let params = Params::default();
        Self { least_likeness: params.least_likeness, fix_hours: params.fix_hours }
    }
}

/// Most cases: a card with more is no card.
const MOST_CASES: usize = 5;

/// Checks the section.
///
/// # Errors
/// A likeness outside of 0 to 1, or hours that no fix can take.
pub fn check(stated: &Recurrence) -> Result<Params, String> {
    let likeness = stated.least_likeness;
    if !(likeness > 0.0 && likeness < 1.0) {
        return Err(format!("recurrence.least_likeness is {likeness}; it lies above 0 and below 1, and 0.38 is usual"));
    }
    let usable = |hours: &f64| hours.is_finite() && *hours > 0.0;
    if stated.fix_hours.len() > MOST_CASES || !stated.fix_hours.iter().all(usable) {
        return Err(format!(
            "recurrence.fix_hours holds up to {MOST_CASES} numbers of hours above 0, like [80, 160, 320]"
        ));
    }
    let mut fix_hours = stated.fix_hours.clone();
    fix_hours.sort_by(f64::total_cmp);
    Ok(Params { least_likeness: likeness, fix_hours, ..Params::default() })
}

/// The section in effect, for the manifest.
#[must_use]
pub fn shown(stated: &Recurrence) -> [(&'static str, String); 2] {
    let hours: Vec<String> = stated.fix_hours.iter().map(f64::to_string).collect();
    [("recurrence.least_likeness", stated.least_likeness.to_string()), ("recurrence.fix_hours", hours.join(" "))]
}
