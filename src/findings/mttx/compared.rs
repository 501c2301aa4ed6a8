//! One comparison of a duration with an earlier period: its grade, and the sentence that grade allows.

use super::anchors;
use super::caps::{covered, others};
use super::depends::{self, Hangs};
use super::open;
use super::words::{earlier, earlier_label, in_earlier, words};
use crate::analyse::mttx::change::{DurationRatio, MIN_FOR_VERDICT, MetricChange};
use crate::analyse::mttx::cohorts::Against;
use crate::analyse::mttx::robustness::Robustness;
use crate::analyse::mttx::values::Metric;
use crate::findings::Grade;
use crate::findings::areas::words::in_either;
use crate::findings::draft::{label, length};
use crate::findings::grade::{CheckOutcome, Contrast, Graded, RobustnessCheck, may_be_evidence, outcome};
use crate::findings::rule::Facts;
use crate::findings::tree::{Question, Sample, Test, screened};
use crate::model::row::IncidentIx;
use crate::text::{list, number};

/// Grades a change of all incidents with every check that the data allow.
#[must_use]
pub fn graded(facts: &Facts, robustness: &Robustness) -> Graded {
    // The same question with open incidents counted in has the same verdict, and leads where many are open.
    let previous = robustness.change.against == Against::Previous;
    let leads = previous && robustness.change.group.kind == "all" && open::leads(facts, robustness.change.metric);
    let first = if leads { open::graded(facts, robustness) } else { None };
    let why = "It says no more than the comparison that counts open incidents in, which stands before it.";
    own(facts, robustness).beneath(first.as_ref(), why)
}

fn own(facts: &Facts, robustness: &Robustness) -> Graded {
    let mut change = bare(&robustness.change);
    if let Some(ratio) = robustness.change.ratio {
        change.checks = checks(robustness, ratio.estimate);
    }
    change.caps = caps(facts, robustness);
    change.caps.extend(anchors::cap(facts, robustness.change.metric, robustness.change.against));
    let hangs = open::hangs_on(facts, robustness);
    change.caps.extend(hangs.iter().map(Hangs::cap));
    // What the change is gone without is no check that it passed.
    let passed = |check: &RobustnessCheck| check.outcome == CheckOutcome::Holds;
    change.checks.retain(|check| !passed(check) || hangs.as_ref().is_none_or(|hangs| hangs.on != check.subject));
    depends::named(facts.tree.grade(&id(&robustness.change), change), hangs)
}

/// The id of the claim that words a change of all incidents.
#[must_use]
pub fn id(change: &MetricChange) -> String {
    match change.against {
        Against::Previous => format!("mttx.{}", change.metric.code()),
        Against::YearAgo => format!("mttx.year-ago/{}", change.metric.code()),
    }
}

/// The tests of all metrics. Two that hold the same durations of the same incidents are one.
#[must_use]
pub fn tests(facts: &Facts) -> Vec<Test> {
    let view = facts.data.incident_view();
    let all = facts.results.mttx.robustnesses.iter().filter(|s| s.change.group.kind == "all");
    let test = |robustness: &Robustness| {
        let change = &robustness.change;
        let before = earlier(facts, change.against)?;
        let ratio = change.ratio.filter(|_| may_be_evidence(&caps(facts, robustness)))?;
        let value = |(row, side): (IncidentIx, u64)| {
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
pub fn graded_group(facts: &Facts, comparison: &MetricChange) -> Graded {
    let mut change = bare(comparison);
    let why = "Found by looking through all groups: a weak signal at most until the next period confirms it.";
    let hangs = facts.results.mttx.robustness_of(comparison).and_then(depends::on);
    change.caps.extend(hangs.iter().map(Hangs::cap));
    depends::named(screened(change, why), hangs)
}

fn bare(comparison: &MetricChange) -> Contrast {
    let ratio = comparison.ratio;
    Contrast {
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

fn checks(robustness: &Robustness, ratio: f64) -> Vec<RobustnessCheck> {
    let mut checks =
        vec![RobustnessCheck { subject: "the largest incident", outcome: outcome(ratio, robustness.without_largest) }];
    let mixes = robustness
        .all_mixes()
        .map(|mix| RobustnessCheck { subject: depends::subject(mix.by), outcome: outcome(ratio, Some(mix.within)) });
    checks.extend(mixes);
    if let Some(sooner) = robustness.survival.as_ref().and_then(|s| s.sooner) {
        let outcome = if sooner == (ratio < 1.0) { CheckOutcome::Holds } else { CheckOutcome::Fails };
        checks.push(RobustnessCheck { subject: "what is still open", outcome });
    }
    if let Some(tipping) = &robustness.tipping {
        let outcome = if tipping.is_far() { CheckOutcome::Holds } else { CheckOutcome::Fails };
        checks.push(RobustnessCheck { subject: "the missing times", outcome });
    }
    checks
}

/// The caps of the comparison of complete cases: what is open lacks a duration as much as what is missing.
fn caps(facts: &Facts, robustness: &Robustness) -> Vec<(Grade, String)> {
    let mut caps = Vec::new();
    let time = words(robustness.change.metric).time;
    let open = if robustness.open.iter().any(|n| *n > 0) { " (open ones do not)" } else { "" };
    caps.extend(covered(robustness.known(), time, open));
    caps.extend(others(facts, robustness));
    caps
}

/// The comparison as sentences: " Compared with the 77 of Q1 2026 the typical incident took 1.09 times as long
/// (plausible 0.80 to 1.40): no evidence of a change. A fall of less than about 35 % … would not show."
#[must_use]
pub fn sentence(facts: &Facts, change: &MetricChange, graded: &Graded, whom: &str) -> String {
    let [now, before] = change.n.map(number::thousands);
    let when = in_earlier(facts, change.against);
    let Some(ratio) = change.ratio else {
        let least = MIN_FOR_VERDICT;
        return format!(
            " With {now} known durations now and {before} {when}, nothing is compared: it takes {least} of both."
        );
    };
    if graded.grade == Grade::NotAssessable {
        return silent(facts, change);
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

/// Why those whose time is known are not compared.
fn silent(facts: &Facts, change: &MetricChange) -> String {
    let before = earlier_label(facts, change.against);
    let sums = |s: &Robustness| [s.open, s.missing].map(|n| n.iter().sum::<u64>());
    let [open, missing] = facts.results.mttx.robustness_of(change).map_or([0, 0], sums);
    if open <= missing {
        return format!(" No comparison with {before}: too many times are missing.");
    }
    let instead = if change.against == Against::Previous && open::leads(facts, change.metric) {
        " The comparison that counts open incidents in stands in its place."
    } else {
        ""
    };
    let done = words(change.metric).done;
    format!(" No comparison of these with {before}: too few of all are {done} to speak for the others.{instead}")
}

/// " It would hold unless the 12 of Q2 2026 without an acknowledgement time took more than 3 hours."
#[must_use]
pub fn tipping(facts: &Facts, robustness: &Robustness) -> String {
    let Some(tipping) = &robustness.tipping else { return String::new() };
    let change = &robustness.change;
    let whose = if tipping.side == 0 {
        label(&facts.data.periods.current, &facts.data.periods)
    } else {
        earlier_label(facts, change.against)
    };
    let who = format!("the {} of {whose} without {}", number::thousands(tipping.unknown), words(change.metric).time);
    match tipping.at {
        Some(at) => {
            let more = if tipping.longer { "more" } else { "less" };
            format!(" It would hold unless {who} took {more} than {}.", length(at))
        }
        None => format!(" It would hold however long {who} took."),
    }
}

/// " Without reopened ones (13 of 40 now, none of 40 before) the typical one took 1.05 times as long (plausible …)."
#[must_use]
pub fn reopened(robustness: &Robustness) -> String {
    let Some(found) = &robustness.reopened else { return String::new() };
    let [now, before] = found.n.map(|n| if n == 0 { "none".to_owned() } else { number::thousands(n) });
    let [all, all_before] = robustness.change.n.map(number::thousands);
    let whom = format!("Without those that were reopened ({now} of {all} now, {before} of {all_before} before)");
    let Some((ratio, interval)) = found.without.ratio.and_then(|r| Some((r, r.interval?))) else {
        return format!(" {whom}, too few remain to compare.");
    };
    format!(
        " {whom}, the typical one {} (plausible {}).",
        times(found.without.metric, ratio.estimate),
        number::range(interval)
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

fn verdict(metric: Metric, ratio: DurationRatio, graded: &Graded) -> String {
    let direction = direction(metric, ratio.estimate);
    match graded.grade {
        Grade::Strong => format!("strong evidence that {direction}"),
        Grade::Evidence => format!("evidence that {direction}"),
        Grade::Weak => format!("a weak signal that {direction}, worth watching"),
        Grade::AboutSame => "about the same".to_owned(),
        _ => match graded.depends_on {
            Some(subject) => format!("no evidence of a change, because it depends on {subject}"),
            None => "no evidence of a change".to_owned(),
        },
    }
}

/// " At this volume a fall of less than about 35 % or a rise of less than about 55 % would not show."
#[must_use]
pub fn limit(change: &MetricChange) -> String {
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
pub fn checked(robustness: &Robustness) -> String {
    let subjects: Vec<&str> = robustness
        .change
        .ratio
        .map_or_else(Vec::new, |r| checks(robustness, r.estimate).iter().map(|c| c.subject).collect());
    list::and(&subjects)
}
