//! Whether the period under review can be set against another: not where tools stopped or joined.

use crate::analyse::volume::stopped::Stopped;
use crate::findings::Grade;
use crate::findings::draft::{tool_name, zone};
use crate::findings::rule::Facts;
use crate::findings::volume::began;
use crate::text::{date, list};

/// Why nothing of this run may be called a change, as one complete sentence; nothing while all tools deliver.
#[must_use]
pub fn reason(facts: &Facts) -> Option<String> {
    let breaks: Vec<&Stopped> = facts.results.volume.breaks().collect();
    let Some(first) = breaks.iter().map(|s| s.last_at).min() else { return began::reason(facts) };
    let tools: Vec<String> = breaks.iter().map(|s| tool_name(facts, &s.tool)).collect();
    Some(format!(
        "Collection from {} seems to have stopped on {}, and counts after that are not comparable.",
        list::and(&tools),
        date::day(first, zone(&facts.data.periods))
    ))
}

/// The caps that a rule hands to `grade` for a comparison of the two periods.
#[must_use]
pub fn caps(facts: &Facts) -> Vec<(Grade, String)> {
    reason(facts).map(|why| (Grade::NoEvidence, why)).into_iter().collect()
}
