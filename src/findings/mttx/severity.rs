//! Whether the more critical incidents take longer, or are over sooner.

use super::caps;
use crate::analyse::mttx::order::{MIN_IN_LEVEL, Order, SeverityGap, SeverityLevel};
use crate::analyse::mttx::values::Metric;
use crate::findings::draft::{claim, evidence, in_period, length, numbers, rows_in_period};
use crate::findings::grade::{self, Contrast, Graded, WORTH_MENTIONING, may_be_evidence};
use crate::findings::rule::Facts;
use crate::findings::tree::{Question, Test};
use crate::findings::{Claim, Grade};
use crate::model::row::IncidentIx;
use crate::text::plural::count;
use crate::text::{list, number, wording};

const CODE: &str = "mttx.severity-order";
/// Above this p-value the order has no direction that the two ends could be held against.
const DIRECTION: f64 = 0.1;
/// Two severities whose adjusted p-value is larger are not told apart.
const APART: f64 = 0.05;
/// Pairs that are told.
const MAX_PAIRS: usize = 3;

/// The claim, wherever two severities have enough incidents to be tested; and the number of comparisons made.
#[must_use]
pub fn order(facts: &Facts) -> (Option<Claim>, u64) {
    let claim = facts.results.mttx.order.as_ref().and_then(|order| state(facts, order));
    let pairs = facts.results.mttx.order.as_ref().map_or(0, |order| order.pairs.len() as u64);
    let compared = claim.as_ref().map_or(0, |_| 1 + pairs);
    (claim, compared)
}

/// The test behind it.
#[must_use]
pub fn test(facts: &Facts) -> Option<Test> {
    let order = facts.results.mttx.order.as_ref().filter(|order| may_be_evidence(&caps(order)))?;
    order.ends.ratio?;
    Some(Test::new(Question::Durations, "severity", CODE, order.test.p).for_headline())
}

fn state(facts: &Facts, order: &Order) -> Option<Claim> {
    let ends = [order.levels.first()?, order.levels.last()?];
    let ratio = order.ends.ratio?;
    let graded = grade(facts, CODE, order);
    let mut claim = claim(facts, CODE, "");
    claim.grade = graded.grade;
    claim.robustness = graded.robustness;
    claim.lead = lead(order, graded.grade);
    claim.interval = ratio.interval;
    claim.q = facts.tree.q(CODE);
    claim.n = Some(order.levels.iter().map(|l| l.n).sum());
    let all = |of: fn(&SeverityLevel) -> u64| order.levels.iter().map(of).sum::<u64>();
    claim.coverage = Some(all(|l| l.n) as f64 / all(|l| l.all).max(1) as f64);
    claim.method = format!(
        "Jonckheere–Terpstra test of the times to resolve along the severities, corrected for ties, two-sided, at least {MIN_IN_LEVEL} known times in each severity; {}. The range is that of the Hodges–Lehmann ratio of the two severities named; pairs are Mann–Whitney tests, adjusted for all pairs (Holm).",
        facts.tree.adjusted()
    );
    claim.sentence = sentence(facts, order, claim.grade)?;
    if claim.grade == Grade::NoEvidence {
        claim.sentence.push_str(&in_pairs(order));
    }
    claim.brief = brief(order, claim.grade);
    claim.caveats.extend(left_out(order));
    if ratio.estimate > 1.0 && claim.grade.is_at_least(Grade::Weak) {
        claim.caveats.push("It may be the way severities are given: what lasts is often raised.".to_owned());
    }
    claim.exhibits = vec!["durations".to_owned()];
    let [worst, least] = ends;
    numbers(
        &mut claim,
        [
            ("worst_median_s", Some(worst.median)),
            ("worst_n", Some(worst.n as f64)),
            ("other_median_s", Some(least.median)),
            ("other_n", Some(least.n as f64)),
            ("ratio", Some(ratio.estimate)),
            ("p", Some(order.test.p)),
            ("more_critical_takes_longer", Some(1.0 - order.test.rising())),
        ],
    );
    let view = facts.data.incident_view();
    let tested = |row: &IncidentIx| {
        view.severity.get(*row).is_some_and(|s| order.levels.iter().any(|l| l.rank == s))
            && Metric::Ttr.value(&view, *row).is_some()
    };
    evidence(&mut claim, &view, rows_in_period(&view).filter(tested));
    // All of them were compared, but the news is about the most critical ones.
    claim.rows.retain(|row| view.severity.get(*row) == Some(worst.rank));
    Some(claim)
}

/// By the test, and by the ratio of the two ends, which must say the same.
fn grade(facts: &Facts, id: &str, order: &Order) -> Graded {
    let ratio = order.ends.ratio;
    let mut change = Contrast {
        n: order.ends.n,
        ratio: ratio.map(|r| r.estimate),
        interval: ratio.and_then(|r| r.interval),
        p: Some(order.test.p),
        ..Contrast::default()
    };
    if let Some(ratio) = ratio.filter(|_| order.test.p <= DIRECTION) {
        // Above one half, the less critical ones take longer, and the ratio of the ends is below 1.
        let along = Some(libm::exp(0.5 - order.test.rising()));
        change.checks =
            vec![grade::RobustnessCheck { subject: "all severities", outcome: grade::outcome(ratio.estimate, along) }];
    }
    change.caps = caps(order);
    facts.tree.grade(id, change)
}

fn caps(order: &Order) -> Vec<(Grade, String)> {
    caps::covered(coverage(order), "a known time to resolve", "").into_iter().collect()
}

/// Share of the incidents with a known time, in the severity that has the fewest.
fn coverage(order: &Order) -> f64 {
    order.levels.iter().map(|l| l.n as f64 / l.all.max(1) as f64).fold(1.0, f64::min)
}

/// Said in bold only where few would expect it, with evidence, and where it is worth a decision.
fn lead(order: &Order, grade: Grade) -> String {
    let [_, most] = WORTH_MENTIONING;
    let large = order.ends.ratio.is_some_and(|r| r.estimate >= most);
    if !large || !matches!(grade, Grade::Evidence | Grade::Strong) {
        return String::new();
    }
    let Some((worst, others)) = order.levels.split_first() else { return String::new() };
    // Of a more critical severity with a handful of incidents nothing is known.
    let is_worst = order.left_out.iter().all(|(rank, _)| *rank > worst.rank);
    if is_worst && others.iter().all(|l| l.median < worst.median) {
        "The most critical incidents take longest here.".to_owned()
    } else {
        "More critical incidents take longer here.".to_owned()
    }
}

fn sentence(facts: &Facts, order: &Order, grade: Grade) -> Option<String> {
    let (worst, least) = (order.levels.first()?, order.levels.last()?);
    let others: Vec<String> = order.levels.iter().skip(1).map(half).collect();
    let opening = format!(
        "Half of the {} {} incidents that began {} were over within {}, {}",
        number::thousands(worst.n),
        name(worst),
        in_period(facts),
        length(worst.median),
        list::and(&others)
    );
    if grade == Grade::NotAssessable {
        return Some(format!("{opening}. Too many have no known end to compare severities."));
    }
    let ratio = order.ends.ratio?;
    let plausible = ratio.interval.map_or_else(String::new, |i| format!(" (plausible {})", number::range(i)));
    Some(format!(
        "{opening}. A typical {} incident took {} times as long as one of {}{plausible}: {}.",
        name(worst),
        number::ratio(ratio.estimate),
        name(least),
        verdict(order, ratio.estimate, grade)
    ))
}

/// The most and the least critical ones only, for pages that are read in three minutes.
fn brief(order: &Order, grade: Grade) -> String {
    let (Some(worst), Some(least), Some(ratio)) = (order.levels.first(), order.levels.last(), order.ends.ratio) else {
        return String::new();
    };
    let plausible = ratio.interval.map_or_else(String::new, |i| format!(" ({})", number::range(i)));
    format!(
        "Half of the {} {} incidents were over within {}, {}. A typical one took {} times as long as one of {}{plausible}: {}.",
        number::thousands(worst.n),
        name(worst),
        length(worst.median),
        half(least),
        number::ratio(ratio.estimate),
        name(least),
        verdict(order, ratio.estimate, grade)
    )
}

/// "half of the 97 of SEV2 within 35 minutes".
fn half(level: &SeverityLevel) -> String {
    format!("half of the {} of {} within {}", number::thousands(level.n), name(level), length(level.median))
}

fn name(level: &SeverityLevel) -> String {
    severity(level.rank)
}

fn verdict(order: &Order, ratio: f64, grade: Grade) -> String {
    let direction = if ratio > 1.0 { "take longer" } else { "are over sooner" };
    match grade {
        Grade::Strong => format!("strong evidence that more critical incidents {direction}"),
        Grade::Evidence => format!("evidence that more critical incidents {direction}"),
        Grade::Weak => format!("a weak signal that more critical incidents {direction}, worth watching"),
        _ => {
            // The ends may differ where the severities in between do not follow.
            let ends = order.ends.ratio.and_then(|r| r.interval).is_some_and(|[low, high]| low > 1.0 || high < 1.0);
            let all = order.levels.len();
            match (ends, all) {
                (true, 2) => "these two may differ, but there is no evidence that the time goes with severity; a small difference would not show".to_owned(),
                (true, _) => format!("these two may differ, but there is no evidence that the time goes with severity over all {all}; a weak order would not show"),
                (false, 2) => format!("no evidence that the time goes with severity; {}", limit(order)),
                (false, _) => format!("no evidence that the time goes with severity over all {all}; between these two {}", limit(order)),
            }
        }
    }
}

/// What would not show between the two ends. It is a bound of this pair, never of the order.
fn limit(order: &Order) -> String {
    order.ends.detectable.map_or_else(
        || "a difference would not show".to_owned(),
        |d| format!("less than about {} times as long would not show", number::ratio(1.0 / d)),
    )
}

/// " Severity against severity, a typical SEV1 incident took 2.44 times as long as one of SEV3 (plausible …)": one that
/// stands apart from all others makes no order. They are looked through once that test has found nothing, so they are a weak
/// signal at most (`METHODS.md` 17.1).
fn in_pairs(order: &Order) -> String {
    let apart = |pair: &&SeverityGap| pair.p <= APART && pair.found.ratio.is_some_and(|ratio| ratio.interval.is_some());
    let told: Vec<&SeverityGap> = order.pairs.iter().filter(apart).take(MAX_PAIRS).collect();
    let mut last = 0;
    let phrase = |pair: &&SeverityGap| {
        let [rank, other] = pair.ranks.map(severity);
        let (ratio, interval) = pair.found.ratio.and_then(|r| Some((r.estimate, r.interval?)))?;
        let whom = if last == pair.ranks[0] { String::new() } else { format!("a typical {rank} incident took ") };
        last = pair.ranks[0];
        let (times, plausible) = (number::ratio(ratio), number::range(interval));
        Some(format!("{whom}{times} times as long as one of {other} (plausible {plausible})"))
    };
    let phrases: Vec<String> = told.iter().filter_map(phrase).collect();
    if phrases.is_empty() {
        return String::new();
    }
    format!(
        " Severity against severity, {}; that allows for all {}, and is a weak signal at most, because they were looked through after the order told nothing.",
        list::and(&phrases),
        count(order.pairs.len() as u64, "pair")
    )
}

fn severity(rank: u32) -> String {
    wording::severity(u8::try_from(rank).unwrap_or(0))
}

fn left_out(order: &Order) -> Option<String> {
    let few: Vec<String> =
        order.left_out.iter().map(|(rank, n)| format!("{} ({})", severity(*rank), count(*n, "known time"))).collect();
    (!few.is_empty()).then(|| format!("Too few to be tested: {}.", list::and(&few)))
}
