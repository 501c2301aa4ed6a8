//! What bounds the grade of a comparison, whatever its figures say.

use super::definitions;
use crate::analyse::mttx::robustness::Robustness;
use crate::findings::Grade;
use crate::findings::grade::{FAIR_COVERAGE, MIN_COVERAGE};
use crate::findings::rule::Facts;
use crate::text::number;

/// Surprising enough to doubt that times are missing in the same way in both periods.
const DIFFERS: f64 = 0.05;

/// What too small a share of incidents with a time allows at most.
#[must_use]
pub fn covered(share: f64, time: &str, open: &str) -> Option<(Grade, String)> {
    if share < MIN_COVERAGE {
        let why = format!("Fewer than half of the incidents of a period have {time}{open}, so nothing is compared.");
        Some((Grade::NotAssessable, why))
    } else if share < FAIR_COVERAGE {
        let share = number::percent(share);
        Some((Grade::Weak, format!("Only {share} of the incidents of a period have {time}{open}.")))
    } else {
        None
    }
}

/// What holds of every comparison with this earlier period.
#[must_use]
pub fn others(facts: &Facts, robustness: &Robustness) -> Vec<(Grade, String)> {
    let mut caps = Vec::new();
    if robustness.missing_p.is_some_and(|p| p <= DIFFERS) {
        let why = "Times are missing more often in one of the periods; a change of recording could produce this.";
        caps.push((Grade::Weak, why.to_owned()));
    }
    caps.extend(crate::findings::volume::comparable::caps(facts));
    caps.extend(definitions::cap(facts, robustness.change.metric, robustness.change.against));
    caps
}
