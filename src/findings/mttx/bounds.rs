//! What a median could be if the missing durations were known.

use super::gaps::Gaps;
use super::words::words;
use crate::analyse::mttx::Whole;
use crate::analyse::mttx::values::Metric;
use crate::findings::areas::ranking::of_incidents;
use crate::findings::draft::{claim, in_period, length, numbers};
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim};
use crate::text::number;
use crate::text::plural::{agree, count};

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

/// What is missing: the time itself, a possible order of times, or the start from which it would run.
fn lead(facts: &Facts, whole: &Whole) -> String {
    let row = &whole.row;
    let Gaps { startless, reversed, .. } = Gaps::of(facts, row.metric);
    let (when, time) = (in_period(facts), words(row.metric).time);
    let lacking = row.missing - (startless + reversed).min(row.missing);
    let reversed = match reversed {
        0 => String::new(),
        n => format!("{} {} times in the wrong order", number::thousands(n), agree(n, "has", "have")),
    };
    if startless == 0 {
        let that = of_incidents(lacking, row.all());
        return match (lacking, reversed.as_str()) {
            (_, "") => format!("{that} that began {when} {} {time}.", agree(lacking, "lacks", "lack")),
            (0, other) => format!("Of {} that began {when}, {other}.", count(row.all(), "incident")),
            (n, other) => format!("{that} that began {when} {} {time}; {other}.", agree(n, "lacks", "lack")),
        };
    }
    let more = match lacking {
        0 => String::new(),
        n => format!("{} more {} {time}", number::thousands(n), agree(n, "lacks", "lack")),
    };
    let rest: Vec<String> = [more, reversed].into_iter().filter(|part| !part.is_empty()).collect();
    let rest = if rest.is_empty() { String::new() } else { format!(" {}.", rest.join("; ")) };
    let (of, they) = (of_incidents(startless, row.all()), agree(startless, "it", "they"));
    format!("For {of} {when} nobody noted when {they} began, so how long {they} went unnoticed is not known.{rest}")
}
