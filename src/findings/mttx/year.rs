//! The same period a year ago.

use super::compared::{graded, sentence};
use super::words::{earlier_label, words};
use crate::analyse::mttx::cohorts::Against;
use crate::analyse::mttx::values::Metric;
use crate::findings::draft::{claim, in_period, length, numbers};
use crate::findings::rule::Facts;
use crate::findings::{Claim, Grade};
use crate::text::plural::count;

/// The claim on one metric, where both periods have enough durations.
#[must_use]
pub fn state(facts: &Facts, metric: Metric) -> Option<Claim> {
    let against = Against::YearAgo;
    let robustness = facts.results.mttx.robustness(metric, against)?;
    let ratio = robustness.change.ratio?;
    let graded = graded(facts, robustness);
    if graded.grade == Grade::NotAssessable {
        return None;
    }
    let mut claim = claim(facts, "mttx.year-ago", metric.code());
    claim.method = super::paragraph::METHOD_OF_CHANGE.to_owned();
    claim.compared_with = Some(earlier_label(facts, against));
    claim.grade = graded.grade;
    claim.n = Some(robustness.change.n.iter().sum());
    claim.interval = ratio.interval;
    claim.q = facts.tree.q(&claim.id);
    let medians = match robustness.change.medians {
        [Some(now), Some(before)] => {
            format!(": half of them within {}, a year ago within {}", length(now), length(before))
        }
        _ => String::new(),
    };
    claim.sentence = format!(
        "{} that began {} have a known {}{medians}.{}",
        count(robustness.change.n[0], "incident"),
        in_period(facts),
        words(metric).name,
        sentence(facts, &robustness.change, &graded, "the typical one")
    );
    claim.robustness = graded.robustness;
    let claim_q = claim.q;
    numbers(
        &mut claim,
        [
            ("ratio", Some(ratio.estimate)),
            ("p", Some(ratio.p)),
            ("q", claim_q),
            ("detectable_ratio", robustness.change.detectable),
        ],
    );
    Some(claim)
}
