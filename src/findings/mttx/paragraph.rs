//! One metric in a paragraph: the mean that is asked for, then what it hides.

use super::gaps::Gaps;
use super::words::{Words, between, earlier_label, in_earlier, words};
use super::{anchors, compared, mix, noise};
use crate::analyse::mttx::cohorts::Against;
use crate::analyse::mttx::robustness::{MANY_REOPENED, Robustness};
use crate::analyse::mttx::values::Metric;
use crate::analyse::mttx::{Largest, MIN_FOR_POINTS, MetricRow, Whole, WithoutReopened};
use crate::findings::areas::ranking::of_incidents;
use crate::findings::draft::{self, evidence, in_period, length, numbers, quoted, rows_in_period, zone};
use crate::findings::grade::MIN_COVERAGE;
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim, Grade};
use crate::text::plural::{agree, count};
use crate::text::sentence::capital;
use crate::text::{date, number};

/// From this share on, the caveat on missing times is left out.
const FULL_COVERAGE: f64 = 0.95;
/// From this share of all incident time on, the mean is given without the largest incident.
const WORTH_NAMING: f64 = 0.05;
/// When more than this share of detections stand at the very start, detection was not measured.
const MAX_ZEROS: f64 = 0.5;

/// How a change is tested.
pub const METHOD_OF_CHANGE: &str =
    "Hodges–Lehmann ratio with the inverted Mann–Whitney test at 95 %; the detection limit is for 80 % power.";

/// The claim on one metric of the period under review.
#[must_use]
pub fn claim(facts: &Facts, metric: Metric) -> Option<Claim> {
    let whole = facts.results.mttx.whole(metric)?;
    let row = &whole.row;
    let mut claim = draft::claim(facts, &format!("mttx.{}", metric.code()), "");
    claim.method =
        "Quantiles of type 7; order-statistic 95 % interval of the median; mean with and without the largest incident."
            .to_owned();
    claim.n = Some(row.n);
    claim.coverage = row.coverage();
    claim.interval = row.median_interval;
    let view = facts.data.incident_view();
    let known = rows_in_period(&view).filter(|&r| metric.value(&view, r).is_some());
    evidence(&mut claim, &view, known);
    fill_numbers(&mut claim, whole);
    let gaps = Gaps::of(facts, metric);
    if metric == Metric::Ttd {
        numbers(&mut claim, [("without_start", Some(gaps.startless as f64))]);
        let times = rows_in_period(&view).filter(|&r| view.detected.get(r).is_some()).count();
        numbers(&mut claim, [("detection_times", Some(times as f64))]);
    }
    let silent = silence(facts, whole);
    if let Some(sentence) = &silent {
        claim.grade = Grade::NotAssessable;
        claim.sentence.clone_from(sentence);
        if row.n > 0 || metric == Metric::Ttr {
            claim.sentence.push_str(&gaps.sentence(metric));
        }
        claim.basis = Basis::Observed;
        return Some(claim);
    }
    if row.coverage().is_some_and(|c| c < MIN_COVERAGE) {
        claim.grade = Grade::NotAssessable;
    }
    claim.sentence = paragraph(facts, whole, &gaps);
    claim.caveats.extend(caveats(row));
    claim.caveats.extend(anchors::caveat(facts, metric));
    if metric == Metric::Ttr {
        claim.caveats.extend(reopened_caveat(facts));
    }
    if let Some(robustness) = facts.results.mttx.robustness(metric, Against::Previous) {
        look_back(facts, &mut claim, robustness);
    }
    if metric == Metric::Ttr {
        claim.exhibits = vec!["durations".to_owned()];
        claim.weight = row.mean.unwrap_or(0.0) * row.n as f64 / 3600.0;
    }
    Some(claim)
}

/// Adds the comparison with the previous period: the sentence, the grade, the numbers.
fn look_back(facts: &Facts, claim: &mut Claim, robustness: &Robustness) {
    let change = &robustness.change;
    let graded = compared::graded(facts, robustness);
    claim.sentence.push_str(&compared::sentence(facts, change, &graded, "the typical one"));
    let telling = change.ratio.is_some() && graded.grade != Grade::NotAssessable;
    if telling {
        claim.compared_with = Some(earlier_label(facts, Against::Previous));
        if matches!(graded.grade, Grade::Weak | Grade::Evidence | Grade::Strong) {
            claim.sentence.push_str(&compared::tipping(facts, robustness));
        }
        claim.sentence.push_str(&mix::remark(robustness));
        claim.sentence.push_str(&compared::reopened(robustness));
        claim.sentence.push_str(&noise::remark(robustness));
        claim.method.push(' ');
        claim.method.push_str(METHOD_OF_CHANGE);
        claim.q = facts.tree.q(&claim.id);
        claim.robustness.extend(graded.robustness);
        if claim.grade == Grade::Fact {
            claim.grade = graded.grade;
        }
    }
    numbers(claim, [("previous_known", Some(change.n[1] as f64))]);
    if telling {
        compared_numbers(claim, robustness);
    }
}

/// Nothing of a comparison that is not made stands among the numbers either.
fn compared_numbers(claim: &mut Claim, robustness: &Robustness) {
    let change = &robustness.change;
    let [lo, hi] = change.ratio.and_then(|r| r.interval).map_or([None, None], |i| i.map(Some));
    let without = robustness.reopened.as_ref().and_then(|r| r.without.ratio);
    numbers(
        claim,
        [
            ("previous_mean_s", change.means[1]),
            ("previous_median_s", change.medians[1]),
            ("ratio", change.ratio.map(|r| r.estimate)),
            ("ratio_lo", lo),
            ("ratio_hi", hi),
            ("superiority", change.ratio.map(|r| r.superiority)),
            ("p", change.ratio.map(|r| r.p)),
            ("geometric_mean_ratio", change.geometric.map(|g| g.ratio)),
            ("detectable_ratio", change.detectable),
            ("ratio_without_largest", robustness.without_largest),
            ("mix_ratio", robustness.mix.as_ref().map(|m| m.mix)),
            ("within_ratio", robustness.mix.as_ref().map(|m| m.within)),
            ("ratio_without_reopened", without.map(|r| r.estimate)),
            ("tipping_s", robustness.tipping.and_then(|t| t.at)),
        ],
    );
}

fn fill_numbers(claim: &mut Claim, whole: &Whole) {
    let row = &whole.row;
    let [lo, hi] = row.median_interval.map_or([None, None], |[lo, hi]| [Some(lo), Some(hi)]);
    let largest = whole.largest;
    numbers(
        claim,
        [
            ("incidents", Some(row.all() as f64)),
            ("known", Some(row.n as f64)),
            ("missing", Some(row.missing as f64)),
            ("censored", Some(row.censored as f64)),
            ("min_s", row.min),
            ("p25_s", row.p25),
            ("median_s", row.median),
            ("median_lo_s", lo),
            ("median_hi_s", hi),
            ("p75_s", row.p75),
            ("p90_s", row.p90),
            ("p95_s", row.p95),
            ("max_s", row.max),
            ("mean_s", row.mean),
            ("geometric_mean_s", row.geometric_mean),
            ("largest_share", largest.map(|l| l.share)),
            ("mean_without_largest_s", largest.map(|l| l.mean_without)),
            ("median_without_largest_s", largest.map(|l| l.median_without)),
        ],
    );
}

/// Why a metric can't be described, when it can't.
fn silence(facts: &Facts, whole: &Whole) -> Option<String> {
    let (row, when) = (&whole.row, in_period(facts));
    let words = words(row.metric);
    let name = capital(words.name);
    if row.all() == 0 {
        return Some(format!("No incident began {when}, so there is no {}.", words.name));
    }
    if row.n == 0 {
        let none = match row.all() {
            1 => format!("the one incident that began {when} does not have"),
            n => format!("none of the {} incidents that began {when} has", number::thousands(n)),
        };
        let why = if whole.anywhere == 0 { " No other in the data has one." } else { "" };
        // A detection alone is known of many; what it is counted from is not.
        let time = if row.metric == Metric::Ttd { "both a stated start and a detection time" } else { words.time };
        return Some(format!("{name} is not available: {none} {time} (0 of {}).{why}", number::thousands(row.all())));
    }
    if row.metric == Metric::Ttd && row.zeros as f64 > MAX_ZEROS * row.n as f64 {
        let of = of_incidents(row.zeros, row.n);
        return Some(format!(
            "{name} is not measured: for {of} that began {when} the start and the detection are the same moment."
        ));
    }
    if row.n < MIN_FOR_POINTS as u64 {
        let range = match (row.min, row.max) {
            (Some(min), Some(max)) if row.n > 1 && length(min) != length(max) => {
                format!(" It is between {} and {}.", length(min), length(max))
            }
            (Some(only), _) => format!(" It is {}{}.", length(only), if row.n > 1 { " for each" } else { "" }),
            _ => String::new(),
        };
        let has = agree(row.n, "has", "have");
        return Some(format!(
            "Only {} that began {when} {has} a known {}: too few to describe.{range}",
            count(row.n, "incident"),
            words.name
        ));
    }
    None
}

fn paragraph(facts: &Facts, whole: &Whole, gaps: &Gaps) -> String {
    let row = &whole.row;
    let words = words(row.metric);
    let mut text = String::new();
    if row.coverage().is_some_and(|c| c < MIN_COVERAGE) {
        let of = of_incidents(row.n, row.all());
        text.push_str(&format!("Only {of} have a known {}, too few to speak for the rest. ", words.name));
    }
    if let Some(mean) = row.mean {
        text.push_str(&format!(
            "The mean {} {} was {}, from {}{}.",
            words.name,
            in_period(facts),
            length(mean),
            count(row.n, "incident"),
            mean_before(facts, row.metric)
        ));
    }
    if let (Metric::Ttr, Some(largest)) = (row.metric, &whole.largest) {
        text.push_str(&longest(facts, largest));
    }
    text.push_str(&typical(row, words));
    text.push_str(&gaps.sentence(row.metric));
    if row.metric == Metric::Ttr {
        text.push_str(&automatic(facts));
        text.push_str(&reopened(facts));
        if facts.data.periods.previous.is_none() {
            text.push_str(&draft::nothing_earlier(facts));
        }
    }
    text
}

/// " (2.3 hours in Q2 2026, from 198)".
fn mean_before(facts: &Facts, metric: Metric) -> String {
    // A mean that nothing may be concluded from invites to conclude from it.
    let robustness = facts.results.mttx.robustness(metric, Against::Previous);
    let telling = |s: &&Robustness| compared::graded(facts, s).grade != Grade::NotAssessable;
    let known = robustness.filter(telling).map(|s| (s.change.n[1], s.change.means[1]));
    match known {
        Some((n, Some(mean))) if n >= MIN_FOR_POINTS as u64 => {
            let when = in_earlier(facts, Against::Previous);
            format!(" ({} {when}, from {})", length(mean), number::thousands(n))
        }
        _ => String::new(),
    }
}

/// " One incident, “…” of 12 August 2026, lasted 14 days and is 43 % of all incident time; without it the mean is 2.1 hours."
fn longest(facts: &Facts, largest: &Largest) -> String {
    let view = facts.data.incident_view();
    let title = view.title.get(largest.incident).map(quoted);
    let name =
        title.or_else(|| view.id.get(largest.incident).map(|id| draft::short_id(id).to_owned())).unwrap_or_default();
    let day = view.started.get(largest.incident).map(|at| date::day(at, zone(&facts.data.periods)));
    let day = day.map_or_else(String::new, |day| format!(" of {day}"));
    let (lasted, share) = (length(largest.seconds), number::percent(largest.share));
    if largest.share < WORTH_NAMING {
        return format!(" The longest, {name}{day}, lasted {lasted}, {share} of all incident time.");
    }
    format!(
        " One incident, {name}{day}, lasted {lasted} and is {share} of all incident time; without it the mean is {}.",
        length(largest.mean_without)
    )
}

/// " Half of all incidents were over within 38 minutes (plausible 31 minutes to 49 minutes); the middle half took …"
fn typical(row: &MetricRow, words: Words) -> String {
    let Some(median) = row.median else { return String::new() };
    let plausible = match row.median_interval {
        Some([lo, hi]) => format!(" (plausible {})", between(lo, hi)),
        None => format!(" (no interval is possible with {})", number::thousands(row.n)),
    };
    let middle = row.p25.zip(row.p75).map_or_else(String::new, |(p25, p75)| {
        if length(p25) == length(p75) { String::new() } else { format!("; the middle half took {}", between(p25, p75)) }
    });
    let whom = if row.missing + row.censored == 0 {
        "all incidents".to_owned()
    } else {
        format!("the {}", number::thousands(row.n))
    };
    format!(" Half of {whom} were {} within {}{plausible}{middle}.", words.done, length(median))
}

/// " With the 120 auto-resolved incidents left out, the mean is 4.2 hours and the median 55 minutes."
fn automatic(facts: &Facts) -> String {
    let split = &facts.results.mttx.split;
    if split.auto == 0 {
        return String::new();
    }
    let these = match split.auto {
        1 => "the one auto-resolved incident".to_owned(),
        n => format!("the {} auto-resolved incidents", number::thousands(n)),
    };
    match (split.mean_others, split.median_others) {
        (Some(mean), Some(median)) => {
            format!(" With {these} left out, the mean is {} and the median {}.", length(mean), length(median))
        }
        _ if split.others == 0 => " All of them were auto-resolved, so the figures measure a timer.".to_owned(),
        _ => format!(" With {these} left out, too few remain to describe."),
    }
}

/// Whether so many of the period were reopened that the figures need to be given without them.
fn many_reopened(facts: &Facts) -> Option<WithoutReopened> {
    let of = facts.results.mttx.reopened?;
    (of.reopened as f64 > MANY_REOPENED * of.known as f64).then_some(of)
}

/// " 13 of the 40 were reopened, and their time runs to the last resolution; without them …".
fn reopened(facts: &Facts) -> String {
    let Some(of) = many_reopened(facts) else { return String::new() };
    let (n, known) = (number::thousands(of.reopened), number::thousands(of.known));
    let (were, their) = (agree(of.reopened, "was", "were"), agree(of.reopened, "its", "their"));
    let them = agree(of.reopened, "it", "them");
    let rest = match (of.mean, of.median) {
        (Some(mean), Some(median)) => {
            format!("without {them} the mean is {} and the median {}", length(mean), length(median))
        }
        _ => format!("without {them} too few remain to describe"),
    };
    format!(" {n} of the {known} {were} reopened, and {their} time runs to the last resolution; {rest}.")
}

fn reopened_caveat(facts: &Facts) -> Option<String> {
    let of = many_reopened(facts)?;
    Some(format!(
        "{} of {} {} reopened; {} time runs to the last resolution.",
        number::thousands(of.reopened),
        number::thousands(of.known),
        agree(of.reopened, "was", "were"),
        agree(of.reopened, "its", "their")
    ))
}

fn caveats(row: &MetricRow) -> Vec<String> {
    let mut caveats = Vec::new();
    if row.coverage().is_some_and(|c| c < FULL_COVERAGE) {
        caveats.push(format!("Based on {}.", of_incidents(row.n, row.all())));
    }
    if row.zeros > 0 {
        let have = agree(row.zeros, "has", "have");
        caveats.push(format!("{} {have} a length of exactly zero.", count(row.zeros, "incident")));
    }
    caveats
}
