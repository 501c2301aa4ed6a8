//! Whether the period under review can be set against another: not where tools stopped or joined.

use crate::analyse::volume::stopped::Stopped;
use crate::findings::Grade;
use crate::findings::draft::{tool_name, zone};
use crate::findings::rule::Facts;
use crate::findings::volume::began;
use crate::model::time::Millis;
use crate::text::sentence::capital;
use crate::text::{date, list};

/// Why nothing of this run may be called a change, as one complete sentence; nothing while all tools deliver.
#[must_use]
pub fn reason(facts: &Facts) -> Option<String> {
    match stopped(facts) {
        Some((_, said)) => Some(capital(&format!("{said}, and counts after that are not comparable."))),
        None => began::reason(facts),
    }
}

/// "collection from PagerDuty seems to have stopped on 2 March 2026" where that was before the period under review began:
/// nothing that is counted in it was zero for another reason.
#[must_use]
pub fn silenced(facts: &Facts) -> Option<String> {
    stopped(facts).filter(|(at, _)| *at < facts.data.periods.current.window.start).map(|(_, said)| said)
}

/// The first stop that matters, and what is said of all of them.
fn stopped(facts: &Facts) -> Option<(Millis, String)> {
    let breaks: Vec<&Stopped> = facts.results.volume.breaks().collect();
    let first = breaks.iter().map(|s| s.last_at).min()?;
    let tools: Vec<String> = breaks.iter().map(|s| tool_name(facts, &s.tool)).collect();
    let day = date::day(first, zone(&facts.data.periods));
    Some((first, format!("collection from {} seems to have stopped on {day}", list::and(&tools))))
}

/// The caps that a rule hands to `grade` for a comparison of the two periods.
#[must_use]
pub fn caps(facts: &Facts) -> Vec<(Grade, String)> {
    reason(facts).map(|why| (Grade::NoEvidence, why)).into_iter().collect()
}
