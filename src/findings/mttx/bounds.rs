//! What a median could be if the missing durations were known.

use super::words::words;
use crate::analyse::mttx::Whole;
use crate::analyse::mttx::values::Metric;
use crate::findings::areas::ranking::of_incidents;
use crate::findings::draft::{claim, in_period, length, numbers};
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim};
use crate::text::number;
use crate::text::plural::agree;

/// From this coverage on the missing durations are left to a caveat.
const FULL_COVERAGE: f64 = 0.95;

/// The claim on one metric that is missing for more than one in twenty incidents.
#[must_use]
pub fn state(facts: &Facts, metric: Metric) -> Option<Claim> {
    let whole = facts.results.mttx.whole(metric)?;
    let (low, high) = whole.bounds?;
    let row = &whole.row;
    if row.missing == 0 || row.missing as f64 <= (1.0 - FULL_COVERAGE) * row.all() as f64 || row.median.is_none() {
        return None;
    }
    let mut claim = claim(facts, "mttx.bounds", metric.code());
    claim.method = "Worst-case bounds (Manski) of the median of type 1: every missing duration at its smallest, then at its largest possible value.".to_owned();
    claim.basis = Basis::Computed;
    claim.n = Some(row.n);
    claim.coverage = row.coverage();
    claim.sentence = sentence(facts, whole, low, high);
    numbers(
        &mut claim,
        [("median_least_s", Some(low)), ("median_most_s", high), ("missing", Some(row.missing as f64))],
    );
    Some(claim)
}

fn sentence(facts: &Facts, whole: &Whole, low: f64, high: Option<f64>) -> String {
    let row = &whole.row;
    let words = words(row.metric);
    let lead = lead(facts, whole);
    match high {
        Some(high) if low > 0.0 => {
            let range = super::words::between(low, high);
            format!(
                "{lead} Whatever those would be, half of all were {} within a time in the range {range}.",
                words.done
            )
        }
        Some(high) => {
            format!("{lead} Whatever those would be, half of all were {} within {} at most.", words.done, length(high))
        }
        None if low > 0.0 => {
            format!("{lead} That is so many that the median of all could be anything above {}.", length(low))
        }
        None => format!("{lead} That is so many that the median of all could be anything."),
    }
}

/// What is missing: the time itself, or the start from which it would run.
fn lead(facts: &Facts, whole: &Whole) -> String {
    let row = &whole.row;
    let startless = if row.metric == Metric::Ttd { super::paragraph::startless(facts) } else { 0 };
    let when = in_period(facts);
    let time = words(row.metric).time;
    if startless == 0 {
        return format!("{} that began {when} lack {time}.", of_incidents(row.missing, row.all()));
    }
    let others = row.missing - startless.min(row.missing);
    let more = match others {
        0 => String::new(),
        n => format!(" {} more {} {time}.", number::thousands(n), agree(n, "lacks", "lack")),
    };
    let (of, they) = (of_incidents(startless, row.all()), agree(startless, "it", "they"));
    format!("For {of} {when} nobody noted when {they} began, so how long {they} went unnoticed is not known.{more}")
}
