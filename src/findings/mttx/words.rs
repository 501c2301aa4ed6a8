//! Words that all parts of the page on durations share.

use crate::analyse::mttx::cohorts::Against;
use crate::analyse::mttx::mix::MixShift;
use crate::analyse::mttx::values::Metric;
use crate::findings::draft::{label, length, within};
use crate::findings::rule::Facts;
use crate::model::period::Period;

/// How a metric is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// "time to resolve".
    pub name: &'static str,
    /// What is recorded: "an end time".
    pub time: &'static str,
    /// "half of all incidents were … within".
    pub done: &'static str,
}

/// How this metric is spoken of.
#[must_use]
pub fn words(metric: Metric) -> Words {
    match metric {
        Metric::Ttd => Words { name: "time to detect", time: "a detection time", done: "detected" },
        Metric::Tta => Words { name: "time to acknowledge", time: "an acknowledgement time", done: "acknowledged" },
        Metric::Ttm => Words { name: "time to mitigate", time: "a mitigation time", done: "mitigated" },
        Metric::Ttr => Words { name: "time to resolve", time: "an end time", done: "over" },
    }
}

/// "31 to 49 minutes" where both have one unit, "45 minutes to 2.1 hours" else.
#[must_use]
pub fn between(lo: f64, hi: f64) -> String {
    let (low, high) = (length(lo), length(hi));
    match (low.split_once(' '), high.split_once(' ')) {
        _ if low == high => format!("close to {low}"),
        (Some((figure, unit)), Some((_, other))) if unit == other && !other.contains(' ') => {
            format!("{figure} to {high}")
        }
        _ => format!("{low} to {high}"),
    }
}

/// The earlier period of a comparison.
#[must_use]
pub fn earlier<'a>(facts: &'a Facts, against: Against) -> Option<&'a Period> {
    against.period(&facts.data.periods)
}

/// "Q1 2026".
#[must_use]
pub fn earlier_label(facts: &Facts, against: Against) -> String {
    earlier(facts, against).map_or_else(String::new, |p| label(p, &facts.data.periods))
}

/// "in Q1 2026".
#[must_use]
pub fn in_earlier(facts: &Facts, against: Against) -> String {
    earlier(facts, against).map_or_else(String::new, |p| within(p, &facts.data.periods))
}

/// A mix that moves the figure by less than this factor does not change how it reads.
const WORTH_SAYING: f64 = 1.1;

/// Whether the raw and the mix-adjusted change differ so much that the one may not stand without the other.
#[must_use]
pub fn matters(mix: &MixShift) -> bool {
    mix.mix.max(1.0 / mix.mix) >= WORTH_SAYING
}
