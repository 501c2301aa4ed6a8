//! One comparison of a duration with an earlier period: its grade, and the sentence that grade allows.

use super::paragraph::words;
use crate::analyse::mttx::change::{Comparison, LEAST_FOR_VERDICT, Ratio};
use crate::analyse::mttx::cohorts::Against;
use crate::analyse::mttx::sandwich::Sandwich;
use crate::analyse::mttx::values::Metric;
use crate::findings::Grade;
use crate::findings::areas::words::in_either;
use crate::findings::draft::{label, within};
use crate::findings::grade::{Change, Check, Graded, Outcome, may_be_evidence, outcome};
use crate::findings::rule::Facts;
use crate::findings::tree::{Question, Sample, Test, screened};
use crate::model::period::Period;
use crate::text::{list, number};

/// Below this share of incidents with the metric in either period nothing is compared; below the next, no more than a
/// weak signal; below the last, the direction has to survive whatever the missing durations are.
const LEAST_COVERAGE: f64 = 0.5;
const FAIR_COVERAGE: f64 = 0.8;
const FULL_COVERAGE: f64 = 0.95;
/// Surprising enough to doubt that times are missing in the same way in both periods.
const DIFFERS: f64 = 0.05;

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

/// Grades a change of all incidents with every check that the data allow.
#[must_use]
pub fn graded(facts: &Facts, sandwich: &Sandwich) -> Graded {
    let mut change = bare(&sandwich.change);
    if let Some(ratio) = sandwich.change.ratio {
        change.checks = checks(sandwich, ratio.estimate);
    }
    change.caps = caps(facts, sandwich);
    facts.tree.grade(&id(&sandwich.change), change)
}

/// The id of the claim that words a change of all incidents.
#[must_use]
pub fn id(change: &Comparison) -> String {
    match change.against {
        Against::Previous => format!("mttx.{}", change.metric.code()),
        Against::YearAgo => format!("mttx.year-ago/{}", change.metric.code()),
    }
}

/// The tests of all metrics. Two that hold the same durations of the same incidents are one.
#[must_use]
pub fn tests(facts: &Facts) -> Vec<Test> {
    let view = facts.data.incident_view();
    let all = facts.results.mttx.sandwiches.iter().filter(|s| s.change.group.kind == "all");
    let test = |sandwich: &Sandwich| {
        let change = &sandwich.change;
        let before = earlier(facts, change.against)?;
        let ratio = change.ratio.filter(|_| may_be_evidence(&caps(facts, sandwich)))?;
        let value = |(row, side): (usize, u64)| {
            let seconds = change.metric.value(&view, row)?;
            Some((row, seconds.to_bits().rotate_left(1) ^ side))
        };
        let sample = Sample::of(in_either(&view, before).filter_map(value));
        Some(Test::new(Question::Durations, change.metric.code(), id(change), ratio.p).on(sample))
    };
    all.filter_map(test).collect()
}

/// Grades the change of one group: it was found by looking through all of them, so it is a weak signal at most until
/// the next period confirms it.
#[must_use]
pub fn graded_group(comparison: &Comparison) -> Graded {
    let why = "Found by looking through all groups: a weak signal at most until the next period confirms it.";
    screened(bare(comparison), why)
}

fn bare(comparison: &Comparison) -> Change {
    let ratio = comparison.ratio;
    Change {
        n: comparison.n,
        counts: false,
        ratio: ratio.map(|r| r.estimate),
        interval: ratio.and_then(|r| r.interval),
        inner: ratio.and_then(|r| r.inner),
        p: ratio.map(|r| r.p),
        q: comparison.q,
        checks: Vec::new(),
        caps: Vec::new(),
    }
}

fn checks(sandwich: &Sandwich, ratio: f64) -> Vec<Check> {
    let mut checks = vec![Check { subject: "the largest incident", outcome: outcome(ratio, sandwich.without_largest) }];
    if let Some(mix) = &sandwich.mix {
        checks.push(Check { subject: "the mix of severities", outcome: outcome(ratio, Some(mix.within)) });
    }
    if let Some(sooner) = sandwich.survival.as_ref().and_then(|s| s.sooner) {
        let outcome = if sooner == (ratio < 1.0) { Outcome::Holds } else { Outcome::Fails };
        checks.push(Check { subject: "what is still open", outcome });
    }
    if coverage(sandwich) < FULL_COVERAGE {
        checks.push(Check { subject: "the missing times", outcome: bounded(sandwich, ratio) });
    }
    checks
}

/// Whether the direction survives the worst that the missing durations could be.
fn bounded(sandwich: &Sandwich, ratio: f64) -> Outcome {
    match sandwich.bounded_ratio() {
        Some([Some(low), _]) if ratio > 1.0 && low > 1.0 => Outcome::Holds,
        Some([_, Some(high)]) if ratio < 1.0 && high < 1.0 => Outcome::Holds,
        _ => Outcome::Fails,
    }
}

/// The smaller coverage of the two periods.
fn coverage(sandwich: &Sandwich) -> f64 {
    let of = |side: usize| {
        let (all, missing) = (sandwich.all.get(side).copied(), sandwich.missing.get(side).copied());
        all.zip(missing).filter(|(all, _)| *all > 0).map_or(0.0, |(all, missing)| (all - missing) as f64 / all as f64)
    };
    of(0).min(of(1))
}

fn caps(facts: &Facts, sandwich: &Sandwich) -> Vec<(Grade, String)> {
    let mut caps = Vec::new();
    let words = words(sandwich.change.metric);
    let covered = coverage(sandwich);
    if covered < LEAST_COVERAGE {
        let why = format!("Fewer than half of the incidents of a period have {}, so nothing is compared.", words.time);
        caps.push((Grade::NotAssessable, why));
    } else if covered < FAIR_COVERAGE {
        caps.push((
            Grade::Weak,
            format!("Only {} of the incidents of a period have {}.", number::percent(covered), words.time),
        ));
    }
    if sandwich.missing_p.is_some_and(|p| p <= DIFFERS) {
        let why = "Times are missing more often in one of the periods; a change of recording could produce this.";
        caps.push((Grade::Weak, why.to_owned()));
    }
    caps.extend(crate::findings::volume::stopped::caps(facts));
    caps.extend(super::definitions::cap(facts, sandwich.change.metric, sandwich.change.against));
    caps
}

/// The comparison as sentences: " Compared with the 77 of Q1 2026 the typical incident took 1.09 times as long
/// (plausible 0.80 to 1.40): no evidence of a change. A fall of less than about 35 % … would not show."
#[must_use]
pub fn sentence(facts: &Facts, change: &Comparison, graded: &Graded, whom: &str) -> String {
    let [now, before] = change.n.map(number::thousands);
    let when = in_earlier(facts, change.against);
    let Some(ratio) = change.ratio else {
        let least = LEAST_FOR_VERDICT;
        return format!(
            " With {now} known durations now and {before} {when}, nothing is compared: it takes {least} of both."
        );
    };
    if graded.grade == Grade::NotAssessable {
        return format!(" No comparison with {}: too many times are missing.", earlier_label(facts, change.against));
    }
    let plausible = ratio.interval.map_or_else(String::new, |i| format!(" (plausible {})", number::range(i)));
    let limit = if matches!(graded.grade, Grade::NoEvidence | Grade::Weak) { limit(change) } else { String::new() };
    let broken = super::definitions::cap(facts, change.metric, change.against).map(|(_, why)| format!(" {why}"));
    format!(
        " Compared with the {before} {when}, {whom} {}{plausible}: {}.{}{limit}",
        times(change.metric, ratio.estimate),
        verdict(change.metric, ratio, graded),
        broken.unwrap_or_default()
    )
}

/// "took 1.09 times as long".
fn times(metric: Metric, ratio: f64) -> String {
    let times = format!("{} times as long", number::ratio(ratio));
    match metric {
        Metric::Ttr => format!("took {times}"),
        Metric::Ttm => format!("took {times} to mitigate"),
        Metric::Tta => format!("waited {times} for an acknowledgement"),
        Metric::Ttd => format!("took {times} to detect"),
    }
}

/// What happened, for a ratio below and above 1.
fn direction(metric: Metric, ratio: f64) -> &'static str {
    match (metric, ratio < 1.0) {
        (Metric::Ttr, true) => "incidents were over sooner",
        (Metric::Ttr, false) => "incidents took longer",
        (Metric::Ttm, true) => "incidents were mitigated sooner",
        (Metric::Ttm, false) => "incidents were mitigated later",
        (Metric::Tta, true) => "incidents were acknowledged sooner",
        (Metric::Tta, false) => "incidents were acknowledged later",
        (Metric::Ttd, true) => "incidents were detected sooner",
        (Metric::Ttd, false) => "incidents were detected later",
    }
}

fn verdict(metric: Metric, ratio: Ratio, graded: &Graded) -> String {
    let direction = direction(metric, ratio.estimate);
    match graded.grade {
        Grade::Strong => format!("strong evidence that {direction}"),
        Grade::Evidence => format!("evidence that {direction}"),
        Grade::Weak => format!("a weak signal that {direction}, worth watching"),
        Grade::AboutSame => "about the same".to_owned(),
        _ => match graded.depends_on {
            Some(subject) => format!("no evidence of a change, because the direction depends on {subject}"),
            None => "no evidence of a change".to_owned(),
        },
    }
}

/// " At this volume a fall of less than about 35 % or a rise of less than about 55 % would not show."
#[must_use]
pub fn limit(change: &Comparison) -> String {
    let Some(fall) = change.detectable.filter(|d| *d > 0.0 && *d < 1.0) else { return String::new() };
    let (fall, rise) = (rounded(1.0 - fall), rounded(1.0 / fall - 1.0));
    format!(" At this volume a fall of less than about {fall} % or a rise of less than about {rise} % would not show.")
}

/// Percent points, to five from ten on: the limit itself is no more exact than that.
fn rounded(share: f64) -> String {
    let points = share * 100.0;
    let points = if points >= 10.0 { (points / 5.0).round() * 5.0 } else { points.round().max(1.0) };
    number::fixed(points.min(95_000.0), 0)
}

/// The checks that were made, for the method line: "the largest incident and the mix of severities".
#[must_use]
pub fn checked(sandwich: &Sandwich) -> String {
    let subjects: Vec<&str> = sandwich
        .change
        .ratio
        .map_or_else(Vec::new, |r| checks(sandwich, r.estimate).iter().map(|c| c.subject).collect());
    list::and(&subjects)
}
