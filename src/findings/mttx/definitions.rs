//! Changes of definitions, processes and tools that break a series.

use crate::analyse::mttx::cohorts::Against;
use crate::analyse::mttx::values::Metric;
use crate::findings::Grade;
use crate::findings::rule::Facts;

/// The noted changes that a comparison of this metric straddles: no evidence of a change can come of it.
#[must_use]
pub fn cap(_facts: &Facts, _metric: Metric, _against: Against) -> Option<(Grade, String)> {
    None
}
