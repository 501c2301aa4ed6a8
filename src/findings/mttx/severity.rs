//! Whether the more critical incidents are over sooner.

use crate::analyse::mttx::Row;
use crate::analyse::mttx::values::Metric;
use crate::findings::Claim;
use crate::findings::draft::{claim, evidence, in_period, length, numbers, rows_in_period};
use crate::findings::rule::Facts;
use crate::text::{number, wording};

/// A smaller ratio of two medians is not worth a sentence.
const WORTH_MENTIONING: f64 = 1.25;

/// The claim, made only where a more critical severity has the longer median; and the number of comparisons made.
#[must_use]
pub fn order(facts: &Facts) -> (Option<Claim>, u64) {
    // Critical to minor, as the analysis sorts them.
    let rows: Vec<&Row> = super::current(facts, "severity").filter(|r| r.median.is_some()).collect();
    let compared = rows.len().saturating_sub(1) as u64;
    (claim_on(facts, &rows), compared)
}

fn claim_on(facts: &Facts, rows: &[&Row]) -> Option<Claim> {
    let (worst, others) = rows.split_first()?;
    let median = worst.median?;
    let other = others.iter().filter(|r| r.median.is_some_and(|m| m < median)).min_by(|a, b| {
        let (a, b) = (a.median.unwrap_or(0.0), b.median.unwrap_or(0.0));
        a.total_cmp(&b)
    })?;
    let fastest = other.median?;
    let longest = others.iter().all(|r| r.median.is_some_and(|m| m < median));
    let mut claim = claim(facts, "mttx.severity-order", "");
    let ranks = [rank(worst), rank(other)];
    let [worst_name, other_name] = ranks.map(wording::severity);
    if median < WORTH_MENTIONING * fastest {
        return None;
    }
    claim.lead = if longest { "The most critical incidents take longest here.".to_owned() } else { String::new() };
    claim.sentence = format!(
        "Half of the {} {worst_name} incidents that began {} were over within {}, against {} for the {} of {other_name}.",
        number::thousands(worst.n),
        in_period(facts),
        length(median),
        length(fastest),
        number::thousands(other.n)
    );
    claim.method = "Medians of the time to resolve per severity, at least five each; no test was made.".to_owned();
    claim.n = Some(worst.n + other.n);
    claim
        .caveats
        .push("A description, not a test: the difference may be chance, or the way severities are given.".to_owned());
    claim.exhibits = vec!["durations".to_owned()];
    numbers(
        &mut claim,
        [
            ("worst_median_s", Some(median)),
            ("worst_n", Some(worst.n as f64)),
            ("other_median_s", Some(fastest)),
            ("other_n", Some(other.n as f64)),
        ],
    );
    let view = facts.data.incident_view();
    let in_both = |row: &usize| {
        view.severity.get(*row).is_some_and(|s| ranks.iter().any(|&r| u32::from(r) == s))
            && Metric::Ttr.value(&view, *row).is_some()
    };
    evidence(&mut claim, &view, rows_in_period(&view).filter(in_both));
    Some(claim)
}

fn rank(row: &Row) -> u8 {
    row.group.name.parse().unwrap_or(0)
}
