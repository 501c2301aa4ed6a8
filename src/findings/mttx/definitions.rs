//! Changes of definitions, processes and tools that break a series.

use super::words::earlier;
use crate::analyse::mttx::cohorts::Against;
use crate::analyse::mttx::values::Metric;
use crate::findings::Grade;
use crate::findings::draft::zone;
use crate::findings::rule::Facts;
use crate::text::date;

/// The noted changes that a comparison of this metric straddles: no evidence of a change can come of it.
#[must_use]
pub fn cap(facts: &Facts, metric: Metric, against: Against) -> Option<(Grade, String)> {
    let earlier = earlier(facts, against)?;
    let periods = &facts.data.periods;
    let straddled = facts.data.changes.iter().find(|change| {
        let concerns = change.metrics.is_empty() || change.metrics.iter().any(|m| m == metric.code());
        concerns && earlier.window.start < change.at && change.at < periods.current.window.end
    })?;
    let (day, what) = (date::day(straddled.at, zone(periods)), straddled.what.trim().trim_end_matches('.'));
    Some((
        Grade::NoEvidence,
        format!("Since {day} the figures are made in another way (“{what}”): before and after are not comparable."),
    ))
}
