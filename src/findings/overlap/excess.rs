//! Several at once for longer than the hours of the week make it.

use crate::analyse::overlap::excess::Excess;
use crate::findings::draft::{self, in_period, numbers};
use crate::findings::grade::{CheckOutcome, Contrast, RobustnessCheck, statement};
use crate::findings::overlap::{bare_hours, co_occurrence};
use crate::findings::rule::Facts;
use crate::findings::tree::{Question, Test};
use crate::findings::{Basis, Claim, Grade};
use crate::text::duration;
use crate::text::number;
use crate::text::plural::count;

const CODE: &str = "overlap.excess";
/// A signal beside a range that holds what was seen would be one of nothing.
const USUAL: &str = "What was seen lies within the range that random moves give.";
/// A neighbouring number agrees up to this p-value.
const CLEAR: f64 = 0.10;

/// The test behind it.
#[must_use]
pub fn test(facts: &Facts) -> Option<Test> {
    let excess = facts.results.overlap.excess.as_ref().filter(|e| e.expected > 0.0 && e.observed > 0)?;
    Some(Test::new(Question::Overlap, "excess", CODE, excess.p))
}

/// The claim, where there are weeks and incidents enough to compare.
#[must_use]
pub fn claim(facts: &Facts) -> Option<Claim> {
    let excess = facts.results.overlap.excess.as_ref().filter(|e| e.expected > 0.0)?;
    let mut claim = draft::claim(facts, CODE, "");
    let ratio = excess.observed as f64 / excess.expected;
    let [low, high] = excess.range.map(|bound| excess.observed as f64 / bound);
    let usual = is_usual(excess);
    let change = Contrast {
        n: [excess.incidents; 2],
        ratio: Some(ratio),
        interval: (excess.observed > 0).then_some([high, low]),
        p: Some(excess.p),
        // What has no direction holds in none.
        checks: neighbours(excess, ratio).filter(|_| !usual).into_iter().collect(),
        caps: usual.then(|| (Grade::NoEvidence, USUAL.to_owned())).into_iter().collect(),
        ..Contrast::default()
    };
    let graded = facts.tree.grade(&claim.id, change);
    claim.q = facts.tree.q(&claim.id);
    claim.grade = if excess.observed > 0 { graded.grade } else { Grade::NoEvidence };
    claim.robustness = graded.robustness;
    claim.basis = Basis::Inferred;
    claim.n = Some(excess.incidents);
    claim.method = format!(
        "Time with {} or more open on a grid of {} minutes, against {} draws in which all incidents of a service that start in one of the {} whole weeks move together to another one, for each of {} groups of incidents (by service) by itself; the p-value is two-sided.",
        number::thousands(excess.level.into()),
        excess.grid / 60_000,
        number::thousands(excess.replicates),
        excess.weeks,
        excess.groups
    );
    claim.sentence = sentence(facts, excess, claim.grade);
    claim.robustness.extend(co_occurrence::silence(facts));
    let unusual: Vec<&str> =
        facts.results.overlap.storms.iter().filter(|s| s.is_unusual()).map(|s| s.storm_id.as_str()).collect();
    if !unusual.is_empty() {
        claim.caveats.push(format!(
            "Incidents that began in {} are left aside, because in a storm everything comes together.",
            storms(&unusual)
        ));
    }
    let hours = |ms: f64| Some(ms / 3_600_000.0);
    numbers(
        &mut claim,
        [
            ("level", Some(f64::from(excess.level))),
            ("hours", hours(excess.observed as f64)),
            ("hours_expected", hours(excess.expected)),
            ("hours_expected_lo", hours(excess.range[0])),
            ("hours_expected_hi", hours(excess.range[1])),
            ("weeks", Some(excess.weeks as f64)),
            ("p", Some(excess.p)),
        ],
    );
    claim.weight = (excess.observed as f64 - excess.expected).max(0.0) / 3_600_000.0;
    Some(claim)
}

/// Whether random moves give about as much as was seen.
fn is_usual(excess: &Excess) -> bool {
    let [low, high] = excess.range;
    (low..=high).contains(&(excess.observed as f64))
}

/// Whether it shows with one less or one more open at once as well: what is there at one number only is chance.
fn neighbours(excess: &Excess, ratio: f64) -> Option<RobustnessCheck> {
    let agrees = |(more, p): &(bool, f64)| *more == (ratio > 1.0) && *p <= CLEAR;
    let outcome = if excess.neighbours.iter().any(agrees) { CheckOutcome::Holds } else { CheckOutcome::Fails };
    (!excess.neighbours.is_empty())
        .then_some(RobustnessCheck { subject: "how many open at once are looked at", outcome })
}

fn storms(ids: &[&str]) -> String {
    match ids {
        [one] => format!("the storm {one}"),
        several => format!("the storms {}", crate::text::list::and(several)),
    }
}

fn sentence(facts: &Facts, excess: &Excess, grade: Grade) -> String {
    let seconds = |ms: f64| ms / 1_000.0;
    let many = match excess.level {
        2 => "two or more incidents".to_owned(),
        n => format!("{} or more incidents", number::thousands(n.into())),
    };
    let seen = format!(
        "{many} were open for {} in the {} {}",
        duration::hours(seconds(excess.observed as f64)),
        count(excess.weeks as u64, "whole week"),
        in_period(facts)
    );
    let chance = format!(
        "about {} (plausible {}–{})",
        duration::hours(seconds(excess.expected)),
        bare_hours(excess.range[0]),
        bare_hours(excess.range[1])
    );
    let way = if excess.observed as f64 > excess.expected { "more" } else { "less" };
    match statement(grade) {
        Some(statement) => format!(
            "{statement} that incidents of different services come at the same time {way} often than their hours of the week explain: {seen}, and with the incidents of each service moved by whole weeks at random it is {chance}."
        ),
        None => format!(
            "There is no evidence that incidents of different services come at the same time more or less often than their hours of the week explain: {seen}, and with the incidents of each service moved by whole weeks at random it is {chance}. What lies within that range would not show."
        ),
    }
}
